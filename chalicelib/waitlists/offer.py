"""Offering places that came back: to each in their turn, kept until the offer ends; then to anyone."""

from datetime import datetime

from chalicelib.catalogue import queue
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import Transaction
from chalicelib.runtime.observability import event

from . import read, table
from .model import LINE_MAX, can_be_offered


def places(session_id: str, *, at: datetime) -> int:
    """Offer what has come back of a session's places; returns to how many groups. Run twice or at once, it is the same.

    Nobody is skipped or asked twice: who is next is decided under the version of the line, and the places are kept in
    the same transaction. When nobody who waits wants what is free, anyone can take it.
    """
    for offered in range(LINE_MAX + 1):
        if not dynamodb.until_settled(lambda: _next(session_id, at)):
            return offered
    return LINE_MAX


def _next(session_id: str, at: datetime) -> bool:
    session, waiting = read.both(session_id)
    if not session.list_first:
        return False
    entry_id = waiting.next_for(session) if can_be_offered(session, at=at) else None
    if entry_id is None:
        with Transaction() as writes:
            queue.open_to_all(writes, session)
        return False
    entry = read.known(entry_id)
    with Transaction() as writes:
        table.write_line(writes, session_id, waiting, waiting.without(entry_id))
        table.move_on(writes, entry, entry.offered(session, at=at))
        queue.keep(writes, session, count=len(entry.person_ids), at=at)
    event("place_offered", session_id=session_id, entry_id=entry_id, places=len(entry.person_ids))
    return True
