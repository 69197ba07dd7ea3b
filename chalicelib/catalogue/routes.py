"""The public catalogue, and its publishing by providers."""

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta

from chalicelib.access import permissions
from chalicelib.access import read as access
from chalicelib.kernel import clock
from chalicelib.kernel.caller import Caller
from chalicelib.kernel.identifiers import Outcome, RequestKey
from chalicelib.kernel.paging import Page, Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.kernel.territory import Audience, Category
from chalicelib.runtime.http import Routes
from chalicelib.runtime.shapes import Belfiore, Body, Cents, Id, Line, ListQuery, Name, Prose, View

from . import browse, publish
from .browse import PeriodInvalid
from .model import Offering, PriceUnit, Scope, Service, Session, SessionState, SessionTimesInvalid, Wish
from .publish import SESSIONS_MAX, OfferingDraft, SessionDraft

routes = Routes(__name__)

CATALOGUE_SECONDS = 60  # prices change by the month, a minute is fresh enough
PLACES_SECONDS = 10  # places go by the minute: the quote looks again anyway
Instant = Annotated[datetime, Meta(tz=True)]


class ServiceView(View, frozen=True, kw_only=True):
    """A kind of help."""

    id: str
    title: str
    category: Category
    audience: Audience
    price_unit: PriceUnit


class OfferingView(View, frozen=True, kw_only=True):
    """A service by a cooperative at a place, with its price."""

    id: str
    service_id: str
    provider_id: str
    provider_name: str
    title: str
    description: str
    category: Category
    audience: Audience
    scope: Scope
    municipality_code: str | None
    place: str
    price_cents: int
    price_unit: PriceUnit
    accepts_vouchers: bool


class SessionView(View, frozen=True, kw_only=True):
    """An offering at a time, with its free places."""

    id: str
    offering_id: str
    provider_id: str
    provider_name: str
    title: str
    category: Category
    municipality_code: str | None
    place: str
    starts_at: datetime
    ends_at: datetime
    price_cents: int
    accepts_vouchers: bool
    places_max: int
    places_free: int
    book_until_at: datetime
    cancel_until_at: datetime
    state: SessionState


class OfferingQuery(ListQuery, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What someone looks for in the catalogue."""

    category: Category | None = None
    municipality_code: Belfiore | None = None
    audience: Audience | None = None
    price_max_cents: Cents | None = None
    accepts_vouchers: bool | None = None
    scope: Scope | None = None
    text: Line | None = None


class SessionQuery(ListQuery, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When, where and what."""

    from_on: date
    to_on: date
    category: Category | None = None
    municipality_code: Belfiore | None = None


class CalendarQuery(ListQuery, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Between which days, both included."""

    from_on: date
    to_on: date


class NewService(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kind of help, under an id that people can read."""

    id: Id
    title: Name
    category: Category
    audience: Audience
    price_unit: PriceUnit


class NewOffering(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An offering to be published."""

    service_id: Id
    title: Name
    description: Prose
    municipality_code: Belfiore | None = None
    place: Name
    price_cents: Cents
    accepts_vouchers: bool


class NewSession(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When a session takes place, and for how many."""

    starts_at: Instant
    ends_at: Instant
    places_max: Annotated[int, Meta(ge=1, le=1000)]


class NewSessions(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Sessions to be published together."""

    sessions: Annotated[list[NewSession], Meta(min_length=1, max_length=SESSIONS_MAX)]


class SessionsView(View, frozen=True, kw_only=True):
    """Sessions that were published together."""

    items: list[SessionView]


@routes.get("/v1/services", answer=ServiceView, listing=True, max_age_seconds=CATALOGUE_SECONDS)
def list_services() -> list[Service]:
    """All kinds of help."""
    return browse.services()


@routes.post("/v1/services", answer=ServiceView, allow=permissions.DEFINE_SERVICE, idempotent=False)
def define_service(body: NewService) -> Service:
    """Define a kind of help, in place of what was under its id."""
    return publish.service(body.into(Service))


@routes.get("/v1/offerings", answer=OfferingView, listing=True, max_age_seconds=CATALOGUE_SECONDS)
def list_offerings(query: OfferingQuery, span: Span) -> Page[Offering]:
    """What is offered: by area, municipality, audience, price, voucher and free text; local first, then national."""
    return browse.offerings(query.into(Wish), span)


@routes.get("/v1/offerings/{offering_id}", answer=OfferingView, max_age_seconds=CATALOGUE_SECONDS, refusals=(NotFound,))
def see_offering(offering_id: str) -> Offering:
    """An offering with its price."""
    return browse.offering(offering_id)


@routes.get(
    "/v1/offerings/{offering_id}/sessions",
    answer=SessionView,
    listing=True,
    max_age_seconds=PLACES_SECONDS,
    refusals=(PeriodInvalid,),
)
def list_offering_sessions(offering_id: str, query: CalendarQuery, span: Span) -> Page[Session]:
    """An offering's sessions between two days, with their free places."""
    return browse.sessions_of(offering_id, from_on=query.from_on, to_on=query.to_on, span=span)


@routes.get(
    "/v1/providers/{provider_id}/offerings",
    answer=OfferingView,
    listing=True,
    max_age_seconds=CATALOGUE_SECONDS,
)
def list_provider_offerings(provider_id: str) -> list[Offering]:
    """What a cooperative offers, with prices."""
    return browse.offerings_of(provider_id)


@routes.get("/v1/sessions", answer=SessionView, listing=True, max_age_seconds=PLACES_SECONDS, refusals=(PeriodInvalid,))
def list_sessions(query: SessionQuery, span: Span) -> Page[Session]:
    """Sessions with free places between two days, in order of time."""
    return browse.sessions(
        from_on=query.from_on,
        to_on=query.to_on,
        category=query.category,
        municipality_code=query.municipality_code,
        span=span,
    )


@routes.get("/v1/sessions/{session_id}", answer=SessionView, max_age_seconds=PLACES_SECONDS, refusals=(NotFound,))
def see_session(session_id: str) -> Session:
    """A session as it is now."""
    return browse.session(session_id)


@routes.post("/v1/offerings", answer=OfferingView, allow=permissions.PUBLISH_OFFERING, refusals=(NotFound,))
def publish_offering(caller: Caller, key: RequestKey, body: NewOffering) -> Outcome[Offering]:
    """Publish an offering of one's own cooperative."""
    return publish.offering(body.into(OfferingDraft), provider_id=access.organisation(caller), key=key)


@routes.post(
    "/v1/offerings/{offering_id}/sessions",
    answer=SessionsView,
    allow=permissions.PUBLISH_SESSIONS,
    refusals=(NotFound, SessionTimesInvalid),
)
def publish_sessions(caller: Caller, key: RequestKey, offering_id: str, body: NewSessions) -> Outcome[Page[Session]]:
    """Publish sessions of one's own offering, all or none."""
    return publish.sessions(
        offering_id,
        [draft.into(SessionDraft) for draft in body.sessions],
        provider_id=access.organisation(caller),
        key=key,
        at=clock.now(),
    )
