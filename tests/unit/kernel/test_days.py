"""Periods and weeks, as a calendar on a wall has them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel import days
from chalicelib.kernel.days import A_DAY, A_WEEK, PeriodInvalid

MONDAY, SUNDAY = date(2027, 3, 1), date(2027, 3, 7)
DATES = st.dates(date(2000, 1, 1), date(2100, 1, 1))


def test_every_day_of_a_period_both_ends_included() -> None:
    assert [on.day for on in days.every(MONDAY, SUNDAY)] == [1, 2, 3, 4, 5, 6, 7]
    assert [on.day for on in days.every(MONDAY, SUNDAY, step=3 * A_DAY)] == [1, 4, 7]
    assert list(days.every(SUNDAY, SUNDAY)) == [SUNDAY]
    assert list(days.every(SUNDAY, MONDAY)) == []
    assert list(days.every(date.max, date.max)) == [date.max]


@given(DATES)
def test_a_week_begins_on_its_monday(on: date) -> None:
    assert days.monday(on).isocalendar() == (*on.isocalendar()[:2], 1)


@given(DATES, st.integers(0, 100))
def test_a_period_has_each_of_its_weeks_once(from_on: date, length: int) -> None:
    to_on = from_on + length * A_DAY
    assert list(days.mondays(from_on, to_on)) == sorted({days.monday(on) for on in days.every(from_on, to_on)})


def test_a_period_is_as_long_as_it_may_be_and_not_turned_around() -> None:
    days.check_period(MONDAY, MONDAY, days_max=7)
    days.check_period(MONDAY, SUNDAY, days_max=7)
    for to_on in (MONDAY - A_DAY, MONDAY + A_WEEK, MONDAY - timedelta(days=400)):
        with pytest.raises(PeriodInvalid):
            days.check_period(MONDAY, to_on, days_max=7)
