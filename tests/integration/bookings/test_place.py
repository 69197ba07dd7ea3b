"""Placing a booking takes the place and holds the money, together, once."""

from datetime import date, timedelta

import pytest

from chalicelib.bookings import place, quote, read
from chalicelib.bookings.lines import QuoteExpired, QuoteInvalid
from chalicelib.bookings.model import BookingState, Overlapping
from chalicelib.catalogue import browse
from chalicelib.catalogue.model import QuoteOutdated, SessionFull, TooLateToBook
from chalicelib.catalogue.session_table import SessionRecord
from chalicelib.kernel.identifiers import IdempotencyKeyReused
from chalicelib.kernel.paging import Span
from chalicelib.kernel.territory import Category
from chalicelib.ledger import model as ledger
from chalicelib.ledger.model import ExpiredByThen, InsufficientBalance, Unit
from chalicelib.people import find
from chalicelib.people.model import NotForThisPerson
from chalicelib.programmes.rules import AgeNotAdmitted, CategoryNotAdmitted
from chalicelib.providers import accredit
from chalicelib.providers.model import AccreditationState, NotAccredited
from chalicelib.vouchers.model import NotTheBeneficiary, VouchersNotAccepted
from tests import builders as a

pytestmark = pytest.mark.usefixtures("aws")


def test_a_booking_takes_a_place_and_holds_the_price() -> None:
    scene = a.scene(granted=100_00, price_cents=2000)

    booking = a.book(scene.person, scene.session, scene.voucher).value

    account = a.voucher_account(scene.voucher)
    assert booking.state is BookingState.BOOKED
    assert browse.session(scene.session.id).places_taken == 1
    assert (account.available, account.held) == (80_00, 20_00)


def test_the_same_request_sent_twice_is_one_booking() -> None:
    scene = a.scene()
    caller = a.citizen(scene.person)
    quoted = quote.booking(
        scene.session.id, person_id=scene.person.id, voucher_id=scene.voucher.id, by=caller, at=a.NOW
    )

    first = place.booking(quoted.token, by=caller, key=a.key(caller, "once"), at=a.NOW)
    again = place.booking(quoted.token, by=caller, key=a.key(caller, "once"), at=a.NOW + timedelta(hours=1))

    assert (first.value, first.replayed, again.replayed) == (again.value, False, True)
    assert browse.session(scene.session.id).places_taken == 1


def test_a_key_used_for_another_request_is_refused() -> None:
    scene = a.scene()
    caller = a.citizen(scene.person)
    quoted = quote.booking(scene.session.id, person_id=scene.person.id, voucher_id=None, by=caller, at=a.NOW)
    place.booking(quoted.token, by=caller, key=a.key(caller, "once", "one"), at=a.NOW)

    with pytest.raises(IdempotencyKeyReused):
        place.booking(quoted.token, by=caller, key=a.key(caller, "once", "other"), at=a.NOW)


def test_without_a_voucher_the_person_pays_the_provider() -> None:
    scene = a.scene(price_cents=1500)

    booking = a.book(scene.person, scene.session).value

    assert (booking.own_cents, booking.payments) == (1500, ())


def test_hours_are_held_from_an_hour_voucher() -> None:
    holder = a.person()
    hours = a.voucher(holder, 600, under=a.programme(unit=Unit.MINUTES, budget=6000))

    a.book(holder, a.session(minutes=90), hours)

    assert a.voucher_account(hours).held == 90


def test_the_last_place_goes_once() -> None:
    scene = a.scene(places=1)
    a.book(scene.person, scene.session)

    with pytest.raises(SessionFull):
        a.book(a.person(), scene.session)


def test_a_person_is_not_in_two_places_at_once() -> None:
    scene = a.scene()
    other = a.session(starts_at=scene.session.starts_at + timedelta(minutes=30))
    a.book(scene.person, scene.session)

    with pytest.raises(Overlapping) as refused:
        a.book(scene.person, other)
    assert refused.value.facts["other_starts_at"] == scene.session.starts_at


def test_sessions_that_only_touch_do_not_overlap() -> None:
    scene = a.scene()
    after = a.session(starts_at=scene.session.ends_at)
    a.book(scene.person, scene.session)

    assert a.book(scene.person, after).value.state is BookingState.BOOKED


def test_a_voucher_that_is_not_enough_says_what_is_left() -> None:
    scene = a.scene(granted=1000, price_cents=2000)

    with pytest.raises(InsufficientBalance) as refused:
        a.book(scene.person, scene.session, scene.voucher)
    assert refused.value.facts["available"] == (1000, "cents")


def test_a_voucher_that_expires_before_the_session_is_refused() -> None:
    holder = a.person()
    short = a.voucher(holder, under=a.programme(expires_on=date(2027, 3, 31)))

    with pytest.raises(ExpiredByThen) as refused:
        a.book(holder, a.session(starts_at=a.NOW + timedelta(days=40)), short)
    assert refused.value.facts["last_day_on"] == date(2027, 3, 31)


def test_age_counts_on_the_day_of_delivery() -> None:
    holder = a.person(born_on=date(2007, 3, 20))  # twenty in three weeks
    young = a.voucher(holder, under=a.programme(ages=(0, 19)))
    before, after = a.session(starts_at=a.NOW + timedelta(days=10)), a.session(starts_at=a.NOW + timedelta(days=30))

    assert a.book(holder, before, young).value.state is BookingState.BOOKED
    with pytest.raises(AgeNotAdmitted):
        a.book(holder, after, young)


