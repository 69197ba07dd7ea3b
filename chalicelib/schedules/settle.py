"""Bringing sessions about: day by day, each in its own transaction, the same however often it is done."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial

from chalicelib.bookings.agenda import Agenda
from chalicelib.catalogue import amend, browse, publish
from chalicelib.catalogue.model import Offering, Session, SessionChanged, SessionTaken, TooFewForTaken
from chalicelib.kernel.clock import local_day
from chalicelib.kernel.refusals import NotFound
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import Reads, Stale, Transaction

from . import agenda, compare, holiday, lay, table
from .compare import Agendas, Outcome
from .lay import Draft
from .model import Schedule

WRITES_MAX = 96  # of the hundred that a transaction bears; the schedule's own and some air


@dataclass(frozen=True, slots=True)
class Days:
    """What a schedule gives on each day of a window, and those days on which it has or would have something."""

    schedule: Schedule
    offering: Offering
    drafts: Mapping[date, list[Draft]]
    gaps: tuple[lay.Gap, ...]
    days: tuple[date, ...]
    written: bool = True  # whether the schedule is as it was written, or only considered


def window(schedule: Schedule, *, at: datetime) -> tuple[date, date]:
    """The days whose sessions are to be brought about now: from the next one that waits, as far ahead as it goes."""
    today = local_day(at)
    ahead = today + timedelta(days=schedule.ahead_days)
    first = max(today, schedule.next_on or today)
    return first, max(ahead, schedule.made_until_on or ahead)


def laid_out(schedule: Schedule, offering: Offering, from_on: date, to_on: date, *, written: bool = True) -> Days:
    """What a schedule gives in a window, and the days on which it has sessions already."""
    home = offering.municipality_code
    drafts, gaps = lay.sessions(schedule, from_on, to_on, home=home, holiday_of=holiday.name)
    by_day: dict[date, list[Draft]] = {}
    for draft in [] if offering.withdrawn_at else drafts:  # nobody finds it any more
        by_day.setdefault(draft.day_on, []).append(draft)
    there = table.busy_days(schedule.id, from_on, to_on)
    return Days(schedule, offering, by_day, tuple(gaps), tuple(sorted({*by_day, *there})), written)


def foreseen(days: Days, *, at: datetime) -> Outcome:
    """What would become of every day; nothing is written."""
    outcome = Outcome(gaps=days.gaps)
    for day in days.days:
        outcome += _compared(days, day, at)[0]
    return outcome


def brought_about(schedule_id: str, *, at: datetime) -> Outcome:
    """Make, change and withdraw what a schedule's window asks for, and note how far it has come.

    Run again, late or by two at once it comes to the same. What a crash leaves undone the job finds the next night.
    """
    return dynamodb.until_settled(lambda: _brought_about(schedule_id, at))


def _brought_about(schedule_id: str, at: datetime) -> Outcome:
    with Reads() as reads:
        asked = table.schedule(reads, schedule_id)
    schedule = asked.must(NotFound())
    offering = browse.latest(schedule.offering_id)
    first, last = window(schedule, at=at)
    days = laid_out(schedule, offering, first, last)
    outcome = Outcome(gaps=days.gaps)
    try:
        for day in days.days:
            outcome += dynamodb.until_settled(partial(_settled, days, day, at))
    except _Changed as changed:
        raise Stale from changed
    _note(schedule, offering, last)
    return outcome


class _Changed(Exception):
    """The schedule was changed meanwhile: begin again with what it says now."""


def _settled(days: Days, day: date, at: datetime) -> Outcome:
    outcome, agendas = _compared(days, day, at)
    for part in _in_parts(outcome):
        agendas = _write(days.schedule, part, agendas)
    return outcome


def _compared(days: Days, day: date, at: datetime) -> tuple[Outcome, Agendas]:
    schedule = days.schedule
    wanted = [compare.session_of(schedule, days.offering, draft) for draft in days.drafts.get(day, [])]
    with Reads() as reads:
        line, asked = table.busy(reads, schedule.id, day), table.schedule(reads, schedule.id)
    now = asked.found()
    if now and now.edition != schedule.edition and days.written:
        raise _Changed
    listed = line.found() or Agenda()
    there = {one.id: one for one in browse.several({*listed.busy, *(one.id for one in wanted)})}
    here = {name: one for name, one in there.items() if one.days[0] == day or name in {one.id for one in wanted}}
    days_of = Agendas(schedule.id).owners
    agendas = agenda.asked(schedule.id, (key for one in [*wanted, *here.values()] for key in days_of(one)))
    return compare.day(schedule.id, wanted, here, agendas, at=at), agendas


Write = tuple[Session | None, Session]  # a session as it is, and as it will be


def _in_parts(outcome: Outcome) -> Iterator[list[Write]]:
    """The writes of a day in as few transactions as bear them: what goes first, so that others find the time free."""
    part: list[Write] = []
    size = 1
    for write in _all_writes(outcome):
        costs = 1 + sum(2 * len(one.days) for one in write if one)
        if part and size + costs > WRITES_MAX:
            yield part
            part, size = [], 1
        part.append(write)
        size += costs
    if part:
        yield part


def _all_writes(outcome: Outcome) -> Iterator[Write]:
    for session in outcome.withdrawn:
        yield session, compare.withdrawn(session)
    for before, after in outcome.changed:
        if len(before.days) + len(after.days) > WRITES_MAX // 4:  # a long course would touch too many days at once
            off = compare.withdrawn(before)
            yield before, off
            yield off, replace(after, edition=off.edition + 1)
        else:
            yield before, after
    for session in outcome.made:
        yield None, session


def _write(schedule: Schedule, part: list[Write], before: Agendas) -> Agendas:
    after = before
    for was, becomes in part:
        after = after.without({was.id}) if was else after
        after = after.with_one(becomes) if compare.is_on(becomes) else after
    try:
        with Transaction() as writes:
            table.check(writes, schedule)
            for was, becomes in part:
                _write_session(writes, was, becomes)
            return agenda.write(writes, before, after)
    except (SessionTaken, SessionChanged, TooFewForTaken) as raced:  # somebody booked meanwhile: look again
        raise Stale from raced


def _write_session(writes: Transaction, was: Session | None, becomes: Session) -> None:
    if was is None:
        publish.session(writes, becomes)
    elif compare.is_free(was):
        amend.session(writes, was, becomes)
    else:
        amend.unnoticed(writes, was, becomes)


def _note(schedule: Schedule, offering: Offering, last: date) -> None:
    home = offering.municipality_code
    following = lay.next_day(schedule, last, home=home, holiday_of=holiday.name)
    if offering.withdrawn_at:
        following = None
    with Transaction() as writes:
        table.put(writes, schedule, replace(schedule, next_on=following, made_until_on=last))
