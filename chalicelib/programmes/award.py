"""How much a programme grants: an amount its officer names, or one that follows from a table or a formula."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chalicelib.kernel.amounts import portion
from chalicelib.kernel.refusals import Conflict, Invalid
from chalicelib.kernel.texts import Text

MONTHS_MAX = 36  # of one award: programmes are decided for three years at most (L. 328/2000, piano di zona)


class AwardKind(StrEnum):
    """Where the amount of a voucher comes from."""

    NAMED = "named"  # the officer names it
    BY_HOUSEHOLD = "by_household"  # a table by the size of the household
    BY_ISEE = "by_isee"  # a formula by bands of the income indicator


FACTS = {
    "isee_cents": Text("il valore ISEE", "the income indicator (ISEE)"),
    "household_size": Text("quante persone vivono insieme", "how many people live together"),
    "month_cost_cents": Text("il costo mensile della prestazione", "what the service costs in a month"),
    "granted": Text("l'importo", "the amount"),
}


class FactMissing(Invalid):
    """The amount cannot be told without this fact."""

    detail = Text("Per calcolare l'importo manca: {missing}.", "The amount cannot be worked out without: {missing}.")


class AmountGiven(Invalid):
    """The amount follows from the programme's table: nobody names it."""

    detail = Text("L'importo lo calcola la misura: non va indicato.", "The programme works the amount out: name none.")
    remedy = Text("Togli l'importo e riprova.", "Leave the amount out and try again.")


class NothingGranted(Conflict):
    """By the programme's table this household is granted nothing."""

    detail = Text("Con questi dati la misura non concede nulla.", "With these facts the programme grants nothing.")
    remedy = Text("Chiedi al Social Point quali altre misure ci sono.", "Ask your Social Point what else there is.")


@dataclass(frozen=True, slots=True)
class Facts:
    """What an applicant declares. Cents; `child_number` is 1 for the first child, higher for each sibling.

    `siblings_month_cents` is what the siblings before this one are granted in a month already.
    """

    granted: int | None = None
    isee_cents: int | None = None
    household_size: int | None = None
    youngest_born_on: date | None = None
    month_cost_cents: int | None = None
    months: int = 1
    child_number: int = 1
    siblings_month_cents: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """What households of at least this size are granted (cents)."""

    size_min: int
    cents: int


@dataclass(frozen=True, slots=True)
class Supplement:
    """What is added for larger households whose youngest child was born from a day on (cents)."""

    cents: int
    size_min: int
    born_from_on: date


@dataclass(frozen=True, slots=True)
class Band:
    """What is granted in a month up to an ISEE: a share of the cost, or an amount with a greatest share of the cost.

    `below` means that an ISEE of exactly `isee_cents` belongs to the next band.
    """

    isee_cents: int
    below: bool = False
    first_percent: int = 0
    sibling_percent: int = 0
    siblings_month_max_cents: int | None = None
    month_cents: int = 0
    cost_percent_max: int = 100

    def admits(self, isee_cents: int) -> bool:
        """Whether an ISEE belongs to this band, the bands before it apart."""
        return isee_cents < self.isee_cents or (isee_cents == self.isee_cents and not self.below)

    def month_units(self, facts: Facts, month_cost_cents: int) -> int:
        """What is granted in a month (cents)."""
        if self.month_cents:
            return min(self.month_cents, most(month_cost_cents, self.cost_percent_max))
        if facts.child_number == 1:
            return portion(month_cost_cents, self.first_percent, 100)
        part = portion(month_cost_cents, self.sibling_percent, 100)
        if self.siblings_month_max_cents is None:
            return part
        return min(part, max(0, self.siblings_month_max_cents - facts.siblings_month_cents))


@dataclass(frozen=True, slots=True)
class Award:
    """How a programme decides what one voucher grants."""

    kind: AwardKind = AwardKind.NAMED
    steps: tuple[Step, ...] = ()
    supplement: Supplement | None = None
    bands: tuple[Band, ...] = ()

    def units(self, facts: Facts) -> int:
        """What is granted (cents, or minutes where the officer names them), by what is declared.

        Raises FactMissing, AmountGiven, NothingGranted.
        """
        if self.kind is AwardKind.NAMED:
            return _known(facts.granted, "granted")
        if facts.granted is not None:
            raise AmountGiven
        granted = self._by_household(facts) if self.kind is AwardKind.BY_HOUSEHOLD else self._by_isee(facts)
        if granted <= 0:
            raise NothingGranted
        return granted

    def month_units(self, facts: Facts) -> int:
        """What a formula by ISEE grants in a month (cents). Raises FactMissing; nothing above the last band."""
        isee, cost = _known(facts.isee_cents, "isee_cents"), _known(facts.month_cost_cents, "month_cost_cents")
        band = next((band for band in self.bands if band.admits(isee)), None)
        return band.month_units(facts, cost) if band else 0

    def is_sound(self) -> bool:
        """Whether it holds together: steps and bands in order, and those that its kind needs."""
        sizes, limits = [step.size_min for step in self.steps], [(b.isee_cents, not b.below) for b in self.bands]
        in_order = sizes == sorted(set(sizes)) and limits == sorted(set(limits))
        match self.kind:
            case AwardKind.NAMED:
                return not self.steps and not self.bands
            case AwardKind.BY_HOUSEHOLD:
                return bool(self.steps) and in_order
            case AwardKind.BY_ISEE:
                return bool(self.bands) and in_order

    def _by_household(self, facts: Facts) -> int:
        size = _known(facts.household_size, "household_size")
        reached = [step for step in self.steps if step.size_min <= size]
        granted = max(reached, key=lambda step: step.size_min).cents if reached else 0
        more = self.supplement
        if more and size >= more.size_min and facts.youngest_born_on and facts.youngest_born_on >= more.born_from_on:
            granted += more.cents
        return granted

    def _by_isee(self, facts: Facts) -> int:
        return self.month_units(facts) * facts.months


def most(cents: int, percent: int) -> int:
    """The most that is no more than a percentage of an amount, in whole cents."""
    return cents * percent // 100


def _known(fact: int | None, name: str) -> int:
    if fact is None:
        raise FactMissing(fact=name, missing=FACTS[name])
    return fact
