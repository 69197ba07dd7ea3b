"""Funded policies: who is entitled to what, and until when."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Self

from chalicelib.kernel import clock
from chalicelib.kernel.refusals import Conflict, Invalid, Refusal
from chalicelib.kernel.territory import AREAS, MUNICIPALITIES, Category, municipality
from chalicelib.kernel.texts import Amount, Text
from chalicelib.ledger.model import Unit

NO_AGE_MAX = 120  # from here on a maximum means "none"


class ProgrammeState(StrEnum):
    """The life of a programme."""

    OPEN = "open"
    SUSPENDED = "suspended"
    CLOSED = "closed"


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


class AmountNotAdmitted(Conflict):
    """The voucher would be larger than the programme grants to one person."""

    detail = Text("La misura concede al massimo {voucher_max}.", "The programme grants at most {voucher_max}.")
    remedy = Text("Riduci l'importo.", "Lower the amount.")


class ProgrammeNotOpen(Conflict):
    """The programme issues no vouchers now."""

    detail = Text("La misura non è aperta.", "The programme is not open.")


RULES = {
    "age_min": Text("l'età minima supera la massima", "the least age is above the greatest"),
    "expires_on": Text("la scadenza è già passata, o viene prima dell'inizio", "it expires before it begins, or today"),
    "categories": Text("manca l'area di aiuto", "the area of help is missing"),
    "municipality_codes": Text("un comune è fuori dal territorio", "a municipality is outside the territory"),
    "voucher_max": Text("un buono può superare tutto il fondo", "one voucher may exceed the whole fund"),
}


class ProgrammeInvalid(Invalid):
    """The programme's own rules contradict each other."""

    detail = Text("Le regole della misura non vanno bene: {rule}.", "The rules do not hold together: {rule}.")


@dataclass(frozen=True, slots=True)
class Rules:
    """What a programme asks. A voucher keeps the rules it was issued under."""

    categories: tuple[Category, ...]
    age_min: int
    age_max: int
    municipality_codes: tuple[str, ...]

    def normal(self) -> Self:
        """The same rules as they are kept and read back: each area and municipality once, in order."""
        return replace(
            self,
            categories=tuple(sorted(set(self.categories))),
            municipality_codes=tuple(sorted(set(self.municipality_codes))),
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

    def why_not_category(self, category: Category) -> list[Refusal]:
        """Why an area of help is not covered."""
        if category in self.categories:
            return []
        areas = [AREAS[one] for one in self.categories]
        return [CategoryNotAdmitted(category=category, area=AREAS[category], areas=areas)]

    def ages(self) -> Text:
        """The ages it is for, as people say them."""
        if self.age_max >= NO_AGE_MAX:
            return Text(f"da {self.age_min} anni in su", f"for ages {self.age_min} and over")
        return Text(f"da {self.age_min} a {self.age_max} anni", f"for ages {self.age_min} to {self.age_max}")


@dataclass(frozen=True, slots=True)
class Increase:
    """That a funder added to a programme's budget (cents or minutes), and why."""

    id: str
    programme_id: str
    units: int
    reason: str
    by: str
    at: datetime
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Programme:
    """A funded policy with rules and a budget."""

    id: str
    funder_id: str
    title: str
    legal_basis: str
    unit: Unit
    rules: Rules
    budget: int
    voucher_max: int
    from_on: date
    expires_on: date
    state: ProgrammeState
    version: int
    fingerprint: str

    def why_not_issue(self, *, on: date, units: int) -> list[Refusal]:
        """Why no voucher can be issued of this size on a day."""
        if self.state is not ProgrammeState.OPEN or not self.from_on <= on <= self.expires_on:
            return [ProgrammeNotOpen(programme_id=self.id)]
        if units > self.voucher_max:
            return [AmountNotAdmitted(voucher_max=Amount(self.voucher_max, self.unit))]
        return []


def check(programme: Programme, *, on: date) -> None:
    """Raise ProgrammeInvalid for rules that contradict each other."""
    contradictions = {
        "age_min": programme.rules.age_min > programme.rules.age_max,
        "expires_on": programme.expires_on < programme.from_on or programme.expires_on < on,
        "categories": not programme.rules.categories,
        "municipality_codes": not set(programme.rules.municipality_codes) <= set(MUNICIPALITIES),
        "voucher_max": programme.voucher_max > programme.budget,
    }
    for field, is_wrong in contradictions.items():
        if is_wrong:
            raise ProgrammeInvalid(field=field, rule=RULES[field])
