"""Home, and what stands at the foot of every page: it leads on, is plain, and says what the law asks for."""

import json

import pytest

from infra import pages
from tests.pages import reading
from tests.pages.browser import PHONE
from tests.pages.conftest import Visit

TEXTS = (
    *("accessibility", "catalogue", "dates", "desks", "faq", "feedback", "home", "legal-notes"),
    *("offering", "premises", "privacy", "providers", "report", "sessions"),
)
SENTENCE_WORDS_MAX = 25


@pytest.mark.parametrize(("language", "word"), [("it", "logopedia"), ("en", "logopedia")])
def test_words_on_the_first_page_are_looked_for_in_the_catalogue_by_keyboard(
    visit: Visit, language: str, word: str
) -> None:
    with visit(language=language, width=PHONE) as visitor:
        visitor.open("/")
        visitor.tab_to({"it": "scrivi che cosa cerchi", "en": "write what you are looking for"}[language])
        visitor.type(word)
        visitor.press("Enter")
        visitor.page.wait_for_url(f"**/catalogo?text={word}")
        visitor.page.wait_for_selector(".cards > li")
        assert word in visitor.page.locator(".cards").inner_text().casefold()
        assert visitor.page.locator("#text").input_value() == word


def test_an_opinion_about_anything_reaches_the_platform(visit: Visit) -> None:
    with visit(width=PHONE) as visitor:
        visitor.open("/segnalazioni")
        visitor.page.locator("#field-page").select_option("reminders")
        visitor.page.locator("label[for=field-stars-5]").click()
        with visitor.page.expect_response("**/v1/feedback") as answered:
            visitor.page.get_by_role("button", name="Invia il parere").click()
        assert answered.value.status == 204
        visitor.page.get_by_text("Grazie!").wait_for()


def test_the_footer_has_what_the_law_asks_for(visit: Visit) -> None:
    with visit() as visitor:
        visitor.open("/")
        wanted = ["accessibility-link", "privacy-policy-link", "legal-notes", "faq", "report-inefficiency"]
        for name in wanted:
            address = visitor.page.locator(f"[data-element={name}]").get_attribute("href")
            assert visitor.page.request.get(f"{visitor.portal}{address}").ok


@pytest.mark.parametrize("name", TEXTS)
def test_the_texts_are_plain(name: str) -> None:
    texts = json.loads((pages.WEB / "texts/it" / f"{name}.json").read_text(encoding="utf-8"))
    sentences = [sentence for text in texts.values() for sentence in _sentences(text)]
    assert [one for one in sentences if len(one.split()) > SENTENCE_WORDS_MAX] == []
    assert reading.plain("\n".join(sentences)) >= reading.GULPEASE_MIN


def _sentences(text: str) -> list[str]:
    lines = text.replace("- ", "").replace("? ", "?\n").replace(". ", ".\n").split("\n")
    return [line for line in lines if line.strip()]
