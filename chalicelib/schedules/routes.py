"""Schedules and their sessions, for the provider whose they are."""

from chalicelib.access import permissions
from chalicelib.access import read as access
from chalicelib.catalogue.model import (
    Session,
    SessionCancelled,
    SessionChanged,
    SessionTaken,
    SessionTimesInvalid,
    TermsInvalid,
    TooFewForTaken,
)
from chalicelib.catalogue.session_shapes import SessionView
from chalicelib.kernel import clock
from chalicelib.kernel.caller import Caller
from chalicelib.kernel.identifiers import Outcome as Answer
from chalicelib.kernel.identifiers import RequestKey
from chalicelib.kernel.paging import Page, Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.runtime.http import Routes

from . import affected, cancel, change, create, edit, read
from .affected import Affected
from .agenda import AnotherSessionThere, TooManyMeetings, WorkerBusy
from .cancel import Cancelled, SessionBegun
from .change import Plan
from .compare import Outcome
from .edit import EditPlan
from .model import Schedule, ScheduleChanged, ScheduleInvalid, TooManyExceptions, WorkerUnknown
from .session_shapes import (
    AffectedView,
    CancelledSessionView,
    NewSessionCancellation,
    NewSessionChange,
    NewSessionPlan,
    SessionPlanView,
)
from .shapes import (
    NewSchedule,
    NewScheduleChange,
    NewSchedulePlan,
    OfferingScheduleView,
    SchedulePlanView,
    SchedulePreviewView,
    ScheduleQuery,
)

routes = Routes(__name__)

SEE, MANAGE = permissions.SEE_SCHEDULES, permissions.MANAGE_SCHEDULES
UNSOUND = (NotFound, ScheduleInvalid, WorkerUnknown)


@routes.post("/v1/offerings/{offering_id}/schedules", answer=OfferingScheduleView, allow=MANAGE, refusals=UNSOUND)
def create_schedule(caller: Caller, key: RequestKey, offering_id: str, body: NewSchedule) -> Answer[Schedule]:
    """Say when one's own offering takes place; the sessions that are near enough are made at once."""
    return create.schedule(body.of(offering_id), provider_id=access.organisation(caller), key=key, at=clock.now())


@routes.post(
    "/v1/offerings/{offering_id}/schedule-previews",
    answer=SchedulePreviewView,
    allow=MANAGE,
    status=200,
    idempotent=False,
    refusals=UNSOUND,
)
def preview_schedule(caller: Caller, offering_id: str, body: NewSchedule) -> Outcome:
    """What a schedule would give, and what not and why; nothing is written."""
    return create.preview(body.of(offering_id), provider_id=access.organisation(caller), at=clock.now())


@routes.get("/v1/schedules", answer=OfferingScheduleView, allow=SEE, listing=True)
def list_schedules(caller: Caller, query: ScheduleQuery, span: Span) -> Page[Schedule]:
    """The schedules of one's own cooperative, or of one of its offerings."""
    return read.every(span, offering_id=query.offering_id, by=caller)


@routes.get("/v1/schedules/{schedule_id}", answer=OfferingScheduleView, allow=SEE, refusals=(NotFound,))
def see_schedule(caller: Caller, schedule_id: str) -> Schedule:
    """A schedule of one's own cooperative."""
    return read.schedule(schedule_id, by=caller)


@routes.post(
    "/v1/schedules/{schedule_id}/change-plans",
    answer=SchedulePlanView,
    allow=MANAGE,
    status=200,
    idempotent=False,
    refusals=(*UNSOUND, TooManyExceptions),
)
def plan_schedule_change(caller: Caller, schedule_id: str, body: NewSchedulePlan) -> Plan:
    """What a change would do, and who is booked where it would do something; nothing is written."""
    return change.plan(schedule_id, body.change, by=caller, at=clock.now())


@routes.post(
    "/v1/schedules/{schedule_id}/changes",
    answer=OfferingScheduleView,
    allow=MANAGE,
    status=200,
    idempotent=False,
    refusals=(*UNSOUND, TooManyExceptions, ScheduleChanged),
)
def change_schedule(caller: Caller, schedule_id: str, body: NewScheduleChange) -> Answer[Schedule]:
    """Change a schedule exactly as it was planned; sessions that somebody has stay as they are."""
    return change.schedule(schedule_id, body.change, digest=body.digest, by=caller, at=clock.now())


@routes.post(
    "/v1/sessions/{session_id}/change-plans",
    answer=SessionPlanView,
    allow=MANAGE,
    status=200,
    idempotent=False,
    refusals=(NotFound, SessionTimesInvalid, TermsInvalid, WorkerUnknown),
)
def plan_session_change(caller: Caller, session_id: str, body: NewSessionPlan) -> EditPlan:
    """What an edit would make of one session, why it cannot be done, and who is booked; nothing is written."""
    return edit.plan(session_id, body.edit, by=caller, at=clock.now())


@routes.post(
    "/v1/sessions/{session_id}/changes",
    answer=SessionView,
    allow=MANAGE,
    status=200,
    idempotent=False,
    refusals=(
        NotFound,
        SessionTimesInvalid,
        TermsInvalid,
        WorkerUnknown,
        SessionChanged,
        SessionCancelled,
        SessionTaken,
        TooFewForTaken,
        WorkerBusy,
        AnotherSessionThere,
        TooManyMeetings,
    ),
)
def change_session(caller: Caller, session_id: str, body: NewSessionChange) -> Answer[Session]:
    """Edit one free session; of one that somebody has only the number of places, never below those taken."""
    return edit.session(session_id, body.edit, edition=body.edition, by=caller, at=clock.now())


@routes.get("/v1/sessions/{session_id}/affected", answer=AffectedView, allow=MANAGE, listing=True, refusals=(NotFound,))
def list_affected(caller: Caller, session_id: str) -> list[Affected]:
    """Who is booked in a session of one's own, by first name, and how to reach them: each look leaves a trace."""
    return affected.of(session_id, caller=caller, at=clock.now())


@routes.post(
    "/v1/sessions/{session_id}/cancellation",
    answer=CancelledSessionView,
    allow=MANAGE,
    status=200,
    refusals=(NotFound, SessionBegun),
)
def cancel_session(caller: Caller, key: RequestKey, session_id: str, body: NewSessionCancellation) -> Cancelled:
    """Let a session not take place: every booking is cancelled and everything goes back, all of it."""
    return cancel.session(session_id, reason=body.reason, by=caller, at=clock.now())
