"""Checking people in: by the code that they show, or by their line in the roster. It is presence, not hours."""

from datetime import datetime
from functools import partial

from chalicelib.access import read as access
from chalicelib.bookings import read as bookings
from chalicelib.bookings.model import Booking
from chalicelib.catalogue import browse
from chalicelib.catalogue.terms import Meeting
from chalicelib.kernel.caller import Caller, Role
from chalicelib.kernel.identifiers import Outcome
from chalicelib.kernel.refusals import NotFound, refuse_any
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import Reads

from . import code, model, read, table
from .model import CheckIn, CodeOfAnotherProvider, CodeOrBooking, Line, Way


def person(
    *, told: str | None, booking_id: str | None, meeting_at: datetime | None, by: Caller, at: datetime
) -> Outcome[Line]:
    """Say that who has a booking arrived: for the meeting that is open now, or for the one named.

    By a code anyone of its provider's staff, or of the Social Point where it is, can do it; by the list who sees it.
    Once for each meeting: who is checked in again gets the first answer. Raises CodeOrBooking, CheckInCodeInvalid,
    CodeOfAnotherProvider, NotFound, NotExpected, CheckInTooEarly, CheckInTooLate.
    """
    if (told is None) == (booking_id is None):
        raise CodeOrBooking
    if told is not None:
        booking, way = _of_code(told, by=by), Way.CODE
    else:
        booking, way = _of_list(booking_id or "", by=by, at=at), Way.LIST
    meeting, replayed = dynamodb.until_settled(partial(_checked_in, booking, way, meeting_at, by, at))
    return Outcome(read.line(booking, meeting, at=at), replayed)


def _of_code(told: str, *, by: Caller) -> Booking:
    booking_id, own = code.booking_id_of(told), access.organisation(by)
    with Reads() as reads:
        asked = bookings.ask(reads, booking_id)
    booking = asked.must(NotFound())
    here = browse.session(booking.session_id).desk_id if by.is_a(Role.DESK_OPERATOR) else booking.provider_id
    if here != own:
        raise CodeOfAnotherProvider
    return booking


def _of_list(booking_id: str, *, by: Caller, at: datetime) -> Booking:
    booking = bookings.booking(booking_id, by=by, at=at)
    if not bookings.may_see(browse.session(booking.session_id), by=by):
        raise NotFound
    return booking


def _checked_in(
    booking: Booking, way: Way, meeting_at: datetime | None, by: Caller, at: datetime
) -> tuple[Meeting, bool]:
    """The meeting that is checked in for, and whether it had been before."""
    times = tuple(time for time in booking.times if meeting_at in (None, time.starts_at))
    if not times:
        raise NotFound
    refuse_any(model.why_not_check_in(booking, times, at=at))
    *_, meeting = model.open_meetings(times, at=at)
    with Reads() as reads:
        earlier = table.check_in(reads, booking.id, meeting.starts_at)
    if earlier.found():
        return meeting, True
    table.add_check_in(CheckIn(booking.id, meeting.starts_at, at, by.account_id, way))
    return meeting, False
