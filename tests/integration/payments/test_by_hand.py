"""Own money by hand: what is received and refunded, once, and never more than it may be."""

from collections.abc import Callable

import pytest

from chalicelib.kernel.caller import Role
from chalicelib.kernel.identifiers import IdempotencyKeyReused
from chalicelib.kernel.paging import Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.payments import read
from chalicelib.payments.model import Balance, Way
from chalicelib.payments.refusals import (
    MoreThanOwnMoney,
    MoreThanToRefund,
    OtherWayThanReceived,
    ReceiptUnknown,
    ReceivedOnlineByItself,
)
from tests import builders as a
from tests.integration.payments.scenes import Till

pytestmark = pytest.mark.usefixtures("aws")


def test_a_booking_of_own_money_is_to_be_paid() -> None:
    till = Till()

    assert (till.now().to_pay_cents, till.now().to_refund_cents) == (20_00, 0)


def test_what_was_received_is_no_longer_to_be_paid() -> None:
    till = Till()
    till.receive(5_00)
    balance = till.receive(15_00, Way.CARD)

    assert (balance.to_pay_cents, balance.account.kept_cents, balance.is_open) == (0, 20_00, False)


def test_a_receipt_says_who_recorded_it_how_and_when() -> None:
    till = Till()
    [receipt] = till.receive(20_00, Way.TRANSFER).account.receipts

    assert (receipt.way, receipt.by, receipt.at, receipt.reference) == (
        Way.TRANSFER,
        till.manager.account_id,
        a.NOW,
        "R1",
    )


def test_a_request_sent_twice_records_one_receipt() -> None:
    till = Till()
    till.receive(5_00, named="one")
    balance = till.receive(5_00, named="one")

    assert len(balance.account.entries) == 1


def test_a_key_records_nothing_else() -> None:
    till = Till()
    till.receive(5_00, named="one")

    with pytest.raises(IdempotencyKeyReused):
        till.receive(6_00, named="one", said="something else")


def test_a_key_records_nothing_for_another_booking() -> None:
    till = Till()
    till.receive(5_00, named="one")
    till.booking = till.book(30_00)

    with pytest.raises(IdempotencyKeyReused):
        till.receive(5_00, named="one")


def test_no_more_than_own_money_can_be_received() -> None:
    till = Till()
    till.receive(15_00)

    with pytest.raises(MoreThanOwnMoney) as refused:
        till.receive(5_01)
    assert refused.value.facts["left_cents"] == 5_00


def test_nobody_records_an_online_payment_by_hand() -> None:
    with pytest.raises(ReceivedOnlineByItself):
        Till().receive(20_00, Way.ONLINE)


def test_another_cooperative_records_nothing() -> None:
    till, other = Till(), Till()
    till.manager = other.manager

    with pytest.raises(NotFound):
        till.receive(5_00)


def test_cash_taken_before_a_cancellation_can_be_recorded_after_it_and_is_to_be_refunded() -> None:
    till = Till()
    till.cancel()
    balance = till.receive(20_00)

    assert (balance.to_pay_cents, balance.to_refund_cents) == (0, 20_00)


def test_a_refund_goes_back_to_its_receipt() -> None:
    till = Till()
    till.receive(20_00)
    till.cancel()
    balance = till.refund(20_00)

    assert (balance.account.kept_cents, balance.account.refunded_cents, balance.is_open) == (0, 20_00, False)


def test_nothing_is_refunded_of_what_is_due() -> None:
    till = Till()
    till.receive(20_00)

    with pytest.raises(MoreThanToRefund):
        till.refund(1)


def test_after_a_part_was_delivered_only_the_rest_is_refunded() -> None:
    till = Till()
    till.receive(20_00)
    till.deliver(45)

    with pytest.raises(MoreThanToRefund) as refused:
        till.refund(5_01)
    assert refused.value.facts["left_cents"] == 5_00
    assert not till.refund(5_00).is_open


