"""Quotes, bookings, rosters, attendance, and what is said of it."""

from chalicelib.access import permissions
from chalicelib.catalogue.model import (
    QuoteOutdated,
)
from chalicelib.kernel import clock
from chalicelib.kernel.caller import Caller
from chalicelib.kernel.identifiers import Outcome, RequestKey
from chalicelib.kernel.paging import Page, Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.ledger.model import (
    NothingDue,
)
from chalicelib.runtime.http import Routes

from . import answer, close, confirm, contest, correct, place, quote, read, resolve, waive
from .in_the_way import STANDS_IN_THE_WAY
from .lines import QuoteExpired, QuoteInvalid
from .model import Booking
from .quote import Quoted
from .refusals import (
    AlreadyClosed,
    AlreadyRecorded,
    BookingStateConflict,
    CodeNeeded,
    CodeSpent,
    CodeWrong,
    CorrectionNotLower,
    NothingCharged,
    NothingContested,
    NothingRequested,
    NotYetDelivered,
    OutsideContest,
    TooLateToCancel,
    TooLateToContest,
    TooLateToRespond,
    TooManyMinutes,
    TooManyRecordings,
)
from .shapes import (
    Agreement,
    Attendance,
    BookingQuery,
    BookingStepView,
    BookingsView,
    BookingView,
    Cancellation,
    Confirmation,
    Decline,
    JointQuotedView,
    Judgement,
    NewBooking,
    NewJointQuote,
    NewQuote,
    QuotedView,
    RosterLineView,
    Waiver,
)
from .steps import Step

routes = Routes(__name__)


@routes.post(
    "/v1/quotes",
    answer=QuotedView,
    allow=permissions.QUOTE_BOOKING,
    status=200,
    idempotent=False,
    refusals=STANDS_IN_THE_WAY,
)
def quote_booking(caller: Caller, body: NewQuote) -> Quoted:
    """How a place would be paid and under which terms, valid for 15 minutes; or every reason why not."""
    return quote.bookings([body.wish], means=body.means, by=caller, at=clock.now())


@routes.post(
    "/v1/joint-quotes",
    answer=JointQuotedView,
    allow=permissions.QUOTE_BOOKING,
    status=200,
    idempotent=False,
    refusals=STANDS_IN_THE_WAY,
)
def quote_together(caller: Caller, body: NewJointQuote) -> Quoted:
    """How several places would be paid together: of several people, of a series, or instead of earlier bookings."""
    return quote.bookings(body.wanted, means=body.means, skipping=body.skipping, by=caller, at=clock.now())


@routes.post(
    "/v1/bookings",
    answer=BookingView,
    allow=permissions.PLACE_BOOKING,
    refusals=(QuoteInvalid, QuoteExpired, QuoteOutdated, *STANDS_IN_THE_WAY),
)
def place_booking(caller: Caller, key: RequestKey, body: NewBooking) -> Outcome[Booking]:
    """Commit a quote: the place is taken and the amount held, together or not at all."""
    return place.booking(body.quote_token, by=caller, key=key, at=clock.now())


@routes.post(
    "/v1/joint-bookings",
    answer=BookingsView,
    allow=permissions.PLACE_BOOKING,
    refusals=(QuoteInvalid, QuoteExpired, QuoteOutdated, *STANDS_IN_THE_WAY),
)
def place_together(caller: Caller, key: RequestKey, body: NewBooking) -> Outcome[Page[Booking]]:
    """Commit a quote of several places: all are taken and all amounts held, or nothing is."""
    return place.bookings(body.quote_token, by=caller, key=key, at=clock.now())


@routes.post(
    "/v1/bookings/{booking_id}/acceptance",
    answer=RosterLineView,
    allow=permissions.ANSWER_REQUEST,
    status=200,
    refusals=(NotFound, NothingRequested, TooLateToRespond),
)
def accept_request(caller: Caller, key: RequestKey, booking_id: str, body: Agreement) -> Outcome[Booking]:
    """Say yes to a request for a session of one's own cooperative."""
    return answer.yes(booking_id, by=caller, key=key, at=clock.now())


@routes.post(
    "/v1/bookings/{booking_id}/decline",
    answer=RosterLineView,
    allow=permissions.ANSWER_REQUEST,
    status=200,
    refusals=(NotFound, NothingRequested),
)
def decline_request(caller: Caller, key: RequestKey, booking_id: str, body: Decline) -> Outcome[Booking]:
    """Say no to a request: its place and its money go back."""
    return answer.no(booking_id, reason=body.reason, by=caller, key=key, at=clock.now())


