"""When a person wants to hear of what is booked: how long before, and at which hours never."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.kernel import clock
from chalicelib.notices.model import QuietHours

LEADS_MAX = 3  # who is told more often stops reading
READY = timedelta(hours=1)  # to get ready and go: a reminder that comes later is one too late
QUARTER = timedelta(minutes=15)  # how often the job runs
INSTANT = timedelta(microseconds=1)
SETTLING = timedelta(minutes=2)  # until then an index may not show a booking that was just placed


class LeadUnit(StrEnum):
    """What a lead is counted in."""

    HOURS = "hours"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Lead:
    """How long before an appointment its person is reminded."""

    amount: int
    unit: LeadUnit

    @property
    def span(self) -> timedelta:
        """How long it is on an ordinary day."""
        return timedelta(hours=self.amount) if self.unit is LeadUnit.HOURS else timedelta(days=self.amount)

    def before(self, starts_at: datetime) -> datetime:
        """The instant so long before: hours go by, days are counted on the Italian calendar, at the same hour."""
        if self.unit is LeadUnit.HOURS:
            return starts_at - self.span
        there = clock.local(starts_at)
        return clock.at_local(there.date() - self.span, there.time())


DAY_BEFORE = Lead(1, LeadUnit.DAYS)


@dataclass(frozen=True, slots=True)
class Reminders:
    """What a person chose, and where the platform stands with it.

    All that was due before `from_at` is done; `due_at` is when to look again, None while nothing is awaited.
    """

    person_id: str
    leads: tuple[Lead, ...] = (DAY_BEFORE,)
    quiet: QuietHours = field(default_factory=QuietHours)
    from_at: datetime | None = None
    due_at: datetime | None = None
    edition: int = 0  # of the choice: an edit says which one it saw
    version: int = 0  # of all of it: any change moves it on

    def chosen(self, leads: tuple[Lead, ...], quiet: QuietHours, *, at: datetime) -> "Reminders":
        """The same with another choice: it is for what comes, nobody is reminded late by it."""
        due_at = min(self.due_at or at + SETTLING, at + SETTLING)
        changed = replace(self, leads=leads, quiet=quiet, edition=self.edition + 1)
        return replace(changed, due_at=due_at, from_at=min(self.due_at or at, at))

    def expecting(self, first_at: datetime, *, at: datetime) -> "Reminders":
        """The same once a reminder is awaited that was not."""
        return replace(
            self, due_at=min(self.due_at or first_at, first_at), from_at=min(self.due_at or at, at, first_at)
        )

    def waiting(self, until_at: datetime) -> "Reminders":
        """The same, to be looked at again at an instant: what was due stays due."""
        return replace(self, due_at=until_at)

    def done(self, next_at: datetime | None, *, at: datetime) -> "Reminders":
        """The same once all that was due at an instant is done."""
        return replace(self, from_at=at + INSTANT, due_at=next_at)

    def due(self, starts_at: datetime, *, since: datetime, at: datetime) -> Lead | None:
        """The lead by which a person is reminded now of an appointment they know of since an instant.

        Where several came due together, one reminder says it all: the latest.
        """
        if at >= starts_at:
            return None
        began_at = max(self.from_at or since, since)
        found = [(due_at, lead) for due_at, lead in self._instants(starts_at) if began_at <= due_at <= at]
        return max(found, key=lambda one: one[0])[1] if found else None

    def next_at(self, starts_at: datetime, *, after: datetime) -> datetime | None:
        """When an appointment is next due to be reminded of, after an instant."""
        return min((due_at for due_at, _ in self._instants(starts_at) if due_at > after), default=None)

    def _instants(self, starts_at: datetime) -> Iterator[tuple[datetime, Lead]]:
        for lead in self.leads:
            yield self._outside_quiet(lead.before(starts_at), starts_at), lead

    def _outside_quiet(self, due_at: datetime, starts_at: datetime) -> datetime:
        """After the quiet hours, or where that leaves no time to go, in the last quarter of an hour before them."""
        if not self.quiet.holds(due_at):
            return due_at
        ends_at = self.quiet.ends_at(due_at)
        return ends_at if ends_at <= starts_at - READY else self.quiet.began_at(due_at) - QUARTER
