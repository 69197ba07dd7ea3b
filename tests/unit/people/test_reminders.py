"""When a reminder comes: so long before, outside the quiet hours, also on the days on which the clock changes."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from chalicelib.kernel.clock import ROME, at_local, local
from chalicelib.notices.model import QuietHours
from chalicelib.people.reminders import DAY_BEFORE, LEADS_MAX, QUARTER, Lead, LeadUnit, Reminders

SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)
NIGHT = QuietHours()
NEVER = QuietHours(time(0), time(0))
times = st.times().map(lambda at: at.replace(second=0, microsecond=0))
instants = st.integers(0, 365 * 24 * 60).map(lambda count: datetime(2027, 1, 1, tzinfo=UTC) + timedelta(minutes=count))
leads = st.builds(Lead, st.integers(1, 30), st.sampled_from(LeadUnit))
quiets = st.builds(QuietHours, times, times)


def minute(on: date, hour: int, of_hour: int = 0, *, fold: int = 0) -> datetime:
    return at_local(on, time(hour, of_hour, fold=fold))


def reminders(*chosen: Lead, quiet: QuietHours = NEVER, from_at: datetime | None = None) -> Reminders:
    return Reminders("anna", chosen, quiet, from_at)


@pytest.mark.parametrize(
    ("at", "quiet"),
    [
        (minute(date(2027, 3, 10), 20, 59), False),
        (minute(date(2027, 3, 10), 21, 0), True),
        (minute(date(2027, 3, 11), 0, 0), True),
        (minute(date(2027, 3, 11), 7, 59), True),
        (minute(date(2027, 3, 11), 8, 0), False),
        (minute(SPRING, 1, 59), True),
        (minute(SPRING, 7, 59), True),
        (minute(SPRING, 8, 0), False),
        (minute(AUTUMN, 2, 30, fold=1), True),
        (minute(AUTUMN, 8, 0), False),
    ],
)
def test_nine_in_the_evening_until_eight_is_quiet(at: datetime, quiet: bool) -> None:
    assert NIGHT.holds(at) is quiet


@pytest.mark.parametrize(
    ("at", "ends_at"),
    [
        (minute(date(2027, 3, 10), 21), minute(date(2027, 3, 11), 8)),
        (minute(date(2027, 3, 11), 3), minute(date(2027, 3, 11), 8)),
        (minute(date(2027, 3, 27), 23), minute(SPRING, 8)),
        (minute(date(2027, 10, 30), 23), minute(AUTUMN, 8)),
    ],
)
def test_the_night_ends_at_eight_by_the_italian_clock(at: datetime, ends_at: datetime) -> None:
    assert NIGHT.ends_at(at) == ends_at


@given(quiets, instants)
def test_quiet_hours_began_before_and_end_after_every_instant_in_them(quiet: QuietHours, at: datetime) -> None:
    if quiet.holds(at):
        assert quiet.began_at(at) <= at < quiet.ends_at(at)


@given(quiets, instants)
def test_when_quiet_hours_end_it_is_no_longer_quiet(quiet: QuietHours, at: datetime) -> None:
    if quiet.holds(at):
        ends_at = quiet.ends_at(at)
        assume(local(ends_at).date() != AUTUMN)  # an hour in them comes a second time there
        assert not quiet.holds(ends_at)


@given(times)
def test_from_an_hour_to_the_same_is_never(hour: time) -> None:
    assert not QuietHours(hour, hour).holds(datetime.combine(SPRING, hour, ROME))


@pytest.mark.parametrize(
    ("lead", "starts_at", "due_at"),
    [
        (Lead(1, LeadUnit.DAYS), minute(SPRING, 10), minute(date(2027, 3, 27), 10)),
        (Lead(24, LeadUnit.HOURS), minute(SPRING, 10), minute(date(2027, 3, 27), 9)),
        (Lead(1, LeadUnit.DAYS), minute(AUTUMN, 10), minute(date(2027, 10, 30), 10)),
        (Lead(24, LeadUnit.HOURS), minute(AUTUMN, 10), minute(date(2027, 10, 30), 11)),
        (Lead(1, LeadUnit.DAYS), minute(date(2027, 3, 29), 2, 30), minute(SPRING, 3, 30)),  # there is no half past two
        (Lead(1, LeadUnit.DAYS), minute(date(2027, 11, 1), 2, 30), minute(AUTUMN, 2, 30)),
        (Lead(2, LeadUnit.HOURS), minute(AUTUMN, 3, 30), minute(AUTUMN, 2, 30)),
    ],
)
def test_days_are_counted_on_the_calendar_and_hours_go_by(lead: Lead, starts_at: datetime, due_at: datetime) -> None:
    assert lead.before(starts_at) == due_at


def test_the_usual_is_the_day_before_and_a_quiet_night() -> None:
    usual = Reminders("anna")

    assert (usual.leads, usual.quiet) == ((DAY_BEFORE,), QuietHours(time(21), time(8)))


@given(st.lists(leads, max_size=LEADS_MAX), quiets, instants)
def test_no_reminder_is_due_in_quiet_hours_that_leave_room(
    chosen: list[Lead], quiet: QuietHours, starts_at: datetime
) -> None:
    assume(_length(quiet) <= timedelta(hours=20))
    for due_at, _ in reminders(*chosen, quiet=quiet)._instants(starts_at):
        assume(local(due_at).date() not in (SPRING, AUTUMN))
        assert not quiet.holds(due_at)


def _length(quiet: QuietHours) -> timedelta:
    begins, ends = (datetime.combine(SPRING, hour) for hour in (quiet.from_hour, quiet.to_hour))
    return (ends - begins) % timedelta(days=1)


@given(leads, quiets, instants)
def test_every_reminder_is_due_before_its_appointment(lead: Lead, quiet: QuietHours, starts_at: datetime) -> None:
    due_at = reminders(lead, quiet=quiet).next_at(starts_at, after=datetime(2020, 1, 1, tzinfo=UTC))

    assert due_at is not None
    assert due_at < starts_at


def test_a_reminder_of_the_night_comes_when_the_night_ends_if_there_is_time_to_go() -> None:
    chosen = reminders(Lead(1, LeadUnit.HOURS), quiet=NIGHT)
    long_ago = minute(date(2027, 3, 1), 9)

    assert chosen.next_at(minute(date(2027, 3, 11), 9), after=long_ago) == minute(date(2027, 3, 11), 8)
    assert chosen.next_at(minute(date(2027, 3, 11), 8, 59), after=long_ago) == minute(date(2027, 3, 10), 21) - QUARTER


@given(st.lists(leads, min_size=1, max_size=LEADS_MAX), quiets, instants, st.data())
def test_run_after_run_each_reminder_is_due_at_most_once(
    chosen: list[Lead], quiet: QuietHours, starts_at: datetime, data: st.DataObject
) -> None:
    placed_at = starts_at - timedelta(days=40)
    gaps = data.draw(st.lists(st.integers(1, 20 * 24 * 60), min_size=1, max_size=20))
    stands, at, told = reminders(*chosen, quiet=quiet, from_at=placed_at), placed_at, []
    for gap in gaps:
        at += timedelta(minutes=gap)
        if lead := stands.due(starts_at, since=placed_at, at=at):
            told.append(lead)
        stands = stands.done(stands.next_at(starts_at, after=at), at=at)

    assert len(told) == len(set(told))
    assert at < starts_at or stands.due(starts_at, since=placed_at, at=at) is None


@given(st.lists(leads, min_size=1, max_size=LEADS_MAX, unique=True), instants)
def test_a_job_that_never_is_late_misses_nothing(chosen: list[Lead], starts_at: datetime) -> None:
    placed_at = starts_at - timedelta(days=40)
    first_at = reminders(*chosen).next_at(starts_at, after=placed_at)
    assert first_at is not None
    stands, told = reminders(*chosen).expecting(first_at, at=placed_at), 0
    while stands.due_at is not None:
        at = stands.due_at
        told += stands.due(starts_at, since=placed_at, at=at) is not None
        stands = stands.done(stands.next_at(starts_at, after=at), at=at)

    assert told == len({lead.before(starts_at) for lead in chosen})
