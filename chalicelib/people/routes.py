"""Registering and finding people at the desk; reading one's own data."""

from datetime import date, datetime, time
from typing import Annotated

from msgspec import Meta

from chalicelib.access import permissions
from chalicelib.access import read as access
from chalicelib.access.model import Account, EmailInUse, EmailInvalid
from chalicelib.kernel import clock
from chalicelib.kernel.caller import Caller
from chalicelib.kernel.identifiers import Outcome, RequestKey
from chalicelib.kernel.paging import Page, Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.kernel.texts import Language
from chalicelib.notices.model import QuietHours
from chalicelib.runtime.http import Routes
from chalicelib.runtime.shapes import Belfiore, Body, EditableView, Edition, Email, Id, Line, Name, View

from . import find, household, register, remind
from .model import (
    Access,
    BornInFuture,
    ContactMissing,
    DelegateNotAdult,
    NotResident,
    Person,
    PersonAlreadyRegistered,
    PhoneInvalid,
    Registration,
    TaxCodeInvalid,
    TaxCodeMismatch,
)
from .remind import Choice
from .reminders import LEADS_MAX, Lead, LeadUnit

routes = Routes(__name__)

TaxCode = Annotated[str, Meta(min_length=16, max_length=16, description="Codice fiscale, omocodia included.")]
Phone = Annotated[str, Meta(pattern=r"^\+?[0-9 ]{5,20}(?![\s\S])", description="A telephone number.")]


class PersonView(View, frozen=True, kw_only=True):
    """A person, as an operator or they themselves see them. The tax code is never shown."""

    id: str
    given_name: str
    family_name: str
    born_on: date
    municipality_code: str
    email: str | None
    delegate_id: str | None


class InvitedView(View, frozen=True, kw_only=True):
    """Who was sent a new invitation."""

    id: str
    given_name: str


class AccessView(View, frozen=True, kw_only=True):
    """That someone of the staff of a Social Point or a provider looked at one's data, and why."""

    at: datetime
    by: str
    organisation_id: str | None
    what: str
    purpose: str


LeadAmount = Annotated[int, Meta(ge=1, le=30, description="So many hours, or days.")]
Hour = Annotated[
    str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9](?![\s\S])", description="An hour of the day in Italy: 21:00.")
]


class LeadView(View, frozen=True, kw_only=True):
    """How long before an appointment a reminder comes."""

    amount: int
    unit: LeadUnit


class RemindersView(EditableView, frozen=True, kw_only=True):
    """How a person wants to be told."""

    person_id: str
    language: Language
    leads: list[LeadView]
    quiet_from: str
    quiet_to: str


