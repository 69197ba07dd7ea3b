"""What waiting lists do to a session: who waits is counted, and places that come back are kept for them first."""

from collections.abc import Sequence
from datetime import datetime

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.runtime.dynamodb import Stale, Transaction

from . import session_table
from .model import Session
from .session_table import SessionRecord


def join(writes: Transaction, session: Session, *, places: int, at: datetime) -> None:
    """Let one more wait for so many places, while there are not so many free. Stale when that has changed."""
    record = SessionRecord
    none_free: Condition = (record.places_max == session.places_max) & (
        record.places_taken > session.places_max - places
    )
    asked_first: Condition = record.list_first > 0
    _change(writes, session, [record.in_line.add(1)], session_table.bookable(session, at) & (none_free | asked_first))


def leave(writes: Transaction, session: Session) -> None:
    """Let one wait no more. Stale when the session has changed."""
    _change(writes, session, [SessionRecord.in_line.add(-1)], SessionRecord.in_line >= 1)


def keep(writes: Transaction, session: Session, *, count: int, at: datetime) -> None:
    """Keep free places for one who waits, who is then no longer in the line. Stale when the session has changed."""
    record = SessionRecord
    free = (record.places_max == session.places_max) & (record.places_taken <= session.places_max - count)
    actions = [record.places_taken.add(count), record.places_offered.add(count), record.in_line.add(-1)]
    same = (record.releases == session.releases) & (record.in_line >= 1)
    _change(writes, session, actions, session_table.bookable(session, at) & free & same)


def let_go(writes: Transaction, session: Session, *, count: int, stays: bool) -> None:
    """Give back places that were kept for one who waited, to the next of those who wait; the one may wait on.

    Stale when other places came back since the session was read: who lets these go is still asked for those.
    """
    record = SessionRecord
    again = int(stays)
    actions = [
        record.places_taken.add(-count),
        record.places_offered.add(-count),
        record.in_line.add(again),
        record.list_first.set(record.in_line + again),
    ]
    kept: Condition = record.places_offered >= count
    _change(writes, session, actions, kept & (record.releases == session.releases))


def open_to_all(writes: Transaction, session: Session) -> None:
    """Let anyone take the free places: nobody who waits wants them. Stale when that has changed."""
    record = SessionRecord
    same: Condition = (record.releases == session.releases) & (record.in_line == session.in_line)
    _change(writes, session, [record.list_first.set(0)], same & (record.places_taken == session.places_taken))


def _change(writes: Transaction, session: Session, actions: Sequence[Action], only_if: Condition) -> None:
    writes.change(session_table.record_of(session.id), actions, only_if, Stale())
