"""Increasing a programme's budget: its funder adds to it, with a reason."""

from datetime import datetime

from chalicelib.kernel.caller import Caller
from chalicelib.kernel.identifiers import IdempotencyKeyReused, Outcome, RequestKey
from chalicelib.ledger import move
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import Reads, Transaction

from . import read, table
from .model import Increase


def budget(
    programme_id: str, *, units: int, reason: str, funder_id: str, by: Caller, key: RequestKey, at: datetime
) -> Outcome[Increase]:
    """Add cents or minutes, by the programme's unit, to the budget and the fund of one's own programme.

    Raises NotFound, IdempotencyKeyReused.
    """
    increase = Increase(key.id_for("increase"), programme_id, units, reason, by.account_id, at, key.fingerprint)
    return dynamodb.until_settled(lambda: _increased(increase, funder_id, key))


def _increased(increase: Increase, funder_id: str, key: RequestKey) -> Outcome[Increase]:
    with Reads() as reads:
        earlier = table.found_increase(reads, increase.id)
        asked = table.programme(reads, increase.programme_id)
    programme = read.owned(asked, funder_id=funder_id)
    if found := earlier.found():
        key.match(found.fingerprint)
        if found.programme_id != programme.id:
            raise IdempotencyKeyReused
        return Outcome(found, replayed=True)
    with Transaction() as writes:
        table.increase(writes, increase)
        move.top_up(
            writes,
            increase_id=increase.id,
            programme_id=programme.id,
            funder_id=funder_id,
            units=increase.units,
            unit=programme.unit,
            by=increase.by,
            at=increase.at,
        )
    return Outcome(increase)
