"""Changing a case: taking charge of it, explaining it, closing it. Always with a reason, always with an author."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.kernel.caller import Caller
from chalicelib.kernel.identifiers import IdempotencyKeyReused, Outcome, RequestKey
from chalicelib.kernel.refusals import NotFound, refuse_any
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import Reads, Transaction

from . import table
from .model import Case, CaseState, Turn


@dataclass(frozen=True, slots=True)
class _Wish:
    case_id: str
    state: CaseState
    reason: str
    owner_id: str | None
    by: Caller
    key: RequestKey
    at: datetime


def case(
    case_id: str,
    *,
    state: CaseState,
    reason: str,
    owner_id: str | None,
    by: Caller,
    key: RequestKey,
    at: datetime,
) -> Outcome[Case]:
    """Assign a case (to oneself, unless an owner is named), explain it or close it. Nothing in the books changes.

    Raises NotFound, CaseStateConflict, IdempotencyKeyReused.
    """
    wish = _Wish(case_id, state, reason, owner_id, by, key, at)
    return dynamodb.until_settled(lambda: _changed(wish))


def _changed(wish: _Wish) -> Outcome[Case]:
    change_id = wish.key.id_for("case change")
    with Reads() as reads:
        asked = table.case(reads, wish.case_id)
        earlier = table.marked(reads, change_id)
    case = asked.must(NotFound())
    if made := earlier.found():
        wish.key.match(made[1])
        if made[0] != case.id:
            raise IdempotencyKeyReused
        return Outcome(case, replayed=True)
    refuse_any(case.why_not_become(wish.state))
    owner = (wish.owner_id or wish.by.account_id) if wish.state is CaseState.ASSIGNED else case.owner
    turned = case.turned(Turn(wish.state, owner, wish.reason, wish.by.account_id, wish.at))
    with Transaction() as writes:
        table.keep(writes, turned, case)
        table.mark(writes, change_id, case.id, wish.key.fingerprint)
    return Outcome(turned)
