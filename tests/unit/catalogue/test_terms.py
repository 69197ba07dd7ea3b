"""Notices and bands to the minute, on an ordinary day and on both days on which the clocks change."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.catalogue.terms import Band, Terms
from chalicelib.kernel.clock import at_local, hours_after, hours_before, local

MINUTE = timedelta(minutes=1)
TEN = time(10)
ORDINARY, SPRING, AUTUMN = date(2027, 3, 10), date(2027, 3, 28), date(2027, 10, 31)
DAYS = [ORDINARY, SPRING, AUTUMN]
BANDS = Terms(bands=(Band(48, 0), Band(24, 50), Band(2, 100)), move_notice_hours=24, respond_hours=24)
INSTANTS = st.integers(0, 365 * 24 * 60).map(lambda minutes: datetime(2027, 1, 1, tzinfo=UTC) + minutes * MINUTE)


@pytest.mark.parametrize("on", DAYS)
def test_a_day_before_is_the_same_hour_of_the_day_before(on: date) -> None:
    assert hours_before(at_local(on, TEN), 24) == at_local(on - timedelta(days=1), TEN)


@pytest.mark.parametrize("on", DAYS)
def test_a_day_after_is_the_same_hour_of_the_day_after(on: date) -> None:
    assert hours_after(at_local(on - timedelta(days=1), TEN), 24) == at_local(on, TEN)


@pytest.mark.parametrize(("on", "shown"), [(ORDINARY, time(0)), (SPRING, time(23)), (AUTUMN, time(1))])
def test_hours_that_make_no_whole_day_are_elapsed_hours(on: date, shown: time) -> None:
    assert local(hours_before(at_local(on, TEN), 10)).time() == shown


@given(INSTANTS, st.integers(0, 100))
def test_more_notice_is_never_later(at: datetime, hours: int) -> None:
    assert hours_before(at, hours + 1) < hours_before(at, hours) <= at


@given(INSTANTS, st.integers(0, 100))
def test_more_time_is_never_earlier(at: datetime, hours: int) -> None:
    assert at <= hours_after(at, hours) < hours_after(at, hours + 1)


@pytest.mark.parametrize("on", DAYS)
@pytest.mark.parametrize(
    ("days_before", "hour", "free_or_dear"),
    [(2, TEN, (0, 50)), (1, TEN, (50, 100)), (0, time(8), (100, None))],
)
def test_each_band_ends_with_its_minute(
    on: date, days_before: int, hour: time, free_or_dear: tuple[int, int | None]
) -> None:
    starts_at, edge = at_local(on, TEN), at_local(on - timedelta(days=days_before), hour)

    told = tuple(BANDS.charge_percent(starts_at, at=at) for at in (edge, edge + MINUTE))

    assert told == free_or_dear


@pytest.mark.parametrize("on", DAYS)
def test_the_notice_to_move_is_the_hour_of_the_day_before(on: date) -> None:
    assert BANDS.move_until_at(at_local(on, TEN)) == at_local(on - timedelta(days=1), TEN)


@pytest.mark.parametrize("on", DAYS)
def test_a_request_is_answered_until_the_same_hour_of_the_next_day(on: date) -> None:
    asked_at = at_local(on - timedelta(days=1), TEN)

    assert BANDS.respond_until_at(at_local(on, time(18)), asked_at=asked_at) == at_local(on, TEN)


def test_a_request_is_never_answered_after_the_beginning() -> None:
    starts_at = at_local(ORDINARY, TEN)

    assert BANDS.respond_until_at(starts_at, asked_at=starts_at - timedelta(hours=3)) == starts_at


@pytest.mark.parametrize(
    "unsound",
    [
        Terms(bands=()),  # nobody could ever cancel: the place would stay empty
        Terms(bands=(Band(24, 50), Band(48, 0))),
        Terms(bands=(Band(48, 50), Band(24, 0))),
        Terms(bands=(Band(48, 0), Band(48, 50))),
        Terms(bands=(Band(48, 101),)),
        Terms(bands=(Band(-1, 0),)),
        Terms(no_show_percent=101),
        Terms(respond_hours=0),
        Terms(book_notice_hours=-1),
    ],
)
def test_terms_that_nobody_could_understand_are_unsound(unsound: Terms) -> None:
    assert not unsound.are_sound()


@pytest.mark.parametrize("sound", [Terms(), BANDS])
def test_ordinary_terms_are_sound(sound: Terms) -> None:
    assert sound.are_sound()
