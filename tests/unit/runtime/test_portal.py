"""Links lead to the page in the language of who gets them."""

from types import SimpleNamespace

import pytest

from chalicelib.kernel.texts import Language
from chalicelib.runtime import portal


@pytest.mark.parametrize(("language", "address"), [(Language.IT, "/buoni/7"), (Language.EN, "/en/buoni/7")])
def test_a_page_is_opened_in_its_readers_language(
    monkeypatch: pytest.MonkeyPatch, language: Language, address: str
) -> None:
    monkeypatch.setattr(portal, "settings", lambda: SimpleNamespace(portal_url="https://portal.example.org"))

    assert portal.page("/buoni/7", language) == f"https://portal.example.org{address}"
