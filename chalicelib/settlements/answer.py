"""The provider's answer to a settlement: it acknowledges it, or contests rows of it."""

from dataclasses import replace
from datetime import datetime

from chalicelib.kernel.caller import Caller
from chalicelib.kernel.identifiers import Outcome, RequestKey
from chalicelib.kernel.refusals import refuse_any
from chalicelib.runtime.dynamodb import Transaction

from . import archive, step
from .model import Contest, Settlement, SettlementState, SettlementStepKind
from .step import Wish


def acknowledged(settlement_id: str, *, by: Caller, key: RequestKey, at: datetime) -> Outcome[Settlement]:
    """Accept a settlement as it is. Raises NotFound, SettlementStateConflict."""

    def act(settlement: Settlement, writes: Transaction) -> Settlement:
        refuse_any(settlement.why_not(SettlementState.ISSUED))
        return replace(settlement, state=SettlementState.ACKNOWLEDGED)

    return step.taken(Wish(settlement_id, SettlementStepKind.ACKNOWLEDGED, by, key, at), act)


def contested(
    settlement_id: str, *, movement_id: str, reason: str, by: Caller, key: RequestKey, at: datetime
) -> Outcome[Settlement]:
    """Contest one row, with a reason; the others stand.

    Raises NotFound, SettlementStateConflict, RowUnknown, RowAlreadyContested, TooManyContests, DocumentAltered.
    """

    def act(settlement: Settlement, writes: Transaction) -> Settlement:
        refuse_any(settlement.why_not_contest(movement_id, rows=archive.opened(settlement).rows))
        contests = (*settlement.contests, Contest(movement_id, reason, at))
        return replace(settlement, state=SettlementState.CONTESTED, contests=contests)

    return step.taken(Wish(settlement_id, SettlementStepKind.CONTESTED, by, key, at, reason, movement_id), act)
