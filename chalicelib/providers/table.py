"""Providers in one item collection (a territory accredits tens), accreditations one per provider and category."""

from datetime import date

from pynamodb.attributes import UnicodeAttribute

from chalicelib.kernel.refusals import Refusal
from chalicelib.kernel.territory import Category
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import DayAttribute, Later, Reads, Record, Transaction

from .model import Accreditation, AccreditationState, Network, Provider

PROVIDERS = "providers"


class ProviderRecord(Record):
    """A cooperative."""

    table = "providers_table"

    name = UnicodeAttribute()
    network = UnicodeAttribute()
    description = UnicodeAttribute()
    municipality_code = UnicodeAttribute()
    address = UnicodeAttribute()
    email = UnicodeAttribute()
    phone = UnicodeAttribute()


class AccreditationRecord(Record):
    """A provider's right to deliver a category."""

    table = "providers_table"

    from_on = DayAttribute()
    to_on = DayAttribute()
    state = UnicodeAttribute()


def add_provider(writes: Transaction, provider: Provider, exists: Exception) -> None:
    """Write a new provider."""
    record = ProviderRecord(
        pk=PROVIDERS,
        sk=provider.id,
        name=provider.name,
        network=provider.network,
        description=provider.description,
        municipality_code=provider.municipality_code,
        address=provider.address,
        email=provider.email,
        phone=provider.phone,
    )
    writes.create(record, exists)


def put_accreditation(writes: Transaction, accreditation: Accreditation) -> None:
    """Write an accreditation, in place of an earlier one for the same category."""
    key = _accreditation_key(accreditation.provider_id, accreditation.category)
    record = AccreditationRecord(
        pk=key[0],
        sk=key[1],
        from_on=accreditation.from_on,
        to_on=accreditation.to_on,
        state=accreditation.state,
    )
    writes.put(record)


def must_be_accredited(writes: Transaction, provider_id: str, category: Category, on: date, otherwise: Refusal) -> None:
    """Let a transaction happen only if the provider may deliver on that day."""
    pk, sk = _accreditation_key(provider_id, category)
    record = AccreditationRecord
    holds = (record.state == AccreditationState.ACTIVE) & (record.from_on <= on) & (record.to_on >= on)
    writes.check(AccreditationRecord(pk=pk, sk=sk), holds, otherwise)


def provider(reads: Reads, provider_id: str) -> Later[Provider]:
    """Ask for a provider."""
    return reads.ask(ProviderRecord, PROVIDERS, provider_id, _to_provider)


def accreditation(reads: Reads, provider_id: str, category: Category) -> Later[Accreditation]:
    """Ask for a provider's accreditation."""
    return reads.ask(AccreditationRecord, *_accreditation_key(provider_id, category), _to_accreditation)


def every() -> list[Provider]:
    """All providers of the territory and of the wider network."""
    return dynamodb.everything(ProviderRecord, PROVIDERS, _to_provider)


def accreditations(provider_id: str) -> list[Accreditation]:
    """All accreditations of a provider."""
    return dynamodb.everything(AccreditationRecord, f"accreditations#{provider_id}", _to_accreditation)


def _accreditation_key(provider_id: str, category: Category) -> tuple[str, str]:
    return f"accreditations#{provider_id}", str(category)


def _to_provider(record: ProviderRecord) -> Provider:
    return Provider(
        id=record.sk,
        name=record.name,
        network=Network(record.network),
        description=record.description,
        municipality_code=record.municipality_code,
        address=record.address,
        email=record.email,
        phone=record.phone,
    )


def _to_accreditation(record: AccreditationRecord) -> Accreditation:
    return Accreditation(
        provider_id=record.pk.removeprefix("accreditations#"),
        category=Category(record.sk),
        from_on=record.from_on,
        to_on=record.to_on,
        state=AccreditationState(record.state),
    )
