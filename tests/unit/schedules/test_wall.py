"""What the clock shows becomes an instant, to the minute, also on the days on which the clocks change."""

from datetime import date

import pytest

from chalicelib.schedules.wall import closes_at, opens_at, told

ORDINARY, FORWARD, BACK = date(2027, 3, 1), date(2027, 3, 28), date(2027, 10, 31)


def at(hour: str) -> int:
    hours, minutes = hour.split(":")
    return int(hours) * 60 + int(minutes)


@pytest.mark.parametrize("hour", ["00:00", "01:55", "02:00", "02:30", "03:00", "16:30", "23:55"])
def test_on_an_ordinary_day_hours_open_and_close_when_the_clock_shows_them(hour: str) -> None:
    assert told(opens_at(ORDINARY, at(hour))) == told(closes_at(ORDINARY, at(hour))) == f"2027-03-01T{hour}+01:00"


@pytest.mark.parametrize(
    ("hour", "opens", "closes"),
    [
        ("01:55", "01:55+01:00", "01:55+01:00"),
        ("02:00", "03:00+02:00", "03:00+02:00"),
        ("02:05", "03:00+02:00", "03:00+02:00"),
        ("02:30", "03:00+02:00", "03:00+02:00"),
        ("02:55", "03:00+02:00", "03:00+02:00"),
        ("03:00", "03:00+02:00", "03:00+02:00"),
        ("03:05", "03:05+02:00", "03:05+02:00"),
        ("10:00", "10:00+02:00", "10:00+02:00"),
    ],
)
def test_an_hour_that_does_not_come_begins_and_ends_when_the_clocks_jump(hour: str, opens: str, closes: str) -> None:
    assert told(opens_at(FORWARD, at(hour))) == f"2027-03-28T{opens}"
    assert told(closes_at(FORWARD, at(hour))) == f"2027-03-28T{closes}"


@pytest.mark.parametrize(
    ("hour", "opens", "closes"),
    [
        ("01:55", "01:55+02:00", "01:55+02:00"),
        ("02:00", "02:00+02:00", "02:00+02:00"),
        ("02:05", "02:05+02:00", "02:05+01:00"),
        ("02:30", "02:30+02:00", "02:30+01:00"),
        ("02:55", "02:55+02:00", "02:55+01:00"),
        ("03:00", "03:00+01:00", "03:00+01:00"),
        ("10:00", "10:00+01:00", "10:00+01:00"),
    ],
)
def test_an_hour_that_comes_twice_opens_with_the_first_and_closes_with_the_second(
    hour: str, opens: str, closes: str
) -> None:
    assert told(opens_at(BACK, at(hour))) == f"2027-10-31T{opens}"
    assert told(closes_at(BACK, at(hour))) == f"2027-10-31T{closes}"


@pytest.mark.parametrize(("day", "hours"), [(ORDINARY, 24), (FORWARD, 23), (BACK, 25)])
def test_a_whole_day_is_as_long_as_the_day_is(day: date, hours: int) -> None:
    assert (closes_at(day, at("24:00")) - opens_at(day, 0)).total_seconds() == hours * 3600
