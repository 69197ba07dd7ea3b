"""Committing part of a programme's budget: an act sets it aside, and only what it is for draws on it."""

from datetime import datetime

from chalicelib.kernel.caller import Caller
from chalicelib.kernel.identifiers import IdempotencyKeyReused, Outcome, RequestKey
from chalicelib.kernel.refusals import NotFound
from chalicelib.ledger import model as ledger
from chalicelib.ledger import move
from chalicelib.ledger import read as accounts
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import Reads, Transaction

from . import read, table
from .model import Commitment, CommitmentInUse, Programme


def budget(
    programme_id: str, *, units: int, act: str, funder_id: str, by: Caller, key: RequestKey, at: datetime
) -> Outcome[Commitment]:
    """Set cents or minutes of one's own programme's fund aside, citing the act that decides it.

    Raises NotFound, BudgetExhausted, IdempotencyKeyReused.
    """
    commitment = Commitment(key.id_for("commitment"), programme_id, units, act, by.account_id, at, key.fingerprint)
    return dynamodb.until_settled(lambda: _committed(commitment, funder_id, key))


def _committed(commitment: Commitment, funder_id: str, key: RequestKey) -> Outcome[Commitment]:
    with Reads() as reads:
        earlier = table.found_commitment(reads, commitment.id)
        asked = table.programme(reads, commitment.programme_id)
    programme = read.owned(asked, funder_id=funder_id)
    if found := earlier.found():
        key.match(found.fingerprint)
        if found.programme_id != programme.id:
            raise IdempotencyKeyReused
        return Outcome(found, replayed=True)
    with Transaction() as writes:
        aside(writes, commitment, programme)
    return Outcome(commitment)


def aside(writes: Transaction, commitment: Commitment, programme: Programme) -> None:
    """Set part of a fund aside in the transaction of another use case. Raises BudgetExhausted.

    Stale when the programme has changed since it was read.
    """
    table.must_be_latest(writes, programme)
    table.commit(writes, commitment)
    move.commit(
        writes,
        commitment_id=commitment.id,
        programme_id=programme.id,
        units=commitment.units,
        unit=programme.unit,
        by=commitment.by,
        at=commitment.at,
    )


def freed(commitment_id: str, *, funder_id: str, by: Caller, at: datetime) -> Commitment:
    """Give back to the fund what a commitment of one's own programme no longer needs; again, nothing more.

    Raises NotFound, CommitmentInUse.
    """
    return dynamodb.until_settled(lambda: _freed(commitment_id, funder_id, by, at))


def _freed(commitment_id: str, funder_id: str, by: Caller, at: datetime) -> Commitment:
    with Reads() as reads:
        asked = table.found_commitment(reads, commitment_id)
        head = accounts.account(reads, ledger.commitment(commitment_id))
    commitment, account = asked.must(NotFound()), head.must(NotFound())
    with Reads() as reads:
        programme = table.programme(reads, commitment.programme_id)
    read.owned(programme, funder_id=funder_id)
    if commitment.drawn_by:
        raise CommitmentInUse(batch_id=commitment.drawn_by)
    if account.available:
        with Transaction() as writes:
            move.uncommit(writes, account, programme_id=commitment.programme_id, by=by.account_id, at=at)
    return commitment
