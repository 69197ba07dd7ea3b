"""Golden cases: two real measures, every band edge to the cent.

After-school 2023/24: ISEE below 7,328.62 has the whole cost of the first child and half of each sibling's, siblings
together at most 300 euro a month; up to 26,000 has 40 euro a month, up to 40,000 has 20, at most 70% of the cost.
Shopping vouchers 2020: 150, 250, 400 or 500 euro for 1, 2, 3-4, 5 or more people; 50 more for three or more of them
with a child born after 2010.
"""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.amounts import portion
from chalicelib.programmes.award import (
    AmountGiven,
    Award,
    AwardKind,
    Band,
    FactMissing,
    Facts,
    NothingGranted,
    Step,
    Supplement,
)

AFTER_SCHOOL = Award(
    AwardKind.BY_ISEE,
    bands=(
        Band(7_328_62, below=True, first_percent=100, sibling_percent=50, siblings_month_max_cents=300_00),
        Band(26_000_00, month_cents=40_00, cost_percent_max=70),
        Band(40_000_00, month_cents=20_00, cost_percent_max=70),
    ),
)
SHOPPING = Award(
    AwardKind.BY_HOUSEHOLD,
    steps=(Step(1, 150_00), Step(2, 250_00), Step(3, 400_00), Step(5, 500_00)),
    supplement=Supplement(50_00, size_min=3, born_from_on=date(2011, 1, 1)),
)
NAMED = Award()
COSTS = st.integers(min_value=0, max_value=5_000_00)


def granted(isee_cents: int, cost_cents: int = 200_00, **more: Any) -> int:
    return AFTER_SCHOOL.units(Facts(isee_cents=isee_cents, month_cost_cents=cost_cents, **more))


def shopping(people: int, youngest_born_on: date | None = None) -> int:
    return SHOPPING.units(Facts(household_size=people, youngest_born_on=youngest_born_on))


@pytest.mark.parametrize(
    ("isee_cents", "cents"),
    [
        (0, 200_00),
        (7_328_61, 200_00),
        (7_328_62, 40_00),
        (7_328_63, 40_00),
        (25_999_99, 40_00),
        (26_000_00, 40_00),
        (26_000_01, 20_00),
        (39_999_99, 20_00),
        (40_000_00, 20_00),
    ],
)
def test_after_school_grants_by_the_band_of_the_isee(isee_cents: int, cents: int) -> None:
    assert granted(isee_cents) == cents


@pytest.mark.parametrize("isee_cents", [40_000_01, 1_000_000_00])
def test_after_school_grants_nothing_above_the_last_band(isee_cents: int) -> None:
    with pytest.raises(NothingGranted):
        granted(isee_cents)


@pytest.mark.parametrize(
    ("isee_cents", "cost_cents", "cents"),
    [
        (26_000_00, 57_15, 40_00),  # 70% is 40.005
        (26_000_00, 57_14, 39_99),  # 70% is 39.998: never above 70%
        (26_000_00, 57_13, 39_99),
        (26_000_00, 33_35, 23_34),  # 70% is 23.345
        (26_000_00, 2, 1),
        (40_000_00, 28_58, 20_00),  # 70% is 20.006
        (40_000_00, 28_57, 19_99),  # 70% is 19.999
    ],
)
def test_after_school_never_pays_more_than_seven_tenths_of_the_cost(
    isee_cents: int, cost_cents: int, cents: int
) -> None:
    assert granted(isee_cents, cost_cents) == cents


@given(COSTS)
def test_seven_tenths_are_never_exceeded_by_a_fraction_of_a_cent(cost_cents: int) -> None:
    facts = Facts(isee_cents=26_000_00, month_cost_cents=cost_cents)
    assert AFTER_SCHOOL.month_units(facts) * 100 <= cost_cents * 70


@pytest.mark.parametrize(
    ("cost_cents", "before_cents", "cents"),
    [
        (200_00, 0, 100_00),
        (100_01, 0, 50_01),  # half a cent goes up
        (600_00, 0, 300_00),
        (600_02, 0, 300_00),
        (200_00, 200_00, 100_00),
        (200_00, 200_01, 99_99),
        (200_00, 299_99, 1),
    ],
)
def test_a_sibling_has_half_and_all_siblings_at_most_three_hundred_a_month(
    cost_cents: int, before_cents: int, cents: int
) -> None:
    assert granted(0, cost_cents, child_number=2, siblings_month_cents=before_cents) == cents


