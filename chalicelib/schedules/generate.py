"""The nightly job: makes the sessions that have come near, and goes on with what was left half done."""

from datetime import datetime

from chalicelib.kernel.clock import local_day
from chalicelib.runtime.observability import event
from chalicelib.runtime.rounds import Round

from . import cancel, settle, table


def sessions(*, at: datetime) -> int:
    """Make every session that is near enough; returns how many were made.

    Its cost follows what is new: a schedule is read on the days on which it has something to make. Run twice, late or
    by two at once it comes to the same. One that cannot be done is raised when all others are.
    """
    made = 0
    with Round() as due:
        for schedule_id in table.due_ids(local_day(at)):
            with due.one("schedule_not_generated", schedule_id=schedule_id):
                outcome = settle.brought_about(schedule_id, at=at)
                made += len(outcome.made)
                event("sessions_generated", schedule_id=schedule_id, made=len(outcome.made), gaps=len(outcome.gaps))
        for session_id in table.cancellations_due(local_day(at)):
            with due.one("session_not_cancelled", session_id=session_id):
                cancel.resumed(session_id, at=at)
    return made
