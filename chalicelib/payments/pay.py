"""Paying own money online: one open checkout for a booking, of exactly what is to be paid."""

from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.bookings import read as bookings
from chalicelib.kernel.caller import Caller
from chalicelib.kernel.identifiers import Outcome, RequestKey, derived
from chalicelib.kernel.refusals import Refusal, refuse_any
from chalicelib.kernel.texts import Language
from chalicelib.runtime import dynamodb, portal
from chalicelib.runtime import online as rim
from chalicelib.runtime.dynamodb import Transaction
from chalicelib.runtime.online import OnlineProviderRefused, Wanted

from . import change, hear, read, request, table
from .model import Account, Balance
from .online import Checkout, CheckoutState
from .refusals import NothingToPay, PaymentUnderWay, TooLittleOnline, TooManyCheckouts

# Stripe wants half an hour at least from when it hears of it. The amount is good as long: own money is due from the
# booking's place to its delivery, and what lowers it sooner closes the checkout.
OPEN_FOR = timedelta(minutes=31)
LEAST_CENTS = 50  # Stripe, for EUR: https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts
CHECKOUTS_MAX = 50  # of one account: who tries more often needs help, not another page


def online(
    booking_id: str, *, language: Language = Language.IT, by: Caller, key: RequestKey, at: datetime
) -> Outcome[Checkout]:
    """Open a checkout of what is to be paid for a booking of one's own, or give the one that is open.

    Raises OnlinePaymentsOff, NotFound, NothingToPay, TooLittleOnline, PaymentUnderWay, TooManyCheckouts,
    OnlineProviderRefused, OnlineProviderUnavailable, IdempotencyKeyReused.
    """
    if not rim.is_on():
        raise rim.OnlinePaymentsOff
    balance = read.balance(booking_id, by=by, at=at)
    if (outdated := outdated_checkout(balance, at=at)) is not None:
        end(outdated, at=at)
    begun = dynamodb.until_settled(lambda: _begun(booking_id, language, by, key, at))
    checkout = begun.value
    return Outcome(_opened(checkout, at) if checkout.state is CheckoutState.OPENING else checkout, begun.replayed)


def outdated_checkout(balance: Balance, *, at: datetime) -> Checkout | None:
    """The checkout that is open and should not be: its time is over, or another amount is to be paid now."""
    checkout = balance.account.open_checkout
    if checkout is None or checkout.state is CheckoutState.PENDING:
        return None
    stands = at < checkout.expires_at and checkout.amount_cents == balance.to_pay_cents
    return None if stands else checkout


def end(checkout: Checkout, *, at: datetime) -> None:
    """Let a checkout take no money from now on; if it has taken some, that is received.

    Raises OnlineProviderUnavailable.
    """
    try:
        session_id = checkout.session_id or rim.provider().open(_wanted(checkout)).id
    except OnlineProviderRefused:
        _become(checkout, at, state=CheckoutState.REFUSED)
        return
    rim.provider().close(session_id)
    hear.session(session_id, at=at)


def _begun(booking_id: str, language: Language, by: Caller, key: RequestKey, at: datetime) -> Outcome[Checkout]:
    """The checkout of a request: the one it led to, the one that is open, or one that is written before it is asked."""
    balance, opened = read.standing(bookings.booking(booking_id, by=by, at=at))
    account, request_id = balance.account, key.id_for("checkout")
    if made_id := request.made(request_id, balance, key):
        return Outcome(next(one for one in account.checkouts if one.id == made_id), replayed=True)
    refuse_any(why_not(balance))
    checkout = account.open_checkout or Checkout(
        id=derived("checkout", account.id, str(len(account.checkouts))),
        booking_id=balance.booking.id,
        amount_cents=balance.to_pay_cents,
        state=CheckoutState.OPENING,
        opened_at=at,
        expires_at=at + OPEN_FOR,
        language=language,
    )
    with Transaction() as writes:
        table.add_request(writes, request_id, account.id, checkout.id, key.fingerprint)
        change.write(writes, balance, opened, account.with_checkout(checkout), at=at)
    return Outcome(checkout)


def why_not(balance: Balance) -> list[Refusal]:
    """Why what is to be paid cannot be paid online now."""
    checkout = balance.account.open_checkout
    if checkout and (checkout.state is CheckoutState.PENDING or checkout.amount_cents != balance.to_pay_cents):
        return [PaymentUnderWay()]
    if not balance.to_pay_cents:
        return [NothingToPay()]
    if balance.to_pay_cents < LEAST_CENTS:
        return [TooLittleOnline(least_cents=LEAST_CENTS)]
    attempts = len(balance.account.checkouts)
    return [TooManyCheckouts(attempts=attempts)] if attempts >= CHECKOUTS_MAX and not checkout else []


def _opened(checkout: Checkout, at: datetime) -> Checkout:
    try:
        session = rim.provider().open(_wanted(checkout))
    except OnlineProviderRefused:
        _become(checkout, at, state=CheckoutState.REFUSED)
        raise
    return _become(checkout, at, state=CheckoutState.OPEN, session_id=session.id, url=session.url)


def _become(
    checkout: Checkout, at: datetime, *, state: CheckoutState, session_id: str | None = None, url: str | None = None
) -> Checkout:
    """What became of a checkout that was being opened, unless news of it were faster."""

    def decided(balance: Balance) -> Account:
        known = next(one for one in balance.account.checkouts if one.id == checkout.id)
        if known.state is not CheckoutState.OPENING:
            return balance.account
        return balance.account.with_checkout(replace(known, state=state, session_id=session_id, url=url))

    balance = change.account(checkout.booking_id, decided, at=at)
    return next(one for one in balance.account.checkouts if one.id == checkout.id)


def _wanted(checkout: Checkout) -> Wanted:
    page = portal.page(f"/prenotazioni/{checkout.booking_id}", checkout.language)
    return Wanted(
        id=checkout.id,
        booking_id=checkout.booking_id,
        amount_cents=checkout.amount_cents,
        expires_at=checkout.expires_at,
        success_url=f"{page}?pagamento=inviato",
        cancel_url=f"{page}?pagamento=annullato",
    )
