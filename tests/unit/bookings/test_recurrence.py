"""When a series takes place: by the Italian clock, whatever the clocks do."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.bookings.lines import LINES_MAX
from chalicelib.bookings.recurrence import Recurrence, SeriesInvalid
from chalicelib.kernel import clock
from chalicelib.kernel.weekdays import WEEK, Weekday

TUESDAY = (Weekday.TUESDAY,)
FIVE = time(17)
MONDAY_BEFORE = date(2027, 3, 15)


def weeks(recurrence: Recurrence) -> list[datetime]:
    return [clock.local(at).replace(tzinfo=None) for at in recurrence.times()]


@pytest.mark.parametrize("from_on", [date(2027, 3, 15), date(2027, 10, 18)])  # the clocks change in between
def test_every_tuesday_at_five_is_at_five_in_summer_and_winter(from_on: date) -> None:
    told = weeks(Recurrence(TUESDAY, FIVE, from_on, count=4))

    assert told == [datetime.combine(from_on + timedelta(days=1 + 7 * week), FIVE) for week in range(4)]


@pytest.mark.parametrize("sunday", [date(2027, 3, 28), date(2027, 10, 31)])
def test_on_the_very_day_the_clocks_change_it_is_at_the_hour_it_says(sunday: date) -> None:
    [told] = weeks(Recurrence((Weekday.SUNDAY,), time(10), sunday, count=1))

    assert told == datetime.combine(sunday, time(10))


def test_the_last_day_is_included() -> None:
    assert len(Recurrence(TUESDAY, FIVE, MONDAY_BEFORE, to_on=date(2027, 3, 30)).times()) == 3
    assert len(Recurrence(TUESDAY, FIVE, MONDAY_BEFORE, to_on=date(2027, 3, 29)).times()) == 2


def test_several_weekdays_alternate() -> None:
    told = weeks(Recurrence((Weekday.THURSDAY, Weekday.TUESDAY), FIVE, MONDAY_BEFORE, count=3))

    assert [at.day for at in told] == [16, 18, 23]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"count": 3, "to_on": date(2027, 4, 1)},
        {"count": LINES_MAX + 1},
        {"to_on": date(2028, 3, 1)},
        {"to_on": MONDAY_BEFORE - timedelta(days=1)},
        {"count": 3, "weekdays": ()},
        {"count": 0},
    ],
)
def test_a_series_that_says_nothing_too_much_or_both_is_refused(changes: dict[str, object]) -> None:
    told: dict[str, object] = {"weekdays": TUESDAY, "starts": FIVE, "from_on": MONDAY_BEFORE, **changes}

    with pytest.raises(SeriesInvalid):
        Recurrence(**told).times()  # type: ignore[arg-type]


@given(
    st.sets(st.sampled_from(WEEK), min_size=1),
    st.dates(date(2026, 1, 1), date(2030, 1, 1)),
    st.integers(1, LINES_MAX),
    st.times(min_value=time(3), max_value=time(23)),
)
def test_every_date_is_wanted_and_none_is_left_out(
    weekdays: set[Weekday], from_on: date, count: int, starts: time
) -> None:
    told = weeks(Recurrence(tuple(weekdays), starts, from_on, count=count))

    assert len(told) == count
    assert all(WEEK[at.weekday()] in weekdays and at.time() == starts for at in told)
    between = (from_on + timedelta(days=ahead) for ahead in range((told[-1].date() - from_on).days + 1))
    assert [day for day in between if WEEK[day.weekday()] in weekdays] == [at.date() for at in told]
