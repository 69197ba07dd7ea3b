"""Stripe Checkout as an online provider: https://docs.stripe.com/payments/checkout."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self

import msgspec
import stripe
from stripe import RequestsClient, StripeClient

from chalicelib.kernel.texts import Text

from .aws import client
from .observability import event
from .online import (
    News,
    OnlineProviderRefused,
    OnlineProviderUnavailable,
    Paid,
    Payment,
    Session,
    SessionDispute,
    SessionRefund,
    SignatureWrong,
    Wanted,
)

SECONDS_MAX = 8  # three calls of one request end before API Gateway's 29 seconds
TOLERANCE_SECONDS = 300  # how old a signature may be: what Stripe recommends
PAGE = 100
NEUTRAL = Text("Quota a carico della persona", "The person's own share")  # what Stripe may know of a service
REFUNDS = {"succeeded": "succeeded", "failed": "failed", "canceled": "failed"}
DISPUTES = {"won": "won", "lost": "lost", "needs_response": "open", "under_review": "open"}


class Keys(msgspec.Struct, frozen=True):
    """What the secret holds."""

    api_key: str
    webhook_secret: str
    api: str = "https://api.stripe.com"  # another one is a stand-in, for tests


class StripeCheckout:
    """Stripe, for one account and one mode: that of its key."""

    def __init__(self, keys: Keys) -> None:
        self._webhook_secret = keys.webhook_secret
        self._stripe = StripeClient(
            keys.api_key,
            base_addresses={"api": keys.api},
            http_client=RequestsClient(timeout=SECONDS_MAX),
            max_network_retries=1,
        )
        self.live = "_live_" in keys.api_key

    @classmethod
    def of(cls, secret_arn: str) -> Self:
        """Stripe with the keys of a secret."""
        found = client("secretsmanager").get_secret_value(SecretId=secret_arn)
        return cls(msgspec.json.decode(found["SecretString"], type=Keys))

    def open(self, wanted: Wanted) -> Session:
        """Open a Checkout Session of one amount, with a neutral text and no name."""
        named = {"booking_id": wanted.booking_id}
        amount: Any = {"currency": "eur", "unit_amount": wanted.amount_cents, "product_data": {"name": NEUTRAL.it}}
        with _explained("open", wanted.id):
            made = self._stripe.v1.checkout.sessions.create(
                params={
                    "mode": "payment",
                    "line_items": [{"price_data": amount, "quantity": 1}],
                    "client_reference_id": wanted.id,
                    "metadata": named,
                    "payment_intent_data": {"metadata": named},
                    "success_url": wanted.success_url,
                    "cancel_url": wanted.cancel_url,
                    "expires_at": int(wanted.expires_at.timestamp()),
                },
                options={"idempotency_key": wanted.id},
            )
        return Session(made.id, made.url)

    def close(self, session_id: str) -> None:
        """Expire a Checkout Session; Stripe refuses for one that is done."""
        try:
            with _explained("close", session_id):
                self._stripe.v1.checkout.sessions.expire(session_id)
        except OnlineProviderRefused:
            event("checkout_not_closed", session_id=session_id)

    def payment(self, session_id: str) -> Payment:
        """A Checkout Session, its payment, and every refund and dispute of it."""
        with _explained("payment", session_id):
            found = self._stripe.v1.checkout.sessions.retrieve(session_id, params={"expand": ["payment_intent"]})
            intent: Any = found.payment_intent
            about: Any = {"payment_intent": intent.id, "limit": PAGE} if intent else {}
            refunds = list(self._stripe.v1.refunds.list(params=about).auto_paging_iter()) if intent else []
            disputes = list(self._stripe.v1.disputes.list(params=about).auto_paging_iter()) if intent else []
        return Payment(
            session_id=found.id,
            checkout_id=found.client_reference_id,
            booking_id=_noted(found, "booking_id"),
            intent_id=intent.id if intent else None,
            paid=_paid(found, intent),
            received_cents=intent.amount_received if intent else 0,
            currency=str(intent.currency if intent else found.currency),
            mode=found.mode,
            refunds=tuple(_refund(one) for one in refunds),
            disputes=tuple(SessionDispute(one.id, one.amount, DISPUTES.get(one.status, "inquiry")) for one in disputes),
        )

    def session_of(self, intent_id: str) -> str | None:
        """The Checkout Session of a PaymentIntent."""
        with _explained("session_of", intent_id):
            found = self._stripe.v1.checkout.sessions.list(params={"payment_intent": intent_id, "limit": 1})
        return found.data[0].id if found.data else None

    def refund(self, refund_id: str, *, intent_id: str, amount_cents: int) -> None:
        """Make a refund, unless it is there: Stripe forgets its idempotency keys after a day, and a refund stays."""
        with _explained("refund", refund_id):
            about: Any = {"payment_intent": intent_id, "limit": PAGE}
            made = self._stripe.v1.refunds.list(params=about).auto_paging_iter()
            if any(_refund(one).refund_id == refund_id for one in made):
                return
            self._stripe.v1.refunds.create(
                params={"payment_intent": intent_id, "amount": amount_cents, "metadata": {"refund_id": refund_id}},
                options={"idempotency_key": refund_id},
            )

    def news(self, raw: bytes, signature: str) -> News:
        """Read an event of a webhook, once its signature is Stripe's and of the last minutes."""
        try:
            stripe.WebhookSignature.verify_header(raw, signature, self._webhook_secret, TOLERANCE_SECONDS)
            told = msgspec.json.decode(raw, type=_Event)
        except (stripe.SignatureVerificationError, msgspec.DecodeError, UnicodeError) as error:
            raise SignatureWrong from error
        thing = told.data.object
        return News(
            id=told.id,
            kind=told.type,
            live=told.livemode,
            session_id=thing.id if told.type.startswith("checkout.session.") else None,
            intent_id=thing.payment_intent,
        )


class _Thing(msgspec.Struct, frozen=True):
    id: str
    payment_intent: str | None = None


class _Data(msgspec.Struct, frozen=True):
    object: _Thing


class _Event(msgspec.Struct, frozen=True):
    id: str
    type: str
    livemode: bool
    data: _Data


def _paid(session: Any, intent: Any) -> Paid:
    if intent and intent.status == "succeeded":
        return Paid.PAID
    if session.status == "complete":
        failed = intent is None or intent.status in ("requires_payment_method", "canceled")
        return Paid.FAILED if failed else Paid.PENDING
    return Paid.EXPIRED if session.status == "expired" else Paid.OPEN


def _noted(thing: Any, name: str) -> str | None:
    """What we have noted on something at Stripe."""
    noted = thing.metadata.to_dict().get(name) if thing.metadata else None
    return str(noted) if noted else None


def _refund(one: Any) -> SessionRefund:
    return SessionRefund(one.id, _noted(one, "refund_id"), one.amount, REFUNDS.get(one.status, "pending"))


@contextmanager
def _explained(asked: str, about: str) -> Iterator[None]:
    """Tell what Stripe has refused from all else, a wrong key too: there it is not known what was done."""
    try:
        yield
    except stripe.StripeError as error:
        said = isinstance(error, stripe.InvalidRequestError) and error.http_status in (400, 402, 404)
        event("stripe_failed", asked=asked, about=about, code=error.code, status=error.http_status)
        raise (OnlineProviderRefused if said else OnlineProviderUnavailable) from error