def test_a_voucher_pays_only_its_own_areas() -> None:
    scene = a.scene()

    with pytest.raises(CategoryNotAdmitted):
        a.book(scene.person, a.session(category=Category.YOU_CARE), scene.voucher)


def test_a_voucher_is_personal() -> None:
    scene = a.scene()

    with pytest.raises(NotTheBeneficiary) as refused:
        a.book(a.person(), a.session(price_cents=500_00), scene.voucher)
    assert refused.value.others == ()  # what is left of it is not theirs to know


def test_where_vouchers_are_not_accepted_one_pays() -> None:
    scene = a.scene()

    with pytest.raises(VouchersNotAccepted):
        a.book(scene.person, a.session(accepts_vouchers=False), scene.voucher)


def test_accreditation_counts_on_the_day_of_delivery() -> None:
    coop = a.provider(until=date(2027, 3, 31))
    inside, outside = (
        a.session(by=coop, starts_at=a.NOW + timedelta(days=5)),
        a.session(by=coop, starts_at=a.NOW + timedelta(days=35)),
    )
    holder = a.person()

    assert a.book(holder, inside).value.state is BookingState.BOOKED
    with pytest.raises(NotAccredited):
        a.book(holder, outside)


def test_a_suspension_between_quote_and_booking_stops_it() -> None:
    scene = a.scene()
    caller = a.citizen(scene.person)
    quoted = quote.booking(
        scene.session.id, person_id=scene.person.id, voucher_id=scene.voucher.id, by=caller, at=a.NOW
    )
    accredit.provider(
        scene.session.provider_id,
        category=Category.SILVER_CARE,
        from_on=date(2026, 1, 1),
        to_on=date(2028, 1, 1),
        state=AccreditationState.SUSPENDED,
    )

    with pytest.raises(NotAccredited):
        place.booking(quoted.token, by=caller, key=a.key(caller), at=a.NOW)
    assert browse.session(scene.session.id).places_taken == 0


def test_two_hours_before_is_too_late() -> None:
    scene = a.scene()
    last = scene.session.book_until_at

    with pytest.raises(TooLateToBook):
        a.book(scene.person, scene.session, at=last + timedelta(seconds=1))
    assert a.book(scene.person, scene.session, at=last).value.state is BookingState.BOOKED


def test_a_quote_lasts_fifteen_minutes() -> None:
    scene = a.scene()
    caller = a.citizen(scene.person)
    quoted = quote.booking(scene.session.id, person_id=scene.person.id, voucher_id=None, by=caller, at=a.NOW)

    with pytest.raises(QuoteExpired):
        place.booking(quoted.token, by=caller, key=a.key(caller), at=a.NOW + timedelta(minutes=15, seconds=1))


def test_a_quote_is_its_askers_own() -> None:
    scene = a.scene()
    quoted = quote.booking(
        scene.session.id, person_id=scene.person.id, voucher_id=None, by=a.citizen(scene.person), at=a.NOW
    )
    stranger = a.citizen(a.person())

    with pytest.raises(QuoteInvalid):
        place.booking(quoted.token, by=stranger, key=a.key(stranger), at=a.NOW)


def test_a_changed_price_outdates_the_quote() -> None:
    scene = a.scene()
    caller = a.citizen(scene.person)
    quoted = quote.booking(scene.session.id, person_id=scene.person.id, voucher_id=None, by=caller, at=a.NOW)
    SessionRecord(pk=f"session#{scene.session.id}", sk="session").update([SessionRecord.price_cents.set(2500)])

    with pytest.raises(QuoteOutdated):
        place.booking(quoted.token, by=caller, key=a.key(caller), at=a.NOW)


def test_every_reason_is_told_together() -> None:
    scene = a.scene(granted=500, places=1)
    a.book(a.person(), scene.session)

    with pytest.raises(SessionFull) as refused:
        a.book(scene.person, scene.session, scene.voucher)
    assert [type(other) for other in refused.value.others] == [InsufficientBalance]


def test_a_parent_books_for_a_child() -> None:
    parent = a.person(born_on=date(1985, 1, 1))
    child = a.person(born_on=date(2018, 6, 1), email=None, delegate_id=parent.id)
    session, caller = a.session(), a.citizen(parent)
    quoted = quote.booking(session.id, person_id=child.id, voucher_id=None, by=caller, at=a.NOW)

    booking = place.booking(quoted.token, by=caller, key=a.key(caller), at=a.NOW).value

    assert (booking.person_id, booking.placed_by) == (child.id, parent.id)
    assert read.booking(booking.id, by=caller, at=a.NOW) == booking


def test_nobody_books_for_a_stranger() -> None:
    scene = a.scene()

    with pytest.raises(NotForThisPerson):
        quote.booking(scene.session.id, person_id=scene.person.id, voucher_id=None, by=a.citizen(a.person()), at=a.NOW)


def test_an_operator_books_on_behalf() -> None:
    scene = a.scene()
    quoted = quote.booking(
        scene.session.id, person_id=scene.person.id, voucher_id=scene.voucher.id, by=a.OPERATOR, at=a.NOW
    )

    booking = place.booking(quoted.token, by=a.OPERATOR, key=a.key(), at=a.NOW).value

    assert (booking.person_id, booking.placed_by) == (scene.person.id, a.OPERATOR.account_id)
    traces = find.accesses(scene.person.id, Span(), by=a.citizen(scene.person)).items
    assert "quote on behalf, at the desk" in [trace.purpose for trace in traces]


def test_a_free_session_moves_no_money() -> None:
    scene = a.scene(price_cents=0)

    a.book(scene.person, scene.session, scene.voucher)

    assert a.account(ledger.voucher(scene.voucher.id)).held == 0
