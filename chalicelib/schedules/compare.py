"""Comparing what a schedule gives with the sessions that there are: what to make, change, withdraw, and leave alone.

Only free sessions are touched. One that somebody has booked, waits for or was offered stays as it is, but for what they
would not notice, and is told; so is one that was changed by hand, which is the schedule's no more.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from chalicelib.bookings.agenda import Agenda
from chalicelib.catalogue.model import Offering, Session, SessionState
from chalicelib.catalogue.publish import SessionDraft, made
from chalicelib.kernel.clock import local_day
from chalicelib.kernel.identifiers import derived

from .lay import Draft, Gap, GapReason
from .model import Schedule


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of the sessions of some days."""

    made: tuple[Session, ...] = ()
    changed: tuple[tuple[Session, Session], ...] = ()  # as it is, as it will be
    withdrawn: tuple[Session, ...] = ()
    staying: tuple[Session, ...] = ()  # not as the schedule says: somebody booked, waits, or was offered a place
    gaps: tuple[Gap, ...] = ()

    def __add__(self, other: "Outcome") -> "Outcome":
        """Both together."""
        return Outcome(
            self.made + other.made,
            self.changed + other.changed,
            self.withdrawn + other.withdrawn,
            self.staying + other.staying,
            self.gaps + other.gaps,
        )


def session_of(schedule: Schedule, offering: Offering, draft: Draft) -> Session:
    """The session that a draft becomes. Its id follows from the schedule and the draft alone."""
    pattern = draft.pattern
    return made(
        offering,
        session_id(schedule.id, draft.key),
        SessionDraft(
            starts_at=draft.starts_at,
            ends_at=draft.ends_at,
            places_max=pattern.places_max,
            terms=pattern.terms,
            meetings=draft.times if len(draft.times) > 1 else (),
            options=pattern.options,
            guests_max=pattern.guests_max,
            occupies=pattern.occupies,
            place=pattern.place,
            municipality_code=pattern.municipality_code,
            worker_id=pattern.worker_id,
            schedule_id=schedule.id,
        ),
    )


def session_id(schedule_id: str, key: str) -> str:
    """The one session of a schedule under a key: made twice, late or by two at once, it is one."""
    return derived("session", schedule_id, key)


def is_free(session: Session) -> bool:
    """Whether nobody has booked it, waits for it, or was offered a place. The table's condition says the same."""
    return not (session.places_taken or session.in_line)


def is_on(session: Session) -> bool:
    """Whether it takes place."""
    return session.state is SessionState.OPEN


def is_same(session: Session, wanted: Session) -> bool:
    """Whether a session is open and already as the schedule says; its price is the one it was made with."""
    return session.state is SessionState.OPEN and _said(session) == _said(wanted)


def becomes(session: Session, wanted: Session) -> Session:
    """A session that there is, as the schedule says; what counts its places goes on."""
    return replace(
        wanted,
        places_taken=session.places_taken,
        places_offered=session.places_offered,
        in_line=session.in_line,
        list_first=session.list_first,
        releases=session.releases,
        edition=session.edition + 1,
    )


def withdrawn(session: Session) -> Session:
    """A session that does not take place; the schedule can bring it back."""
    return replace(session, state=SessionState.CANCELLED, edition=session.edition + 1)


def day(
    schedule_id: str, wanted: Sequence[Session], there: Mapping[str, Session], agendas: "Agendas", *, at: datetime
) -> Outcome:
    """What becomes of the sessions of one schedule whose first meeting is on one day.

    `there` are those of them that exist, and those under the ids that are wanted; `agendas` is what the schedule and
    the workers have on the days they touch. What has begun is left alone.
    """
    mine = {
        name: one
        for name, one in there.items()
        if one.schedule_id == schedule_id and not one.by_hand and one.starts_at > at
    }
    wanted = [one for one in wanted if one.starts_at > at and (one.id in mine or one.id not in there)]
    fixed = {name for name, one in mine.items() if one.state is SessionState.OPEN and not is_free(one)}
    right = {one.id for one in wanted if one.id in fixed and _is_unnoticed(mine[one.id], one)}
    free = agendas.without(set(mine) - fixed)
    outcome, kept = Outcome(), set[str]()
    for one in wanted:
        before = mine.get(one.id)
        if reason := GapReason.IN_THE_WAY if one.id in fixed - right else free.why_not(one):
            outcome += Outcome(gaps=(Gap(local_day(one.starts_at), reason, "", one.starts_at),))
            continue
        kept.add(one.id)
        free = free.without({one.id}).with_one(one)
        if before is None:
            outcome += Outcome(made=(one,))
        elif not is_same(before, one):
            outcome += Outcome(changed=((before, becomes(before, one)),))
    staying = tuple(mine[name] for name in sorted(fixed - kept))
    gone = [one for name, one in mine.items() if name not in kept | fixed and one.state is SessionState.OPEN]
    return outcome + Outcome(staying=staying, withdrawn=tuple(sorted(gone, key=lambda one: one.starts_at)))


@dataclass(frozen=True, slots=True)
class Agendas:
    """What a schedule and its workers have on some days: the schedule's under its own id, as if it were a worker."""

    schedule_id: str
    days: Mapping[tuple[str, date], Agenda] = field(default_factory=dict)

    def why_not(self, session: Session) -> GapReason | None:
        """What is in the way of a session."""
        for owner, day in self.owners(session):
            others = self.of(owner, day).without({session.id})
            if any(others.overlapping(time.starts_at, time.ends_at) for time in session.times):
                return GapReason.IN_THE_WAY if owner == self.schedule_id else GapReason.WORKER_BUSY
        return None

    def owners(self, session: Session) -> list[tuple[str, date]]:
        """Whose days a session is on."""
        who = [self.schedule_id, *([session.worker_id] if session.worker_id else [])]
        return [(owner, day) for owner in who for day in session.days]

    def of(self, owner: str, day: date) -> Agenda:
        """What someone has on a day."""
        return self.days.get((owner, day)) or Agenda()

    def with_one(self, session: Session) -> "Agendas":
        """The days with a session on them."""
        put = {(owner, day): self.of(owner, day).with_one(session, day) for owner, day in self.owners(session)}
        return replace(self, days={**self.days, **put})

    def without(self, session_ids: Iterable[str]) -> "Agendas":
        """The days without some sessions."""
        gone = set(session_ids)
        return replace(self, days={key: agenda.without(gone) for key, agenda in self.days.items()})


def _is_unnoticed(session: Session, wanted: Session) -> bool:
    """Whether nothing differs but the number of places, all who booked still have one, and who delivers it."""
    quiet = replace(session, places_max=wanted.places_max, worker_id=wanted.worker_id)
    return session.places_taken <= wanted.places_max and is_same(quiet, wanted)


def _said(session: Session) -> tuple[object, ...]:
    return (
        session.times,
        session.places_max,
        session.place,
        session.municipality_code,
        session.worker_id,
        session.terms,
        session.options,
        session.guests_max,
        session.occupies,
    )
