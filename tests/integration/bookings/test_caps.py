"""A voucher pays no more than its caps: in a month, in an area, to one provider; what is given back counts no more."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.bookings import close, place, quote
from chalicelib.kernel.caller import Role
from chalicelib.kernel.territory import Category
from chalicelib.kernel.texts import Amount, Text
from chalicelib.ledger import model as ledger
from chalicelib.ledger import move
from chalicelib.ledger.journal import Journal
from chalicelib.ledger.model import Cap, CapReached, Hold, Unit
from chalicelib.programmes.rules import Caps, ServiceNotAdmitted
from chalicelib.runtime.dynamodb import Transaction
from tests import builders as a

pytestmark = pytest.mark.usefixtures("aws")

SPAN = Text("nel mese", "in the month")


def capped(caps: Caps) -> a.Scene:
    holder = a.person()
    programme = a.programme(budget=1000_00, rules={"caps": caps})
    return a.Scene(holder, a.voucher(holder, 500_00, under=programme), a.session(price_cents=20_00))


def uses(scene: a.Scene) -> Mapping[str, int]:
    return a.voucher_account(scene.voucher).uses


def test_a_month_pays_no_more_than_its_cap() -> None:
    scene = capped(Caps(month_max=30_00))
    a.book(scene.person, scene.session, scene.voucher)

    with pytest.raises(CapReached) as refused:
        a.book(scene.person, a.session(), scene.voucher)
    assert (refused.value.facts["cap"], refused.value.facts["left"]) == (Amount(30_00, "cents"), Amount(10_00, "cents"))


def test_the_next_month_pays_again() -> None:
    scene = capped(Caps(month_max=30_00))
    a.book(scene.person, scene.session, scene.voucher)

    april = a.session(starts_at=datetime(2027, 4, 1, 8, 0, tzinfo=UTC))
    assert a.book(scene.person, april, scene.voucher).value.payments


def test_a_delivery_counts_in_its_italian_month() -> None:
    scene = capped(Caps(month_max=30_00))
    midnight_in_rome = datetime(2027, 3, 31, 22, 0, tzinfo=UTC)

    a.book(scene.person, a.session(starts_at=midnight_in_rome), scene.voucher)

    assert uses(scene) == {"month:2027-04": 20_00}


def test_one_provider_is_paid_no_more_than_its_cap() -> None:
    scene, coop = capped(Caps(provider_max=30_00)), a.provider()
    a.book(scene.person, a.session(by=coop), scene.voucher)

    with pytest.raises(CapReached):
        a.book(scene.person, a.session(by=coop), scene.voucher)
    assert a.book(scene.person, a.session(), scene.voucher).value.payments


def test_an_area_is_paid_no_more_than_its_cap() -> None:
    scene = capped(Caps(category_max={Category.SILVER_CARE: 39_99}))
    a.book(scene.person, scene.session, scene.voucher)

    with pytest.raises(CapReached):
        a.book(scene.person, a.session(), scene.voucher)


def test_what_reaches_the_cap_exactly_is_paid() -> None:
    scene = capped(Caps(month_max=40_00))
    a.book(scene.person, scene.session, scene.voucher)

    assert a.book(scene.person, a.session(), scene.voucher).value.payments


def test_a_price_above_the_cap_is_never_paid() -> None:
    scene = capped(Caps(month_max=19_99))

    with pytest.raises(CapReached):
        a.book(scene.person, scene.session, scene.voucher)


def test_a_cancelled_booking_counts_no_more() -> None:
    scene = capped(Caps(month_max=30_00))
    booking = a.book(scene.person, scene.session, scene.voucher).value
    caller = a.citizen(scene.person)

    close.cancelled(booking.id, by=caller, key=a.key(caller), at=a.NOW)

    assert uses(scene) == {"month:2027-03": 0}


def test_of_a_delivery_only_what_was_captured_counts() -> None:
    scene = capped(Caps(month_max=30_00))
    booking = a.book(scene.person, scene.session, scene.voucher).value
    worker = a.staff(Role.PROVIDER_WORKER, booking.provider_id)

    close.attended(booking.id, delivered_minutes=30, by=worker, key=a.key(worker), at=booking.starts_at)

    assert uses(scene) == {"month:2027-03": 10_00}


def test_two_bookings_at_once_do_not_pass_a_cap_together() -> None:
    scene = capped(Caps(month_max=30_00))
    caller = a.citizen(scene.person)
    quotes = [
        quote.booking(one.id, person_id=scene.person.id, voucher_id=scene.voucher.id, by=caller, at=a.NOW)
        for one in (scene.session, a.session())
    ]
    place.booking(quotes[0].token, by=caller, key=a.key(caller), at=a.NOW)

    with pytest.raises(CapReached):
        place.booking(quotes[1].token, by=caller, key=a.key(caller), at=a.NOW)


def test_a_programme_of_some_services_pays_no_other() -> None:
    holder = a.person()
    voucher = a.voucher(holder, under=a.programme(rules={"service_ids": ("service-other",)}))

    with pytest.raises(ServiceNotAdmitted):
        a.book(holder, a.session(), voucher)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(used=st.integers(0, 40), wanted=st.integers(1, 40), most=st.integers(1, 40))
def test_the_rule_and_the_condition_say_the_same(used: int, wanted: int, most: int) -> None:
    voucher = a.voucher(a.person(), 100)
    account_id, cap = ledger.voucher(voucher.id), Cap("month", most, SPAN)
    delivered_at = a.NOW + timedelta(days=1)

    def hold(units: int, name: str, caps: list[Cap]) -> None:
        with Transaction() as writes, Journal(writes) as journal:
            reserved = Hold(account_id, Unit.CENTS, units, name, ("month",))
            move.hold(journal, reserved, delivered_at=delivered_at, by="me", at=a.NOW, caps=caps)

    if used:
        hold(used, "first", [])
    refused = a.account(account_id).why_not_hold(wanted, delivered_at, [cap])
    if refused:
        with pytest.raises(type(refused[0])):
            hold(wanted, "second", [cap])
    else:
        hold(wanted, "second", [cap])
