"""Places of a week, and what others may see of them."""

from dataclasses import astuple
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.usage import places
from chalicelib.usage.model import PEOPLE_MIN
from chalicelib.usage.places import Occupancy, OccupancyWeek

MONDAY = date(2027, 3, 1)
few = st.integers(0, 2 * PEOPLE_MIN)


def told(taken: int, attended: int, absent: int, cancelled: int = 0) -> tuple[int | None, ...]:
    seen = places.for_others(OccupancyWeek(MONDAY, 4, 40, taken, attended, absent, cancelled))
    return seen.places_taken, seen.attended, seen.absent, seen.cancelled


def test_days_are_gathered_by_week_and_empty_weeks_are_shown() -> None:
    by_day = {MONDAY + timedelta(days=number): Occupancy(1, 10, 4, 3, 1, 2) for number in (0, 6, 14)}

    weeks = places.weeks(by_day, from_on=MONDAY, to_on=MONDAY + timedelta(days=20))

    assert [week.week_on - MONDAY for week in weeks] == [timedelta(weeks=number) for number in range(3)]
    assert [astuple(week)[1:] for week in weeks] == [(2, 20, 8, 6, 2, 4), (0,) * 6, (1, 10, 4, 3, 1, 2)]


def test_large_groups_are_told() -> None:
    assert told(20, 12, 8, 5) == (20, 12, 8, 5)


def test_nobody_is_told_as_nobody() -> None:
    assert told(20, 20, 0, 0) == (20, 20, 0, 0)


def test_a_small_group_is_not_told_nor_what_it_could_be_computed_from() -> None:
    assert told(20, 19, 1, 4) == (20, None, None, None)
    assert told(4, 0, 0) == (None, None, None, 0)


@given(few, few, few, few)
def test_no_figure_for_others_is_between_nobody_and_five(taken: int, attended: int, absent: int, gone: int) -> None:
    for figure in told(taken, attended, absent, gone):
        assert figure is None or figure == 0 or figure >= PEOPLE_MIN
