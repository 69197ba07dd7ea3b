"""The open feed in HSDS 3, outside `/v1`: the standard says its paths."""

from chalicelib.kernel import clock
from chalicelib.kernel.refusals import NotFound
from chalicelib.runtime.http import Routes

from . import read
from .shapes import FeedPageView, FeedQuery, FeedView, FullFeedServiceView

routes = Routes(__name__)


@routes.get("/hsds", answer=FeedView, max_age_seconds=86_400)
def see_feed() -> FeedView:
    """What this feed is: the version of HSDS, its profile, its interface."""
    return read.about()


@routes.get("/hsds/services", answer=FeedPageView, max_age_seconds=300)
def list_feed_services(query: FeedQuery) -> FeedPageView:
    """The services of the territory as HSDS 3 has them, a page at a time."""
    return read.page(query.page, query.per_page, query.organization_id, on=clock.today())


@routes.get(
    "/hsds/services/{service_id}",
    answer=FullFeedServiceView,
    max_age_seconds=read.FRESH_SECONDS,
    refusals=(NotFound,),
)
def see_feed_service(service_id: str) -> FullFeedServiceView:
    """A service with its costs, places, times and free places."""
    return read.service(service_id, at=clock.now())
