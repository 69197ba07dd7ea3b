"""Entries, each session's line, and who waits for what. What decides who is next is the line's version."""

from collections.abc import Iterable
from datetime import datetime

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from chalicelib.kernel.paging import Page, Span
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import (
    CentsAttribute,
    InstantAttribute,
    Later,
    Reads,
    Record,
    Stale,
    StructAttribute,
    Transaction,
)

from .model import AlreadyWaiting, Entry, Line, Spot

ENTRY, LINE, DUE = "entry", "line", "due"


class ByDue(GlobalSecondaryIndex["EntryRecord"]):
    """Entries by when their offer ends, or bookings close. Only those that are not over are in it."""

    class Meta:
        """The index's name and content."""

        index_name = "by_due"
        projection = KeysOnlyProjection()

    due = UnicodeAttribute(hash_key=True)
    due_at = InstantAttribute(range_key=True)


class EntryRecord(Record):
    """One that waits, as it is now."""

    table = "waitlists_table"

    by_due = ByDue()
    terms: StructAttribute[Entry] = StructAttribute(Entry)
    state = UnicodeAttribute()
    due = UnicodeAttribute(null=True)
    due_at = InstantAttribute(null=True)
    offers = CentsAttribute()


class LineRecord(Record):
    """Who waits for a session, all of them: who is next is decided under its version."""

    table = "waitlists_table"

    spots: StructAttribute[dict[str, Spot]] = StructAttribute(dict[str, Spot])
    version = CentsAttribute()


class WaitsRecord(Record):
    """That a person waits, or has waited, for a session: once at a time."""

    table = "waitlists_table"

    entry_id = UnicodeAttribute()
    live = BooleanAttribute()


def add(writes: Transaction, entry: Entry) -> None:
    """Write a new entry. Raises AlreadyWaiting; Stale when a twin of the same request was first."""
    writes.create(_record(entry), Stale())
    for person_id in entry.person_ids:
        record = WaitsRecord(pk=f"person#{person_id}", sk=f"session#{entry.session_id}", entry_id=entry.id, live=True)
        nobody = WaitsRecord.pk.does_not_exist() | (WaitsRecord.live == False)  # noqa: E712 - a condition's expression
        writes.put_if(record, nobody, AlreadyWaiting(person_id=person_id, session_id=entry.session_id))


def move_on(writes: Transaction, before: Entry, after: Entry) -> None:
    """Write what an entry has become. Stale when it has changed since it was read."""
    same = (EntryRecord.state == before.state) & (EntryRecord.offers == before.offers)
    writes.put_if(_record(after), same, Stale())
    if not after.is_live:
        for person_id in after.person_ids:
            record = WaitsRecord(
                pk=f"person#{person_id}", sk=f"session#{after.session_id}", entry_id=after.id, live=False
            )
            writes.put_if(record, WaitsRecord.entry_id == after.id, Stale())


def write_line(writes: Transaction, session_id: str, before: Line, after: Line) -> None:
    """Write who waits from now on. Stale when the line has changed since it was read."""
    record = LineRecord(pk=f"line#{session_id}", sk=LINE, spots=dict(after.spots), version=before.version + 1)
    unchanged = LineRecord.version == before.version
    writes.put_if(record, unchanged if before.version else LineRecord.pk.does_not_exist(), Stale())


def entry(reads: Reads, entry_id: str) -> Later[Entry]:
    """Ask for an entry."""
    return reads.ask(EntryRecord, f"entry#{entry_id}", ENTRY, to_entry)


def line(reads: Reads, session_id: str) -> Later[Line]:
    """Ask for who waits for a session; none where nobody ever did."""
    return reads.ask(LineRecord, f"line#{session_id}", LINE, lambda record: Line(record.spots, record.version))


def waits(reads: Reads, person_id: str, session_id: str) -> Later[bool]:
    """Ask whether a person waits for a session now; none where they never did."""
    return reads.ask(WaitsRecord, f"person#{person_id}", f"session#{session_id}", lambda record: bool(record.live))


def entry_ids_of(person_id: str, span: Span) -> Page[str]:
    """What a person waits for, or has waited for."""
    return dynamodb.page(WaitsRecord, f"person#{person_id}", lambda record: record.entry_id, span)


def several(entry_ids: Iterable[str]) -> list[Entry]:
    """Some entries, those of them that there are."""
    with Reads() as reads:
        asked = [entry(reads, entry_id) for entry_id in entry_ids]
    return [found for later in asked if (found := later.found())]


def due_ids(before: datetime) -> list[str]:
    """The entries whose offer has ended, or whose session nobody can book any more."""
    when = ByDue.due_at < before
    return dynamodb.everything(EntryRecord.by_due, DUE, lambda record: record.pk.removeprefix("entry#"), where=when)


def to_entry(record: EntryRecord) -> Entry:
    """The model of an entry."""
    return record.terms


def _record(entry: Entry) -> EntryRecord:
    return EntryRecord(
        pk=f"entry#{entry.id}",
        sk=ENTRY,
        terms=entry,
        state=entry.state,
        due=DUE if entry.due_at else None,
        due_at=entry.due_at,
        offers=entry.offers,
    )
