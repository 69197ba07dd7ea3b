"""Figures as they cross the wire."""

from datetime import date
from typing import Annotated

from msgspec import Meta

from chalicelib.kernel.territory import Category
from chalicelib.ledger.model import Unit
from chalicelib.runtime.shapes import Query, View

CountedUntil = Annotated[date | None, Meta(description="The last day that is in the figures; null before the first.")]
WeekOn = Annotated[date, Meta(description="The Monday of the week.")]
Few = Annotated[int | None, Meta(description="Null where fewer than five people stand behind it.")]


class PeriodQuery(Query, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Between which days, both included; a year at most."""

    from_on: date
    to_on: date


class WeekView(View, frozen=True, kw_only=True):
    """What a programme's money did in a week (cents or minutes), and how it stood at its end."""

    week_on: WeekOn
    issued: int
    captured: int
    lapsed: int
    returned: int
    held: int
    vouchers_left: int
    fund_left: int
    set_aside: int


class OutlookView(View, frozen=True, kw_only=True):
    """What a pace (cents or minutes a week) leads to: the money ends in a week, or some is left on the last day."""

    pace: int
    runs_out_week_on: date | None
    left_at_end: int | None


class ForecastView(View, frozen=True, kw_only=True):
    """What is expected, and how slow or fast it may be; nothing while it is too early to say."""

    weeks: Annotated[int, Meta(description="How many full weeks it is made from: three at least, eight at most.")]
    too_early: bool
    expected: OutlookView | None
    slow: OutlookView | None
    fast: OutlookView | None


class BurnDownView(View, frozen=True, kw_only=True):
    """How a programme's budget was used, week by week, and how long it will last (cents or minutes)."""

    unit: Unit
    budget: int
    left: Annotated[int, Meta(description="What was not captured yet: in the fund, set aside, on vouchers.")]
    ends_on: date | None
    counted_until: CountedUntil
    weeks: list[WeekView]
    forecast: ForecastView


class UsageView(View, frozen=True, kw_only=True):
    """What was captured under a programme in one area of help (cents or minutes)."""

    programme_id: str
    programme_title: str
    category: Category
    unit: Unit
    captured: Few


class UsageByCategoryView(View, frozen=True, kw_only=True):
    """What was captured, by programme and area of help."""

    counted_until: CountedUntil
    rows: list[UsageView]


class OccupancyWeekView(View, frozen=True, kw_only=True):
    """The sessions that began in a week, and what became of their places."""

    week_on: WeekOn
    sessions: int
    places_offered: int
    places_taken: Few
    attended: Few
    absent: Few
    cancelled: Few


class OccupancyView(View, frozen=True, kw_only=True):
    """What became of places, week by week."""

    counted_until: CountedUntil
    weeks: list[OccupancyWeekView]
