"""The chain of seals, and the entries of a day as a seal sees them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from pynamodb.attributes import UnicodeAttribute

from chalicelib.kernel.clock import instant, local_day
from chalicelib.kernel.paging import Page, Span
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import CentsAttribute, DayAttribute, InstantAttribute, Record, Stale, Transaction

from .merkle import Leaf, Seal, digest
from .table import ENTRIES, EntryRecord, day_shards

SEALS = "seals"


class SealRecord(Record):
    """What a day was sealed with. Put once; all seals are in one item collection, in the order of their days."""

    table = "ledger_table"

    day = DayAttribute()
    entries = CentsAttribute()
    root = UnicodeAttribute()
    previous = UnicodeAttribute()
    hash = UnicodeAttribute()
    sealed_at = InstantAttribute()


def add(writes: Transaction, seal: Seal, at: datetime) -> None:
    """Write a day's seal, once. Stale when a twin of the job was first."""
    record = SealRecord(
        pk=SEALS,
        sk=seal.day.isoformat(),
        day=seal.day,
        entries=seal.entries,
        root=seal.root,
        previous=seal.previous,
        hash=seal.hash,
        sealed_at=at,
    )
    writes.create(record, Stale())


@dataclass(frozen=True, slots=True)
class KeptSeal:
    """A seal as the table keeps it: its hash stands beside what it is made from."""

    seal: Seal
    hash: str
    sealed_at: datetime


def newest() -> KeptSeal | None:
    """The last link of the chain."""
    return next(iter(seals(Span(1)).items), None)


def oldest_day() -> date | None:
    """The first link of the chain."""
    return next(iter(dynamodb.page(SealRecord, SEALS, lambda found: found.day, Span(1), consistent=True).items), None)


def seals(span: Span) -> Page[KeptSeal]:
    """The seals, the newest first."""
    return dynamodb.page(SealRecord, SEALS, _to_kept, span, newest_first=True, consistent=True)


def between(from_on: date, to_on: date) -> list[KeptSeal]:
    """The seals of some days, in their order; none when they end before they begin."""
    if to_on < from_on:
        return []
    when = SealRecord.sk.between(from_on.isoformat(), to_on.isoformat())
    return [_to_kept(record) for record in SealRecord.query(SEALS, when, consistent_read=True)]


def first_day() -> date | None:
    """The day of the earliest entry there is. It reads the whole table: only the first seal of all needs it."""
    items = dynamodb.every_item(EntryRecord)
    stamps = (item["sk"]["S"].partition("#")[0] for item in items if item["pk"]["S"].startswith(ENTRIES))
    earliest = min(stamps, default=None)
    return local_day(instant(earliest)) if earliest else None


def leaves(on: date, also: Iterable[tuple[str, str]] = ()) -> list[Leaf]:
    """The entries that the index has on a day, and those that are named besides, in the order in which they are sealed.

    The index only names them, and may lag by seconds; what they say is read consistently from the table itself.
    """
    names = {(f"{ENTRIES}{account_id}", position) for account_id, position in also}
    for shard in day_shards(on):
        names |= {(found.pk, found.sk) for found in EntryRecord.by_day.query(shard)}
    return sorted(
        Leaf(item["sk"]["S"], item["pk"]["S"].removeprefix(ENTRIES), digest(item))
        for item in dynamodb.raw_items(EntryRecord, sorted(names))
    )


def _to_kept(record: SealRecord) -> KeptSeal:
    seal = Seal(record.day, record.entries, record.root, record.previous)
    return KeptSeal(seal, record.hash, record.sealed_at)
