"""Nobody looks at a person's data without leaving a trace the person can read."""

from datetime import date, timedelta

import pytest

from chalicelib.kernel.paging import Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.people import find
from chalicelib.people.model import NotForThisPerson, TaxCodeInvalid
from tests import builders as a

pytestmark = pytest.mark.usefixtures("aws")


def test_an_operator_finds_a_person_however_the_code_is_typed() -> None:
    code = a.tax_code()
    person = a.person(tax_code=code)

    assert find.by_tax_code(f" {code.lower()} ", purpose="orientation", by=a.OPERATOR, at=a.NOW) == person


def test_a_search_is_recorded_with_its_purpose() -> None:
    code = a.tax_code()
    person = a.person(tax_code=code)

    find.by_tax_code(code, purpose="orientation", by=a.OPERATOR, at=a.NOW + timedelta(days=1))

    latest = find.accesses(person.id, Span(), by=a.citizen(person)).items[0]
    assert (latest.purpose, latest.by, latest.at) == ("orientation", "operator", a.NOW + timedelta(days=1))


def test_accesses_are_read_a_page_at_a_time_the_latest_first() -> None:
    code = a.tax_code()
    person = a.person(tax_code=code)
    for day in range(1, 5):
        find.by_tax_code(code, purpose=f"day {day}", by=a.OPERATOR, at=a.NOW + timedelta(days=day))

    first = find.accesses(person.id, Span(3), by=a.citizen(person))
    second = find.accesses(person.id, Span(3, first.rest), by=a.citizen(person))

    purposes = [access.purpose for access in first.items + second.items]
    assert purposes == ["day 4", "day 3", "day 2", "day 1", "registration at the desk"]
    assert second.rest is None


def test_an_unknown_code_is_not_found() -> None:
    with pytest.raises(NotFound):
        find.by_tax_code(a.tax_code(), purpose="orientation", by=a.OPERATOR, at=a.NOW)


def test_what_is_no_code_is_not_searched() -> None:
    with pytest.raises(TaxCodeInvalid):
        find.by_tax_code("X", purpose="orientation", by=a.OPERATOR, at=a.NOW)


def test_nobody_reads_another_persons_accesses() -> None:
    person = a.person()

    with pytest.raises(NotFound):
        find.accesses(person.id, Span(), by=a.citizen(a.person()))


def test_one_sees_oneself() -> None:
    person = a.person()

    assert find.own(person.id, by=a.citizen(person), at=a.NOW) == person


def test_strangers_and_nobody_look_the_same() -> None:
    me, stranger = a.person(), a.person()

    for person_id in (stranger.id, "nobody"):
        with pytest.raises(NotFound) as refused:
            find.own(person_id, by=a.citizen(me), at=a.NOW)
        assert refused.value.facts == {}


def test_a_child_does_not_act_for_its_parent() -> None:
    parent = a.person()
    child = a.person(born_on=date(2018, 6, 1), email=None, delegate_id=parent.id)

    with pytest.raises(NotFound):
        find.own(parent.id, by=a.citizen(child), at=a.NOW)


def test_an_operator_acts_for_whoever_is_at_the_desk_but_a_stranger_does_not() -> None:
    person, stranger = a.person(), a.person()

    find.must_act_for(a.OPERATOR, person.id, None, at=a.NOW)
    with pytest.raises(NotForThisPerson):
        find.must_act_for(a.citizen(stranger), person.id, None, at=a.NOW)
