"""Programmes as they cross the wire."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, UnsetType, field

from chalicelib.kernel.territory import Category
from chalicelib.ledger.model import Unit
from chalicelib.runtime.shapes import Belfiore, Body, Cents, Email, Id, Line, Units, View

from .award import MONTHS_MAX, Award, AwardKind
from .model import ProgrammeState
from .rules import Reach, Rules

Age = Annotated[int, Meta(ge=0, le=130)]


Percent = Annotated[int, Meta(ge=0, le=100)]


Months = Annotated[int, Meta(ge=1, le=MONTHS_MAX, description="How many months a voucher lasts.")]


BudgetUnits = Annotated[int, Meta(ge=1, le=10_000_000_000, description="Cents or minutes, by the unit.")]


class ExclusionView(View, frozen=True, kw_only=True):
    """A programme that cannot be had together with this one, and the text that says so."""

    programme_id: str
    reach: Reach
    rule: str


class CapsView(View, frozen=True, kw_only=True):
    """The most that one voucher pays (cents or minutes): in a month, in an area, to one provider."""

    month_max: int | None
    provider_max: int | None
    category_max: dict[Category, int]


class RulesView(View, frozen=True, kw_only=True):
    """What a programme asks."""

    categories: list[Category]
    age_min: int
    age_max: int
    municipality_codes: list[str]
    service_ids: list[str]
    isee_max_cents: int | None
    caps: CapsView
    exclusions: list[ExclusionView]
    grace_days: int
    is_transferable: bool
    confirm_days: int


class StepView(View, frozen=True, kw_only=True):
    """What households of at least this size are granted (cents)."""

    size_min: int
    cents: int


class SupplementView(View, frozen=True, kw_only=True):
    """What is added for larger households whose youngest child was born from a day on (cents)."""

    cents: int
    size_min: int
    born_from_on: date


class BandView(View, frozen=True, kw_only=True):
    """What is granted in a month up to an ISEE (cents, percent)."""

    isee_cents: int
    below: bool
    first_percent: int
    sibling_percent: int
    siblings_month_max_cents: int | None
    month_cents: int
    cost_percent_max: int


class AwardView(View, frozen=True, kw_only=True):
    """How the programme decides what one voucher grants."""

    kind: AwardKind
    steps: list[StepView]
    supplement: SupplementView | None
    bands: list[BandView]


class ProgrammeView(View, frozen=True, kw_only=True):
    """A funded policy. Amounts are cents or minutes, by the unit. Without expires_on it lasts as its funds do."""

    id: str
    funder_id: str
    title: str
    legal_basis: str
    unit: Unit
    rules: RulesView
    award: AwardView
    budget: int
    voucher_max: int
    from_on: date
    expires_on: date | None
    months: int | None
    second_person_above: int | None
    alert_below: int | None
    alert_to: str | None
    state: ProgrammeState
    version: int


class VersionView(View, frozen=True, kw_only=True):
    """A programme as one change made it, when and why."""

    programme: ProgrammeView
    reason: str
    at: datetime


class CommitmentView(View, frozen=True, kw_only=True):
    """Part of a budget set aside by an act (cents or minutes)."""

    id: str
    programme_id: str
    units: int
    act: str
    at: datetime


class CommittedView(View, frozen=True, kw_only=True):
    """A commitment, and what of it is not drawn yet (cents or minutes)."""

    commitment: CommitmentView
    available: int


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


class NewCaps(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The most that one voucher pays (cents or minutes): in a calendar month, in an area, to one provider."""

    month_max: Units | None = None
    provider_max: Units | None = None
    category_max: dict[Category, Units] = field(default_factory=dict)


class NewExclusion(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A programme that cannot be had together with this one, by whom, and the text that says so."""

    programme_id: Id
    reach: Reach
    rule: Line


class NewRules(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a programme asks: age on the day of delivery, residence, areas, services, income, caps, exclusions."""

    categories: Annotated[list[Category], Meta(min_length=1, max_length=len(Category))]
    age_min: Age
    age_max: Age
    municipality_codes: Annotated[list[Belfiore], Meta(min_length=1, max_length=50)]
    service_ids: Annotated[list[Id], Meta(max_length=100)] = field(default_factory=list)
    isee_max_cents: Cents | None = None
    caps: NewCaps = NewCaps()
    exclusions: Annotated[list[NewExclusion], Meta(max_length=10)] = field(default_factory=list)
    grace_days: Annotated[int, Meta(ge=0, le=90)] = 0
    is_transferable: bool = False
    confirm_days: Annotated[int, Meta(ge=0, le=60, description="For how long a family can contest.")] = 0


class NewStep(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What households of at least this size are granted (cents)."""

    size_min: Annotated[int, Meta(ge=1, le=30)]
    cents: Cents


class NewSupplement(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is added for larger households whose youngest child was born from a day on (cents)."""

    cents: Cents
    size_min: Annotated[int, Meta(ge=1, le=30)]
    born_from_on: date


class NewBand(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is granted in a month up to an ISEE, or below it (cents, percent)."""

    isee_cents: Cents
    below: bool = False
    first_percent: Percent = 0
    sibling_percent: Percent = 0
    siblings_month_max_cents: Cents | None = None
    month_cents: Cents = 0
    cost_percent_max: Percent = 100


class NewAward(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the programme decides what one voucher grants: named, a table by household, a formula by ISEE."""

    kind: AwardKind = AwardKind.NAMED
    steps: Annotated[list[NewStep], Meta(max_length=30)] = field(default_factory=list)
    supplement: NewSupplement | None = None
    bands: Annotated[list[NewBand], Meta(max_length=30)] = field(default_factory=list)


class NewProgramme(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A programme to be created, open or as a draft, with its whole budget."""

    title: Line
    legal_basis: Line
    unit: Unit
    rules: NewRules
    budget: BudgetUnits
    voucher_max: BudgetUnits
    from_on: date
    expires_on: date | None = None
    months: Months | None = None
    award: NewAward = NewAward()
    second_person_above: BudgetUnits | None = None
    alert_below: BudgetUnits | None = None
    alert_to: Email | None = None
    state: Literal["draft", "open"] = "open"


class NewVersion(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What changes of a programme, from which version, and why; what is left out stays as it is."""

    version: Annotated[int, Meta(ge=1, le=100_000, description="The version that was read.")]
    reason: Line
    state: ProgrammeState | UnsetType = UNSET
    title: Line | UnsetType = UNSET
    legal_basis: Line | UnsetType = UNSET
    rules: NewRules | UnsetType = UNSET
    award: NewAward | UnsetType = UNSET
    voucher_max: BudgetUnits | UnsetType = UNSET
    expires_on: date | UnsetType | None = UNSET
    months: Months | UnsetType | None = UNSET
    second_person_above: BudgetUnits | UnsetType | None = UNSET
    alert_below: BudgetUnits | UnsetType | None = UNSET
    alert_to: Email | UnsetType | None = UNSET

    def changes(self) -> dict[str, Any]:
        """The fields of a programme that were given, as the model's own."""
        given = {name: getattr(self, name) for name in self.__struct_fields__ if name not in ("version", "reason")}
        kinds = {"rules": Rules, "award": Award}
        return {
            name: value.into(kinds[name]) if name in kinds else value
            for name, value in given.items()
            if value is not UNSET
        }


class NewCommitment(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is set aside (cents or minutes), and the act that decides it."""

    units: BudgetUnits
    act: Line


class Freeing(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Nothing needs to be said: an empty object."""
