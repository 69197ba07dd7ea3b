"""Services, offerings and sessions. What decides a place is decided in a condition on the session's own item."""

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from chalicelib.kernel.paging import Page, Position, Span
from chalicelib.kernel.territory import Audience, Category
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import (
    CentsAttribute,
    Later,
    Reads,
    Record,
    Stale,
    Transaction,
)

from .model import Offering, PriceUnit, Scope, Service

SERVICES, OFFERING, SESSION = "services", "offering", "session"


class ByShelf(GlobalSecondaryIndex["OfferingRecord"]):
    """Browsing: the offerings of a scope, by category and title."""

    class Meta:
        """The index's name and content."""

        index_name = "by_shelf"
        projection = AllProjection()

    shelf = UnicodeAttribute(hash_key=True)
    shelf_key = UnicodeAttribute(range_key=True)


class ByProvider(GlobalSecondaryIndex["OfferingRecord"]):
    """A provider's page: its offerings, by category and title."""

    class Meta:
        """The index's name and content."""

        index_name = "by_provider"
        projection = AllProjection()

    provider_id = UnicodeAttribute(hash_key=True)
    shelf_key = UnicodeAttribute(range_key=True)


class ServiceRecord(Record):
    """A kind of help."""

    table = "catalogue_table"

    title = UnicodeAttribute()
    category = UnicodeAttribute()
    audience = UnicodeAttribute()
    price_unit = UnicodeAttribute()


class OfferingRecord(Record):
    """A service by a provider at a place."""

    table = "catalogue_table"

    by_shelf = ByShelf()
    by_provider = ByProvider()
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


def add_offering(writes: Transaction, offering: Offering) -> None:
    """Write a new offering."""
    record = OfferingRecord(
        pk=f"offering#{offering.id}",
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
    )
    writes.create(record, Stale())


def offering(reads: Reads, offering_id: str) -> Later[Offering]:
    """Ask for an offering."""
    return reads.ask(OfferingRecord, f"offering#{offering_id}", OFFERING, _to_offering)


def services() -> list[Service]:
    """All kinds of help."""
    return dynamodb.everything(ServiceRecord, SERVICES, _to_service)


def service(reads: Reads, service_id: str) -> Later[Service]:
    """Ask for a kind of help."""
    return reads.ask(ServiceRecord, SERVICES, service_id, _to_service)


def shelf(scope: Scope, category: Category | None, span: Span) -> Page[Offering]:
    """One page of a scope's offerings, by category and title."""
    key = ByShelf.shelf_key.startswith(f"{category}#") if category else None
    return dynamodb.page(OfferingRecord.by_shelf, scope, _to_offering, span, where=key)


def shelf_position(offering: Offering) -> Position:
    """Where reading a shelf goes on after an offering."""
    return {
        "pk": f"offering#{offering.id}",
        "sk": OFFERING,
        "shelf": offering.scope,
        "shelf_key": f"{offering.category}#{offering.title}#{offering.id}",
    }


def offerings_of(provider_id: str) -> list[Offering]:
    """What a provider offers."""
    return dynamodb.everything(OfferingRecord.by_provider, provider_id, _to_offering)


def _to_service(record: ServiceRecord) -> Service:
    return Service(
        record.sk, record.title, Category(record.category), Audience(record.audience), PriceUnit(record.price_unit)
    )


def _to_offering(record: OfferingRecord) -> Offering:
    return Offering(
        id=record.pk.removeprefix("offering#"),
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
    )
