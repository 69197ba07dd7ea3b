"""A Social Point's appointments of a day, for the operators who receive who comes."""

from datetime import date, datetime

from chalicelib.access import read as access
from chalicelib.bookings import read as bookings
from chalicelib.catalogue import browse
from chalicelib.kernel.caller import Caller
from chalicelib.people import find as people

from . import read
from .model import Line, Queued


def of_day(on: date, *, by: Caller, at: datetime) -> list[Queued]:
    """Who has an appointment at one's own Social Point on a day, in order of time, whoever has come or not.

    The initial of the family name is more than an operator knows without looking: it leaves a trace, once a day.
    """
    sessions = {session.id: session for session in browse.at_desk(access.organisation(by), on) if session.places_taken}
    found = [booking for expected in bookings.expected(sessions).values() for booking in expected]
    shown = people.seen(
        {booking.person_id for booking in found}, what="name", purpose="appointments of the day", by=by, at=at
    )
    arrived = read.check_ins(found, at=at)
    queue = [
        Queued(
            Line(booking, sessions[booking.session_id], booking.times[0], arrived.get(booking.id, {})),
            shown[booking.person_id].family_name[:1],
        )
        for booking in found
    ]
    return sorted(queue, key=lambda one: (one.starts_at, one.person_given_name, one.booking_id))
