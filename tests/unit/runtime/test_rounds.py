"""A round of what is due: one refusal stops none of the others, and is raised at the end."""

import pytest

from chalicelib.kernel.refusals import Conflict, NotFound
from chalicelib.runtime.rounds import Round


def dealt_with(*failing: int) -> list[int]:
    """What was dealt with of three, when some are refused."""
    done: list[int] = []
    with Round() as due:
        for number in range(3):
            with due.one("not_done", number=number):
                if number in failing:
                    raise Conflict(number=number)
                done.append(number)
    return done


def test_without_a_refusal_nothing_is_raised() -> None:
    assert dealt_with() == [0, 1, 2]


def test_one_that_is_refused_stops_none_of_the_others() -> None:
    done: list[int] = []

    with pytest.raises(Conflict), Round() as due:
        for number in range(3):
            with due.one("not_done", number=number):
                if number == 1:
                    raise Conflict
                done.append(number)

    assert done == [0, 2]


def test_the_last_refusal_is_the_one_that_is_raised() -> None:
    with pytest.raises(Conflict) as refused:
        dealt_with(0, 2)

    assert refused.value.facts == {"number": 2}


def test_a_fault_ends_the_round_at_once() -> None:
    met: list[Exception] = [NotFound(), ZeroDivisionError(), NotFound()]

    with pytest.raises(ZeroDivisionError), Round() as due:
        while met:
            with due.one("not_done"):
                raise met.pop(0)

    assert len(met) == 1
