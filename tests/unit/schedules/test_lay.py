"""What follows from a schedule: to the minute, on ordinary days, holidays and both days on which the clocks change."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.catalogue.terms import Meeting
from chalicelib.kernel.clock import local, local_day
from chalicelib.schedules import holiday, lay
from chalicelib.schedules.lay import Draft, Gap, GapReason
from chalicelib.schedules.model import (
    WEEK,
    Closure,
    Hours,
    Opening,
    Pattern,
    Pause,
    Schedule,
    ScheduleKind,
    Stretch,
    Weekday,
)

MONDAY, TUESDAY = Weekday.MONDAY, Weekday.TUESDAY
MARCH_1 = date(2027, 3, 1)  # a Monday
FORWARD, BACK = date(2027, 3, 28), date(2027, 10, 31)  # both Sundays; the first is Easter


def at(hour: str) -> int:
    hours, minutes = hour.split(":")
    return int(hours) * 60 + int(minutes)


def hours(weekday: Weekday, opens: str, closes: str, *breaks: tuple[str, str], of_month: int | None = None) -> Hours:
    return Hours(weekday, at(opens), at(closes), tuple(Pause(at(a), at(b)) for a, b in breaks), of_month)


def schedule(*open_: Hours, kind: ScheduleKind = ScheduleKind.GROUP, **changes: Any) -> Schedule:
    pattern = {name: changes.pop(name) for name in list(changes) if name in Pattern.__dataclass_fields__}
    from_on = changes.pop("from_on", MARCH_1)
    stretch = Stretch(from_on, Pattern(**{"hours": open_, "places_max": 1, **pattern}))
    return Schedule("schedule", "offering", "provider", kind, (stretch,), **changes)


def laid(
    of: Schedule, from_on: date, to_on: date | None = None, home: str | None = "L319"
) -> tuple[list[Draft], list[Gap]]:
    return lay.sessions(of, from_on, to_on or from_on, home=home, holiday_of=holiday.name)


def shown(of: Schedule, from_on: date, to_on: date | None = None) -> list[str]:
    """Each session's first beginning and end, as the clock shows them."""
    drafts, _ = laid(of, from_on, to_on)
    return [f"{local(one.starts_at):%d %H:%M}-{local(one.times[0].ends_at):%H:%M}" for one in drafts]


def minutes(time: Meeting) -> int:
    return (time.ends_at - time.starts_at) // timedelta(minutes=1)


def test_hours_hold_as_many_sessions_as_fit_with_a_buffer_between_them() -> None:
    shown_ = shown(schedule(hours(MONDAY, "14:00", "17:00"), session_minutes=45, buffer_minutes=15), MARCH_1)

    assert shown_ == ["01 14:00-14:45", "01 15:00-15:45", "01 16:00-16:45"]


@pytest.mark.parametrize(("closes", "count"), [("15:55", 1), ("16:00", 2), ("16:05", 2)])
def test_a_session_fits_when_it_ends_by_the_closing_to_the_minute(closes: str, count: int) -> None:
    assert len(shown(schedule(hours(MONDAY, "14:00", closes), session_minutes=60), MARCH_1)) == count


@pytest.mark.parametrize(("closes", "count"), [("16:10", 1), ("16:15", 2)])
def test_the_buffer_counts_between_sessions_and_not_after_the_last(closes: str, count: int) -> None:
    found = shown(schedule(hours(MONDAY, "14:00", closes), session_minutes=60, buffer_minutes=15), MARCH_1)

    assert len(found) == count


def test_after_a_break_sessions_begin_when_it_ends() -> None:
    found = shown(schedule(hours(MONDAY, "09:00", "13:00", ("10:30", "11:00")), session_minutes=60), MARCH_1)

    assert found == ["01 09:00-10:00", "01 11:00-12:00", "01 12:00-13:00"]


def test_without_a_length_all_of_the_hours_are_one_session() -> None:
    assert shown(schedule(hours(MONDAY, "15:00", "17:00")), MARCH_1) == ["01 15:00-17:00"]


def test_a_weekday_of_the_month_comes_once() -> None:
    found = shown(schedule(hours(MONDAY, "10:00", "11:00", of_month=2)), MARCH_1, date(2027, 3, 31))

    assert found == ["08 10:00-11:00"]


