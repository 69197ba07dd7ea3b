"""Changing an offering of one's own: its price, its place, its photos, whether it is there at all."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from chalicelib.kernel import clock
from chalicelib.kernel.identifiers import Outcome, RequestKey
from chalicelib.kernel.refusals import NotFound
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import Reads, Transaction

from . import prices, table
from .model import Offering
from .photos import PHOTOS_MAX, NoSuchPhoto, Photo, TooManyPhotos
from .premises import Premises
from .prices import Price


def price(
    offering_id: str, *, price_cents: int, from_on: date, provider_id: str, key: RequestKey, at: datetime
) -> Outcome[Offering]:
    """Add a version of the price list that holds from a day to come; sessions there already keep their price.

    Raises NotFound, PriceTooEarly, TooManyPrices, IdempotencyKeyReused.
    """

    def priced() -> Outcome[Offering]:
        offering = own(offering_id, provider_id)
        price_id = key.id_for("price")
        for one in offering.versions:
            if one.id == price_id:
                key.match(one.fingerprint)
                return Outcome(offering, replayed=True)
        prices.why_not_add(offering.versions, from_on, today=clock.local_day(at))
        added = Price(price_id, len(offering.versions) + 1, price_cents, from_on, at, key.fingerprint)
        return Outcome(_written(replace(offering, prices=(*offering.versions, added))))

    return dynamodb.until_settled(priced)


def premises(offering_id: str, premises: Premises, *, provider_id: str) -> Offering:
    """Say what an offering's place has and has not, in place of what was said before. Raises NotFound."""
    return _changed(offering_id, provider_id, lambda offering: replace(offering, premises=premises))


def withdrawal(offering_id: str, *, provider_id: str, at: datetime) -> Offering:
    """Take an offering off the shelf for good; what was booked takes place. Raises NotFound."""
    return _changed(
        offering_id,
        provider_id,
        lambda offering: offering if offering.withdrawn_at else replace(offering, withdrawn_at=at),
    )


def added_photo(offering_id: str, photo: Photo, *, provider_id: str) -> Offering:
    """Show a photo that is kept, after the others. Raises NotFound, TooManyPhotos."""

    def added(offering: Offering) -> Offering:
        others = tuple(one for one in offering.photos if one.id != photo.id)
        if len(others) >= PHOTOS_MAX:
            raise TooManyPhotos(photos_max=PHOTOS_MAX)
        return replace(offering, photos=(*others, photo))

    return _changed(offering_id, provider_id, added)


def removed_photo(offering_id: str, photo_id: str, *, provider_id: str) -> Offering:
    """No longer show a photo. Raises NotFound, NoSuchPhoto."""

    def removed(offering: Offering) -> Offering:
        others = tuple(one for one in offering.photos if one.id != photo_id)
        if others == offering.photos:
            raise NoSuchPhoto(photo_id=photo_id)
        return replace(offering, photos=others)

    return _changed(offering_id, provider_id, removed)


def _changed(offering_id: str, provider_id: str, change: Callable[[Offering], Offering]) -> Offering:
    def decided() -> Offering:
        before = own(offering_id, provider_id)
        after = change(before)
        return before if after == before else _written(after)

    return dynamodb.until_settled(decided)


def own(offering_id: str, provider_id: str) -> Offering:
    """An offering of one's own as it is now. Raises NotFound for another's."""
    with Reads() as reads:
        asked = table.offering(reads, offering_id)
    offering = asked.must(NotFound())
    if offering.provider_id != provider_id:
        raise NotFound
    return offering


def _written(offering: Offering) -> Offering:
    with Transaction() as writes:
        table.change_offering(writes, offering)
    return replace(offering, edition=offering.edition + 1)
