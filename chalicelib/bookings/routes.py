"""Quotes, bookings, rosters, attendance."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from chalicelib.access import permissions
from chalicelib.catalogue.model import QuoteOutdated, SessionCancelled, SessionFull, TooLateToBook
from chalicelib.kernel import clock
from chalicelib.kernel.caller import Caller
from chalicelib.kernel.identifiers import Outcome, RequestKey
from chalicelib.kernel.paging import Page, Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.ledger.model import AccountClosed, CapReached, ExpiredByThen, InsufficientBalance, Unit
from chalicelib.people.model import NotForThisPerson
from chalicelib.programmes.rules import AgeNotAdmitted, CategoryNotAdmitted, ResidenceNotAdmitted, ServiceNotAdmitted
from chalicelib.providers.model import NotAccredited
from chalicelib.runtime.http import Routes
from chalicelib.runtime.shapes import Body, Id, ListQuery, Token, View
from chalicelib.vouchers.holdings import NotCumulable
from chalicelib.vouchers.model import NotTheBeneficiary, VouchersNotAccepted

from . import close, place, quote, read
from .model import (
    AlreadyClosed,
    Booking,
    BookingState,
    NotYetDelivered,
    Overlapping,
    QuoteExpired,
    QuoteInvalid,
    TooLateToCancel,
    TooManyMinutes,
)
from .quote import Quoted

routes = Routes(__name__)

Instant = Annotated[datetime, Meta(tz=True)]
Minutes = Annotated[int, Meta(ge=0, le=24 * 60, description="Minutes delivered; zero is an absence.")]

STANDS_IN_THE_WAY = (
    NotFound,
    NotForThisPerson,
    SessionCancelled,
    TooLateToBook,
    SessionFull,
    NotAccredited,
    Overlapping,
    VouchersNotAccepted,
    NotTheBeneficiary,
    CategoryNotAdmitted,
    AgeNotAdmitted,
    ResidenceNotAdmitted,
    AccountClosed,
    ExpiredByThen,
    InsufficientBalance,
    CapReached,
    NotCumulable,
    ServiceNotAdmitted,
)


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


class RosterLineView(View, frozen=True, kw_only=True):
    """Who comes: a first name, no more than a provider needs."""

    id: str
    person_given_name: str
    state: BookingState
    delivered_minutes: int | None


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


class Cancellation(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Nothing needs to be said: an empty object."""


class BookingQuery(ListQuery, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """From when on."""

    since_at: Instant | None = None


@routes.post(
    "/v1/quotes",
    answer=QuotedView,
    allow=permissions.QUOTE_BOOKING,
    status=200,
    idempotent=False,
    refusals=STANDS_IN_THE_WAY,
)
def quote_booking(caller: Caller, body: NewQuote) -> Quoted:
    """How a place would be paid, valid for 15 minutes; or every reason why not, with what would help."""
    return quote.booking(
        body.session_id, person_id=body.person_id, voucher_id=body.voucher_id, by=caller, at=clock.now()
    )


@routes.post(
    "/v1/bookings",
    answer=BookingView,
    allow=permissions.PLACE_BOOKING,
    refusals=(QuoteInvalid, QuoteExpired, QuoteOutdated, *STANDS_IN_THE_WAY),
)
def place_booking(caller: Caller, key: RequestKey, body: NewBooking) -> Outcome[Booking]:
    """Commit a quote: the place is taken and the amount held, together or not at all."""
    return place.booking(body.quote_token, by=caller, key=key, at=clock.now())


@routes.get(
    "/v1/people/{person_id}/bookings",
    answer=BookingView,
    allow=permissions.LIST_BOOKINGS,
    listing=True,
    refusals=(NotFound,),
)
def list_bookings(caller: Caller, person_id: str, query: BookingQuery, span: Span) -> Page[Booking]:
    """One's own bookings, or those of a person one acts for or has at the desk, in order of time."""
    return read.of_person(person_id, span, by=caller, at=clock.now(), since=query.since_at)


@routes.get("/v1/bookings/{booking_id}", answer=BookingView, allow=permissions.SEE_BOOKINGS, refusals=(NotFound,))
def see_booking(caller: Caller, booking_id: str) -> Booking:
    """A booking."""
    return read.booking(booking_id, by=caller, at=clock.now())


@routes.post(
    "/v1/bookings/{booking_id}/cancellation",
    answer=BookingView,
    allow=permissions.CANCEL_BOOKING,
    status=200,
    refusals=(NotFound, TooLateToCancel, AlreadyClosed),
)
def cancel_booking(caller: Caller, key: RequestKey, booking_id: str, body: Cancellation) -> Outcome[Booking]:
    """Cancel a booking: the place and the money go back."""
    return close.cancelled(booking_id, by=caller, key=key, at=clock.now())


@routes.post(
    "/v1/bookings/{booking_id}/attendance",
    answer=RosterLineView,
    allow=permissions.RECORD_ATTENDANCE,
    status=200,
    refusals=(NotFound, NotYetDelivered, TooManyMinutes, AlreadyClosed),
)
def record_attendance(caller: Caller, key: RequestKey, booking_id: str, body: Attendance) -> Outcome[Booking]:
    """Record what was delivered: that part is captured for the provider, the rest goes back."""
    return close.attended(booking_id, delivered_minutes=body.delivered_minutes, by=caller, key=key, at=clock.now())


@routes.get(
    "/v1/sessions/{session_id}/roster",
    answer=RosterLineView,
    allow=permissions.SEE_ROSTER,
    listing=True,
    refusals=(NotFound,),
)
def see_roster(caller: Caller, session_id: str) -> list[Booking]:
    """Who comes to a session of one's own cooperative."""
    return read.roster(session_id, by=caller)
