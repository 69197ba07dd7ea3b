"""Batches: a file is uploaded, checked whole, committed, and issued to the last row."""

from chalicelib.access import permissions
from chalicelib.access import read as access
from chalicelib.kernel import clock
from chalicelib.kernel.caller import Caller
from chalicelib.kernel.identifiers import Outcome, RequestKey
from chalicelib.kernel.paging import Page, Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.kernel.texts import Language
from chalicelib.ledger.model import BudgetExhausted
from chalicelib.programmes.model import ProgrammeNotOpen
from chalicelib.runtime.http import Routes
from chalicelib.vouchers.model import SecondPersonNeeded

from . import check, commit, read, submit
from .model import (
    Batch,
    BatchExpired,
    BatchNotAsChecked,
    BatchOutdated,
    BatchStateConflict,
    FileAlreadyIssued,
    NothingToIssue,
)
from .read import Standing, ToldProblem
from .shapes import (
    BatchView,
    NewApproval,
    NewBatch,
    NewCancellation,
    NewCheck,
    NewCommit,
    ProblemView,
    StandingView,
    SubmissionView,
)
from .submit import Submission

routes = Routes(__name__)


@routes.post(
    "/v1/programmes/{programme_id}/batches",
    answer=SubmissionView,
    allow=permissions.PREPARE_BATCH,
    refusals=(NotFound,),
)
def submit_batch(caller: Caller, key: RequestKey, programme_id: str, body: NewBatch) -> Outcome[Submission]:
    """Open a batch for a programme of one's own funder; its file is left at the address that comes back."""
    return submit.batch(
        programme_id,
        act=body.act,
        kind=body.format,
        size_bytes=body.size_bytes,
        funder_id=access.organisation(caller),
        by=caller,
        key=key,
        at=clock.now(),
    )


@routes.get(
    "/v1/programmes/{programme_id}/batches",
    answer=BatchView,
    allow=permissions.SEE_BATCHES,
    listing=True,
    refusals=(NotFound,),
)
def list_batches(caller: Caller, programme_id: str, span: Span) -> Page[Batch]:
    """The batches of a programme of one's own funder, the latest first."""
    return read.of_programme(programme_id, span, funder_id=access.organisation(caller))


@routes.post(
    "/v1/batches/{batch_id}/check",
    answer=BatchView,
    allow=permissions.PREPARE_BATCH,
    status=200,
    idempotent=False,
    refusals=(NotFound, BatchStateConflict),
)
def check_batch(caller: Caller, batch_id: str, body: NewCheck) -> Batch:
    """Begin the dry run of the file that was uploaded: it finds every row's every problem, and grants nothing."""
    return check.batch(batch_id, funder_id=access.organisation(caller))


@routes.get("/v1/batches/{batch_id}", answer=StandingView, allow=permissions.SEE_BATCHES, refusals=(NotFound,))
def see_batch(caller: Caller, batch_id: str) -> Standing:
    """A batch, what its dry run found, how far its issuing has come, and its report."""
    return read.standing(batch_id, funder_id=access.organisation(caller))


@routes.get(
    "/v1/batches/{batch_id}/problems",
    answer=ProblemView,
    allow=permissions.SEE_BATCHES,
    listing=True,
    refusals=(NotFound,),
)
def list_problems(caller: Caller, batch_id: str, span: Span, language: Language) -> Page[ToldProblem]:
    """What the dry run found wrong, by line and column; what was written there is not repeated."""
    return read.problems(batch_id, span, language=language, funder_id=access.organisation(caller))


@routes.post(
    "/v1/batches/{batch_id}/commit",
    answer=BatchView,
    allow=permissions.COMMIT_BATCH,
    status=200,
    refusals=(
        NotFound,
        BatchStateConflict,
        BatchNotAsChecked,
        NothingToIssue,
        BatchOutdated,
        BatchExpired,
        ProgrammeNotOpen,
        FileAlreadyIssued,
        BudgetExhausted,
    ),
)
def commit_batch(caller: Caller, key: RequestKey, batch_id: str, body: NewCommit) -> Outcome[Batch]:
    """Issue exactly what the dry run showed: its total is set aside at once, and a large one waits for a second person.

    Sent again under the same key while the batch is being issued, it makes a chain that was broken go on.
    """
    return commit.batch(
        batch_id,
        rows=body.rows,
        total=body.total,
        funder_id=access.organisation(caller),
        by=caller,
        key=key,
        at=clock.now(),
    )


@routes.post(
    "/v1/batches/{batch_id}/approval",
    answer=BatchView,
    allow=permissions.APPROVE_BATCH,
    status=200,
    refusals=(
        NotFound,
        BatchStateConflict,
        BatchNotAsChecked,
        SecondPersonNeeded,
        BatchOutdated,
        BatchExpired,
        ProgrammeNotOpen,
        FileAlreadyIssued,
        BudgetExhausted,
    ),
)
def approve_batch(caller: Caller, key: RequestKey, batch_id: str, body: NewApproval) -> Outcome[Batch]:
    """Approve, as a second person, a batch that a colleague has committed: it is issued."""
    return commit.approved(
        batch_id,
        rows=body.rows,
        total=body.total,
        funder_id=access.organisation(caller),
        by=caller,
        key=key,
        at=clock.now(),
    )


@routes.post(
    "/v1/batches/{batch_id}/cancellation",
    answer=BatchView,
    allow=permissions.PREPARE_BATCH,
    status=200,
    idempotent=False,
    refusals=(NotFound, BatchStateConflict),
)
def cancel_batch(caller: Caller, batch_id: str, body: NewCancellation) -> Batch:
    """Give a batch up, or reject it as a second person, before anything is set aside; again, nothing more happens."""
    return commit.cancelled(
        batch_id, reason=body.reason, funder_id=access.organisation(caller), by=caller, at=clock.now()
    )
