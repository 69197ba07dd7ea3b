"""Price lists: versions with the day from which each holds. None is ever changed, a later one takes its place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from chalicelib.kernel.refusals import Conflict
from chalicelib.kernel.texts import Text

VERSIONS_MAX = 100  # of one offering, eight years of a new price each month: they are read together with it


class PriceTooEarly(Conflict):
    """A price list may not hold from today or before: who looks today must be able to rely on what they see."""

    detail = Text("Un nuovo prezzo vale al più presto da domani.", "A new price holds from tomorrow at the earliest.")
    remedy = Text("Indica un giorno da domani in poi.", "Give a day from tomorrow on.")


class TooManyPrices(Conflict):
    """An offering has had as many price lists as it may."""

    detail = Text(
        "Questa offerta ha già avuto {versions_max} listini.", "This offering has had {versions_max} price lists."
    )
    remedy = Text("Pubblica una nuova offerta.", "Publish a new offering.")


@dataclass(frozen=True, slots=True)
class Price:
    """One version of an offering's price list, as its provider published it. The first holds from the beginning."""

    id: str
    version: int
    price_cents: int
    from_on: date | None
    published_at: datetime | None
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class PriceList:
    """A version and the days on which it is in force; a version that was replaced before it held has none."""

    version: int
    price_cents: int
    from_on: date | None
    to_on: date | None
    published_at: datetime | None
    replaced: bool


def in_force(prices: Sequence[Price], on: date) -> Price:
    """The price of a day: of those that hold from then or before the latest to begin, and of these the latest made."""
    return max((one for one in prices if _begins(one) <= on), key=lambda one: (_begins(one), one.version))


def periods(prices: Sequence[Price]) -> list[PriceList]:
    """Every version with its days, the latest first. No two are in force on the same day."""
    ends: dict[int, date | None] = {}
    following: date | None = None
    for one in sorted(prices, key=lambda one: (_begins(one), one.version), reverse=True):
        if following is None or _begins(one) < following:
            ends[one.version] = following - timedelta(days=1) if following else None
            following = _begins(one)
    return [
        PriceList(
            version=one.version,
            price_cents=one.price_cents,
            from_on=one.from_on,
            to_on=ends.get(one.version),
            published_at=one.published_at,
            replaced=one.version not in ends,
        )
        for one in sorted(prices, key=lambda one: one.version, reverse=True)
    ]


def why_not_add(prices: Sequence[Price], from_on: date, *, today: date) -> None:
    """Raise what stands in the way of one more version. Raises PriceTooEarly, TooManyPrices."""
    if from_on <= today:
        raise PriceTooEarly(from_on=from_on)
    if len(prices) >= VERSIONS_MAX:
        raise TooManyPrices(versions_max=VERSIONS_MAX)


def _begins(price: Price) -> date:
    return price.from_on or date.min
