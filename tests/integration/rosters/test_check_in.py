"""Checking in: by code or from the list, once for each meeting, only where and when it is good."""

from datetime import datetime, timedelta
from xml.etree import ElementTree as ET

import pytest

from chalicelib.bookings import close, place, quote
from chalicelib.bookings.lines import Wish
from chalicelib.bookings.model import Booking, BookingState
from chalicelib.catalogue.terms import Mode, Terms
from chalicelib.kernel.caller import Caller, Role
from chalicelib.kernel.clock import end_of_day
from chalicelib.kernel.identifiers import Outcome
from chalicelib.kernel.refusals import NotFound
from chalicelib.rosters import check_in, code
from chalicelib.rosters.model import (
    CheckInCodeInvalid,
    CheckInTooEarly,
    CheckInTooLate,
    CodeOfAnotherProvider,
    CodeOrBooking,
    Line,
    NotExpected,
)
from chalicelib.rosters.table import CheckInRecord
from tests import builders as a
from tests.integration.bookings.deliveries import meanwhile
from tests.integration.rosters.days import MINUTE, MOMENT, TEN, TUESDAY, Coop, booked, given_to

pytestmark = pytest.mark.usefixtures("aws")

HOUR, DAY = 60 * MINUTE, timedelta(days=1)


def family(booking: Booking) -> Caller:
    return Caller(booking.person_id, frozenset({Role.CITIZEN}))


def shown(booking: Booking) -> str:
    """What the person shows on the phone."""
    return code.of(booking.id, by=family(booking), at=a.NOW).token


def scan(token: str, *, by: Caller, at: datetime = TEN) -> Outcome[Line]:
    return check_in.person(told=token, booking_id=None, meeting_at=None, by=by, at=at)


def tick(booking: Booking, *, by: Caller, at: datetime = TEN, meeting_at: datetime | None = None) -> Outcome[Line]:
    return check_in.person(told=None, booking_id=booking.id, meeting_at=meeting_at, by=by, at=at)


def test_who_shows_the_code_is_on_the_roster_as_arrived() -> None:
    coop = Coop()
    booking = booked(coop.session())

    scan(shown(booking), by=coop.worker, at=TEN - 5 * MINUTE)

    [line] = coop.see(at=TEN).items[0].lines
    assert (line.checked_in_at, line.state) == (TEN - 5 * MINUTE, BookingState.BOOKED)


def test_who_forgot_the_phone_is_ticked_in_the_list() -> None:
    coop = Coop()
    booking = booked(coop.session())

    line = tick(booking, by=coop.worker).value

    assert (line.checked_in_at, line.person_given_name) == (TEN, "Anna")


def test_checking_in_twice_is_checking_in_once() -> None:
    coop = Coop()
    booking = booked(coop.session())
    token = shown(booking)

    scan(token, by=coop.worker)
    again = scan(token, by=coop.manager, at=TEN + HOUR)
    ticked = tick(booking, by=coop.worker, at=TEN + 2 * HOUR)

    assert (again.value.checked_in_at, again.replayed) == (TEN, True)
    assert (ticked.value.checked_in_at, ticked.replayed) == (TEN, True)


def test_of_two_who_scan_at_once_the_first_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    coop = Coop()
    booking = booked(coop.session())
    token = shown(booking)

    with meanwhile(lambda: scan(token, by=coop.manager), monkeypatch):
        second = scan(token, by=coop.worker, at=TEN + MINUTE)

    assert (second.value.checked_in_at, second.replayed) == (TEN, True)
    [kept] = CheckInRecord.query(f"check_ins#{booking.id}")
    assert kept.by == coop.manager.account_id


@pytest.mark.parametrize(
    "typed", [str.lower, lambda token: f" {token} ", lambda token: " ".join((token[:10], token[10:]))]
)
def test_a_code_that_is_typed_works_too(typed: object) -> None:
    coop = Coop()
    assert callable(typed)

    assert scan(typed(shown(booked(coop.session()))), by=coop.worker).value.checked_in_at == TEN


@pytest.mark.parametrize("forged", ["", "x", "à" * 20, "A.B", "https://example.org/?a=b"])
def test_what_is_no_code_is_refused(forged: str) -> None:
    with pytest.raises(CheckInCodeInvalid):
        scan(forged, by=Coop().worker)


def test_a_code_cannot_be_made_from_another_bookings() -> None:
    coop = Coop()
    where = coop.session()
    mine, other = booked(where), booked(where)
    _, _, signature = shown(mine).partition(".")

    with pytest.raises(CheckInCodeInvalid):
        scan(f"{other.id}.{signature}", by=coop.worker)


def test_a_code_of_another_cooperative_is_refused_and_the_list_does_not_know_it() -> None:
    booking = booked(Coop().session())
    elsewhere = Coop()

    with pytest.raises(CodeOfAnotherProvider):
        scan(shown(booking), by=elsewhere.worker)
    with pytest.raises(NotFound):
        tick(booking, by=elsewhere.worker)


def test_it_opens_an_hour_before_and_closes_with_the_day() -> None:
    coop = Coop()
    booking = booked(coop.session())
    token = shown(booking)

    with pytest.raises(CheckInTooEarly) as early:
        scan(token, by=coop.worker, at=TEN - HOUR - MOMENT)
    with pytest.raises(CheckInTooLate):
        scan(token, by=coop.worker, at=end_of_day(TUESDAY))
    assert early.value.facts["starts_at"] == TEN
    assert scan(token, by=coop.worker, at=end_of_day(TUESDAY) - MOMENT).value.checked_in_at


