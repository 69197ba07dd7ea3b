"""Changing a schedule, from a day on or on single days: first a plan that says who is affected, then exactly that."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from chalicelib.catalogue import browse
from chalicelib.catalogue.model import Session
from chalicelib.kernel.caller import Caller
from chalicelib.kernel.clock import local_day
from chalicelib.kernel.days import A_DAY, monday
from chalicelib.kernel.identifiers import Outcome as Answer
from chalicelib.kernel.identifiers import derived
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import Transaction

from . import affected, create, read, settle, table
from .affected import Affected
from .compare import Outcome
from .lay import Gap
from .model import (
    EXCEPTIONS_MAX,
    STRETCHES_MAX,
    Closure,
    Opening,
    Pattern,
    Schedule,
    ScheduleChanged,
    ScheduleKind,
    TooManyExceptions,
)


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be different: another pattern from a day on, a last day, other closures, other extra openings.

    What is None stays. Closures and openings replace those there are.
    """

    from_on: date | None = None
    pattern: Pattern | None = None
    end_on: date | None = None
    closures: tuple[Closure, ...] | None = None
    openings: tuple[Opening, ...] | None = None

    def applied_to(self, schedule: Schedule, *, today: date) -> Schedule:
        """The schedule as it will be; what lies before today is not touched."""
        changed = schedule
        if self.pattern is not None:
            changed = changed.from_then_on(max(self.from_on or today, today, schedule.from_on), self.pattern)
        if self.end_on is not None:
            day = max(self.end_on, today - A_DAY)
            kept = tuple(one for one in changed.stretches if one.from_on <= day) or changed.stretches[:1]
            changed = replace(changed, to_on=day, stretches=kept)
        if self.closures is not None:
            changed = replace(changed, closures=self.closures)
        if self.openings is not None:
            changed = replace(changed, openings=self.openings)
        return changed


@dataclass(frozen=True, slots=True)
class Plan:
    """What a change would do, who is affected, and the digest under which exactly it can be done."""

    schedule: Schedule
    outcome: Outcome
    affected: tuple[Affected, ...]
    digest: str

    @property
    def made(self) -> tuple[Session, ...]:
        """The sessions that would be made."""
        return self.outcome.made

    @property
    def changed(self) -> list[Session]:
        """The free sessions that would change, as they would be."""
        return [after for _, after in self.outcome.changed]

    @property
    def withdrawn(self) -> tuple[Session, ...]:
        """The free sessions that would not take place."""
        return self.outcome.withdrawn

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What the hours would give and that is not made."""
        return self.outcome.gaps

    @property
    def staying(self) -> tuple[Session, ...]:
        """The sessions that stay as they are because somebody is booked, waits, or was offered a place."""
        return self.outcome.staying


def plan(schedule_id: str, change: Change, *, by: Caller, at: datetime) -> Plan:
    """What a change of one's own schedule would do; nothing is written. Raises NotFound, ScheduleInvalid, ..."""
    before, after, outcome = _foreseen(schedule_id, change, by, at)
    people = affected.by(outcome.staying, caller=by, at=at)
    return Plan(after, outcome, tuple(people), _digest(before, change, outcome))


def schedule(schedule_id: str, change: Change, *, digest: str, by: Caller, at: datetime) -> Answer[Schedule]:
    """Change a schedule exactly as it was planned; who is booked keeps what they have.

    Sent again it finds itself done, and finishes what a crash left. Raises ScheduleChanged when the schedule, or who is
    booked, is no longer as in the plan, and what `plan` raises.
    """
    replayed = dynamodb.until_settled(lambda: _changed(schedule_id, change, digest, by, at))
    settle.brought_about(schedule_id, at=at)
    return Answer(read.schedule(schedule_id, by=by), replayed=replayed)


def _changed(schedule_id: str, change: Change, digest: str, by: Caller, at: datetime) -> bool:
    before, after, outcome = _foreseen(schedule_id, change, by, at)
    if _said(before) == _said(after):
        return True
    if _digest(before, change, outcome) != digest:
        raise ScheduleChanged(schedule_id=schedule_id)
    since = min(filter(None, (before.next_on, _since(before, after, local_day(at)))))
    with Transaction() as writes:
        table.put(writes, before, replace(after, edition=before.edition + 1, next_on=since))
    return False


def _foreseen(schedule_id: str, change: Change, by: Caller, at: datetime) -> tuple[Schedule, Schedule, Outcome]:
    today = local_day(at)
    before = read.schedule(schedule_id, by=by)
    after = change.applied_to(before, today=today)
    if len(after.stretches) > STRETCHES_MAX or len(after.closures) + len(after.openings) > EXCEPTIONS_MAX:
        raise TooManyExceptions
    create.must_hold(after, before=before)
    offering = browse.latest(before.offering_id)
    since = _since(before, after, today)
    first, last = settle.window(replace(after, next_on=since), at=at)
    return before, after, settle.foreseen(settle.laid_out(after, offering, first, last, written=False), at=at)


def _since(before: Schedule, after: Schedule, today: date) -> date:
    """The first day on which the two can differ; a week or a course is looked at from its first day on."""
    days = [new.from_on for new in set(after.stretches) ^ set(before.stretches)]
    days += [one.from_on for one in set(after.closures) ^ set(before.closures)]
    days += [one.day_on for one in set(after.openings) ^ set(before.openings)]
    if after.to_on != before.to_on:
        days += [end for end in (after.to_on, before.to_on) if end]
    first = min(days, default=today)
    if before.kind is ScheduleKind.COURSE:
        first = before.from_on
    if before.kind is ScheduleKind.CAMP_WEEK:
        first = monday(first)
    return max(first, today)


def _said(schedule: Schedule) -> tuple[object, ...]:
    return schedule.stretches, schedule.to_on, schedule.closures, schedule.openings


def _digest(before: Schedule, change: Change, outcome: Outcome) -> str:
    """What a plan rests on: the schedule and the change, and each session that somebody has."""
    who = [f"{one.id} {one.edition} {one.places_taken} {one.in_line}" for one in outcome.staying]
    return derived("plan", before.id, str(before.edition), repr(change), *who)
