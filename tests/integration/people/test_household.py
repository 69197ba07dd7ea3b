"""Who lives together is recorded at the desk, and the person can read that it was."""

import pytest

from chalicelib.kernel.paging import Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.people import find, household
from tests import builders as a

pytestmark = pytest.mark.usefixtures("aws")


def test_who_was_never_said_to_live_with_someone_lives_alone() -> None:
    someone = a.person()

    assert find.by_id(someone.id).household_id == someone.id


def test_who_joins_lives_in_the_others_household() -> None:
    mother, son, daughter = a.person(), a.person(), a.person()
    household.joined(son.id, with_person_id=mother.id, by=a.OPERATOR, at=a.NOW)

    household.joined(daughter.id, with_person_id=son.id, by=a.OPERATOR, at=a.NOW)

    assert find.by_id(daughter.id).household_id == mother.id


def test_who_leaves_lives_alone_again() -> None:
    mother, son = a.person(), a.person()
    household.joined(son.id, with_person_id=mother.id, by=a.OPERATOR, at=a.NOW)

    assert household.joined(son.id, with_person_id=son.id, by=a.OPERATOR, at=a.NOW).household_id == son.id


def test_the_person_can_read_who_recorded_it() -> None:
    mother, son = a.person(), a.person()
    household.joined(son.id, with_person_id=mother.id, by=a.OPERATOR, at=a.NOW)

    accesses = find.accesses(son.id, Span(), by=a.citizen(son)).items

    assert ("household", a.OPERATOR.account_id) in {(one.what, one.by) for one in accesses}


def test_nobody_lives_with_someone_who_is_not_registered() -> None:
    with pytest.raises(NotFound):
        household.joined(a.person().id, with_person_id="nobody", by=a.OPERATOR, at=a.NOW)
