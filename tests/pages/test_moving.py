"""Going from page to page, and to parts of a page: where the focus is, what stays, and what does not come."""

import pytest
from playwright.sync_api import Route

from tests.pages.browser import LOST, PHONE, Visitor
from tests.pages.conftest import Visit
from tests.pages.stage import Family, Stage

PART = "**/assets/it/providers-*.js"  # what draws /cooperative, fetched when somebody goes there
SKIP = {
    "it": ("Vai al contenuto", "Vai al fondo della pagina"),
    "en": ("Go to the content", "Go to the end of the page"),
}


@pytest.mark.parametrize("language", ["it", "en"])
def test_ways_to_skip_lead_where_they_say(visit: Visit, language: str) -> None:
    with visit(language=language, width=PHONE) as visitor:
        for name, part in zip(SKIP[language], ("main", "footer"), strict=True):
            visitor.open("/catalogo")
            visitor.enter(name)
            visitor.settle()
            assert focused(visitor) == part


def test_skipping_to_the_content_keeps_the_step_of_a_booking(visit: Visit, stage: Stage, family: Family) -> None:
    [session] = stage.sessions()
    with visit(as_=family.account) as visitor:
        visitor.open(f"/prenota/{session['id']}")
        visitor.page.get_by_role("button", name="Continua").click()
        visitor.see("Chi paga quanto")
        visitor.page.get_by_role("link", name=SKIP["it"][0]).press("Enter")
        visitor.page.set_viewport_size({"width": PHONE, "height": 800})
        visitor.settle()
        assert focused(visitor) == "main"
        visitor.see("Chi paga quanto")
        visitor.page.reload()
        visitor.see("Chi paga quanto")
        visitor.page.get_by_role("button", name="Indietro").click()
        visitor.see("Per chi prenoti?")


def test_a_part_that_is_written_into_the_address_is_no_other_page(visit: Visit) -> None:
    with visit() as visitor:
        visitor.open("/catalogo")
        visitor.page.locator("#text").focus()
        visitor.page.evaluate("location.hash = 'nothing'")
        visitor.page.go_back()
        visitor.settle()
        assert focused(visitor) == "text"


def test_a_page_whose_file_is_gone_comes_whole(visit: Visit) -> None:
    gone = list[str]()

    def once(route: Route) -> None:
        gone.append(route.request.url)
        if len(gone) > 1:
            route.continue_()
        else:
            route.fulfill(status=404, content_type="text/javascript", body="")

    with visit(service_workers="block") as visitor:
        visitor.open("/")
        visitor.page.route(PART, once)
        visitor.page.get_by_role("link", name="Cooperative").first.click()
        visitor.page.locator(".cards a").first.wait_for()
        assert visitor.heading() == "Le cooperative"
        assert len(gone) > 1


def test_a_page_that_does_not_come_says_so_and_comes_with_the_line(visit: Visit) -> None:
    with visit(service_workers="block") as visitor:
        visitor.forgiven = (*visitor.forgiven, LOST)
        visitor.open("/")
        visitor.page.route("**/*", lambda route: route.abort())
        visitor.page.get_by_role("link", name="Cooperative").first.click()
        visitor.see("La connessione è caduta.")
        assert focused(visitor) == "heading"
        visitor.check("page-lost")
        visitor.page.unroute_all()
        visitor.page.get_by_role("button", name="Riprova").click()
        visitor.page.locator(".cards a").first.wait_for()


def test_an_address_that_nobody_has_made_leads_to_a_page(visit: Visit) -> None:
    with visit() as visitor:
        visitor.open("/offerte/%E0%A4%A")
        assert visitor.heading()


def focused(visitor: Visitor) -> str:
    """The id of what has the focus."""
    name: str = visitor.page.evaluate("document.activeElement.id")
    return name
