"""What an absence or a late cancellation has charged, and a manager who gives it up."""

import secrets

import pytest

from chalicelib.bookings import close
from chalicelib.bookings.model import Booking
from chalicelib.catalogue.terms import Band, Terms
from chalicelib.kernel import clock
from chalicelib.kernel.caller import Caller, Role
from chalicelib.ledger import model as ledger
from tests import builders
from tests.journey.api import Json, ok
from tests.pages import settled
from tests.pages.browser import PHONE, Visitor
from tests.pages.conftest import Territory, Visit
from tests.pages.cooperative import Cooperative, later, person
from tests.pages.stage import Stage

STRICT = Terms(bands=(Band(48, 0), Band(1, 50)), no_show_percent=80)
WORDS = {
    "it": {
        "presence": "Presenza di {}",
        "record": "Registra le presenze",
        "absent": "Assenza: addebitati 8,00",
        "cancelled": "Disdetta tardiva: addebitati 5,00",
        "waive": "Rinuncia all'addebito",
        "reason": "Motivo",
        "waived": "a {} non è più addebitato nulla",
        "nothing_due": "Dovuto in tutto\n0,00",
    },
    "en": {
        "presence": "Attendance of {}",
        "record": "Record the attendance",
        "absent": "Absence: €8.00 charged",
        "cancelled": "Late cancellation: €5.00 charged",
        "waive": "Give up the charge",
        "reason": "Reason",
        "waived": "{} is no longer charged anything",
        "nothing_due": "Due in all\n€0.00",
    },
}


def absent(of: Cooperative, stage: Stage, given_name: str) -> Booking:
    """Somebody who was expected today, pays by themselves and did not come."""
    booking = of.booked(of.under_way(terms=STRICT), given_name)
    said(stage, booking.id, "attendance", {"delivered_minutes": 0})
    return booking


def cancelled(of: Cooperative, given_name: str) -> Booking:
    """Somebody who has cancelled when it was late."""
    booking = of.booked(of.session(of.offering(), begins=later(1), terms=STRICT), given_name)
    family = Caller(booking.person_id, frozenset({Role.CITIZEN}))
    return close.cancelled(booking.id, by=family, key=builders.key(family, secrets.token_hex(8)), at=clock.now()).value


def said(stage: Stage, booking_id: str, what: str, body: Json) -> Json:
    """What the manager does beside the pages."""
    manager = stage.staff(Role.PROVIDER_MANAGER, "melograno")
    return ok(manager.post(f"/v1/bookings/{booking_id}/{what}", body, key=secrets.token_hex(8)))


def now(stage: Stage, booking_id: str) -> tuple[int, str]:
    """What percent of a booking is charged, and why the last step was taken."""
    manager, path = stage.staff(Role.PROVIDER_MANAGER, "melograno"), f"/v1/bookings/{booking_id}"
    steps = ok(manager.get(f"{path}/steps"))["items"]
    return ok(manager.get(path))["charged_percent"], steps[-1]["reason"]


def give_up(visitor: Visitor, name: str, reason: str) -> None:
    """With the keyboard alone, from anywhere on the page."""
    words, mark = WORDS[visitor.language], name.split(maxsplit=1)[0].lower()
    visitor.enter(f"{words['waive']}: {name}")
    visitor.tab_to(words["reason"])
    visitor.type(reason)
    visitor.check(f"provider-waiver-{mark}")
    visitor.enter(words["waive"])
    visitor.see(words["waived"].format(name))
    visitor.settle()
    assert words["waived"].format(name) in visitor.page.evaluate("document.activeElement.innerText")
    visitor.check(f"provider-waived-{mark}")


@pytest.mark.parametrize("language", ["it", "en"])
def test_a_manager_gives_up_what_an_absence_has_charged_with_the_keyboard_alone(
    visit: Visit, territory: Territory, melograno: Cooperative, stage: Stage, language: str
) -> None:
    words, session = WORDS[language], melograno.under_way(terms=STRICT)
    name = f"Irma {session.id[:4]}"
    paid = settled.booked(session, funder_id=f"funder-{secrets.token_hex(4)}", holder_id=person(name).id)
    with visit(as_=territory.account(Role.PROVIDER_MANAGER, "melograno"), language=language, width=PHONE) as visitor:
        visitor.open("/desk/presenze")
        visitor.tab_to(words["presence"].format(name))
        visitor.press("ArrowUp")
        visitor.enter(words["record"])
        line = visitor.page.locator(".roster > li", has_text=name)
        line.get_by_text(words["absent"]).wait_for()
        visitor.check("provider-charged")
        assert _left(paid.voucher_id) == settled.CENTS - 800
        give_up(visitor, name, "Era in ospedale")
        assert words["absent"] not in line.inner_text()
        assert line.get_by_role("button", name=words["waive"]).count() == 0
        visitor.open("/desk/presenze")
        assert words["absent"] not in line.inner_text()
    assert now(stage, paid.booking.id) == (0, "Era in ospedale")
    assert _left(paid.voucher_id) == settled.CENTS


