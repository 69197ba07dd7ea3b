"""Calendars: an address to read one's appointments at, and its end."""

from chalicelib.access import permissions
from chalicelib.kernel import clock
from chalicelib.kernel.caller import Caller
from chalicelib.kernel.refusals import NotFound
from chalicelib.runtime.http import Routes
from chalicelib.runtime.shapes import Origin

from . import issue, read, revoke
from .model import Feed, FeedRevoked, Issued
from .shapes import CalendarFeedView, IssuedView

routes = Routes(__name__)


@routes.post(
    "/v1/people/{person_id}/calendar-feed",
    answer=IssuedView,
    allow=permissions.KEEP_CALENDAR_FEED,
    idempotent=False,
    refusals=(NotFound,),
)
def issue_calendar_feed(caller: Caller, person_id: str, origin: Origin) -> Issued:
    """Make a new address for a person's calendar: it is shown this once, and the earlier one ends."""
    return issue.of_person(person_id, origin=origin, by=caller, at=clock.now())


@routes.get(
    "/v1/people/{person_id}/calendar-feed",
    answer=CalendarFeedView,
    allow=permissions.KEEP_CALENDAR_FEED,
    refusals=(NotFound,),
)
def see_calendar_feed(caller: Caller, person_id: str) -> Feed:
    """Whether a person's calendar has an address, since when, and who made it."""
    return read.feed_of_person(person_id, by=caller, at=clock.now())


@routes.post(
    "/v1/people/{person_id}/calendar-feed/revocation",
    answer=CalendarFeedView,
    allow=permissions.KEEP_CALENDAR_FEED,
    status=200,
    idempotent=False,
    refusals=(NotFound,),
)
def revoke_calendar_feed(caller: Caller, person_id: str) -> Feed:
    """End the address of a person's calendar, at once."""
    return revoke.of_person(person_id, by=caller, at=clock.now())


@routes.post(
    "/v1/providers/{provider_id}/calendar-feed",
    answer=IssuedView,
    allow=permissions.KEEP_PROVIDER_FEED,
    idempotent=False,
    refusals=(NotFound,),
)
def issue_provider_feed(caller: Caller, provider_id: str, origin: Origin) -> Issued:
    """Make a new address for one's own provider's calendar: it is shown this once, and the earlier one ends."""
    return issue.of_provider(provider_id, origin=origin, by=caller, at=clock.now())


@routes.get(
    "/v1/providers/{provider_id}/calendar-feed",
    answer=CalendarFeedView,
    allow=permissions.KEEP_PROVIDER_FEED,
    refusals=(NotFound,),
)
def see_provider_feed(caller: Caller, provider_id: str) -> Feed:
    """Whether one's own provider's calendar has an address, since when, and who made it."""
    return read.feed_of_provider(provider_id, by=caller)


@routes.post(
    "/v1/providers/{provider_id}/calendar-feed/revocation",
    answer=CalendarFeedView,
    allow=permissions.KEEP_PROVIDER_FEED,
    status=200,
    idempotent=False,
    refusals=(NotFound,),
)
def revoke_provider_feed(caller: Caller, provider_id: str) -> Feed:
    """End the address of one's own provider's calendar, at once."""
    return revoke.of_provider(provider_id, by=caller, at=clock.now())


@routes.text(
    "/v1/calendars/{address_id}",
    media="text/calendar; charset=utf-8",
    suffix=".ics",
    refusals=(FeedRevoked,),
)
def read_calendar(address_id: str) -> str:
    """The calendar at a private address, as iCalendar: whoever has the address reads it, without signing in."""
    return read.document(address_id, at=clock.now())
