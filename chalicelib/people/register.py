"""Registering a person at a Social Point."""

from datetime import datetime

from chalicelib.access import invite
from chalicelib.access.model import Account, normal_email
from chalicelib.kernel.caller import Caller, Role
from chalicelib.kernel.clock import local_day
from chalicelib.kernel.identifiers import Outcome, RequestKey
from chalicelib.kernel.refusals import NotFound, refuse_any
from chalicelib.runtime import dynamodb, encryption
from chalicelib.runtime.dynamodb import Reads, Transaction

from . import find, table
from .model import (
    ADULT_AGE,
    Access,
    DelegateNotAdult,
    Delegation,
    Person,
    Registration,
    delegation_ends_on,
    normal_phone,
    normal_tax_code,
)


def person(registration: Registration, *, desk_id: str, by: Caller, key: RequestKey, at: datetime) -> Outcome[Person]:
    """Register a person; who has an e-mail address is invited, who has not is looked after by a delegate.

    Raises TaxCodeInvalid, TaxCodeMismatch, NotResident, ContactMissing, PersonAlreadyRegistered, EmailInUse.
    """
    return dynamodb.until_settled(lambda: _registered(registration, desk_id, by, key, at))


def invited_again(person_id: str, *, by: Caller, at: datetime) -> Account:
    """Send a person a new invitation, and leave a trace of it. Raises NotFound."""
    account = invite.again(person_id, staff=False, by=by, at=at)
    find.leave_trace(person_id, what="e-mail address", purpose="new invitation, at the desk", by=by, at=at)
    return account


def _registered(registration: Registration, desk_id: str, by: Caller, key: RequestKey, at: datetime) -> Outcome[Person]:
    person_id = key.id_for("person")
    with Reads() as reads:
        earlier = table.person(reads, person_id)
        delegate = table.person(reads, registration.delegate_id or person_id)
    if found := earlier.found():
        key.match(found.fingerprint)
        return Outcome(found, replayed=True)
    refuse_any(registration.why_not(on=local_day(at)))
    if registration.delegate_id and delegate.must(NotFound()).age(local_day(at)) < ADULT_AGE:
        raise DelegateNotAdult(delegate_id=registration.delegate_id)
    person = _person(person_id, registration, desk_id, key, at)
    _write(person, registration, by, at)
    return Outcome(person)


def _person(person_id: str, registration: Registration, desk_id: str, key: RequestKey, at: datetime) -> Person:
    return Person(
        id=person_id,
        given_name=registration.given_name,
        family_name=registration.family_name,
        born_on=registration.born_on,
        municipality_code=registration.municipality_code,
        language=registration.language,
        email=normal_email(registration.email) if registration.email else None,
        delegate_id=registration.delegate_id,
        registered_at=at,
        registered_at_desk_id=desk_id,
        fingerprint=key.fingerprint,
    )


def _write(person: Person, registration: Registration, by: Caller, at: datetime) -> None:
    tax_code = normal_tax_code(registration.tax_code)
    sealed = encryption.seal(tax_code, record_id=person.id)
    phone = normal_phone(registration.phone) if registration.phone else None
    with Transaction() as writes:
        table.add_person(writes, person, tax_code=tax_code, sealed=sealed, phone=phone)
        table.add_access(writes, person.id, Access(at, by.account_id, "registration", "registration at the desk"))
        if person.delegate_id:
            until = delegation_ends_on(person.born_on, on=local_day(at))
            table.add_delegation(writes, Delegation(person.id, person.delegate_id, until), by=by.account_id)
        if person.email:
            account = Account(person.id, person.email, person.given_name, person.language, frozenset({Role.CITIZEN}))
            invite.account(writes, account, by=by, at=at)
