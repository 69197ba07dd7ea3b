"""Committing a batch: its whole total is set aside at once, so that it cannot run out of budget half-way."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.kernel.caller import Caller
from chalicelib.kernel.clock import local_day
from chalicelib.kernel.identifiers import Outcome, RequestKey
from chalicelib.kernel.refusals import NotFound, Refusal, refuse_any
from chalicelib.programmes import commit
from chalicelib.programmes import read as programmes
from chalicelib.programmes.model import Commitment, Programme
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import Reads, Transaction
from chalicelib.vouchers.model import SecondPersonNeeded

from . import queue, read, table
from .model import MAY_BE_CANCELLED, Batch, BatchState, Signature


@dataclass(frozen=True, slots=True)
class _Wish:
    batch_id: str
    funder_id: str
    signature: Signature
    key: RequestKey


def batch(
    batch_id: str, *, rows: int, total: int, funder_id: str, by: Caller, key: RequestKey, at: datetime
) -> Outcome[Batch]:
    """Issue what the dry run showed, and nothing else; a large total waits for a second person.

    Sent again while it is being issued, a chain that was broken goes on. Raises NotFound, BatchStateConflict,
    BatchNotAsChecked, NothingToIssue, BatchOutdated, BatchExpired, ProgrammeNotOpen, FileAlreadyIssued,
    BudgetExhausted, IdempotencyKeyReused.
    """
    wish = _Wish(batch_id, funder_id, _signature("batch commit", by, key, at), key)
    return _gone_on(lambda: _committed(wish, rows, total))


def approved(
    batch_id: str, *, rows: int, total: int, funder_id: str, by: Caller, key: RequestKey, at: datetime
) -> Outcome[Batch]:
    """Approve, as a second person, the rows and the total that a colleague has committed.

    Raises SecondPersonNeeded, and what committing raises.
    """
    wish = _Wish(batch_id, funder_id, _signature("batch approval", by, key, at), key)
    return _gone_on(lambda: _approved(wish, rows, total))


def cancelled(batch_id: str, *, reason: str, funder_id: str, by: Caller, at: datetime) -> Batch:
    """Give a batch up before its money is set aside; again, nothing more happens.

    Raises NotFound, BatchStateConflict.
    """
    return dynamodb.until_settled(lambda: _cancelled(batch_id, reason, funder_id, by, at))


def _gone_on(decide: Callable[[], Outcome[Batch]]) -> Outcome[Batch]:
    outcome = dynamodb.until_settled(decide)
    # After the transaction, and again with each repetition: a crash in between, or a broken chain, is mended so.
    if outcome.value.state is BatchState.ISSUING:
        queue.issue(outcome.value)
    return outcome


def _committed(wish: _Wish, rows: int, total: int) -> Outcome[Batch]:
    batch, programme = _read(wish.batch_id, wish.funder_id)
    if _is_made_by(batch.committed, wish):
        return Outcome(batch, replayed=True)
    batch.must_be({BatchState.CHECKED})
    refuse_any(batch.why_not_commit(rows=rows, total=total) + _why_not(batch, programme, wish.signature.at))
    committed = replace(batch, committed=wish.signature, version=batch.version + 1)
    if programme.needs_second_person(total):
        waiting = replace(committed, state=BatchState.AWAITING_APPROVAL)
        with Transaction() as writes:
            table.move_on(writes, waiting)
        return Outcome(waiting)
    return Outcome(_set_aside(committed, programme, wish.signature))


def _approved(wish: _Wish, rows: int, total: int) -> Outcome[Batch]:
    batch, programme = _read(wish.batch_id, wish.funder_id)
    if _is_made_by(batch.approved, wish):
        return Outcome(batch, replayed=True)
    batch.must_be({BatchState.AWAITING_APPROVAL})
    if batch.committed and batch.committed.by == wish.signature.by:
        raise SecondPersonNeeded(batch_id=batch.id)
    refuse_any(batch.why_not_commit(rows=rows, total=total) + _why_not(batch, programme, wish.signature.at))
    approved = replace(batch, approved=wish.signature, version=batch.version + 1)
    return Outcome(_set_aside(approved, programme, wish.signature))


def _cancelled(batch_id: str, reason: str, funder_id: str, by: Caller, at: datetime) -> Batch:
    batch, _ = _read(batch_id, funder_id)
    if batch.state is BatchState.CANCELLED:
        return batch
    batch.must_be(MAY_BE_CANCELLED)
    given_up = Signature(by.account_id, at, "", "", reason)
    cancelled = replace(batch, state=BatchState.CANCELLED, cancelled=given_up, version=batch.version + 1)
    with Transaction() as writes:
        table.move_on(writes, cancelled)
    return cancelled


def _set_aside(batch: Batch, programme: Programme, signature: Signature) -> Batch:
    issuing = replace(batch, state=BatchState.ISSUING)
    if issuing.checked is None:
        raise ValueError(f"batch {batch.id} was not checked")
    commitment = Commitment(
        id=issuing.id,
        programme_id=programme.id,
        units=issuing.checked.total,
        act=issuing.act,
        by=signature.by,
        at=signature.at,
        fingerprint=signature.fingerprint,
        drawn_by=issuing.id,
    )
    with Transaction() as writes:
        table.claim_file(writes, issuing, issuing.checked.file_sha256)
        commit.aside(writes, commitment, programme)
        table.move_on(writes, issuing)
    return issuing


def _why_not(batch: Batch, programme: Programme, at: datetime) -> list[Refusal]:
    return batch.why_not_issue(programme_version=programme.version, at=at) + programme.why_not_issue(
        on=local_day(at), units=0
    )


def _is_made_by(signature: Signature | None, wish: _Wish) -> bool:
    """Whether this request made a decision before. Raises IdempotencyKeyReused when it said something else."""
    if signature is None or signature.request_id != wish.signature.request_id:
        return False
    wish.key.match(signature.fingerprint)
    return True


def _read(batch_id: str, funder_id: str) -> tuple[Batch, Programme]:
    batch = read.batch(batch_id, funder_id=funder_id)
    with Reads() as reads:
        programme = programmes.programme(reads, batch.programme_id)
    return batch, programme.must(NotFound())


def _signature(kind: str, by: Caller, key: RequestKey, at: datetime) -> Signature:
    return Signature(by.account_id, at, key.id_for(kind), key.fingerprint)
