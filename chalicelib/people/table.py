"""People, their codici fiscali as keyed digests, delegations, and who looked at their data."""

from datetime import date, datetime

from pynamodb.attributes import UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from chalicelib.kernel import identifiers
from chalicelib.kernel.clock import local_day, stamp, start_of_day
from chalicelib.kernel.paging import Page, Span
from chalicelib.kernel.texts import Language
from chalicelib.runtime import dynamodb, secrets
from chalicelib.runtime.dynamodb import DayAttribute, InstantAttribute, Later, Reads, Record, Stale, Transaction

from .model import Access, Delegation, Person, PersonAlreadyRegistered

PERSON, TAX_CODE = "person", "tax_code"


class PersonRecord(Record):
    """A resident. The codice fiscale is sealed under the person's own id."""

    table = "people_table"

    given_name = UnicodeAttribute()
    family_name = UnicodeAttribute()
    born_on = DayAttribute()
    municipality_code = UnicodeAttribute()
    language = UnicodeAttribute()
    email = UnicodeAttribute(null=True)
    phone = UnicodeAttribute(null=True)
    delegate_id = UnicodeAttribute(null=True)
    household_id = UnicodeAttribute(null=True)
    sealed_tax_code = UnicodeAttribute()
    registered_at = InstantAttribute()
    registered_at_desk_id = UnicodeAttribute()
    fingerprint = UnicodeAttribute()


class TaxCodeRecord(Record):
    """That a codice fiscale belongs to one person: the key is a keyed digest of it."""

    table = "people_table"

    person_id = UnicodeAttribute()


class ByDelegate(GlobalSecondaryIndex["DelegationRecord"]):
    """For whom someone acts, by when that ends. What has no end, as a person with a delegate, is not in it."""

    class Meta:
        """The index's name and content."""

        index_name = "by_delegate"
        projection = KeysOnlyProjection()

    delegate_id = UnicodeAttribute(hash_key=True)
    until_on = DayAttribute(range_key=True)


class DelegationRecord(Record):
    """The right to act for a person."""

    table = "people_table"

    by_delegate = ByDelegate()
    delegate_id = UnicodeAttribute()
    until_on = DayAttribute()
    granted_by = UnicodeAttribute()


class AccessRecord(Record):
    """That someone looked. Added once, never changed."""

    table = "people_table"

    by = UnicodeAttribute()
    what = UnicodeAttribute()
    purpose = UnicodeAttribute()
    at = InstantAttribute()


def add_person(writes: Transaction, person: Person, *, tax_code: str, sealed: str, phone: str | None) -> None:
    """Write a new person and claim the codice fiscale. Raises PersonAlreadyRegistered."""
    writes.create(
        TaxCodeRecord(pk=_tax_code_key(tax_code), sk=TAX_CODE, person_id=person.id),
        lambda raw: _taken(raw["person_id"]["S"], person.id),
    )
    record = PersonRecord(
        pk=f"person#{person.id}",
        sk=PERSON,
        given_name=person.given_name,
        family_name=person.family_name,
        born_on=person.born_on,
        municipality_code=person.municipality_code,
        language=person.language,
        email=person.email,
        phone=phone,
        delegate_id=person.delegate_id,
        sealed_tax_code=sealed,
        registered_at=person.registered_at,
        registered_at_desk_id=person.registered_at_desk_id,
        fingerprint=person.fingerprint,
    )
    writes.create(record, Stale())


def add_delegation(writes: Transaction, delegation: Delegation, *, by: str) -> None:
    """Let one person act for another."""
    record = DelegationRecord(
        pk=f"person#{delegation.person_id}",
        sk=f"delegation#{delegation.delegate_id}",
        delegate_id=delegation.delegate_id,
        until_on=delegation.until_on,
        granted_by=by,
    )
    writes.create(record, Stale())


def live_in(writes: Transaction, person_id: str, household_id: str) -> None:
    """Write in which household a person lives."""
    writes.change(
        PersonRecord(pk=f"person#{person_id}", sk=PERSON),
        [PersonRecord.household_id.set(household_id)],
        PersonRecord.pk.exists(),
        Stale(),
    )


