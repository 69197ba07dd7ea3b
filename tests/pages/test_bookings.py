"""One's bookings: the list, the month, and everything that can be done with one."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Route

from chalicelib.kernel import clock
from tests.pages.browser import PHONE, SCREENS
from tests.pages.conftest import Visit
from tests.pages.stage import COSTLY, PRICE_CENTS, Family, Stage
from tests.pages.words import words

LANGUAGES = pytest.mark.parametrize("language", ["it", "en"])


@LANGUAGES
def test_a_booking_is_cancelled_by_keyboard_on_a_phone(
    visit: Visit, stage: Stage, family: Family, language: str
) -> None:
    [session] = stage.sessions()
    before = family.available()
    booking, says = family.book(session["id"]), words(language, "bookings")
    with visit(as_=family.account, language=language, width=PHONE) as visitor:
        visitor.open("/prenotazioni")
        visitor.check("bookings")
        visitor.enter(booking["title"])
        visitor.see(says["steps"])
        visitor.check("booking")
        visitor.enter(says["cancel"])
        visitor.see(says["cost_free_until"].split("{until}", maxsplit=1)[0].strip())
        visitor.check("booking-cancel")
        visitor.enter(says["cancel_go"])
        visitor.page.locator(".alert-success:focus", has_text=says["cancelled"]).wait_for()
        visitor.see(says["again"])
        visitor.check("booking-cancelled")
    assert family.of_session(session["id"])[0]["state"] == "cancelled"
    assert family.available() == before


def test_what_cancelling_costs_is_said_before(visit: Visit, stage: Stage, family: Family) -> None:
    [session] = stage.sessions(terms=COSTLY)
    booking = family.book(session["id"])
    with visit(as_=family.account) as visitor:
        visitor.open(f"/prenotazioni/{booking['id']}")
        visitor.page.get_by_role("button", name="Disdici", exact=True).click()
        visitor.see("Disdire adesso costa 10,00 €, il 50% del prezzo.")
        visitor.page.get_by_role("button", name="Sì, disdici").click()
        visitor.see("restano dovuti 10,00 €")
    assert family.of_session(session["id"])[0]["charged_percent"] == 50


def test_what_cancelling_costs_is_said_to_the_cent_that_each_who_pays_is_charged(visit: Visit, stage: Stage) -> None:
    family = stage.family(granted_cents=10_05)  # the half of it, and of the 9,95 of one's own: each to the nearest cent
    [session] = stage.sessions(terms=COSTLY)
    booking = family.book(session["id"])
    with visit(as_=family.account) as visitor:
        visitor.open(f"/prenotazioni/{booking['id']}")
        visitor.page.get_by_role("button", name="Disdici", exact=True).click()
        visitor.see("Disdire adesso costa 10,01 €, il 50% del prezzo. Di tasca tua: 4,98 €.")
        visitor.page.get_by_role("button", name="Sì, disdici").click()
        visitor.see("restano dovuti 10,01 €")
        visitor.see("Resta dovuto il 50% del prezzo: 10,01 €.")
    assert family.available() == 10_05 - 5_03


def test_a_telephone_whose_clock_is_wrong_does_not_say_that_it_is_too_late(
    visit: Visit, stage: Stage, family: Family
) -> None:
    [session] = stage.sessions(terms=COSTLY)
    booking = family.book(session["id"])
    with visit(as_=family.account) as visitor:
        visitor.page.clock.set_system_time(clock.now() + timedelta(days=10))
        visitor.open(f"/prenotazioni/{booking['id']}")
        visitor.page.get_by_role("button", name="Disdici", exact=True).click()
        visitor.see("Disdire adesso costa 10,00 €, il 50% del prezzo.")


@LANGUAGES
def test_who_pays_online_comes_back_and_sees_the_money_arrive(
    visit: Visit, stage: Stage, family: Family, language: str
) -> None:
    [session] = stage.sessions()
    booking, says = family.book(session["id"]), words(language, "bookings")
    page = f"/prenotazioni/{booking['id']}"
    online: dict[str, Any] = {"to_pay_cents": PRICE_CENTS, "payable_online": True}
    checkout = {"id": "c", "booking_id": booking["id"], "amount_cents": PRICE_CENTS, "expires_at": booking["starts_at"]}
    asked: list[Any] = []

    def own_money(route: Route) -> None:
        known = route.fetch().json()
        known["account"]["open_checkout"] = online.get("open_checkout")
        route.fulfill(json=known | {name: online[name] for name in ("to_pay_cents", "payable_online")})

    def paying(route: Route) -> None:
        asked.append(route.request.post_data_json)
        back = f"{visitor.portal}{visitor.prefix}{page}?pagamento=inviato"
        online["open_checkout"] = checkout | {"state": "open", "url": back}
        route.fulfill(status=201, json=online["open_checkout"])

    with visit(as_=family.account, language=language, width=PHONE, service_workers="block") as visitor:
        visitor.page.route("**/own-money", own_money)
        visitor.page.route("**/checkout", paying)
        visitor.open(f"{page}?pagamento=annullato")
        visitor.see(says["pay_stopped"])
        visitor.check("booking-not-paid")
        visitor.enter(says["pay_online"])
        visitor.see(says["pay_sent"])
        assert visitor.page.get_by_role("button", name=says["pay_online"]).count() == 0, "nobody pays twice"
        visitor.check("booking-payment-sent")
        online["open_checkout"]["state"] = "pending"
        visitor.see(says["pay_pending"])
        online.update(to_pay_cents=0, open_checkout=None)
        visitor.page.reload()
        visitor.see(says["pay_arrived"])
        visitor.check("booking-paid")
    assert asked == [{"language": language}]


def test_the_rest_of_a_series_is_cancelled(visit: Visit, stage: Stage, family: Family) -> None:
    weekly = stage.sessions(count=3, days_apart=7)
    wishes = [{"session_id": one["id"], "person_id": family.id} for one in weekly]
    token = family.api.post("/v1/joint-quotes", {"wishes": wishes}).json()["token"]
    placed = family.api.post("/v1/joint-bookings", {"quote_token": token}, key=weekly[0]["id"]).json()["items"]
    second = sorted(placed, key=lambda one: str(one["starts_at"]))[1]
    with visit(as_=family.account) as visitor:
        visitor.open(f"/prenotazioni/{second['id']}")
        visitor.page.get_by_role("button", name="Disdici", exact=True).click()
        visitor.page.get_by_label("Questa e le successive: 2").check()
        visitor.check("booking-cancel-series")
        visitor.page.get_by_role("button", name="Sì, disdici").click()
        visitor.see("È disdetta")
        assert visitor.text().count("disdetta, gratis") == 2
    states = [family.of_session(one["id"])[0]["state"] for one in weekly]
    assert states == ["booked", "cancelled", "cancelled"]


def test_a_booking_is_moved_with_what_changes(visit: Visit, stage: Stage, family: Family) -> None:
    first, second = stage.sessions(count=2)
    before = family.available()
    booking = family.book(first["id"])
    with visit(as_=family.account, width=PHONE) as visitor:
        visitor.open(f"/prenotazioni/{booking['id']}")
        visitor.page.get_by_role("button", name="Sposta").click()
        visitor.see("Scegli un'altra data")
        visitor.check("booking-move")
        visitor.page.locator(".dates a").first.click()
        visitor.see("Sposti qui la prenotazione")
        visitor.page.get_by_role("button", name="Continua").click()
        visitor.see("Il prezzo non cambia.")
        assert f"restano {(before - PRICE_CENTS) // 100},00" in visitor.text()  # what the first one held comes back
        visitor.page.get_by_role("button", name="Continua").click()
        visitor.page.get_by_role("button", name="Conferma").click()
        visitor.see("È prenotato")
    assert [family.of_session(one["id"])[0]["state"] for one in (first, second)] == ["moved", "booked"]
    assert family.available() == before - PRICE_CENTS


@LANGUAGES
def test_the_code_for_the_door_is_drawn_and_spelt(visit: Visit, stage: Stage, family: Family, language: str) -> None:
    [session] = stage.sessions()
    booking = family.book(session["id"])
    spelt = family.api.get(f"/v1/bookings/{booking['id']}/check-in-code").json()["spelt"]
    with visit(as_=family.account, language=language, width=PHONE) as visitor:
        visitor.open(f"/prenotazioni/{booking['id']}")
        visitor.enter(words(language, "bookings")["code_show"])
        visitor.see(spelt)
        visitor.check("booking-code")
        assert visitor.page.locator(".qr path").get_attribute("d")
        visitor.press("Escape")
        visitor.page.locator("dialog").wait_for(state="detached")


@LANGUAGES
def test_the_month_shows_what_is_booked(visit: Visit, stage: Stage, family: Family, language: str) -> None:
    [session] = stage.sessions()
    booking = family.book(session["id"])
    with visit(as_=family.account, language=language) as visitor:
        visitor.open("/prenotazioni")
        visitor.page.get_by_role("button", name=words(language, "bookings")["view_month"]).click()
        visitor.turn_to(visitor.page.locator(".month").get_by_role("link", name=booking["title"]))
        visitor.check("bookings-month", *SCREENS)


def test_whoever_has_nothing_is_shown_the_catalogue(visit: Visit, stage: Stage) -> None:
    nobody = stage.family(granted_cents=0)
    with visit(as_=nobody.account, width=PHONE) as visitor:
        visitor.open("/prenotazioni")
        visitor.see("Non hai ancora prenotato niente.")
        visitor.check("bookings-none")
