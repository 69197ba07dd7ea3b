"""Programmes and their budgets."""

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
from chalicelib.kernel.territory import Category
from chalicelib.ledger.model import Unit
from chalicelib.runtime.http import Routes
from chalicelib.runtime.shapes import Belfiore, Body, Line, View

from . import create, increase, read
from .create import ProgrammeDraft
from .model import Increase, Programme, ProgrammeInvalid, ProgrammeState
from .read import Budget

routes = Routes(__name__)

Age = Annotated[int, Meta(ge=0, le=130)]
BudgetUnits = Annotated[int, Meta(ge=1, le=10_000_000_000, description="Cents or minutes, by the unit.")]


class RulesView(View, frozen=True, kw_only=True):
    """What a programme asks."""

    categories: list[Category]
    age_min: int
    age_max: int
    municipality_codes: list[str]


class ProgrammeView(View, frozen=True, kw_only=True):
    """A funded policy. Budget and voucher_max are cents or minutes, by the unit."""

    id: str
    funder_id: str
    title: str
    legal_basis: str
    unit: Unit
    rules: RulesView
    budget: int
    voucher_max: int
    from_on: date
    expires_on: date
    state: ProgrammeState
    version: int


class BudgetView(View, frozen=True, kw_only=True):
    """A programme and what its fund can still grant."""

    programme: ProgrammeView
    available: int


class IncreaseView(View, frozen=True, kw_only=True):
    """What was added to a budget (cents or minutes, by the programme's unit), and why."""

    id: str
    programme_id: str
    units: int
    reason: str
    at: datetime


class NewIncrease(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is added to a budget (cents or minutes, by the programme's unit), and why."""

    units: BudgetUnits
    reason: Line


class NewRules(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a new programme asks: age on the day of delivery, residence, areas of help."""

    categories: Annotated[list[Category], Meta(min_length=1, max_length=len(Category))]
    age_min: Age
    age_max: Age
    municipality_codes: Annotated[list[Belfiore], Meta(min_length=1, max_length=50)]


class NewProgramme(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A programme to be created, with its whole budget."""

    title: Line
    legal_basis: Line
    unit: Unit
    rules: NewRules
    budget: BudgetUnits
    voucher_max: BudgetUnits
    from_on: date
    expires_on: date


@routes.post("/v1/programmes", answer=ProgrammeView, allow=permissions.CREATE_PROGRAMME, refusals=(ProgrammeInvalid,))
def create_programme(caller: Caller, key: RequestKey, body: NewProgramme) -> Outcome[Programme]:
    """Create a programme of one's own funder, with its rules and its budget."""
    return create.programme(
        body.into(ProgrammeDraft), funder_id=access.organisation(caller), by=caller, key=key, at=clock.now()
    )


@routes.get("/v1/programmes", answer=ProgrammeView, allow=permissions.SEE_PROGRAMMES, listing=True)
def list_programmes(caller: Caller) -> list[Programme]:
    """The programmes of one's own funder."""
    return read.of_funder(access.organisation(caller))


@routes.get("/v1/programmes/{programme_id}", answer=BudgetView, allow=permissions.SEE_PROGRAMMES, refusals=(NotFound,))
def see_programme(caller: Caller, programme_id: str) -> Budget:
    """A programme of one's own funder, and what is left of its budget."""
    return read.budget(programme_id, funder_id=access.organisation(caller))


@routes.post(
    "/v1/programmes/{programme_id}/increases",
    answer=IncreaseView,
    allow=permissions.INCREASE_BUDGET,
    refusals=(NotFound,),
)
def increase_budget(caller: Caller, key: RequestKey, programme_id: str, body: NewIncrease) -> Outcome[Increase]:
    """Add to the budget of a programme of one's own funder, with a reason."""
    return increase.budget(
        programme_id,
        units=body.units,
        reason=body.reason,
        funder_id=access.organisation(caller),
        by=caller,
        key=key,
        at=clock.now(),
    )


@routes.get(
    "/v1/programmes/{programme_id}/increases",
    answer=IncreaseView,
    allow=permissions.SEE_PROGRAMMES,
    listing=True,
    refusals=(NotFound,),
)
def list_increases(caller: Caller, programme_id: str, span: Span) -> Page[Increase]:
    """What was added to a programme's budget, when and why, oldest first."""
    return read.increases(programme_id, span, funder_id=access.organisation(caller))
