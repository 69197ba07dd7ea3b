"""Who is affected when sessions change: those who are booked, by first name, and how to reach them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from chalicelib.bookings import read as bookings
from chalicelib.catalogue import browse
from chalicelib.catalogue.model import Session
from chalicelib.kernel.caller import Caller
from chalicelib.people import find as people
from chalicelib.people.model import Channel


@dataclass(frozen=True, slots=True)
class Affected:
    """Someone booked in a session that the schedule would have otherwise: no more than it takes to speak to them."""

    session_id: str
    booking_id: str
    person_given_name: str
    starts_at: datetime
    contact: Channel


def of(session_id: str, *, caller: Caller, at: datetime) -> list[Affected]:
    """Who is booked in one session of one's own. Raises NotFound for another provider's."""
    return by([browse.own_session(session_id, by=caller)], caller=caller, at=at)


def by(sessions: Iterable[Session], *, caller: Caller, at: datetime) -> list[Affected]:
    """Who is booked in these sessions of one's own, in order of time. Each look leaves a trace that they can read."""
    found = []
    for session in sorted(sessions, key=lambda one: one.starts_at):
        for booking in bookings.awaited(session.id):
            contact = people.channel(booking.person_id, purpose="a session is to change", by=caller, at=at)
            found.append(Affected(session.id, booking.id, booking.person_given_name, booking.starts_at, contact))
    return found