def test_the_season_has_its_first_and_its_last_day() -> None:
    season = schedule(hours(MONDAY, "10:00", "11:00"), from_on=date(2027, 3, 8), to_on=date(2027, 3, 15))

    assert shown(season, MARCH_1, date(2027, 3, 31)) == ["08 10:00-11:00", "15 10:00-11:00"]


def test_from_a_day_on_another_pattern_holds() -> None:
    before = schedule(hours(MONDAY, "10:00", "11:00"))
    after = before.from_then_on(date(2027, 3, 15), Pattern((hours(MONDAY, "18:00", "19:00"),), 1))

    found = shown(after, MARCH_1, date(2027, 3, 22))

    assert found == ["01 10:00-11:00", "08 10:00-11:00", "15 18:00-19:00", "22 18:00-19:00"]


@pytest.mark.parametrize(
    ("day", "feast"),
    [
        (date(2027, 3, 29), "Lunedì dell'Angelo"),
        (date(2027, 6, 2), "Festa della Repubblica"),
        (date(2027, 10, 4), "Festa nazionale di San Francesco d'Assisi, patrono d'Italia"),
        (date(2027, 12, 8), "Immacolata Concezione"),
    ],
)
def test_on_a_holiday_nothing_takes_place_and_it_is_told(day: date, feast: str) -> None:
    weekday = WEEK[day.weekday()]
    of = schedule(hours(weekday, "10:00", "11:00"))

    assert laid(of, day) == ([], [Gap(day, GapReason.HOLIDAY, feast)])
    assert len(laid(replace(of, on_holidays=True), day)[0]) == 1


@pytest.mark.parametrize(
    ("code", "day"),
    [
        ("C273", date(2027, 9, 15)),
        ("C300", date(2027, 10, 7)),
        ("E665", date(2027, 6, 29)),
        ("L703", date(2027, 9, 22)),
        ("L733", date(2027, 5, 3)),
        ("L734", date(2027, 4, 23)),
    ],
)
def test_a_patron_saint_is_kept_in_its_own_municipality_alone(code: str, day: date) -> None:
    of = schedule(hours(WEEK[day.weekday()], "10:00", "11:00"))

    assert [len(laid(of, day, home=home)[0]) for home in (code, "L319", None)] == [0, 1, 1]
    elsewhere = schedule(hours(WEEK[day.weekday()], "10:00", "11:00"), municipality_code=code)
    assert laid(elsewhere, day, home="L319")[0] == []


def test_a_closed_day_is_told_with_its_reason() -> None:
    of = schedule(hours(MONDAY, "10:00", "11:00"), closures=(Closure(MARCH_1, date(2027, 3, 7), "ferie"),))

    assert laid(of, MARCH_1, date(2027, 3, 8))[1] == [Gap(MARCH_1, GapReason.CLOSED, "ferie")]
    assert shown(of, MARCH_1, date(2027, 3, 8)) == ["08 10:00-11:00"]


@pytest.mark.parametrize(
    ("closed", "left"),
    [
        (("15:00", "15:05"), ["14:00", "16:00"]),
        (("15:55", "16:00"), ["14:00", "16:00"]),
        (("13:00", "14:00"), ["14:00", "15:00", "16:00"]),
        (("17:00", "18:00"), ["14:00", "15:00", "16:00"]),
        (("14:55", "16:05"), []),
    ],
)
def test_closed_hours_take_away_what_they_touch_and_move_nobody(closed: tuple[str, str], left: list[str]) -> None:
    closure = Closure(MARCH_1, MARCH_1, "assemblea", at(closed[0]), at(closed[1]))
    of = schedule(hours(MONDAY, "14:00", "17:00"), session_minutes=60, closures=(closure,))

    assert [f"{local(one.starts_at):%H:%M}" for one in laid(of, MARCH_1)[0]] == left


def test_an_extra_opening_is_open_also_on_a_holiday() -> None:
    easter_monday = date(2027, 3, 29)
    opening = Opening(easter_monday, at("10:00"), at("12:00"), "festa di primavera")
    of = schedule(hours(MONDAY, "14:00", "16:00"), session_minutes=60, openings=(opening,))

    assert shown(of, easter_monday) == ["29 10:00-11:00", "29 11:00-12:00"]


