"""The catalogue as a stranger finds it."""

import pytest
from playwright.sync_api import Request, Route

from tests.pages.browser import PHONE, SCREENS, Visitor
from tests.pages.conftest import Visit

WEIGHT_MAX = 150_000  # bytes, as they travel: a page that opens in two seconds on a slow telephone


@pytest.mark.parametrize("language", ["it", "en"])
def test_its_filters_can_be_read_by_everybody(visit: Visit, language: str) -> None:
    with visit(language=language) as visitor:
        visitor.open("/catalogo")
        for button in visitor.page.locator(".disclosure > button").all():
            button.click()
        visitor.check("catalogue-filters", *SCREENS)
        visitor.page.locator("#text").fill("qqqqqqqqqqqqqqq")
        visitor.page.wait_for_selector(".cards > li", state="detached")
        visitor.check("catalogue-nothing", *SCREENS)


def test_its_first_load_asks_the_platform_once(visit: Visit) -> None:
    with visit() as visitor:
        asked: list[str] = []
        visitor.page.on("request", lambda request: asked.append(request.url))
        visitor.open("/catalogo")
        visitor.page.wait_for_load_state("networkidle")
    assert len([one for one in asked if "/v1/" in one]) == 1


def test_its_first_load_is_light(visit: Visit) -> None:
    with visit(width=PHONE) as visitor:
        weights: list[int] = []
        visitor.page.on("requestfinished", lambda request: weights.append(_weight(request)))
        visitor.open("/catalogo")
        visitor.page.wait_for_load_state("networkidle")
    assert 0 < sum(weights) <= WEIGHT_MAX


def test_what_was_chosen_is_still_there_after_a_reload(visit: Visit) -> None:
    with visit() as visitor:
        visitor.open("/catalogo")
        visitor.page.locator("#category").select_option("silver_care")
        visitor.page.wait_for_url("**/catalogo?category=silver_care")
        visitor.page.reload()
        visitor.settle()
        assert visitor.page.locator("#category").input_value() == "silver_care"


def test_what_was_chosen_goes_along_to_the_other_language(visit: Visit) -> None:
    with visit() as visitor:
        visitor.open("/catalogo")
        visitor.page.locator("#category").select_option("silver_care")
        visitor.page.get_by_role("link", name="English").click()
        visitor.page.wait_for_url("**/en/catalogo?category=silver_care")


def test_rare_wishes_are_in_view_when_they_are_in_the_address(visit: Visit) -> None:
    with visit() as visitor:
        visitor.open("/catalogo?price_max_cents=1000&accessible=lift&scope=local")
        assert visitor.page.locator("#price_max_cents").input_value() == "1000"
        assert visitor.page.locator("#accessible").input_value() == "lift"
        assert visitor.page.locator("#scope").input_value() == "local"
        assert max(_prices(visitor)) <= 10


def test_more_is_shown_where_the_first_ended_with_the_focus_on_it(visit: Visit) -> None:
    with visit(width=PHONE) as visitor:
        visitor.open("/catalogo")
        cards = visitor.page.locator(".cards > li")
        before = cards.count()
        visitor.page.get_by_role("button", name="Mostra altri servizi").click()
        cards.nth(before).wait_for()
        visitor.settle()
        focused = visitor.page.evaluate("[...document.querySelectorAll('.cards > li')].indexOf(document.activeElement)")
        assert focused == before


@pytest.mark.parametrize(
    ("language", "need", "found"), [("it", "È nato un bambino", "Hai scelto"), ("en", "born", "You chose")]
)
def test_a_need_leads_to_a_date_by_keyboard(visit: Visit, language: str, need: str, found: str) -> None:
    with visit(language=language, width=PHONE) as visitor:
        visitor.open("/")
        visitor.tab_to(need)
        visitor.press("Enter")
        visitor.page.wait_for_selector(".chosen")
        visitor.settle()
        assert found in visitor.text()
        assert need in visitor.text()
        visitor.check("catalogue-need")
        visitor.page.locator(".cards a").first.focus()
        visitor.press("Enter")
        visitor.page.wait_for_selector(".facts")
        visitor.tab_to(visitor.heading())
        visitor.press("Enter")
        visitor.page.wait_for_url("**/accesso?poi=*prenota*")


def test_a_need_can_be_dropped(visit: Visit) -> None:
    with visit(width=PHONE) as visitor:
        visitor.open("/catalogo?need=animali")
        few = visitor.page.locator(".cards > li").count()
        visitor.page.get_by_role("button", name="Togli e guarda tutto").click()
        visitor.page.wait_for_selector(".chosen", state="detached")
        visitor.page.locator(".cards > li").nth(few).wait_for()
        assert "need" not in visitor.page.url
        assert visitor.page.evaluate("document.activeElement.id") == "found"


@pytest.mark.parametrize(("language", "opens"), [("it", "Scegli il comune sulla mappa"), ("en", "Choose on the map")])
def test_the_map_chooses_a_municipality_by_keyboard_and_lets_it_go(visit: Visit, language: str, opens: str) -> None:
    with visit(language=language, width=PHONE) as visitor:
        visitor.open("/catalogo")
        visitor.tab_to(opens)
        visitor.press("Enter")
        visitor.tab_to("Castelseprio")
        visitor.press("Enter")
        visitor.page.wait_for_url("**municipality_code=C273")
        assert visitor.page.locator("#municipality_code").input_value() == "C273"
        visitor.check("catalogue-map")
        visitor.press("Enter")
        visitor.page.wait_for_url(lambda address: "municipality" not in address)


@pytest.mark.parametrize(
    ("language", "send", "thanks"), [("it", "Invia il parere", "Grazie!"), ("en", "Send your opinion", "Thank you!")]
)
def test_an_opinion_is_given_by_keyboard(visit: Visit, language: str, send: str, thanks: str) -> None:
    with visit(language=language, width=PHONE, service_workers="block") as visitor:
        sent: list[object] = []

        def take(route: Route) -> None:
            sent.append(route.request.post_data_json)
            route.fulfill(status=204)

        visitor.page.route("**/v1/feedback", take)
        visitor.open("/catalogo")
        visitor.page.get_by_role("button", name=send).click()
        visitor.page.locator(".alert-danger:focus").wait_for()
        visitor.check("feedback-wrong")
        visitor.page.locator("#field-stars-1").focus()
        visitor.press("ArrowDown", "ArrowDown", "ArrowDown")
        visitor.tab_to({"it": "Vuoi dirci altro", "en": "tell us more"}[language])
        visitor.type("Chiaro")
        visitor.tab_to(send)
        visitor.press("Enter")
        visitor.page.get_by_text(thanks).wait_for()
        visitor.check("feedback")
    assert sent == [{"page": "catalogue", "stars": 4, "comment": "Chiaro"}]


def _weight(request: Request) -> int:
    sizes = request.sizes()
    return sizes["responseBodySize"] + sizes["responseHeadersSize"]


def _prices(visitor: Visitor) -> list[float]:
    told = visitor.page.locator(".price").all_inner_texts()
    return [float(one.replace("€", "").replace(",", ".").strip()) if "€" in one else 0.0 for one in told]
