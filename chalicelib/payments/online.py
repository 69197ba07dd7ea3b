"""Online payments as the account knows them: states that only go forward, so that no order of news matters."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chalicelib.kernel.texts import Language

ONLINE_PLATFORM = "online"  # who records what the online provider confirms
CURRENCY = "eur"


class CheckoutState(StrEnum):
    """The life of a checkout."""

    OPENING = "opening"  # asked for; whether the online provider heard it is not known
    OPEN = "open"
    PENDING = "pending"  # the person has paid by a way that takes days
    EXPIRED = "expired"
    FAILED = "failed"  # the money did not come after all
    REFUSED = "refused"  # by the online provider, before it was open
    PAID = "paid"


class RefundState(StrEnum):
    """The life of a refund that the online provider makes."""

    ASKED = "asked"
    REFUSED = "refused"  # by the online provider, before it was on its way
    DONE = "done"
    FAILED = "failed"  # it did not reach the person's bank


class DisputeState(StrEnum):
    """The life of a dispute of the person with their bank about a payment."""

    INQUIRY = "inquiry"  # the bank asks; no money has moved
    OPEN = "open"  # the bank has taken the money
    LOST = "lost"
    WON = "won"


CHECKOUT_ORDER = {
    CheckoutState.OPENING: 0,
    CheckoutState.OPEN: 1,
    CheckoutState.PENDING: 2,
    CheckoutState.REFUSED: 3,
    CheckoutState.EXPIRED: 4,
    CheckoutState.FAILED: 5,
    CheckoutState.PAID: 6,
}
OPEN_CHECKOUT = frozenset({CheckoutState.OPENING, CheckoutState.OPEN, CheckoutState.PENDING})
REFUND_ORDER = {RefundState.ASKED: 0, RefundState.REFUSED: 1, RefundState.DONE: 2, RefundState.FAILED: 3}
BY_HAND = frozenset({RefundState.REFUSED, RefundState.FAILED})
DISPUTE_ORDER = {DisputeState.INQUIRY: 0, DisputeState.OPEN: 1, DisputeState.LOST: 2, DisputeState.WON: 3}


@dataclass(frozen=True, slots=True)
class Checkout:
    """A page of the online provider at which one amount can be paid, until an instant."""

    id: str
    booking_id: str
    amount_cents: int
    state: CheckoutState
    opened_at: datetime
    expires_at: datetime
    session_id: str | None = None  # its name at the online provider
    intent_id: str | None = None
    url: str | None = None  # only while it is open
    language: Language = Language.IT  # of the pages from which the person came, and comes back to

    @property
    def is_open(self) -> bool:
        """Whether money can still come by it."""
        return self.state in OPEN_CHECKOUT


@dataclass(frozen=True, slots=True)
class OnlineRefund:
    """A part of an online receipt on its way back."""

    id: str
    receipt_id: str
    amount_cents: int
    state: RefundState
    asked_at: datetime
    reference: str | None = None  # its name at the online provider

    @property
    def goes_by_hand(self) -> bool:
        """Whether it has to be made in another way."""
        return self.state in BY_HAND

    @property
    def is_open(self) -> bool:
        """Whether it is still on its way."""
        return self.state is RefundState.ASKED


@dataclass(frozen=True, slots=True)
class Dispute:
    """That the person disputes an online payment with their bank."""

    id: str
    receipt_id: str
    amount_cents: int
    state: DisputeState