def test_an_extra_opening_adds_only_what_does_not_overlap() -> None:
    opening = Opening(MARCH_1, at("15:30"), at("18:30"), "recupero")
    of = schedule(hours(MONDAY, "14:00", "16:00"), session_minutes=60, openings=(opening,))

    assert shown(of, MARCH_1) == ["01 14:00-15:00", "01 15:00-16:00", "01 16:30-17:30", "01 17:30-18:30"]


def test_ten_tuesdays_are_one_course_that_skips_holidays_and_closures() -> None:
    of = schedule(
        hours(TUESDAY, "19:00", "20:30"),
        kind=ScheduleKind.COURSE,
        from_on=date(2027, 5, 4),
        meetings=10,
        closures=(Closure(date(2027, 5, 11), date(2027, 5, 11), "sala occupata"),),
    )

    [course], gaps = laid(of, date(2027, 5, 4))

    days = [local_day(time.starts_at) for time in course.times]
    assert len(days) == 10
    assert (days[0], days[1], days[-1]) == (date(2027, 5, 4), date(2027, 5, 18), date(2027, 7, 13))
    assert gaps == [Gap(date(2027, 5, 11), GapReason.CLOSED, "sala occupata")]


def test_a_course_is_of_the_day_of_its_first_meeting_alone() -> None:
    of = schedule(hours(TUESDAY, "19:00", "20:30"), kind=ScheduleKind.COURSE, meetings=3)

    assert [len(laid(of, date(2027, 3, day))[0]) for day in (1, 2, 9)] == [0, 1, 0]


def test_a_camp_week_is_one_session_from_monday_to_friday_without_the_holiday_inside() -> None:
    every = tuple(hours(weekday, "08:00", "17:00") for weekday in WEEK[:5])
    of = schedule(*every, kind=ScheduleKind.CAMP_WEEK, places_max=30)

    [week], gaps = laid(of, date(2027, 5, 31))

    assert [local_day(time.starts_at).day for time in week.times] == [31, 1, 3, 4]
    assert [gap.day_on for gap in gaps] == [date(2027, 6, 2)]


def test_a_camp_week_keeps_its_key_when_its_monday_is_closed() -> None:
    every = tuple(hours(weekday, "08:00", "17:00") for weekday in WEEK[:5])
    of = schedule(*every, kind=ScheduleKind.CAMP_WEEK)
    closed = replace(of, closures=(Closure(date(2027, 6, 7), date(2027, 6, 7), "allestimento"),))

    [whole], [short] = (
        laid(of, date(2027, 6, 7), date(2027, 6, 13))[0],
        laid(closed, date(2027, 6, 7), date(2027, 6, 13))[0],
    )

    assert whole.key == short.key
    assert (whole.day_on, short.day_on) == (date(2027, 6, 7), date(2027, 6, 8))


def night(opens: str, closes: str, **more: Any) -> Schedule:
    return schedule(hours(Weekday.SUNDAY, opens, closes), on_holidays=True, **more)


def test_on_the_short_day_sessions_go_on_when_the_clocks_jump() -> None:
    assert shown(night("01:00", "05:00", session_minutes=60), FORWARD) == [
        "28 01:00-03:00",
        "28 03:00-04:00",
        "28 04:00-05:00",
    ]


def test_on_the_long_day_the_hour_that_comes_twice_has_two_sessions_with_keys_of_their_own() -> None:
    drafts, _ = laid(night("01:00", "04:00", session_minutes=60), BACK)

    assert [one.key for one in drafts] == [
        "2027-10-31T01:00+02:00",
        "2027-10-31T02:00+02:00",
        "2027-10-31T02:00+01:00",
        "2027-10-31T03:00+01:00",
    ]


@pytest.mark.parametrize(("day", "length"), [(date(2027, 3, 21), 120), (FORWARD, 60), (BACK, 180)])
def test_two_hours_on_the_clock_are_as_long_as_they_last(day: date, length: int) -> None:
    [draft], _ = laid(night("01:00", "03:00"), day)

    assert minutes(draft.times[0]) == length


@pytest.mark.parametrize("day", [date(2027, 3, 21), FORWARD, BACK])
def test_a_session_of_two_hours_is_two_hours_long_on_every_day(day: date) -> None:
    drafts, _ = laid(night("00:00", "06:00", session_minutes=120), day)

    assert {minutes(draft.times[0]) for draft in drafts} == {120}


