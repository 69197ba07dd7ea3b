"""What the provider records is held until the family has spoken, and can be changed until then."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.bookings import close, confirm, read
from chalicelib.bookings.model import BookingState
from chalicelib.bookings.refusals import (
    AlreadyClosed,
    AlreadyRecorded,
    TooLateToContest,
    TooManyMinutes,
    TooManyRecordings,
)
from chalicelib.kernel.clock import end_of_day, local_day
from tests import builders as a
from tests.integration.bookings.deliveries import (
    DAYS,
    MOMENT,
    PLANNED,
    case,
    contested,
    record,
    recorded,
    until,
    worker,
)

pytestmark = pytest.mark.usefixtures("aws")


def test_what_was_recorded_is_held_whole_until_the_family_has_spoken() -> None:
    made = case()

    told = record(made, 510)

    assert (told.state, told.recorded_minutes, told.delivered_minutes) == (BookingState.RECORDED, 510, None)
    assert made.split() == (0, PLANNED, 0)


def test_without_days_to_contest_it_is_captured_at_once() -> None:
    made = case(days=0)

    told = record(made, 510)

    assert (told.state, told.delivered_minutes, made.split()) == (BookingState.ATTENDED, 510, (510, 0, 90))


def test_an_absence_is_given_back_at_once() -> None:
    made = case()

    assert record(made, 0).state is BookingState.ABSENT
    assert made.split() == (0, 0, PLANNED)


def test_the_days_are_those_agreed_when_it_was_placed() -> None:
    assert case(days=12).booking.confirm_days == 12
    assert case(days=0).booking.confirm_days == 0


@pytest.mark.parametrize(
    ("at", "until_at"),
    [
        (datetime(2027, 3, 3, 9, tzinfo=UTC), datetime(2027, 3, 8, 23, tzinfo=UTC)),
        (datetime(2027, 3, 3, 22, 59, tzinfo=UTC), datetime(2027, 3, 8, 23, tzinfo=UTC)),
        (datetime(2027, 3, 3, 23, 0, tzinfo=UTC), datetime(2027, 3, 9, 23, tzinfo=UTC)),
        (datetime(2027, 3, 26, 9, tzinfo=UTC), datetime(2027, 3, 31, 22, tzinfo=UTC)),  # summer time begins on the 28th
        (datetime(2027, 10, 29, 9, tzinfo=UTC), datetime(2027, 11, 3, 23, tzinfo=UTC)),  # it ends on the 31st
        (datetime(2027, 12, 28, 9, tzinfo=UTC), datetime(2028, 1, 2, 23, tzinfo=UTC)),
        (datetime(2028, 2, 25, 9, tzinfo=UTC), datetime(2028, 3, 1, 23, tzinfo=UTC)),  # there is a 29 February
    ],
)
def test_the_time_ends_at_italian_midnight_after_the_last_day(at: datetime, until_at: datetime) -> None:
    made = case(starts_at=datetime(2027, 3, 2, 12, tzinfo=UTC))
    told = record(made, at=at)

    assert told.confirm_until_at == until_at
    assert confirm.deliveries(at=until_at - MOMENT) == 0
    with pytest.raises(TooLateToContest) as refused:
        contested(made, 480, at=until_at)
    assert refused.value.facts["until_on"] == local_day(until_at) - timedelta(days=1)
    assert confirm.deliveries(at=until_at) == 1


@pytest.mark.parametrize("minutes", [480, PLANNED])
def test_the_provider_can_change_a_recording_and_the_time_begins_anew(minutes: int) -> None:
    made = recorded(510)
    a_day_later = made.booking.ends_at + timedelta(days=1)

    told = record(made, minutes, at=a_day_later)

    assert (told.recorded_minutes, made.split()) == (minutes, (0, PLANNED, 0))
    assert until(made) == end_of_day(local_day(a_day_later) + timedelta(days=DAYS))


def test_a_recording_can_become_an_absence() -> None:
    made = recorded()

    assert record(made, 0).state is BookingState.ABSENT
    assert made.split() == (0, 0, PLANNED)


def test_the_same_is_not_recorded_twice() -> None:
    made = recorded(510)

    with pytest.raises(AlreadyRecorded):
        record(made, 510)


def test_a_changed_recording_stays_within_what_was_booked() -> None:
    made = recorded()

    with pytest.raises(TooManyMinutes):
        record(made, PLANNED + 1)


def test_a_provider_changes_its_mind_four_times_at_most() -> None:
    made = case()
    for minutes in (500, 490, 480, 470, 460):
        record(made, minutes)

    with pytest.raises(TooManyRecordings):
        record(made, 450)
    assert record(made, 0).state is BookingState.ABSENT


def test_when_the_time_is_over_a_recording_cannot_be_changed_even_if_the_job_is_late() -> None:
    made = recorded()

    with pytest.raises(AlreadyClosed):
        record(made, 480, at=until(made))


def test_once_recorded_it_is_not_cancelled() -> None:
    made = recorded()

    with pytest.raises(AlreadyClosed):
        close.cancelled(made.booking.id, by=made.family, key=a.key(made.family), at=a.NOW)


def test_a_roster_shows_what_waits_for_whom() -> None:
    made = recorded()

    (line,) = read.roster(made.booking.session_id, by=worker(made))

    assert (line.state, line.recorded_minutes, line.confirm_until_at) == (BookingState.RECORDED, 510, until(made))
