"""Schedules become sessions: once, however often the job runs, and with nobody in two places."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.bookings import place, quote
from chalicelib.bookings.lines import Wish
from chalicelib.catalogue.model import PriceUnit
from chalicelib.catalogue.terms import Mode, Option, Terms
from chalicelib.kernel.identifiers import IdempotencyKeyReused
from chalicelib.kernel.refusals import NotFound
from chalicelib.runtime.dynamodb import Transaction
from chalicelib.schedules import create, generate, settle, table
from chalicelib.schedules.lay import GapReason
from chalicelib.schedules.model import (
    AHEAD_DAYS,
    FAR_AHEAD_DAYS,
    Hours,
    ScheduleInvalid,
    ScheduleKind,
    Weekday,
    WorkerUnknown,
)
from tests import builders as a
from tests.integration.schedules.scenes import EVERY_DAY, MARCH_1, Cooperative, hours, minute, pattern, weekly

pytestmark = pytest.mark.usefixtures("aws")

DAY = timedelta(days=1)


def at(day: date) -> datetime:
    """That day, at ten to one at night: when the job runs."""
    return datetime.combine(day, a.NOW.time(), a.NOW.tzinfo)


def test_a_new_schedule_has_its_next_eight_weeks_at_once() -> None:
    coop = Cooperative()

    coop.schedules(weekly(pattern()))

    begins = coop.open()
    assert begins[:4] == ["01/03 16:00", "01/03 17:00", "08/03 16:00", "08/03 17:00"]
    assert begins[-1] == "26/04 17:00"  # eight weeks on
    assert "29/03 16:00" not in begins  # Easter Monday


def test_what_has_begun_is_not_made_any_more() -> None:
    coop = Cooperative()

    coop.schedules(weekly(pattern(hours(opens="09:00", closes="12:00"))))  # now it is ten

    assert coop.open()[:2] == ["01/03 11:00", "08/03 09:00"]


def test_the_job_makes_the_day_that_has_come_near_and_no_other() -> None:
    coop = Cooperative()
    coop.schedules(weekly(pattern()))
    before = coop.open()

    made = [generate.sessions(at=at(MARCH_1 + ahead * DAY)) for ahead in range(1, 8)]

    assert made == [0, 0, 0, 0, 0, 0, 2]  # the Monday in eight weeks
    assert coop.open() == before
    assert coop.open(date(2027, 5, 3)) == ["03/05 16:00", "03/05 17:00"]


def test_the_job_makes_nothing_twice() -> None:
    coop = Cooperative()
    coop.schedules(weekly(pattern()))

    assert generate.sessions(at=at(MARCH_1 + 7 * DAY)) == 2
    assert generate.sessions(at=at(MARCH_1 + 7 * DAY)) == 0
    assert len(coop.sessions(date(2027, 5, 3))) == 2


def test_a_late_job_makes_what_it_missed() -> None:
    coop = Cooperative()
    coop.schedules(weekly(pattern()))

    generate.sessions(at=at(MARCH_1 + 21 * DAY))

    assert coop.open(date(2027, 5, 1))[::2] == ["03/05 16:00", "10/05 16:00", "17/05 16:00"]


def test_two_jobs_at_once_make_nothing_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    coop = Cooperative()
    schedule = coop.schedules(weekly(pattern()))
    tonight, write = at(MARCH_1 + 7 * DAY), settle._write
    twins: list[int] = []

    def second_first(*known: Any) -> Any:
        if not twins:
            twins.append(0)
            twins[0] = len(settle.brought_about(schedule.id, at=tonight).made)
        return write(*known)

    monkeypatch.setattr(settle, "_write", second_first)
    made = len(settle.brought_about(schedule.id, at=tonight).made)

    assert (twins, made) == ([2], 0)
    assert len(coop.sessions(date(2027, 5, 3))) == 2


def test_a_job_that_stopped_half_way_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    coop = Cooperative()
    settled = settle._settled

    def stops(days: Any, day: date, now: datetime) -> Any:
        if day == MARCH_1 + 7 * DAY:
            raise RuntimeError
        return settled(days, day, now)

    with monkeypatch.context() as patch, pytest.raises(RuntimeError):
        patch.setattr(settle, "_settled", stops)
        coop.schedules(weekly(pattern()))
    assert len(coop.open()) == 2

    generate.sessions(at=a.NOW)

    assert len(coop.open()) == 16


def test_the_job_reads_only_schedules_that_have_something_to_make() -> None:
    coop = Cooperative()
    monday, tuesday = (coop.schedules(weekly(pattern(hours(day)))) for day in (Weekday.MONDAY, Weekday.TUESDAY))
    over = coop.schedules(weekly(pattern(hours(Weekday.FRIDAY)), to_on=date(2027, 3, 12)))

    assert table.due_ids(MARCH_1) == []
    assert table.due_ids(MARCH_1 + DAY) == [tuesday.id]  # its ninth Tuesday is eight weeks away
    assert sorted(table.due_ids(MARCH_1 + 7 * DAY)) == sorted([monday.id, tuesday.id])
    assert over.next_on is None


def test_a_season_that_begins_later_is_made_when_it_comes_near() -> None:
    coop = Cooperative()
    first = MARCH_1 + timedelta(days=AHEAD_DAYS + 7)
    coop.schedules(weekly(pattern(), from_on=first))

    assert coop.open() == []
    assert generate.sessions(at=at(MARCH_1 + 6 * DAY)) == 0
    assert generate.sessions(at=at(MARCH_1 + 7 * DAY)) == 2


def test_a_course_is_one_session_made_half_a_year_before() -> None:
    coop = Cooperative(price_unit=PriceUnit.COURSE)
    first = MARCH_1 + timedelta(days=FAR_AHEAD_DAYS)
    tuesdays = pattern(hours(Weekday.TUESDAY, "19:00", "20:30"), session_minutes=None, places_max=12)
    coop.schedules(weekly(tuesdays, ScheduleKind.COURSE, from_on=first, meetings=10))

    assert coop.sessions(first) == []
    generate.sessions(at=at(MARCH_1 + DAY))

    [course] = coop.sessions(first)
    assert (len(course.meetings), course.minutes, course.price_cents) == (10, 900, 2000)


def test_a_course_by_the_hour_costs_all_its_meetings() -> None:
    coop = Cooperative(price_unit=PriceUnit.HOUR)
    tuesdays = pattern(hours(Weekday.TUESDAY, "19:00", "20:30"), session_minutes=None, places_max=12)
    coop.schedules(weekly(tuesdays, ScheduleKind.COURSE, meetings=10))

    [course] = coop.sessions(MARCH_1)
    assert course.price_cents == 15 * 2000


def test_camp_weeks_are_a_session_each() -> None:
    coop = Cooperative(price_unit=PriceUnit.WEEK)
    camp = pattern(*EVERY_DAY, session_minutes=None, places_max=30)
    coop.schedules(weekly(camp, ScheduleKind.CAMP_WEEK, from_on=date(2027, 5, 31), to_on=date(2027, 6, 11)))

    weeks = coop.sessions(date(2027, 5, 31))

    assert [len(week.meetings) for week in weeks] == [4, 5]  # the second of June is a holiday


def test_a_party_has_its_options_and_guests_and_can_be_booked_with_them() -> None:
    coop = Cooperative(price_unit=PriceUnit.EVENT)
    party = pattern(
        hours(Weekday.SATURDAY, "15:00", "17:00"),
        session_minutes=None,
        options=(Option("torta", "Torta", 3500, 1),),
        guests_max=15,
        terms=Terms(mode=Mode.REQUEST),
    )
    coop.schedules(weekly(party, ScheduleKind.EVENT))
    session, child = coop.sessions(MARCH_1)[0], a.person()

    wish = Wish(session.id, child.id, {"torta": 1}, guests=15)
    caller = a.citizen(child)
    quoted = quote.bookings([wish], means=a.OWN_MONEY, by=caller, at=a.NOW)
    booking = place.booking(quoted.token, by=caller, key=a.key(caller), at=a.NOW).value

    assert (booking.price_cents, booking.guests, booking.state) == (5500, 15, "requested")


def test_a_worker_never_delivers_two_sessions_at_once_across_offerings() -> None:
    coop = Cooperative()
    worker, other = coop.worker(), coop.offer()
    coop.schedules(weekly(pattern(worker_id=worker.account_id)))
    wanted = weekly(pattern(hours(opens="15:30", closes="18:30"), worker_id=worker.account_id), offering_id=other.id)

    told = create.preview(wanted, provider_id=coop.provider.id, at=a.NOW)
    coop.schedules(wanted, of=other)

    assert coop.open(MARCH_1, MARCH_1, of=other) == []
    busy = [gap for gap in told.gaps if gap.reason is GapReason.WORKER_BUSY]
    assert len(busy) == 3 * 8  # sessions that touch 16-18, on eight Mondays
    easter_monday = [gap for gap in told.gaps if gap.reason is GapReason.HOLIDAY]
    assert len(easter_monday) == 1


def test_two_workers_deliver_at_the_same_time_and_one_after_the_other_is_no_overlap() -> None:
    coop = Cooperative()
    worker, colleague = coop.worker(), coop.worker()
    coop.schedules(weekly(pattern(worker_id=worker.account_id)))
    coop.schedules(weekly(pattern(worker_id=colleague.account_id)))
    coop.schedules(weekly(pattern(hours(opens="18:00", closes="19:00"), worker_id=worker.account_id)))

    assert coop.open(MARCH_1, MARCH_1) == ["01/03 16:00", "01/03 16:00", "01/03 17:00", "01/03 17:00", "01/03 18:00"]


def test_a_schedule_at_another_place_has_that_place_and_its_patron_saint() -> None:
    coop = Cooperative()
    venegono = pattern(hours(Weekday.FRIDAY), place="Via del Mulino 8", municipality_code="L734")
    coop.schedules(weekly(venegono))

    found = coop.sessions(MARCH_1)
    assert {(one.place, one.municipality_code) for one in found} == {("Via del Mulino 8", "L734")}
    assert "23/04 16:00" not in coop.open()  # San Giorgio


def test_only_ones_own_offerings_and_workers_can_be_scheduled() -> None:
    coop, other = Cooperative(), Cooperative()

    with pytest.raises(NotFound):
        coop.schedules(weekly(pattern()), of=other.offering)
    with pytest.raises(WorkerUnknown):
        coop.schedules(weekly(pattern(worker_id=other.worker().account_id)))


@pytest.mark.parametrize(
    "wanted",
    [
        weekly(pattern(Hours(Weekday.MONDAY, minute("16:00"), minute("16:00")))),
        weekly(pattern(hours(), hours(opens="17:00", closes="19:00"))),
        weekly(pattern(session_minutes=10)),
        weekly(pattern(), to_on=date(2027, 2, 28)),
        weekly(pattern(), ScheduleKind.COURSE),
        weekly(pattern(), meetings=5),
        weekly(pattern(places_max=2), ScheduleKind.SLOTS),
    ],
)
def test_a_schedule_that_contradicts_itself_is_refused(wanted: Any) -> None:
    with pytest.raises(ScheduleInvalid):
        Cooperative().schedules(wanted)


def test_the_same_request_makes_one_schedule_and_another_under_its_key_is_refused() -> None:
    coop = Cooperative()
    first = coop.schedules(weekly(pattern()), named="mine")

    again = coop.schedules(weekly(pattern()), named="mine")
    with pytest.raises(IdempotencyKeyReused):
        wanted = replace(weekly(pattern()), offering_id=coop.offering.id)
        create.schedule(wanted, provider_id=coop.provider.id, key=a.key(coop.manager, "mine", "another"), at=a.NOW)

    assert again.id == first.id
    assert len(coop.open()) == 16


def test_a_preview_writes_nothing() -> None:
    coop = Cooperative()

    told = create.preview(weekly(pattern(), offering_id=coop.offering.id), provider_id=coop.provider.id, at=a.NOW)

    assert (len(told.made), coop.sessions(MARCH_1)) == (16, [])


def test_a_day_as_full_as_it_can_be_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    most: list[int] = []
    commit = Transaction._commit

    def counted(self: Transaction) -> None:
        most.append(len(self._writes))
        commit(self)

    monkeypatch.setattr(Transaction, "_commit", counted)
    coop = Cooperative()
    all_day = pattern(hours(Weekday.TUESDAY, "00:00", "24:00"), session_minutes=15)
    coop.schedules(weekly(all_day, to_on=date(2027, 3, 8)))

    assert len(coop.sessions(date(2027, 3, 2), date(2027, 3, 2))) == 96
    assert max(most) <= 100
