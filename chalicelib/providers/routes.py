"""Cooperatives: who they are, what they are accredited for."""

from datetime import date, datetime

from chalicelib.access import permissions
from chalicelib.kernel import clock
from chalicelib.kernel.caller import Caller
from chalicelib.kernel.identifiers import Outcome, RequestKey
from chalicelib.kernel.refusals import NotFound
from chalicelib.kernel.territory import Category
from chalicelib.runtime.http import Routes
from chalicelib.runtime.shapes import Belfiore, Body, Email, Iban, Line, Name, Prose, View

from . import accredit, admit, assign, read
from .accredit import AccreditationPeriodInvalid
from .model import Accreditation, AccreditationState, BankAccount, IbanInvalid, Network, Provider

routes = Routes(__name__)


class ProviderView(View, frozen=True, kw_only=True):
    """A cooperative and how to reach it."""

    id: str
    name: str
    network: Network
    description: str
    municipality_code: str
    address: str
    email: str
    phone: str


class AccreditationView(View, frozen=True, kw_only=True):
    """A provider's right to deliver a category, for a period."""

    provider_id: str
    category: Category
    from_on: date
    to_on: date
    state: AccreditationState


class BankAccountView(View, frozen=True, kw_only=True):
    """Where a provider is paid."""

    provider_id: str
    iban: str
    at: datetime


class NewBankAccount(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a provider is paid from now on."""

    iban: Iban


class NewProvider(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A cooperative to be admitted."""

    name: Name
    network: Network
    description: Prose
    municipality_code: Belfiore
    address: Line
    email: Email
    phone: Line


class NewAccreditation(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A category and a period."""

    category: Category
    from_on: date
    to_on: date
    state: AccreditationState = AccreditationState.ACTIVE


@routes.get("/v1/providers", answer=ProviderView, listing=True, max_age_seconds=300)
def list_providers() -> list[Provider]:
    """All cooperatives, local and national."""
    return read.every()


@routes.get("/v1/providers/{provider_id}", answer=ProviderView, max_age_seconds=300, refusals=(NotFound,))
def see_provider(provider_id: str) -> Provider:
    """A cooperative and how to reach it."""
    return read.provider(provider_id)


@routes.get(
    "/v1/providers/{provider_id}/accreditations",
    answer=AccreditationView,
    listing=True,
    max_age_seconds=300,
)
def list_accreditations(provider_id: str) -> list[Accreditation]:
    """What a cooperative is accredited for, and when."""
    return read.accreditations(provider_id)


@routes.post("/v1/providers", answer=ProviderView, allow=permissions.ADMIT_PROVIDER)
def admit_provider(key: RequestKey, body: NewProvider) -> Outcome[Provider]:
    """Admit a cooperative to the territory."""
    return admit.provider(
        name=body.name,
        network=body.network,
        description=body.description,
        municipality_code=body.municipality_code,
        address=body.address,
        email=body.email,
        phone=body.phone,
        key=key,
    )


@routes.post(
    "/v1/providers/{provider_id}/accreditations",
    answer=AccreditationView,
    allow=permissions.ACCREDIT_PROVIDER,
    idempotent=False,
    refusals=(NotFound, AccreditationPeriodInvalid),
)
def accredit_provider(provider_id: str, body: NewAccreditation) -> Accreditation:
    """Accredit a cooperative for a category and a period, or suspend it, in place of what was there."""
    return accredit.provider(
        provider_id, category=body.category, from_on=body.from_on, to_on=body.to_on, state=body.state
    )


@routes.post(
    "/v1/providers/{provider_id}/bank-accounts",
    answer=BankAccountView,
    allow=permissions.ASSIGN_BANK_ACCOUNT,
    refusals=(NotFound, IbanInvalid),
)
def assign_bank_account(
    caller: Caller, key: RequestKey, provider_id: str, body: NewBankAccount
) -> Outcome[BankAccount]:
    """Say where a cooperative is paid from now on; settlements approved before keep theirs."""
    return assign.bank_account(provider_id, iban=body.iban, by=caller, key=key, at=clock.now())
