"""Changing a schedule: free sessions follow it, who is booked keeps what they have and is named."""

from datetime import date
from typing import Any

import pytest

from chalicelib.access import suspend
from chalicelib.catalogue.model import Session
from chalicelib.kernel.caller import Role
from chalicelib.kernel.clock import local_day
from chalicelib.kernel.paging import Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.people import find as people
from chalicelib.people.model import Channel, ChannelKind
from chalicelib.schedules import change, generate, settle
from chalicelib.schedules.change import Change, Plan
from chalicelib.schedules.lay import GapReason
from chalicelib.schedules.model import (
    Closure,
    Opening,
    Schedule,
    ScheduleChanged,
    ScheduleKind,
    Weekday,
    WorkerUnknown,
)
from tests import builders as a
from tests.integration.schedules.scenes import EVERY_DAY, MARCH_1, Cooperative, hours, minute, pattern, weekly

pytestmark = pytest.mark.usefixtures("aws")

MARCH_8, MARCH_15 = date(2027, 3, 8), date(2027, 3, 15)
LATER = Change(from_on=MARCH_8, pattern=pattern(hours(opens="17:00", closes="19:00")))


def planned(coop: Cooperative, schedule: Schedule, wanted: Change) -> Plan:
    return change.plan(schedule.id, wanted, by=coop.manager, at=a.NOW)


def done(coop: Cooperative, schedule: Schedule, wanted: Change, digest: str = "") -> Any:
    digest = digest or planned(coop, schedule, wanted).digest
    return change.schedule(schedule.id, wanted, digest=digest, by=coop.manager, at=a.NOW)


def same(one: Session, other: Session) -> bool:
    return (one.times, one.place, one.edition, one.terms) == (other.times, other.place, other.edition, other.terms)


def test_from_a_day_on_the_hours_are_others_and_before_it_nothing_changes() -> None:
    coop = Cooperative()
    schedule = coop.schedules(weekly(pattern()))

    done(coop, schedule, LATER)

    assert coop.open()[:6] == ["01/03 16:00", "01/03 17:00", "08/03 17:00", "08/03 18:00", "15/03 17:00", "15/03 18:00"]


def test_a_plan_tells_what_would_happen_and_writes_nothing() -> None:
    coop = Cooperative()
    schedule = coop.schedules(weekly(pattern()))
    before = coop.sessions(MARCH_1)

    plan = planned(coop, schedule, LATER)

    assert (len(plan.made), len(plan.withdrawn), plan.changed, plan.affected) == (7, 7, [], ())
    assert coop.sessions(MARCH_1) == before


def test_who_is_booked_is_named_with_a_channel_and_no_more() -> None:
    coop = Cooperative()
    schedule = coop.schedules(weekly(pattern()))
    someone = a.person(email="anna@example.org")
    booking = a.book(someone, coop.session(MARCH_8)).value

    [named] = planned(coop, schedule, LATER).affected

    assert (named.booking_id, named.person_given_name) == (booking.id, someone.given_name)
    assert named.contact == Channel(ChannelKind.EMAIL, "anna@example.org")


def test_who_has_no_address_is_reached_through_the_desk_and_can_read_that_it_was_asked() -> None:
    coop = Cooperative()
    coop.schedules(weekly(pattern()))
    guardian = a.person(email="nonna@example.org")
    child = a.person(email=None, born_on=date(2018, 5, 4), delegate_id=guardian.id)

    reached = people.channel(child.id, purpose="a session is to change", by=coop.manager, at=a.NOW)

    assert reached == Channel(ChannelKind.EMAIL, "nonna@example.org")
    [look] = [one for one in people.accesses(child.id, Span(), by=a.citizen(child)).items if one.what == "contact"]
    assert (look.by, look.purpose) == (coop.manager.account_id, "a session is to change")


def test_a_booked_session_stays_exactly_as_it_is() -> None:
    coop = Cooperative()
    schedule = coop.schedules(weekly(pattern()))
    before = coop.session(MARCH_8)
    a.book(a.person(), before)

    done(coop, schedule, LATER)

    assert same(coop.session(MARCH_8), before)
    assert coop.open(MARCH_8, MARCH_8) == ["08/03 16:00", "08/03 17:00", "08/03 18:00"]


def test_what_would_overlap_a_booked_session_is_not_made_and_told() -> None:
    coop = Cooperative()
    schedule = coop.schedules(weekly(pattern()))
    a.book(a.person(), coop.session(MARCH_8, "17:00"))
    half_past = Change(from_on=MARCH_8, pattern=pattern(hours(opens="16:30", closes="18:30")))

    plan = planned(coop, schedule, half_past)
    done(coop, schedule, half_past)

    assert [gap.reason for gap in plan.gaps if gap.day_on == MARCH_8] == [GapReason.IN_THE_WAY] * 2
    assert coop.open(MARCH_8, MARCH_8) == ["08/03 17:00"]


