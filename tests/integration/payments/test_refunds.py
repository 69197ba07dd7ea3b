"""What goes back online: by itself, once, no more than is no longer due; and what the person's bank takes back."""

import pytest

from chalicelib.payments.model import EntryKind, Way
from chalicelib.payments.online import RefundState
from chalicelib.payments.refusals import (
    OtherWayThanReceived,
    RefundedByItself,
)
from tests.integration.payments.scenes import Till, compare_now, tell
from tests.integration.payments.stand_in import StandIn


@pytest.mark.parametrize("kind", ["charge.refunded", "refund.created", "refund.updated"])
def test_a_refund_made_at_stripe_is_entered(stripe: StandIn, kind: str) -> None:
    till = Till()
    intent_id = till.paid_online(stripe)
    made = stripe.refund(intent_id, 7_00, status="succeeded")
    tell(stripe.event(kind, {"id": "ch_1", "payment_intent": intent_id} if kind.startswith("charge") else made))

    assert (till.now().account.kept_cents, till.now().to_pay_cents) == (13_00, 7_00)


def test_what_was_paid_for_a_cancelled_booking_goes_back_by_itself(stripe: StandIn) -> None:
    till = Till()
    till.paid_online(stripe)
    till.cancel()
    compare_now()
    [refund] = stripe.refunds.values()

    assert (refund["amount"], till.now().account.refunding_cents) == (20_00, 20_00)
    assert till.now().account.kept_cents == 20_00  # until the bank has it


def test_a_refund_is_entered_once_stripe_confirms_it(stripe: StandIn) -> None:
    till = Till()
    till.paid_online(stripe)
    till.cancel()
    compare_now()
    [refund] = stripe.refunds.values()
    refund["status"] = "succeeded"
    tell(stripe.event("refund.updated", refund))

    assert (till.now().account.refunded_cents, till.now().is_open, till.now().is_open_online) == (20_00, False, False)


def test_a_refund_is_asked_for_once_however_often_the_job_runs(stripe: StandIn) -> None:
    till = Till()
    till.paid_online(stripe)
    till.cancel()
    for _ in range(3):
        compare_now()

    assert len(stripe.refunds) == 1


def test_a_refund_whose_answer_was_lost_is_not_asked_for_twice_even_days_later(stripe: StandIn) -> None:
    till = Till()
    till.paid_online(stripe)
    till.cancel()
    compare_now()
    stripe.made_by.clear()  # Stripe forgets its idempotency keys after a day
    account = till.now().account
    unsent = [one for one in account.refunds if one.reference is None]
    compare_now()

    assert (len(unsent), len(stripe.refunds)) == (1, 1)


def test_only_what_is_no_longer_due_goes_back(stripe: StandIn) -> None:
    till = Till()
    till.paid_online(stripe)
    till.deliver(45)
    compare_now()

    assert [one["amount"] for one in stripe.refunds.values()] == [5_00]


def test_a_refund_that_fails_goes_by_hand_and_is_not_tried_again(stripe: StandIn) -> None:
    till = Till()
    till.paid_online(stripe)
    till.cancel()
    compare_now()
    [made] = stripe.refunds.values()
    made["status"] = "failed"
    tell(stripe.event("refund.failed", made))
    compare_now()

    assert ([one.state for one in till.now().account.refunds], till.now().free_cents) == ([RefundState.FAILED], 20_00)
    with pytest.raises(OtherWayThanReceived):
        till.refund(20_00, Way.ONLINE)
    assert not till.refund(20_00, Way.TRANSFER).is_open


def test_a_refund_that_comes_back_after_it_was_confirmed_is_owed_again(stripe: StandIn) -> None:
    till = Till()
    till.paid_online(stripe)
    till.cancel()
    compare_now()
    [made] = stripe.refunds.values()
    for status in ("succeeded", "failed"):
        made["status"] = status
        tell(stripe.event("refund.updated", made))

    kinds = [entry.kind for entry in till.now().account.entries]
    assert kinds == [EntryKind.RECEIVED, EntryKind.REFUNDED, EntryKind.CAME_BACK]
    assert till.now().to_refund_cents == 20_00


def test_a_refund_that_stripe_refuses_goes_by_hand(stripe: StandIn) -> None:
    till = Till()
    till.paid_online(stripe)
    till.cancel()
    stripe.says_no = {"refunds"}
    compare_now()

    assert not till.refund(20_00, Way.TRANSFER).is_open


def test_an_online_payment_is_not_refunded_by_hand(stripe: StandIn) -> None:
    till = Till()
    till.paid_online(stripe)
    till.cancel()

    with pytest.raises(RefundedByItself):
        till.refund(20_00, Way.TRANSFER)


def test_cash_and_online_for_the_same_booking_are_both_kept_and_the_second_goes_back(stripe: StandIn) -> None:
    till = Till()
    checkout = till.check_out()
    till.receive(20_00)
    stripe.pay(checkout.session_id or "")
    tell(stripe.about_session("completed", checkout.session_id or ""))
    assert (till.now().account.kept_cents, till.now().to_refund_cents) == (40_00, 20_00)

    compare_now()
    assert [one["amount"] for one in stripe.refunds.values()] == [20_00]


def test_what_is_paid_after_the_booking_was_cancelled_goes_back(stripe: StandIn) -> None:
    till = Till()
    checkout = till.check_out()
    till.cancel()
    stripe.pay(checkout.session_id or "")
    tell(stripe.about_session("completed", checkout.session_id or ""))
    compare_now()

    assert [one["amount"] for one in stripe.refunds.values()] == [20_00]


def test_a_dispute_takes_the_money_and_gives_it_back_when_it_is_won(stripe: StandIn) -> None:
    till = Till()
    intent_id = till.paid_online(stripe)
    dispute_id = stripe.dispute(intent_id)
    tell(stripe.event("charge.dispute.created", stripe.disputes[dispute_id]))
    assert till.now().to_pay_cents == 20_00

    stripe.dispute(intent_id, "won", dispute_id=dispute_id)
    tell(stripe.event("charge.dispute.closed", stripe.disputes[dispute_id]))
    assert till.now().to_pay_cents == 0


def test_what_is_disputed_is_not_refunded_as_well(stripe: StandIn) -> None:
    till = Till()
    intent_id = till.paid_online(stripe)
    stripe.dispute(intent_id)
    tell(stripe.event("charge.dispute.created", {"id": "dp", "payment_intent": intent_id}))
    till.cancel()
    compare_now()

    assert stripe.refunds == {}
