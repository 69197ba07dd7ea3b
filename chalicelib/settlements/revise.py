"""Revising a settlement: a contest is decided, or corrections are taken in. What was issued before is kept."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from chalicelib.kernel.caller import Caller
from chalicelib.kernel.identifiers import Outcome, RequestKey
from chalicelib.kernel.refusals import NotFound, refuse_any
from chalicelib.runtime.dynamodb import Reads, Transaction

from . import archive, collect, coverage, step, table
from .coverage import Chain, Row
from .model import NothingToCorrect, Settlement, SettlementState, SettlementStepKind, Verdict
from .step import Wish

UNPAID = (
    SettlementState.ISSUED,
    SettlementState.ACKNOWLEDGED,
    SettlementState.CONTESTED,
    SettlementState.APPROVED,
)


def contest(
    settlement_id: str, *, movement_id: str, verdict: Verdict, reason: str, by: Caller, key: RequestKey, at: datetime
) -> Outcome[Settlement]:
    """Decide a contest: the row stands, or a new revision leaves it for the next settlement.

    Raises NotFound, SettlementStateConflict, RowNotContested, DocumentAltered.
    """
    wish = Wish(settlement_id, SettlementStepKind.RESOLVED, by, key, at, reason, movement_id)

    def act(settlement: Settlement, writes: Transaction) -> Settlement:
        refuse_any(settlement.why_not_resolve(movement_id))
        decided = settlement.resolved(movement_id, verdict)
        if verdict is Verdict.STANDS:
            return decided
        rows = archive.opened(settlement).rows
        staying = [row for row in rows if row.movement_id != movement_id]
        return _revised(decided, rows, staying, chain=_chain(settlement), wish=wish, writes=writes)

    return step.taken(wish, act)


def settlement(settlement_id: str, *, reason: str, by: Caller, key: RequestKey, at: datetime) -> Outcome[Settlement]:
    """Take into a new revision every refund of what was settled before, that no settlement has yet.

    Raises NotFound, SettlementStateConflict, NothingToCorrect, DocumentAltered.
    """
    wish = Wish(settlement_id, SettlementStepKind.REVISED, by, key, at, reason)

    def act(settlement: Settlement, writes: Transaction) -> Settlement:
        refuse_any(settlement.why_not(*UNPAID))
        chain = _chain(settlement)
        pending = collect.rows(settlement.funder_id, settlement.provider_id, chain.scope(max(at, chain.until_at)))
        corrections = coverage.corrections(pending)
        if not corrections:
            raise NothingToCorrect(settlement_id=settlement.id)
        rows = archive.opened(settlement).rows
        return _revised(settlement, rows, [*rows, *corrections], chain=chain, wish=wish, writes=writes)

    return step.taken(wish, act)


def _chain(settlement: Settlement) -> Chain:
    with Reads() as reads:
        later = table.chain(reads, settlement.funder_id, settlement.provider_id)
    return later.must(NotFound())


def _revised(
    settlement: Settlement,
    before: Sequence[Row],
    wanted: Sequence[Row],
    *,
    chain: Chain,
    wish: Wish,
    writes: Transaction,
) -> Settlement:
    """The next revision with the rows that are wanted of it, as far as they can be settled; none left, it is void."""
    kept, _ = coverage.settleable(wanted)
    had, has = {row.ref for row in before}, {row.ref for row in kept}
    left, taken = had - has, has - had
    draft = replace(
        settlement,
        revision=settlement.revision + 1,
        scope=settlement.scope.leaving(left).taking(taken),
        issued_at=wish.at,
        authors=tuple(sorted({*settlement.authors, wish.by.account_id})),
        contests=tuple(one for one in settlement.contests if one.movement_id in {row.movement_id for row in kept}),
        instruction=None,
    )
    document = collect.document(draft, kept)
    table.put_chain(writes, chain.revised(left=left, taken=taken))
    state = SettlementState.CONTESTED if draft.open_contests else SettlementState.ISSUED
    return replace(
        draft,
        parts=document.parts,
        sha256=archive.keep(document),
        state=state if kept else SettlementState.VOID,
    )
