"""Services, needs and offerings. An offering changes under a condition on its edition."""

from collections.abc import Iterable

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from chalicelib.kernel.paging import Page, Span
from chalicelib.kernel.territory import Audience, Category
from chalicelib.kernel.texts import Text
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import (
    CentsAttribute,
    InstantAttribute,
    Later,
    Reads,
    Record,
    Stale,
    StructAttribute,
    Transaction,
)

from .model import Offering, PriceUnit, Scope, Service
from .needs import Need, NeedKind
from .photos import Photo
from .premises import UNKNOWN, Premises
from .prices import Price

SERVICES, NEEDS, OFFERING = "services", "needs", "offering"
OFFERING_KEY = "offering#"


class ByShelf(GlobalSecondaryIndex["OfferingRecord"]):
    """Making the shelf anew: the offerings of a scope."""

    class Meta:
        """The index's name and content."""

        index_name = "by_shelf"
        projection = AllProjection()

    shelf = UnicodeAttribute(hash_key=True)
    shelf_key = UnicodeAttribute(range_key=True)


class ServiceRecord(Record):
    """A kind of help."""

    table = "catalogue_table"

    title = UnicodeAttribute()
    category = UnicodeAttribute()
    audience = UnicodeAttribute()
    price_unit = UnicodeAttribute()


class NeedRecord(Record):
    """A need or a life event, and the kinds of help that answer it."""

    table = "catalogue_table"

    kind = UnicodeAttribute()
    title = StructAttribute[Text](Text)
    service_ids = StructAttribute[tuple[str, ...]](tuple[str, ...])


class OfferingRecord(Record):
    """A service by a provider at a place."""

    table = "catalogue_table"

    by_shelf = ByShelf()
    shelf = UnicodeAttribute()
    shelf_key = UnicodeAttribute()
    service_id = UnicodeAttribute()
    provider_id = UnicodeAttribute()
    provider_name = UnicodeAttribute()
    title = UnicodeAttribute()
    description = UnicodeAttribute()
    category = UnicodeAttribute()
    audience = UnicodeAttribute()
    municipality_code = UnicodeAttribute(null=True)
    place = UnicodeAttribute()
    price_cents = CentsAttribute()
    price_unit = UnicodeAttribute()
    accepts_vouchers = BooleanAttribute()
    fingerprint = UnicodeAttribute()
    desk_id = UnicodeAttribute(null=True)
    prices = StructAttribute[tuple[Price, ...]](tuple[Price, ...], null=True)
    premises = StructAttribute[Premises](Premises, null=True)
    photos = StructAttribute[tuple[Photo, ...]](tuple[Photo, ...], null=True)
    withdrawn_at = InstantAttribute(null=True)
    edition = CentsAttribute(null=True)


def add_service(writes: Transaction, service: Service) -> None:
    """Write a kind of help, in place of an earlier version."""
    record = ServiceRecord(
        pk=SERVICES,
        sk=service.id,
        title=service.title,
        category=service.category,
        audience=service.audience,
        price_unit=service.price_unit,
    )
    writes.put(record)


def add_need(writes: Transaction, need: Need) -> None:
    """Write a need, in place of an earlier version."""
    record = NeedRecord(pk=NEEDS, sk=need.id, kind=need.kind, title=need.title, service_ids=need.service_ids)
    writes.put(record)


def add_offering(writes: Transaction, offering: Offering) -> None:
    """Write a new offering."""
    record = OfferingRecord(
        pk=f"{OFFERING_KEY}{offering.id}",
        sk=OFFERING,
        shelf=offering.scope,
        shelf_key=f"{offering.category}#{offering.title}#{offering.id}",
        service_id=offering.service_id,
        provider_id=offering.provider_id,
        provider_name=offering.provider_name,
        title=offering.title,
        description=offering.description,
        category=offering.category,
        audience=offering.audience,
        municipality_code=offering.municipality_code,
        place=offering.place,
        price_cents=offering.price_cents,
        price_unit=offering.price_unit,
        accepts_vouchers=offering.accepts_vouchers,
        fingerprint=offering.fingerprint,
        desk_id=offering.desk_id,
    )
    writes.create(record, Stale())


def change_offering(writes: Transaction, offering: Offering) -> None:
    """Write what may change of an offering. Stale when somebody else has changed it since it was read."""
    record = OfferingRecord
    before = record.edition == offering.edition
    actions = [
        record.edition.set(offering.edition + 1),
        record.prices.set(offering.prices),
        record.premises.set(offering.premises),
        record.photos.set(offering.photos),
    ]
    if offering.withdrawn_at:
        actions.append(record.withdrawn_at.set(offering.withdrawn_at))
    writes.change(
        OfferingRecord(pk=f"{OFFERING_KEY}{offering.id}", sk=OFFERING),
        actions,
        record.pk.exists() & ((record.edition.does_not_exist() | before) if offering.edition == 1 else before),
        Stale(),
    )


def offering(reads: Reads, offering_id: str) -> Later[Offering]:
    """Ask for an offering."""
    return reads.ask(OfferingRecord, f"{OFFERING_KEY}{offering_id}", OFFERING, _to_offering)


def services() -> list[Service]:
    """All kinds of help."""
    return dynamodb.everything(ServiceRecord, SERVICES, _to_service, consistent=True)


def service(reads: Reads, service_id: str) -> Later[Service]:
    """Ask for a kind of help."""
    return reads.ask(ServiceRecord, SERVICES, service_id, _to_service)


def needs() -> list[Need]:
    """All needs and life events."""
    return dynamodb.everything(NeedRecord, NEEDS, _to_need, consistent=True)


def offering_ids(scope: Scope, span: Span) -> Page[str]:
    """The ids of a scope's offerings, a page at a time."""
    return dynamodb.page(OfferingRecord.by_shelf, scope, _offering_id, span)


def offerings(offering_ids: Iterable[str]) -> list[Offering]:
    """The offerings of these ids that there are, read consistently."""
    with Reads() as reads:
        asked = [offering(reads, offering_id) for offering_id in offering_ids]
    return [found for later in asked if (found := later.found())]


def _to_service(record: ServiceRecord) -> Service:
    return Service(
        record.sk, record.title, Category(record.category), Audience(record.audience), PriceUnit(record.price_unit)
    )


def _to_need(record: NeedRecord) -> Need:
    return Need(record.sk, NeedKind(record.kind), record.title, record.service_ids)


def _offering_id(record: OfferingRecord) -> str:
    return record.pk.removeprefix(OFFERING_KEY)


def _to_offering(record: OfferingRecord) -> Offering:
    return Offering(
        id=_offering_id(record),
        service_id=record.service_id,
        provider_id=record.provider_id,
        provider_name=record.provider_name,
        title=record.title,
        description=record.description,
        category=Category(record.category),
        audience=Audience(record.audience),
        scope=Scope(record.shelf),
        municipality_code=record.municipality_code,
        place=record.place,
        price_cents=record.price_cents,
        price_unit=PriceUnit(record.price_unit),
        accepts_vouchers=record.accepts_vouchers,
        fingerprint=record.fingerprint,
        desk_id=record.desk_id,
        prices=record.prices or (),
        premises=record.premises or UNKNOWN,
        photos=record.photos or (),
        withdrawn_at=record.withdrawn_at,
        edition=record.edition or 1,
    )