class NewLead(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How long before an appointment a reminder comes."""

    amount: LeadAmount
    unit: LeadUnit


class NewReminders(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a person wants to be told: up to three reminders, or none, and the hours in which no mail comes."""

    language: Language
    leads: Annotated[list[NewLead], Meta(max_length=LEADS_MAX)]
    quiet_from: Hour
    quiet_to: Hour

    def choice(self, person_id: str, edition: int) -> Choice:
        """The same as the model says it; what is chosen twice counts once."""
        leads = tuple(dict.fromkeys(lead.into(Lead) for lead in self.leads))
        quiet = QuietHours(time.fromisoformat(self.quiet_from), time.fromisoformat(self.quiet_to))
        return Choice(person_id, self.language, leads, quiet, edition)


class NewPerson(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an operator writes down of a person."""

    tax_code: TaxCode
    given_name: Name
    family_name: Name
    born_on: date
    birth_place_code: Belfiore
    municipality_code: Belfiore
    language: Language = Language.IT
    email: Email | None = None
    phone: Phone | None = None
    delegate_id: Id | None = None


class LivingWith(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """With whom a person lives."""

    with_person_id: Id


class HouseholdView(View, frozen=True, kw_only=True):
    """In which household a person lives."""

    id: str
    household_id: str


class PersonSearch(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whom an operator looks for, and why: the person can read it."""

    tax_code: TaxCode
    purpose: Line


@routes.post(
    "/v1/people",
    answer=PersonView,
    allow=permissions.REGISTER_PERSON,
    refusals=(
        TaxCodeInvalid,
        TaxCodeMismatch,
        NotResident,
        ContactMissing,
        BornInFuture,
        DelegateNotAdult,
        PersonAlreadyRegistered,
        EmailInvalid,
        PhoneInvalid,
        EmailInUse,
    ),
)
def register_person(caller: Caller, key: RequestKey, body: NewPerson) -> Outcome[Person]:
    """Register a person at the desk; who has an e-mail address is invited to choose a password."""
    return register.person(
        body.into(Registration), desk_id=access.organisation(caller), by=caller, key=key, at=clock.now()
    )


@routes.post(
    "/v1/people/search",
    answer=PersonView,
    allow=permissions.FIND_PERSON,
    status=200,
    idempotent=False,
    refusals=(TaxCodeInvalid, NotFound),
)
def find_person(caller: Caller, body: PersonSearch) -> Person:
    """Find a person by tax code. The look-up is recorded, and the person can read it."""
    return find.by_tax_code(body.tax_code, purpose=body.purpose, by=caller, at=clock.now())


@routes.get("/v1/people/{person_id}", answer=PersonView, allow=permissions.SEE_PERSON, refusals=(NotFound,))
def see_person(caller: Caller, person_id: str) -> Person:
    """One's own data, or those of a person one acts for."""
    return find.own(person_id, by=caller, at=clock.now())


@routes.get(
    "/v1/people/{person_id}/represented",
    answer=PersonView,
    allow=permissions.SEE_PERSON,
    listing=True,
    refusals=(NotFound,),
)
def list_represented(caller: Caller, person_id: str, span: Span) -> Page[Person]:
    """The people for whom oneself acts today, by delegation."""
    return find.represented(person_id, span, by=caller, at=clock.now())


@routes.post(
    "/v1/people/{person_id}/invitations",
    answer=InvitedView,
    allow=permissions.INVITE_PERSON,
    status=202,
    idempotent=False,
    refusals=(NotFound,),
)
def invite_again(caller: Caller, person_id: str) -> Account:
    """Send a new invitation; earlier links stop working."""
    return register.invited_again(person_id, by=caller, at=clock.now())


@routes.post(
    "/v1/people/{person_id}/household",
    answer=HouseholdView,
    allow=permissions.RECORD_HOUSEHOLD,
    status=200,
    idempotent=False,
    refusals=(NotFound,),
)
def record_household(caller: Caller, person_id: str, body: LivingWith) -> Person:
    """Record with whom a person lives; with themselves means alone. The person can read that it was recorded."""
    return household.joined(person_id, with_person_id=body.with_person_id, by=caller, at=clock.now())


@routes.get(
    "/v1/people/{person_id}/reminders",
    answer=RemindersView,
    allow=permissions.CHOOSE_REMINDERS,
    refusals=(NotFound,),
)
def see_reminders(caller: Caller, person_id: str) -> Choice:
    """When oneself, or a person one acts for or has at the desk, is reminded, in which language, and when never."""
    return remind.choice(person_id, by=caller, at=clock.now())


@routes.put("/v1/people/{person_id}/reminders", answer=RemindersView, allow=permissions.CHOOSE_REMINDERS)
def choose_reminders(caller: Caller, person_id: str, body: NewReminders, edition: Edition) -> Choice:
    """Choose when to be reminded of appointments, in which language, and the hours in which no mail comes."""
    return remind.changed(body.choice(person_id, edition), by=caller, at=clock.now())


@routes.get(
    "/v1/people/{person_id}/accesses",
    answer=AccessView,
    allow=permissions.SEE_ACCESS_LOG,
    listing=True,
    refusals=(NotFound,),
)
def see_accesses(caller: Caller, person_id: str, span: Span) -> Page[Access]:
    """Who of the staff looked at one's own data, and why; the latest first."""
    return find.accesses(person_id, span, by=caller)
