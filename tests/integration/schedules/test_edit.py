"""One session by itself: what is free can change, what somebody has cannot, and places never go below those taken."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.bookings import close, place, quote, read
from chalicelib.bookings.model import BookingState
from chalicelib.catalogue import amend, browse
from chalicelib.catalogue.model import (
    QuoteOutdated,
    Session,
    SessionCancelled,
    SessionChanged,
    SessionTaken,
    TooFewForTaken,
)
from chalicelib.catalogue.session_table import SessionRecord
from chalicelib.catalogue.terms import Meeting, Terms
from chalicelib.kernel.refusals import NotFound
from chalicelib.runtime.dynamodb import Transaction
from chalicelib.schedules import cancel, change, edit, generate
from chalicelib.schedules.agenda import AnotherSessionThere, TooManyMeetings, WorkerBusy
from chalicelib.schedules.cancel import SessionBegun
from chalicelib.schedules.change import Change
from chalicelib.schedules.edit import Edit
from chalicelib.schedules.model import ScheduleKind
from tests import builders as a
from tests.integration.schedules.scenes import MARCH_1, Cooperative, hours, pattern, weekly

pytestmark = pytest.mark.usefixtures("aws")

MARCH_8 = date(2027, 3, 8)
HOUR = timedelta(hours=1)


def edited(coop: Cooperative, session: Session, what: Edit, *, edition: int = 0, at: datetime = a.NOW) -> Session:
    known = edition or browse.session(session.id).edition
    return edit.session(session.id, what, edition=known, by=coop.manager, at=at).value


def later(session: Session, by: timedelta = HOUR) -> Edit:
    return Edit(meetings=(Meeting(session.starts_at + by, session.ends_at + by),))


def scene(**week: Any) -> tuple[Cooperative, Session]:
    coop = Cooperative()
    coop.schedules(weekly(pattern(hours(opens="16:00", closes="17:00"), **week)))
    return coop, coop.session(MARCH_8)


def wait_for(session: Session, *, in_line: int = 1) -> None:
    record = SessionRecord(pk=f"session#{session.id}", sk="session")
    record.update([SessionRecord.in_line.set(in_line)])


def test_a_free_session_is_moved_and_its_schedule_leaves_it_there() -> None:
    coop, session = scene()

    edited(coop, session, later(session))
    generate.sessions(at=a.NOW)
    schedule_id = session.schedule_id or ""
    again = Change(from_on=MARCH_8, pattern=pattern(hours(opens="16:00", closes="17:00"), place="Sala"))
    digest = change.plan(schedule_id, again, by=coop.manager, at=a.NOW).digest
    change.schedule(schedule_id, again, digest=digest, by=coop.manager, at=a.NOW)

    assert coop.open(MARCH_8, MARCH_8) == ["08/03 17:00"]
    assert browse.session(session.id).place == session.place


def test_place_worker_and_terms_change_and_the_price_stays() -> None:
    coop, session = scene()
    worker = coop.worker()

    after = edited(coop, session, Edit(place="Sala", worker_id=worker.account_id, terms=Terms(book_notice_hours=48)))

    assert (after.place, after.worker_id, after.terms.book_notice_hours) == ("Sala", worker.account_id, 48)
    assert (after.price_cents, after.edition) == (session.price_cents, session.edition + 1)
    assert after.book_until_at == SessionRecord.get(f"session#{session.id}", "session").book_until_at


def test_a_quote_made_before_is_refused() -> None:
    coop, session = scene()
    someone = a.person()

    quoted = quote.booking(session.id, person_id=someone.id, means=a.OWN_MONEY, by=a.citizen(someone), at=a.NOW)
    edited(coop, session, Edit(place="Sala"))

    with pytest.raises(QuoteOutdated):
        place.booking(quoted.token, by=a.citizen(someone), key=a.key(a.citizen(someone)), at=a.NOW)


@pytest.mark.parametrize("what", ["later", "place", "terms"])
def test_a_booked_session_is_not_changed(what: str) -> None:
    coop, session = scene()
    a.book(a.person(), session)
    wanted = {"later": later(session), "place": Edit(place="Sala"), "terms": Edit(terms=Terms(no_show_percent=50))}

    with pytest.raises(SessionTaken):
        edited(coop, session, wanted[what])


def test_another_worker_can_come_for_who_is_booked_and_the_booking_stays() -> None:
    coop, session = scene()
    ill, well = coop.worker(), coop.worker()
    edited(coop, session, Edit(worker_id=ill.account_id))
    booking = a.book(a.person(), browse.session(session.id)).value

    plan = edit.plan(session.id, Edit(worker_id=well.account_id), by=coop.manager, at=a.NOW)
    after = edited(coop, session, Edit(worker_id=well.account_id))

    assert (plan.reasons, plan.affected) == ((), ())
    assert (after.worker_id, after.places_taken, after.starts_at) == (well.account_id, 1, booking.starts_at)
    coop.schedules(weekly(pattern(hours(opens="16:00", closes="17:00"), worker_id=ill.account_id)), of=coop.offer())
    with pytest.raises(WorkerBusy):  # the one who is free again has something else then
        edited(coop, session, Edit(worker_id=ill.account_id))


def test_the_plan_of_a_booked_session_says_why_not_and_who_is_booked() -> None:
    coop, session = scene()
    booking = a.book(a.person(), session).value

    plan = edit.plan(session.id, later(session), by=coop.manager, at=a.NOW)

    assert [reason.code for reason in plan.reasons] == ["session_taken"]
    assert [one.booking_id for one in plan.affected] == [booking.id]


def test_a_session_that_someone_waits_for_is_not_changed() -> None:
    coop, session = scene()
    wait_for(session)

    with pytest.raises(SessionTaken):
        edited(coop, session, later(session))


def test_a_booking_that_comes_in_between_is_refused_by_the_condition() -> None:
    _, session = scene()
    a.book(a.person(), session)

    with pytest.raises(SessionTaken), Transaction() as writes:  # decided on what was read before
        amend.session(writes, session, replace(session, place="Sala"))


def test_a_session_changed_since_the_plan_is_refused() -> None:
    coop, session = scene()
    edited(coop, session, Edit(place="Sala"))

    with pytest.raises(SessionChanged):
        edited(coop, session, Edit(place="Palestra"), edition=session.edition)


def test_an_edit_sent_again_finds_itself_done() -> None:
    coop, session = scene()
    edited(coop, session, later(session), edition=session.edition)

    again = edit.session(session.id, later(session), edition=session.edition, by=coop.manager, at=a.NOW)

    assert (again.replayed, again.value.edition) == (True, session.edition + 1)


@pytest.mark.parametrize(("places", "fits"), [(1, False), (2, True), (3, True)])
def test_places_never_go_below_those_taken(places: int, fits: bool) -> None:
    coop, session = scene(places_max=4)
    for _ in range(2):
        a.book(a.person(), session)

    if fits:
        assert edited(coop, session, Edit(places_max=places)).places_max == places
    else:
        with pytest.raises(TooFewForTaken):
            edited(coop, session, Edit(places_max=places))


def test_that_places_never_go_below_those_taken_is_a_condition() -> None:
    _, session = scene(places_max=4)
    for _ in range(2):
        a.book(a.person(), session)

    with pytest.raises(TooFewForTaken), Transaction() as writes:
        amend.unnoticed(writes, session, replace(session, places_max=1))


def test_new_places_are_for_who_waits_first() -> None:
    coop, session = scene(places_max=1)
    a.book(a.person(), session)
    wait_for(session, in_line=2)

    after = edited(coop, session, Edit(places_max=2))

    assert (after.list_first, after.releases, after.places_free) == (2, session.releases + 1, 1)


def test_fewer_places_release_nothing() -> None:
    coop, session = scene(places_max=4)
    wait_for(session, in_line=2)

    after = edited(coop, session, Edit(places_max=3))

    assert (after.list_first, after.releases) == (0, 0)


def test_a_worker_who_is_elsewhere_is_refused_and_one_who_comes_after_is_not() -> None:
    coop, session = scene()
    worker, other = coop.worker(), coop.offer()
    coop.schedules(weekly(pattern(hours(opens="17:00", closes="18:00"), worker_id=worker.account_id)), of=other)

    edited(coop, session, Edit(worker_id=worker.account_id))  # until five: it only touches
    with pytest.raises(WorkerBusy):
        edited(coop, session, later(session, timedelta(minutes=5)))


def test_a_worker_who_is_taken_away_is_free_for_others() -> None:
    coop, session = scene()
    worker, other = coop.worker(), coop.offer()
    edited(coop, session, Edit(worker_id=worker.account_id))
    edited(coop, session, Edit(without_worker=True))

    coop.schedules(weekly(pattern(hours(opens="16:00", closes="17:00"), worker_id=worker.account_id)), of=other)

    assert coop.open(MARCH_8, MARCH_8, of=other) == ["08/03 16:00"]


def test_two_sessions_of_a_schedule_are_not_put_at_the_same_time() -> None:
    coop = Cooperative()
    coop.schedules(weekly(pattern()))
    session = coop.session(MARCH_8)

    with pytest.raises(AnotherSessionThere):
        edited(coop, session, later(session))


def test_a_cancelled_session_gives_everything_back_as_the_providers_cancellation() -> None:
    coop, session = scene(places_max=2)
    holder = a.person()
    voucher = a.voucher(holder)
    bookings = [a.book(holder, session, voucher).value, a.book(a.person(), session).value]
    just_before = session.starts_at - timedelta(minutes=1)

    done = cancel.session(session.id, reason="educatrice malata", by=coop.manager, at=just_before)

    assert (done.bookings_left, done.session.state, done.session.places_taken) == (0, "cancelled", 0)
    assert a.voucher_account(voucher).available == 100_00
    found = [read.booking(one.id, by=coop.manager, at=just_before) for one in bookings]
    assert [(one.state, one.charged_percent) for one in found] == [(BookingState.CANCELLED, 0)] * 2


def test_a_cancellation_that_stopped_is_finished_by_the_job_and_sent_again_does_no_harm(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    coop, session = scene(places_max=3)
    for _ in range(3):
        a.book(a.person(), session)
    cancelled, count = close.cancelled, [0]

    def stops(*known: Any, **more: Any) -> Any:
        count[0] += 1
        if count[0] == 2:
            raise RuntimeError
        return cancelled(*known, **more)

    with monkeypatch.context() as patch, pytest.raises(RuntimeError):
        patch.setattr(close, "cancelled", stops)
        cancel.session(session.id, reason="neve", by=coop.manager, at=a.NOW)
    with pytest.raises(SessionCancelled):
        a.book(a.person(), browse.session(session.id))
    generate.sessions(at=a.NOW)
    again = cancel.session(session.id, reason="neve", by=coop.manager, at=a.NOW)

    assert (again.bookings_left, browse.session(session.id).places_taken) == (0, 0)


def test_a_cancelled_session_is_not_brought_back_by_its_schedule() -> None:
    coop, session = scene()
    cancel.session(session.id, reason="neve", by=coop.manager, at=a.NOW)
    schedule_id = session.schedule_id or ""
    wanted = Change(from_on=MARCH_1, pattern=pattern(hours(opens="16:00", closes="17:00"), place="Sala"))
    digest = change.plan(schedule_id, wanted, by=coop.manager, at=a.NOW).digest

    change.schedule(schedule_id, wanted, digest=digest, by=coop.manager, at=a.NOW)

    assert coop.open(MARCH_8, MARCH_8) == []


@pytest.mark.parametrize(("minutes", "begun"), [(-1, False), (0, True)])
def test_a_session_is_cancelled_until_it_begins(minutes: int, begun: bool) -> None:
    coop, session = scene()
    when = session.starts_at + timedelta(minutes=minutes)

    if begun:
        with pytest.raises(SessionBegun):
            cancel.session(session.id, reason="neve", by=coop.manager, at=when)
    else:
        assert cancel.session(session.id, reason="neve", by=coop.manager, at=when).is_done


def test_a_session_that_its_schedule_withdrew_is_cancelled_already() -> None:
    coop, session = scene()
    schedule_id = session.schedule_id or ""
    end = Change(end_on=MARCH_1)
    digest = change.plan(schedule_id, end, by=coop.manager, at=a.NOW).digest
    change.schedule(schedule_id, end, digest=digest, by=coop.manager, at=a.NOW)

    assert cancel.session(session.id, reason="neve", by=coop.manager, at=a.NOW).is_done


def test_a_long_course_with_a_worker_is_not_moved_at_one_stroke() -> None:
    coop = Cooperative()
    worker = coop.worker()
    evenings = pattern(hours(opens="19:00", closes="20:00"), session_minutes=None, worker_id=worker.account_id)
    coop.schedules(weekly(evenings, ScheduleKind.COURSE, meetings=36))
    [course] = coop.sessions(MARCH_1, MARCH_8)
    moved = tuple(Meeting(one.starts_at + 24 * HOUR, one.ends_at + 24 * HOUR) for one in course.meetings)

    with pytest.raises(TooManyMeetings):
        edited(coop, course, Edit(meetings=moved))
    edited(coop, course, Edit(without_worker=True))
    assert edited(coop, browse.session(course.id), Edit(meetings=moved)).starts_at == moved[0].starts_at


def test_another_providers_session_is_not_found() -> None:
    _, session = scene()
    other = Cooperative()

    with pytest.raises(NotFound):
        edited(other, session, later(session))
    with pytest.raises(NotFound):
        cancel.session(session.id, reason="neve", by=other.manager, at=a.NOW)
