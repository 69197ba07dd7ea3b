"""Paying own money online: one page for what is due, news of it in any order, and refunds that ask for themselves."""

import pytest
import time_machine

from chalicelib.kernel.refusals import NotFound
from chalicelib.payments import change, hear, news, pay, read, table
from chalicelib.payments.hear import Outcome
from chalicelib.payments.model import EntryKind, Way
from chalicelib.payments.online import CheckoutState, RefundState
from chalicelib.payments.refusals import (
    NothingToPay,
    OtherWayThanReceived,
    PaymentUnderWay,
    RefundedByItself,
    TooLittleOnline,
    TooManyCheckouts,
)
from chalicelib.runtime import dynamodb
from chalicelib.runtime import online as rim
from chalicelib.runtime.dynamodb import Stale, Transaction
from chalicelib.runtime.online import (
    OnlinePaymentsOff,
    OnlineProviderRefused,
    OnlineProviderUnavailable,
    SignatureWrong,
)
from tests import builders as a
from tests.integration.payments.scenes import Till, compare_now, tell
from tests.integration.payments.stand_in import StandIn, signed


def outcome(news_id: str) -> str | None:
    """What came of news."""
    found = dynamodb.find(table.NewsRecord, f"news#{news_id}", table.NEWS)
    return found.outcome if found else None


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


def test_news_that_are_told_again_change_nothing(stripe: StandIn) -> None:
    till = Till()
    checkout = till.check_out()
    stripe.pay(checkout.session_id or "")
    raw = stripe.about_session("completed", checkout.session_id or "", named="evt_same")
    tell(raw)
    once = till.now().account
    calls = len(stripe.calls)
    tell(raw)

    assert (till.now().account, len(stripe.calls)) == (once, calls)


def test_other_news_of_the_same_payment_change_nothing(stripe: StandIn) -> None:
    till = Till()
    checkout = till.check_out()
    stripe.pay(checkout.session_id or "")
    for _ in range(3):
        tell(stripe.about_session("completed", checkout.session_id or ""))

    assert till.now().account.kept_cents == 20_00


def test_a_refund_told_before_its_payment_is_understood(stripe: StandIn) -> None:
    till = Till()
    intent_id = stripe.pay(till.check_out().session_id or "")
    refund = stripe.refund(intent_id, 5_00, status="succeeded")
    tell(stripe.event("refund.updated", refund))

    assert (till.now().account.received_cents, till.now().account.refunded_cents) == (20_00, 5_00)


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


def test_a_cancelled_booking_has_no_open_page(stripe: StandIn) -> None:
    till = Till()
    checkout = till.check_out()
    till.cancel()
    compare_now()

    assert stripe.sessions[checkout.session_id or ""]["status"] == "expired"


def test_a_payment_whose_news_were_lost_is_found(stripe: StandIn) -> None:
    till = Till()
    stripe.pay(till.check_out().session_id or "")
    compare_now()

    assert till.now().account.kept_cents == 20_00


def test_a_page_that_was_opened_and_whose_name_was_lost_is_found(stripe: StandIn) -> None:
    till = Till()
    stripe.lost_answers = 1
    with pytest.raises(OnlineProviderUnavailable):
        till.check_out()
    [session_id] = stripe.sessions
    stripe.pay(session_id)
    tell(stripe.about_session("completed", session_id))

    assert till.now().account.kept_cents == 20_00


def test_a_page_of_which_nothing_was_heard_again_is_closed_when_its_time_is_over(stripe: StandIn) -> None:
    till = Till()
    stripe.lost_answers = 1
    with pytest.raises(OnlineProviderUnavailable):
        till.check_out()
    compare_now(at=a.NOW + pay.OPEN_FOR)
    [session] = stripe.sessions.values()

    assert (session["status"], till.now().account.open_checkout) == ("expired", None)


def test_a_page_that_stripe_never_heard_of_is_given_up_when_its_time_is_over(stripe: StandIn) -> None:
    till = Till()
    stripe.down = True
    with pytest.raises(OnlineProviderUnavailable):
        till.check_out()
    stripe.down = False
    later = a.NOW + pay.OPEN_FOR
    with time_machine.travel(later, tick=False):
        compare_now(at=later)

    assert (stripe.sessions, till.now().account.open_checkout) == ({}, None)


