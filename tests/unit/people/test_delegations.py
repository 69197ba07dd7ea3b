"""Who acts for another does so until a day."""

from datetime import date, timedelta

import pytest

from chalicelib.people.model import Delegation, delegation_ends_on


@pytest.mark.parametrize(
    ("born_on", "on", "ends_on"),
    [
        (date(2018, 6, 1), date(2027, 3, 1), date(2036, 5, 31)),
        (date(2008, 2, 29), date(2025, 3, 1), date(2026, 2, 28)),
        (date(2009, 3, 2), date(2027, 3, 1), date(2027, 3, 1)),
    ],
)
def test_for_a_child_it_ends_on_the_eve_of_eighteen(born_on: date, on: date, ends_on: date) -> None:
    assert delegation_ends_on(born_on, on=on) == ends_on


@pytest.mark.parametrize(
    ("born_on", "on", "ends_on"),
    [
        (date(1940, 5, 4), date(2027, 3, 1), date(2032, 3, 1)),
        (date(2009, 3, 1), date(2027, 3, 1), date(2032, 3, 1)),
        (date(1940, 5, 4), date(2028, 2, 29), date(2033, 3, 1)),
    ],
)
def test_for_an_adult_it_lasts_five_years(born_on: date, on: date, ends_on: date) -> None:
    assert delegation_ends_on(born_on, on=on) == ends_on


def test_it_is_in_force_until_its_last_day() -> None:
    delegation = Delegation("child", "parent", date(2036, 6, 1))

    assert delegation.is_in_force(on=date(2036, 6, 1))
    assert not delegation.is_in_force(on=date(2036, 6, 1) + timedelta(days=1))
