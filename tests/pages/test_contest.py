"""What a cooperative recorded: the family confirms it, or says that it was less, and the funder's office decides."""

from dataclasses import replace

import pytest

from chalicelib.kernel.caller import Role
from tests.journey.api import ok
from tests.pages import settled
from tests.pages.browser import PHONE, SCREENS
from tests.pages.conftest import Territory, Visit
from tests.pages.cooperative import Cooperative, later
from tests.pages.settled import CENTS
from tests.pages.stage import Family, Stage
from tests.pages.words import words

PRICE_CENTS = 10_00
SAID = "Si è fermata prima."
DECIDED = "Il foglio dice tre quarti d'ora."


def recorded(of: Cooperative, stage: Stage, family: Family, *, hour: int) -> settled.Delivery:
    """An hour of yesterday that the family can still contest; the voucher that paid it is theirs from now on."""
    funder_id = ok(stage.staff(Role.PROGRAMME_OFFICER).get("/v1/me"))["organisation_id"]
    manager_id = ok(stage.staff(Role.PROVIDER_MANAGER, "melograno").get("/v1/me"))["id"]
    return settled.delivery(
        of, manager_id=manager_id, funder_id=funder_id, holder_id=family.id, begins=later(-1, hour=hour), confirm_days=5
    )


@pytest.mark.parametrize(("language", "hour"), [("it", 9), ("en", 11)])
def test_a_family_says_that_it_was_less_and_the_office_decides(
    visit: Visit, territory: Territory, melograno: Cooperative, stage: Stage, family: Family, language: str, hour: int
) -> None:
    delivery = recorded(melograno, stage, family, hour=hour)
    page, says = f"/prenotazioni/{delivery.booking.id}", words(language, "bookings")
    office = words(language, "desk-officer")
    voucher = replace(family, voucher_id=delivery.voucher_id)
    with visit(as_=family.account, language=language, width=PHONE) as visitor:
        visitor.open(page)
        visitor.enter(says["recorded_no"])
        visitor.tab_to(says["less_minutes"])
        visitor.type("30")
        visitor.tab_to(says["less_reason"])
        visitor.type(SAID)
        visitor.check("booking-contest")
        visitor.enter(says["less_go"])
        visitor.see(says["answered"])
        visitor.see(says["state.contested"])
        visitor.check("booking-contested")
    assert voucher.available() == CENTS - PRICE_CENTS, "what is contested is not spent and not free"
    with visit(as_=territory.account(Role.PROGRAMME_OFFICER), language=language) as visitor:
        visitor.open(f"/desk/misure/{delivery.programme_id}/contestazioni")
        visitor.see(SAID)
        assert "\n30 min" in visitor.text(), "half an hour is not nought hours and thirty minutes"
        visitor.check("officer-contest", *SCREENS)
        visitor.tab_to(office["resolve"], kind="button")
        visitor.press("Enter")
        visitor.page.locator("[name=delivered_minutes]").fill("45")
        visitor.page.locator("[name=reason]").fill(DECIDED)
        visitor.check("officer-contest-decided", *SCREENS)
        visitor.page.locator("dialog button[type=submit]").press("Enter")
        visitor.see(office["resolved"])
        visitor.see(office["no_contests"])
    assert voucher.available() == CENTS - PRICE_CENTS * 45 // 60
    with visit(as_=family.account, language=language) as visitor:
        visitor.open(page)
        visitor.see(DECIDED)


def test_a_family_confirms_what_was_recorded(
    visit: Visit, melograno: Cooperative, stage: Stage, family: Family
) -> None:
    delivery = recorded(melograno, stage, family, hour=15)
    with visit(as_=family.account, width=PHONE) as visitor:
        visitor.open(f"/prenotazioni/{delivery.booking.id}")
        visitor.enter("Sì, è giusto")
        visitor.see("Grazie: la tua risposta è arrivata.")
        visitor.check("booking-confirmed")
    [booking] = family.of_session(delivery.booking.session_id)
    assert (booking["state"], booking["delivered_minutes"]) == ("attended", 60)