def test_one_account_that_cannot_be_compared_hides_no_other(stripe: StandIn) -> None:
    one, other = Till(), Till()
    one.check_out()
    stripe.pay(other.check_out().session_id or "")
    del stripe.sessions[next(iter(stripe.sessions))]
    compare_now()

    assert other.now().account.kept_cents == 20_00


def test_an_account_with_nothing_open_costs_the_job_nothing(stripe: StandIn) -> None:
    Till().paid_online(stripe)
    calls = len(stripe.calls)
    compare_now()

    assert len(stripe.calls) == calls


def test_a_payment_that_fails_after_days_is_due_again(stripe: StandIn) -> None:
    till = Till()
    session_id = till.check_out().session_id or ""
    stripe.pay(session_id, pending=True)
    tell(stripe.about_session("completed", session_id))
    stripe.fail(session_id)
    tell(stripe.about_session("async_payment_failed", session_id))

    assert till.check_out().amount_cents == 20_00


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


# News that are not what they seem


def test_forged_news_are_refused(stripe: StandIn) -> None:
    raw = stripe.about_session("completed", Till().check_out().session_id or "")

    for signature in ("", "t=1,v1=00", "nonsense", signed(raw, secret="whsec_other"), signed(raw + b" ")):
        with pytest.raises(SignatureWrong):
            hear.news(raw, signature, at=a.NOW)


def test_old_news_are_refused(stripe: StandIn) -> None:
    raw = stripe.about_session("completed", Till().check_out().session_id or "")

    with pytest.raises(SignatureWrong):
        hear.news(raw, signed(raw, at=a.NOW.timestamp() - 301), at=a.NOW)


@pytest.mark.parametrize("raw", [b"", b"[]", b"null", b'{"id": 1}', b"{" * 10_000, b'{"id":"evt","type":"x"}'])
def test_signed_nonsense_is_refused(stripe: StandIn, raw: bytes) -> None:
    with pytest.raises(SignatureWrong):
        tell(raw)


def test_bytes_that_are_no_text_are_refused(stripe: StandIn) -> None:
    with pytest.raises(SignatureWrong):
        hear.news(b"\xff\xfe", "t=1,v1=00", at=a.NOW)


def test_news_of_no_concern_leave_nothing(stripe: StandIn) -> None:
    tell(stripe.event("invoice.paid", {"id": "in_1"}, named="evt_1"))

    assert (outcome("evt_1"), stripe.calls) == (None, [])


def test_what_news_say_of_money_is_not_believed(stripe: StandIn) -> None:
    till = Till()
    session = stripe.sessions[till.check_out().session_id or ""]
    tell(stripe.event("checkout.session.completed", session | {"payment_status": "paid", "amount_total": 99_99}))

    assert till.now().account.kept_cents == 0


def test_a_payment_of_another_shop_on_the_same_account_is_not_ours(stripe: StandIn) -> None:
    stripe.intents["pi_other"] = {"id": "pi_other"}
    tell(stripe.event("charge.refunded", {"id": "ch_1", "payment_intent": "pi_other"}, named="evt_1"))

    assert outcome("evt_1") == Outcome.NOT_OURS


def test_news_of_the_other_mode_are_passed_over(stripe: StandIn) -> None:
    till = Till()
    session_id = till.check_out().session_id or ""
    stripe.pay(session_id)
    tell(stripe.about_session("completed", session_id, live=True, named="evt_1"))

    assert (outcome("evt_1"), till.now().account.kept_cents) == (Outcome.TEST, 0)


