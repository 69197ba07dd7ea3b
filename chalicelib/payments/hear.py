"""Hearing news of the online provider: they say where to look, and what is seen there is taken into the account."""

from datetime import datetime
from enum import StrEnum

from chalicelib.kernel.refusals import NotFound
from chalicelib.runtime import online as rim
from chalicelib.runtime.observability import count, event
from chalicelib.runtime.online import News, Payment

from . import change, table
from . import news as told
from .model import Account, Balance
from .online import CURRENCY, DisputeState

HEARD = frozenset(
    {
        "checkout.session.completed",
        "checkout.session.async_payment_succeeded",
        "checkout.session.async_payment_failed",
        "checkout.session.expired",
        "charge.refunded",
        "refund.created",
        "refund.updated",
        "refund.failed",
        "charge.dispute.created",
        "charge.dispute.updated",
        "charge.dispute.closed",
        "charge.dispute.funds_withdrawn",
        "charge.dispute.funds_reinstated",
    }
)


class Outcome(StrEnum):
    """What came of news."""

    TAKEN = "taken"
    NOT_OURS = "not_ours"  # the account at the online provider is used for something else too
    TEST = "test"  # of the other mode than the key's
    OTHER_MODE = "other_mode"  # a subscription or a set-up: nothing that we ask for
    OTHER_CURRENCY = "other_currency"
    OTHER_AMOUNT = "other_amount"  # kept and shown; what is too much goes back
    UNKNOWN_CHECKOUT = "unknown_checkout"  # likewise
    UNKNOWN_BOOKING = "unknown_booking"


# Money came that a person has to look at: docs/payments.md says what to do with each.
ODD = frozenset(
    {
        Outcome.OTHER_MODE,
        Outcome.OTHER_CURRENCY,
        Outcome.OTHER_AMOUNT,
        Outcome.UNKNOWN_CHECKOUT,
        Outcome.UNKNOWN_BOOKING,
    }
)


def news(raw: bytes, signature: str, *, at: datetime) -> None:
    """Take news in, once; of what is no concern of ours nothing is kept.

    Raises OnlinePaymentsOff, SignatureWrong, OnlineProviderUnavailable: then it is sent again.
    """
    heard = rim.provider().news(raw, signature)
    if heard.kind not in HEARD or table.is_known(heard.id):
        event("payment_news_passed_over", news_id=heard.id, kind=heard.kind)
        return
    outcome, payment, account_id = _taken(heard, at)
    table.put_news(
        heard.id,
        kind=heard.kind,
        at=at,
        outcome=outcome,
        account_id=account_id,
        session_id=payment.session_id if payment else None,
        intent_id=payment.intent_id if payment else heard.intent_id,
        amount_cents=payment.received_cents if payment else None,
    )
    event("payment_news_taken", news_id=heard.id, kind=heard.kind, outcome=outcome)
    if outcome in ODD and payment and payment.received_cents:
        count("PaymentsUnexplained")


def session(session_id: str, *, at: datetime) -> tuple[Outcome, Payment, str | None]:
    """Take in what the online provider says now of one of its sessions; told again it comes to the same.

    Raises OnlineProviderUnavailable.
    """
    payment = rim.provider().payment(session_id)
    booking_id = payment.booking_id
    if booking_id is None:
        return Outcome.NOT_OURS, payment, None
    if payment.mode != "payment":
        return Outcome.OTHER_MODE, payment, None
    if payment.currency != CURRENCY:
        return Outcome.OTHER_CURRENCY, payment, None
    try:
        balance = change.account(booking_id, lambda stands: told.heard(stands.account, payment, at=at), at=at)
    except NotFound:
        return Outcome.UNKNOWN_BOOKING, payment, None
    _raise_alarms(balance)
    return _matched(balance.account, payment), payment, balance.account.id


def _taken(heard: News, at: datetime) -> tuple[Outcome, Payment | None, str | None]:
    if heard.live is not rim.provider().live:
        return Outcome.TEST, None, None
    session_id = heard.session_id
    if session_id is None and heard.intent_id:
        session_id = rim.provider().session_of(heard.intent_id)
    return session(session_id, at=at) if session_id else (Outcome.NOT_OURS, None, None)


def _matched(account: Account, payment: Payment) -> Outcome:
    checkout = next((one for one in account.checkouts if one.id == payment.checkout_id), None)
    if checkout is None:
        return Outcome.UNKNOWN_CHECKOUT
    other = payment.received_cents not in (0, checkout.amount_cents)
    return Outcome.OTHER_AMOUNT if other else Outcome.TAKEN


def _raise_alarms(balance: Balance) -> None:
    account = balance.account
    if balance.to_refund_cents and any(account.has_failed(receipt.id) for receipt in account.receipts):
        count("OnlineRefundsFailed")
    if any(dispute.state is DisputeState.OPEN for dispute in account.disputes):
        count("PaymentsDisputed")
