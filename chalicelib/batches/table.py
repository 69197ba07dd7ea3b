"""Batches, the results of their slices, and which file was issued under which programme."""

from pynamodb.attributes import UnicodeAttribute

from chalicelib.kernel.clock import stamp
from chalicelib.kernel.paging import Page, Span
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import CentsAttribute, Later, Reads, Record, Stale, StructAttribute, Transaction

from .model import Batch, FileAlreadyIssued, Result

BATCH, FILE = "batch", "file"


class SliceDone(Exception):
    """The result of a slice is written: nothing more is issued in it."""


class BatchRecord(Record):
    """A batch as it is now, moved on under its version."""

    table = "batches_table"

    version = CentsAttribute()
    terms: StructAttribute[Batch] = StructAttribute(Batch)


class ListedRecord(Record):
    """That a batch belongs to a programme. Added once, never changed."""

    table = "batches_table"

    batch_id = UnicodeAttribute()


class ResultRecord(Record):
    """What became of a slice. Added once, never changed."""

    table = "batches_table"

    terms: StructAttribute[Result] = StructAttribute(Result)


class FileRecord(Record):
    """That a file was issued under a programme, so that it is issued once."""

    table = "batches_table"

    batch_id = UnicodeAttribute()


def add(writes: Transaction, batch: Batch) -> None:
    """Write a new batch. Stale when a twin of the same request was first."""
    writes.create(_record(batch), Stale())
    listed = f"{stamp(batch.at)}#{batch.id}"
    writes.create(ListedRecord(pk=f"batches#{batch.programme_id}", sk=listed, batch_id=batch.id), Stale())


def move_on(writes: Transaction, batch: Batch) -> None:
    """Write what a batch has become, at its next version. Stale when it has changed since it was read."""
    writes.put_if(_record(batch), BatchRecord.version == batch.version - 1, Stale())


def claim_file(writes: Transaction, batch: Batch, sha256: str) -> None:
    """Write that a file is issued by this batch. Raises FileAlreadyIssued."""
    writes.create(
        FileRecord(pk=f"file#{batch.programme_id}#{sha256}", sk=FILE, batch_id=batch.id),
        lambda raw: FileAlreadyIssued(batch_id=raw["batch_id"]["S"]),
    )


def batch(reads: Reads, batch_id: str) -> Later[Batch]:
    """Ask for a batch."""
    return reads.ask(BatchRecord, f"batch#{batch_id}", BATCH, lambda record: record.terms)


def of_programme(programme_id: str, span: Span) -> Page[str]:
    """The ids of a programme's batches, the latest first."""
    return dynamodb.page(
        ListedRecord, f"batches#{programme_id}", lambda record: record.batch_id, span, newest_first=True
    )


def must_be_waiting(writes: Transaction, batch_id: str, number: int) -> None:
    """Write only while a slice has no result. Raises SliceDone."""
    record = ResultRecord(pk=f"results#{batch_id}", sk=_number(number))
    writes.check(record, ResultRecord.pk.does_not_exist(), SliceDone())


def add_result(writes: Transaction, batch_id: str, result: Result) -> None:
    """Write what became of a slice. Raises SliceDone."""
    writes.create(ResultRecord(pk=f"results#{batch_id}", sk=_number(result.number), terms=result), SliceDone())


def results(batch_id: str) -> list[Result]:
    """What became of each slice that is done, in order."""
    return dynamodb.everything(ResultRecord, f"results#{batch_id}", lambda record: record.terms, consistent=True)


def _record(batch: Batch) -> BatchRecord:
    return BatchRecord(pk=f"batch#{batch.id}", sk=BATCH, version=batch.version, terms=batch)


def _number(number: int) -> str:
    return f"{number:05d}"
