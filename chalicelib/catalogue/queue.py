"""What waiting lists do to a session: who waits is counted, and places that come back are kept for them first."""

from datetime import datetime

from chalicelib.runtime.dynamodb import Transaction

from . import session_table
from .model import Session


def join(writes: Transaction, session: Session, *, places: int, at: datetime) -> None:
    """Let one more wait for so many places together. Stale when there are so many free, or the session has changed."""
    session_table.join_line(writes, session, places=places, at=at)


def leave(writes: Transaction, session: Session) -> None:
    """Let one wait no more. Stale when the session has changed."""
    session_table.leave_line(writes, session)


def keep(writes: Transaction, session: Session, *, count: int, at: datetime) -> None:
    """Keep free places for the next of those who wait. Stale when the session has changed."""
    session_table.keep_places(writes, session, count=count, at=at)


def let_go(writes: Transaction, session: Session, *, count: int, stays: bool) -> None:
    """Give back places that were kept; who let them go `stays` in the line or leaves it. Stale when it has changed."""
    session_table.let_go(writes, session, count=count, stays=stays)


def open_to_all(writes: Transaction, session: Session) -> None:
    """Let anyone take what is free: nobody who waits wants it. Stale when the session has changed."""
    session_table.open_to_all(writes, session)