@pytest.mark.parametrize(("day", "count"), [(date(2027, 3, 21), 1), (FORWARD, 0)])
def test_what_no_longer_fits_on_the_short_day_is_told(day: date, count: int) -> None:
    drafts, gaps = laid(night("01:30", "03:30", session_minutes=90), day)

    assert len(drafts) == count
    assert [gap.reason for gap in gaps] == [GapReason.TOO_SHORT] * (1 - count)


@pytest.mark.parametrize("day", [FORWARD, BACK])
def test_in_the_daytime_a_change_of_the_clocks_changes_nothing(day: date) -> None:
    found = shown(night("09:00", "12:00", session_minutes=60), day)

    assert found == [f"{day.day} 09:00-10:00", f"{day.day} 10:00-11:00", f"{day.day} 11:00-12:00"]


@st.composite
def weeks(draw: st.DrawFn) -> Schedule:
    grid = st.integers(0, 288).map(lambda step: step * 5)
    found: list[Hours] = []
    for weekday in draw(st.sets(st.sampled_from(WEEK), min_size=1)):
        edges = sorted(draw(st.sets(grid, min_size=4, max_size=4)))
        found.append(Hours(weekday, edges[0], edges[3], (Pause(edges[1], edges[2]),)))
    length = draw(st.one_of(st.none(), st.integers(3, 36).map(lambda step: step * 5)))
    closed = draw(st.lists(st.integers(0, 400), max_size=3))
    closures = tuple(Closure(one, one, "chiuso") for one in (MARCH_1 + timedelta(days=ahead) for ahead in closed))
    return schedule(*found, session_minutes=length, buffer_minutes=draw(st.integers(0, 12)) * 5, closures=closures)


DAYS = st.one_of(
    st.sampled_from([FORWARD, BACK, FORWARD - timedelta(days=1), BACK + timedelta(days=1)]),
    st.integers(0, 400).map(lambda ahead: MARCH_1 + timedelta(days=ahead)),
)


@given(weeks(), DAYS, st.booleans())
def test_sessions_of_a_schedule_never_overlap_and_never_leave_their_day(of: Schedule, day: date, open_: bool) -> None:
    drafts, _ = laid(replace(of, on_holidays=open_), day, day + timedelta(days=6))

    times = [time for draft in drafts for time in draft.times]
    assert all(one.ends_at <= next_one.starts_at for one, next_one in pairwise(times))
    last = [time.ends_at - timedelta(microseconds=1) for time in times]
    assert [local_day(time.starts_at) for time in times] == [local_day(ends) for ends in last]
    assert len({draft.key for draft in drafts}) == len(drafts)


@given(weeks(), DAYS)
def test_nothing_takes_place_on_a_holiday_or_a_closed_day(of: Schedule, day: date) -> None:
    days = {draft.day_on for draft in laid(of, day, day + timedelta(days=30))[0]}

    assert not [one for one in days if holiday.name(one, "L319")]
    assert not [one for one in days if any(closure.covers(one) for closure in of.closures)]


@given(weeks(), DAYS)
def test_sessions_with_a_length_have_it_and_the_buffer_after_it(of: Schedule, day: date) -> None:
    pattern = of.stretches[0].pattern
    drafts, _ = laid(of, day, day + timedelta(days=6))

    if pattern.session_minutes is not None:
        assert {minutes(draft.times[0]) for draft in drafts} <= {pattern.session_minutes}


@given(weeks(), DAYS, st.integers(1, 20))
def test_days_laid_out_one_by_one_or_together_are_the_same(of: Schedule, day: date, count: int) -> None:
    together, _ = laid(of, day, day + timedelta(days=count))
    apart = [draft for ahead in range(count + 1) for draft in laid(of, day + timedelta(days=ahead))[0]]

    assert together == apart


def test_the_next_day_is_the_first_that_has_a_session() -> None:
    of = schedule(hours(MONDAY, "10:00", "11:00"), to_on=date(2027, 4, 5))

    def after(day: date) -> date | None:
        return lay.next_day(of, day, home="L319", holiday_of=holiday.name)

    assert [after(MARCH_1), after(date(2027, 3, 22)), after(date(2027, 4, 5))] == [
        date(2027, 3, 8),
        date(2027, 4, 5),  # the 29th is Easter Monday
        None,
    ]
