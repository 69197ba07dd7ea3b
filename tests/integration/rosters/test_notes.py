"""Notes: some for the family, some for the staff alone; sealed, added and never changed."""

import logging
from datetime import date

import pytest

from chalicelib.bookings.model import Booking
from chalicelib.kernel.caller import Caller, Role
from chalicelib.kernel.identifiers import IdempotencyKeyReused, Outcome
from chalicelib.kernel.paging import Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.rosters import read, write
from chalicelib.rosters.model import NOTE_LENGTH_MAX, NOTES_MAX, Note, TooManyNotes
from chalicelib.rosters.table import NoteCountRecord
from chalicelib.runtime import encryption
from chalicelib.runtime.aws import client
from tests import builders as a
from tests.integration.bookings.deliveries import meanwhile
from tests.integration.rosters.days import MINUTE, TEN, Coop, booked

pytestmark = pytest.mark.usefixtures("aws")


def written(
    of: Booking, text: str, *, by: Caller, for_family: bool = False, name: str = "", minute: int = 0
) -> Outcome[Note]:
    key = a.key(by, name, f"{of.id} {text}")
    return write.note(of.id, text=text, for_family=for_family, by=by, key=key, at=TEN + minute * MINUTE)


def texts(of: Booking, *, by: Caller, span: Span = Span()) -> list[str]:
    return [note.text for note in read.notes(of.id, span, by=by, at=TEN).items]


def family(of: Booking) -> Caller:
    return Caller(of.person_id, frozenset({Role.CITIZEN}))


def test_the_family_reads_what_is_for_it_and_nothing_else() -> None:
    coop = Coop()
    booking = booked(coop.session())
    written(booking, "Suonare due volte", by=coop.worker)
    written(booking, "Ha mangiato volentieri", by=coop.worker, for_family=True, minute=1)

    assert texts(booking, by=family(booking)) == ["Ha mangiato volentieri"]
    assert texts(booking, by=coop.manager) == ["Suonare due volte", "Ha mangiato volentieri"]


def test_who_acts_for_a_child_reads_what_is_for_the_family() -> None:
    coop = Coop()
    mother = a.person()
    child = a.person(born_on=date(2020, 5, 4), email=None, delegate_id=mother.id)
    booking = booked(coop.session(), holder=child, by=a.citizen(mother))
    written(booking, "Ha imparato a nuotare", by=coop.worker, for_family=True)

    assert texts(booking, by=a.citizen(mother)) == ["Ha imparato a nuotare"]


def test_staff_of_another_cooperative_neither_read_nor_write() -> None:
    booking = booked(Coop().session())
    other = Coop()

    with pytest.raises(NotFound):
        texts(booking, by=other.manager)
    with pytest.raises(NotFound):
        written(booking, "Chi è?", by=other.worker)


def test_another_person_reads_nothing() -> None:
    coop = Coop()
    booking = booked(coop.session())
    written(booking, "Per voi", by=coop.worker, for_family=True)

    with pytest.raises(NotFound):
        texts(booking, by=a.citizen(a.person()))


def test_a_note_keeps_who_wrote_it_and_when() -> None:
    coop = Coop()
    booking = booked(coop.session())
    written(booking, "Tutto bene", by=coop.worker)

    [note] = read.notes(booking.id, Span(), by=coop.manager, at=TEN).items

    assert (note.by, note.at) == (coop.worker.account_id, TEN)


def test_the_text_is_nowhere_in_the_table() -> None:
    coop = Coop()
    booking = booked(coop.session())
    written(booking, "Allergica alle noci", by=coop.worker)

    items = client("dynamodb").scan(TableName="rosters")["Items"]

    assert items
    assert "noci" not in repr(items)


def test_a_sealed_text_opens_for_its_own_note_only() -> None:
    coop = Coop()
    booking = booked(coop.session())
    note = written(booking, "Tutto bene", by=coop.worker).value
    [item] = [one for one in client("dynamodb").scan(TableName="rosters")["Items"] if "sealed_text" in one]

    assert encryption.unseal(item["sealed_text"]["S"], record_id=f"note#{note.id}") == "Tutto bene"
    with pytest.raises(client("kms").exceptions.InvalidCiphertextException):
        encryption.unseal(item["sealed_text"]["S"], record_id="note#another")


def test_the_text_is_in_no_log(caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]) -> None:
    coop = Coop()
    booking = booked(coop.session())
    with caplog.at_level(logging.INFO):
        written(booking, "Allergica alle noci", by=coop.worker)
        texts(booking, by=coop.worker)

    said = capsys.readouterr()
    assert "noci" not in caplog.text + said.out + said.err


def test_writing_twice_with_one_key_is_writing_once() -> None:
    coop = Coop()
    booking = booked(coop.session())

    first = written(booking, "Tutto bene", by=coop.worker, name="once")
    again = written(booking, "Tutto bene", by=coop.worker, name="once", minute=5)

    assert (again.value, again.replayed) == (first.value, True)
    assert texts(booking, by=coop.worker) == ["Tutto bene"]


def test_of_two_twins_at_once_one_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    coop = Coop()
    booking = booked(coop.session())

    with meanwhile(lambda: written(booking, "Bene", by=coop.worker, name="once"), monkeypatch):
        again = written(booking, "Bene", by=coop.worker, name="once", minute=1)

    assert again.replayed
    assert texts(booking, by=coop.worker) == ["Bene"]


def test_the_same_key_for_another_note_is_refused() -> None:
    coop = Coop()
    booking, other = booked(coop.session()), booked(coop.session())
    written(booking, "Bene", by=coop.worker, name="once")

    for where, text in ((booking, "Male"), (other, "Bene")):
        with pytest.raises(IdempotencyKeyReused):
            written(where, text, by=coop.worker, name="once")
    assert texts(other, by=coop.worker) == []


def test_the_longest_note_in_the_widest_letters_can_be_sealed() -> None:
    coop = Coop()
    booking = booked(coop.session())
    longest = "🧡" * NOTE_LENGTH_MAX

    written(booking, longest, by=coop.worker)

    assert texts(booking, by=coop.worker) == [longest]


def test_a_booking_has_so_many_notes_and_no_more() -> None:
    coop = Coop()
    booking = booked(coop.session())
    written(booking, "Una", by=coop.worker)
    count = NoteCountRecord(pk=f"note_count#{booking.id}", sk="count")
    count.update([NoteCountRecord.notes.set(NOTES_MAX - 1)])

    written(booking, "L'ultima", by=coop.worker, minute=1)
    with pytest.raises(TooManyNotes):
        written(booking, "Una di troppo", by=coop.worker, minute=2)


def test_notes_are_read_page_by_page() -> None:
    coop = Coop()
    booking = booked(coop.session())
    for minute in range(3):
        written(booking, f"Nota {minute}", by=coop.worker, minute=minute)

    first = read.notes(booking.id, Span(2), by=coop.worker, at=TEN)
    second = read.notes(booking.id, Span(2, first.rest), by=coop.worker, at=TEN)

    assert [note.text for note in first.items + second.items] == ["Nota 0", "Nota 1", "Nota 2"]


def test_what_is_not_for_the_family_is_not_even_opened_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    coop = Coop()
    booking = booked(coop.session())
    written(booking, "Suonare due volte", by=coop.worker)

    def closed(*_: object, **__: object) -> str:
        raise AssertionError("it was opened")

    monkeypatch.setattr(encryption, "unseal", closed)
    assert texts(booking, by=family(booking)) == []
