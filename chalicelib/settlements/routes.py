"""Settlements: issued, answered, approved, paid; their rows, files and history."""

from chalicelib.access import permissions
from chalicelib.access import read as access
from chalicelib.kernel import clock
from chalicelib.kernel.caller import Caller
from chalicelib.kernel.identifiers import Outcome, RequestKey
from chalicelib.kernel.paging import Page, Span
from chalicelib.kernel.refusals import Forbidden, NotFound
from chalicelib.ledger.model import NothingDue
from chalicelib.providers.model import IbanInvalid
from chalicelib.runtime.files import Offer
from chalicelib.runtime.http import Routes
from chalicelib.runtime.shapes import FileView

from . import answer, approve, export, issue, pay, read, revise, verify
from .approve import BankAccountMissing
from .archive import DocumentAltered
from .coverage import Row
from .model import (
    AlreadySettled,
    AnswerPending,
    ContestsOpen,
    IssuedByYou,
    MonthNotOver,
    NothingToCorrect,
    NothingToSettle,
    RowAlreadyContested,
    RowNotContested,
    RowUnknown,
    Settlement,
    SettlementStateConflict,
    Step,
    TooManyContests,
)
from .shapes import (
    Acknowledgement,
    NewFile,
    NewPayment,
    NewRevision,
    NewRowContest,
    NewRowResolution,
    NewSettlement,
    NewSettlementApproval,
    RowQuery,
    SettlementDifferenceView,
    SettlementQuery,
    SettlementRowView,
    SettlementStepView,
    SettlementView,
)
from .transfer import NotApproved, NothingToTransfer
from .verify import Difference

routes = Routes(__name__)


@routes.post(
    "/v1/settlements",
    answer=SettlementView,
    allow=permissions.ISSUE_SETTLEMENT,
    refusals=(NotFound, MonthNotOver, AlreadySettled, NothingToSettle),
)
def issue_settlement(caller: Caller, key: RequestKey, body: NewSettlement) -> Outcome[Settlement]:
    """Settle a month with a provider by hand, before the job does."""
    return issue.settlement(
        funder_id=access.organisation(caller),
        provider_id=body.provider_id,
        month=body.month,
        by=caller,
        key=key,
        at=clock.now(),
    )


@routes.get("/v1/settlements", answer=SettlementView, allow=permissions.SEE_SETTLEMENTS, listing=True)
def list_settlements(caller: Caller, query: SettlementQuery, span: Span) -> Page[Settlement]:
    """The settlements of one's own provider or funder, the latest numbers first."""
    return read.every(span, by=caller, funder_id=query.funder_id)


@routes.get(
    "/v1/settlements/{settlement_id}",
    answer=SettlementView,
    allow=permissions.SEE_SETTLEMENTS,
    refusals=(NotFound,),
)
def see_settlement(caller: Caller, settlement_id: str) -> Settlement:
    """A settlement and its sums."""
    return read.settlement(settlement_id, by=caller)


@routes.get(
    "/v1/settlements/{settlement_id}/rows",
    answer=SettlementRowView,
    allow=permissions.SEE_SETTLEMENTS,
    listing=True,
    refusals=(NotFound, DocumentAltered),
)
def list_settlement_rows(caller: Caller, settlement_id: str, query: RowQuery, span: Span) -> Page[Row]:
    """The rows of a settlement: one for each captured movement."""
    return read.rows(settlement_id, query.revision, span, by=caller)


@routes.get(
    "/v1/settlements/{settlement_id}/steps",
    answer=SettlementStepView,
    allow=permissions.SEE_SETTLEMENTS,
    listing=True,
    refusals=(NotFound,),
)
def list_settlement_steps(caller: Caller, settlement_id: str, span: Span) -> Page[Step]:
    """What was done to a settlement, by whom, when and why, oldest first."""
    return read.steps(settlement_id, span, by=caller)


@routes.get(
    "/v1/settlements/{settlement_id}/differences",
    answer=SettlementDifferenceView,
    allow=permissions.VERIFY_SETTLEMENT,
    listing=True,
    refusals=(NotFound,),
)
def list_settlement_differences(caller: Caller, settlement_id: str) -> list[Difference]:
    """Where a settlement and the ledger disagree, recomputed now; an empty list when nothing does."""
    return verify.asked(settlement_id, by=caller)


