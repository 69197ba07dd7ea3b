"""Giving own money back: by hand the way it came, online by the online provider."""

from dataclasses import replace
from datetime import datetime

from chalicelib.kernel.caller import Caller
from chalicelib.kernel.identifiers import Outcome, RequestKey
from chalicelib.kernel.refusals import Refusal
from chalicelib.runtime import online as rim
from chalicelib.runtime.observability import count

from . import change, model, receive, request
from .model import Account, Balance, Entry, EntryKind, Way
from .online import OnlineRefund, RefundState
from .refusals import MoreThanToRefund, OtherWayThanReceived, ReceiptUnknown, RefundedByItself


def money(
    booking_id: str,
    *,
    receipt_id: str,
    amount_cents: int,
    way: Way,
    reference: str,
    by: Caller,
    key: RequestKey,
    at: datetime,
) -> Outcome[Balance]:
    """Record that the provider has given back a part of a receipt: never more than what is to be refunded.

    Raises NotFound, ReceiptUnknown, OtherWayThanReceived, RefundedByItself, MoreThanToRefund, TooManyEntries,
    IdempotencyKeyReused.
    """
    entry = Entry(
        key.id_for("own money"),
        EntryKind.REFUNDED,
        receipt_id,
        amount_cents,
        way,
        reference,
        by.account_id,
        at,
        key.fingerprint,
    )
    return request.entered(booking_id, entry, lambda balance: why_not(balance, entry), by=by, key=key, at=at)


def why_not(balance: Balance, entry: Entry) -> list[Refusal]:
    """Why this cannot go back by hand."""
    account = balance.account
    receipt = account.entry(entry.receipt_id)
    if receipt is None or receipt.kind is not EntryKind.RECEIVED:
        return [ReceiptUnknown()]
    if receipt.way is Way.ONLINE and not account.has_failed(receipt.id):
        return [RefundedByItself()]
    why: list[Refusal] = []
    if entry.way is not (Way.TRANSFER if receipt.way is Way.ONLINE else receipt.way):
        why.append(OtherWayThanReceived())
    left = max(0, min(balance.free_cents, account.free_cents(receipt.id)))
    if entry.amount_cents > left:
        why.append(MoreThanToRefund(left_cents=left))
    return why + receive.too_many(account)


def online(booking_id: str, *, at: datetime) -> list[OnlineRefund]:
    """Decide what the online provider has to give back, write it down, and only then ask; returns what was asked.

    What is written and not asked, because the process died or nobody answered, is asked the next time; what is refused
    goes by hand. Raises OnlineProviderUnavailable.
    """
    balance = change.account(booking_id, lambda stands: _decided(stands, at), at=at)
    unsent = [refund for refund in balance.account.refunds if refund.is_open and refund.reference is None]
    for refund in unsent:
        _ask(booking_id, balance.account, refund, at)
    return unsent


def _decided(balance: Balance, at: datetime) -> Account:
    account = balance.account
    for receipt, amount_cents in model.refunds_wanted(account, balance.free_cents):
        account = account.with_refund(model.refund_asked(account, receipt, amount_cents, at=at))
    return account


def _ask(booking_id: str, account: Account, refund: OnlineRefund, at: datetime) -> None:
    receipt = account.entry(refund.receipt_id)
    if receipt is None:
        return
    try:
        rim.provider().refund(refund.id, intent_id=receipt.reference, amount_cents=refund.amount_cents)
    except rim.OnlineProviderRefused:
        count("OnlineRefundsFailed")
        change.account(booking_id, lambda stands: _refused(stands.account, refund.id), at=at)


def _refused(account: Account, refund_id: str) -> Account:
    known = next(refund for refund in account.refunds if refund.id == refund_id)
    return account.with_refund(replace(known, state=RefundState.REFUSED)) if known.is_open else account