def test_a_refund_takes_no_more_than_its_receipt() -> None:
    till = Till()
    till.receive(5_00, Way.CARD)
    till.receive(15_00)
    till.cancel()
    [by_card, _] = till.now().account.receipts

    with pytest.raises(MoreThanToRefund):
        till.refund(5_01, Way.CARD, of=by_card.id)


def test_a_refund_goes_back_the_way_it_came() -> None:
    till = Till()
    till.receive(20_00, Way.CARD)
    till.cancel()

    with pytest.raises(OtherWayThanReceived):
        till.refund(20_00, Way.CASH)


def test_a_refund_needs_a_receipt_of_the_booking() -> None:
    till = Till()
    till.receive(20_00)
    till.cancel()

    with pytest.raises(ReceiptUnknown):
        till.refund(20_00, of="another")


def test_a_refund_sent_twice_is_made_once() -> None:
    till = Till()
    till.receive(20_00)
    till.cancel()
    till.refund(8_00, named="one")
    balance = till.refund(8_00, named="one")

    assert balance.account.refunded_cents == 8_00


def test_what_was_paid_follows_a_booking_that_is_moved() -> None:
    till = Till()
    till.receive(20_00)
    till.move(a.session(by=till.coop, price_cents=30_00).id)

    assert (till.now().account.kept_cents, till.now().to_pay_cents) == (20_00, 10_00)


def test_after_a_move_to_something_cheaper_the_difference_goes_back() -> None:
    till = Till()
    till.receive(20_00)
    till.move(a.session(by=till.coop, price_cents=12_00).id)

    assert till.refund(8_00).account.kept_cents == 12_00


def test_the_money_of_moved_bookings_is_the_same_by_whichever_one_asks() -> None:
    till = Till()
    first = till.booking
    till.receive(20_00)
    second = till.move(a.session(by=till.coop, price_cents=20_00).id)
    till.move(a.session(by=till.coop, price_cents=25_00).id)

    seen = [read.balance(one.id, by=till.citizen, at=a.NOW) for one in (first, second, till.booking)]
    assert {(one.account.id, one.account.kept_cents, one.to_pay_cents) for one in seen} == {(first.id, 20_00, 5_00)}


def test_a_move_to_another_cooperative_is_refunded_by_the_first_and_paid_to_the_second() -> None:
    till = Till()
    first = till.booking
    till.receive(20_00)
    till.move(a.session(price_cents=20_00).id)

    assert read.balance(first.id, by=till.manager, at=a.NOW).to_refund_cents == 20_00
    assert read.balance(till.booking.id, by=till.citizen, at=a.NOW).to_pay_cents == 20_00


def open_ones(till: Till) -> list[Balance]:
    return read.open_balances(Span(), by=till.manager).items


def test_the_list_of_what_is_open_has_what_is_to_be_paid() -> None:
    till = Till()

    assert [one.booking.id for one in open_ones(till)] == [till.booking.id]


@pytest.mark.parametrize(
    "end",
    [
        pytest.param(lambda till: till.receive(20_00), id="paid"),
        pytest.param(lambda till: till.cancel(), id="cancelled before it was paid"),
    ],
)
def test_the_list_of_what_is_open_has_nothing_that_is_settled(end: Callable[[Till], object]) -> None:
    till = Till()
    end(till)

    assert open_ones(till) == []


def test_the_list_of_what_is_open_has_what_is_to_be_refunded() -> None:
    till = Till()
    till.receive(20_00)
    till.cancel()

    assert [one.to_refund_cents for one in open_ones(till)] == [20_00]


def test_another_cooperative_sees_nothing_of_it() -> None:
    till, other = Till(), Till()

    assert [one.booking.id for one in open_ones(other)] == [other.booking.id]
    with pytest.raises(NotFound):
        read.balance(till.booking.id, by=other.manager, at=a.NOW)


def test_a_worker_at_the_till_records_what_comes() -> None:
    till = Till()
    till.manager = a.staff(Role.PROVIDER_WORKER, till.coop.id)

    assert till.receive(20_00).to_pay_cents == 0
