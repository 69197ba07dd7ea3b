"""Programmes and their budgets."""

from chalicelib.access import permissions
from chalicelib.access import read as access
from chalicelib.kernel import clock
from chalicelib.kernel.caller import Caller
from chalicelib.kernel.identifiers import Outcome, RequestKey
from chalicelib.kernel.paging import Page, Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.ledger.model import BudgetExhausted
from chalicelib.runtime.http import Routes

from . import change, commit, create, increase, read
from .create import ProgrammeDraft
from .model import (
    Commitment,
    CommitmentInUse,
    Increase,
    Programme,
    ProgrammeChanged,
    ProgrammeInvalid,
    ProgrammeStateConflict,
    Version,
)
from .read import Budget, Committed
from .shapes import (
    BudgetView,
    CommitmentView,
    CommittedView,
    Freeing,
    IncreaseView,
    NewCommitment,
    NewIncrease,
    NewProgramme,
    NewVersion,
    ProgrammeView,
    VersionView,
)

routes = Routes(__name__)


@routes.post("/v1/programmes", answer=ProgrammeView, allow=permissions.CREATE_PROGRAMME, refusals=(ProgrammeInvalid,))
def create_programme(caller: Caller, key: RequestKey, body: NewProgramme) -> Outcome[Programme]:
    """Create a programme of one's own funder, with its rules and its budget."""
    return create.programme(
        body.into(ProgrammeDraft), funder_id=access.organisation(caller), by=caller, key=key, at=clock.now()
    )


@routes.get("/v1/programmes", answer=ProgrammeView, allow=permissions.SEE_PROGRAMMES, listing=True)
def list_programmes(caller: Caller) -> list[Programme]:
    """The programmes of one's own funder."""
    return read.of_funder(access.organisation(caller))


@routes.get("/v1/programmes/{programme_id}", answer=BudgetView, allow=permissions.SEE_PROGRAMMES, refusals=(NotFound,))
def see_programme(caller: Caller, programme_id: str) -> Budget:
    """A programme of one's own funder, and what is left of its budget."""
    return read.budget(programme_id, funder_id=access.organisation(caller))


@routes.post(
    "/v1/programmes/{programme_id}/increases",
    answer=IncreaseView,
    allow=permissions.INCREASE_BUDGET,
    refusals=(NotFound,),
)
def increase_budget(caller: Caller, key: RequestKey, programme_id: str, body: NewIncrease) -> Outcome[Increase]:
    """Add to the budget of a programme of one's own funder, with a reason."""
    return increase.budget(
        programme_id,
        units=body.units,
        reason=body.reason,
        funder_id=access.organisation(caller),
        by=caller,
        key=key,
        at=clock.now(),
    )


@routes.get(
    "/v1/programmes/{programme_id}/increases",
    answer=IncreaseView,
    allow=permissions.SEE_PROGRAMMES,
    listing=True,
    refusals=(NotFound,),
)
def list_increases(caller: Caller, programme_id: str, span: Span) -> Page[Increase]:
    """What was added to a programme's budget, when and why, oldest first."""
    return read.increases(programme_id, span, funder_id=access.organisation(caller))


@routes.post(
    "/v1/programmes/{programme_id}/versions",
    answer=ProgrammeView,
    allow=permissions.CHANGE_PROGRAMME,
    refusals=(NotFound, ProgrammeChanged, ProgrammeStateConflict, ProgrammeInvalid),
)
def change_programme(caller: Caller, key: RequestKey, programme_id: str, body: NewVersion) -> Outcome[Programme]:
    """Open, suspend, close or change a programme, with a reason; vouchers keep the version they were issued under."""
    return change.programme(
        programme_id,
        version=body.version,
        changes=body.changes(),
        reason=body.reason,
        funder_id=access.organisation(caller),
        by=caller,
        key=key,
        at=clock.now(),
    )


@routes.get(
    "/v1/programmes/{programme_id}/versions",
    answer=VersionView,
    allow=permissions.SEE_PROGRAMMES,
    listing=True,
    refusals=(NotFound,),
)
def list_versions(caller: Caller, programme_id: str, span: Span) -> Page[Version]:
    """A programme as each change made it, when and why, oldest first."""
    return read.versions(programme_id, span, funder_id=access.organisation(caller))


@routes.post(
    "/v1/programmes/{programme_id}/commitments",
    answer=CommitmentView,
    allow=permissions.COMMIT_BUDGET,
    refusals=(NotFound, BudgetExhausted),
)
def commit_budget(caller: Caller, key: RequestKey, programme_id: str, body: NewCommitment) -> Outcome[Commitment]:
    """Set part of a programme's fund aside, citing the act that decides it."""
    return commit.budget(
        programme_id,
        units=body.units,
        act=body.act,
        funder_id=access.organisation(caller),
        by=caller,
        key=key,
        at=clock.now(),
    )


@routes.get(
    "/v1/programmes/{programme_id}/commitments",
    answer=CommittedView,
    allow=permissions.SEE_PROGRAMMES,
    listing=True,
    refusals=(NotFound,),
)
def list_commitments(caller: Caller, programme_id: str, span: Span) -> Page[Committed]:
    """What acts have set aside of a programme's budget, and what of it is not drawn yet."""
    return read.commitments(programme_id, span, funder_id=access.organisation(caller))


@routes.post(
    "/v1/commitments/{commitment_id}/freeing",
    answer=CommitmentView,
    allow=permissions.COMMIT_BUDGET,
    status=200,
    idempotent=False,
    refusals=(NotFound, CommitmentInUse),
)
def free_commitment(caller: Caller, commitment_id: str, body: Freeing) -> Commitment:
    """Give back to the fund what a commitment no longer needs; again, nothing more happens."""
    return commit.freed(commitment_id, funder_id=access.organisation(caller), by=caller, at=clock.now())
