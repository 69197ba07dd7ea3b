"""Taking a step with a settlement: once for each request, from the right state, by whose affair it is."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.access import read as access
from chalicelib.kernel.caller import Caller
from chalicelib.kernel.identifiers import IdempotencyKeyReused, Outcome, RequestKey
from chalicelib.kernel.refusals import NotFound
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import Reads, Transaction

from . import table
from .model import BY_PROVIDER, Settlement, SettlementStepKind, Step

Act = Callable[[Settlement, Transaction], Settlement]


@dataclass(frozen=True, slots=True)
class Wish:
    """What someone wants done to a settlement, and why."""

    settlement_id: str
    kind: SettlementStepKind
    by: Caller
    key: RequestKey
    at: datetime
    reason: str = ""
    movement_id: str | None = None


def taken(wish: Wish, act: Act) -> Outcome[Settlement]:
    """Take a step and keep who took it, when and why; `act` says what changes, or refuses.

    Raises NotFound for another organisation's settlement, IdempotencyKeyReused, and what `act` raises.
    """
    return dynamodb.until_settled(lambda: _taken(wish, act))


def _taken(wish: Wish, act: Act) -> Outcome[Settlement]:
    step_id = wish.key.id_for("settlement step")
    with Reads() as reads:
        earlier = table.found_step(reads, step_id)
        asked = table.settlement(reads, wish.settlement_id)
        account = access.account(reads, wish.by.account_id)
    settlement = asked.must(NotFound())
    owner = settlement.provider_id if wish.kind in BY_PROVIDER else settlement.funder_id
    if access.organisation_of(account) != owner:
        raise NotFound
    if made := earlier.found():
        wish.key.match(made.fingerprint)
        if made.settlement_id != settlement.id:
            raise IdempotencyKeyReused
        return Outcome(settlement, replayed=True)
    with Transaction() as writes:
        changed = replace(act(settlement, writes), version=settlement.version + 1)
        table.put(writes, changed)
        if changed.revision > settlement.revision:
            table.add_revision(writes, changed)
        table.add_step(writes, _step(wish, changed), step_id)
    return Outcome(changed)


def _step(wish: Wish, changed: Settlement) -> Step:
    return Step(
        settlement_id=changed.id,
        revision=changed.revision,
        kind=wish.kind,
        by=wish.by.account_id,
        at=wish.at,
        reason=wish.reason,
        movement_id=wish.movement_id,
        fingerprint=wish.key.fingerprint,
    )
