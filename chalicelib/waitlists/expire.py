"""Offers end by themselves; what they kept goes to the next who waits."""

from datetime import datetime
from functools import partial

from chalicelib.runtime import dynamodb
from chalicelib.runtime.observability import event
from chalicelib.runtime.rounds import Round

from . import answer, offer, read, table


def offers(*, at: datetime) -> int:
    """End every offer that nobody answered in time, and every wait for what can no longer be booked; returns how many.

    Run twice, late or concurrently it comes to the same. One that cannot be ended is raised when all others are done.
    """
    ended = 0
    with Round() as due:
        for entry_id in table.due_ids(at):
            with due.one("offer_not_ended", entry_id=entry_id):
                ended += dynamodb.until_settled(partial(_ends, entry_id, at))
        event("offers_ended", count=ended)
    return ended


def _ends(entry_id: str, at: datetime) -> int:
    entry = read.known(entry_id)
    if entry.due_at is None or at <= entry.due_at:
        return 0  # answered meanwhile
    answer.expired(entry)
    offer.places(entry.session_id, at=at)
    return 1
