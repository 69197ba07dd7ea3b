"""Bookings, for who made them, who delivers them and who pays for them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from chalicelib.access import read as access
from chalicelib.access.model import Account
from chalicelib.catalogue import browse
from chalicelib.catalogue.model import Session
from chalicelib.kernel.caller import Caller, Role
from chalicelib.kernel.paging import Page, Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.people import find as people
from chalicelib.programmes import read as programmes
from chalicelib.runtime.dynamodb import Later, Reads, Transaction

from . import step_table, table
from .model import Booking, BookingState
from .steps import Party, Step


def ask(reads: Reads, booking_id: str) -> Later[Booking]:
    """Ask for a booking together with other things."""
    return table.booking(reads, booking_id)


def unchanged(writes: Transaction, booking: Booking) -> None:
    """Let a transaction go through only if no step was taken since the booking was read. Stale otherwise."""
    table.unchanged(writes, booking)


def changed(image: Mapping[str, Any]) -> Booking | None:
    """The booking that a change in the table's stream is about; None where it is about something else."""
    return table.to_booking(table.BookingRecord.from_raw_data(dict(image))) if table.is_booking(image) else None


def several(booking_ids: Iterable[str]) -> Iterator[Booking]:
    """Some bookings, those of them that there are, in no order."""
    return table.several(booking_ids)


def booking(booking_id: str, *, by: Caller, at: datetime) -> Booking:
    """A booking, for its person or their delegate, its provider, who funds it, or an operator.

    Raises NotFound for anyone else.
    """
    with Reads() as reads:
        asked, account = table.booking(reads, booking_id), access.account(reads, by.account_id)
    return _theirs(asked.must(NotFound()), account, by=by, at=at)


def with_step(booking_id: str, step_id: str, *, by: Caller, at: datetime) -> tuple[Booking, Step | None]:
    """A booking, and the step that a request has taken with it, or with another. Raises NotFound as `booking` does."""
    with Reads() as reads:
        asked, account = table.booking(reads, booking_id), access.account(reads, by.account_id)
        step = step_table.step(reads, step_id)
    return _theirs(asked.must(NotFound()), account, by=by, at=at), step.found()


def steps(booking_id: str, span: Span, *, by: Caller, at: datetime) -> Page[Step]:
    """What happened to a booking after it was placed, oldest first. Raises NotFound as `booking` does."""
    return step_table.of_booking(booking(booking_id, by=by, at=at).id, span)


def contested(programme_id: str, span: Span, *, by: Caller) -> Page[Booking]:
    """The contested bookings that a programme of one's own funder pays for. Raises NotFound for another funder's."""
    programmes.budget(programme_id, funder_id=access.organisation(by))
    page = table.contested_ids(programme_id, span)
    with Reads() as reads:
        asked = [table.booking(reads, booking_id) for booking_id in page.items]
    found = [booking for one in asked if (booking := one.found()) and booking.state is BookingState.CONTESTED]
    return Page(found, page.rest)


def requested(span: Span, *, by: Caller) -> Page[Booking]:
    """The requests that one's own provider has yet to answer, the most urgent first."""
    page = table.requested_ids(access.organisation(by), span)
    found = [booking for booking in table.several(page.items) if booking.state is BookingState.REQUESTED]
    return Page(sorted(found, key=lambda booking: (booking.respond_until_at, booking.id)), page.rest)


def of_person(person_id: str, span: Span, *, by: Caller, at: datetime, since: datetime | None = None) -> Page[Booking]:
    """The bookings of oneself, of a person one acts for, or of who is at one's desk. Raises NotFound."""
    people.must_see(person_id, what="bookings", by=by, at=at)
    return table.of_person(person_id, span, since=since)


def calendar(person_id: str, *, since: datetime) -> list[Booking]:
    """Every booking of a person that begins from an instant on, for a reader whose right was looked at before."""
    return table.coming(person_id, since=since)


def roster(session_id: str, *, by: Caller) -> list[Booking]:
    """Who comes to a session of one's own: first names only.

    Raises NotFound for another provider's, and for a worker where it is another worker's.
    """
    if not may_see(browse.own_session(session_id, by=by), by=by):
        raise NotFound
    return _expected(session_id)


def charged(session_id: str, *, by: Caller) -> list[Booking]:
    """What absences and late cancellations have charged in a session of one's own. Raises NotFound for another's."""
    browse.own_session(session_id, by=by)
    return _by_name(booking for booking in table.of_session(session_id) if booking.is_charged)


def may_see(session: Session, *, by: Caller) -> bool:
    """Whether someone of a session's provider, or of the Social Point where it is, sees who comes."""
    if by.is_a(Role.DESK_OPERATOR):
        return session.desk_id is not None and session.desk_id == access.organisation(by)
    return by.is_a(Role.PROVIDER_MANAGER) or session.is_shown_to(by.account_id)


def must_receive(booking_id: str, *, by: Caller) -> None:
    """Raise NotFound for an operator of another Social Point than the one where a booking's session is."""
    if not by.is_a(Role.DESK_OPERATOR):
        return
    with Reads() as reads:
        asked = table.booking(reads, booking_id)
    if not may_see(browse.session(asked.must(NotFound()).session_id), by=by):
        raise NotFound


def expected(session_ids: Iterable[str]) -> dict[str, list[Booking]]:
    """Who comes to some sessions, by session, for who has looked whose they are."""
    return {session_id: _expected(session_id) for session_id in session_ids}


def _expected(session_id: str) -> list[Booking]:
    return _by_name(booking for booking in table.of_session(session_id) if booking.is_expected)


def _by_name(bookings: Iterable[Booking]) -> list[Booking]:
    return sorted(bookings, key=lambda booking: (booking.person_given_name, booking.id))


def awaited(session_id: str) -> list[Booking]:
    """Who is booked in a session, or has requested a place; the index may be a moment behind."""
    return [booking for booking in table.of_session(session_id) if booking.is_awaited]


def ended_by_provider(booking_id: str) -> Booking | None:
    """A booking that its provider cancelled, declined or did not answer; None for any other."""
    booking = next(table.several([booking_id]), None)
    if booking is None or booking.state in (BookingState.DECLINED, BookingState.UNANSWERED):
        return booking
    if booking.state is not BookingState.CANCELLED:
        return None
    taken = step_table.of_booking(booking.id, Span()).items
    return booking if taken and taken[-1].party is Party.PROVIDER else None


def _theirs(booking: Booking, account: Later[Account], *, by: Caller, at: datetime) -> Booking:
    if by.is_a(Role.CITIZEN):
        people.own(booking.person_id, by=by, at=at)
    elif by.is_a(Role.DESK_OPERATOR):
        people.leave_trace(booking.person_id, what="booking", purpose="on behalf, at the desk", by=by, at=at)
    elif by.is_a(Role.PROGRAMME_OFFICER):
        _must_fund(booking, access.organisation_of(account))
    elif access.organisation_of(account) != booking.provider_id:
        raise NotFound
    return booking


def _must_fund(booking: Booking, funder_id: str) -> None:
    if not booking.payments:
        raise NotFound
    for paid in booking.payments:
        programmes.budget(paid.programme_id, funder_id=funder_id)
