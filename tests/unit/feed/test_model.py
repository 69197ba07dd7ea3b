"""Ids go there and back, and sessions become the schedules that they are."""

import uuid
from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.feed.model import Recurrence, id_of, part_of, recurrences, uuid_of
from chalicelib.kernel import identifiers
from chalicelib.kernel.clock import at_local

HOUR = timedelta(hours=1)


def at(*days: date, hour: time = time(9)) -> list[tuple[datetime, datetime]]:
    return [(at_local(day, hour), at_local(day, hour) + HOUR) for day in days]


def weekly(first: date, count: int) -> list[date]:
    return [first + timedelta(weeks=week) for week in range(count)]


@given(st.text())
def test_an_id_is_told_as_a_uuid_and_found_again(name: str) -> None:
    identifier = identifiers.derived("offering", name)
    told = uuid_of(identifier)

    assert uuid.UUID(told).version == 8
    assert uuid.UUID(told).variant == uuid.RFC_4122
    assert id_of(told) == identifier


@given(st.uuids() | st.text())
def test_any_other_text_holds_no_id_of_ours(text: object) -> None:
    found = id_of(str(text))

    assert found is None or uuid_of(found) == str(text)


def test_what_has_no_id_of_ours_has_a_uuid_too() -> None:
    assert uuid_of("funder") == part_of("funder")
    assert id_of(part_of("funder")) is None


def test_the_same_hour_each_week_is_one_schedule() -> None:
    first = date(2027, 1, 4)

    assert recurrences(at(*weekly(first, 4))) == [Recurrence(first, date(2027, 1, 25), 4, "09:00+01:00", "10:00+01:00")]


def test_a_week_without_ends_a_schedule() -> None:
    days = weekly(date(2027, 1, 4), 5)

    assert [one.count for one in recurrences(at(*days[:2], *days[3:]))] == [2, 2]


def test_another_weekday_or_hour_is_another_schedule() -> None:
    monday, tuesday = date(2027, 1, 4), date(2027, 1, 5)

    assert len(recurrences([*at(monday, tuesday), *at(monday, hour=time(15))])) == 3


def test_a_schedule_ends_where_clocks_change_because_it_tells_its_distance_from_utc() -> None:
    spring, autumn = weekly(date(2027, 3, 15), 4), weekly(date(2027, 10, 18), 4)

    assert [(one.last_on, one.opens_at) for one in recurrences(at(*spring))] == [
        (date(2027, 3, 22), "09:00+01:00"),
        (date(2027, 4, 5), "09:00+02:00"),
    ]
    assert [(one.last_on, one.opens_at) for one in recurrences(at(*autumn))] == [
        (date(2027, 10, 25), "09:00+02:00"),
        (date(2027, 11, 8), "09:00+01:00"),
    ]
