"""Quotes, bookings and what is said of them, as they cross the wire."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from chalicelib.ledger.model import Unit
from chalicelib.runtime.shapes import Body, Code, Id, Line, ListQuery, Token, View

from .model import BookingState
from .steps import Party, StepKind

Instant = Annotated[datetime, Meta(tz=True)]
Minutes = Annotated[int, Meta(ge=0, le=24 * 60, description="Minutes delivered; zero is an absence.")]


class PaymentView(View, frozen=True, kw_only=True):
    """What one voucher pays (cents or minutes, by the unit)."""

    voucher_id: str
    unit: Unit
    amount: int


class QuoteView(View, frozen=True, kw_only=True):
    """How a booking would be paid."""

    session_id: str
    person_id: str
    provider_name: str
    title: str
    place: str
    starts_at: datetime
    ends_at: datetime
    cancel_until_at: datetime
    price_cents: int
    payments: list[PaymentView]
    own_cents: int
    expires_at: datetime


class QuotedView(View, frozen=True, kw_only=True):
    """A quote, and the token that commits exactly it."""

    quote: QuoteView
    token: str


class BookingView(View, frozen=True, kw_only=True):
    """A person's place in a session."""

    id: str
    session_id: str
    person_id: str
    provider_name: str
    title: str
    place: str
    starts_at: datetime
    ends_at: datetime
    cancel_until_at: datetime
    price_cents: int
    payments: list[PaymentView]
    own_cents: int
    state: BookingState
    placed_at: datetime
    delivered_minutes: int | None
    recorded_minutes: int | None
    confirm_until_at: datetime | None


class RosterLineView(View, frozen=True, kw_only=True):
    """Who comes: a first name, no more than a provider needs."""

    id: str
    person_given_name: str
    state: BookingState
    delivered_minutes: int | None
    recorded_minutes: int | None
    confirm_until_at: datetime | None


class BookingStepView(View, frozen=True, kw_only=True):
    """What happened to a booking after it was placed: in whose name, when and why."""

    kind: StepKind
    minutes: int | None
    reason: str | None
    party: Party
    at: datetime


class NewQuote(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """For whom, which session, and with which voucher; without one, the person pays the provider."""

    session_id: Id
    person_id: Id
    voucher_id: Id | None = None


class NewBooking(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The token of a quote."""

    quote_token: Token


class Attendance(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was delivered."""

    delivered_minutes: Minutes


class Confirmation(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The code that the family tells the provider's staff; the family itself needs none."""

    code: Code | None = None


class Judgement(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How much was delivered, and why one says so: the person and the provider can read it."""

    delivered_minutes: Minutes
    reason: Line


class Cancellation(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Nothing needs to be said: an empty object."""


class BookingQuery(ListQuery, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """From when on."""

    since_at: Instant | None = None
