"""Waiting lists: join, see one's position, answer an offer."""

from chalicelib.access import permissions
from chalicelib.bookings.lines import OptionUnknown, QuoteExpired, QuoteInvalid, TooMuchAtOnce
from chalicelib.bookings.model import Booking, Overlapping
from chalicelib.bookings.quote import Quoted
from chalicelib.bookings.shapes import BookingsView, JointQuotedView, NewQuote
from chalicelib.bookings.why_not import Advice
from chalicelib.catalogue.model import MadeForAnother, OfferOver, QuoteOutdated, SessionCancelled, TooLateToBook
from chalicelib.kernel import clock
from chalicelib.kernel.caller import Caller
from chalicelib.kernel.identifiers import Outcome, RequestKey
from chalicelib.kernel.paging import Page, Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.ledger.model import AccountClosed, CapReached, ExpiredByThen, InsufficientBalance
from chalicelib.people.model import NotForThisPerson
from chalicelib.providers.model import NotAccredited
from chalicelib.runtime.http import Routes
from chalicelib.vouchers.holdings import NotCumulable

from . import advise, answer, join, read
from .model import AlreadyWaiting, GroupInvalid, LineFull, NothingOffered, PlacesFree
from .read import Length, Turn
from .shapes import (
    AdviceView,
    NewEntry,
    OfferAcceptance,
    OfferDecline,
    OfferQuote,
    WaitingListView,
    WaitingView,
    Withdrawal,
)

routes = Routes(__name__)

STANDS_IN_THE_WAY = (
    NotFound,
    NotForThisPerson,
    SessionCancelled,
    TooLateToBook,
    MadeForAnother,
    NotAccredited,
    Overlapping,
)
CANNOT_BE_PAID = (AccountClosed, ExpiredByThen, InsufficientBalance, CapReached, NotCumulable, TooMuchAtOnce)


@routes.post(
    "/v1/why-not",
    answer=AdviceView,
    allow=permissions.QUOTE_BOOKING,
    status=200,
    idempotent=False,
    refusals=(NotFound, NotForThisPerson),
)
def see_why_not(caller: Caller, body: NewQuote) -> Advice:
    """Every reason why a person cannot have a place so, and the smallest changes with which they could."""
    return advise.person(body.wish, means=body.means, by=caller, at=clock.now())


@routes.post(
    "/v1/sessions/{session_id}/waiting-list",
    answer=WaitingView,
    allow=permissions.JOIN_WAITING_LIST,
    refusals=(*STANDS_IN_THE_WAY, OptionUnknown, GroupInvalid, PlacesFree, AlreadyWaiting, LineFull),
)
def join_waiting_list(caller: Caller, key: RequestKey, session_id: str, body: NewEntry) -> Outcome[Turn]:
    """Wait for a place in a full session, alone or as a group that comes all or none."""
    return join.line(body.group(session_id), by=caller, key=key, at=clock.now())


@routes.get(
    "/v1/sessions/{session_id}/waiting-list",
    answer=WaitingListView,
    allow=permissions.SEE_ROSTER,
    refusals=(NotFound,),
)
def see_waiting_list(caller: Caller, session_id: str) -> Length:
    """How many wait for a session of one's own cooperative: numbers, no names."""
    return read.length(session_id, by=caller)


@routes.get(
    "/v1/people/{person_id}/waiting-list-entries",
    answer=WaitingView,
    allow=permissions.SEE_WAITING_LIST,
    listing=True,
    refusals=(NotFound,),
)
def list_entries(caller: Caller, person_id: str, span: Span) -> Page[Turn]:
    """What oneself, or a person one acts for, waits for, with the position and why."""
    return read.of_person(person_id, span, by=caller, at=clock.now())


@routes.get(
    "/v1/waiting-list-entries/{entry_id}",
    answer=WaitingView,
    allow=permissions.SEE_WAITING_LIST,
    refusals=(NotFound,),
)
def see_entry(caller: Caller, entry_id: str) -> Turn:
    """An entry of a waiting list, with the position and why."""
    return read.entry(entry_id, by=caller, at=clock.now())


@routes.post(
    "/v1/waiting-list-entries/{entry_id}/quotes",
    answer=JointQuotedView,
    allow=permissions.ANSWER_OFFER,
    status=200,
    idempotent=False,
    refusals=(*STANDS_IN_THE_WAY, *CANNOT_BE_PAID, NothingOffered, OfferOver),
)
def quote_offer(caller: Caller, entry_id: str, body: OfferQuote) -> Quoted:
    """How the places that are kept for an entry would be paid."""
    return answer.quoted(entry_id, means=body.means, by=caller, at=clock.now())


@routes.post(
    "/v1/waiting-list-entries/{entry_id}/acceptance",
    answer=BookingsView,
    allow=permissions.ANSWER_OFFER,
    refusals=(*STANDS_IN_THE_WAY, *CANNOT_BE_PAID, QuoteInvalid, QuoteExpired, QuoteOutdated, OfferOver),
)
def accept_offer(caller: Caller, key: RequestKey, entry_id: str, body: OfferAcceptance) -> Outcome[Page[Booking]]:
    """Book the places that are kept, exactly as they were quoted."""
    return answer.accepted(entry_id, quote_token=body.quote_token, by=caller, key=key, at=clock.now())


@routes.post(
    "/v1/waiting-list-entries/{entry_id}/decline",
    answer=WaitingView,
    allow=permissions.ANSWER_OFFER,
    status=200,
    refusals=(NotFound, NothingOffered),
)
def decline_offer(caller: Caller, key: RequestKey, entry_id: str, body: OfferDecline) -> Outcome[Turn]:
    """Let an offer go: the first time it costs nothing."""
    return answer.declined(entry_id, by=caller, key=key, at=clock.now())


@routes.post(
    "/v1/waiting-list-entries/{entry_id}/withdrawal",
    answer=WaitingView,
    allow=permissions.ANSWER_OFFER,
    status=200,
    refusals=(NotFound, NothingOffered),
)
def leave_waiting_list(caller: Caller, key: RequestKey, entry_id: str, body: Withdrawal) -> Outcome[Turn]:
    """Wait no more."""
    return answer.withdrawn(entry_id, by=caller, key=key, at=clock.now())
