"""Amending sessions: who is booked never finds another time, place or price than the one they agreed to."""

from chalicelib.runtime.dynamodb import Transaction

from . import session_table
from .model import Session


def session(writes: Transaction, before: Session, after: Session) -> None:
    """Change a free session to what it will be, or bring it back. Raises SessionTaken, SessionChanged."""
    session_table.change_free(writes, before, after)


def places(writes: Transaction, session: Session, places_max: int, *, by_hand: bool) -> None:
    """Give a session, booked or not, another number of places. Raises TooFewForTaken, SessionChanged."""
    session_table.change_places(writes, session, places_max, by_hand=by_hand)


def cancelled(writes: Transaction, session: Session) -> None:
    """Let a session not take place, whoever is booked: their bookings are still to be cancelled."""
    session_table.cancel_session(writes, session)
