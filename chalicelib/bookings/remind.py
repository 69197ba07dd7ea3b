"""Reminders, when their person chose."""

from datetime import datetime
from functools import partial

from chalicelib.notices.model import Letter
from chalicelib.people import remind
from chalicelib.runtime import dynamodb
from chalicelib.runtime.observability import event
from chalicelib.runtime.rounds import Round

from . import announce, table
from .model import BookingState


def bookings(*, at: datetime) -> int:
    """Leave every reminder that is due, each once; returns how many. A late run catches up.

    Nobody is reminded in their quiet hours, of what was cancelled, or after it began. One who cannot be dealt with is
    raised when all the others are done.
    """
    reminded = 0
    with Round() as due:
        for person_id in remind.due(at):
            with due.one("person_not_reminded", person_id=person_id):
                reminded += dynamodb.until_settled(partial(_person, person_id, at))
        event("bookings_reminded", count=reminded)
    return reminded


def _person(person_id: str, at: datetime) -> int:
    """Leave what is due to a person, then move on: after a crash in between it is left again, and still sent once."""
    chosen = remind.of(person_id)
    if chosen.due_at is None or chosen.due_at > at:
        return 0
    if chosen.quiet.holds(at):
        remind.write(chosen, chosen.waiting(chosen.quiet.ends_at(at)))
        return 0
    coming = [booking for booking in table.coming(person_id, since=at) if booking.state is BookingState.BOOKED]
    reminded = 0
    for booking in coming:
        lead = chosen.due(booking.starts_at, since=booking.placed_at, at=at)
        if lead is not None:
            announce.letter(Letter.REMINDER, booking, chosen, at=at, name=f"{lead.amount}-{lead.unit}")
            reminded += 1
    ahead = [next_at for booking in coming if (next_at := chosen.next_at(booking.starts_at, after=at))]
    remind.write(chosen, chosen.done(min(ahead, default=None), at=at))
    return reminded
