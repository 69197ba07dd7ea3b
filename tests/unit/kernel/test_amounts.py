"""A part of an amount is whole units, to the nearest, halves up."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.amounts import portion

UNITS = st.integers(0, 10_000_000_00)
WHOLE = st.integers(1, 10_000)


@given(units=UNITS, part=st.integers(0, 10_000), whole=WHOLE)
def test_it_is_the_nearest_unit_and_halves_go_up(units: int, part: int, whole: int) -> None:
    exact = Fraction(units * part, whole)

    assert -Fraction(1, 2) < portion(units, part, whole) - exact <= Fraction(1, 2)


@given(units=UNITS, whole=WHOLE)
def test_the_whole_is_all_and_nothing_is_nothing(units: int, whole: int) -> None:
    assert (portion(units, whole, whole), portion(units, 0, whole)) == (units, 0)