def test_a_free_session_at_the_same_hour_is_changed_in_place_under_another_edition() -> None:
    coop = Cooperative()
    schedule = coop.schedules(weekly(pattern()))
    before = coop.session(MARCH_8)

    done(coop, schedule, Change(from_on=MARCH_8, pattern=pattern(place="Sala grande")))

    after = coop.session(MARCH_8)
    assert (after.id, after.place, after.edition) == (before.id, "Sala grande", before.edition + 1)


def test_more_places_reach_booked_sessions_too() -> None:
    coop = Cooperative()
    schedule = coop.schedules(weekly(pattern(places_max=2)))
    a.book(a.person(), coop.session(MARCH_8))

    plan = planned(coop, schedule, Change(from_on=MARCH_8, pattern=pattern(places_max=3)))
    done(coop, schedule, Change(from_on=MARCH_8, pattern=pattern(places_max=3)))

    after = coop.session(MARCH_8)
    assert (plan.staying, after.places_max, after.places_taken, after.releases) == ((), 3, 1, 1)


def test_another_worker_comes_to_booked_sessions_too_where_they_are_free() -> None:
    coop = Cooperative()
    leaves, comes = coop.worker().account_id, coop.worker().account_id
    schedule = coop.schedules(weekly(pattern(worker_id=leaves)))
    for day in (MARCH_8, MARCH_15):
        a.book(a.person(), coop.session(day))
    elsewhere = weekly(pattern(worker_id=comes), from_on=MARCH_15)
    coop.schedules(elsewhere, of=coop.offer())
    other = Change(from_on=MARCH_8, pattern=pattern(worker_id=comes))

    plan = planned(coop, schedule, other)
    done(coop, schedule, other)

    assert [gap.reason for gap in plan.gaps if gap.day_on == MARCH_15] == [GapReason.WORKER_BUSY] * 2
    assert [local_day(session.starts_at) for session in plan.staying] == [MARCH_15]
    assert [coop.session(day).worker_id for day in (MARCH_8, MARCH_15)] == [comes, leaves]
    assert coop.session(MARCH_8).places_taken == 1


def test_hours_of_somebody_who_has_left_are_closed_and_given_to_another_but_not_to_them_again() -> None:
    coop = Cooperative()
    left, comes = coop.worker(), coop.worker()
    schedule = coop.schedules(weekly(pattern(worker_id=left.account_id)))
    by = a.staff(Role.ADMINISTRATOR, "funder")
    suspend.staff(left.account_id, reason="Non lavora più qui", by=by, key=a.key(by), at=a.NOW)

    with pytest.raises(WorkerUnknown):
        planned(coop, schedule, Change(from_on=MARCH_8, pattern=pattern(worker_id=left.account_id, place="Sala")))
    done(coop, schedule, Change(closures=(Closure(MARCH_15, MARCH_15, "Ponte"),)))
    done(coop, schedule, Change(from_on=MARCH_8, pattern=pattern(worker_id=comes.account_id)))

    assert coop.session(MARCH_8).worker_id == comes.account_id
    assert coop.open(MARCH_15, MARCH_15) == []


def test_fewer_places_than_are_taken_leave_the_session_as_it_is() -> None:
    coop = Cooperative()
    schedule = coop.schedules(weekly(pattern(places_max=2)))
    for _ in range(2):
        a.book(a.person(), coop.session(MARCH_8))
    fewer = Change(from_on=MARCH_8, pattern=pattern(places_max=1))

    assert len(planned(coop, schedule, fewer).affected) == 2
    done(coop, schedule, fewer)

    assert [coop.session(day).places_max for day in (MARCH_8, MARCH_15)] == [2, 1]


def test_a_booking_between_plan_and_change_asks_for_a_new_plan() -> None:
    coop = Cooperative()
    schedule = coop.schedules(weekly(pattern()))
    digest = planned(coop, schedule, LATER).digest
    a.book(a.person(), coop.session(MARCH_8))

    with pytest.raises(ScheduleChanged):
        done(coop, schedule, LATER, digest)


def test_a_booking_that_comes_while_the_change_is_written_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    coop = Cooperative()
    schedule = coop.schedules(weekly(pattern()))
    target, write = coop.session(MARCH_8), settle._write
    booked: list[Any] = []

    def booking_first(*known: Any) -> Any:
        if not booked:
            booked.append(a.book(a.person(), target))
        return write(*known)

    monkeypatch.setattr(settle, "_write", booking_first)
    done(coop, schedule, LATER)

    after = coop.session(MARCH_8)
    assert (after.places_taken, after.state, same(after, target)) == (1, "open", True)


def test_another_change_between_plan_and_change_asks_for_a_new_plan() -> None:
    coop = Cooperative()
    schedule = coop.schedules(weekly(pattern()))
    digest = planned(coop, schedule, LATER).digest
    done(coop, schedule, Change(closures=(Closure(MARCH_15, MARCH_15, "ferie"),)))

    with pytest.raises(ScheduleChanged):
        done(coop, schedule, LATER, digest)


