"""The public catalogue, and its publishing by providers."""

from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta

from chalicelib.access import permissions
from chalicelib.access import read as access
from chalicelib.kernel import clock
from chalicelib.kernel.caller import Caller
from chalicelib.kernel.days import PeriodInvalid
from chalicelib.kernel.identifiers import Outcome, RequestKey
from chalicelib.kernel.paging import Page, Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.kernel.territory import Category
from chalicelib.kernel.texts import Language
from chalicelib.runtime.http import Routes
from chalicelib.runtime.shapes import Belfiore, Body, Image, ListQuery, View

from . import browse, change, depict, publish
from .browse import ToldNeed
from .depict import PhotoUpload
from .model import NotForADesk, Offering, Service, Session, SessionTimesInvalid, TermsInvalid, Wish
from .photos import NoSuchPhoto, Photo, PhotoMissing, PhotoUnreadable, TooManyPhotos
from .premises import Premises
from .prices import PriceList, PriceTooEarly, TooManyPrices
from .publish import SESSIONS_MAX, OfferingDraft, SessionDraft
from .session_shapes import (
    MEETINGS_MAX,
    OPTIONS_MAX,
    Guests,
    Instant,
    NewMeeting,
    NewOption,
    NewTerms,
    Places,
    SessionView,
)
from .shapes import (
    NeedView,
    NewNeed,
    NewOffering,
    NewPhoto,
    NewPhotoUpload,
    NewPremises,
    NewPriceList,
    NewRemoval,
    NewService,
    OfferingQuery,
    OfferingView,
    PhotoUploadView,
    PhotoView,
    PremisesView,
    PriceListsView,
    PriceListView,
    ServiceView,
)

routes = Routes(__name__)

CATALOGUE_SECONDS = 60  # prices change by the month, a minute is fresh enough
PHOTO_SECONDS = 86_400  # a photo never changes under its address; one that is taken away is gone within a day
PLACES_SECONDS = 10  # places go by the minute: the quote looks again anyway


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


