"""A place on request: kept with its money until the provider says yes or no; its silence is a no."""

from datetime import datetime, timedelta

import pytest

from chalicelib.bookings import answer, close, read
from chalicelib.bookings.model import Booking, BookingState, Overlapping
from chalicelib.bookings.refusals import NothingRequested, TooLateToRespond
from chalicelib.catalogue import browse
from chalicelib.catalogue.model import Session
from chalicelib.catalogue.terms import Band, Mode, Terms
from chalicelib.kernel.caller import Caller, Role
from chalicelib.kernel.paging import Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.vouchers.model import Voucher
from tests import builders as a

pytestmark = pytest.mark.usefixtures("aws")

MINUTE = timedelta(minutes=1)
ON_REQUEST = Terms(mode=Mode.REQUEST, respond_hours=24, bands=(Band(48, 50),))


class Asked:
    """A request with a voucher, before its provider."""

    def __init__(self, terms: Terms = ON_REQUEST) -> None:
        self.holder = a.person()
        self.voucher: Voucher = a.voucher(self.holder, 100_00)
        self.session: Session = a.session(price_cents=30_00, terms=terms, starts_at=a.NOW + timedelta(days=5))
        self.manager: Caller = a.staff(Role.PROVIDER_MANAGER, self.session.provider_id)
        self.booking: Booking = a.book(self.holder, self.session, self.voucher).value

    def stands(self) -> tuple[BookingState, int, int, int]:
        """The state, the places taken, what the voucher holds and what it has available."""
        booking = read.booking(self.booking.id, by=a.citizen(self.holder), at=a.NOW)
        account = a.voucher_account(self.voucher)
        return booking.state, browse.session(self.session.id).places_taken, account.held, account.available

    def yes(self, at: datetime = a.NOW, by: Caller | None = None, named: str = "") -> Booking:
        manager = by or self.manager
        return answer.yes(self.booking.id, by=manager, key=a.key(manager, named), at=at).value

    def no(self, at: datetime = a.NOW) -> Booking:
        return answer.no(
            self.booking.id, reason="Siamo al completo", by=self.manager, key=a.key(self.manager), at=at
        ).value


def test_a_request_keeps_its_place_and_its_money() -> None:
    assert Asked().stands() == (BookingState.REQUESTED, 1, 30_00, 70_00)


def test_a_yes_makes_it_a_booking() -> None:
    asked = Asked()

    asked.yes()

    assert asked.stands() == (BookingState.BOOKED, 1, 30_00, 70_00)


def test_a_no_frees_its_place_and_its_money() -> None:
    asked = Asked()

    asked.no()

    assert asked.stands() == (BookingState.DECLINED, 0, 0, 100_00)


def test_the_provider_answers_until_the_very_minute() -> None:
    asked = Asked()
    last = a.NOW + timedelta(hours=24)

    with pytest.raises(TooLateToRespond):
        asked.yes(at=last + MINUTE)
    assert asked.yes(at=last).state is BookingState.BOOKED


def test_silence_ends_a_request_after_its_last_minute() -> None:
    asked = Asked()
    last = a.NOW + timedelta(hours=24)

    assert answer.unanswered(at=last) == 0
    assert answer.unanswered(at=last + MINUTE) == 1
    assert asked.stands() == (BookingState.UNANSWERED, 0, 0, 100_00)


def test_the_job_run_again_ends_nothing_twice() -> None:
    asked = Asked()
    late = a.NOW + timedelta(hours=30)

    assert [answer.unanswered(at=late) for _ in range(2)] == [1, 0]
    assert asked.stands() == (BookingState.UNANSWERED, 0, 0, 100_00)


def test_an_accepted_request_is_not_ended_by_the_job() -> None:
    asked = Asked()
    asked.yes()

    assert answer.unanswered(at=a.NOW + timedelta(days=3)) == 0


def test_two_answers_are_one() -> None:
    asked = Asked()
    asked.yes()

    with pytest.raises(NothingRequested):
        asked.no()


def test_the_same_yes_sent_twice_is_one() -> None:
    asked = Asked()

    assert asked.yes(named="same") == asked.yes(named="same")


def test_another_provider_does_not_answer() -> None:
    asked = Asked()
    stranger = a.staff(Role.PROVIDER_MANAGER, a.provider().id)

    with pytest.raises(NotFound):
        asked.yes(by=stranger)


def test_who_asked_takes_it_back_free_of_charge_at_any_time() -> None:
    asked = Asked(Terms(mode=Mode.REQUEST, respond_hours=24 * 14, bands=(Band(24 * 20, 50),)))
    resident = a.citizen(asked.holder)

    close.cancelled(asked.booking.id, by=resident, key=a.key(resident), at=asked.session.starts_at - MINUTE)

    assert asked.stands() == (BookingState.CANCELLED, 0, 0, 100_00)


def test_two_pending_requests_at_one_time_are_one_too_many() -> None:
    asked = Asked()
    other = a.session(terms=ON_REQUEST, starts_at=asked.session.starts_at)

    with pytest.raises(Overlapping):
        a.book(asked.holder, other)


def test_a_request_that_ended_leaves_the_time_free() -> None:
    asked = Asked()
    asked.no()
    other = a.session(terms=ON_REQUEST, starts_at=asked.session.starts_at)

    assert a.book(asked.holder, other).value.state is BookingState.REQUESTED


def test_the_provider_sees_its_requests_the_most_urgent_first() -> None:
    asked = Asked()
    coop = a.provider()
    manager = a.staff(Role.PROVIDER_MANAGER, coop.id)
    for hours in (30, 5):
        terms = Terms(mode=Mode.REQUEST, respond_hours=hours)
        a.book(asked.holder, a.session(by=coop, terms=terms, starts_at=a.NOW + timedelta(days=9, hours=hours)))

    waiting = read.requested(Span(), by=manager).items

    until = [booking.respond_until_at - a.NOW for booking in waiting if booking.respond_until_at]
    assert until == [timedelta(hours=5), timedelta(hours=30)]
