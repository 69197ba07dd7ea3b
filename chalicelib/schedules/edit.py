"""Editing one session: first a plan that says whether it can be done and who is affected, then exactly that."""

from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.catalogue import amend, browse
from chalicelib.catalogue.model import (
    Session,
    SessionCancelled,
    SessionChanged,
    SessionState,
    SessionTaken,
    TooFewForTaken,
)
from chalicelib.catalogue.publish import SessionDraft, must_be_sound
from chalicelib.catalogue.terms import Meeting, Terms
from chalicelib.kernel.caller import Caller
from chalicelib.kernel.identifiers import Outcome as Answer
from chalicelib.kernel.refusals import Refusal, refuse_any
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import Transaction

from . import affected, agenda, compare, create
from .affected import Affected


@dataclass(frozen=True, slots=True)
class Edit:
    """What is to be different of one session; what is None stays, and its price always does."""

    meetings: tuple[Meeting, ...] | None = None  # of an ordinary session, the one
    places_max: int | None = None
    place: str | None = None
    worker_id: str | None = None
    without_worker: bool = False
    terms: Terms | None = None

    def applied_to(self, session: Session) -> Session:
        """The session as it will be, its schedule's no more."""
        times = self.meetings or session.times
        worker_id = None if self.without_worker else self.worker_id or session.worker_id
        return replace(
            session,
            starts_at=times[0].starts_at,
            ends_at=times[-1].ends_at,
            meetings=times if len(times) > 1 else (),
            places_max=session.places_max if self.places_max is None else self.places_max,
            place=self.place or session.place,
            worker_id=worker_id,
            terms=self.terms or session.terms,
            by_hand=True,
            edition=session.edition + 1,
        )

    @property
    def is_unnoticed(self) -> bool:
        """Whether nobody who is booked would notice: it is of the places, or of who delivers it, alone."""
        quiet = Edit(places_max=self.places_max, worker_id=self.worker_id, without_worker=self.without_worker)
        return self == quiet


@dataclass(frozen=True, slots=True)
class EditPlan:
    """What an edit would make of a session, why it cannot be done, and who is affected."""

    session: Session
    becomes: Session
    reasons: tuple[Refusal, ...]
    affected: tuple[Affected, ...]

    @property
    def edition(self) -> int:
        """What is to be named to do exactly this."""
        return self.session.edition


def plan(session_id: str, edit: Edit, *, by: Caller, at: datetime) -> EditPlan:
    """What an edit would do to a session of one's own; nothing is written. Raises NotFound, SessionTimesInvalid."""
    now = browse.own_session(session_id, by=by)
    after = edit.applied_to(now)
    _must_be_sound(after, edit, at)
    why = _why_not(now, after, edit)
    people = affected.by([] if edit.is_unnoticed else [now], caller=by, at=at)
    return EditPlan(now, after, tuple(why), tuple(people))


def session(session_id: str, edit: Edit, *, edition: int, by: Caller, at: datetime) -> Answer[Session]:
    """Edit a session that is still as it was planned; with someone booked only its places, and who delivers it.

    Sent again it finds itself done. Raises NotFound, SessionChanged, SessionTaken, TooFewForTaken, WorkerBusy, ...
    """
    return dynamodb.until_settled(lambda: _edited(session_id, edit, edition, by, at))


def _edited(session_id: str, edit: Edit, edition: int, by: Caller, at: datetime) -> Answer[Session]:
    now = browse.own_session(session_id, by=by)
    after = edit.applied_to(now)
    if now.edition == edition + 1 and replace(after, edition=now.edition) == now:
        return Answer(now, replayed=True)
    if now.edition != edition:
        raise SessionChanged(session_id=session_id)
    _must_be_sound(after, edit, at)
    refuse_any(_why_not(now, after, edit))
    with Transaction() as writes:
        (amend.unnoticed if edit.is_unnoticed else amend.session)(writes, now, after)
        agenda.moved(writes, agenda.read(now, after), now, after)
    return Answer(browse.session(session_id))


def _must_be_sound(after: Session, edit: Edit, at: datetime) -> None:
    draft = SessionDraft(after.starts_at, after.ends_at, after.places_max, after.terms, after.meetings, after.options)
    must_be_sound(draft, at=at)
    if edit.worker_id:
        create.must_work_for(after.provider_id, edit.worker_id)


def _why_not(now: Session, after: Session, edit: Edit) -> list[Refusal]:
    """Every reason why it cannot be done now. The conditions of the writes say the same."""
    why: list[Refusal] = []
    if now.state is not SessionState.OPEN:
        why.append(SessionCancelled(session_id=now.id))
    if after.places_max < now.places_taken:
        why.append(TooFewForTaken(session_id=now.id, places_taken=now.places_taken))
    if not edit.is_unnoticed and not compare.is_free(now):
        why.append(SessionTaken(session_id=now.id, places_taken=now.places_taken, in_line=now.in_line))
    if clash := agenda.why_not(agenda.read(now, after), after):
        why.append(clash)
    return why
