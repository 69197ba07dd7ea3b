"""Waiting lists, as they cross the wire."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from chalicelib.bookings.lines import Means
from chalicelib.bookings.payment_plan import VOUCHERS_MAX
from chalicelib.bookings.shapes import PaymentView
from chalicelib.bookings.ways import Change
from chalicelib.kernel.refusals import Refusal
from chalicelib.runtime.shapes import Body, Id, Token, View

from .join import Group
from .model import GROUP_MAX, EntryState, TurnReason


class EntryView(View, frozen=True, kw_only=True):
    """Who waits for which session, and until when an offer is kept."""

    id: str
    session_id: str
    person_ids: list[str]
    title: str
    provider_name: str
    starts_at: datetime
    state: EntryState
    joined_at: datetime
    offer_until_at: datetime | None
    declines: int


class WaitingView(View, frozen=True, kw_only=True):
    """An entry, how many are asked before it, itself included, and why in this turn."""

    entry: EntryView
    position: int | None
    why: TurnReason


class WaitingListView(View, frozen=True, kw_only=True):
    """How many groups wait for a session, for how many places, and how many places are kept for them."""

    session_id: str
    entries: int
    places: int
    places_offered: int


class AskView(View, frozen=True, kw_only=True):
    """What to ask of `POST /v1/quotes` to go a way."""

    session_id: str
    person_id: str
    options: dict[str, int]
    guests: int
    moves_booking_id: str | None
    voucher_id: str | None
    voucher_ids: list[str] | None


class WhereView(View, frozen=True, kw_only=True):
    """Where and when it would be."""

    id: str
    provider_name: str
    title: str
    place: str
    starts_at: datetime
    ends_at: datetime


class CancelledView(View, frozen=True, kw_only=True):
    """A booking that would be cancelled first, and what of it stays due."""

    booking_id: str
    title: str
    starts_at: datetime
    charged_percent: int
    charged_cents: int


class WayView(View, frozen=True, kw_only=True):
    """A way to a place: what is different from what was asked for, what to ask, and what it would cost."""

    changes: list[Change]
    ask: AskView
    session: WhereView
    cancels: list[CancelledView]
    price_cents: int | None
    payments: list[PaymentView]
    own_cents: int | None
    in_line: int | None


class AdviceView(View, frozen=True, kw_only=True):
    """Whether a place can be had, every reason why not, and the smallest changes with which it could."""

    possible: bool
    reasons: list[Refusal]
    ways: list[WayView]


class NewEntry(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who waits together, and the booking that the provider cancelled, where one did."""

    person_ids: Annotated[list[Id], Meta(min_length=1, max_length=GROUP_MAX)]
    after_booking_id: Id | None = None

    def group(self, session_id: str) -> Group:
        """Who wants to wait for a session."""
        return Group(session_id, tuple(self.person_ids), self.after_booking_id)


class OfferQuote(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the offered places are to be paid: by the best plan, or by these vouchers and own money."""

    voucher_ids: Annotated[list[Id], Meta(max_length=VOUCHERS_MAX)] | None = None

    @property
    def means(self) -> Means:
        """How they are to be paid."""
        return Means.of(self.voucher_ids)


class OfferAcceptance(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The token of the quote for the offered places."""

    quote_token: Token


class OfferDecline(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Nothing needs to be said: an empty object."""


class Withdrawal(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Nothing needs to be said: an empty object."""
