"""Finding people and reading their data: never without leaving a trace the person can read."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime

from chalicelib.access import read as access
from chalicelib.kernel.caller import Caller, Role
from chalicelib.kernel.clock import local_day
from chalicelib.kernel.paging import Page, Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import Later, Reads, Transaction

from . import table
from .model import (
    Access,
    Channel,
    ChannelKind,
    Delegation,
    NotForThisPerson,
    Person,
    PersonNotRegistered,
    normal_tax_code,
)


def by_tax_code(tax_code: str, *, purpose: str, by: Caller, at: datetime) -> Person:
    """The person with a codice fiscale, for an operator with a purpose. Raises TaxCodeInvalid, NotFound."""
    person_id = table.person_id_of(normal_tax_code(tax_code))
    if person_id is None:
        raise NotFound
    with Transaction() as writes:
        table.add_access(writes, person_id, Access(at, by.account_id, "identity and contact", purpose))
    return by_id(person_id)


def by_tax_codes(tax_codes: Collection[str]) -> dict[str, Person]:
    """The registered ones among people, by codice fiscale, for a job: nobody is shown anything of them."""
    with Reads() as reads:
        owners = {code: table.owner(reads, code) for code in tax_codes}
    found = {code: owner_id for code, owner in owners.items() if (owner_id := owner.found())}
    people = by_ids(found.values())
    return {code: people[person_id] for code, person_id in found.items() if person_id in people}


def registered(tax_code: str) -> str:
    """Whose codice fiscale it is, for an act that shows nothing of them. Raises TaxCodeInvalid, PersonNotRegistered."""
    person_id = table.person_id_of(normal_tax_code(tax_code))
    if person_id is None:
        raise PersonNotRegistered
    return person_id


def by_ids(person_ids: Iterable[str]) -> dict[str, Person]:
    """Those of these people who are there, by id, for a job."""
    with Reads() as reads:
        asked = {person_id: table.person(reads, person_id) for person_id in person_ids}
    return {person_id: found for person_id, one in asked.items() if (found := one.found())}


def by_id(person_id: str) -> Person:
    """A person. Raises NotFound."""
    with Reads() as reads:
        asked = table.person(reads, person_id)
    return asked.must(NotFound())


def own(person_id: str, *, by: Caller, at: datetime) -> Person:
    """Oneself, or a person who delegated the caller. Raises NotFound: whether others exist is not told."""
    with Reads() as reads:
        asked = table.person(reads, person_id)
        right = table.delegation(reads, person_id, by.account_id)
    if not acts_for(by, person_id, right.found(), at=at):
        raise NotFound
    return asked.must(NotFound())


def represented(person_id: str, span: Span, *, by: Caller, at: datetime) -> Page[Person]:
    """The people for whom oneself acts today, by delegation. Raises NotFound for another person's."""
    if by.account_id != person_id:
        raise NotFound
    found = table.represented_ids(person_id, span, on=local_day(at))
    people = by_ids(found.items)
    return Page([people[one] for one in found.items if one in people], found.rest)


def must_see(person_id: str, *, what: str, by: Caller, at: datetime) -> None:
    """Raise NotFound unless the caller acts for the person, or is an operator: who leaves a trace."""
    if by.is_a(Role.DESK_OPERATOR):
        by_id(person_id)
        leave_trace(person_id, what=what, purpose="on behalf, at the desk", by=by, at=at)
    else:
        own(person_id, by=by, at=at)


def person(reads: Reads, person_id: str) -> Later[Person]:
    """Ask for a person together with other things."""
    return table.person(reads, person_id)


def delegation(reads: Reads, person_id: str, delegate_id: str) -> Later[Delegation]:
    """Ask for a delegation together with other things."""
    return table.delegation(reads, person_id, delegate_id)


def acts_for(caller: Caller, person_id: str, delegation: Delegation | None, *, at: datetime) -> bool:
    """Whether a resident is this person, or acts for them by a delegation in force."""
    if not caller.is_a(Role.CITIZEN):
        return False
    return caller.account_id == person_id or (delegation is not None and delegation.is_in_force(on=local_day(at)))


def must_act_for(caller: Caller, person_id: str, delegation: Delegation | None, *, at: datetime) -> None:
    """Raise NotForThisPerson unless the caller acts for the person, or is an operator who has them at the desk."""
    if not caller.is_a(Role.DESK_OPERATOR) and not acts_for(caller, person_id, delegation, at=at):
        raise NotForThisPerson


def leave_trace(person_id: str, *, what: str, purpose: str, by: Caller, at: datetime) -> None:
    """Record that an operator looked at a person's affairs, for the person to read; others leave none."""
    if by.is_a(Role.DESK_OPERATOR):
        with Transaction() as writes:
            table.add_access(writes, person_id, Access(at, by.account_id, what, purpose))


def seen(person_ids: Iterable[str], *, what: str, purpose: str, by: Caller, at: datetime) -> dict[str, Person]:
    """Those of these people who are there, by id, for an operator: who looks many times a day leaves one trace."""
    access = Access(at, by.account_id, what, purpose)
    return dynamodb.until_settled(lambda: _seen(list(person_ids), access))


def _seen(person_ids: list[str], access: Access) -> dict[str, Person]:
    with Reads() as reads:
        asked = {one: (table.person(reads, one), table.daily_access(reads, one, access)) for one in person_ids}
    people = {one: found for one, (person, _) in asked.items() if (found := person.found())}
    for one in people:
        if not asked[one][1].found():
            with Transaction() as writes:
                table.add_daily_access(writes, one, access)
    return people


def contact(person_id: str, *, on: date) -> tuple[Person, str] | None:
    """A person and the address that reaches them: their own, or their delegate's while the delegation lasts.

    None where there is neither.
    """
    with Reads() as reads:
        asked = table.person(reads, person_id)
    person = asked.found()
    if person is None or person.email:
        return (person, person.email) if person and person.email else None
    with Reads() as reads:
        delegate = table.person(reads, person.delegate_id or person_id)
        right = table.delegation(reads, person_id, person.delegate_id or person_id)
    acting, delegation = delegate.found(), right.found()
    if acting is None or not acting.email or delegation is None or not delegation.is_in_force(on=on):
        return None
    return person, acting.email


def channel(person_id: str, *, purpose: str, by: Caller, at: datetime) -> Channel:
    """How a person, or who acts for them, is reached, for a member of the staff with a purpose: it leaves a trace.

    Who has no address is reached through the Social Point that knows them. Raises NotFound.
    """
    person = by_id(person_id)
    with Transaction() as writes:
        table.add_access(writes, person_id, Access(at, by.account_id, "contact", purpose))
    reached = contact(person_id, on=local_day(at))
    if reached is None:
        return Channel(ChannelKind.DESK, person.registered_at_desk_id)
    return Channel(ChannelKind.EMAIL, reached[1])


def accesses(person_id: str, span: Span, *, by: Caller) -> Page[Access]:
    """Who read one's own data, for which organisation, and why. Raises NotFound for another person."""
    if by.account_id != person_id:
        raise NotFound
    page = table.accesses(person_id, span)
    of = {account.id: account.organisation_id for account in access.accounts({one.by for one in page.items})}
    return Page([replace(one, organisation_id=of.get(one.by)) for one in page.items], page.rest)
