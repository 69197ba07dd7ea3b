"""The payment plan: the least own money, no stranded residue, the soonest expiry and the most restricted first."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.bookings.payment_plan import RESIDUE, VOUCHERS_MAX, Plan, Purse, Share, best, in_turn
from chalicelib.kernel.amounts import portion
from chalicelib.ledger.model import Unit

DAY = date(2027, 6, 30)
CENTS, MINUTES = Unit.CENTS, Unit.MINUTES


def purse(name: str, room: int, *, days: int = 0, reach: int = 0, unit: Unit = CENTS, available: int = 0) -> Purse:
    return Purse(name, unit, room, available or room, DAY + timedelta(days=days), reach)


PURSES = st.lists(
    st.builds(
        lambda room, more, days, reach, unit: (room, more, days, reach, unit),
        st.integers(0, 80_00),
        st.integers(0, 10_00),
        st.integers(0, 3),
        st.integers(0, 2),
        st.sampled_from(Unit),
    ),
    max_size=7,
).map(
    lambda drawn: [
        purse(f"v{number}", room, days=days, reach=reach, unit=unit, available=room + more)
        for number, (room, more, days, reach, unit) in enumerate(drawn)
    ]
)


def covered(plan: Plan, purses: list[Purse], price: int, minutes: int) -> int:
    """What the shares are worth at this price."""
    units = {one.voucher_id: one.unit for one in purses}
    cents = sum(share.amount for share in plan.shares if units[share.voucher_id] is CENTS)
    timed = sum(share.amount for share in plan.shares if units[share.voucher_id] is MINUTES)
    return cents + portion(price, timed, minutes)


@settings(deadline=None)
@given(PURSES, st.integers(0, 200_00), st.integers(5, 300))
def test_shares_and_own_money_are_the_price(purses: list[Purse], price: int, minutes: int) -> None:
    plan = best(purses, price_cents=price, minutes=minutes)

    assert covered(plan, purses, price, minutes) + plan.own_cents == price
    assert plan.own_cents >= 0


@settings(deadline=None)
@given(PURSES, st.integers(0, 200_00), st.integers(5, 300))
def test_no_voucher_pays_more_than_it_can_or_nothing(purses: list[Purse], price: int, minutes: int) -> None:
    room = {one.voucher_id: one.room for one in purses}

    plan = best(purses, price_cents=price, minutes=minutes)

    assert all(0 < share.amount <= room[share.voucher_id] for share in plan.shares)
    assert len(plan.shares) <= VOUCHERS_MAX


@settings(deadline=None)
@given(PURSES.filter(lambda purses: all(one.unit is CENTS for one in purses)), st.integers(0, 200_00))
def test_with_few_vouchers_in_euro_own_money_is_only_what_they_lack(purses: list[Purse], price: int) -> None:
    purses = purses[:VOUCHERS_MAX]

    plan = best(purses, price_cents=price, minutes=60)

    assert plan.own_cents == max(0, price - sum(one.room for one in purses))


@settings(deadline=None)
@given(PURSES, st.integers(1, 200_00), st.integers(5, 300))
def test_the_order_in_which_vouchers_are_found_does_not_matter(purses: list[Purse], price: int, minutes: int) -> None:
    assert best(purses, price_cents=price, minutes=minutes) == best(purses[::-1], price_cents=price, minutes=minutes)


def test_what_expires_soonest_is_used_first() -> None:
    plan = best([purse("later", 100_00, days=9), purse("soon", 100_00)], price_cents=40_00, minutes=60)

    assert plan == Plan((Share("soon", 40_00),), 0)


def test_among_equals_the_most_restricted_is_used_first() -> None:
    plan = best([purse("free", 100_00, reach=9), purse("narrow", 100_00, reach=1)], price_cents=40_00, minutes=60)

    assert plan == Plan((Share("narrow", 40_00),), 0)


def test_a_residue_that_buys_nothing_is_avoided() -> None:
    plan = best([purse("soon", 42_00), purse("later", 100_00, days=9)], price_cents=40_00, minutes=60)

    assert plan == Plan((Share("later", 40_00),), 0)


def test_an_unavoidable_residue_is_left_on_what_expires_last() -> None:
    plan = best([purse("soon", 20_00), purse("later", 21_00, days=9)], price_cents=40_00, minutes=60)

    assert plan == Plan((Share("soon", 20_00), Share("later", 20_00)), 0)
    assert 0 < 21_00 - 20_00 < RESIDUE[CENTS]


def test_less_own_money_matters_more_than_a_residue() -> None:
    assert best([purse("only", 42_00)], price_cents=40_00, minutes=60) == Plan((Share("only", 40_00),), 0)


def test_three_vouchers_and_own_money_pay_together() -> None:
    purses = [purse("a", 10_00), purse("b", 15_00, days=1), purse("c", 20_00, days=2)]

    plan = best(purses, price_cents=60_00, minutes=60)

    assert plan == Plan((Share("a", 10_00), Share("b", 15_00), Share("c", 20_00)), 15_00)


def test_hours_pay_their_part_of_the_time_and_euro_the_rest() -> None:
    purses = [purse("hours", 30, unit=MINUTES), purse("euro", 100_00, days=1)]

    plan = best(purses, price_cents=20_00, minutes=60)

    assert plan == Plan((Share("hours", 30), Share("euro", 10_00)), 0)


def test_the_person_can_choose_another_order() -> None:
    purses = [purse("later", 30_00, days=9), purse("soon", 30_00)]

    assert in_turn(purses, price_cents=40_00, minutes=60) == Plan((Share("later", 30_00), Share("soon", 10_00)), 0)


def test_a_free_place_takes_nothing_from_any_voucher() -> None:
    assert best([purse("euro", 10_00), purse("hours", 60, unit=MINUTES)], price_cents=0, minutes=60) == Plan((), 0)
