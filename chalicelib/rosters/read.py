"""Rosters and notes, for the provider whose they are; the family's notes for the family."""

from collections.abc import Sequence
from datetime import date, datetime

from chalicelib.access import read as access
from chalicelib.bookings import read as bookings
from chalicelib.bookings.model import Booking
from chalicelib.catalogue import browse
from chalicelib.catalogue.model import Session
from chalicelib.catalogue.terms import Meeting
from chalicelib.kernel.caller import Caller, Role
from chalicelib.kernel.clock import end_of_day, stamp, start_of_day
from chalicelib.kernel.days import check_period
from chalicelib.kernel.paging import Page, Span

from . import table
from .model import ROSTER_DAYS_MAX, CheckIn, Line, Note, Roster, check_in_from_at

Slot = tuple[Meeting, Session]


def rosters(from_on: date, to_on: date, span: Span, *, by: Caller, at: datetime) -> Page[Roster]:
    """Who comes to the meetings of one's own provider on some days, both included, in order of time.

    A worker sees the sessions that are theirs or nobody's in particular. Raises PeriodInvalid.
    """
    slots = _slots(from_on, to_on, by=by)
    start = dict(span.after or {"after": ""})["after"]
    ahead = [slot for slot in slots if _position(slot) > start]
    shown = ahead[: span.limit]
    rest = {"after": _position(shown[-1])} if len(ahead) > span.limit else None
    return Page(_filled(shown, at=at), rest)


def every(from_on: date, to_on: date, *, by: Caller, at: datetime) -> list[Roster]:
    """All of them, as `rosters` does page by page."""
    return _filled(_slots(from_on, to_on, by=by), at=at)


def line(booking: Booking, meeting: Meeting, *, at: datetime) -> Line:
    """One booking in the roster of one of its meetings."""
    return Line(booking, browse.session(booking.session_id), meeting, check_ins([booking], at=at).get(booking.id, {}))


def check_ins(found: Sequence[Booking], *, at: datetime) -> dict[str, dict[datetime, CheckIn]]:
    """Who arrived for which meetings, by booking: of those that check-in has ever been open for."""
    asked = [
        (booking.id, time.starts_at) for booking in found for time in booking.times if check_in_from_at(time) <= at
    ]
    arrived: dict[str, dict[datetime, CheckIn]] = {}
    for one in table.check_ins(asked):
        arrived.setdefault(one.booking_id, {})[one.meeting_at] = one
    return arrived


def notes(booking_id: str, span: Span, *, by: Caller, at: datetime) -> Page[Note]:
    """What was written about a booking, oldest first: all of it for the provider, for others what is for the family.

    A page may show less than its limit. Raises NotFound as `bookings.read.booking` does.
    """
    found = bookings.booking(booking_id, by=by, at=at)
    own = by.is_a(Role.PROVIDER_MANAGER) or by.is_a(Role.PROVIDER_WORKER)
    return table.notes(found.id, span, wanted=lambda record: own or record.for_family)


def _slots(from_on: date, to_on: date, *, by: Caller) -> list[Slot]:
    """The meetings of some days, in order of time."""
    check_period(from_on, to_on, days_max=ROSTER_DAYS_MAX)
    from_at, to_at = start_of_day(from_on), end_of_day(to_on)
    sessions = browse.delivered_by(access.organisation(by), from_at=from_at, to_at=to_at)
    slots = [
        (time, session)
        for session in sessions
        for time in session.times
        if from_at <= time.starts_at < to_at and bookings.may_see(session, by=by)
    ]
    return sorted(slots, key=_position)


def _filled(slots: Sequence[Slot], *, at: datetime) -> list[Roster]:
    # Nobody is looked for where no place was ever taken.
    taken = {session.id for _, session in slots if session.places_taken}
    expected = bookings.expected(taken)
    arrived = check_ins([booking for found in expected.values() for booking in found], at=at)
    return [
        Roster(
            session,
            time,
            [Line(booking, session, time, arrived.get(booking.id, {})) for booking in expected.get(session.id, [])],
        )
        for time, session in slots
    ]


def _position(slot: Slot) -> str:
    time, session = slot
    return f"{stamp(time.starts_at)}#{session.id}"
