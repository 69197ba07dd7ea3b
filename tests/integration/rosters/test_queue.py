"""The desk's day: who has an appointment there, who arrived, who was served; nobody else's business."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.bookings import close
from chalicelib.bookings.model import Booking, BookingState
from chalicelib.catalogue import publish
from chalicelib.catalogue.model import NotForADesk, Session
from chalicelib.catalogue.publish import OfferingDraft
from chalicelib.kernel.caller import Caller, Role
from chalicelib.kernel.paging import Span
from chalicelib.kernel.refusals import Forbidden, NotFound
from chalicelib.kernel.territory import Category
from chalicelib.people import find
from chalicelib.people.model import Person
from chalicelib.rosters import check_in, code, queue
from chalicelib.rosters.model import CodeOfAnotherProvider, Queued
from tests import builders as a
from tests.integration.rosters.days import MINUTE, TEN, TUESDAY, Coop, booked

pytestmark = pytest.mark.usefixtures("aws")

HOUR = 60 * MINUTE


class SocialPoint:
    """A Social Point with an operator, run by a cooperative."""

    def __init__(self) -> None:
        self.desk_id = a.desk().id
        self.coop = a.provider(Category.SOCIAL_POINT)
        self.operator = a.staff(Role.DESK_OPERATOR, self.desk_id)

    def appointment(self, starts_at: datetime = TEN, **more: Any) -> Session:
        ordinary = {"places": 1, "price_cents": 0, "minutes": 45, "accepts_vouchers": False, "by": self.coop}
        known = {**ordinary, "category": Category.SOCIAL_POINT, "desk_id": self.desk_id, "starts_at": starts_at}
        return a.session(**{**known, **more})

    def queue(self, on: date = TUESDAY, *, by: Caller | None = None, at: datetime = a.NOW) -> list[Queued]:
        return queue.of_day(on, by=by or self.operator, at=at)


def served(booking: Booking, minutes: int, *, by: Caller, at: datetime = TEN + HOUR) -> Booking:
    return close.attended(booking.id, delivered_minutes=minutes, by=by, key=a.key(by), at=at).value


def arrived(booking: Booking, *, by: Caller) -> None:
    check_in.person(told=None, booking_id=booking.id, meeting_at=None, by=by, at=TEN)


def looks(person: Person, purpose: str = "appointments of the day") -> int:
    log = find.accesses(person.id, Span(100), by=a.citizen(person)).items
    return len([one for one in log if one.purpose == purpose])


def test_the_day_is_in_order_of_time_with_names_to_call_out() -> None:
    here = SocialPoint()
    booked(here.appointment(TEN + HOUR), holder=a.person(given_name="Anna", family_name="Bianchi"))
    booked(here.appointment(TEN), holder=a.person(given_name="Bruno", family_name="Colombo"))

    told = [(one.person_given_name, one.person_family_initial, one.starts_at, one.ends_at) for one in here.queue()]

    assert told == [
        ("Bruno", "C", TEN, TEN + 45 * MINUTE),
        ("Anna", "B", TEN + HOUR, TEN + HOUR + 45 * MINUTE),
    ]


def test_another_day_and_another_desk_are_not_in_it() -> None:
    here, there = SocialPoint(), SocialPoint()
    booked(here.appointment(TEN + timedelta(days=1)))
    booked(there.appointment())
    booked(Coop().session())

    assert here.queue() == []


def test_who_cancelled_is_not_expected() -> None:
    here = SocialPoint()
    holder = a.person()
    booking = booked(here.appointment(), holder=holder)
    close.cancelled(booking.id, by=a.citizen(holder), key=a.key(a.citizen(holder)), at=a.NOW)

    assert here.queue() == []


def test_who_arrived_and_who_was_served_is_told() -> None:
    here = SocialPoint()
    first, second = booked(here.appointment()), booked(here.appointment(TEN + HOUR))

    arrived(first, by=here.operator)
    served(first, 30, by=here.operator)
    served(second, 0, by=here.operator, at=TEN + 2 * HOUR)

    told = [(one.checked_in_at, one.state, one.recorded_minutes) for one in here.queue(at=TEN + 2 * HOUR)]
    assert told == [(TEN, BookingState.ATTENDED, 30), (None, BookingState.ABSENT, 0)]


def test_the_code_of_an_appointment_is_good_at_its_own_desk() -> None:
    here, there = SocialPoint(), SocialPoint()
    holder = a.person()
    booking = booked(here.appointment(), holder=holder)
    token = code.of(booking.id, by=a.citizen(holder), at=a.NOW).token

    with pytest.raises(CodeOfAnotherProvider):
        check_in.person(told=token, booking_id=None, meeting_at=None, by=there.operator, at=TEN)
    check_in.person(told=token, booking_id=None, meeting_at=None, by=here.operator, at=TEN)

    assert [one.checked_in_at for one in here.queue(at=TEN)] == [TEN]


def test_an_operator_marks_nothing_elsewhere() -> None:
    here, there, coop = SocialPoint(), SocialPoint(), Coop()

    for booking in (booked(there.appointment()), booked(coop.session())):
        with pytest.raises(NotFound):
            arrived(booking, by=here.operator)
        with pytest.raises(NotFound):
            served(booking, 30, by=here.operator)


def test_the_cooperative_goes_on_recording_its_own() -> None:
    here = SocialPoint()
    manager = a.staff(Role.PROVIDER_MANAGER, here.coop.id)

    assert served(booked(here.appointment()), 45, by=manager).state is BookingState.ATTENDED


def test_a_suspended_operator_sees_nobody() -> None:
    here = SocialPoint()
    stranger = a.staff(Role.DESK_OPERATOR, here.desk_id, active=False)

    with pytest.raises(Forbidden):
        here.queue(by=stranger)


def test_whose_name_was_shown_can_read_it_once_a_day_for_each_who_looked() -> None:
    here = SocialPoint()
    holder = a.person()
    booked(here.appointment(), holder=holder)
    colleague = a.staff(Role.DESK_OPERATOR, here.desk_id)

    for minutes in (0, 5, 10):
        here.queue(at=a.NOW + minutes * MINUTE)
    assert looks(holder) == 1

    here.queue(by=colleague)
    here.queue(at=a.NOW + timedelta(days=1))
    assert looks(holder) == 3


def test_an_empty_desk_leaves_no_trace() -> None:
    here = SocialPoint()
    holder = a.person()
    booked(here.appointment(), holder=holder)

    here.queue(TUESDAY + timedelta(days=1))

    assert looks(holder) == 0


def test_only_appointments_are_at_a_desk_and_only_at_one_that_is_there() -> None:
    here = SocialPoint()

    with pytest.raises(NotForADesk):
        here.appointment(category=Category.SILVER_CARE)
    draft = OfferingDraft("service-social_point", "Appuntamento", "", "L319", "qui", 0, False, "nowhere")
    here.appointment()
    with pytest.raises(NotFound):
        publish.offering(draft, provider_id=here.coop.id, key=a.key())
