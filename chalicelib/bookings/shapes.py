"""Quotes, bookings and what is said of them, as they cross the wire."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from chalicelib.catalogue.terms import Mode
from chalicelib.kernel.refusals import Refusal
from chalicelib.ledger.model import Unit
from chalicelib.runtime.shapes import Body, Code, Id, Line, ListQuery, Token, View

from .lines import LINES_MAX, Means, Wish
from .model import BookingState
from .payment_plan import VOUCHERS_MAX
from .steps import Party, StepKind

Instant = Annotated[datetime, Meta(tz=True)]
Vouchers = Annotated[list[Id], Meta(max_length=VOUCHERS_MAX, description="In the order in which they pay.")]
Minutes = Annotated[int, Meta(ge=0, le=24 * 60, description="Minutes delivered; zero is an absence.")]


class PaymentView(View, frozen=True, kw_only=True):
    """What one voucher pays (cents or minutes, by the unit)."""

    voucher_id: str
    unit: Unit
    amount: int


class MeetingView(View, frozen=True, kw_only=True):
    """One of the times of a course or a camp week."""

    starts_at: datetime
    ends_at: datetime


class ChargeView(View, frozen=True, kw_only=True):
    """What cancelling costs until an instant: all of it, and what of it is one's own money."""

    until_at: datetime
    percent: int
    charged_cents: int
    own_cents: int


class QuoteView(View, frozen=True, kw_only=True):
    """How a place would be paid, and under which terms."""

    session_id: str
    person_id: str
    provider_name: str
    title: str
    place: str
    starts_at: datetime
    ends_at: datetime
    meetings: list[MeetingView]
    price_cents: int
    options: dict[str, int]
    guests: int
    payments: list[PaymentView]
    own_cents: int
    mode: Mode
    respond_until_at: datetime | None
    cancel_until_at: datetime
    charges: list[ChargeView]
    no_show_percent: int
    moves_booking_id: str | None
    difference_cents: int | None
    expires_at: datetime


class QuotedView(View, frozen=True, kw_only=True):
    """A quote, and the token that commits exactly it."""

    quote: QuoteView
    token: str


class SkippedView(View, frozen=True, kw_only=True):
    """A place that cannot be had, and every reason why."""

    session_id: str
    person_id: str
    starts_at: datetime
    reasons: list[Refusal]


class JointQuotedView(View, frozen=True, kw_only=True):
    """How several places would be paid, those that cannot be had, and the token that commits exactly this."""

    quotes: list[QuoteView]
    skipped: list[SkippedView]
    price_cents: int
    own_cents: int
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
    meetings: list[MeetingView]
    options: dict[str, int]
    guests: int
    respond_until_at: datetime | None
    charges: list[ChargeView]
    charged_percent: int
    charged_cents: int
    own_due_cents: int
    moved_from: str | None
    moved_to: str | None
    together_id: str | None


class BookingsView(View, frozen=True, kw_only=True):
    """Bookings that were placed together."""

    items: list[BookingView]


class RosterLineView(View, frozen=True, kw_only=True):
    """Who comes, or what is charged: a first name, no more than a provider needs."""

    id: str
    person_given_name: str
    state: BookingState
    delivered_minutes: int | None
    recorded_minutes: int | None
    confirm_until_at: datetime | None
    charged_percent: int
    charged_cents: int


class BookingStepView(View, frozen=True, kw_only=True):
    """What happened to a booking after it was placed: in whose name, when and why."""

    kind: StepKind
    minutes: int | None
    reason: str | None
    party: Party
    at: datetime


class NewWish(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """For whom, which session, with which of its options, and instead of which booking."""

    session_id: Id
    person_id: Id
    options: Annotated[dict[Id, Annotated[int, Meta(ge=0, le=100)]], Meta(max_length=10)] = msgspec.field(
        default_factory=dict
    )
    guests: Annotated[int, Meta(ge=0, le=100)] = 0
    moves_booking_id: Id | None = None


class NewQuote(NewWish, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A place, and how to pay it: by the best plan, by these vouchers in turn, or all of it by one voucher."""

    voucher_id: Id | None = None
    voucher_ids: Vouchers | None = None

    @property
    def wish(self) -> Wish:
        """The place that is wanted."""
        return self.into(Wish)

    @property
    def means(self) -> Means:
        """How it is to be paid."""
        return Means.of(self.voucher_ids, alone=self.voucher_id)


class NewJointQuote(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Several places together: all or none, or skipping those that cannot be had."""

    wishes: Annotated[list[NewWish], Meta(min_length=1, max_length=LINES_MAX)]
    skipping: bool = False
    voucher_ids: Vouchers | None = None

    @property
    def wanted(self) -> list[Wish]:
        """The places that are wanted."""
        return [wish.into(Wish) for wish in self.wishes]

    @property
    def means(self) -> Means:
        """How they are to be paid."""
        return Means.of(self.voucher_ids)


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


class Decline(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why a request is declined: the person can read it."""

    reason: Line


class Waiver(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why a charge is given up: the person can read it."""

    reason: Line


class Agreement(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Nothing needs to be said: an empty object."""


class Cancellation(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Nothing needs to be said: an empty object."""


class BookingQuery(ListQuery, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """From when on."""

    since_at: Instant | None = None
