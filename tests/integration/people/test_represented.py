"""A delegate finds the people they act for, as long as they may."""

from datetime import date, datetime, timedelta

import pytest

from chalicelib.kernel.clock import at_local
from chalicelib.kernel.paging import Page, Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.people import find
from chalicelib.people.model import Person
from tests import builders as a

pytestmark = pytest.mark.usefixtures("aws")

COMES_OF_AGE_ON = date(2036, 6, 1)


def child_of(parent: Person, born_on: date = date(2018, 6, 1)) -> Person:
    return a.person(born_on=born_on, email=None, delegate_id=parent.id)


def represented(by: Person, span: Span | None = None, *, at: datetime = a.NOW) -> Page[Person]:
    return find.represented(by.id, span or Span(), by=a.citizen(by), at=at)


def test_a_parent_finds_the_children_they_act_for() -> None:
    parent, stranger = a.person(), a.person()
    older, younger = child_of(parent), child_of(parent, date(2020, 1, 1))
    child_of(stranger)

    assert represented(parent).items == [older, younger]


def test_who_acts_for_nobody_finds_nobody() -> None:
    parent = a.person()
    child = child_of(parent)

    assert represented(child).items == []


def test_on_its_last_day_a_delegation_still_counts_and_then_no_longer() -> None:
    parent = a.person()
    child = child_of(parent)
    birthday = at_local(COMES_OF_AGE_ON, datetime.min.time())

    assert represented(parent, at=birthday - timedelta(minutes=1)).items == [child]
    assert represented(parent, at=birthday).items == []


def test_they_are_read_a_page_at_a_time() -> None:
    parent = a.person()
    children = [child_of(parent, date(2018, 6, day)) for day in (1, 2, 3)]

    first = represented(parent, Span(2))
    second = represented(parent, Span(2, first.rest))

    assert (first.items, second.items, second.rest) == (children[:2], children[2:], None)


def test_for_whom_others_act_is_not_told() -> None:
    parent = a.person()

    with pytest.raises(NotFound):
        find.represented(parent.id, Span(), by=a.citizen(a.person()), at=a.NOW)
