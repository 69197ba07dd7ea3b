"""Submitting: a batch is opened for a programme, and its file is left at an address of its own."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.kernel.caller import Caller
from chalicelib.kernel.identifiers import Outcome, RequestKey
from chalicelib.programmes import read as programmes
from chalicelib.runtime import dynamodb, files
from chalicelib.runtime.dynamodb import Reads, Transaction

from . import kept, table
from .model import MAY_BE_CHECKED, Batch, FileFormat


@dataclass(frozen=True, slots=True)
class Upload:
    """Where a file is left by PUT: of exactly this type and size, until when."""

    url: str
    content_type: str
    size_bytes: int
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Submission:
    """A batch, and where its file is left as long as it can still be checked."""

    batch: Batch
    upload: Upload | None


def batch(
    programme_id: str,
    *,
    act: str,
    kind: FileFormat,
    size_bytes: int,
    funder_id: str,
    by: Caller,
    key: RequestKey,
    at: datetime,
) -> Outcome[Submission]:
    """Open a batch for one's own programme, citing the act that decides it; sent again, the same batch, a new address.

    Raises NotFound, IdempotencyKeyReused.
    """
    wish = _Wish(programme_id, act, kind, size_bytes, funder_id)
    opened = dynamodb.until_settled(lambda: _opened(wish, by, key, at))
    return Outcome(Submission(opened.value, _upload(opened.value, at)), opened.replayed)


@dataclass(frozen=True, slots=True)
class _Wish:
    programme_id: str
    act: str
    kind: FileFormat
    size_bytes: int
    funder_id: str


def _opened(wish: _Wish, by: Caller, key: RequestKey, at: datetime) -> Outcome[Batch]:
    with Reads() as reads:
        earlier = table.batch(reads, key.id_for("batch"))
        asked = programmes.programme(reads, wish.programme_id)
    programme = programmes.owned(asked, funder_id=wish.funder_id)
    if found := earlier.found():
        key.match(found.fingerprint)
        return Outcome(found, replayed=True)
    opened = Batch(
        id=key.id_for("batch"),
        funder_id=wish.funder_id,
        programme_id=programme.id,
        unit=programme.unit,
        act=wish.act,
        format=wish.kind,
        size_bytes=wish.size_bytes,
        by=by.account_id,
        at=at,
        fingerprint=key.fingerprint,
    )
    with Transaction() as writes:
        table.add(writes, opened)
    return Outcome(opened)


def _upload(batch: Batch, at: datetime) -> Upload | None:
    if batch.state not in MAY_BE_CHECKED:
        return None
    expires_at = at + timedelta(seconds=files.UPLOAD_SECONDS)
    return Upload(kept.upload_address(batch), kept.CONTENT_TYPES[batch.format], batch.size_bytes, expires_at)