@routes.post(
    "/v1/settlements/{settlement_id}/acknowledgement",
    answer=SettlementView,
    allow=permissions.ANSWER_SETTLEMENT,
    status=200,
    refusals=(NotFound, SettlementStateConflict),
)
def acknowledge_settlement(
    caller: Caller, key: RequestKey, settlement_id: str, body: Acknowledgement
) -> Outcome[Settlement]:
    """Accept a settlement of one's own cooperative as it is."""
    return answer.acknowledged(settlement_id, by=caller, key=key, at=clock.now())


@routes.post(
    "/v1/settlements/{settlement_id}/contests",
    answer=SettlementView,
    allow=permissions.ANSWER_SETTLEMENT,
    refusals=(
        NotFound,
        SettlementStateConflict,
        RowUnknown,
        RowAlreadyContested,
        TooManyContests,
        DocumentAltered,
    ),
)
def contest_row(caller: Caller, key: RequestKey, settlement_id: str, body: NewRowContest) -> Outcome[Settlement]:
    """Contest one row of a settlement of one's own cooperative, with a reason."""
    return answer.contested(
        settlement_id, movement_id=body.movement_id, reason=body.reason, by=caller, key=key, at=clock.now()
    )


@routes.post(
    "/v1/settlements/{settlement_id}/resolutions",
    answer=SettlementView,
    allow=permissions.REVISE_SETTLEMENT,
    refusals=(NotFound, SettlementStateConflict, RowNotContested, DocumentAltered),
)
def resolve_row(caller: Caller, key: RequestKey, settlement_id: str, body: NewRowResolution) -> Outcome[Settlement]:
    """Decide the contest of a row: it stands, or a new revision leaves it for the next settlement."""
    return revise.contest(
        settlement_id,
        movement_id=body.movement_id,
        verdict=body.verdict,
        reason=body.reason,
        by=caller,
        key=key,
        at=clock.now(),
    )


@routes.post(
    "/v1/settlements/{settlement_id}/revisions",
    answer=SettlementView,
    allow=permissions.REVISE_SETTLEMENT,
    refusals=(NotFound, SettlementStateConflict, NothingToCorrect, DocumentAltered),
)
def revise_settlement(caller: Caller, key: RequestKey, settlement_id: str, body: NewRevision) -> Outcome[Settlement]:
    """Take the refunds of what was settled before into a new revision; the provider is asked again."""
    return revise.settlement(settlement_id, reason=body.reason, by=caller, key=key, at=clock.now())


@routes.post(
    "/v1/settlements/{settlement_id}/approval",
    answer=SettlementView,
    allow=permissions.APPROVE_SETTLEMENT,
    status=200,
    refusals=(
        NotFound,
        SettlementStateConflict,
        ContestsOpen,
        AnswerPending,
        IssuedByYou,
        IbanInvalid,
        BankAccountMissing,
    ),
)
def approve_settlement(
    caller: Caller, key: RequestKey, settlement_id: str, body: NewSettlementApproval
) -> Outcome[Settlement]:
    """Approve a settlement and order its payment; who issued it cannot."""
    return approve.settlement(
        settlement_id,
        debtor_name=body.debtor_name,
        debtor_iban=body.debtor_iban,
        execute_on=body.execute_on,
        by=caller,
        key=key,
        at=clock.now(),
    )


@routes.post(
    "/v1/settlements/{settlement_id}/payment",
    answer=SettlementView,
    allow=permissions.PAY_SETTLEMENT,
    status=200,
    refusals=(NotFound, SettlementStateConflict, NothingDue),
)
def pay_settlement(caller: Caller, key: RequestKey, settlement_id: str, body: NewPayment) -> Outcome[Settlement]:
    """Record that an approved settlement was paid: in the ledger what was due becomes paid."""
    return pay.settlement(settlement_id, reason=body.reason, by=caller, key=key, at=clock.now())


@routes.post(
    "/v1/settlements/{settlement_id}/files",
    answer=FileView,
    allow=permissions.SEE_SETTLEMENTS,
    idempotent=False,
    refusals=(NotFound, Forbidden, NotApproved, NothingToTransfer, DocumentAltered),
)
def export_settlement(caller: Caller, settlement_id: str, body: NewFile) -> Offer:
    """A settlement as CSV, XLSX, PDF, or the bank's credit transfer (finance officers), at a short-lived address."""
    return export.file(settlement_id, kind=body.format, revision=body.revision, by=caller, at=clock.now())
