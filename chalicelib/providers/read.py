"""Who offers help, and what they are accredited for."""

from datetime import date

from chalicelib.kernel.refusals import NotFound, Refusal
from chalicelib.kernel.territory import Category
from chalicelib.runtime.dynamodb import Later, Reads, Transaction

from . import table
from .model import Accreditation, BankAccount, Provider


def every() -> list[Provider]:
    """All providers."""
    return table.every()


def provider(provider_id: str) -> Provider:
    """A provider. Raises NotFound."""
    with Reads() as reads:
        asked = table.provider(reads, provider_id)
    return asked.must(NotFound())


def bank_account(provider_id: str) -> BankAccount | None:
    """Where a provider is paid now; None when nobody ever said."""
    return table.bank_account(provider_id)


def accreditation(reads: Reads, provider_id: str, category: Category) -> Later[Accreditation]:
    """Ask for an accreditation together with other things."""
    return table.accreditation(reads, provider_id, category)


def accreditations(provider_id: str) -> list[Accreditation]:
    """What a provider is accredited for."""
    return table.accreditations(provider_id)


def provider_of(pk: str, sk: str) -> str | None:
    """The provider that an item of the providers' table shows or accredits; None for one that does neither."""
    return table.provider_of(pk, sk)


def must_be_accredited(
    writes: Transaction, provider_id: str, category: Category, *, from_on: date, to_on: date, otherwise: Refusal
) -> None:
    """Let a transaction happen only if the provider may deliver the category from a day to another."""
    table.must_be_accredited(writes, provider_id, category, from_on=from_on, to_on=to_on, otherwise=otherwise)
