"""Check-ins, notes and the attendance sheets that were handed in. What was written once stays as it is."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute

from chalicelib.kernel.clock import stamp
from chalicelib.kernel.paging import Page, Span
from chalicelib.runtime import dynamodb, encryption
from chalicelib.runtime.dynamodb import CentsAttribute, InstantAttribute, Later, Reads, Record, Stale, Transaction

from .model import NOTES_MAX, CheckIn, Note, TooManyNotes, Way

SHEET, REQUEST, COUNT = "sheet", "request", "count"


class CheckInRecord(Record):
    """That a person arrived for a meeting."""

    table = "rosters_table"

    at = InstantAttribute()
    by = UnicodeAttribute()
    way = UnicodeAttribute()


class SheetRecord(Record):
    """That an attendance sheet was handed in under a key, and what it said as a digest."""

    table = "rosters_table"

    fingerprint = UnicodeAttribute()


class NoteRecord(Record):
    """A note about a booking, its text sealed under the note's own id."""

    table = "rosters_table"

    sealed_text = UnicodeAttribute()
    for_family = BooleanAttribute()
    by = UnicodeAttribute()
    at = InstantAttribute()


class NoteRequestRecord(Record):
    """Which note a request has written, and what it said as a digest."""

    table = "rosters_table"

    booking_id = UnicodeAttribute()
    fingerprint = UnicodeAttribute()
    at = InstantAttribute()


class NoteCountRecord(Record):
    """How many notes there are about a booking."""

    table = "rosters_table"

    notes = CentsAttribute()


def add_check_in(check_in: CheckIn) -> None:
    """Keep that someone arrived. Stale when it was said before."""
    with Transaction() as writes:
        record = CheckInRecord(
            pk=f"check_ins#{check_in.booking_id}",
            sk=stamp(check_in.meeting_at),
            at=check_in.at,
            by=check_in.by,
            way=check_in.way,
        )
        writes.create(record, Stale())


def check_in(reads: Reads, booking_id: str, meeting_at: datetime) -> Later[CheckIn]:
    """Ask whether someone arrived for a meeting of a booking."""

    def into(record: CheckInRecord) -> CheckIn:
        return CheckIn(booking_id, meeting_at, record.at, record.by, Way(record.way))

    return reads.ask(CheckInRecord, f"check_ins#{booking_id}", stamp(meeting_at), into)


def check_ins(asked: Iterable[tuple[str, datetime]]) -> Iterator[CheckIn]:
    """Those of these bookings' meetings that someone arrived for."""
    with Reads() as reads:
        later = [check_in(reads, booking_id, meeting_at) for booking_id, meeting_at in asked]
    return (found for one in later if (found := one.found()))


def add_sheet(sheet_id: str, fingerprint: str) -> None:
    """Keep that a sheet was handed in. Stale when a twin was first."""
    with Transaction() as writes:
        writes.create(SheetRecord(pk=f"sheet#{sheet_id}", sk=SHEET, fingerprint=fingerprint), Stale())


def sheet_fingerprint(sheet_id: str) -> str | None:
    """What a sheet said that was handed in before; None where none was."""
    found = dynamodb.find(SheetRecord, f"sheet#{sheet_id}", SHEET)
    return found.fingerprint if found else None


def add_note(writes: Transaction, note: Note, *, fingerprint: str) -> None:
    """Write a note. Raises TooManyNotes; Stale when a twin of the same request was first."""
    request = NoteRequestRecord(
        pk=f"note#{note.id}", sk=REQUEST, booking_id=note.booking_id, fingerprint=fingerprint, at=note.at
    )
    record = NoteRecord(
        pk=f"notes#{note.booking_id}",
        sk=_place(note.at, note.id),
        sealed_text=encryption.seal(note.text, record_id=_sealed_for(note.id)),
        for_family=note.for_family,
        by=note.by,
        at=note.at,
    )
    writes.create(request, Stale())
    writes.create(record, Stale())
    writes.change(
        NoteCountRecord(pk=f"note_count#{note.booking_id}", sk=COUNT),
        [NoteCountRecord.notes.add(1)],
        NoteCountRecord.pk.does_not_exist() | (NoteCountRecord.notes < NOTES_MAX),
        TooManyNotes(booking_id=note.booking_id, notes_max=NOTES_MAX),
    )


def note_of(note_id: str) -> tuple[str, Note] | None:
    """The note that a request has written, and what the request said; None where it has written none."""
    request = dynamodb.find(NoteRequestRecord, f"note#{note_id}", REQUEST)
    if request is None:
        return None
    record = dynamodb.find(NoteRecord, f"notes#{request.booking_id}", _place(request.at, note_id))
    return (request.fingerprint, to_note(record)) if record else None


def notes(booking_id: str, span: Span, *, wanted: Callable[[NoteRecord], bool]) -> Page[Note]:
    """The wanted ones of a page of notes about a booking, oldest first. Only they are opened."""
    page = dynamodb.page(NoteRecord, f"notes#{booking_id}", lambda record: record, span, consistent=True)
    return Page([to_note(record) for record in page.items if wanted(record)], page.rest)


def to_note(record: NoteRecord) -> Note:
    """A note, opened."""
    note_id = record.sk.partition("#")[2]
    return Note(
        id=note_id,
        booking_id=record.pk.removeprefix("notes#"),
        for_family=record.for_family,
        text=encryption.unseal(record.sealed_text, record_id=_sealed_for(note_id)),
        by=record.by,
        at=record.at,
    )


def _place(at: datetime, note_id: str) -> str:
    return f"{stamp(at)}#{note_id}"


def _sealed_for(note_id: str) -> str:
    # The function that answers requests may open only what is sealed under this prefix: no codice fiscale.
    return f"note#{note_id}"