@routes.get(
    "/v1/booking-requests",
    answer=RosterLineView,
    allow=permissions.ANSWER_REQUEST,
    listing=True,
)
def list_requests(caller: Caller, span: Span) -> Page[Booking]:
    """The requests that one's own cooperative has yet to answer, the most urgent first."""
    return read.requested(span, by=caller)


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
    refusals=(NotFound, NotYetDelivered, TooManyMinutes, AlreadyClosed, AlreadyRecorded, TooManyRecordings),
)
def record_attendance(caller: Caller, key: RequestKey, booking_id: str, body: Attendance) -> Outcome[Booking]:
    """Record what was delivered; what the family has days to contest is captured when it confirms, or they are over."""
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


@routes.get(
    "/v1/sessions/{session_id}/charges",
    answer=RosterLineView,
    allow=permissions.WAIVE_CHARGE,
    listing=True,
    refusals=(NotFound,),
)
def see_charges(caller: Caller, session_id: str) -> list[Booking]:
    """What absences and late cancellations have charged in a session of one's own cooperative."""
    return read.charged(session_id, by=caller)


@routes.post(
    "/v1/bookings/{booking_id}/confirmation",
    answer=BookingView,
    allow=permissions.CONFIRM_DELIVERY,
    status=200,
    refusals=(NotFound, BookingStateConflict, CodeNeeded, CodeWrong, CodeSpent),
)
def confirm_delivery(caller: Caller, key: RequestKey, booking_id: str, body: Confirmation) -> Outcome[Booking]:
    """Agree with what was recorded: that part is captured for the provider, the rest goes back."""
    return confirm.delivery(booking_id, code=body.code, by=caller, key=key, at=clock.now())


@routes.post(
    "/v1/bookings/{booking_id}/contest",
    answer=BookingView,
    allow=permissions.CONTEST_DELIVERY,
    status=200,
    refusals=(NotFound, BookingStateConflict, TooLateToContest, NothingContested),
)
def contest_delivery(caller: Caller, key: RequestKey, booking_id: str, body: Judgement) -> Outcome[Booking]:
    """Say that less was delivered than recorded: only the difference waits for the funder."""
    return contest.delivery(
        booking_id,
        delivered_minutes=body.delivered_minutes,
        reason=body.reason,
        by=caller,
        key=key,
        at=clock.now(),
    )


@routes.post(
    "/v1/bookings/{booking_id}/resolution",
    answer=BookingView,
    allow=permissions.RESOLVE_CONTEST,
    status=200,
    refusals=(NotFound, BookingStateConflict, OutsideContest),
)
def resolve_contest(caller: Caller, key: RequestKey, booking_id: str, body: Judgement) -> Outcome[Booking]:
    """Decide a contest, between what the two sides say: that part is captured, the rest goes back."""
    return resolve.contest(
        booking_id,
        delivered_minutes=body.delivered_minutes,
        reason=body.reason,
        by=caller,
        key=key,
        at=clock.now(),
    )


@routes.post(
    "/v1/bookings/{booking_id}/corrections",
    answer=BookingView,
    allow=permissions.CORRECT_DELIVERY,
    refusals=(NotFound, BookingStateConflict, CorrectionNotLower, NothingDue),
)
def correct_delivery(caller: Caller, key: RequestKey, booking_id: str, body: Judgement) -> Outcome[Booking]:
    """Lower what was captured of a settled booking: the difference goes back to the voucher."""
    return correct.delivery(
        booking_id,
        delivered_minutes=body.delivered_minutes,
        reason=body.reason,
        by=caller,
        key=key,
        at=clock.now(),
    )


@routes.post(
    "/v1/bookings/{booking_id}/waiver",
    answer=RosterLineView,
    allow=permissions.WAIVE_CHARGE,
    status=200,
    refusals=(NotFound, NothingCharged, NothingDue),
)
def waive_charge(caller: Caller, key: RequestKey, booking_id: str, body: Waiver) -> Outcome[Booking]:
    """Give up what an absence or a late cancellation has charged: it goes back to the vouchers that paid it."""
    return waive.charge(booking_id, reason=body.reason, by=caller, key=key, at=clock.now())


@routes.get(
    "/v1/bookings/{booking_id}/steps",
    answer=BookingStepView,
    allow=permissions.SEE_BOOKINGS,
    listing=True,
    refusals=(NotFound,),
)
def list_steps(caller: Caller, booking_id: str, span: Span) -> Page[Step]:
    """What happened to a booking after it was placed, oldest first."""
    return read.steps(booking_id, span, by=caller, at=clock.now())


@routes.get(
    "/v1/programmes/{programme_id}/contests",
    answer=BookingView,
    allow=permissions.RESOLVE_CONTEST,
    listing=True,
    refusals=(NotFound,),
)
def list_contests(caller: Caller, programme_id: str, span: Span) -> Page[Booking]:
    """The contested bookings that a programme of one's own funder pays for, the oldest first."""
    return read.contested(programme_id, span, by=caller)
