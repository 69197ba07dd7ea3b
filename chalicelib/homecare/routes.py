"""Help at home on request: asked by families, answered by providers."""

from chalicelib.access import permissions
from chalicelib.kernel import clock
from chalicelib.kernel.caller import Caller
from chalicelib.kernel.identifiers import Outcome, RequestKey
from chalicelib.kernel.paging import Page, Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.people.model import NotForThisPerson
from chalicelib.runtime.http import Routes
from chalicelib.schedules.model import ScheduleInvalid, WorkerUnknown

from . import answer, ask, read
from .model import AlreadyAnswered, HomePeriodInvalid, HomeRequest, MoreThanAsked, NotByTheHour, NothingToPropose
from .shapes import HomeRequestView, NewHomeRequest, NewProposal, NewRefusal, NewWithdrawal

routes = Routes(__name__)

ONE = "/v1/home-requests/{home_request_id}"


@routes.post(
    "/v1/offerings/{offering_id}/home-requests",
    answer=HomeRequestView,
    allow=permissions.ASK_HOMECARE,
    refusals=(NotFound, NotForThisPerson, NotByTheHour, HomePeriodInvalid, ScheduleInvalid),
)
def ask_for_help(caller: Caller, key: RequestKey, offering_id: str, body: NewHomeRequest) -> Outcome[HomeRequest]:
    """Ask a cooperative for so many hours a week at home, for oneself or on behalf."""
    return ask.request(body.of(offering_id), by=caller, key=key, at=clock.now())


@routes.get(
    "/v1/people/{person_id}/home-requests",
    answer=HomeRequestView,
    allow=permissions.ASK_HOMECARE,
    listing=True,
    refusals=(NotFound,),
)
def list_persons_home_requests(caller: Caller, person_id: str, span: Span) -> Page[HomeRequest]:
    """What was asked for a person, the latest first."""
    return read.of_person(person_id, span, by=caller, at=clock.now())


@routes.get("/v1/home-requests", answer=HomeRequestView, allow=permissions.ANSWER_HOMECARE, listing=True)
def list_home_requests(caller: Caller, span: Span) -> Page[HomeRequest]:
    """What was asked of one's own cooperative, the latest first."""
    return read.of_provider(span, by=caller, at=clock.now())


@routes.get(ONE, answer=HomeRequestView, allow=permissions.SEE_HOMECARE, refusals=(NotFound,))
def see_home_request(caller: Caller, home_request_id: str) -> HomeRequest:
    """What was asked, and the answer."""
    return read.request(home_request_id, by=caller, at=clock.now())


@routes.post(
    f"{ONE}/proposal",
    answer=HomeRequestView,
    allow=permissions.ANSWER_HOMECARE,
    status=200,
    idempotent=False,
    refusals=(NotFound, AlreadyAnswered, MoreThanAsked, NothingToPropose, ScheduleInvalid, WorkerUnknown),
)
def propose_sessions(caller: Caller, home_request_id: str, body: NewProposal) -> HomeRequest:
    """Answer with a weekly plan: its sessions are kept for the person, who books them."""
    return answer.proposal(home_request_id, body.week.pattern, by=caller, at=clock.now())


@routes.post(
    f"{ONE}/refusal",
    answer=HomeRequestView,
    allow=permissions.ANSWER_HOMECARE,
    status=200,
    idempotent=False,
    refusals=(NotFound, AlreadyAnswered),
)
def decline_home_request(caller: Caller, home_request_id: str, body: NewRefusal) -> HomeRequest:
    """Answer no, with the reason."""
    return answer.declined(home_request_id, reason=body.reason, by=caller, at=clock.now())


@routes.post(
    f"{ONE}/withdrawal",
    answer=HomeRequestView,
    allow=permissions.ASK_HOMECARE,
    status=200,
    idempotent=False,
    refusals=(NotFound, AlreadyAnswered),
)
def withdraw_home_request(caller: Caller, home_request_id: str, body: NewWithdrawal) -> HomeRequest:
    """Take back what was asked, before it is answered."""
    return ask.withdrawn(home_request_id, by=caller, at=clock.now())
