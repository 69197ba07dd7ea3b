"""What a calendar is told is iCalendar as the standards ask, whatever stands in a title."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.clock import at_local
from chalicelib.kernel.texts import Language
from chalicelib.notices import calendar
from chalicelib.notices.model import Appointment
from tests import rfc5545

SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)
ORDINARY = Appointment(
    uid="booking-abc@welfare",
    sequence=0,
    changed_at=datetime(2027, 3, 1, 9, 0, 0, 123456, tzinfo=UTC),
    starts_at=datetime(2027, 3, 10, 9, 0, tzinfo=UTC),
    ends_at=datetime(2027, 3, 10, 10, 0, tzinfo=UTC),
    summary="Appuntamento con Il Melograno",
    place="via Roma 1, Tradate",
    description="Puoi disdire fino a martedì 9 marzo 2027.\nhttps://portal.example.org/prenotazioni/abc",
    link="https://portal.example.org/prenotazioni/abc",
    alarms=(timedelta(days=1), timedelta(hours=2)),
)
HOSTILE = [
    "a;b,c:d\\e\"f'g",
    "\\n non è un a capo, \\; nemmeno questo",
    "due\r\nrighe\r\nEND:VEVENT\r\nBEGIN:VEVENT",
    "solo\rcarriage, solo\nfeed",
    "BEGIN:VALARM",
    "\x00\x07\x1b\x7f controlli",
    "separatori\u2028di\u2029riga\x85e\x0bverticali",
    "perché è già più così " * 20,
    "🧡👩‍👩‍👧" * 30,
    "日本語の題名" * 30,
    " " * 100 + "spazi" + "\t" * 5,
    "x" * 500,
    "e\u0301" * 60,
    "\ud800 mezzo carattere",
    "",
]


def message(appointment: Appointment = ORDINARY, **changes: Any) -> str:
    said = {"organiser": "welfare@example.org", "to": "anna@example.org", "language": Language.IT, **changes}
    return calendar.message(appointment, **said)


def event(text: str) -> rfc5545.Component:
    (found,) = rfc5545.calendar(text).parts
    return found


def test_an_invitation_is_as_the_standard_asks() -> None:
    assert rfc5545.faults(message()) == []


def test_a_feed_is_as_the_standard_asks() -> None:
    other = replace(ORDINARY, uid="booking-def@welfare")

    assert rfc5545.faults(calendar.feed([ORDINARY, other], name="Anna, welfare; a casa")) == []


def test_an_empty_feed_is_a_calendar() -> None:
    assert rfc5545.faults(calendar.feed([], name="Anna")) == []


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_title_place_or_name_breaks_it(hostile: str) -> None:
    told = replace(ORDINARY, summary=hostile, place=hostile, description=hostile)

    for text in (message(told), calendar.feed([told], name=hostile)):
        assert rfc5545.faults(text) == []
        assert [part.kind for part in rfc5545.calendar(text).parts] == ["VEVENT"]
        assert [part.kind for part in event(text).parts] == ["VALARM", "VALARM"]


@given(st.text(max_size=300))
def test_any_text_survives(any_text: str) -> None:
    text = calendar.feed([replace(ORDINARY, summary=any_text, place=any_text, description=any_text)], name=any_text)

    assert rfc5545.faults(text) == []
    assert len(icalendar.Calendar.from_ical(text).walk("VEVENT")) == 1


@pytest.mark.parametrize("said", ["Pittura; colori, carta: 1\\2", "perché è già più così " * 20, "🧡👩‍👩‍👧" * 30])
def test_a_title_is_read_as_it_was_written(said: str) -> None:
    assert event(message(replace(ORDINARY, summary=said))).text("SUMMARY") == said


def test_the_library_reads_what_was_meant() -> None:
    (found,) = icalendar.Calendar.from_ical(message()).walk("VEVENT")

    assert found.decoded("dtstart") == ORDINARY.starts_at
    assert found.decoded("dtend") == ORDINARY.ends_at
    assert str(found["summary"]) == ORDINARY.summary
    assert str(found["description"]) == ORDINARY.description


def test_a_placed_booking_is_a_request() -> None:
    whole = rfc5545.calendar(message())

    assert (whole.values("METHOD"), whole.values("VERSION")) == (["REQUEST"], ["2.0"])
    assert event(message()).values("STATUS") == ["CONFIRMED"]


def test_a_cancelled_one_takes_the_first_out() -> None:
    gone = message(replace(ORDINARY, sequence=1, called_off=True))

    assert rfc5545.faults(gone) == []
    assert rfc5545.calendar(gone).values("METHOD") == ["CANCEL"]
    assert event(gone).values("UID") == event(message()).values("UID")
    assert int(event(gone).values("SEQUENCE")[0]) > int(event(message()).values("SEQUENCE")[0])
    assert event(gone).values("STATUS") == ["CANCELLED"]
    assert event(gone).parts == []


def test_nobody_is_asked_for_an_answer() -> None:
    ((_, guest, address),) = [line for line in event(message()).lines if line[0] == "ATTENDEE"]

    assert (guest["RSVP"], guest["PARTSTAT"], address) == ("FALSE", "ACCEPTED", "mailto:anna@example.org")


def test_the_organiser_is_the_sender_of_the_mail() -> None:
    assert event(message()).values("ORGANIZER") == ["mailto:welfare@example.org"]


def test_a_feed_has_no_method_no_organiser_and_no_guests() -> None:
    text = calendar.feed([ORDINARY], name="Anna")

    assert rfc5545.calendar(text).values("METHOD") == []
    assert [name for name, _, _ in event(text).lines if name in {"ORGANIZER", "ATTENDEE"}] == []


def test_the_same_appointments_are_the_same_bytes() -> None:
    assert calendar.feed([ORDINARY], name="Anna") == calendar.feed([ORDINARY], name="Anna")


def test_alarms_ring_when_their_person_chose() -> None:
    triggers = [alarm.values("TRIGGER") for alarm in event(message()).parts]

    assert triggers == [["-P1D"], ["-PT2H"]]


def test_without_a_choice_no_alarm_rings() -> None:
    assert event(message(replace(ORDINARY, alarms=()))).parts == []


@pytest.mark.parametrize(
    ("on", "hour", "utc"),
    [
        (SPRING, time(1, 59), "20270328T005900Z"),
        (SPRING, time(3, 0), "20270328T010000Z"),
        (SPRING, time(10, 0), "20270328T080000Z"),
        (AUTUMN, time(1, 59), "20271030T235900Z"),
        (AUTUMN, time(2, 30), "20271031T003000Z"),
        (AUTUMN, time(2, 30, fold=1), "20271031T013000Z"),
        (AUTUMN, time(10, 0), "20271031T090000Z"),
    ],
)
def test_when_the_clock_changes_an_appointment_keeps_its_hour(on: date, hour: time, utc: str) -> None:
    starts_at = at_local(on, hour)
    text = message(replace(ORDINARY, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2)))

    assert rfc5545.faults(text) == []
    assert event(text).values("DTSTART") == [utc]


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        (message().replace("\r\n", "\n"), "a line break is not CRLF"),
        (message().replace("\r\n ", ""), "octets in a line"),
        (message().replace("UID:", "X-UID:"), "VEVENT has 0 UID"),
        (message().replace("20270310T090000Z", "20270310T090000"), "is no instant in UTC"),
        (message().replace("\\,", ","), "is not escaped"),
        (message(replace(ORDINARY, summary="caffè"))[:-2], "does not end with CRLF"),
    ],
    ids=lambda value: value if len(value) < 40 else "",
)
def test_the_check_finds_what_is_wrong(broken: str, fault: str) -> None:
    assert [one for one in rfc5545.faults(broken) if fault in one]


def test_the_check_finds_a_character_torn_by_a_fold() -> None:
    raw = b"BEGIN:VCALENDAR\r\nX:caff" + b"\xc3\r\n \xa8\r\nEND:VCALENDAR\r\n"

    assert [one for one in rfc5545.octet_faults(raw) if "torn" in one]


def test_a_course_is_one_appointment_at_each_of_its_meetings() -> None:
    week = timedelta(days=7)
    later = tuple((ORDINARY.starts_at + number * week, ORDINARY.ends_at + number * week) for number in (1, 2))

    said = message(replace(ORDINARY, again=later))

    assert rfc5545.faults(said) == []
    (dates,) = event(said).values("RDATE")
    assert dates == ",".join(f"{began:%Y%m%dT%H%M%SZ}/{ended:%Y%m%dT%H%M%SZ}" for began, ended in later)
