"""Sealing: each day's entries are fixed by a hash that takes in the day before, where nobody can change it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import msgspec

from chalicelib.kernel.clock import local_day
from chalicelib.runtime import dynamodb, vault
from chalicelib.runtime.dynamodb import Transaction
from chalicelib.runtime.observability import count, event

from . import merkle, seal_table
from .merkle import GENESIS, Leaf, Seal

# A movement is stamped when its request arrives. A request lives 29 seconds and a job fifteen minutes, and what a queue
# brings again is stamped anew: three hours after midnight no entry of the day before is still on its way, and the
# index by day, which lags by seconds, has them all.
SETTLED_HOURS = 3


@dataclass(frozen=True, slots=True)
class Document:
    """What is kept under lock: a seal, and the entries that it stands for, in their order."""

    seal: Seal
    hash: str
    entries: Sequence[Leaf]


def days(*, at: datetime) -> int:
    """Seal every day that has ended and has no seal yet, in order; returns how many days those were.

    A day without entries is sealed too: the chain has no holes. Run twice, late or concurrently, the seals are the
    same. The chain begins with the day of the first entry there is.
    """
    until = ended_on(at)
    newest = seal_table.newest()
    on = newest.seal.day + timedelta(days=1) if newest else seal_table.first_day()
    previous = newest.hash if newest else GENESIS
    sealed = 0
    while on is not None and on <= until:
        previous = _sealed(on, previous, at)
        on += timedelta(days=1)
        sealed += 1
    count("DaysSealed", sealed)
    return sealed


def ended_on(at: datetime) -> date:
    """The last day that has ended and whose entries are all there."""
    return local_day(at - timedelta(hours=SETTLED_HOURS)) - timedelta(days=1)


def document_name(on: date) -> str:
    """Where the sealed entries of a day are kept."""
    return f"seals/{on.isoformat()}.json"


def _sealed(on: date, previous: str, at: datetime) -> str:
    """Seal one day, unless a concurrent run was first; returns the hash that the next day takes in."""
    leaves = seal_table.leaves(on)
    made = merkle.seal(on, leaves, previous)
    # The document first: a seal without its document would name nothing. A run that ends in between is made up for by
    # the next one, which makes the same document.
    vault.keep(document_name(on), msgspec.json.encode(Document(made, made.hash, leaves)))

    def write() -> str:
        if earlier := seal_table.between(on, on):
            return earlier[0].hash
        with Transaction() as writes:
            seal_table.add(writes, made, at)
        event("day_sealed", day=on.isoformat(), entries=made.entries, root=made.root, hash=made.hash)
        return made.hash

    return dynamodb.until_settled(write)
