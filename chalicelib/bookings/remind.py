"""Reminders, the day before."""

from datetime import datetime, timedelta

from chalicelib.catalogue import browse
from chalicelib.kernel.clock import local_day
from chalicelib.notices.model import Letter
from chalicelib.runtime.observability import event

from . import announce, table
from .model import BookingState


def bookings(*, at: datetime) -> int:
    """Leave a reminder for every booking of tomorrow; returns how many. Run again, nobody gets a second one."""
    tomorrow = local_day(at) + timedelta(days=1)
    reminded = 0
    for session in browse.on(tomorrow):
        if not session.places_taken:
            continue
        for booking in table.of_session(session.id):
            if booking.state is BookingState.BOOKED:
                announce.letter(Letter.REMINDER, booking)
                reminded += 1
    event("bookings_reminded", day=tomorrow.isoformat(), count=reminded)
    return reminded
