"""What a batch keeps in the bucket: its file, the rows and problems of a check, its report.

All but the report stand under `uploads/`, which forgets after thirty days: they are personal data.
"""

from collections.abc import Sequence

import msgspec

from chalicelib.runtime import files

from .model import Batch, FileFormat, Problem, Row

CONTENT_TYPES = {
    FileFormat.CSV: "text/csv",
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
JSON, REPORT_TYPE = "application/json", "text/csv; charset=utf-8"


class RowsChanged(Exception):
    """The rows in the bucket are not those that were checked: nothing may be issued from them."""


def file(batch: Batch) -> bytes | None:
    """The file as it was uploaded; None where there is none yet."""
    return files.found(_upload(batch))


def upload_address(batch: Batch) -> str:
    """Where the batch's file can be left, by who has the address."""
    return files.upload_address(_upload(batch), content_type=CONTENT_TYPES[batch.format], size_bytes=batch.size_bytes)


def keep_check(batch: Batch, rows: Sequence[Row], problems: Sequence[Problem]) -> str:
    """Keep what a dry run made of the file, and return the digest of its rows."""
    content = msgspec.json.encode(list(rows))
    files.keep(_of_check(batch, batch.checking, "rows"), content, JSON)
    files.keep(_of_check(batch, batch.checking, "problems"), msgspec.json.encode(list(problems)), JSON)
    return files.digest(content)


def rows(batch: Batch) -> list[Row]:
    """The rows that were checked. Raises RowsChanged for any others."""
    checked = batch.checked
    content = files.found(_of_check(batch, checked.id, "rows")) if checked else None
    if checked is None or content is None or files.digest(content) != checked.rows_sha256:
        raise RowsChanged(batch.id)
    return msgspec.json.decode(content, type=list[Row])


def problems(batch: Batch) -> list[Problem]:
    """The problems that the last dry run found; none before it, and none after the thirty days."""
    content = files.found(_of_check(batch, batch.checked.id, "problems")) if batch.checked else None
    return msgspec.json.decode(content, type=list[Problem]) if content else []


def keep_report(batch: Batch, content: bytes) -> str:
    """Keep the report of a batch, and return its digest."""
    files.keep(_report(batch), content, REPORT_TYPE)
    return files.digest(content)


def report_address(batch: Batch) -> str | None:
    """Where the report can be fetched for a few minutes; None before the batch is done."""
    return files.address(_report(batch)) if batch.report_sha256 else None


def _upload(batch: Batch) -> str:
    return f"uploads/batches/{batch.id}/file.{batch.format}"


def _of_check(batch: Batch, check_id: str, what: str) -> str:
    return f"uploads/batches/{batch.id}/{check_id}/{what}.json"


def _report(batch: Batch) -> str:
    return f"batches/{batch.id}/report.csv"
