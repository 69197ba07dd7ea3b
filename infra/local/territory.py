"""The shapes of `data/*.json`: what a demo territory is made of, as its files tell it."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Literal

import msgspec

from chalicelib.catalogue.model import PriceUnit
from chalicelib.catalogue.needs import NeedKind
from chalicelib.kernel.caller import Role
from chalicelib.kernel.territory import Audience, Category
from chalicelib.kernel.weekdays import Weekday
from chalicelib.ledger.model import Unit
from chalicelib.programmes.award import Award, Facts
from chalicelib.programmes.rules import Reach, Rules
from chalicelib.providers.model import Network
from chalicelib.schedules.model import Closure, Schedule, ScheduleKind, Stretch
from chalicelib.schedules.shapes import NewPattern
from infra.build import ROOT
from infra.local.cloud import CloudFailed

DATA = ROOT / "data"


def read_data() -> "Territory":
    """All that the files say. Raises CloudFailed when one of them has another shape."""
    folder = {path.stem: msgspec.json.decode(path.read_bytes()) for path in DATA.glob("*.json")}
    try:
        return msgspec.convert(folder, Territory)
    except msgspec.ValidationError as error:
        raise CloudFailed(f"data/ cannot be read: {error}") from error


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One object of a data file, known to the others by its slug."""

    slug: str


class DeskEntry(Entry, frozen=True, kw_only=True):
    """A Social Point; `demo` marks hours that are invented."""

    name: str
    municipality_code: str
    address: str
    opening_hours: str
    demo: bool


class Period(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An accreditation, in days from the loading."""

    category: Category
    from_days: int
    to_days: int


class ProviderEntry(Entry, frozen=True, kw_only=True):
    """A cooperative and what it is accredited for."""

    name: str
    network: Network
    description: str
    municipality_code: str
    address: str
    email: str
    phone: str
    accreditations: list[Period]


class ServiceEntry(Entry, frozen=True, kw_only=True):
    """A kind of help."""

    title: str
    category: Category
    audience: Audience
    price_unit: PriceUnit


class ClosureEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Closed days, counted from the loading, and why."""

    from_days: int
    to_days: int
    reason: str


class Timetable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When an offering takes place, as its cooperative would say over HTTP.

    Its days are counted from the loading (`from_days`), or those of the next `season`, a month and day each.
    """

    kind: ScheduleKind
    title: str
    pattern: NewPattern
    from_days: int = 1
    season: tuple[str, str] | None = None
    meetings: int | None = None
    worker: str | None = None
    closure: ClosureEntry | None = None

    def schedule(self, offering_id: str, *, worker_id: str | None, today: date) -> Schedule:
        """The schedule, still without an id."""
        first, last = self._days(today)
        closed = self.closure
        closures = (Closure(_in(closed.from_days, today), _in(closed.to_days, today), closed.reason),) if closed else ()
        return Schedule(
            id="",
            offering_id=offering_id,
            provider_id="",
            kind=self.kind,
            stretches=(Stretch(first, replace(self.pattern.pattern, worker_id=worker_id)),),
            to_on=last,
            meetings=self.meetings,
            closures=closures,
            title=self.title,
        )

    def _days(self, today: date) -> tuple[date, date | None]:
        if self.season is None:
            return _in(self.from_days, today), None
        years = (today.year, today.year + 1)
        seasons = [tuple(date.fromisoformat(f"{year}-{edge}") for edge in self.season) for year in years]
        first, last = next(season for season in seasons if today < season[1])
        return max(first, _in(1, today)), last


def _in(days: int, today: date) -> date:
    return today + timedelta(days=days)


class NeedEntry(Entry, frozen=True, kw_only=True):
    """A need or a life event, and the kinds of help that answer it."""

    kind: NeedKind
    title_it: str
    title_en: str
    services: list[str]


class PremisesEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an address has and has not; what is left out nobody has looked at."""

    place: str
    seen_days: int
    step_free_entrance: bool | None = None
    accessible_toilet: bool | None = None
    reserved_parking: bool | None = None
    lift: bool | None = None
    hearing_loop: bool | None = None
    tactile_guides: bool | None = None
    note: str | None = None


class LaterPrice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A price that begins so many days after the loading."""

    from_days: int
    price_cents: int


class OfferingEntry(Entry, frozen=True, kw_only=True):
    """A service by a cooperative, with price and timetable."""

    service: str
    provider: str
    title: str
    description: str
    municipality_code: str | None
    place: str
    price_cents: int
    accepts_vouchers: bool
    timetables: list[Timetable]
    later_price: LaterPrice | None = None
    desk: str | None = None


class ExclusionEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A programme, by its slug, that cannot be had together with another, and the text that says so."""

    programme: str
    reach: Reach
    rule: str


class ProgrammeEntry(Entry, frozen=True, kw_only=True):
    """A funded policy; its days are counted from the loading."""

    title: str
    legal_basis: str
    unit: Unit
    rules: Rules
    budget: int
    voucher_max: int
    from_days: int
    to_days: int | None = None
    months: int | None = None
    award: Award = msgspec.field(default_factory=Award)
    exclusions: list[ExclusionEntry] = msgspec.field(default_factory=list)
    second_person_above: int | None = None
    alert_below: int | None = None


class ResidentEntry(Entry, frozen=True, kw_only=True):
    """A synthetic person; one with a `demo_password` has an activated account."""

    household: str
    tax_code: str
    given_name: str
    family_name: str
    born_on: date
    birth_place_code: str
    municipality_code: str
    desk: str
    email: str | None
    phone: str | None
    delegate: str | None
    demo_password: str | None = None


class VoucherEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a resident declared, and was granted, in cents or minutes."""

    programme: str
    person: str
    facts: Facts


class HistoryEntry(Entry, frozen=True, kw_only=True):
    """Weeks of a programme's past: the same people meet once a week, and the manager who records it.

    They begin in the programme's second week; each week two people more come, until all do.
    """

    programme: str
    offering: str
    recorded_by: str
    weekday: Weekday
    from_time: str
    minutes: int
    weeks: int
    facts: Facts
    people: list[str]


class Organisation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whom someone works for."""

    kind: Literal["desk", "provider", "funder"]
    slug: str


class StaffEntry(Entry, frozen=True, kw_only=True):
    """Someone who works for a desk, a cooperative or the funder."""

    given_name: str
    role: Role
    organisation: Organisation
    email: str
    demo_password: str


class Territory(msgspec.Struct, frozen=True):
    """All of `data/`."""

    desks: list[DeskEntry]
    providers: list[ProviderEntry]
    services: list[ServiceEntry]
    needs: list[NeedEntry]
    premises: list[PremisesEntry]
    offerings: list[OfferingEntry]
    programmes: list[ProgrammeEntry]
    residents: list[ResidentEntry]
    vouchers: list[VoucherEntry]
    staff: list[StaffEntry]
    history: list[HistoryEntry]
