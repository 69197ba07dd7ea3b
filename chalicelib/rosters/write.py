"""Writing notes about bookings: for the family, or for the provider's own staff. They are added, never changed."""

from dataclasses import replace
from datetime import datetime

from chalicelib.bookings import read as bookings
from chalicelib.kernel.caller import Caller
from chalicelib.kernel.identifiers import IdempotencyKeyReused, Outcome, RequestKey
from chalicelib.runtime import dynamodb, secrets
from chalicelib.runtime.dynamodb import Transaction

from . import table
from .model import Note


def note(booking_id: str, *, text: str, for_family: bool, by: Caller, key: RequestKey, at: datetime) -> Outcome[Note]:
    """Write a note about a booking of one's own provider. Raises NotFound, TooManyNotes, IdempotencyKeyReused."""
    booking = bookings.booking(booking_id, by=by, at=at)
    # A plain digest of a short note could be found by trying.
    key = replace(key, fingerprint=secrets.keyed_digest("note", key.fingerprint))
    note = Note(key.id_for("note"), booking.id, for_family, text, by.account_id, at)
    return dynamodb.until_settled(lambda: _written(note, key))


def _written(note: Note, key: RequestKey) -> Outcome[Note]:
    if earlier := table.note_of(note.id):
        fingerprint, found = earlier
        key.match(fingerprint)
        if found.booking_id != note.booking_id:
            raise IdempotencyKeyReused
        return Outcome(found, replayed=True)
    with Transaction() as writes:
        table.add_note(writes, note, fingerprint=key.fingerprint)
    return Outcome(note)
