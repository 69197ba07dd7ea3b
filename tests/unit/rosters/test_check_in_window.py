"""When someone can be checked in: from an hour before the beginning to the end of the Italian day, to the minute."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.catalogue.terms import Meeting
from chalicelib.kernel.clock import at_local, end_of_day, local_day
from chalicelib.rosters import model

MOMENT = timedelta(microseconds=1)
HOUR = timedelta(hours=1)
SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)  # clocks go forward at two, back at three


def meeting(starts_at: datetime) -> Meeting:
    return Meeting(starts_at, starts_at + HOUR)


@pytest.mark.parametrize(
    ("on", "opens_at", "ends_at"),
    [
        (date(2027, 3, 9), datetime(2027, 3, 9, 8, tzinfo=UTC), datetime(2027, 3, 9, 23, tzinfo=UTC)),
        (SPRING, datetime(2027, 3, 28, 7, tzinfo=UTC), datetime(2027, 3, 28, 22, tzinfo=UTC)),
        (AUTUMN, datetime(2027, 10, 31, 8, tzinfo=UTC), datetime(2027, 10, 31, 23, tzinfo=UTC)),
    ],
)
def test_it_is_open_from_an_hour_before_ten_to_the_end_of_the_day(
    on: date, opens_at: datetime, ends_at: datetime
) -> None:
    one = meeting(at_local(on, time(10)))

    assert not model.is_check_in_open(one, at=opens_at - MOMENT)
    assert model.is_check_in_open(one, at=opens_at)
    assert model.is_check_in_open(one, at=ends_at - MOMENT)
    assert not model.is_check_in_open(one, at=ends_at)


def test_the_hour_before_is_an_hour_that_passes_also_when_clocks_go_forward() -> None:
    """At half past three in spring the clock shows half past one an hour before: half past two never was."""
    opens_at = model.check_in_from_at(meeting(at_local(SPRING, time(3, 30))))

    assert opens_at == at_local(SPRING, time(1, 30))


def test_the_hour_before_is_an_hour_that_passes_also_when_clocks_go_back() -> None:
    opens_at = model.check_in_from_at(meeting(at_local(AUTUMN, time(3, 30))))

    assert opens_at == at_local(AUTUMN, time(2, 30)) + HOUR


def test_a_meeting_just_after_midnight_opens_the_day_before() -> None:
    one = meeting(at_local(SPRING, time(0, 30)))

    assert model.is_check_in_open(one, at=at_local(SPRING - timedelta(days=1), time(23, 30)))


def test_who_arrives_in_the_afternoon_has_come_for_the_afternoon() -> None:
    morning, afternoon = meeting(at_local(SPRING, time(9))), meeting(at_local(SPRING, time(14)))

    *_, noon = model.open_meetings((morning, afternoon), at=at_local(SPRING, time(12, 59)))
    *_, later = model.open_meetings((morning, afternoon), at=at_local(SPRING, time(13)))

    assert (noon, later) == (morning, afternoon)


@given(st.integers(0, 2 * 366 * 24 * 60), st.integers(-120, 26 * 60))
def test_it_is_open_from_an_hour_before_to_the_end_of_that_day_whenever_that_is(minutes: int, after: int) -> None:
    starts_at = datetime(2027, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    at = starts_at + timedelta(minutes=after)

    is_open = model.is_check_in_open(meeting(starts_at), at=at)

    assert is_open == (starts_at - HOUR <= at < end_of_day(local_day(starts_at)))
