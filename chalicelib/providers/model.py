"""Cooperatives, and their right to deliver."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from chalicelib.kernel.refusals import Conflict, Invalid, Refusal
from chalicelib.kernel.territory import Category
from chalicelib.kernel.texts import Text


class Network(StrEnum):
    """Where a provider belongs."""

    LOCAL = "local"
    NATIONAL = "national"


class AccreditationState(StrEnum):
    """Whether an accreditation works."""

    ACTIVE = "active"
    SUSPENDED = "suspended"


class NotAccredited(Conflict):
    """The provider may not deliver this category on that day."""

    detail = Text(
        "In quella data {provider_name} non è accreditata per questa area.",
        "On that day {provider_name} is not accredited for this area.",
    )
    remedy = Text("Scegli un'altra data o un'altra cooperativa.", "Choose another date or another cooperative.")


class IbanInvalid(Invalid):
    """The IBAN cannot be one: its length or its check digits say so (ISO 13616)."""

    detail = Text("L'IBAN non è valido.", "The IBAN is not valid.")
    remedy = Text("Controlla che sia scritto per intero.", "Check that it is written in full.")


@dataclass(frozen=True, slots=True)
class BankAccount:
    """Where a provider is paid, and who said so, when."""

    provider_id: str
    iban: str
    by: str
    at: datetime
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Provider:
    """A cooperative that delivers services."""

    id: str
    name: str
    network: Network
    description: str
    municipality_code: str
    address: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class Accreditation:
    """A provider's right to deliver a category, for a period. It counts on the day of delivery."""

    provider_id: str
    category: Category
    from_on: date
    to_on: date
    state: AccreditationState = AccreditationState.ACTIVE

    def covers(self, on: date) -> bool:
        """Whether the provider may deliver on that day. The table's condition says the same."""
        return self.covers_any(on, on)

    def covers_any(self, from_on: date, to_on: date) -> bool:
        """Whether the provider may deliver on any of these days."""
        return self.state is AccreditationState.ACTIVE and self.from_on <= to_on and from_on <= self.to_on


def why_not(accreditation: Accreditation | None, *, provider_id: str, provider_name: str, on: date) -> list[Refusal]:
    """Why a provider may not deliver on a day."""
    if accreditation is not None and accreditation.covers(on):
        return []
    return [NotAccredited(provider_id=provider_id, provider_name=provider_name, day_on=on)]


def normal_iban(text: str) -> str:
    """An IBAN without spaces, in capitals. Raises IbanInvalid."""
    from stdnum import exceptions, iban  # noqa: PLC0415 - only who pays or is paid needs it

    try:
        return str(iban.validate(text))
    except exceptions.ValidationError as error:
        raise IbanInvalid from error
