"""What a cancellation or an absence costs: by the terms that the quote showed, exactly, to each who pays."""

from datetime import timedelta

import pytest

from chalicelib.bookings import close, place, quote
from chalicelib.bookings.model import Booking, BookingState
from chalicelib.bookings.refusals import TooLateToCancel
from chalicelib.catalogue.terms import Band, Terms
from chalicelib.kernel.caller import Caller, Role
from chalicelib.ledger import model as ledger
from chalicelib.ledger.model import Bucket
from tests import builders as a

pytestmark = pytest.mark.usefixtures("aws")

MINUTE = timedelta(minutes=1)
BANDS = Terms(bands=(Band(48, 0), Band(24, 33), Band(0, 100)), no_show_percent=80)
GRANTED = (10_05, 15_00, 20_00)
CHARGED = (332, 495, 660, 496)  # 33% of each and of one's own money, to the nearest cent
CHARGED_CENTS = sum(CHARGED)  # a cent more than 33% of the price


class Paid:
    """A place of 60,07 paid by three vouchers of as many programmes and own money."""

    def __init__(self) -> None:
        self.holder = a.person()
        self.caller = a.citizen(self.holder)
        self.programmes = [a.programme() for _ in GRANTED]
        self.vouchers = [
            a.voucher(self.holder, granted, under=under)
            for granted, under in zip(GRANTED, self.programmes, strict=True)
        ]
        self.session = a.session(price_cents=60_07, terms=BANDS, starts_at=a.NOW + timedelta(days=9))
        self.quoted = quote.booking(self.session.id, person_id=self.holder.id, by=self.caller, at=a.NOW)
        key = a.key(self.caller)
        self.booking: Booking = place.booking(self.quoted.token, by=self.caller, key=key, at=a.NOW).value

    def cancelled(self, hours_before: float, by: Caller | None = None) -> Booking:
        who, at = by or self.caller, self.session.starts_at - timedelta(hours=hours_before)
        return close.cancelled(self.booking.id, by=who, key=a.key(who), at=at).value

    def available(self) -> list[int]:
        return [a.voucher_account(voucher).available for voucher in self.vouchers]

    def due(self) -> list[int]:
        """What each programme owes the provider."""
        return [
            a.account(ledger.payable(self.session.provider_id, programme.id)).balances[Bucket.DUE]
            for programme in self.programmes
        ]


def manager(paid: Paid) -> Caller:
    return a.staff(Role.PROVIDER_MANAGER, paid.session.provider_id)


def test_three_vouchers_and_own_money_pay_one_place() -> None:
    paid = Paid()

    assert sorted(one.amount for one in paid.booking.payments) == sorted(GRANTED)
    assert paid.booking.own_cents == 60_07 - sum(GRANTED)
    assert paid.available() == [0, 0, 0]


def test_in_the_free_band_all_goes_back() -> None:
    paid = Paid()

    cancelled = paid.cancelled(48)

    assert paid.available() == list(GRANTED)
    assert cancelled.own_due_cents == 0


def test_in_the_middle_band_each_pays_its_part() -> None:
    paid = Paid()

    cancelled = paid.cancelled(47.99)

    *charged, own = CHARGED
    assert paid.due() == charged
    assert paid.available() == [granted - part for granted, part in zip(GRANTED, charged, strict=True)]
    assert cancelled.own_due_cents == own


def test_in_the_last_band_everything_is_due() -> None:
    paid = Paid()

    cancelled = paid.cancelled(23.99)

    assert paid.due() == list(GRANTED)
    assert cancelled.own_due_cents == 60_07 - sum(GRANTED)


def test_the_quote_showed_what_each_band_costs() -> None:
    shown = [(charge.percent, charge.charged_cents) for charge in Paid().quoted.quote.charges]

    assert shown == [(0, 0), (33, CHARGED_CENTS), (100, 60_07)]


def test_the_booking_goes_on_showing_it_and_what_was_charged() -> None:
    paid = Paid()

    assert paid.booking.charges == paid.quoted.quote.charges
    assert [charge.own_cents for charge in paid.booking.charges] == [0, 496, 60_07 - sum(GRANTED)]

    cancelled = paid.cancelled(47.99)

    assert (cancelled.charges, cancelled.charged_cents) == ((), CHARGED_CENTS)


def test_the_provider_s_own_cancellation_returns_everything() -> None:
    paid = Paid()

    cancelled = paid.cancelled(1, by=manager(paid))

    assert paid.available() == list(GRANTED)
    assert (cancelled.charged_percent, cancelled.own_due_cents) == (0, 0)


def test_after_the_beginning_nobody_cancels_by_themselves() -> None:
    paid = Paid()

    with pytest.raises(TooLateToCancel):
        paid.cancelled(-0.01)


def test_an_absence_costs_what_the_terms_say() -> None:
    paid = Paid()
    by = manager(paid)

    absent = close.attended(paid.booking.id, delivered_minutes=0, by=by, key=a.key(by), at=paid.session.starts_at).value

    assert absent.state is BookingState.ABSENT
    assert paid.due() == [804, 1200, 1600]
    assert absent.own_due_cents == 1202


def test_a_charged_place_is_free_for_someone_else() -> None:
    paid = Paid()
    paid.cancelled(30)

    other = a.book(a.person(), paid.session, at=paid.session.starts_at - timedelta(hours=29))

    assert other.value.state is BookingState.BOOKED
