"""Bookings, for who made them and for who delivers them."""

from datetime import datetime

from chalicelib.access import read as access
from chalicelib.catalogue import browse
from chalicelib.kernel.caller import Caller, Role
from chalicelib.kernel.paging import Page, Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.people import find as people
from chalicelib.runtime.dynamodb import Later, Reads

from . import table
from .model import Booking, BookingState


def asked(reads: Reads, booking_id: str) -> Later[Booking]:
    """Ask for a booking together with other things."""
    return table.booking(reads, booking_id)


def booking(booking_id: str, *, by: Caller, at: datetime) -> Booking:
    """A booking, for its person or their delegate, its provider, or an operator. Raises NotFound for anyone else."""
    with Reads() as reads:
        later = table.booking(reads, booking_id)
        account = access.account(reads, by.account_id)
    booking = later.must(NotFound())
    if by.is_a(Role.CITIZEN):
        people.own(booking.person_id, by=by, at=at)
    elif by.is_a(Role.DESK_OPERATOR):
        people.leave_trace(booking.person_id, what="booking", purpose="on behalf, at the desk", by=by, at=at)
    elif access.organisation_of(account) != booking.provider_id:
        raise NotFound
    return booking


def of_person(person_id: str, span: Span, *, by: Caller, at: datetime, since: datetime | None = None) -> Page[Booking]:
    """The bookings of oneself, of a person one acts for, or of who is at one's desk. Raises NotFound."""
    people.must_see(person_id, what="bookings", by=by, at=at)
    return table.of_person(person_id, span, since=since)


def roster(session_id: str, *, by: Caller) -> list[Booking]:
    """Who comes to a session of one's own: first names only. Raises NotFound for another provider's."""
    if browse.session(session_id).provider_id != access.organisation(by):
        raise NotFound
    return [booking for booking in table.of_session(session_id) if booking.state is not BookingState.CANCELLED]
