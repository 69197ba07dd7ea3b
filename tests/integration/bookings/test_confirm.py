"""What the family confirms is captured, and the rest released, once."""

from datetime import date
from functools import partial

import pytest

from chalicelib.bookings import code
from chalicelib.bookings.model import BookingState
from chalicelib.bookings.refusals import BookingStateConflict
from chalicelib.kernel.caller import Role
from chalicelib.kernel.identifiers import IdempotencyKeyReused
from chalicelib.kernel.paging import Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.people import find
from tests import builders as a
from tests.integration.bookings.deliveries import (
    PLANNED,
    case,
    confirmed,
    contested,
    recorded,
)

pytestmark = pytest.mark.usefixtures("aws")


def test_what_the_family_confirms_is_captured_and_the_rest_released() -> None:
    made = recorded(510)

    after = confirmed(made).value

    assert (after.state, after.delivered_minutes, after.confirm_until_at) == (BookingState.ATTENDED, 510, None)
    assert (made.split(), made.due()) == ((510, 0, 90), 510)


def test_a_parent_confirms_for_a_child() -> None:
    parent = a.person(born_on=date(1985, 1, 1))
    child = a.person(born_on=date(2018, 6, 1), email=None, delegate_id=parent.id)
    made = recorded(holder=child)

    assert confirmed(made, by=a.citizen(parent)).value.state is BookingState.ATTENDED


def test_an_operator_confirms_with_the_person_at_the_desk_and_leaves_a_trace() -> None:
    made = recorded()

    assert confirmed(made, by=a.OPERATOR).value.state is BookingState.ATTENDED
    traces = find.accesses(made.person.id, Span(), by=made.family).items
    assert "on behalf, at the desk" in [trace.purpose for trace in traces]


def test_nobody_confirms_or_contests_for_a_stranger() -> None:
    made = recorded()
    stranger, other = a.citizen(a.person()), a.staff(Role.PROVIDER_WORKER, a.provider().id)

    for nosy in (partial(confirmed, by=stranger), partial(contested, minutes=0, by=stranger)):
        with pytest.raises(NotFound):
            nosy(made)
    with pytest.raises(NotFound):
        confirmed(made, by=other, told=code.of(made.now()))


def test_nothing_is_confirmed_that_was_not_recorded() -> None:
    with pytest.raises(BookingStateConflict) as refused:
        confirmed(case())
    assert refused.value.facts["state"] is BookingState.BOOKED


def test_confirming_twice_with_one_key_is_confirming_once() -> None:
    made = recorded()

    first, again = confirmed(made, name="once"), confirmed(made, name="once")

    assert (first.value, first.replayed, again.replayed) == (again.value, False, True)
    assert made.split() == (510, 0, 90)


def test_confirming_again_with_another_key_is_refused() -> None:
    made = recorded()
    confirmed(made)

    with pytest.raises(BookingStateConflict):
        confirmed(made)
    assert made.split() == (510, 0, 90)


def test_a_key_that_confirmed_one_booking_confirms_no_other() -> None:
    one, other = recorded(), recorded()
    confirmed(one, by=a.OPERATOR, name="once")

    with pytest.raises(IdempotencyKeyReused):
        confirmed(other, by=a.OPERATOR, name="once")
    assert other.split() == (0, PLANNED, 0)
