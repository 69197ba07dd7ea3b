"""What vouchers a person or a household has at a time, and which cannot be had together."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from chalicelib.kernel.refusals import Conflict, Refusal
from chalicelib.kernel.texts import Text
from chalicelib.programmes.rules import Exclusion, Reach


class NotCumulable(Conflict):
    """Two measures that cannot be had together, by the rule of one of them."""

    detail = Text(
        "Questo buono non si può avere insieme a «{other}»: {rule}.",
        "This voucher cannot be had together with “{other}”: {rule}.",
    )
    remedy = Text(
        "Chiedi al Social Point quale delle due misure conviene tenere.",
        "Ask your Social Point which of the two measures is better to keep.",
    )


@dataclass(frozen=True, slots=True)
class Holding:
    """One voucher that is not over, and what its programme excludes."""

    programme_id: str
    programme_title: str
    exclusions: tuple[Exclusion, ...] = ()


@dataclass(frozen=True, slots=True)
class Holdings:
    """The vouchers that a person, or a household, has; and a version that any change moves on."""

    live: Mapping[str, Holding] = field(default_factory=dict)
    version: int = 0

    def why_not(self, voucher_id: str, holding: Holding, reach: Reach) -> list[Refusal]:
        """Every voucher here that this one cannot be had together with, by its own rule or by the other's.

        What excludes within a household excludes for one person too.
        """
        return [
            NotCumulable(voucher_id=other_id, other=other.programme_title, rule=exclusion.rule)
            for other_id, other in self.live.items()
            if other_id != voucher_id
            for exclusion, excluded in (
                *((one, other.programme_id) for one in holding.exclusions),
                *((one, holding.programme_id) for one in other.exclusions),
            )
            if exclusion.programme_id == excluded and reach in (Reach.PERSON, exclusion.reach)
        ]

    def with_one(self, voucher_id: str, holding: Holding) -> "Holdings":
        """The same, and this voucher."""
        return replace(self, live={**self.live, voucher_id: holding})

    def without(self, voucher_id: str) -> "Holdings":
        """The same, but for this voucher."""
        return replace(self, live={one: holding for one, holding in self.live.items() if one != voucher_id})
