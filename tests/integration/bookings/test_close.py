"""A booking ends once: cancelled, attended or missed; its place and its money follow."""

from datetime import datetime, timedelta

import pytest

from chalicelib.bookings import close, read
from chalicelib.bookings.model import Booking, BookingState
from chalicelib.bookings.refusals import AlreadyClosed, NotYetDelivered, TooLateToCancel, TooManyMinutes
from chalicelib.catalogue import browse
from chalicelib.kernel.caller import Caller, Role
from chalicelib.kernel.identifiers import IdempotencyKeyReused, Outcome
from chalicelib.kernel.paging import Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.ledger import model as ledger
from chalicelib.ledger.model import Bucket, Unit
from tests import builders as a
from tests.builders import Scene

pytestmark = pytest.mark.usefixtures("aws")

SECOND = timedelta(seconds=1)


def cancelled(
    booking: Booking, by: Caller, *, name: str = "", said: str = "same", at: datetime = a.NOW
) -> Outcome[Booking]:
    return close.cancelled(booking.id, by=by, key=a.key(by, name, said), at=at)


def attended(
    booking: Booking, by: Caller, minutes: int = 60, *, name: str = "", said: str = "same", at: datetime | None = None
) -> Outcome[Booking]:
    key = a.key(by, name, said)
    return close.attended(booking.id, delivered_minutes=minutes, by=by, key=key, at=at or booking.starts_at)


def manager(booking: Booking) -> Caller:
    return a.staff(Role.PROVIDER_MANAGER, booking.provider_id)


def worker(booking: Booking) -> Caller:
    return a.staff(Role.PROVIDER_WORKER, booking.provider_id)


def booked(scene: Scene) -> Booking:
    return a.book(scene.person, scene.session, scene.voucher).value


def taken(scene: Scene) -> int:
    return browse.session(scene.session.id).places_taken


def due(booking: Booking, scene: Scene) -> int:
    payable = ledger.payable(booking.provider_id, scene.voucher.programme_id)
    return a.account(payable).balances[Bucket.DUE]


def test_cancelling_returns_the_place_and_the_money() -> None:
    scene = a.scene(granted=100_00, price_cents=2000)
    booking = booked(scene)

    closed = cancelled(booking, a.citizen(scene.person)).value

    account = a.voucher_account(scene.voucher)
    assert (closed.state, taken(scene)) == (BookingState.CANCELLED, 0)
    assert (account.available, account.held) == (100_00, 0)


def test_who_cancelled_is_free_again_at_that_time() -> None:
    scene = a.scene()
    cancelled(booked(scene), a.citizen(scene.person))

    assert booked(scene).state is BookingState.BOOKED


def test_a_cancelled_place_is_free_for_someone_else() -> None:
    scene = a.scene(places=1)
    cancelled(booked(scene), a.citizen(scene.person))

    assert a.book(a.person(), scene.session).value.state is BookingState.BOOKED


def test_a_booking_without_a_voucher_is_cancelled_too() -> None:
    scene = a.scene()
    booking = a.book(scene.person, scene.session).value

    assert cancelled(booking, a.citizen(scene.person)).value.state is BookingState.CANCELLED
    assert taken(scene) == 0


def test_a_resident_cancels_until_a_day_before() -> None:
    scene = a.scene()
    booking = booked(scene)
    resident = a.citizen(scene.person)

    with pytest.raises(TooLateToCancel) as refused:
        cancelled(booking, resident, at=booking.cancel_until_at + SECOND)
    assert refused.value.facts["until_at"] == booking.starts_at - timedelta(hours=24)
    assert cancelled(booking, resident, at=booking.cancel_until_at).value.state is BookingState.CANCELLED


def test_the_desk_is_bound_by_the_notice_too() -> None:
    booking = booked(a.scene())

    with pytest.raises(TooLateToCancel):
        cancelled(booking, a.OPERATOR, at=booking.cancel_until_at + SECOND)


def test_the_provider_can_always_cancel() -> None:
    scene = a.scene()
    booking = booked(scene)

    cancelled(booking, manager(booking), at=booking.starts_at)

    assert (taken(scene), a.voucher_account(scene.voucher).held) == (0, 0)


