"""News of online payments: in any order, any number of times, forged or not ours; the money is right all the same."""

import pytest

from chalicelib.payments import change, hear, news, read, table
from chalicelib.payments.hear import Outcome
from chalicelib.runtime import dynamodb
from chalicelib.runtime import online as rim
from chalicelib.runtime.dynamodb import Stale, Transaction
from chalicelib.runtime.online import (
    OnlinePaymentsOff,
    OnlineProviderUnavailable,
    SignatureWrong,
)
from tests import builders as a
from tests.integration.payments.scenes import Till, compare_now, outcome, tell
from tests.integration.payments.stand_in import StandIn, signed


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
def test_without_a_key_there_are_no_news() -> None:
    with pytest.raises(OnlinePaymentsOff):
        hear.news(b"{}", "t=1,v1=00", at=a.NOW)
