"""Reading the feed: what it is, its pages, one service of it."""

import math
from datetime import date, datetime, timedelta

from chalicelib.catalogue import browse, look
from chalicelib.catalogue.model import Session, SessionState
from chalicelib.kernel import clock
from chalicelib.kernel.paging import Position, Span
from chalicelib.kernel.refusals import NotFound

from . import hsds
from .model import id_of, uuid_of
from .shapes import FeedPageView, FeedView, FullFeedServiceView

VERSION = "3.1"
PROFILE = "https://docs.openreferral.org/en/v3.1"
OPENAPI = "https://raw.githubusercontent.com/openreferral/specification/3.1/schema/openapi.json"
AHEAD_DAYS = browse.DAYS_MAX - 1  # besides today
SESSIONS_PAGE = 100
FRESH_SECONDS = 60  # how often free places are counted anew for who reads the feed


def about() -> FeedView:
    """What this feed is."""
    return FeedView(version=VERSION, profile=PROFILE, openapi_url=OPENAPI)


def page(number: int, size: int, organization_id: str | None, *, on: date) -> FeedPageView:
    """One page of the services that are shown on a day, in the order of their ids: it means nothing and stays."""
    shelf = look.shelf()
    coops = {one.id: one for one in shelf.providers}
    asked = {coop_id for coop_id in coops if organization_id in (None, uuid_of(coop_id))}
    shown = [one for one in shelf.shown(on).values() if one.provider_id in asked]
    here = shown[(number - 1) * size : number * size]
    pages = max(1, math.ceil(len(shown) / size))
    return FeedPageView(
        total_items=len(shown),
        total_pages=pages,
        page_number=number,
        size=len(here),
        first_page=number == 1,
        last_page=number == pages,
        empty=not here,
        contents=[hsds.service(one, coops[one.provider_id]) for one in here],
    )


def service(service_id: str, *, at: datetime) -> FullFeedServiceView:
    """A service with all that hangs on it. Raises NotFound."""
    today = clock.local_day(at)
    shelf = look.shelf()
    offering = shelf.shown(today).get(id_of(service_id) or "")
    if offering is None:
        raise NotFound
    [provider] = [one for one in shelf.providers if one.id == offering.provider_id]
    updated = at - timedelta(seconds=at.timestamp() % FRESH_SECONDS)
    return hsds.full_service(offering, provider, _to_come(offering.id, at), on=today, updated=updated)


def _to_come(offering_id: str, at: datetime) -> list[Session]:
    today = clock.local_day(at)
    found: list[Session] = []
    position: Position | None = None
    while True:
        page = browse.sessions_of(
            offering_id, from_on=today, to_on=today + timedelta(days=AHEAD_DAYS), span=Span(SESSIONS_PAGE, position)
        )
        found += [one for one in page.items if _is_open(one, at)]
        if (position := page.rest) is None:
            return found


def _is_open(session: Session, at: datetime) -> bool:
    """Whether anybody could come; one that was made for a single person is nobody else's business."""
    return session.state is SessionState.OPEN and session.starts_at > at and session.person_id is None
