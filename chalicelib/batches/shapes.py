"""Batches as they cross the wire."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from chalicelib.ledger.model import Unit
from chalicelib.runtime.shapes import Body, Line, View

from .model import FILE_BYTES_MAX, ROWS_MAX, BatchState, FileFormat

SizeBytes = Annotated[int, Meta(ge=1, le=FILE_BYTES_MAX, description="How many bytes the file has, exactly.")]
Rows = Annotated[int, Meta(ge=0, le=ROWS_MAX, description="How many rows the dry run would issue.")]
Total = Annotated[int, Meta(ge=0, le=10_000_000_000, description="Their total: cents or minutes, by the unit.")]


class CheckView(View, frozen=True, kw_only=True):
    """What the dry run found: lines read, rows that can be issued, their total (cents or minutes), problems."""

    at: datetime
    lines: int
    rows: int
    total: int
    problems: int


class BatchView(View, frozen=True, kw_only=True):
    """A file of vouchers of one programme, and the act that decides it."""

    id: str
    programme_id: str
    unit: Unit
    act: str
    format: FileFormat
    at: datetime
    state: BatchState
    checked: CheckView | None


class UploadView(View, frozen=True, kw_only=True):
    """Where the file is left by PUT, with this Content-Type and of exactly this size, until when."""

    url: str
    content_type: str
    size_bytes: int
    expires_at: datetime


class SubmissionView(View, frozen=True, kw_only=True):
    """A batch, and where its file is left as long as it can still be checked."""

    batch: BatchView
    upload: UploadView | None


class ProgressView(View, frozen=True, kw_only=True):
    """How far the issuing has come: vouchers, what they grant together (cents or minutes), rows that were refused."""

    issued: int
    units: int
    refused: int


class StandingView(View, frozen=True, kw_only=True):
    """A batch, how far it has come, and where its report can be fetched for a few minutes once it is done."""

    batch: BatchView
    progress: ProgressView
    report: str | None


class ProblemView(View, frozen=True, kw_only=True):
    """What is wrong in a place of the file: line 0 is the file as a whole; an unknown column goes by its letter."""

    line: int
    column: str
    code: str
    text: str


class NewBatch(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The act that decides the batch, and the file that will be uploaded."""

    act: Line
    format: FileFormat
    size_bytes: SizeBytes


class NewCheck(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Nothing needs to be said: an empty object."""


class NewCommit(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the dry run showed, and is to be issued."""

    rows: Rows
    total: Total


class NewApproval(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a colleague committed, and is to be issued."""

    rows: Rows
    total: Total


class NewCancellation(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why the batch is given up."""

    reason: Line
