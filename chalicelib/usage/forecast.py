"""How long a programme's money will last, by the pace of its last weeks, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from chalicelib.kernel.amounts import portion
from chalicelib.kernel.days import A_DAY, A_WEEK, monday

from .model import Week

WEEKS_MAX = 8  # two months: long enough for what is delivered once a month, short enough to notice a season
WEEKS_MIN = 3  # with fewer, one week more or less says something else
HORIZON_DAYS = 3650  # what would last for ten years has no last week


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a pace (cents or minutes a week) leads to: the money ends in a week, or some is left on the last day.

    Neither where a programme has no last day and its money lasts for years.
    """

    pace: int
    runs_out_week_on: date | None
    left_at_end: int | None


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is expected, and what if it goes on as slowly, or as fast, as single weeks make it look.

    With fewer than WEEKS_MIN full weeks it is too early to say, and nothing is said.
    """

    weeks: int
    too_early: bool
    expected: Outlook | None = None
    slow: Outlook | None = None
    fast: Outlook | None = None


def forecast(captured: Sequence[int], *, left: int, on: date, ends_on: date | None) -> Forecast:
    """What becomes of what is left, by what the last full weeks captured, the oldest first."""
    recent = captured[-WEEKS_MAX:]
    if len(recent) < WEEKS_MIN:
        return Forecast(len(recent), too_early=True)
    slow, expected, fast = (_outlook(units, left, on, ends_on) for units in paces(recent))
    return Forecast(len(recent), too_early=False, expected=expected, slow=slow, fast=fast)


def full_weeks(weeks: Sequence[Week], *, until_on: date) -> list[Week]:
    """The weeks that are over, after the one in which the first voucher was issued."""
    first = next((number for number, week in enumerate(weeks) if week.issued), len(weeks))
    return [week for week in weeks[first + 1 :] if week.week_on + A_WEEK - A_DAY <= until_on]


def paces(captured: Sequence[int]) -> tuple[int, int, int]:
    """The pace of some weeks; before it the slowest and after it the fastest that they have when one is left out."""
    expected = pace(captured)
    without = [pace([*captured[:number], *captured[number + 1 :]]) for number in range(len(captured))]
    return min(expected, *without), expected, max(expected, *without)


def pace(captured: Sequence[int]) -> int:
    """The slope of the least-squares line through the running total: units a week, to the nearest, never below zero.

    That is a mean in which the middle weeks count most: what is recorded late, or once a month, shifts it little.
    """
    count = len(captured)
    weighted = sum(units * number * (count + 1 - number) for number, units in enumerate(captured, start=1))
    return portion(max(weighted, 0), 6, count * (count + 1) * (count + 2))


def _outlook(units: int, left: int, on: date, ends_on: date | None) -> Outlook:
    days_left = max((ends_on - on).days, 0) if ends_on else HORIZON_DAYS
    lasts_days = -(-left * A_WEEK.days // units) if units else None  # rounded up: the day on which the last unit goes
    if left <= 0 or (lasts_days is not None and lasts_days <= days_left):
        return Outlook(units, monday(on + A_DAY * (lasts_days or 0)), None)
    return Outlook(units, None, left - portion(units, days_left, A_WEEK.days) if ends_on else None)
