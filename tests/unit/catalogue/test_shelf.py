"""What is shown on a day, and to whom it is an answer."""

from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.catalogue import stock
from chalicelib.catalogue.model import Wish
from chalicelib.catalogue.needs import Need, NeedKind
from chalicelib.catalogue.premises import Feature, Premises
from chalicelib.catalogue.prices import Price
from chalicelib.catalogue.shelf import AHEAD_DAYS, Shelf
from chalicelib.kernel.refusals import NotFound
from chalicelib.kernel.territory import Category
from chalicelib.kernel.texts import Text
from chalicelib.providers.model import AccreditationState
from tests.unit.catalogue.offers import TODAY, accreditation, offering, shelf


def names(on: Shelf, **wish: object) -> set[str]:
    return {one.id for _, one in on.wanted(Wish(**wish), TODAY)}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({}, True),
        ({"state": AccreditationState.SUSPENDED}, False),
        ({"category": Category.CHILD_CARE}, False),
        ({"to_on": TODAY}, True),
        ({"to_on": TODAY - timedelta(days=1)}, False),
        ({"from_on": TODAY + timedelta(days=AHEAD_DAYS)}, True),
        ({"from_on": TODAY + timedelta(days=AHEAD_DAYS + 1)}, False),
    ],
    ids=str,
)
def test_who_may_not_deliver_it_shows_nothing(changes: dict[str, object], shown: bool) -> None:
    on = shelf(offering("a"), accreditations=(accreditation("coop", **changes),))

    assert names(on) == ({"a"} if shown else set())
    assert on.hides("a", TODAY) is not shown


def test_what_was_withdrawn_is_not_shown() -> None:
    on = shelf(offering("a", withdrawn_at=datetime(2027, 2, 1, tzinfo=UTC)), offering("b"))

    assert names(on) == {"b"}


def test_what_has_just_come_is_not_hidden() -> None:
    assert not shelf().hides("new", TODAY)


def test_each_day_shows_its_own_price() -> None:
    begins = TODAY + timedelta(days=1)
    priced = (Price("1", 1, 2000, None, None), Price("2", 2, 2500, begins, None))
    on = shelf(offering("a", prices=priced))

    assert [on.shown(day)["a"].price_cents for day in (TODAY, begins)] == [2000, 2500]
    assert [names(on, price_max_cents=2000), {one.id for _, one in on.wanted(Wish(price_max_cents=2000), begins)}] == [
        {"a"},
        set(),
    ]


def test_a_need_shows_what_answers_it() -> None:
    born = Need("nascita", NeedKind.LIFE_EVENT, Text("È nato un bambino", "A child is born"), ("ostetrica",))
    on = shelf(offering("a", service_id="ostetrica"), offering("b"), needs=(born,))

    assert names(on, need="nascita") == {"a"}
    with pytest.raises(NotFound):
        names(on, need="altro")


def test_a_place_nobody_has_looked_at_is_not_shown_to_who_needs_it_accessible() -> None:
    places = {"yes": Premises(lift=True), "no": Premises(lift=False), "unknown": Premises(step_free_entrance=True)}
    on = shelf(*(offering(name, premises=place) for name, place in places.items()))

    assert names(on, accessible=Feature.LIFT) == {"yes"}
    assert names(on) == set(places)


def test_a_text_of_signs_alone_shows_everything() -> None:
    assert names(shelf(offering("a")), text="?!") == {"a"}


def test_only_two_days_are_kept_in_mind() -> None:
    on = shelf(offering("a"))
    for ahead in range(5):
        on.shown(TODAY + timedelta(days=ahead))

    assert sorted(on._shown) == [TODAY + timedelta(days=3), TODAY + timedelta(days=4)]


def test_a_shelf_is_the_same_after_it_was_written_and_read() -> None:
    full = shelf(
        offering("a", premises=Premises(lift=True, seen_on=date(2027, 1, 1))),
        needs=(Need("n", NeedKind.NEED, Text("Sì", "Yes"), ("aiuto",)),),
    )

    assert stock.read(stock.written(full)) == full
    assert stock.written(full) == stock.written(stock.read(stock.written(full)))
