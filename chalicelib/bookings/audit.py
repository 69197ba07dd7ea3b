"""What the controls and the figures read of the bookings, whoever made them."""

from collections.abc import Iterable, Iterator
from datetime import date

from chalicelib.catalogue import browse

from . import table
from .model import Booking


def everything(segment: int = 0, segments: int = 1) -> Iterator[Booking]:
    """Every booking in one of the table's segments, in no order. It reads the whole segment."""
    return table.everything(segment, segments)


def several(booking_ids: Iterable[str]) -> Iterator[Booking]:
    """Some bookings as they are now, those of them that there are."""
    return table.several(sorted(booking_ids))


def delivered_on(on: date) -> list[Booking]:
    """The bookings of every session that begins on an Italian day, closed ones too."""
    return [booking for session in browse.on(on) for booking in of_session(session.id)]


def of_session(session_id: str) -> list[Booking]:
    """Every booking of a session, closed ones too."""
    return table.of_session(session_id)
