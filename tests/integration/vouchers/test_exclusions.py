"""Measures that cannot be had together are not: per person or per household, whichever of the two says so."""

from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.bookings import place, quote
from chalicelib.catalogue.model import QuoteOutdated
from chalicelib.kernel.clock import end_of_day
from chalicelib.people import household
from chalicelib.people.model import Person
from chalicelib.programmes.model import Programme
from chalicelib.programmes.rules import Exclusion, Reach
from chalicelib.runtime import aws
from chalicelib.vouchers import expire
from chalicelib.vouchers.holdings import NotCumulable
from chalicelib.vouchers.model import ChangeKind
from tests import builders as a

pytestmark = pytest.mark.usefixtures("aws")

RULE = "DGR XII/1669, misura B2: non cumulabile"


def excluding(other: Programme, reach: Reach) -> Programme:
    return a.programme(rules={"exclusions": (Exclusion(other.id, reach, RULE),)})


def couple() -> tuple[Person, Person]:
    one, other = a.person(), a.person()
    household.joined(other.id, with_person_id=one.id, by=a.OPERATOR, at=a.NOW)
    return one, other


@pytest.mark.parametrize("reach", list(Reach))
def test_one_person_does_not_get_two_measures_that_exclude_each_other(reach: Reach) -> None:
    b2, holder = a.programme(), a.person()
    care = excluding(b2, reach)
    a.voucher(holder, under=b2)

    with pytest.raises(NotCumulable) as refused:
        a.voucher(holder, under=care)
    assert (refused.value.facts["rule"], refused.value.facts["other"]) == (RULE, b2.title)


def test_it_does_not_matter_which_of_the_two_was_first() -> None:
    b2, holder = a.programme(), a.person()
    a.voucher(holder, under=excluding(b2, Reach.PERSON))

    with pytest.raises(NotCumulable):
        a.voucher(holder, under=b2)


def test_a_household_does_not_get_what_is_excluded_for_households() -> None:
    b2, (one, other) = a.programme(), couple()
    a.voucher(one, under=b2)

    with pytest.raises(NotCumulable):
        a.voucher(other, under=excluding(b2, Reach.HOUSEHOLD))


def test_what_is_excluded_for_one_person_another_of_the_household_may_have() -> None:
    b2, (one, other) = a.programme(), couple()
    a.voucher(one, under=b2)

    assert a.voucher(other, under=excluding(b2, Reach.PERSON)).granted


@pytest.mark.parametrize("ended_by", ["expiry", "revocation"])
def test_once_the_first_is_over_the_second_can_be_had(ended_by: str) -> None:
    b2, holder = a.programme(expires_on=date(2027, 3, 10)), a.person()
    first = a.voucher(holder, under=b2)
    if ended_by == "expiry":
        expire.vouchers(at=end_of_day(date(2027, 3, 10)))
    else:
        a.changed(first, ChangeKind.REVOKE)

    assert a.voucher(holder, under=excluding(b2, Reach.HOUSEHOLD)).granted


def test_a_suspended_voucher_still_excludes() -> None:
    b2, holder = a.programme(), a.person()
    a.changed(a.voucher(holder, under=b2), ChangeKind.SUSPEND)

    with pytest.raises(NotCumulable):
        a.voucher(holder, under=excluding(b2, Reach.PERSON))


def test_two_issues_at_once_are_not_both_granted(monkeypatch: pytest.MonkeyPatch) -> None:
    b2, holder = a.programme(), a.person()
    care = excluding(b2, Reach.PERSON)
    commit = aws.client("dynamodb").transact_write_items

    def after_the_other(**wanted: Any) -> Any:
        monkeypatch.undo()
        a.voucher(holder, under=b2)
        return commit(**wanted)

    monkeypatch.setattr(aws.client("dynamodb"), "transact_write_items", after_the_other)
    with pytest.raises(NotCumulable):
        a.voucher(holder, under=care)


def test_a_household_that_forms_later_is_looked_at_when_booking() -> None:
    b2, one, other = a.programme(), a.person(), a.person()
    a.voucher(one, under=b2)
    voucher = a.voucher(other, under=excluding(b2, Reach.HOUSEHOLD))
    household.joined(other.id, with_person_id=one.id, by=a.OPERATOR, at=a.NOW)

    with pytest.raises(NotCumulable):
        a.book(other, a.session(), voucher)


def test_a_household_that_changes_after_the_quote_asks_for_a_new_one() -> None:
    scene = a.scene()
    caller = a.citizen(scene.person)
    quoted = quote.booking(
        scene.session.id, person_id=scene.person.id, voucher_id=scene.voucher.id, by=caller, at=a.NOW
    )
    household.joined(scene.person.id, with_person_id=a.person().id, by=a.OPERATOR, at=a.NOW)

    with pytest.raises(QuoteOutdated):
        place.booking(quoted.token, by=caller, key=a.key(caller), at=a.NOW + timedelta(minutes=1))
