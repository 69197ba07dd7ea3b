"""Many bookings at once: series, calling off the rest of one, and moving what a provider cannot deliver."""

from chalicelib.access import permissions
from chalicelib.kernel import clock
from chalicelib.kernel.caller import Caller
from chalicelib.kernel.identifiers import Outcome, RequestKey
from chalicelib.kernel.paging import Page, Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.runtime.http import Routes

from . import affected, series
from .affected import Affected, NothingAffected, NowhereElse, Relocation
from .affected_shapes import NewRelocationQuote, RelocationView, UndeliverableView
from .in_the_way import STANDS_IN_THE_WAY
from .quote import Quoted
from .recurrence import NoSessionThen, SeriesInvalid
from .series import SeriesEnd
from .series_shapes import NewSeriesQuote, SeriesCancellation, SeriesEndView, SeriesQuotedView

routes = Routes(__name__)


@routes.post(
    "/v1/series-quotes",
    answer=SeriesQuotedView,
    allow=permissions.QUOTE_BOOKING,
    status=200,
    idempotent=False,
    refusals=(*STANDS_IN_THE_WAY, SeriesInvalid, NoSessionThen),
)
def quote_series(caller: Caller, body: NewSeriesQuote) -> Quoted:
    """How the same hour week after week would be paid, and which of its dates cannot be had."""
    return series.quoted(body.wanted, means=body.means, skipping=body.skipping, by=caller, at=clock.now())


@routes.post(
    "/v1/bookings/{booking_id}/series-cancellation",
    answer=SeriesEndView,
    allow=permissions.CANCEL_BOOKING,
    status=200,
    refusals=(NotFound,),
)
def cancel_series(caller: Caller, key: RequestKey, booking_id: str, body: SeriesCancellation) -> Outcome[SeriesEnd]:
    """Cancel a booking and those after it of its series, each as its terms say; what became of each is told."""
    return series.cancelled(booking_id, by=caller, key=key, at=clock.now())


@routes.get(
    "/v1/providers/{provider_id}/affected-bookings",
    answer=UndeliverableView,
    allow=permissions.SEE_AFFECTED_BOOKINGS,
    listing=True,
    refusals=(NotFound,),
)
def list_undeliverable(caller: Caller, provider_id: str, span: Span) -> Page[Affected]:
    """The coming bookings that a provider will not deliver: its session is off, or it may not deliver on that day."""
    return affected.of_provider(provider_id, span, by=caller, at=clock.now())


@routes.post(
    "/v1/people/{person_id}/relocation-quotes",
    answer=RelocationView,
    allow=permissions.QUOTE_BOOKING,
    status=200,
    idempotent=False,
    refusals=(*STANDS_IN_THE_WAY, NothingAffected, NowhereElse),
)
def quote_relocation(caller: Caller, person_id: str, body: NewRelocationQuote) -> Relocation:
    """How what a provider will not deliver to a person can be moved together, each to the nearest that can be had."""
    return affected.quoted(person_id, provider_id=body.provider_id, means=body.means, by=caller, at=clock.now())
