"""What an offering, a cooperative, the territory's dates and the Social Points say to a stranger."""

import base64
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Route

from chalicelib.kernel import clock
from tests.pages.browser import PHONE, SCREENS, Visitor
from tests.pages.conftest import Visit

LANGUAGES = ["it", "en"]
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
ONE_TO_ONE = "logopedia"


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_offering_says_what_it_costs_where_it_is_and_under_which_terms(visit: Visit, language: str) -> None:
    with visit(language=language) as visitor:
        visitor.open(f"/offerte/{offering(visitor, 'festa compleanno')['id']}")
        visitor.check("offering", *SCREENS)
        said = visitor.text()
        assert {"it": "paghi il 50% del prezzo", "en": "you pay 50% of the price"}[language] in said
        assert {"it": "la cooperativa risponde entro 2 giorni", "en": "answers within 2 days"}[language] in said
        visitor.page.get_by_role("button", name={"it": "Calendario", "en": "Calendar"}[language]).click()
        visitor.page.wait_for_selector(".month")
        visitor.check("offering-month", *SCREENS)


def test_a_price_to_come_is_told_before_it_comes(visit: Visit) -> None:
    with visit() as visitor:
        some = offering(visitor, "compiti gruppo", "Il Ponte")["id"]
        known = visitor.page.request.get(f"{visitor.portal}/v1/offerings/{some}/price-lists").json()["items"]
        [begins] = [one["from_on"] for one in known if (one["from_on"] or "") > str(clock.today())]
        visitor.open(f"/offerte/{some}")
        told = re.search(r"Dal (\d+) \w+ (\d{4}): 85,00\s€", visitor.text())
        assert told
        assert (int(told[1]), told[2]) == (int(begins[8:]), begins[:4])


def test_what_is_not_known_of_a_place_is_said_to_be_unknown(visit: Visit) -> None:
    with visit() as visitor:
        some = offering(visitor, "memoria", "Melograno")
        visitor.open(f"/offerte/{some['id']}")
        assert "Ingresso senza gradini: Non c'è" in visitor.text()
        assert "Non sappiamo ancora: parcheggio riservato" in visitor.text()
        nothing = offering(visitor, "mediazione", "La Bussola")
        visitor.open(f"/offerte/{nothing['id']}")
        assert "non sappiamo ancora com'è" in visitor.text()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_full_date_leads_to_its_waiting_list_and_a_cancelled_one_nowhere(visit: Visit, language: str) -> None:
    with visit(language=language, width=PHONE, service_workers="block") as visitor:
        changed(visitor, "**/v1/offerings/*/sessions?*", _full_and_cancelled)
        visitor.open(f"/offerte/{offering(visitor, ONE_TO_ONE)['id']}")
        first, second = (visitor.page.locator(".date").nth(at) for at in (0, 1))
        assert {"it": "2 persone in lista", "en": "2 people waiting"}[language] in first.inner_text()
        assert {"it": "Mettiti in lista", "en": "Join the list"}[language] in first.inner_text()
        assert {"it": "Annullato", "en": "Cancelled"}[language] in second.inner_text()
        assert second.locator("a").count() == 0
        visitor.check("offering-full")


def test_without_dates_it_says_what_one_can_do(visit: Visit) -> None:
    with visit(width=PHONE, service_workers="block") as visitor:
        changed(visitor, "**/v1/offerings/*/sessions?*", lambda told: told | {"items": []})
        visitor.open(f"/offerte/{offering(visitor, ONE_TO_ONE)['id']}")
        assert "Nei prossimi due mesi non ci sono date" in visitor.text()
        visitor.check("offering-empty")


@pytest.mark.parametrize(("language", "says", "lang"), [("it", "Il giardino", None), ("en", "Il giardino", "it")])
def test_a_photo_is_told_in_the_words_that_there_are(visit: Visit, language: str, says: str, lang: str | None) -> None:
    photo = {"id": "p", "path": "/v1/offerings/o/photos/p", "alt_it": says, "alt_en": None, "width": 1, "height": 1}
    with visit(language=language, width=PHONE, service_workers="block") as visitor:
        changed(visitor, "**/v1/offerings/*", lambda told: told | {"photos": [photo]})
        visitor.page.route("**/photos/p", lambda route: route.fulfill(body=PIXEL, content_type="image/png"))
        visitor.open(f"/offerte/{offering(visitor, ONE_TO_ONE)['id']}")
        shown = visitor.page.locator(".photos img")
        assert (shown.get_attribute("alt"), shown.get_attribute("lang")) == (says, lang)
        assert visitor.faults() == []


