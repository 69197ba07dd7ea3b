"""Who is expected is reminded: as long before as they chose, once, never at night, never of what is off."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from chalicelib.bookings import announce, close, remind
from chalicelib.bookings.model import Booking
from chalicelib.kernel.clock import at_local
from chalicelib.kernel.refusals import Contention
from chalicelib.kernel.texts import Language
from chalicelib.notices.model import QuietHours
from chalicelib.people import remind as reminders
from chalicelib.people.model import Person
from chalicelib.people.remind import Choice
from chalicelib.people.reminders import Lead, LeadUnit, Reminders
from chalicelib.runtime.aws import client
from chalicelib.runtime.dynamodb import Stale
from tests import builders as a
from tests import cloud

pytestmark = pytest.mark.usefixtures("aws")

HOURS, DAYS = LeadUnit.HOURS, LeadUnit.DAYS
QUARTER = timedelta(minutes=15)
ELEVENTH = date(2027, 3, 11)


def at_ten(day: int) -> datetime:
    return datetime(2027, 3, day, 9, 0, tzinfo=UTC)


def image(booking: Booking) -> dict[str, Any]:
    key = {"pk": {"S": f"booking#{booking.id}"}, "sk": {"S": "booking"}}
    item: dict[str, Any] = client("dynamodb").get_item(TableName="bookings", Key=key)["Item"]
    return item


def booked(someone: Person | None = None, *, starts_at: datetime, at: datetime = a.NOW) -> Booking:
    """A booking whose letter has gone out."""
    booking = a.book(someone or a.person(), a.session(starts_at=starts_at), at=at).value
    announce.change(None, image(booking))
    cloud.outbox()
    return booking


def choose(someone: Person, *leads: Lead, quiet: QuietHours | None = None, at: datetime = a.NOW) -> None:
    seen = reminders.choice(someone.id, by=a.citizen(someone), at=at)
    wanted = Choice(someone.id, someone.language, leads, quiet or seen.quiet, seen.edition)
    reminders.changed(wanted, by=a.citizen(someone), at=at)


def reminded(*, until: datetime, since: datetime | None = None) -> list[tuple[str, datetime]]:
    """Whom the job reminds and when, running each quarter of an hour."""
    found = []
    at = since or a.NOW
    while at <= until:
        remind.bookings(at=at)
        found += [(notice["id"].split("-")[1], at) for notice in cloud.outbox()]
        at += QUARTER
    return found


def due_items() -> int:
    items = client("dynamodb").scan(TableName="people")["Items"]
    return sum("due_for" in item for item in items)


def test_who_chose_nothing_is_reminded_the_day_before_at_the_same_hour() -> None:
    booking = booked(starts_at=at_ten(11))

    assert reminded(since=at_ten(9), until=at_ten(11)) == [(booking.id, at_ten(10))]


def test_a_reminder_says_when_and_where_and_goes_into_the_calendar() -> None:
    booking = booked(starts_at=at_ten(11))

    remind.bookings(at=at_ten(10))

    (notice,) = cloud.outbox()
    assert (notice["letter"], notice["link"]) == ("reminder", f"https://portal.example.org/prenotazioni/{booking.id}")
    assert notice["facts"]["starts_at"] == "2027-03-11T09:00:00Z"
    assert notice["appointment"]["uid"] == f"booking-{booking.id}@welfare"


def test_everyone_of_a_session_is_reminded_but_who_cancelled() -> None:
    session = a.session(starts_at=at_ten(11))
    comes, also_comes, gone = (a.book(a.person(), session).value for _ in range(3))
    for booking in (comes, also_comes, gone):
        announce.change(None, image(booking))
    close.cancelled(gone.id, by=a.OPERATOR, key=a.key(), at=a.NOW)
    cloud.outbox()

    assert remind.bookings(at=at_ten(10)) == 2
    assert {notice["id"].split("-")[1] for notice in cloud.outbox()} == {comes.id, also_comes.id}


def test_a_second_run_reminds_nobody_again() -> None:
    booked(starts_at=at_ten(11))

    assert remind.bookings(at=at_ten(10)) == 1
    assert remind.bookings(at=at_ten(10)) == 0
    assert remind.bookings(at=at_ten(10) + QUARTER) == 0


def test_a_run_that_stopped_before_moving_on_leaves_the_same_notice(monkeypatch: pytest.MonkeyPatch) -> None:
    booked(starts_at=at_ten(11))
    with monkeypatch.context() as patch:
        patch.setattr(reminders, "write", lambda *_: (_ for _ in ()).throw(ConnectionError))
        with pytest.raises(ConnectionError):
            remind.bookings(at=at_ten(10))

    remind.bookings(at=at_ten(10) + QUARTER)

    assert len({notice["id"] for notice in cloud.outbox()}) == 1


def test_who_cannot_be_dealt_with_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (booked(starts_at=at_ten(11)) for _ in range(2))
    really = reminders.of

    def busy(person_id: str) -> Reminders:
        if person_id == first.person_id:
            raise Contention
        return really(person_id)

    monkeypatch.setattr(reminders, "of", busy)
    with pytest.raises(Contention):
        remind.bookings(at=at_ten(10))

    assert [notice["id"].split("-")[1] for notice in cloud.outbox()] == [second.id]


def test_a_late_run_catches_up() -> None:
    booking = booked(starts_at=at_ten(11))

    remind.bookings(at=at_ten(10) + timedelta(hours=5))

    assert [notice["id"].split("-")[1] for notice in cloud.outbox()] == [booking.id]


def test_a_run_after_the_beginning_reminds_nobody() -> None:
    booked(starts_at=at_ten(11))

    assert remind.bookings(at=at_ten(11)) == 0


def test_a_notice_says_until_when_it_is_worth_sending() -> None:
    booked(starts_at=at_ten(11))

    remind.bookings(at=at_ten(10))

    (notice,) = cloud.outbox()
    assert notice["until_at"] == "2027-03-11T09:00:00Z"


def test_up_to_three_reminders_come_each_at_its_time() -> None:
    someone = a.person()
    choose(someone, Lead(3, DAYS), Lead(1, DAYS), Lead(2, HOURS))
    booking = booked(someone, starts_at=at_ten(11))

    times = [at_ten(8), at_ten(10), at_ten(11) - timedelta(hours=2)]
    assert reminded(since=at_ten(7), until=at_ten(11)) == [(booking.id, at) for at in times]


def test_who_wants_no_reminder_gets_none_and_costs_nothing() -> None:
    someone = a.person()
    choose(someone)
    remind.bookings(at=a.NOW + timedelta(hours=1))
    booked(someone, starts_at=at_ten(11))

    assert due_items() == 0
    assert reminded(since=at_ten(10), until=at_ten(11)) == []


def test_a_booking_made_after_its_reminder_would_be_due_is_not_reminded() -> None:
    session = a.session(starts_at=at_ten(11))
    booking = a.book(a.person(), session, at=at_ten(10) - timedelta(hours=14)).value
    late = a.book(a.person(), session, at=session.book_until_at).value
    for one in (booking, late):
        announce.change(None, image(one))
    cloud.outbox()

    assert session.book_until_at >= at_ten(10)
    assert [who for who, _ in reminded(since=at_ten(10), until=at_ten(11))] == [booking.id]


def test_reminders_that_come_due_together_are_one_mail() -> None:
    someone = a.person()
    choose(someone, Lead(2, DAYS), Lead(1, DAYS), Lead(3, HOURS))
    booked(someone, starts_at=at_ten(11))

    assert remind.bookings(at=at_ten(10) + timedelta(hours=1)) == 1
    assert len(cloud.outbox()) == 1


def test_another_choice_holds_for_bookings_made_before() -> None:
    someone = a.person()
    booking = booked(someone, starts_at=at_ten(11))
    choose(someone, Lead(4, DAYS), Lead(2, HOURS), at=a.NOW + timedelta(days=1))

    times = [at_ten(7), at_ten(11) - timedelta(hours=2)]
    assert reminded(since=at_ten(5), until=at_ten(11)) == [(booking.id, at) for at in times]


def test_a_choice_reminds_nobody_late() -> None:
    someone = a.person()
    booking = booked(someone, starts_at=at_ten(11))
    choose(someone, Lead(5, DAYS), Lead(1, DAYS), at=at_ten(8))

    assert reminded(since=at_ten(8), until=at_ten(11)) == [(booking.id, at_ten(10))]


def test_what_was_due_before_a_choice_and_not_yet_left_still_is() -> None:
    someone = a.person()
    booking = booked(someone, starts_at=at_ten(11))
    choose(someone, Lead(1, DAYS), Lead(1, HOURS), at=at_ten(10) + timedelta(minutes=5))

    assert reminded(since=at_ten(10) + QUARTER, until=at_ten(10) + QUARTER) == [(booking.id, at_ten(10) + QUARTER)]


def test_a_booking_that_comes_in_the_middle_of_a_run_is_not_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    someone = a.person()
    booked(someone, starts_at=at_ten(11))
    really = reminders.write
    others: list[Booking] = []

    def slow(*arguments: Any) -> None:
        monkeypatch.setattr(reminders, "write", really)
        others.append(booked(someone, starts_at=at_ten(12)))
        really(*arguments)

    monkeypatch.setattr(reminders, "write", slow)
    remind.bookings(at=at_ten(10))
    cloud.outbox()

    assert [who for who, _ in reminded(since=at_ten(11), until=at_ten(12))] == [others[0].id]


def test_a_run_that_a_twin_outran_begins_anew() -> None:
    someone = a.person()
    booked(someone, starts_at=at_ten(11))
    before = reminders.of(someone.id)
    reminders.write(before, before.done(None, at=at_ten(10)))

    with pytest.raises(Stale):
        reminders.write(before, before.done(None, at=at_ten(10)))


def test_at_night_nobody_is_reminded_and_in_the_morning_they_are() -> None:
    someone = a.person()
    choose(someone, Lead(12, HOURS))
    booking = booked(someone, starts_at=at_local(ELEVENTH, time(11)))

    assert reminded(since=at_local(date(2027, 3, 10), time(20)), until=at_local(ELEVENTH, time(11))) == [
        (booking.id, at_local(ELEVENTH, time(8)))
    ]


def test_before_an_early_appointment_the_reminder_comes_in_the_evening() -> None:
    someone = a.person()
    choose(someone, Lead(2, HOURS))
    booking = booked(someone, starts_at=at_local(ELEVENTH, time(7, 30)))

    assert reminded(since=at_local(date(2027, 3, 10), time(12)), until=at_local(ELEVENTH, time(8))) == [
        (booking.id, at_local(date(2027, 3, 10), time(20, 45)))
    ]


def test_a_run_late_into_the_night_waits_for_the_morning() -> None:
    someone = a.person()
    booking = booked(someone, starts_at=at_local(ELEVENTH, time(20)))

    assert reminded(since=at_local(date(2027, 3, 10), time(21)), until=at_local(ELEVENTH, time(9))) == [
        (booking.id, at_local(ELEVENTH, time(8)))
    ]


def test_quiet_hours_are_the_persons_own() -> None:
    someone = a.person()
    choose(someone, Lead(1, HOURS), quiet=QuietHours(time(13), time(16)))
    booking = booked(someone, starts_at=at_local(ELEVENTH, time(15)))

    assert reminded(since=at_local(ELEVENTH, time(11)), until=at_local(ELEVENTH, time(16))) == [
        (booking.id, at_local(ELEVENTH, time(12, 45)))
    ]


@pytest.mark.parametrize("sunday", [date(2027, 3, 28), date(2027, 10, 31)])
def test_over_the_change_of_the_clock_a_day_before_is_the_same_hour_and_hours_go_by(sunday: date) -> None:
    someone = a.person()
    choose(someone, Lead(1, DAYS), Lead(12, HOURS), quiet=QuietHours(time(0), time(0)))
    starts_at = at_local(sunday, time(10))
    booking = booked(someone, starts_at=starts_at)

    saturday = at_local(sunday - timedelta(days=1), time(10))
    assert starts_at - saturday in (timedelta(hours=23), timedelta(hours=25))
    times = [saturday, starts_at - timedelta(hours=12)]
    assert reminded(since=saturday - QUARTER, until=starts_at) == [(booking.id, at) for at in times]


def test_the_job_reads_only_who_is_due() -> None:
    booked(starts_at=at_ten(11))
    for _ in range(5):
        booked(starts_at=at_ten(20))

    assert list(reminders.due(at_ten(10))) == list(reminders.due(at_ten(18)))[:1]
    assert len(list(reminders.due(at_ten(10)))) == 1


def test_after_the_last_reminder_nobody_is_looked_at_any_more() -> None:
    booked(starts_at=at_ten(11))
    assert due_items() == 1

    remind.bookings(at=at_ten(10))

    assert due_items() == 0


def test_on_a_quiet_day_nobody_is_reminded() -> None:
    a.session(starts_at=at_ten(11))

    assert remind.bookings(at=at_ten(10)) == 0


def test_a_childs_reminder_goes_to_its_delegate_when_the_child_is_to_be_reminded() -> None:
    parent = a.person()
    child = a.person(born_on=date(2018, 6, 1), email=None, delegate_id=parent.id, language=Language.EN)
    choose(parent)
    booked(child, starts_at=at_ten(11))

    remind.bookings(at=at_ten(10))

    (notice,) = cloud.outbox()
    assert (notice["to"], notice["language"]) == (parent.email, "en")
    assert notice["appointment"]["summary"].startswith(f"{child.given_name}: ")
