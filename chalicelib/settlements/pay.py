"""Paying a settlement: what was due to the provider is paid, in the ledger too."""

from dataclasses import replace
from datetime import datetime

from chalicelib.kernel.caller import Caller
from chalicelib.kernel.identifiers import Outcome, RequestKey
from chalicelib.kernel.refusals import refuse_any
from chalicelib.ledger import model as ledger
from chalicelib.ledger import move
from chalicelib.runtime.dynamodb import Transaction

from . import step
from .model import Settlement, SettlementState, SettlementStepKind
from .step import Wish


def settlement(settlement_id: str, *, reason: str, by: Caller, key: RequestKey, at: datetime) -> Outcome[Settlement]:
    """Record that the bank has paid an approved settlement; `reason` is the bank's or the office's reference.

    Raises NotFound, SettlementStateConflict, NothingDue (a refund came since: it takes a new revision).
    """

    def act(settlement: Settlement, writes: Transaction) -> Settlement:
        refuse_any(settlement.why_not(SettlementState.APPROVED))
        for part in settlement.parts:
            move.settle(
                writes,
                settlement_id=settlement.id,
                payable_id=ledger.payable(settlement.provider_id, part.programme_id),
                units=part.units,
                unit=part.unit,
                by=by.account_id,
                at=at,
            )
        return replace(settlement, state=SettlementState.PAID)

    return step.taken(Wish(settlement_id, SettlementStepKind.PAID, by, key, at, reason), act)
