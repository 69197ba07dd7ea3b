"""A whole session's attendance in one request: each line by itself, resumable under its key."""

from datetime import timedelta

import pytest

from chalicelib.bookings import close, read
from chalicelib.bookings.model import BookingState
from chalicelib.bookings.refusals import AlreadyClosed, NotYetDelivered, TooManyMinutes
from chalicelib.kernel.caller import Caller, Role
from chalicelib.kernel.identifiers import IdempotencyKeyReused, Outcome
from chalicelib.kernel.paging import Span
from chalicelib.kernel.refusals import Contention, NotFound
from chalicelib.rosters import record
from chalicelib.rosters.model import BookingNamedTwice, Sheet
from tests import builders as a
from tests.integration.rosters.days import TEN, Coop, booked, given_to

pytestmark = pytest.mark.usefixtures("aws")


def hand_in(session_id: str, *told: tuple[str, int], by: Caller, name: str = "", said: str = "same") -> Outcome[Sheet]:
    return record.session(session_id, told, by=by, key=a.key(by, name, said), at=TEN + timedelta(hours=1))


def test_a_whole_session_is_recorded_at_once() -> None:
    coop = Coop()
    where = coop.session()
    came, left, missed = booked(where), booked(where), booked(where)

    sheet = hand_in(where.id, (came.id, 60), (left.id, 30), (missed.id, 0), by=coop.worker).value

    assert [(line.booking_id, line.state) for line in sheet.lines] == [
        (came.id, BookingState.ATTENDED),
        (left.id, BookingState.ATTENDED),
        (missed.id, BookingState.ABSENT),
    ]


def test_a_line_that_is_refused_stops_no_other() -> None:
    coop = Coop()
    where = coop.session()
    gone, too_much, good = booked(where), booked(where), booked(where)
    close.cancelled(gone.id, by=coop.manager, key=a.key(coop.manager), at=a.NOW)

    sheet = hand_in(where.id, (gone.id, 60), (too_much.id, 61), ("nobody", 60), (good.id, 60), by=coop.worker).value

    assert [[type(reason) for reason in line.reasons] for line in sheet.lines] == [
        [AlreadyClosed],
        [TooManyMinutes],
        [NotFound],
        [],
    ]
    assert sheet.lines[3].state is BookingState.ATTENDED


def test_a_booking_of_another_session_has_no_line_here() -> None:
    coop = Coop()
    where, elsewhere = coop.session(), booked(coop.session())

    [line] = hand_in(where.id, (elsewhere.id, 60), by=coop.worker).value.lines

    assert [type(reason) for reason in line.reasons] == [NotFound]
    assert read.booking(elsewhere.id, by=coop.manager, at=TEN).state is BookingState.BOOKED


def test_a_sheet_sent_twice_is_recorded_once() -> None:
    coop = Coop()
    where = coop.session()
    booking = booked(where)

    hand_in(where.id, (booking.id, 60), by=coop.worker, name="once")
    again = hand_in(where.id, (booking.id, 60), by=coop.worker, name="once")

    assert (again.replayed, again.value.lines[0].reasons) == (True, [])
    assert len(read.steps(booking.id, Span(), by=coop.manager, at=TEN).items) == 1


def test_a_sheet_that_was_interrupted_goes_on_under_its_key(monkeypatch: pytest.MonkeyPatch) -> None:
    coop = Coop()
    where = coop.session()
    first, second = booked(where), booked(where)
    attended = close.attended

    def failing(booking_id: str, **told: object) -> object:
        if booking_id == second.id:
            raise RuntimeError("the power went")
        return attended(booking_id, **told)  # type: ignore[arg-type]

    with monkeypatch.context() as patch, pytest.raises(RuntimeError):
        patch.setattr(close, "attended", failing)
        hand_in(where.id, (first.id, 60), (second.id, 30), by=coop.worker, name="once")
    again = hand_in(where.id, (first.id, 60), (second.id, 30), by=coop.worker, name="once")

    assert [line.recorded_minutes for line in again.value.lines] == [60, 30]
    assert not again.replayed


def test_a_line_that_was_too_contended_is_told_and_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    coop = Coop()
    where = coop.session()
    booking = booked(where)

    def busy(*_: object, **__: object) -> None:
        raise Contention

    with monkeypatch.context() as patch:
        patch.setattr(close, "attended", busy)
        first = hand_in(where.id, (booking.id, 60), by=coop.worker, name="once").value
    again = hand_in(where.id, (booking.id, 60), by=coop.worker, name="once").value

    assert [type(reason) for reason in first.lines[0].reasons] == [Contention]
    assert again.lines[0].state is BookingState.ATTENDED


def test_the_same_key_with_another_sheet_is_refused_before_anything_is_recorded() -> None:
    coop = Coop()
    where = coop.session()
    first, second = booked(where), booked(where)
    hand_in(where.id, (first.id, 60), by=coop.worker, name="once", said="first")

    with pytest.raises(IdempotencyKeyReused):
        hand_in(where.id, (second.id, 60), by=coop.worker, name="once", said="second")
    assert read.booking(second.id, by=coop.manager, at=TEN).state is BookingState.BOOKED


def test_before_it_begins_nothing_is_recorded() -> None:
    coop = Coop()
    where = coop.session(TEN + timedelta(hours=2))

    [line] = hand_in(where.id, (booked(where).id, 60), by=coop.worker).value.lines

    assert [type(reason) for reason in line.reasons] == [NotYetDelivered]


def test_one_booking_has_one_line() -> None:
    coop = Coop()
    where = coop.session()
    booking = booked(where)

    with pytest.raises(BookingNamedTwice):
        hand_in(where.id, (booking.id, 60), (booking.id, 0), by=coop.worker)


def test_another_providers_session_and_a_colleagues_are_not_found() -> None:
    coop = Coop()
    where = coop.session()
    given_to(a.staff(Role.PROVIDER_WORKER, coop.provider.id), where)

    for by in (coop.worker, Coop().manager):
        with pytest.raises(NotFound):
            hand_in(where.id, (booked(where).id, 60), by=by)