def test_cancelling_twice_with_the_same_key_is_cancelling_once() -> None:
    scene = a.scene()
    booking, resident = booked(scene), a.citizen(scene.person)
    other = a.book(a.person(), scene.session).value

    first = cancelled(booking, resident, name="once")
    again = cancelled(booking, resident, name="once", at=booking.starts_at)

    assert (first.value, first.replayed, again.replayed) == (again.value, False, True)
    assert (taken(scene), other.state) == (1, BookingState.BOOKED)
    assert a.voucher_account(scene.voucher).available == 100_00


def test_cancelling_again_with_another_key_is_refused_and_returns_no_second_place() -> None:
    scene = a.scene()
    booking, resident = booked(scene), a.citizen(scene.person)
    a.book(a.person(), scene.session)
    cancelled(booking, resident)

    with pytest.raises(AlreadyClosed) as refused:
        cancelled(booking, resident)
    assert refused.value.facts == {"booking_id": booking.id, "state": BookingState.CANCELLED}
    assert taken(scene) == 1


def test_a_key_that_said_something_else_is_refused() -> None:
    scene = a.scene()
    booking, resident = booked(scene), a.citizen(scene.person)
    cancelled(booking, resident, name="once", said="one")

    with pytest.raises(IdempotencyKeyReused):
        cancelled(booking, resident, name="once", said="other")


def test_a_key_that_closed_one_booking_closes_no_other() -> None:
    one, other = a.scene(), a.scene()
    first, second = booked(one), booked(other)
    cancelled(first, a.OPERATOR, name="once")

    with pytest.raises(IdempotencyKeyReused):
        cancelled(second, a.OPERATOR, name="once")
    assert (taken(one), taken(other)) == (0, 1)


def test_another_callers_key_of_the_same_name_is_another_key() -> None:
    scene = a.scene()
    booking = booked(scene)
    cancelled(booking, a.citizen(scene.person), name="once")

    with pytest.raises(AlreadyClosed):
        cancelled(booking, manager(booking), name="once")


def test_what_was_delivered_whole_is_owed_whole() -> None:
    scene = a.scene(granted=100_00, price_cents=2000)
    booking = booked(scene)

    closed = attended(booking, worker(booking)).value

    account = a.voucher_account(scene.voucher)
    assert (closed.state, closed.delivered_minutes) == (BookingState.ATTENDED, 60)
    assert (account.available, account.held, account.captured) == (80_00, 0, 20_00)
    assert due(booking, scene) == 20_00


@pytest.mark.parametrize(
    ("price_cents", "minutes", "captured"),
    [(2000, 45, 1500), (1000, 20, 333), (1000, 40, 667), (1001, 30, 501), (999, 1, 17), (100, 59, 98)],
)
def test_a_part_delivered_is_a_part_owed_to_the_nearest_cent(price_cents: int, minutes: int, captured: int) -> None:
    scene = a.scene(granted=100_00, price_cents=price_cents)
    booking = booked(scene)

    attended(booking, worker(booking), minutes)

    account = a.voucher_account(scene.voucher)
    assert (account.captured, account.available, account.held) == (captured, 100_00 - captured, 0)
    assert due(booking, scene) == captured


def test_hours_are_owed_as_they_were_delivered() -> None:
    holder = a.person()
    hours = a.voucher(holder, 600, under=a.programme(unit=Unit.MINUTES, budget=6000))
    booking = a.book(holder, a.session(minutes=600), hours).value

    attended(booking, worker(booking), 510)

    account = a.voucher_account(hours)
    assert (account.captured, account.available) == (510, 90)


def test_a_part_worth_less_than_half_a_cent_is_given_back() -> None:
    scene = a.scene(granted=100_00, price_cents=1)
    booking = booked(scene)

    assert attended(booking, worker(booking), 29).value.state is BookingState.ATTENDED
    assert a.voucher_account(scene.voucher).available == 100_00


