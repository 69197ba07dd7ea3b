"""Taking a place in a session, and giving it back."""

from datetime import datetime

from chalicelib.runtime.dynamodb import Transaction

from . import session_table


def place(
    writes: Transaction, session_id: str, *, price_cents: int, starts_at: datetime, ends_at: datetime, at: datetime
) -> None:
    """Take one place of a session that is still as it was quoted. Raises SessionFull, TooLateToBook, QuoteOutdated."""
    session_table.take_place(writes, session_id, price_cents=price_cents, starts_at=starts_at, ends_at=ends_at, at=at)


def back(writes: Transaction, session_id: str) -> None:
    """Give one place back."""
    session_table.return_place(writes, session_id)
