"""What the people of an institution see of its money and its places."""

from dataclasses import dataclass
from datetime import date, datetime

from chalicelib.access import read as access
from chalicelib.kernel.caller import Caller, Role
from chalicelib.kernel.clock import local_day
from chalicelib.kernel.days import A_DAY, check_period, every
from chalicelib.ledger import audit as ledger
from chalicelib.ledger.model import Unit
from chalicelib.programmes import read as programmes
from chalicelib.programmes.model import Programme

from . import count, model, places, table
from .forecast import Forecast, forecast, full_weeks
from .model import PEOPLE_MIN, Day, Share, Usage, Week
from .places import Occupancy, OccupancyWeek

DAYS_MAX = 366  # a year can be asked for at once
UNCOUNTED_MAX = 2  # days counted while somebody waits: today, and until the job has run the day before


@dataclass(frozen=True, slots=True)
class BurnDown:
    """How a programme's budget was used, week by week, and how long it will last (cents or minutes).

    `left` is what was not captured yet, wherever it stands. Nothing was counted yet where `counted_until` is None.
    """

    unit: Unit
    budget: int
    left: int
    ends_on: date | None
    counted_until: date | None
    weeks: list[Week]
    forecast: Forecast


@dataclass(frozen=True, slots=True)
class UsageByCategory:
    """What was captured, by area of help and programme."""

    counted_until: date | None
    rows: list[Usage]


@dataclass(frozen=True, slots=True)
class OccupancyByWeek:
    """What became of places, week by week."""

    counted_until: date | None
    weeks: list[OccupancyWeek]


def burn_down(programme_id: str, *, funder_id: str, at: datetime) -> BurnDown:
    """How the budget of a funder's programme was used, and how long it will last. Raises NotFound for another's."""
    programme = programmes.budget(programme_id, funder_id=funder_id).programme
    reach = _Reach.at(at)
    days = table.days(programme_id, date.min, reach.stored_until)
    live = ((on, count.flows(ledger.on_day(on)).get(programme_id)) for on in reach.uncounted)
    days += [Day(programme_id, on, flow) for on, flow in live if flow]
    weeks = model.weeks(days, until_on=reach.last_on)
    left = programme.budget - sum(week.captured for week in weeks)
    captured = [week.captured for week in full_weeks(weeks, until_on=reach.last_on)]
    return BurnDown(
        unit=programme.unit,
        budget=programme.budget,
        left=left,
        ends_on=programme.expires_on,
        counted_until=reach.counted_until,
        weeks=weeks,
        forecast=forecast(captured, left=left, on=local_day(at), ends_on=programme.expires_on),
    )


def by_category(from_on: date, to_on: date, *, by: Caller, at: datetime) -> UsageByCategory:
    """What one's own funder's programmes paid on some days, both included, by area of help; an auditor sees all.

    An auditor is told no amount behind which there are fewer than PEOPLE_MIN people. Raises PeriodInvalid.
    """
    check_period(from_on, to_on, days_max=DAYS_MAX)
    funder_id, is_auditor = access.organisation(by), by.is_a(Role.AUDITOR)
    reach = _Reach.at(at)
    seen = programmes.every() if is_auditor else programmes.of_funder(funder_id)
    live = [on for on in reach.uncounted if from_on <= on <= to_on]
    captured = [count.shares(ledger.on_day(on), {programme.id for programme in seen}) for on in live]
    rows = [
        _row(programme, share, to_auditor=is_auditor)
        for programme in seen
        for _, share in sorted(model.together(_shares(programme, from_on, to_on, reach, captured)).items())
    ]
    return UsageByCategory(reach.counted_until, rows)


def occupancy(from_on: date, to_on: date, *, by: Caller, at: datetime) -> OccupancyByWeek:
    """What became of the places of one's own cooperative on some days, both included, week by week.

    An officer sees all cooperatives together, and no figure with too few people behind it. Raises PeriodInvalid.
    """
    check_period(from_on, to_on, days_max=DAYS_MAX)
    organisation_id = access.organisation(by)
    reach = _Reach.at(at)
    last_on = min(to_on, reach.last_on)
    by_day = table.places(from_on, min(to_on, reach.stored_until))
    by_day |= {on: count.of_places(on) for on in reach.uncounted if from_on <= on <= to_on}
    if by.is_a(Role.PROVIDER_MANAGER):
        own = {on: found.get(organisation_id, Occupancy()) for on, found in by_day.items()}
        return OccupancyByWeek(reach.counted_until, places.weeks(own, from_on=from_on, to_on=last_on))
    every = {on: sum(found.values(), Occupancy()) for on, found in by_day.items()}
    weeks = places.weeks(every, from_on=from_on, to_on=last_on)
    return OccupancyByWeek(reach.counted_until, [places.for_others(week) for week in weeks])


@dataclass(frozen=True, slots=True)
class _Reach:
    """How far the figures go: until a day they are stored, and a few days more are counted on request."""

    stored_until: date
    uncounted: list[date]
    counted_until: date | None

    @classmethod
    def at(cls, at: datetime) -> "_Reach":
        today, stored_until = local_day(at), table.counted_until()
        if stored_until is None:
            return cls(date.min, [], None)
        if (today - stored_until).days > UNCOUNTED_MAX:  # the job is late, and its alarm tells
            return cls(stored_until, [], stored_until)
        return cls(stored_until, list(every(stored_until + A_DAY, today)), today)

    @property
    def last_on(self) -> date:
        return self.counted_until or date.min


def _shares(
    programme: Programme, from_on: date, to_on: date, reach: _Reach, live: list[dict[str, tuple[Share, ...]]]
) -> list[Share]:
    stored = table.days(programme.id, from_on, min(to_on, reach.stored_until))
    return [share for day in stored for share in day.shares] + [
        share for captured in live for share in captured.get(programme.id, ())
    ]


def _row(programme: Programme, share: Share, *, to_auditor: bool) -> Usage:
    shown = not to_auditor or len(share.people) >= PEOPLE_MIN
    return Usage(programme.id, programme.title, share.category, programme.unit, share.captured if shown else None)