def test_an_absence_gives_the_money_back_and_keeps_the_place() -> None:
    scene = a.scene()
    booking = booked(scene)

    closed = attended(booking, worker(booking), 0).value

    assert (closed.state, taken(scene)) == (BookingState.ABSENT, 1)
    assert a.voucher_account(scene.voucher).available == 100_00


def test_nothing_is_delivered_before_it_begins() -> None:
    booking = booked(a.scene())

    with pytest.raises(NotYetDelivered):
        attended(booking, worker(booking), at=booking.starts_at - SECOND)


def test_more_than_was_planned_cannot_be_recorded() -> None:
    booking = booked(a.scene())

    with pytest.raises(TooManyMinutes) as refused:
        attended(booking, worker(booking), 61)
    assert refused.value.facts == {"planned_minutes": 60}


def test_attendance_is_recorded_once() -> None:
    scene = a.scene()
    booking = booked(scene)
    by = worker(booking)

    first, again = attended(booking, by, 45, name="once"), attended(booking, by, 45, name="once")

    assert (first.value, again.replayed) == (again.value, True)
    assert due(booking, scene) == 15_00
    with pytest.raises(AlreadyClosed):
        attended(booking, by, 60)


def test_attendance_told_otherwise_under_the_same_key_is_refused() -> None:
    booking = booked(a.scene())
    by = worker(booking)
    attended(booking, by, 45, name="once", said="45")

    with pytest.raises(IdempotencyKeyReused):
        attended(booking, by, 60, name="once", said="60")


def test_what_was_attended_is_not_cancelled() -> None:
    scene = a.scene()
    booking = booked(scene)
    attended(booking, worker(booking))

    with pytest.raises(AlreadyClosed):
        cancelled(booking, manager(booking))
    assert (taken(scene), due(booking, scene)) == (1, 20_00)


def test_what_was_cancelled_is_not_attended() -> None:
    scene = a.scene()
    booking = booked(scene)
    cancelled(booking, a.citizen(scene.person))

    with pytest.raises(AlreadyClosed):
        attended(booking, worker(booking))
    assert a.voucher_account(scene.voucher).available == 100_00


def test_another_providers_booking_is_not_to_be_found() -> None:
    booking = booked(a.scene())
    stranger = a.staff(Role.PROVIDER_MANAGER, a.provider().id)

    with pytest.raises(NotFound):
        attended(booking, stranger)
    with pytest.raises(NotFound):
        cancelled(booking, stranger)


def test_a_strangers_booking_is_not_to_be_found() -> None:
    booking = booked(a.scene())

    with pytest.raises(NotFound):
        cancelled(booking, a.citizen(a.person()))


def test_an_unknown_booking_is_not_to_be_found() -> None:
    with pytest.raises(NotFound):
        close.cancelled("nothing", by=a.OPERATOR, key=a.key(), at=a.NOW)


def test_a_roster_shows_who_comes_to_ones_own_session() -> None:
    scene = a.scene()
    booking = booked(scene)
    gone = a.book(a.person(), scene.session).value
    cancelled(gone, a.OPERATOR)

    assert read.roster(scene.session.id, by=worker(booking)) == [booking]
    with pytest.raises(NotFound):
        read.roster(scene.session.id, by=a.staff(Role.PROVIDER_WORKER, a.provider().id))


def test_ones_bookings_are_listed_in_order_of_time() -> None:
    scene = a.scene()
    later, sooner = (a.session(starts_at=a.NOW + timedelta(days=days)) for days in (20, 10))
    bookings = [a.book(scene.person, session).value for session in (later, sooner)]
    caller = a.citizen(scene.person)

    first = read.of_person(scene.person.id, Span(1), by=caller, at=a.NOW)
    rest = read.of_person(scene.person.id, Span(1, first.rest), by=caller, at=a.NOW)

    assert [first.items, rest.items, rest.rest] == [[bookings[1]], [bookings[0]], None]
    assert read.of_person(scene.person.id, Span(), by=caller, at=a.NOW, since=later.starts_at).items == [bookings[0]]
    with pytest.raises(NotFound):
        read.of_person(scene.person.id, Span(), by=a.citizen(a.person()), at=a.NOW)