@pytest.mark.parametrize("language", ["it", "en"])
def test_a_manager_gives_up_what_a_late_cancellation_has_charged(
    visit: Visit, territory: Territory, melograno: Cooperative, stage: Stage, language: str
) -> None:
    words, booking = WORDS[language], cancelled(melograno, "Lidia")
    with visit(as_=territory.account(Role.PROVIDER_MANAGER, "melograno"), language=language, width=PHONE) as visitor:
        visitor.open(f"/desk/soldi/{booking.id}")
        visitor.see(words["cancelled"])
        visitor.check("provider-charged-late")
        give_up(visitor, "Lidia", "Lutto in famiglia")
        assert words["cancelled"] not in visitor.text()
        assert words["nothing_due"] in visitor.text()
        assert visitor.page.locator("[name=amount]").input_value() == "", "what is no longer due is not proposed"
    assert now(stage, booking.id) == (0, "Lutto in famiglia")


def test_what_a_voucher_has_paid_for_a_late_cancellation_is_found_at_its_date(
    visit: Visit, territory: Territory, melograno: Cooperative, stage: Stage
) -> None:
    begins = later(1, hour=clock.local(clock.now()).hour)  # a day after this hour: booked by now, and cancelled late
    session = melograno.session(melograno.offering(), begins=begins, terms=STRICT)
    paid = settled.booked(session, funder_id=f"funder-{secrets.token_hex(4)}", holder_id=person("Lea").id)
    family = Caller(paid.booking.person_id, frozenset({Role.CITIZEN}))
    key = builders.key(family, secrets.token_hex(8))
    close.cancelled(paid.booking.id, by=family, key=key, at=clock.now())
    assert _left(paid.voucher_id) == settled.CENTS - 500
    with visit(as_=territory.account(Role.PROVIDER_MANAGER, "melograno"), width=PHONE) as visitor:
        visitor.open(f"/desk/date/{session.id}")
        visitor.see(WORDS["it"]["cancelled"])
        visitor.check("provider-date-charges")
        give_up(visitor, "Lea", "La bimba ha la febbre")
    assert _left(paid.voucher_id) == settled.CENTS


def test_a_worker_sees_what_was_charged_and_cannot_give_it_up(
    visit: Visit, territory: Territory, melograno: Cooperative, stage: Stage
) -> None:
    booking = absent(melograno, stage, "Mirella")
    with visit(as_=territory.account(Role.PROVIDER_WORKER, "melograno"), width=PHONE) as visitor:
        for path in ("/desk/presenze", f"/desk/soldi/{booking.id}"):
            visitor.open(path)
            visitor.see(WORDS["it"]["absent"])
            assert visitor.page.get_by_role("button", name=WORDS["it"]["waive"]).count() == 0


def test_what_somebody_else_has_given_up_is_refused_in_the_platform_s_words(
    visit: Visit, territory: Territory, melograno: Cooperative, stage: Stage
) -> None:
    booking = absent(melograno, stage, "Noemi")
    with visit(as_=territory.account(Role.PROVIDER_MANAGER, "melograno"), width=PHONE) as visitor:
        visitor.open("/desk/presenze")
        said(stage, booking.id, "waiver", {"reason": "Era malata"})
        visitor.enter(f"{WORDS['it']['waive']}: Noemi")
        visitor.tab_to("Motivo")
        visitor.type("Era malata")
        visitor.enter(WORDS["it"]["waive"])
        visitor.page.get_by_text("Per questa prenotazione non c'è un addebito.").wait_for()
        visitor.check("provider-waiver-refused")
    assert now(stage, booking.id) == (0, "Era malata")


def _left(voucher_id: str) -> int:
    """What is left on a voucher."""
    return builders.account(ledger.voucher(voucher_id)).available
