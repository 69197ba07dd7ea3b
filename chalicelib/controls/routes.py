"""For auditors and finance officers: cases, seals, and what any account had at any instant."""

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta

from chalicelib.access import permissions
from chalicelib.kernel import clock
from chalicelib.kernel.caller import Caller
from chalicelib.kernel.identifiers import Outcome, RequestKey
from chalicelib.kernel.paging import Page, Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.ledger import verify
from chalicelib.ledger.merkle import Tampering
from chalicelib.ledger.model import Unit
from chalicelib.ledger.verify import Verification, VerificationTooLarge
from chalicelib.runtime.http import Routes
from chalicelib.runtime.shapes import END, Body, Id, Line, ListQuery, Query, View

from . import change, read
from .model import Case, CaseState, CaseStateConflict, Subject
from .read import PastBalance, SealLine

routes = Routes(__name__)

Instant = Annotated[datetime, Meta(tz=True)]
AccountId = Annotated[
    str,
    Meta(
        pattern=rf"^[a-z]+(:[a-z0-9-]{{1,64}}){{1,2}}{END}",
        description="An account of the ledger: `voucher:…`, `fund:…`, `commitment:…`, `payable:…`, `funder:…`.",
    ),
]


class TurnView(View, frozen=True, kw_only=True):
    """One change of a case: who answers for it since, and why."""

    state: CaseState
    owner: str
    reason: str
    at: datetime


class CaseView(View, frozen=True, kw_only=True):
    """A difference, what is recorded and what was recomputed (counts where no unit is), and who answers for it."""

    id: str
    subject: Subject
    subject_id: str
    what: str
    recorded: int
    recomputed: int
    unit: Unit | None
    evidence: list[str]
    state: CaseState
    owner: str
    found_at: datetime
    last_found_at: datetime
    history: list[TurnView]


class SealView(View, frozen=True, kw_only=True):
    """A day's seal: how many entries, their Merkle root, the hash of the seal before it, its own."""

    day_on: date
    entries: int
    root: str
    previous: str
    hash: str
    sealed_at: datetime


class FindingView(View, frozen=True, kw_only=True):
    """One thing that is no longer as it was sealed; without an account it concerns the whole day."""

    day: date
    kind: Tampering
    account_id: str
    movement_id: str
    position: str
    now_at: str


class VerificationView(View, frozen=True, kw_only=True):
    """How many sealed days and entries were looked at, and everything that is no longer as it was sealed."""

    from_on: date
    to_on: date
    days: int
    entries: int
    findings: list[FindingView]


class AccountBalanceView(View, frozen=True, kw_only=True):
    """What stood in each bucket of an account at an instant (cents or minutes, by the unit)."""

    account_id: str
    at: datetime
    unit: Unit
    available: int
    held: int
    due: int
    paid: int


class CaseQuery(ListQuery, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """In which state."""

    state: CaseState = CaseState.OPEN


class BalanceQuery(Query, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which account, at which instant."""

    account_id: AccountId
    at: Instant


class NewTurn(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The state a case is to have, and why; when it is assigned, to whom, if not to oneself."""

    state: Literal["assigned", "explained", "closed"]
    reason: Line
    owner_id: Id | None = None


class Days(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """From which day to which, both included."""

    from_on: date
    to_on: date


@routes.get("/v1/cases", answer=CaseView, allow=permissions.SEE_CASES, listing=True)
def list_cases(caller: Caller, query: CaseQuery, span: Span) -> Page[Case]:
    """What reconciliations and verifications found, the newest first: the open cases, or those in another state."""
    return read.cases(query.state, span)


@routes.get("/v1/cases/{case_id}", answer=CaseView, allow=permissions.SEE_CASES, refusals=(NotFound,))
def see_case(caller: Caller, case_id: str) -> Case:
    """A case, with its evidence and all that happened to it."""
    return read.case(case_id)


@routes.post(
    "/v1/cases/{case_id}/changes",
    answer=CaseView,
    allow=permissions.CHANGE_CASE,
    refusals=(NotFound, CaseStateConflict),
)
def change_case(caller: Caller, key: RequestKey, case_id: str, body: NewTurn) -> Outcome[Case]:
    """Take charge of a case, explain it or close it, with a reason. Nothing in the books changes."""
    return change.case(
        case_id,
        state=CaseState(body.state),
        reason=body.reason,
        owner_id=body.owner_id,
        by=caller,
        key=key,
        at=clock.now(),
    )


@routes.get("/v1/seals", answer=SealView, allow=permissions.SEE_SEALS, listing=True)
def list_seals(caller: Caller, span: Span) -> Page[SealLine]:
    """The chain of daily seals, the newest first."""
    return read.seals(span)


@routes.post(
    "/v1/seals/verification",
    answer=VerificationView,
    allow=permissions.VERIFY_SEALS,
    status=200,
    idempotent=False,
    refusals=(VerificationTooLarge,),
)
def verify_seals(caller: Caller, body: Days) -> Verification:
    """Compare the ledger with the seals of at most 31 days; every entry that was touched since is named."""
    return verify.few_days(body.from_on, body.to_on)


@routes.get(
    "/v1/ledger/past-balance",
    answer=AccountBalanceView,
    allow=permissions.SEE_PAST_BALANCE,
    refusals=(NotFound,),
)
def see_account_balance(caller: Caller, query: BalanceQuery) -> PastBalance:
    """What any account of the ledger had at an instant, recomputed from its entries."""
    return read.past_balance(query.account_id, query.at)
