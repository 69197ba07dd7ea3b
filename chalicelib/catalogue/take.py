"""Taking places in a session, and giving them back."""

from datetime import datetime

from chalicelib.runtime.dynamodb import Transaction

from . import session_table
from .model import Session


def places(writes: Transaction, session: Session, *, count: int, at: datetime, offered: bool = False) -> None:
    """Take places of a session that is still as it was read; those that were offered to who waited, if `offered`.

    Raises SessionFull, TooFewPlaces, WaitingListFirst, OfferOver, TooLateToBook, SessionCancelled; Stale when changed.
    """
    if offered:
        session_table.take_offered(writes, session, count=count, at=at)
    else:
        session_table.take_places(writes, session, count=count, at=at)


def none(writes: Transaction, session: Session, *, at: datetime) -> None:
    """Take and give back as many: only let the rest happen if the session is still as it was read."""
    session_table.check_same(writes, session, at=at)


def back(writes: Transaction, session_id: str, *, count: int = 1) -> None:
    """Give places back: to those who wait, if anyone does, before anyone else."""
    session_table.return_places(writes, session_id, count=count)
