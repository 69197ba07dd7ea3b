"""Online payments: what an online provider is asked and says, whichever it is; and what stands for none."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import NoReturn, Protocol

from chalicelib.kernel.refusals import Conflict, Refusal
from chalicelib.kernel.texts import Text

from .settings import settings


class OnlinePaymentsOff(Conflict):
    """Own money cannot be paid online here."""

    detail = Text("Qui non si può pagare online.", "It is not possible to pay online here.")
    remedy = Text(
        "Paga direttamente alla cooperativa: in contanti, con carta o con bonifico.",
        "Pay the cooperative directly: in cash, by card or by bank transfer.",
    )


class OnlineProviderUnavailable(Refusal):
    """The online provider does not answer, or not now; what was asked may have been done."""

    status = 503
    detail = Text("Il pagamento online non risponde in questo momento.", "Paying online does not work at this moment.")
    remedy = Text(
        "Riprova tra qualche minuto: non pagherai due volte.", "Try again in a few minutes: you will not pay twice."
    )


class OnlineProviderRefused(Conflict):
    """The online provider has said no: nothing was done."""

    detail = Text("Il pagamento online non è riuscito.", "The online payment was not possible.")
    remedy = Text("Riprova, oppure paga alla cooperativa.", "Try again, or pay the cooperative.")


class SignatureWrong(Refusal):
    """The news does not come from the online provider, or is too old."""

    status = 400
    detail = Text("La firma del messaggio non è valida.", "The signature of the message is not valid.")


class Paid(StrEnum):
    """How far the payment of a session has come."""

    OPEN = "open"
    PENDING = "pending"
    PAID = "paid"
    EXPIRED = "expired"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A payment page that is asked for. The id makes it one, however often it is asked for."""

    id: str
    booking_id: str
    amount_cents: int
    expires_at: datetime
    success_url: str
    cancel_url: str


@dataclass(frozen=True, slots=True)
class Session:
    """A payment page that is open."""

    id: str
    url: str | None


@dataclass(frozen=True, slots=True)
class SessionRefund:
    """A refund of a session's payment; `refund_id` is ours, None where it was not asked by us."""

    id: str
    refund_id: str | None
    amount_cents: int
    stage: str  # pending, succeeded, failed


@dataclass(frozen=True, slots=True)
class SessionDispute:
    """A dispute about a session's payment."""

    id: str
    amount_cents: int
    stage: str  # inquiry, open, lost, won


@dataclass(frozen=True, slots=True)
class Payment:
    """All that the online provider says now of one session: what was paid by it and what became of that."""

    session_id: str
    checkout_id: str | None
    booking_id: str | None
    intent_id: str | None
    paid: Paid
    received_cents: int
    currency: str
    mode: str
    refunds: tuple[SessionRefund, ...] = ()
    disputes: tuple[SessionDispute, ...] = ()


@dataclass(frozen=True, slots=True)
class News:
    """That something happened. It says where to look, and is believed in nothing else."""

    id: str
    kind: str
    live: bool
    session_id: str | None
    intent_id: str | None


class OnlineProvider(Protocol):
    """Who takes money online, and gives it back.

    Every method may raise OnlineProviderUnavailable and OnlineProviderRefused.
    """

    @property
    def live(self) -> bool:
        """Whether the money is real."""

    def open(self, wanted: Wanted) -> Session:
        """Open a payment page; the same one for the same id."""

    def close(self, session_id: str) -> None:
        """Let a page take no payment from now on; one that is done stays as it is."""

    def payment(self, session_id: str) -> Payment:
        """What became of a page."""

    def session_of(self, intent_id: str) -> str | None:
        """The page by which a payment was made; None where it was made otherwise."""

    def refund(self, refund_id: str, *, intent_id: str, amount_cents: int) -> None:
        """Give back a part of a payment, once however often it is asked for under one id."""

    def news(self, raw: bytes, signature: str) -> News:
        """Read news. Raises SignatureWrong unless they are the online provider's own, and of now."""


class Nobody:
    """The online provider of a deployment that has none."""

    live = False

    def open(self, wanted: Wanted) -> NoReturn:
        """Refuse."""
        raise OnlinePaymentsOff

    def close(self, session_id: str) -> NoReturn:
        """Refuse."""
        raise OnlinePaymentsOff

    def payment(self, session_id: str) -> NoReturn:
        """Refuse."""
        raise OnlinePaymentsOff

    def session_of(self, intent_id: str) -> NoReturn:
        """Refuse."""
        raise OnlinePaymentsOff

    def refund(self, refund_id: str, *, intent_id: str, amount_cents: int) -> NoReturn:
        """Refuse."""
        raise OnlinePaymentsOff

    def news(self, raw: bytes, signature: str) -> NoReturn:
        """Refuse."""
        raise OnlinePaymentsOff


def is_on() -> bool:
    """Whether own money can be paid online here."""
    return bool(settings().stripe_secret_arn)


@cache
def provider() -> OnlineProvider:
    """The deployment's online provider."""
    if not is_on():
        return Nobody()
    from .stripe_checkout import StripeCheckout  # noqa: PLC0415 - 300 ms of import that only who pays online needs

    return StripeCheckout.of(settings().stripe_secret_arn)