def test_a_payment_for_an_unknown_booking_is_kept_for_a_person_to_look_at(
    stripe: StandIn, capsys: pytest.CaptureFixture[str]
) -> None:
    session_id = Till().check_out().session_id or ""
    stripe.sessions[session_id]["metadata"] = {"booking_id": "unknown"}
    intent_id = stripe.pay(session_id)
    tell(stripe.about_session("completed", session_id, named="evt_1"))
    found = dynamodb.find(table.NewsRecord, "news#evt_1", table.NEWS)

    assert found
    assert (found.outcome, found.intent_id, found.amount_cents) == (Outcome.UNKNOWN_BOOKING, intent_id, 20_00)
    assert "PaymentsUnexplained" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "expected"),
    [({"mode": "subscription"}, Outcome.OTHER_MODE), ({"metadata": {}}, Outcome.NOT_OURS)],
)
def test_a_page_that_is_not_as_we_ask_for_it_is_explained(
    stripe: StandIn, change: dict[str, object], expected: Outcome
) -> None:
    till = Till()
    session_id = till.check_out().session_id or ""
    stripe.pay(session_id)
    stripe.sessions[session_id] |= change
    tell(stripe.about_session("completed", session_id, named="evt_1"))

    assert (outcome("evt_1"), till.now().account.kept_cents) == (expected, 0)


def test_another_currency_is_not_taken_for_euro(stripe: StandIn) -> None:
    till = Till()
    session_id = till.check_out().session_id or ""
    stripe.pay(session_id, currency="usd")
    tell(stripe.about_session("completed", session_id, named="evt_1"))

    assert (outcome("evt_1"), till.now().account.kept_cents) == (Outcome.OTHER_CURRENCY, 0)


def test_another_amount_is_kept_as_it_came_and_what_is_too_much_goes_back(stripe: StandIn) -> None:
    till = Till()
    session_id = till.check_out().session_id or ""
    stripe.pay(session_id, amount=25_00)
    tell(stripe.about_session("completed", session_id, named="evt_1"))
    compare_now()

    assert (outcome("evt_1"), till.now().account.kept_cents) == (Outcome.OTHER_AMOUNT, 25_00)
    assert [one["amount"] for one in stripe.refunds.values()] == [5_00]


def test_a_page_that_we_did_not_open_for_a_booking_of_ours_is_kept_too(stripe: StandIn) -> None:
    till = Till()
    session_id = till.check_out().session_id or ""
    stripe.sessions[session_id]["client_reference_id"] = None
    stripe.pay(session_id)
    tell(stripe.about_session("completed", session_id, named="evt_1"))

    assert (outcome("evt_1"), till.now().account.kept_cents) == (Outcome.UNKNOWN_CHECKOUT, 20_00)


def test_what_arrives_at_the_same_time_is_taken_in_once(stripe: StandIn) -> None:
    till = Till()
    session_id = till.check_out().session_id or ""
    stripe.pay(session_id)
    seen = rim.provider().payment(session_id)
    before = till.now()
    hear.session(session_id, at=a.NOW)
    with pytest.raises(Stale), Transaction() as writes:
        opened = read.standing(before.booking)[1]
        late = news.heard(before.account, seen, at=a.NOW)
        change.write(writes, before, opened, late, at=a.NOW)

    assert till.now().account.kept_cents == 20_00


def test_news_that_cannot_be_dealt_with_now_come_again(stripe: StandIn) -> None:
    till = Till()
    session_id = till.check_out().session_id or ""
    stripe.pay(session_id)
    raw = stripe.about_session("completed", session_id)
    stripe.down = True
    with pytest.raises(OnlineProviderUnavailable):
        tell(raw)

    stripe.down = False
    tell(raw)
    assert till.now().account.kept_cents == 20_00


@pytest.mark.usefixtures("aws")
def test_without_a_key_nobody_pays_online_and_is_told_how_to() -> None:
    till = Till()
    with pytest.raises(OnlinePaymentsOff) as refused:
        till.check_out()

    assert "cooperativa" in str(refused.value.remedy)
    assert till.now().payable_online is False


@pytest.mark.usefixtures("aws")
def test_without_a_key_there_are_no_news() -> None:
    with pytest.raises(OnlinePaymentsOff):
        hear.news(b"{}", "t=1,v1=00", at=a.NOW)


@pytest.mark.usefixtures("aws")
def test_without_a_key_the_job_has_nothing_to_do() -> None:
    Till()
    compare_now()
