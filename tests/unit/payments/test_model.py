"""What is due of own money, what may go back, and from which receipt."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.bookings.model import Booking, BookingState
from chalicelib.payments import model
from chalicelib.payments.model import Account, Balance, Entry, EntryKind, Run, Way
from chalicelib.payments.online import OnlineRefund, RefundState
from tests.unit.bookings.test_positions import AT, placed

STATES = st.sampled_from(BookingState)
CENTS = st.integers(0, 100_00)


def booking(own_cents: int = 20_00, state: BookingState = BookingState.BOOKED, **more: object) -> Booking:
    """A booking of own money alone."""
    _, ordinary = placed(own_cents or 1, 60)
    return replace(ordinary, payments=(), own_cents=own_cents, state=state, **more)  # type: ignore[arg-type]


def received(cents: int, way: Way = Way.CASH, *, named: str = "one") -> Entry:
    """A receipt."""
    return Entry(named, EntryKind.RECEIVED, named, cents, way, named, "me", AT)


def balance(of: Booking, *entries: Entry, refunds: tuple[OnlineRefund, ...] = ()) -> Balance:
    """Own money of a booking with these receipts."""
    return Balance(Run((of,)), Account("booking", "coop", "booking", entries, refunds=refunds))


def test_of_a_contested_part_nothing_is_due_and_nothing_goes_back_before_it_is_decided() -> None:
    contested = booking(state=BookingState.CONTESTED, delivered_minutes=30, recorded_minutes=45)
    stands = balance(contested, received(20_00))

    assert (stands.due_cents, stands.to_pay_cents, stands.to_refund_cents) == (10_00, 0, 5_00)


def test_what_was_paid_for_a_request_is_kept_until_it_is_answered() -> None:
    asked = booking(state=BookingState.REQUESTED)

    assert balance(asked, received(20_00)).to_refund_cents == 0
    assert balance(replace(asked, state=BookingState.DECLINED), received(20_00)).to_refund_cents == 20_00


def test_what_a_late_cancellation_costs_is_kept() -> None:
    late = booking(state=BookingState.CANCELLED, charged_percent=50)

    assert balance(late, received(20_00)).to_refund_cents == 10_00
    assert balance(late).to_pay_cents == 10_00


def test_the_latest_online_receipt_goes_back_first() -> None:
    gone = booking(state=BookingState.CANCELLED)
    stands = balance(gone, received(8_00, Way.ONLINE), received(12_00, Way.ONLINE, named="two"))
    wanted = model.refunds_wanted(stands.account, 15_00)

    assert [(receipt.id, cents) for receipt, cents in wanted] == [("two", 12_00), ("one", 3_00)]


def test_cash_never_goes_back_online() -> None:
    gone = booking(state=BookingState.CANCELLED)

    assert model.refunds_wanted(balance(gone, received(20_00)).account, 20_00) == []


def test_what_is_on_its_way_back_is_not_sent_again() -> None:
    gone = booking(state=BookingState.CANCELLED)
    sent = OnlineRefund("r", "one", 20_00, RefundState.ASKED, AT + timedelta(days=1))
    stands = balance(gone, received(20_00, Way.ONLINE), refunds=(sent,))

    assert (stands.free_cents, model.refunds_wanted(stands.account, stands.free_cents)) == (0, [])


@given(own=CENTS, state=STATES, percent=st.integers(0, 100), delivered=st.integers(0, 60), told=st.integers(0, 60))
def test_nobody_has_to_pay_and_is_refunded_at_once(
    own: int, state: BookingState, percent: int, delivered: int, told: int
) -> None:
    some = booking(
        own,
        state,
        charged_percent=percent,
        delivered_minutes=min(delivered, told),
        recorded_minutes=max(told, delivered),
    )
    for kept in (0, own // 2, own, own * 2):
        stands = balance(some, received(kept))
        assert 0 <= stands.run.due_cents <= stands.run.ceiling_cents <= stands.run.cap_cents
        assert not (stands.to_pay_cents and stands.to_refund_cents)
