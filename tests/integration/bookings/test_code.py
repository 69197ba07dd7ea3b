"""The family tells the staff a code: it works once, for one recording, and cannot be guessed."""

import pytest

from chalicelib.bookings import code
from chalicelib.bookings.model import BookingState
from chalicelib.bookings.refusals import BookingStateConflict, CodeNeeded, CodeSpent, CodeWrong
from chalicelib.kernel.identifiers import IdempotencyKeyReused
from tests.integration.bookings.deliveries import (
    PLANNED,
    Case,
    confirmed,
    meanwhile,
    record,
    recorded,
    worker,
    wrong,
)

pytestmark = pytest.mark.usefixtures("aws")


def test_the_staff_confirm_with_the_familys_code() -> None:
    made = recorded()

    after = confirmed(made, by=worker(made), told=code.of(made.now())).value

    assert (after.state, made.split()) == (BookingState.ATTENDED, (510, 0, 90))


def test_the_staff_do_not_confirm_without_it() -> None:
    made = recorded()

    with pytest.raises(CodeNeeded):
        confirmed(made, by=worker(made))
    assert made.split() == (0, PLANNED, 0)


def test_a_code_is_six_digits_and_of_one_recording_alone() -> None:
    codes = [code.of(recorded().now()) for _ in range(5)]

    assert all(len(one) == 6 and one.isdigit() for one in codes)
    assert len(set(codes)) == 5


def test_a_wrong_code_tells_how_many_tries_are_left() -> None:
    made = recorded()

    with pytest.raises(CodeWrong) as refused:
        confirmed(made, by=worker(made), told=next(wrong(code.of(made.now()))))
    assert refused.value.facts["tries_left"] == 4
    assert made.split() == (0, PLANNED, 0)


def spent() -> Case:
    """A recording whose code was told wrong five times."""
    made = recorded()
    by, codes = worker(made), wrong(code.of(made.now()))
    for _ in range(4):
        with pytest.raises(CodeWrong):
            confirmed(made, by=by, told=next(codes))
    with pytest.raises(CodeSpent):
        confirmed(made, by=by, told=next(codes))
    return made


def test_after_five_wrong_ones_the_right_code_is_dead() -> None:
    made = spent()

    with pytest.raises(CodeSpent) as refused:
        confirmed(made, by=worker(made), told=code.of(made.now()))
    assert refused.value.facts["until_on"] == made.now().confirm_until_on
    assert made.split() == (0, PLANNED, 0)


def test_the_family_can_still_confirm_when_its_code_is_dead() -> None:
    assert confirmed(spent()).value.state is BookingState.ATTENDED


def test_after_four_wrong_ones_the_right_code_still_works() -> None:
    made = recorded()
    by, codes = worker(made), wrong(code.of(made.now()))
    for _ in range(4):
        with pytest.raises(CodeWrong):
            confirmed(made, by=by, told=next(codes))

    assert confirmed(made, by=by, told=code.of(made.now())).value.state is BookingState.ATTENDED


def test_a_wrong_code_that_is_sent_again_counts_once() -> None:
    made = recorded()
    by, one = worker(made), next(wrong(code.of(made.now())))

    for _ in range(7):
        with pytest.raises(CodeWrong) as refused:
            confirmed(made, by=by, told=one, name="once")
    assert refused.value.facts["tries_left"] == 4


def test_another_code_under_the_same_key_is_refused_and_not_even_looked_at() -> None:
    made = recorded()
    by = worker(made)
    with pytest.raises(CodeWrong):
        confirmed(made, by=by, told=next(wrong(code.of(made.now()))), name="once")

    with pytest.raises(IdempotencyKeyReused):
        confirmed(made, by=by, told=code.of(made.now()), name="once")
    assert made.split() == (0, PLANNED, 0)


def test_a_code_that_was_used_is_dead() -> None:
    made = recorded()
    by, used = worker(made), code.of(made.now())
    confirmed(made, by=by, told=used)

    with pytest.raises(BookingStateConflict):
        confirmed(made, by=by, told=used)


def test_when_the_recording_changes_the_old_code_is_dead_and_the_new_one_works() -> None:
    made = recorded(510)
    old = code.of(made.now())
    record(made, 480)
    by = worker(made)

    with pytest.raises(CodeWrong):
        confirmed(made, by=by, told=old)
    assert confirmed(made, by=by, told=code.of(made.now())).value.delivered_minutes == 480


def test_two_wrong_codes_at_once_are_two_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    made = recorded()
    by, codes = worker(made), wrong(code.of(made.now()))

    def other() -> None:
        with pytest.raises(CodeWrong):
            confirmed(made, by=by, told=next(codes))

    with meanwhile(other, monkeypatch), pytest.raises(CodeWrong) as refused:
        confirmed(made, by=by, told=next(codes))
    assert refused.value.facts["tries_left"] == 3


def test_a_right_code_told_after_the_fifth_wrong_one_was_counted_comes_too_late(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = recorded()
    by, right = worker(made), code.of(made.now())
    codes = wrong(right)
    for _ in range(4):
        with pytest.raises(CodeWrong):
            confirmed(made, by=by, told=next(codes))

    def other() -> None:
        with pytest.raises(CodeSpent):
            confirmed(made, by=by, told=next(codes))

    with meanwhile(other, monkeypatch), pytest.raises(CodeSpent):
        confirmed(made, by=by, told=right)
    assert made.split() == (0, PLANNED, 0)
