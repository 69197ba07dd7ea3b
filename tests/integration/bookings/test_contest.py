"""Only what is contested waits; the funder decides between what the two sides say."""

from functools import partial
from typing import Any

import pytest

from chalicelib.bookings import read
from chalicelib.bookings.model import BookingState
from chalicelib.bookings.refusals import AlreadyClosed, BookingStateConflict, NothingContested, OutsideContest
from chalicelib.bookings.table import BookingRecord
from chalicelib.kernel.paging import Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.ledger.model import Unit
from chalicelib.programmes.rules import Caps
from tests import builders as a
from tests.integration.bookings.deliveries import (
    DAYS,
    MOMENT,
    PLANNED,
    Case,
    confirmed,
    contested,
    corrected,
    officer,
    record,
    recorded,
    resolved,
    until,
)

pytestmark = pytest.mark.usefixtures("aws")


def test_only_what_is_contested_stays_held() -> None:
    made = recorded(510)

    after = contested(made, 480).value

    assert (after.state, after.delivered_minutes, after.recorded_minutes) == (BookingState.CONTESTED, 480, 510)
    assert (made.split(), made.due()) == ((480, 30, 90), 480)
    assert [hold.units for hold in after.holds()] == [30]


def test_when_everything_is_contested_only_what_was_not_recorded_goes_back() -> None:
    made = recorded(510)

    contested(made, 0)

    assert made.split() == (0, 510, 90)


def test_when_all_that_was_booked_is_contested_nothing_moves() -> None:
    made = recorded(PLANNED)

    contested(made, 0)

    assert made.split() == (0, PLANNED, 0)


@pytest.mark.parametrize("told", [510, PLANNED])
@pytest.mark.parametrize("family", [0, 480])
@pytest.mark.parametrize("share", [0, 1, 2])
def test_a_resolution_captures_its_part_of_what_was_contested(told: int, family: int, share: int) -> None:
    made = recorded(told)
    contested(made, family)
    final = family + (told - family) * share // 2

    after = resolved(made, final).value

    assert after.state is (BookingState.ATTENDED if final else BookingState.ABSENT)
    assert made.split() == (final, 0, PLANNED - final)
    assert after.holds() == []


def test_a_cent_that_cannot_be_split_is_not_lost_in_a_contest() -> None:
    person = a.person()
    voucher = a.voucher(person, 100_00, under=a.programme(rules={"confirm_days": DAYS}))
    made = Case(person, voucher, a.book(person, a.session(price_cents=1001, minutes=60), voucher).value)
    record(made, 50)
    contested(made, 30)

    resolved(made, 40)

    assert made.split() == (667, 0, 100_00 - 667)


def test_a_contest_about_less_than_half_a_cent_holds_nothing() -> None:
    person = a.person()
    voucher = a.voucher(person, 100_00, under=a.programme(rules={"confirm_days": DAYS}))
    made = Case(person, voucher, a.book(person, a.session(price_cents=1, minutes=60), voucher).value)
    record(made, 20)

    assert contested(made, 10).value.holds() == []
    assert made.split() == (0, 0, 100_00)
    assert resolved(made, 15).value.state is BookingState.ATTENDED


def test_what_is_released_at_any_step_no_longer_counts_under_a_cap() -> None:
    person = a.person()
    rules = {"confirm_days": DAYS, "caps": Caps(month_max=PLANNED)}
    voucher = a.voucher(person, 2 * PLANNED, under=a.programme(unit=Unit.MINUTES, budget=6000, rules=rules))
    made = Case(person, voucher, a.book(person, a.session(minutes=PLANNED), voucher).value)
    counted: list[int] = []

    for step, minutes in ((record, 510), (contested, 480), (resolved, 500), (corrected, 9)):
        step(made, minutes)
        counted += a.voucher_account(voucher).uses.values()

    assert counted == [600, 510, 500, 9]


def test_a_contest_says_less_than_was_recorded() -> None:
    made = recorded(510)

    with pytest.raises(NothingContested):
        contested(made, 510)
    assert made.now().state is BookingState.RECORDED


def test_the_family_has_until_the_last_moment() -> None:
    made = recorded()

    assert contested(made, 480, at=until(made) - MOMENT).value.state is BookingState.CONTESTED


def test_an_operator_contests_with_the_person_at_the_desk() -> None:
    made = recorded()

    assert contested(made, 480, by=a.OPERATOR).value.state is BookingState.CONTESTED


def test_contesting_twice_with_one_key_is_contesting_once() -> None:
    made = recorded()

    first, again = contested(made, 480, name="once"), contested(made, 480, name="once")

    assert (first.value, again.replayed) == (again.value, True)
    assert made.split() == (480, 30, 90)


def test_a_contest_is_made_once() -> None:
    made = recorded()
    contested(made, 480)

    for again in (partial(contested, minutes=300), confirmed):
        with pytest.raises(BookingStateConflict):
            again(made)
    with pytest.raises(AlreadyClosed):
        record(made, 480)


@pytest.mark.parametrize("minutes", [479, 511])
def test_a_decision_lies_between_what_the_two_sides_say(minutes: int) -> None:
    made = recorded(510)
    contested(made, 480)

    with pytest.raises(OutsideContest) as refused:
        resolved(made, minutes)
    assert refused.value.facts == {"agreed_minutes": 480, "recorded_minutes": 510}


def test_another_funders_officer_decides_nothing_and_sees_nothing() -> None:
    made = recorded()
    contested(made, 480)
    stranger = officer("another-funder")

    with pytest.raises(NotFound):
        resolved(made, 500, by=stranger)
    with pytest.raises(NotFound):
        read.contested(made.voucher.programme_id, Span(), by=stranger)


def test_no_officer_sees_a_booking_that_no_programme_pays_for() -> None:
    booking = a.book(a.person(), a.session()).value

    with pytest.raises(NotFound):
        read.booking(booking.id, by=officer(), at=a.NOW)


def test_nothing_is_resolved_that_nobody_contested() -> None:
    with pytest.raises(BookingStateConflict):
        resolved(recorded(), 500)


def test_resolving_twice_with_one_key_is_resolving_once() -> None:
    made = recorded()
    contested(made, 480)
    by = officer()

    first, again = resolved(made, 500, by=by, name="once"), resolved(made, 500, by=by, name="once")

    assert (first.value, again.replayed, made.split()) == (again.value, True, (500, 0, 100))


def test_an_officer_finds_what_is_contested_as_long_as_it_is() -> None:
    made = recorded()
    by, programme_id = officer(), made.voucher.programme_id
    contested(made, 480)

    assert [one.id for one in read.contested(programme_id, Span(), by=by).items] == [made.booking.id]

    resolved(made, 480, by=by)
    assert read.contested(programme_id, Span(), by=by).items == []


def test_an_index_that_lags_behind_shows_nothing_that_is_settled() -> None:
    made = recorded()
    confirmed(made)
    record: Any = BookingRecord(pk=f"booking#{made.booking.id}", sk="booking")
    late = [BookingRecord.awaits.set(made.voucher.programme_id), BookingRecord.confirm_until_on.set(a.NOW.date())]
    record.update(late)

    assert read.contested(made.voucher.programme_id, Span(), by=officer()).items == []