def test_help_by_the_hour_can_be_asked_for_every_week(visit: Visit) -> None:
    with visit() as visitor:
        by_the_hour, by_the_session = offering(visitor, "baby-sitter"), offering(visitor, ONE_TO_ONE)
        visitor.open(f"/offerte/{by_the_hour['id']}")
        asked = visitor.page.get_by_role("link", name="Chiedi un aiuto fisso")
        assert asked.get_attribute("href") == f"/richieste-a-casa/{by_the_hour['id']}"
        visitor.open(f"/offerte/{by_the_session['id']}")
        assert asked.count() == 0


def test_an_offering_that_is_not_there_says_so(visit: Visit) -> None:
    with visit(width=PHONE) as visitor:
        visitor.open("/offerte/nothing")
        assert visitor.page.get_by_role("alert").inner_text()
        assert visitor.faults() == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_cooperative_says_who_it_is_and_what_it_asks(visit: Visit, language: str) -> None:
    with visit(language=language) as visitor:
        visitor.open("/cooperative")
        visitor.page.get_by_role("link", name="Cascina Aperta").click()
        visitor.page.wait_for_selector(".facts")
        visitor.settle()
        visitor.check("provider", *SCREENS)
        assert visitor.page.locator("a[href^='tel:']").first.is_visible()
        assert "€" in visitor.page.locator(".cards").inner_text()
        assert visitor.page.locator(".accreditations li").count()
        assert "Cascina Aperta" in visitor.page.title()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_dates_of_the_territory_are_a_list_and_a_month(visit: Visit, language: str) -> None:
    with visit(language=language) as visitor:
        visitor.open("/date")
        visitor.page.locator("#category").select_option("family_care")
        visitor.page.get_by_role("button", name={"it": "Calendario", "en": "Calendar"}[language]).click()
        visitor.page.wait_for_selector(".month")
        visitor.page.wait_for_url("**view=month*")
        visitor.settle()
        visitor.page.locator(".month-head button").last.click()
        visitor.settle()
        visitor.page.wait_for_selector(".month li a")
        visitor.check("dates-month", *SCREENS)
        visitor.page.locator(".month li a").first.click()
        visitor.page.wait_for_selector(".day")
        assert visitor.page.locator("#from_on").input_value() == visitor.page.locator("#to_on").input_value()
        assert visitor.page.locator("#category").input_value() == "family_care"


def test_days_the_wrong_way_round_are_asked_as_one_day(visit: Visit) -> None:
    with visit() as visitor:
        visitor.open("/date")
        visitor.page.locator("#from_on").fill("2099-01-02")
        visitor.page.get_by_text("Non ci sono date libere").wait_for()
        assert visitor.faults() == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_social_point_says_where_when_and_which_appointments_are_free(visit: Visit, language: str) -> None:
    with visit(language=language) as visitor:
        visitor.open("/social-point")
        tradate = visitor.page.locator(".desks > li", has_text="Social Point Tradate")
        assert "Via dei Fiordalisi 2" in tradate.inner_text()
        assert tradate.locator(".date a[href*='/prenota/']").count() == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_appointment_is_three_presses_from_home_by_keyboard(visit: Visit, language: str) -> None:
    with visit(language=language, width=PHONE) as visitor:
        visitor.open("/")
        visitor.tab_to({"it": "Prendi un appuntamento", "en": "Make an appointment"}[language])
        visitor.press("Enter")
        visitor.page.wait_for_selector(".desks .date")
        visitor.tab_to("Appuntamento al Social Point")
        visitor.press("Enter")
        visitor.page.wait_for_url("**/accesso?poi=*prenota*")


def offering(visitor: Visitor, text: str, provider: str = "") -> Any:
    """The first offering that is found by a text (and is of a provider)."""
    told = visitor.page.request.get(f"{visitor.portal}/v1/offerings", params={"text": text, "limit": 100}).json()
    return next(one for one in told["items"] if one["provider_name"].startswith(provider))


def changed(visitor: Visitor, address: str, change: Callable[[Any], Any]) -> None:
    """Let the platform answer something else: what takes long to bring about for real."""

    def answer(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, json=change(response.json()))

    visitor.page.route(address, answer)


def _full_and_cancelled(told: Any) -> Any:
    first, second, *others = told["items"]
    return told | {"items": [first | {"places_free": 0, "in_line": 2}, second | {"state": "cancelled"}, *others]}