class NewSession(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When a session takes place, and for how many."""

    starts_at: Instant
    ends_at: Instant
    places_max: Places
    terms: NewTerms = NewTerms()
    meetings: Annotated[list[NewMeeting], Meta(max_length=MEETINGS_MAX)] = msgspec.field(default_factory=list)
    options: Annotated[list[NewOption], Meta(max_length=OPTIONS_MAX)] = msgspec.field(default_factory=list)
    guests_max: Guests = 0
    occupies: bool = True


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


@routes.get("/v1/needs", answer=NeedView, listing=True, max_age_seconds=CATALOGUE_SECONDS)
def list_needs(language: Language) -> list[ToldNeed]:
    """What people come with, needs and life events, and the kinds of help that answer it."""
    return browse.needs(language)


@routes.post("/v1/needs", answer=NeedView, allow=permissions.DEFINE_NEED, idempotent=False)
def define_need(body: NewNeed, language: Language) -> ToldNeed:
    """Define a need or a life event, in place of what was under its id."""
    return ToldNeed.of(publish.need(body.need), language)


@routes.get(
    "/v1/offerings",
    answer=OfferingView,
    listing=True,
    max_age_seconds=CATALOGUE_SECONDS,
    seeded=True,
    refusals=(NotFound,),
)
def list_offerings(query: OfferingQuery, span: Span) -> Page[Offering]:
    """What is offered, by need, area, municipality, audience, price, voucher, place and free text.

    Local before national, then in an order drawn anew each day from the seed that the answer tells.
    """
    return browse.offerings(query.into(Wish), span, on=clock.today())


@routes.get("/v1/offerings/{offering_id}", answer=OfferingView, max_age_seconds=CATALOGUE_SECONDS, refusals=(NotFound,))
def see_offering(offering_id: str) -> Offering:
    """An offering with the price in force today."""
    return browse.offering(offering_id, on=clock.today())


@routes.get(
    "/v1/offerings/{offering_id}/price-lists",
    answer=PriceListView,
    listing=True,
    max_age_seconds=CATALOGUE_SECONDS,
    refusals=(NotFound,),
)
def list_price_lists(offering_id: str) -> list[PriceList]:
    """What an offering cost, costs and is going to cost, the latest version first."""
    return browse.offering(offering_id, on=clock.today()).price_lists


@routes.get(
    "/v1/offerings/{offering_id}/photos/{photo_id}",
    answer=Image,
    max_age_seconds=PHOTO_SECONDS,
    refusals=(NotFound, NoSuchPhoto),
)
def see_photo(offering_id: str, photo_id: str) -> Image:
    """A photo of an offering."""
    return depict.photo(offering_id, photo_id, on=clock.today())


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
    return browse.offerings_of(provider_id, on=clock.today())


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


@routes.post(
    "/v1/offerings",
    answer=OfferingView,
    allow=permissions.PUBLISH_OFFERING,
    refusals=(NotFound, NotForADesk),
)
def publish_offering(caller: Caller, key: RequestKey, body: NewOffering) -> Outcome[Offering]:
    """Publish an offering of one's own cooperative."""
    return publish.offering(body.into(OfferingDraft), provider_id=access.organisation(caller), key=key)


@routes.post(
    "/v1/offerings/{offering_id}/price-lists",
    answer=PriceListsView,
    allow=permissions.PUBLISH_PRICE,
    refusals=(NotFound, PriceTooEarly, TooManyPrices),
)
def publish_price_list(caller: Caller, key: RequestKey, offering_id: str, body: NewPriceList) -> Outcome[Offering]:
    """Add a version to the price list of one's own offering; sessions that are published already keep their price."""
    return change.price(
        offering_id,
        price_cents=body.price_cents,
        from_on=body.from_on,
        provider_id=access.organisation(caller),
        key=key,
        at=clock.now(),
    )


@routes.post(
    "/v1/offerings/{offering_id}/premises",
    answer=PremisesView,
    allow=permissions.CHANGE_OFFERING,
    idempotent=False,
    refusals=(NotFound,),
)
def describe_premises(caller: Caller, offering_id: str, body: NewPremises) -> Premises:
    """Say what the place of one's own offering has and has not, in place of what was said before."""
    return change.premises(offering_id, body.premises, provider_id=access.organisation(caller)).premises


@routes.post(
    "/v1/offerings/{offering_id}/withdrawal",
    answer=None,
    allow=permissions.CHANGE_OFFERING,
    status=204,
    idempotent=False,
    refusals=(NotFound,),
)
def withdraw_offering(caller: Caller, offering_id: str, body: NewRemoval) -> Offering:
    """Take one's own offering out of the catalogue for good; what was booked takes place."""
    return change.withdrawal(offering_id, provider_id=access.organisation(caller), at=clock.now())


@routes.post(
    "/v1/offerings/{offering_id}/photos",
    answer=PhotoUploadView,
    allow=permissions.CHANGE_OFFERING,
    refusals=(NotFound,),
)
def upload_photo(caller: Caller, key: RequestKey, offering_id: str, body: NewPhotoUpload) -> Outcome[PhotoUpload]:
    """Ask where a photo of one's own offering is left; nothing is shown before it is published."""
    return depict.upload(
        offering_id,
        content_type=body.content_type,
        size_bytes=body.size_bytes,
        provider_id=access.organisation(caller),
        key=key,
        at=clock.now(),
    )


@routes.post(
    "/v1/offerings/{offering_id}/photos/{photo_id}/publication",
    answer=PhotoView,
    allow=permissions.CHANGE_OFFERING,
    idempotent=False,
    refusals=(NotFound, PhotoMissing, PhotoUnreadable, TooManyPhotos),
)
def publish_photo(caller: Caller, offering_id: str, photo_id: str, body: NewPhoto) -> Photo:
    """Show a photo that was left, made small and without what the camera noted, with what it shows in words."""
    return depict.offering(
        offering_id, photo_id, alt_it=body.alt_it, alt_en=body.alt_en, provider_id=access.organisation(caller)
    )


@routes.post(
    "/v1/offerings/{offering_id}/photos/{photo_id}/removal",
    answer=None,
    allow=permissions.CHANGE_OFFERING,
    status=204,
    idempotent=False,
    refusals=(NotFound, NoSuchPhoto),
)
def remove_photo(caller: Caller, offering_id: str, photo_id: str, body: NewRemoval) -> Offering:
    """No longer show a photo of one's own offering."""
    return change.removed_photo(offering_id, photo_id, provider_id=access.organisation(caller))


@routes.post(
    "/v1/offerings/{offering_id}/sessions",
    answer=SessionsView,
    allow=permissions.PUBLISH_SESSIONS,
    refusals=(NotFound, SessionTimesInvalid, TermsInvalid),
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
