"""The nightly job: makes the sessions that have come near, and goes on with what was left half done."""

from datetime import datetime

from chalicelib.kernel.clock import local_day
from chalicelib.kernel.refusals import Refusal
from chalicelib.runtime.observability import event

from . import cancel, settle, table


def sessions(*, at: datetime) -> int:
    """Make every session that is near enough; returns how many were made.

    Its cost follows what is new: a schedule is read on the days on which it has something to make. Run twice, late or
    by two at once it comes to the same. One that cannot be done is raised when all others are.
    """
    made, failure = 0, None
    for schedule_id in table.due_ids(local_day(at)):
        try:
            outcome = settle.brought_about(schedule_id, at=at)
            made += len(outcome.made)
            event("sessions_generated", schedule_id=schedule_id, made=len(outcome.made), gaps=len(outcome.gaps))
        except Refusal as refused:  # the others are due all the same
            failure = refused
            event("schedule_not_generated", schedule_id=schedule_id, code=refused.code)
    for session_id in table.cancellations_due(local_day(at)):
        try:
            cancel.resumed(session_id, at=at)
        except Refusal as refused:
            failure = refused
            event("session_not_cancelled", session_id=session_id, code=refused.code)
    if failure:
        raise failure
    return made
