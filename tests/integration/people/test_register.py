"""A person is registered once, reachable, and with a codice fiscale that nobody can read."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.access import sign_in
from chalicelib.access.model import AccountState, EmailInUse
from chalicelib.kernel.caller import Role
from chalicelib.kernel.identifiers import IdempotencyKeyReused, Outcome, RequestKey
from chalicelib.kernel.paging import Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.people import find, register
from chalicelib.people.model import (
    ContactMissing,
    DelegateNotAdult,
    NotResident,
    Person,
    PersonAlreadyRegistered,
    Registration,
    TaxCodeInvalid,
    TaxCodeMismatch,
)
from chalicelib.runtime import encryption
from chalicelib.runtime.aws import client
from tests import builders as a

pytestmark = pytest.mark.usefixtures("aws")


def registered(registration: Registration, key: RequestKey | None = None) -> Outcome[Person]:
    return register.person(registration, desk_id="desk", by=a.OPERATOR, key=key or a.key(), at=a.NOW)


def people() -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = client("dynamodb").scan(TableName="people")["Items"]
    return items


def test_a_person_is_there_after_registration() -> None:
    wish = a.registration(given_name="Anna")

    person = registered(wish).value

    assert find.by_id(person.id) == person
    assert (person.given_name, person.born_on, person.registered_at_desk_id) == ("Anna", wish.born_on, "desk")


def test_who_has_an_address_is_invited_to_choose_a_password() -> None:
    person = registered(a.registration()).value

    account = sign_in.who(a.citizen(person))

    assert (account.state, account.email) == (AccountState.INVITED, person.email)
    assert account.roles == {Role.CITIZEN}
    assert account.invitation_id is not None


def test_who_has_no_address_has_no_account() -> None:
    delegate = a.person()
    person = registered(a.registration(email=None, delegate_id=delegate.id)).value

    with pytest.raises(NotFound):
        sign_in.who(a.citizen(person))


def test_the_same_request_sent_twice_is_one_person() -> None:
    wish = a.registration()

    first, again = registered(wish, a.key(name="once")), registered(wish, a.key(name="once"))

    assert (first.value, first.replayed, again.replayed) == (again.value, False, True)


def test_a_key_used_for_another_person_is_refused() -> None:
    registered(a.registration(), a.key(name="once", fingerprint="one"))

    with pytest.raises(IdempotencyKeyReused):
        registered(a.registration(), a.key(name="once", fingerprint="other"))


def test_a_codice_fiscale_is_registered_once_and_names_who_has_it() -> None:
    wish = a.registration()
    person = registered(wish).value

    with pytest.raises(PersonAlreadyRegistered) as refused:
        registered(replace(wish, email="other@example.org", tax_code=wish.tax_code.lower()))
    assert refused.value.facts == {"person_id": person.id}


def test_an_address_in_use_leaves_nobody_half_registered() -> None:
    a.person(email="anna@example.org")
    before = people()

    with pytest.raises(EmailInUse):
        registered(a.registration(email="anna@example.org"))
    assert people() == before


def test_who_lives_elsewhere_is_told_where_one_may_live() -> None:
    with pytest.raises(NotResident) as refused:
        registered(a.registration(municipality_code="F205"))
    assert "Venegono Superiore" in str(refused.value.facts["municipalities"])


def test_who_cannot_be_reached_is_not_registered() -> None:
    with pytest.raises(ContactMissing):
        registered(a.registration(email=None))


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [({"tax_code": "RSSMRA80A01H501X"}, TaxCodeInvalid), ({"birth_place_code": "H501"}, TaxCodeMismatch)],
)
def test_a_codice_fiscale_that_does_not_agree_is_refused(changes: dict[str, Any], refusal: type) -> None:
    with pytest.raises(refusal):
        registered(a.registration(**changes))


def test_a_child_is_looked_after_by_an_adult() -> None:
    parent = a.person()
    child = registered(a.registration(born_on=date(2018, 6, 1), email=None, delegate_id=parent.id)).value

    assert find.own(child.id, by=a.citizen(parent), at=a.NOW) == child


def test_a_delegate_must_be_of_age_and_known() -> None:
    minor = a.person(born_on=date(2009, 3, 2))

    with pytest.raises(DelegateNotAdult):
        registered(a.registration(email=None, delegate_id=minor.id))
    with pytest.raises(NotFound):
        registered(a.registration(email=None, delegate_id="nobody"))


def test_mail_reaches_a_child_through_its_delegate_until_of_age() -> None:
    parent = a.person()
    child = a.person(born_on=date(2018, 6, 1), email=None, delegate_id=parent.id)

    assert find.contact(child.id, on=date(2036, 5, 31)) == (child, parent.email)
    assert find.contact(child.id, on=date(2036, 6, 1)) is None
    assert find.contact(parent.id, on=date(2036, 6, 1)) == (parent, parent.email)
    assert find.contact("nobody", on=date(2036, 6, 1)) is None


def test_the_codice_fiscale_is_stored_nowhere_in_plain() -> None:
    wish = a.registration()

    registered(wish)

    assert wish.tax_code not in json.dumps(people(), default=str)


def test_the_sealed_codice_fiscale_opens_for_its_own_person_only() -> None:
    wish = a.registration()
    person = registered(wish).value
    sealed = next(item["sealed_tax_code"]["S"] for item in people() if "sealed_tax_code" in item)

    assert encryption.unseal(sealed, record_id=person.id) == wish.tax_code
    with pytest.raises(client("kms").exceptions.ClientError):
        encryption.unseal(sealed, record_id="another")


def test_registering_leaves_a_trace_that_the_person_can_read() -> None:
    person = registered(a.registration()).value

    (access,) = find.accesses(person.id, Span(), by=a.citizen(person)).items

    assert (access.by, access.what, access.at) == (a.OPERATOR.account_id, "registration", a.NOW)


def test_one_reads_for_which_social_point_somebody_looked() -> None:
    person, operator = a.person(), a.staff(Role.DESK_OPERATOR, "tradate")
    find.leave_trace(person.id, what="bookings", purpose="on behalf, at the desk", by=operator, at=a.NOW)

    looks = {one.by: one.organisation_id for one in find.accesses(person.id, Span(), by=a.citizen(person)).items}

    assert looks == {operator.account_id: "tradate", a.OPERATOR.account_id: None}  # whose account there never was


def test_a_delegation_ends_when_the_child_is_of_age() -> None:
    parent = a.person()
    child = a.person(born_on=date(2018, 6, 1), email=None, delegate_id=parent.id)
    last = a.NOW.replace(year=2036, month=5, day=31)

    assert find.own(child.id, by=a.citizen(parent), at=last) == child
    with pytest.raises(NotFound):
        find.own(child.id, by=a.citizen(parent), at=last + timedelta(days=1))
