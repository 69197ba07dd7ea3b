"""Time is UTC inside and Italian outside, also when clocks change."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel import clock

SECONDS = st.floats(-600_000_000, 3_700_000_000)  # 1951 to 2087
INSTANTS = SECONDS.map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("day", "hours"), [(SPRING, 23), (AUTUMN, 25), (date(2027, 3, 27), 24), (date(2027, 11, 1), 24)]
)
def test_a_day_has_as_many_hours_as_the_clocks_say(day: date, hours: int) -> None:
    assert clock.end_of_day(day) - clock.start_of_day(day) == timedelta(hours=hours)


def test_the_day_begins_at_italian_midnight() -> None:
    assert clock.start_of_day(date(2027, 1, 10)) == utc(2027, 1, 9, 23)
    assert clock.start_of_day(date(2027, 7, 10)) == utc(2027, 7, 9, 22)


def test_a_day_ends_where_the_next_begins() -> None:
    assert clock.end_of_day(SPRING) == clock.start_of_day(SPRING + timedelta(days=1))


def test_an_evening_in_utc_is_already_tomorrow_in_italy() -> None:
    assert clock.local_day(utc(2027, 6, 30, 22)) == date(2027, 7, 1)
    assert clock.local_day(utc(2027, 6, 30, 21, 59)) == date(2027, 6, 30)


def test_nine_in_the_morning_is_nine_on_both_sides_of_the_change() -> None:
    assert clock.at_local(SPRING - timedelta(days=1), time(9)) == utc(2027, 3, 27, 8)
    assert clock.at_local(SPRING, time(9)) == utc(2027, 3, 28, 7)
    assert clock.at_local(AUTUMN, time(9)) == utc(2027, 10, 31, 8)


@given(INSTANTS)
def test_every_instant_lies_in_its_own_italian_day(at: datetime) -> None:
    day = clock.local_day(at)

    assert clock.start_of_day(day) <= at < clock.end_of_day(day)


@pytest.mark.parametrize(
    ("on", "years"),
    [(date(2027, 3, 14), 16), (date(2027, 3, 15), 17), (date(2027, 3, 16), 17), (date(2010, 3, 15), 0)],
)
def test_a_year_is_completed_on_the_birthday(on: date, years: int) -> None:
    assert clock.age(date(2010, 3, 15), on) == years


@pytest.mark.parametrize(
    ("on", "years"),
    [(date(2026, 2, 28), 17), (date(2026, 3, 1), 18), (date(2028, 2, 28), 19), (date(2028, 2, 29), 20)],
)
def test_who_is_born_on_29_february_completes_a_year_on_1_march_of_common_years(on: date, years: int) -> None:
    assert clock.age(date(2008, 2, 29), on) == years


@pytest.mark.parametrize(
    ("on", "months", "ends"),
    [
        (date(2027, 1, 15), 1, date(2027, 2, 15)),
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
        (date(2027, 2, 28), 12, date(2028, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2027, 3, 31), 1, date(2027, 4, 30)),
        (date(2027, 11, 30), 1, date(2027, 12, 30)),
        (date(2027, 12, 1), 1, date(2028, 1, 1)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
    ],
)
def test_so_many_months_on_is_the_same_day_or_the_last_of_a_shorter_month(on: date, months: int, ends: date) -> None:
    assert clock.months_after(on, months) == ends


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.integers(0, 60))
def test_months_pass_in_order_and_the_day_never_grows(on: date, months: int) -> None:
    ends = clock.months_after(on, months)

    assert (ends.year - on.year) * 12 + ends.month - on.month == months
    assert ends.day <= on.day
    assert ends.day == on.day or (ends + timedelta(days=1)).day == 1


@given(
    INSTANTS,
    INSTANTS,
)
def test_stamps_are_ordered_as_time_is(one: datetime, other: datetime) -> None:
    assert (clock.stamp(one) < clock.stamp(other)) == (one < other)


@given(INSTANTS)
def test_a_stamp_tells_its_instant(at: datetime) -> None:
    assert clock.instant(clock.stamp(at)) == at