def test_a_code_is_refused_once_the_booking_is_cancelled() -> None:
    coop = Coop()
    booking = booked(coop.session())
    token = shown(booking)
    close.cancelled(booking.id, by=coop.manager, key=a.key(coop.manager), at=a.NOW)

    with pytest.raises(NotExpected):
        scan(token, by=coop.worker)
    with pytest.raises(NotExpected):
        shown(booking)


def test_a_code_is_refused_once_the_booking_is_moved_and_the_new_one_is_good() -> None:
    coop = Coop()
    booking = booked(coop.session())
    token, caller = shown(booking), family(booking)
    wish = Wish(coop.session(TEN + 2 * HOUR).id, booking.person_id, moves_booking_id=booking.id)
    quoted = quote.bookings([wish], means=a.OWN_MONEY, by=caller, at=a.NOW)
    moved = place.booking(quoted.token, by=caller, key=a.key(caller), at=a.NOW).value

    with pytest.raises(NotExpected):
        scan(token, by=coop.worker)
    assert scan(shown(moved), by=coop.worker, at=TEN + HOUR).value.booking_id == moved.id


def test_a_request_has_no_code_yet() -> None:
    coop = Coop()
    booking = booked(coop.session(terms=Terms(mode=Mode.REQUEST)))

    with pytest.raises(NotExpected):
        shown(booking)


def test_the_code_is_the_persons_own() -> None:
    booking = booked(Coop().session())

    with pytest.raises(NotFound):
        code.of(booking.id, by=a.citizen(a.person()), at=a.NOW)


@pytest.mark.parametrize(("told", "booking_id"), [(None, None), ("a", "b")])
def test_it_is_by_code_or_from_the_list(told: str | None, booking_id: str | None) -> None:
    with pytest.raises(CodeOrBooking):
        check_in.person(told=told, booking_id=booking_id, meeting_at=None, by=Coop().worker, at=TEN)


def test_a_colleagues_list_is_not_ticked_but_at_the_door_everyone_scans() -> None:
    coop = Coop()
    where = coop.session()
    booking = booked(where)
    given_to(a.staff(Role.PROVIDER_WORKER, coop.provider.id), where)

    with pytest.raises(NotFound):
        tick(booking, by=coop.worker)
    assert scan(shown(booking), by=coop.worker).value.checked_in_at == TEN


def test_a_course_is_checked_in_for_meeting_by_meeting_and_proposes_their_minutes() -> None:
    coop = Coop()
    booking = booked(coop.course(TEN, TEN + 7 * DAY, TEN + 14 * DAY, minutes=90))
    token = shown(booking)

    first = scan(token, by=coop.worker).value
    with pytest.raises(CheckInTooEarly):
        scan(token, by=coop.worker, at=TEN + DAY)
    third = scan(token, by=coop.worker, at=TEN + 14 * DAY).value

    assert (first.planned_minutes, first.proposed_minutes) == (270, 90)
    assert (third.starts_at, third.proposed_minutes) == (TEN + 14 * DAY, 180)
    [missed] = coop.see(TUESDAY + 7 * DAY, at=TEN + 14 * DAY).items[0].lines
    assert (missed.checked_in_at, missed.proposed_minutes) == (None, 180)


def test_of_two_meetings_on_a_day_the_missed_one_can_be_named() -> None:
    coop = Coop()
    booking = booked(coop.course(TEN, TEN + 4 * HOUR))

    now = tick(booking, by=coop.worker, at=TEN + 4 * HOUR).value
    earlier = tick(booking, by=coop.worker, at=TEN + 4 * HOUR, meeting_at=TEN).value

    assert (now.starts_at, earlier.starts_at, earlier.proposed_minutes) == (TEN + 4 * HOUR, TEN, 120)


def test_a_meeting_that_the_booking_does_not_have_is_not_found() -> None:
    coop = Coop()

    with pytest.raises(NotFound):
        tick(booked(coop.session()), by=coop.worker, meeting_at=TEN + HOUR)


def test_once_the_hours_are_recorded_nobody_is_checked_in() -> None:
    coop = Coop()
    booking = booked(coop.session())
    close.attended(booking.id, delivered_minutes=60, by=coop.worker, key=a.key(coop.worker), at=TEN)

    with pytest.raises(NotExpected):
        tick(booking, by=coop.worker)


def test_the_code_is_drawn_small_and_written_in_groups() -> None:
    booking = booked(Coop().session())

    made = code.of(booking.id, by=family(booking), at=a.NOW)
    drawn = ET.fromstring(made.svg)

    assert drawn.tag == "{http://www.w3.org/2000/svg}svg"
    assert int(drawn.attrib["width"]) == (29 + 2 * 4) * 8  # version 3: large modules for old phones
    assert made.spelt.replace(" ", "") == made.token
    assert {len(group) for group in made.spelt.split()[:-1]} == {4}


def test_the_code_says_nothing_of_the_person() -> None:
    booking = booked(Coop().session(), "Serafina")

    made = code.of(booking.id, by=family(booking), at=a.NOW)

    assert "Serafina" not in made.svg + made.token
