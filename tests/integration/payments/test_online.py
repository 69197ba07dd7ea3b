"""Paying own money online: one page at a time, of what is due, by who booked."""

import pytest
import time_machine

from chalicelib.kernel.refusals import NotFound
from chalicelib.payments import pay
from chalicelib.payments.model import Way
from chalicelib.payments.online import CheckoutState
from chalicelib.payments.refusals import (
    NothingToPay,
    PaymentUnderWay,
    TooLittleOnline,
    TooManyCheckouts,
)
from chalicelib.runtime.online import (
    OnlinePaymentsOff,
    OnlineProviderRefused,
    OnlineProviderUnavailable,
)
from tests import builders as a
from tests.integration.payments.scenes import Till, compare_now, tell
from tests.integration.payments.stand_in import StandIn


def test_a_checkout_is_of_what_is_to_be_paid(stripe: StandIn) -> None:
    till = Till()
    till.receive(5_00)
    checkout = till.check_out()

    assert (checkout.amount_cents, checkout.state) == (15_00, CheckoutState.OPEN)
    assert checkout.url == f"https://checkout.stripe.example/{checkout.session_id}"


def test_stripe_learns_the_booking_and_nothing_of_the_person_or_the_service(stripe: StandIn) -> None:
    till = Till()
    checkout = till.check_out()
    said = stripe.sessions[checkout.session_id or ""]["said"]

    page = f"https://portal.example.org/prenotazioni/{till.booking.id}"
    assert said == {
        "mode": "payment",
        "line_items[0][price_data][currency]": "eur",
        "line_items[0][price_data][unit_amount]": "2000",
        "line_items[0][price_data][product_data][name]": "Quota a carico della persona",
        "line_items[0][quantity]": "1",
        "client_reference_id": checkout.id,
        "metadata[booking_id]": till.booking.id,
        "payment_intent_data[metadata][booking_id]": till.booking.id,
        "success_url": f"{page}?pagamento=inviato",
        "cancel_url": f"{page}?pagamento=annullato",
        "expires_at": str(int(checkout.expires_at.timestamp())),
    }


def test_there_is_one_open_checkout(stripe: StandIn) -> None:
    till = Till()

    assert till.check_out() == till.check_out()
    assert len(stripe.sessions) == 1


def test_a_request_sent_twice_gives_the_same_checkout(stripe: StandIn) -> None:
    till = Till()

    assert till.check_out(named="one") == till.check_out(named="one")


def test_an_answer_that_was_lost_opens_no_second_page(stripe: StandIn) -> None:
    till = Till()
    stripe.lost_answers = 1
    with pytest.raises(OnlineProviderUnavailable):
        till.check_out(named="one")

    checkout = till.check_out(named="one")
    assert list(stripe.sessions) == [checkout.session_id]


def test_a_page_that_was_refused_leaves_the_way_free_for_another(stripe: StandIn) -> None:
    till = Till()
    stripe.says_no = {"sessions"}
    with pytest.raises(OnlineProviderRefused):
        till.check_out()

    stripe.says_no = set()
    assert till.check_out().state is CheckoutState.OPEN


def test_another_amount_takes_another_page_and_closes_the_first(stripe: StandIn) -> None:
    till = Till()
    first = till.check_out()
    till.receive(5_00)
    second = till.check_out()

    assert (second.amount_cents, stripe.sessions[first.session_id or ""]["status"]) == (15_00, "expired")


def test_a_page_whose_time_is_over_is_followed_by_another(stripe: StandIn) -> None:
    till = Till()
    first = till.check_out()
    later = a.NOW + pay.OPEN_FOR
    with time_machine.travel(later, tick=False):
        second = pay.online(till.booking.id, by=till.citizen, key=a.key(till.citizen), at=later).value

    assert (second.session_id != first.session_id, len(till.now().account.checkouts)) == (True, 2)


def test_who_pays_while_another_page_is_asked_for_pays_once(stripe: StandIn) -> None:
    till = Till()
    first = till.check_out()
    stripe.pay(first.session_id or "")
    till.receive(5_00)

    with pytest.raises(NothingToPay):
        till.check_out()
    assert till.now().to_refund_cents == 5_00


def test_a_payment_that_takes_days_is_not_made_again(stripe: StandIn) -> None:
    till = Till()
    checkout = till.check_out()
    stripe.pay(checkout.session_id or "", pending=True)
    tell(stripe.about_session("completed", checkout.session_id or ""))

    assert till.now().account.kept_cents == 0
    with pytest.raises(PaymentUnderWay):
        till.check_out()


def test_nothing_is_paid_online_where_nothing_is_due(stripe: StandIn) -> None:
    till = Till()
    till.receive(20_00)

    with pytest.raises(NothingToPay):
        till.check_out()


def test_less_than_half_a_euro_is_paid_at_the_till(stripe: StandIn) -> None:
    till = Till()
    till.receive(19_51)

    with pytest.raises(TooLittleOnline):
        till.check_out()


def test_only_who_books_pays_online(stripe: StandIn) -> None:
    till, other = Till(), Till()
    till.holder = other.holder

    with pytest.raises(NotFound):
        till.check_out()


def test_attempts_have_an_end(stripe: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pay, "CHECKOUTS_MAX", 1)
    till = Till()
    till.check_out()
    till.receive(5_00)

    with pytest.raises(TooManyCheckouts):
        till.check_out()


def test_what_is_paid_online_is_received(stripe: StandIn) -> None:
    till = Till()
    intent_id = till.paid_online(stripe)
    [receipt] = till.now().account.receipts

    assert (receipt.way, receipt.amount_cents, receipt.reference) == (Way.ONLINE, 20_00, intent_id)
    assert (till.now().to_pay_cents, till.now().is_open_online) == (0, False)


def test_a_cancelled_booking_has_no_open_page(stripe: StandIn) -> None:
    till = Till()
    checkout = till.check_out()
    till.cancel()
    compare_now()

    assert stripe.sessions[checkout.session_id or ""]["status"] == "expired"


def test_a_payment_that_fails_after_days_is_due_again(stripe: StandIn) -> None:
    till = Till()
    session_id = till.check_out().session_id or ""
    stripe.pay(session_id, pending=True)
    tell(stripe.about_session("completed", session_id))
    stripe.fail(session_id)
    tell(stripe.about_session("async_payment_failed", session_id))

    assert till.check_out().amount_cents == 20_00


@pytest.mark.usefixtures("aws")
def test_without_a_key_nobody_pays_online_and_is_told_how_to() -> None:
    till = Till()
    with pytest.raises(OnlinePaymentsOff) as refused:
        till.check_out()

    assert "cooperativa" in str(refused.value.remedy)
    assert till.now().payable_online is False
