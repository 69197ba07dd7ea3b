"""What the online provider says of a payment, taken into the account: the same one in whatever order it comes."""

from dataclasses import replace
from datetime import datetime

from chalicelib.runtime.online import Paid, Payment, SessionDispute, SessionRefund

from . import model
from .model import Account, EntryKind
from .online import (
    CHECKOUT_ORDER,
    CURRENCY,
    DISPUTE_ORDER,
    REFUND_ORDER,
    Checkout,
    CheckoutState,
    Dispute,
    DisputeState,
    OnlineRefund,
    RefundState,
)

STATES = {
    Paid.OPEN: CheckoutState.OPEN,
    Paid.PENDING: CheckoutState.PENDING,
    Paid.PAID: CheckoutState.PAID,
    Paid.EXPIRED: CheckoutState.EXPIRED,
    Paid.FAILED: CheckoutState.FAILED,
}
REFUNDS = {"pending": RefundState.ASKED, "succeeded": RefundState.DONE, "failed": RefundState.FAILED}
TAKEN = frozenset({DisputeState.OPEN, DisputeState.LOST})


def heard(account: Account, payment: Payment, *, at: datetime) -> Account:
    """The account once it knows what the online provider says now, or said earlier: nothing goes back by old news."""
    account = _checkout(account, payment)
    if not payment.intent_id or not payment.received_cents or payment.currency != CURRENCY:
        return account
    receipt_id = model.receipt_id(payment.intent_id)
    received = model.online_entry(
        EntryKind.RECEIVED,
        payment.intent_id,
        of_receipt_id=receipt_id,
        amount_cents=payment.received_cents,
        at=at,
    )
    account = account.with_entries(received)
    for refund in payment.refunds:
        account = _refund(account, receipt_id, refund, at)
    for dispute in payment.disputes:
        account = _dispute(account, receipt_id, dispute, at)
    return account


def _checkout(account: Account, payment: Payment) -> Account:
    known = next((one for one in account.checkouts if payment.checkout_id == one.id), None)
    if known is None:
        return account
    state = max(known.state, STATES[payment.paid], key=CHECKOUT_ORDER.__getitem__)
    named = replace(known, session_id=payment.session_id, intent_id=payment.intent_id or known.intent_id)
    return account.with_checkout(_in_state(named, state))


def _in_state(checkout: Checkout, state: CheckoutState) -> Checkout:
    return replace(checkout, state=state, url=checkout.url if state is CheckoutState.OPEN else None)


def _refund(account: Account, receipt_id: str, told: SessionRefund, at: datetime) -> Account:
    """A refund of ours or one made by hand at the online provider; what arrived is entered, what came back too."""
    refund_id = told.refund_id or told.id
    known = next((one for one in account.refunds if one.id == refund_id), None)
    before = known or OnlineRefund(refund_id, receipt_id, told.amount_cents, RefundState.ASKED, at)
    state = max(before.state, REFUNDS[told.stage], key=REFUND_ORDER.__getitem__)
    account = account.with_refund(replace(before, state=state, reference=told.id))

    def entry(kind: EntryKind) -> model.Entry:
        return model.online_entry(kind, told.id, of_receipt_id=receipt_id, amount_cents=told.amount_cents, at=at)

    if state is RefundState.DONE:
        return account.with_entries(entry(EntryKind.REFUNDED))
    if state is RefundState.FAILED and account.entry(entry(EntryKind.REFUNDED).id):
        return account.with_entries(entry(EntryKind.CAME_BACK))
    return account


def _dispute(account: Account, receipt_id: str, told: SessionDispute, at: datetime) -> Account:
    """A dispute: the bank takes the money when it opens, and gives it back when it is won."""
    known = next((one for one in account.disputes if one.id == told.id), None)
    before = known.state if known else DisputeState.INQUIRY
    state = max(before, DisputeState(told.stage), key=DISPUTE_ORDER.__getitem__)
    others = tuple(one for one in account.disputes if one.id != told.id)
    now = Dispute(told.id, receipt_id, told.amount_cents, state)
    account = replace(account, disputes=tuple(sorted((*others, now), key=lambda one: one.id)))

    def entry(kind: EntryKind) -> model.Entry:
        return model.online_entry(kind, told.id, of_receipt_id=receipt_id, amount_cents=told.amount_cents, at=at)

    if state in TAKEN:
        return account.with_entries(entry(EntryKind.WITHDRAWN))
    if state is DisputeState.WON and account.entry(entry(EntryKind.WITHDRAWN).id):
        return account.with_entries(entry(EntryKind.REINSTATED))
    return account
