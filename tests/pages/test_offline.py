"""The line is lost: what was seen before is still there, and a notice says why nothing new comes."""

import shutil
from pathlib import Path
from time import monotonic

import pytest
from playwright.sync_api import Browser

from infra import pages
from infra.local import front
from tests.pages.browser import EXPECTED, PHONE, Visitor, visiting
from tests.pages.conftest import Territory, Visit

SECONDS_MAX = 20
NO_LINE = ("Failed to load resource: net::", "The FetchEvent for")  # what the browser itself says of it
NOT_IN_LINE = {"it": "Non sei in linea", "en": "You are offline"}


@pytest.mark.parametrize("language", ["it", "en"])
def test_what_was_seen_of_the_catalogue_can_be_read_without_a_line(visit: Visit, language: str) -> None:
    with visit(language=language, width=PHONE) as visitor:
        visitor.forgiven = (*EXPECTED, *NO_LINE)
        visitor.open("/catalogo")
        kept(visitor, "/v1/offerings?")
        visitor.page.locator(".cards a").first.click()
        visitor.page.wait_for_selector(".facts")
        visitor.settle()
        title = visitor.heading()
        kept(visitor, "/price-lists")
        kept(visitor, "/offerte/_")
        visitor.page.context.set_offline(True)
        visitor.page.reload()
        visitor.settle()
        assert visitor.heading() == title
        assert NOT_IN_LINE[language] in visitor.page.locator(".offline").inner_text()
        visitor.open("/catalogo")
        assert title in visitor.text()
        visitor.check("offline")


def test_what_was_never_seen_says_so_and_comes_back_with_the_line(visit: Visit) -> None:
    with visit(width=PHONE) as visitor:
        visitor.forgiven = (*EXPECTED, *NO_LINE)
        visitor.open("/catalogo")
        kept(visitor, "/v1/offerings?")
        visitor.page.context.set_offline(True)
        visitor.page.locator("#category").select_option("silver_care")
        visitor.page.get_by_text("La connessione è caduta").wait_for()
        assert visitor.faults() == []
        visitor.page.context.set_offline(False)
        visitor.page.get_by_role("button", name="Riprova").click()
        visitor.page.get_by_text("La connessione è caduta").wait_for(state="hidden")
        assert visitor.page.locator(".cards a").count()


def test_nothing_that_is_not_public_is_kept(visit: Visit) -> None:
    with visit(width=PHONE) as visitor:
        visitor.open("/domande-frequenti")
        visitor.page.evaluate(TELL, ["/v1/me", "/v1/status", "/v1/needs"])
        kept(visitor, "/v1/needs")
        assert [one for one in addresses(visitor) if "/v1/" in one and "/v1/needs" not in one] == []


def test_what_somebody_searches_for_in_their_words_is_not_kept(visit: Visit) -> None:
    with visit(width=PHONE) as visitor:
        visitor.open("/catalogo")
        kept(visitor, "/v1/offerings?")
        visitor.open("/catalogo?text=ginnastica")
        visitor.open("/catalogo?category=silver_care")
        kept(visitor, "category=silver_care")
        assert [one for one in addresses(visitor) if "ginnastica" in one] == []


def test_a_telephone_without_room_shows_everything_all_the_same(visit: Visit, territory: Territory) -> None:
    with visit(width=PHONE) as visitor:
        visitor.open("/")
        kept(visitor, "/v1/needs")
        quota = {"origin": territory.portal, "quotaSize": 1}
        visitor.page.context.new_cdp_session(visitor.page).send("Storage.overrideQuotaForOrigin", quota)
        visitor.open("/cooperative")
        assert visitor.page.locator(".cards a").count()
        assert [one for one in addresses(visitor) if one.endswith(("/cooperative", "/v1/providers"))] == []


def test_a_page_of_a_new_edition_is_kept_whole_or_not_at_all(
    chromium: Browser, territory: Territory, tmp_path: Path
) -> None:
    site = shutil.copytree(pages.site(), tmp_path / "site")
    with (
        front.serving(site, territory.portal, 0, territory.mailbox) as portal,
        visiting(chromium, portal, width=PHONE) as visitor,
    ):
        visitor.forgiven = (*EXPECTED, *NO_LINE)
        visitor.open("/catalogo")
        kept(visitor, "/v1/offerings?")
        kept(visitor, "/catalogo")
        _deploy(site / "catalogo.html", '<link rel="modulepreload" href="/assets/it/new-ABCDEFGH.js">')
        visitor.open("/catalogo")
        assert visitor.page.locator("meta[name=edition]").count() == 1
        visitor.page.context.set_offline(True)
        visitor.open("/catalogo")
        assert visitor.page.locator("meta[name=edition]").count() == 0
        assert visitor.page.locator(".cards a").count()


def _deploy(page: Path, more: str) -> None:
    """A new edition of a page, of whose files one does not come."""
    page.write_text(page.read_text().replace("</head>", f'<meta name="edition" content="new">{more}</head>'))


def kept(visitor: Visitor, part: str) -> None:
    """Wait until the browser keeps an answer whose address has this part."""
    until = monotonic() + SECONDS_MAX
    while not any(part in one for one in addresses(visitor)):
        assert monotonic() < until, f"nothing with «{part}» is kept"
        visitor.page.wait_for_timeout(50)


def addresses(visitor: Visitor) -> list[str]:
    """The addresses of all that the browser keeps."""
    found: list[str] = visitor.page.evaluate(ADDRESSES)
    return found


ADDRESSES = """(async () => {
  const names = await caches.keys();
  const entries = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return entries.flat().map((request) => request.url);
})"""
TELL = """(seen) => navigator.serviceWorker.ready.then(({active}) => active.postMessage({seen, language: "it"}))"""
