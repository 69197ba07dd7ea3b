"""What a programme asks of who is helped, of the help, and of what else they have."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Self

from chalicelib.kernel import clock
from chalicelib.kernel.refusals import Conflict, Refusal
from chalicelib.kernel.territory import AREAS, Category, municipality
from chalicelib.kernel.texts import Text
from chalicelib.ledger.model import Cap

from .award import FACTS, FactMissing

NO_AGE_MAX = 120  # from here on a maximum means "none"
WHOLE_AREA = 1000  # services: more than any area has


class AgeNotAdmitted(Conflict):
    """The person is too young or too old on the day of delivery."""

    detail = Text(
        "Il buono vale {ages}, compiuti alla data della prestazione.",
        "The voucher is {ages}, on the day of delivery.",
    )
    remedy = Text("Chiedi al Social Point quali misure ti spettano.", "Ask your Social Point what you are entitled to.")


class ResidenceNotAdmitted(Conflict):
    """The person lives where the programme does not reach."""

    detail = Text(
        "Il buono vale per chi risiede a: {municipalities}.", "The voucher is for residents of: {municipalities}."
    )
    remedy = Text("Chiedi al Social Point quali misure ti spettano.", "Ask your Social Point what you are entitled to.")


class CategoryNotAdmitted(Conflict):
    """The programme does not pay for this area of help."""

    detail = Text(
        "Il buono non copre l'area «{area}». Copre: {areas}.",
        "The voucher does not cover “{area}”. It covers: {areas}.",
    )
    remedy = Text(
        "Scegli una prestazione ammessa, un altro buono, oppure paga tu.",
        "Choose an admitted service, another voucher, or pay by yourself.",
    )


class ServiceNotAdmitted(Conflict):
    """The programme pays for some services of the area only, and not for this one."""

    detail = Text("Il buono non copre questa prestazione.", "The voucher does not cover this service.")
    remedy = Text(
        "Scegli una prestazione ammessa, un altro buono, oppure paga tu.",
        "Choose an admitted service, another voucher, or pay by yourself.",
    )


class IseeNotAdmitted(Conflict):
    """The household's income indicator is above what the programme admits."""

    detail = Text(
        "La misura vale fino a un ISEE di {isee_max_cents}.", "The programme reaches an ISEE of {isee_max_cents}."
    )
    remedy = Text("Chiedi al Social Point quali altre misure ci sono.", "Ask your Social Point what else there is.")


class Reach(StrEnum):
    """Whose other vouchers an exclusion looks at."""

    PERSON = "person"
    HOUSEHOLD = "household"


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A programme that cannot be had together with this one, and the text that says so."""

    programme_id: str
    reach: Reach
    rule: str


@dataclass(frozen=True, slots=True)
class Caps:
    """The most that one voucher pays (cents or minutes): in a calendar month, in an area, to one provider."""

    month_max: int | None = None
    provider_max: int | None = None
    category_max: dict[Category, int] = field(default_factory=dict)

    def on(self, *, starts_at: datetime, category: Category, provider_id: str) -> list[Cap]:
        """Those that a delivery counts under, by its Italian month."""
        on = clock.local_day(starts_at)
        month = f"{on:%Y-%m}"
        found = [
            (self.month_max, f"month:{month}", Text(f"nel mese {on:%m/%Y}", f"in the month {on:%m/%Y}")),
            (self.provider_max, f"provider:{provider_id}", Text("a una sola cooperativa", "to one cooperative")),
            (
                self.category_max.get(category),
                f"category:{category}",
                Text(f"per l'area «{AREAS[category].it}»", f"for “{AREAS[category].en}”"),
            ),
        ]
        return [Cap(count, most, span) for most, count, span in found if most is not None]


@dataclass(frozen=True, slots=True)
class Rules:
    """What a programme asks. A voucher keeps the rules it was issued under.

    No `service_ids` means every service of its areas. `grace_days` is how long after its last day a voucher may still
    be used; `is_transferable`, whether what is left may go to another member of the household; `confirm_days`, how long
    the family can contest what a provider records: none, it is captured at once.
    """

    categories: tuple[Category, ...]
    age_min: int
    age_max: int
    municipality_codes: tuple[str, ...]
    service_ids: tuple[str, ...] = ()
    isee_max_cents: int | None = None
    caps: Caps = field(default_factory=Caps)
    exclusions: tuple[Exclusion, ...] = ()
    grace_days: int = 0
    is_transferable: bool = False
    confirm_days: int = 0

    def normal(self) -> Self:
        """The same rules as they are kept and read back: each area and municipality once, in order."""
        return replace(
            self,
            categories=tuple(sorted(set(self.categories))),
            municipality_codes=tuple(sorted(set(self.municipality_codes))),
            service_ids=tuple(sorted(set(self.service_ids))),
        )

    def why_not_person(self, *, born_on: date, municipality_code: str, on: date) -> list[Refusal]:
        """Every reason why a person is not entitled on a day (age on the day of delivery; residence)."""
        why: list[Refusal] = []
        if not self.age_min <= clock.age(born_on, on) <= self.age_max:
            why.append(AgeNotAdmitted(age_min=self.age_min, age_max=self.age_max, ages=self.ages(), day_on=on))
        if municipality_code not in self.municipality_codes:
            names = [municipality(code) for code in self.municipality_codes]
            why.append(ResidenceNotAdmitted(municipalities=names))
        return why

    @property
    def breadth(self) -> int:
        """How much they let a voucher pay for: a few services are less than one whole area, and that than several."""
        return len(self.service_ids) or WHOLE_AREA * len(self.categories)

    def why_not_category(self, category: Category) -> list[Refusal]:
        """Why an area of help is not covered."""
        if category in self.categories:
            return []
        areas = [AREAS[one] for one in self.categories]
        return [CategoryNotAdmitted(category=category, area=AREAS[category], areas=areas)]

    def why_not_service(self, service_id: str) -> list[Refusal]:
        """Why one service of an area is not covered."""
        return (
            [ServiceNotAdmitted(service_id=service_id)]
            if self.service_ids and service_id not in self.service_ids
            else []
        )

    def why_not_isee(self, isee_cents: int | None) -> list[Refusal]:
        """Why a household's income indicator is not admitted; unknown, it is not."""
        if self.isee_max_cents is None:
            return []
        if isee_cents is None:
            return [FactMissing(fact="isee_cents", missing=FACTS["isee_cents"])]
        return [IseeNotAdmitted(isee_max_cents=self.isee_max_cents)] if isee_cents > self.isee_max_cents else []

    def ages(self) -> Text:
        """The ages it is for, as people say them."""
        if self.age_max >= NO_AGE_MAX:
            return Text(f"da {self.age_min} anni in su", f"for ages {self.age_min} and over")
        return Text(f"da {self.age_min} a {self.age_max} anni", f"for ages {self.age_min} to {self.age_max}")
