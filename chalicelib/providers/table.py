"""Providers in one item collection (a territory accredits tens), accreditations one per provider and category."""

from datetime import date
from typing import Any

from pynamodb.attributes import UnicodeAttribute

from chalicelib.kernel.clock import stamp
from chalicelib.kernel.paging import Span
from chalicelib.kernel.refusals import Refusal
from chalicelib.kernel.territory import Category
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import DayAttribute, InstantAttribute, Later, Reads, Record, Stale, Transaction

from .model import Accreditation, AccreditationState, BankAccount, Network, Provider

PROVIDERS, REQUEST = "providers", "request"
ACCREDITATIONS = "accreditations#"


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


class BankAccountRecord(Record):
    """Where a provider is paid from an instant on: once under the request that said so, once in its history."""

    table = "providers_table"

    provider_id = UnicodeAttribute()
    iban = UnicodeAttribute()
    by = UnicodeAttribute()
    at = InstantAttribute()
    fingerprint = UnicodeAttribute()


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


def add_bank_account(writes: Transaction, account: BankAccount, request_id: str) -> None:
    """Add where a provider is paid from now on. Stale when a twin of the same request was first."""
    record: dict[str, Any] = {
        "provider_id": account.provider_id,
        "iban": account.iban,
        "by": account.by,
        "at": account.at,
        "fingerprint": account.fingerprint,
    }
    history = f"{stamp(account.at)}#{request_id}"
    writes.create(BankAccountRecord(pk=f"bank_account#{request_id}", sk=REQUEST, **record), Stale())
    writes.create(BankAccountRecord(pk=f"bank_accounts#{account.provider_id}", sk=history, **record), Stale())


def must_be_accredited(
    writes: Transaction, provider_id: str, category: Category, *, from_on: date, to_on: date, otherwise: Refusal
) -> None:
    """Let a transaction happen only if the provider may deliver from a day to another."""
    pk, sk = _accreditation_key(provider_id, category)
    record = AccreditationRecord
    holds = (record.state == AccreditationState.ACTIVE) & (record.from_on <= from_on) & (record.to_on >= to_on)
    writes.check(AccreditationRecord(pk=pk, sk=sk), holds, otherwise)


def provider(reads: Reads, provider_id: str) -> Later[Provider]:
    """Ask for a provider."""
    return reads.ask(ProviderRecord, PROVIDERS, provider_id, _to_provider)


def accreditation(reads: Reads, provider_id: str, category: Category) -> Later[Accreditation]:
    """Ask for a provider's accreditation."""
    return reads.ask(AccreditationRecord, *_accreditation_key(provider_id, category), _to_accreditation)


def found_bank_account(reads: Reads, request_id: str) -> Later[BankAccount]:
    """Ask for the bank account that a request assigned."""
    return reads.ask(BankAccountRecord, f"bank_account#{request_id}", REQUEST, _to_bank_account)


def bank_account(provider_id: str) -> BankAccount | None:
    """Where a provider is paid now; None when nobody ever said."""
    key = f"bank_accounts#{provider_id}"
    found = dynamodb.page(BankAccountRecord, key, _to_bank_account, Span(1), newest_first=True, consistent=True)
    return found.items[0] if found.items else None


def every() -> list[Provider]:
    """All providers of the territory and of the wider network."""
    return dynamodb.everything(ProviderRecord, PROVIDERS, _to_provider, consistent=True)


def accreditations(provider_id: str) -> list[Accreditation]:
    """All accreditations of a provider."""
    key = f"{ACCREDITATIONS}{provider_id}"
    return dynamodb.everything(AccreditationRecord, key, _to_accreditation, consistent=True)


def provider_of(pk: str, sk: str) -> str | None:
    """The provider that an item of this table shows or accredits; None for one that does neither."""
    return sk if pk == PROVIDERS else pk.removeprefix(ACCREDITATIONS) if pk.startswith(ACCREDITATIONS) else None


def _accreditation_key(provider_id: str, category: Category) -> tuple[str, str]:
    return f"{ACCREDITATIONS}{provider_id}", str(category)


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
        provider_id=record.pk.removeprefix(ACCREDITATIONS),
        category=Category(record.sk),
        from_on=record.from_on,
        to_on=record.to_on,
        state=AccreditationState(record.state),
    )


def _to_bank_account(record: BankAccountRecord) -> BankAccount:
    return BankAccount(
        provider_id=record.provider_id,
        iban=record.iban,
        by=record.by,
        at=record.at,
        fingerprint=record.fingerprint,
    )