def speak(writes: Transaction, person_id: str, language: Language) -> None:
    """Write in which language a person is written to."""
    writes.change(
        PersonRecord(pk=f"person#{person_id}", sk=PERSON),
        [PersonRecord.language.set(language)],
        PersonRecord.pk.exists(),
        Stale(),
    )


def add_access(writes: Transaction, person_id: str, access: Access) -> None:
    """Record that someone looked at a person's data."""
    writes.create(_access(person_id, f"{stamp(access.at)}#{identifiers.new()}", access), Stale())


def daily_access(reads: Reads, person_id: str, access: Access) -> Later[bool]:
    """Ask whether it is recorded that someone looked on this day."""
    return reads.ask(AccessRecord, f"accesses#{person_id}", _day_and_who(access), lambda _: True)


def add_daily_access(writes: Transaction, person_id: str, access: Access) -> None:
    """Record that someone looked, once for a day. Stale when it is recorded."""
    writes.create(_access(person_id, _day_and_who(access), access), Stale())


def person(reads: Reads, person_id: str) -> Later[Person]:
    """Ask for a person."""
    return reads.ask(PersonRecord, f"person#{person_id}", PERSON, _to_person)


def delegation(reads: Reads, person_id: str, delegate_id: str) -> Later[Delegation]:
    """Ask for the right of one person to act for another."""
    return reads.ask(DelegationRecord, f"person#{person_id}", f"delegation#{delegate_id}", _to_delegation)


def represented_ids(delegate_id: str, span: Span, *, on: date) -> Page[str]:
    """For whom someone acts on a day, who can do so the longest last."""
    in_force = ByDelegate.until_on >= on
    return dynamodb.page(DelegationRecord.by_delegate, delegate_id, _to_represented, span, where=in_force)


def person_id_of(tax_code: str) -> str | None:
    """Whose codice fiscale it is."""
    found = dynamodb.find(TaxCodeRecord, _tax_code_key(tax_code), TAX_CODE)
    return found.person_id if found else None


def owner(reads: Reads, tax_code: str) -> Later[str]:
    """Ask whose codice fiscale it is."""
    return reads.ask(TaxCodeRecord, _tax_code_key(tax_code), TAX_CODE, lambda record: record.person_id)


def accesses(person_id: str, span: Span) -> Page[Access]:
    """Who looked at a person's data, the latest first."""
    return dynamodb.page(AccessRecord, f"accesses#{person_id}", _to_access, span, newest_first=True)


def _access(person_id: str, place: str, access: Access) -> AccessRecord:
    return AccessRecord(
        pk=f"accesses#{person_id}",
        sk=place,
        at=access.at,
        by=access.by,
        what=access.what,
        purpose=access.purpose,
    )


def _day_and_who(access: Access) -> str:
    begins_at = start_of_day(local_day(access.at))
    return f"{stamp(begins_at)}#{identifiers.derived(access.by, access.what, access.purpose)}"


def _taken(by_person_id: str, person_id: str) -> Exception:
    # The same request, answered by a twin a moment ago: read again and give its answer.
    return Stale() if by_person_id == person_id else PersonAlreadyRegistered(person_id=by_person_id)


def _tax_code_key(tax_code: str) -> str:
    return f"tax_code#{secrets.keyed_digest('tax code', tax_code)}"


def _to_person(record: PersonRecord) -> Person:
    return Person(
        id=record.pk.removeprefix("person#"),
        given_name=record.given_name,
        family_name=record.family_name,
        born_on=record.born_on,
        municipality_code=record.municipality_code,
        language=Language(record.language),
        email=record.email,
        delegate_id=record.delegate_id,
        registered_at=record.registered_at,
        registered_at_desk_id=record.registered_at_desk_id,
        fingerprint=record.fingerprint,
        household_id=record.household_id or "",
    )


def _to_delegation(record: DelegationRecord) -> Delegation:
    return Delegation(
        record.pk.removeprefix("person#"), record.sk.removeprefix("delegation#"), until_on=record.until_on
    )


def _to_represented(record: DelegationRecord) -> str:
    return record.pk.removeprefix("person#")


def _to_access(record: AccessRecord) -> Access:
    at: datetime = record.at
    return Access(at, record.by, record.what, record.purpose)
