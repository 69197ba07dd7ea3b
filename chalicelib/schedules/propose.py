"""Proposing sessions for one person alone: a week's pattern over a period, where the worker is free."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from chalicelib.access import read as access
from chalicelib.catalogue import publish
from chalicelib.catalogue.model import Offering, Session
from chalicelib.kernel.caller import Caller
from chalicelib.runtime.dynamodb import Transaction

from . import agenda, compare, create, holiday, lay
from .model import Pattern, Schedule, ScheduleKind, Stretch


@dataclass(frozen=True, slots=True)
class Wanted:
    """Sessions of an offering for a person, under an id that makes theirs."""

    id: str
    offering: Offering
    week: Pattern
    person_id: str
    from_on: date
    to_on: date

    def schedule(self, provider_id: str) -> Schedule:
        """The schedule that they are laid out by; it is not kept."""
        stretch = Stretch(self.from_on, replace(self.week, places_max=1))
        return Schedule(self.id, self.offering.id, provider_id, ScheduleKind.SLOTS, (stretch,), self.to_on)


def ids(wanted: Wanted, *, by: Caller) -> list[str]:
    """The ids that the sessions have or would have."""
    return [session.id for session in _laid(wanted, by)]


def sessions(writes: Transaction, wanted: Wanted, *, by: Caller, at: datetime) -> list[Session]:
    """Make them, but for those at whose time the worker is elsewhere; Stale when the worker's days change meanwhile.

    Raises ScheduleInvalid, WorkerUnknown.
    """
    found = [one for one in _laid(wanted, by) if one.starts_at > at]
    days = ((one.worker_id, day) for one in found for day in one.days if one.worker_id)
    agendas = before = agenda.asked("proposed", days)
    made = []
    for one in found:
        if agendas.why_not(one) is None:
            agendas = agendas.with_one(one)
            made.append(one)
            publish.session(writes, one)
    of_workers = {key: busy for key, busy in agendas.days.items() if key[0] != agendas.schedule_id}
    agenda.write(writes, before, replace(agendas, days=of_workers))
    return made


def _laid(wanted: Wanted, by: Caller) -> list[Session]:
    schedule = wanted.schedule(access.organisation(by))
    create.must_hold(schedule)
    home = wanted.offering.municipality_code
    drafts, _ = lay.sessions(schedule, wanted.from_on, wanted.to_on, home=home, holiday_of=holiday.name)
    made = [compare.session_of(schedule, wanted.offering, draft) for draft in drafts]
    return [replace(one, schedule_id=None, person_id=wanted.person_id) for one in made]
