"""The cookie of a browser: what is read of it, and from whom."""

from types import SimpleNamespace

import pytest

from chalicelib.runtime import cookies
from chalicelib.runtime.cookies import FORGOTTEN, Cookie, ForeignPage, SignedOut


@pytest.fixture(autouse=True)
def _portal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cookies, "settings", lambda: SimpleNamespace(portal_url="https://portal.example.org/casa"))


def shown(**headers: str) -> str:
    return cookies.kept({name.replace("_", "-"): value for name, value in headers.items()}).shown()


@pytest.mark.parametrize("cookie", ["__Host-refresh=a.b-c", "other=1; __Host-refresh=a.b-c; last=2"])
def test_the_secret_is_read_among_other_cookies(cookie: str) -> None:
    assert shown(cookie=cookie) == "a.b-c"


@pytest.mark.parametrize("cookie", ["", "other=1", "__Host-refresh=", "__Host-refresh=a b", "x__Host-refresh=a", "=;;"])
def test_without_a_secret_one_is_signed_out(cookie: str) -> None:
    with pytest.raises(SignedOut):
        shown(cookie=cookie)


@pytest.mark.parametrize(
    "headers",
    [{"sec_fetch_site": "same-origin", "origin": "https://portal.example.org"}, {"sec_fetch_site": "same-origin"}],
)
def test_our_own_pages_may_show_it(headers: dict[str, str]) -> None:
    assert shown(cookie="__Host-refresh=a", **headers) == "a"


@pytest.mark.parametrize(
    "headers",
    [
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"sec_fetch_site": "none"},
        {"origin": "https://evil.example.org"},
        {"origin": "null"},
        {"sec_fetch_site": "same-origin", "origin": "http://portal.example.org"},
    ],
)
def test_no_other_page_may_show_it(headers: dict[str, str]) -> None:
    with pytest.raises(ForeignPage):
        shown(cookie="__Host-refresh=a", **headers)


def test_a_cookie_is_for_our_host_and_out_of_the_reach_of_scripts() -> None:
    assert Cookie("a", 60).header() == "__Host-refresh=a; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=60"
    assert FORGOTTEN.header() == "__Host-refresh=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0"


def test_the_secret_is_not_shown_by_accident() -> None:
    kept = cookies.kept({"cookie": "__Host-refresh=hush"})

    assert "hush" not in f"{kept!r} {Cookie('hush', 1)!r}"