def test_siblings_who_have_three_hundred_a_month_get_nothing_more() -> None:
    with pytest.raises(NothingGranted):
        granted(0, 200_00, child_number=3, siblings_month_cents=300_00)


def test_the_first_child_is_paid_whatever_the_siblings_have() -> None:
    assert granted(0, 450_00, siblings_month_cents=300_00) == 450_00


def test_a_sibling_above_the_first_band_has_what_the_first_child_has() -> None:
    assert granted(7_328_62, child_number=2, siblings_month_cents=300_00) == 40_00


def test_the_months_multiply_what_one_month_grants() -> None:
    assert granted(26_000_00, 57_14, months=9) == 9 * 39_99


@pytest.mark.parametrize("missing", ["isee_cents", "month_cost_cents"])
def test_after_school_names_the_fact_that_is_missing(missing: str) -> None:
    known = {"isee_cents": 1, "month_cost_cents": 1} | {missing: None}
    with pytest.raises(FactMissing) as refused:
        AFTER_SCHOOL.units(Facts(**known))  # type: ignore[arg-type]
    assert refused.value.facts["fact"] == missing


@pytest.mark.parametrize(
    ("people", "cents"), [(1, 150_00), (2, 250_00), (3, 400_00), (4, 400_00), (5, 500_00), (6, 500_00), (12, 500_00)]
)
def test_shopping_vouchers_follow_the_size_of_the_household(people: int, cents: int) -> None:
    assert shopping(people) == cents


@pytest.mark.parametrize(
    ("people", "born_on", "cents"),
    [
        (1, date(2015, 5, 5), 150_00),
        (2, date(2015, 5, 5), 250_00),
        (3, date(2010, 12, 31), 400_00),
        (3, date(2011, 1, 1), 450_00),
        (4, date(2011, 1, 1), 450_00),
        (5, date(2010, 12, 31), 500_00),
        (5, date(2020, 3, 1), 550_00),
    ],
)
def test_fifty_more_for_three_people_with_a_child_born_after_2010(people: int, born_on: date, cents: int) -> None:
    assert shopping(people, born_on) == cents


def test_a_household_below_the_first_step_is_granted_nothing() -> None:
    with pytest.raises(NothingGranted):
        shopping(0)


def test_the_largest_step_reached_counts_also_where_it_grants_less() -> None:
    table = Award(AwardKind.BY_HOUSEHOLD, steps=(Step(1, 300_00), Step(3, 200_00)))
    assert [table.units(Facts(household_size=people)) for people in (1, 2, 3, 4)] == [300_00, 300_00, 200_00, 200_00]


@pytest.mark.parametrize("table", [AFTER_SCHOOL, SHOPPING])
def test_nobody_names_an_amount_that_a_table_gives(table: Award) -> None:
    with pytest.raises(AmountGiven):
        table.units(Facts(granted=100_00, household_size=1, isee_cents=0, month_cost_cents=100_00))


def test_an_amount_that_nobody_named_is_missing() -> None:
    with pytest.raises(FactMissing):
        NAMED.units(Facts())


def test_an_amount_that_the_officer_names_is_granted_as_it_is() -> None:
    assert NAMED.units(Facts(granted=123_45)) == 123_45


@pytest.mark.parametrize(
    "unsound",
    [
        Award(AwardKind.BY_HOUSEHOLD),
        Award(AwardKind.BY_ISEE),
        Award(AwardKind.NAMED, steps=(Step(1, 1),)),
        Award(AwardKind.BY_HOUSEHOLD, steps=(Step(2, 250_00), Step(1, 150_00))),
        Award(AwardKind.BY_HOUSEHOLD, steps=(Step(1, 150_00), Step(1, 250_00))),
        Award(AwardKind.BY_ISEE, bands=(Band(26_000_00), Band(7_328_62, below=True))),
        Award(AwardKind.BY_ISEE, bands=(Band(26_000_00), Band(26_000_00, below=True))),
    ],
)
def test_a_table_that_is_empty_or_out_of_order_is_not_sound(unsound: Award) -> None:
    assert not unsound.is_sound()


@pytest.mark.parametrize("sound", [NAMED, SHOPPING, AFTER_SCHOOL])
def test_the_real_measures_are_sound(sound: Award) -> None:
    assert sound.is_sound()


@pytest.mark.parametrize(("cents", "percent", "part"), [(1, 50, 1), (3, 50, 2), (100, 33, 33), (50, 1, 1), (49, 1, 0)])
def test_a_share_is_to_the_nearest_cent_halves_up(cents: int, percent: int, part: int) -> None:
    assert portion(cents, percent, 100) == part
