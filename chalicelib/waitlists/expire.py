"""Offers end by themselves; what they kept goes to the next who waits."""

from datetime import datetime
from functools import partial

from chalicelib.kernel.refusals import NotFound, Refusal
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import Reads
from chalicelib.runtime.observability import event

from . import answer, offer, table


def offers(*, at: datetime) -> int:
    """End every offer that nobody answered in time, and every wait for what can no longer be booked; returns how many.

    Run twice, late or concurrently it comes to the same. One that cannot be ended is raised when all others are done.
    """
    ended, failure = 0, None
    for entry_id in table.due_ids(at):
        try:
            ended += dynamodb.until_settled(partial(_ends, entry_id, at))
        except Refusal as refused:  # the others are due all the same
            failure = refused
            event("offer_not_ended", entry_id=entry_id, code=refused.code)
    event("offers_ended", count=ended)
    if failure:
        raise failure
    return ended


def _ends(entry_id: str, at: datetime) -> int:
    with Reads() as reads:
        asked = table.entry(reads, entry_id)
    entry = asked.must(NotFound())
    if entry.due_at is None or at <= entry.due_at:
        return 0  # answered meanwhile
    answer.expired(entry)
    offer.places(entry.session_id, at=at)
    return 1
