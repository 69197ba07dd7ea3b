"""Usage figures, for who decides with them."""

from chalicelib.access import permissions
from chalicelib.access import read as access
from chalicelib.kernel import clock
from chalicelib.kernel.caller import Caller
from chalicelib.kernel.days import PeriodInvalid
from chalicelib.kernel.refusals import NotFound
from chalicelib.runtime.http import Routes

from . import read
from .read import BurnDown, OccupancyByWeek, UsageByCategory
from .shapes import BurnDownView, OccupancyView, PeriodQuery, UsageByCategoryView

routes = Routes(__name__)


@routes.get(
    "/v1/programmes/{programme_id}/burn-down",
    answer=BurnDownView,
    allow=permissions.SEE_BURN_DOWN,
    refusals=(NotFound,),
)
def see_burn_down(caller: Caller, programme_id: str) -> BurnDown:
    """How the budget of a programme of one's own funder was used, week by week, and how long it will last."""
    return read.burn_down(programme_id, funder_id=access.organisation(caller), at=clock.now())


@routes.get(
    "/v1/usage/categories",
    answer=UsageByCategoryView,
    allow=permissions.SEE_USAGE_BY_CATEGORY,
    refusals=(PeriodInvalid,),
)
def see_usage_by_category(caller: Caller, query: PeriodQuery) -> UsageByCategory:
    """What the programmes of one's own funder paid, by area of help; for an auditor, those of every funder."""
    return read.by_category(query.from_on, query.to_on, by=caller, at=clock.now())


@routes.get("/v1/usage/occupancy", answer=OccupancyView, allow=permissions.SEE_OCCUPANCY, refusals=(PeriodInvalid,))
def see_occupancy(caller: Caller, query: PeriodQuery) -> OccupancyByWeek:
    """What became of the places of one's own cooperative, week by week; for an officer, of all of them together."""
    return read.occupancy(query.from_on, query.to_on, by=caller, at=clock.now())