def test_a_change_sent_again_finds_itself_done_and_finishes_what_was_left(monkeypatch: pytest.MonkeyPatch) -> None:
    coop = Cooperative()
    schedule = coop.schedules(weekly(pattern()))
    digest = planned(coop, schedule, LATER).digest

    def stops(*known: Any) -> Any:
        raise RuntimeError

    with monkeypatch.context() as patch, pytest.raises(RuntimeError):
        patch.setattr(settle, "_settled", stops)
        done(coop, schedule, LATER, digest)
    again = done(coop, schedule, LATER, digest)

    assert again.replayed
    assert coop.open(MARCH_8, MARCH_8) == ["08/03 17:00", "08/03 18:00"]


def test_the_job_finishes_a_change_that_stopped_half_way(monkeypatch: pytest.MonkeyPatch) -> None:
    coop = Cooperative()
    schedule = coop.schedules(weekly(pattern()))
    digest = planned(coop, schedule, LATER).digest

    def stops(*known: Any) -> Any:
        raise RuntimeError

    with monkeypatch.context() as patch, pytest.raises(RuntimeError):
        patch.setattr(settle, "_settled", stops)
        done(coop, schedule, LATER, digest)
    generate.sessions(at=a.NOW)

    assert coop.open(MARCH_8, MARCH_8) == ["08/03 17:00", "08/03 18:00"]


def test_a_closed_day_withdraws_what_is_free_and_opening_it_again_brings_it_back() -> None:
    coop = Cooperative()
    schedule = coop.schedules(weekly(pattern()))
    before = coop.session(MARCH_8)
    a.book(a.person(), coop.session(MARCH_8, "17:00"))

    done(coop, schedule, Change(closures=(Closure(MARCH_8, MARCH_8, "ferie"),)))
    closed = coop.open(MARCH_8, MARCH_8)
    done(coop, schedule, Change(closures=()))

    assert closed == ["08/03 17:00"]
    assert coop.open(MARCH_8, MARCH_8) == ["08/03 16:00", "08/03 17:00"]
    assert coop.session(MARCH_8).id == before.id


def test_an_extra_opening_is_made_at_once() -> None:
    coop = Cooperative()
    schedule = coop.schedules(weekly(pattern()))
    tuesday = Opening(date(2027, 3, 9), minute("10:00"), minute("11:00"), "recupero")

    done(coop, schedule, Change(openings=(tuesday,)))

    assert coop.open(date(2027, 3, 9), date(2027, 3, 9)) == ["09/03 10:00"]


def test_an_ended_schedule_withdraws_what_is_free_after_its_last_day() -> None:
    coop = Cooperative()
    schedule = coop.schedules(weekly(pattern()))
    a.book(a.person(), coop.session(MARCH_15))

    done(coop, schedule, Change(end_on=MARCH_8))

    assert coop.open() == ["01/03 16:00", "01/03 17:00", "08/03 16:00", "08/03 17:00", "15/03 16:00"]
    assert generate.sessions(at=a.NOW) == 0


def test_a_course_whose_first_day_is_closed_begins_later_and_is_the_same_session() -> None:
    coop = Cooperative()
    tuesdays = pattern(hours(Weekday.TUESDAY, "19:00", "20:30"), session_minutes=None, places_max=12)
    schedule = coop.schedules(weekly(tuesdays, ScheduleKind.COURSE, meetings=5))
    [before] = coop.sessions(MARCH_1)

    done(coop, schedule, Change(closures=(Closure(date(2027, 3, 2), date(2027, 3, 2), "sala occupata"),)))

    [after] = coop.sessions(MARCH_1)
    assert (after.id, after.state, len(after.meetings)) == (before.id, "open", 5)
    assert [after.days[0], after.days[-1]] == [date(2027, 3, 9), date(2027, 4, 6)]


def test_a_booked_camp_week_keeps_its_days() -> None:
    coop = Cooperative()
    camp = pattern(*EVERY_DAY, session_minutes=None, places_max=30)
    schedule = coop.schedules(weekly(camp, ScheduleKind.CAMP_WEEK, from_on=date(2027, 6, 7), to_on=date(2027, 6, 18)))
    booked, _ = coop.sessions(date(2027, 6, 7))
    a.book(a.person(), booked)

    closed = Change(closures=(Closure(date(2027, 6, 9), date(2027, 6, 16), "lavori"),))
    plan = planned(coop, schedule, closed)
    done(coop, schedule, closed)

    assert [len(plan.staying), len(plan.affected), len(plan.changed)] == [1, 1, 1]
    assert [len(week.meetings) for week in coop.sessions(date(2027, 6, 7))] == [5, 2]


def test_another_providers_schedule_is_not_found() -> None:
    coop, other = Cooperative(), Cooperative()
    schedule = coop.schedules(weekly(pattern()))

    with pytest.raises(NotFound):
        planned(other, schedule, LATER)
