"""A price list has versions; of each day one is in force, and none that was is ever changed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.catalogue import prices
from chalicelib.catalogue.model import PriceUnit
from chalicelib.catalogue.prices import Price, PriceTooEarly, TooManyPrices
from chalicelib.kernel.clock import at_local
from tests.unit.catalogue.offers import offering

FIRST = Price("first", 1, 2000, None, None)
DAYS = st.dates(date(2027, 1, 1), date(2027, 3, 1))


def version(number: int, from_on: date, cents: int = 0) -> Price:
    return Price(f"price-{number}", number, cents or 1000 * number, from_on, datetime(2027, 1, 1, tzinfo=UTC))


@st.composite
def histories(draw: st.DrawFn) -> tuple[Price, ...]:
    days = draw(st.lists(DAYS, max_size=6))
    return (FIRST, *(version(number, day) for number, day in enumerate(days, start=2)))


@given(histories(), DAYS)
def test_of_each_day_exactly_one_version_is_in_force(history: tuple[Price, ...], day: date) -> None:
    lists = [one for one in prices.periods(history) if not one.replaced]
    holding = [one for one in lists if (one.from_on or date.min) <= day <= (one.to_on or date.max)]

    assert [one.version for one in holding] == [prices.in_force(history, day).version]


@given(histories(), DAYS, st.integers(0, 60))
def test_a_new_version_changes_no_day_before_it_begins(history: tuple[Price, ...], day: date, later: int) -> None:
    begins = day + timedelta(days=later + 1)
    longer = (*history, version(len(history) + 1, begins))

    assert prices.in_force(longer, day) == prices.in_force(history, day)
    assert prices.in_force(longer, begins) == longer[-1]


def test_a_version_that_is_replaced_before_it_holds_has_no_days() -> None:
    history = (FIRST, version(2, date(2027, 4, 1)), version(3, date(2027, 4, 1)))

    assert [(one.version, one.from_on, one.to_on, one.replaced) for one in prices.periods(history)] == [
        (3, date(2027, 4, 1), None, False),
        (2, date(2027, 4, 1), None, True),
        (1, None, date(2027, 3, 31), False),
    ]


def test_a_price_holds_from_tomorrow_at_the_earliest() -> None:
    today = date(2027, 3, 28)

    prices.why_not_add((FIRST,), today + timedelta(days=1), today=today)
    with pytest.raises(PriceTooEarly):
        prices.why_not_add((FIRST,), today, today=today)


def test_an_offering_has_a_hundred_versions_at_most() -> None:
    history = (FIRST,) * prices.VERSIONS_MAX

    with pytest.raises(TooManyPrices):
        prices.why_not_add(history, date(2027, 3, 2), today=date(2027, 3, 1))


@pytest.mark.parametrize("change", [date(2027, 3, 28), date(2027, 10, 31)], ids=["spring", "autumn"])
def test_a_session_costs_what_its_italian_day_costs_also_when_clocks_change(change: date) -> None:
    dearer = offering("a", price_unit=PriceUnit.HOUR, prices=(FIRST, version(2, change, 3000)))
    midnight = at_local(change, datetime.min.time())

    before, after = midnight - timedelta(minutes=90), midnight
    assert dearer.session_price_cents(before, before + timedelta(minutes=90)) == 3000
    assert dearer.session_price_cents(after, after + timedelta(minutes=90)) == 4500
