"""The payment plan: which vouchers pay how much of a place, and what is left for the person's own money.

The person pays as little as possible; then no voucher is left with a residue that buys nothing; then what expires
soonest is used first, and among equals what can be used for the least else (docs/decisions/0020).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from chalicelib.kernel.amounts import portion
from chalicelib.ledger.model import Unit

VOUCHERS_MAX = 4  # of one booking: each is three more writes in its transaction
CANDIDATES_MAX = 8  # looked at together: 163 ways to combine them
RESIDUE = {Unit.CENTS: 500, Unit.MINUTES: 30}  # less than this left on a voucher buys nothing in this territory


@dataclass(frozen=True, slots=True)
class Purse:
    """A voucher that may pay: what it can still pay of this place, what it has, and how freely it can be used."""

    voucher_id: str
    unit: Unit
    room: int  # the most that it can pay here: what is available, within its caps
    available: int
    expires_on: date
    reach: int = 0  # how much else it could pay: fewer areas and services first

    @property
    def turn(self) -> tuple[date, int, str]:
        """Its turn among others: the soonest expiry, then the most restricted."""
        return self.expires_on, self.reach, self.voucher_id


@dataclass(frozen=True, slots=True)
class Share:
    """What one voucher pays, in its own unit."""

    voucher_id: str
    amount: int


@dataclass(frozen=True, slots=True)
class Plan:
    """How a place is paid: the vouchers' shares, and the rest in cents of the person's own money."""

    shares: tuple[Share, ...]
    own_cents: int


def best(purses: Sequence[Purse], *, price_cents: int, minutes: int) -> Plan:
    """The best plan there is with any of these vouchers, for a price (cents) and a length (minutes)."""
    useful = sorted((purse for purse in purses if purse.room > 0), key=lambda purse: purse.turn)[:CANDIDATES_MAX]
    plans = [
        (plan.own_cents, _stranded(chosen, plan), turns, plan)
        for count in range(min(len(useful), VOUCHERS_MAX) + 1)
        for turns in combinations(range(len(useful)), count)
        for chosen in ([useful[turn] for turn in turns],)
        for plan in (in_turn(chosen, price_cents=price_cents, minutes=minutes),)
        if len(plan.shares) == count
    ]
    return min(plans, key=lambda found: found[:3])[3]


def in_turn(purses: Sequence[Purse], *, price_cents: int, minutes: int) -> Plan:
    """The plan that uses these vouchers one after the other, each for as much as it can pay."""
    left_cents, timed, shares = price_cents, 0, []
    for purse in purses:
        if purse.unit is Unit.MINUTES:
            share = _minutes_within(min(purse.room, minutes - timed), left_cents, timed, price_cents, minutes)
            left_cents -= _worth(timed + share, price_cents, minutes) - _worth(timed, price_cents, minutes)
            timed += share
        else:
            share = min(purse.room, left_cents)
            left_cents -= share
        if share:
            shares.append(Share(purse.voucher_id, share))
    return Plan(tuple(shares), left_cents)


def _minutes_within(most: int, left_cents: int, timed: int, price_cents: int, minutes: int) -> int:
    """The most minutes, no more than these, that cost no more than what is left to pay."""
    if not price_cents or not minutes:
        return 0
    before = _worth(timed, price_cents, minutes)
    fitting = (
        count for count in range(most, 0, -1) if _worth(timed + count, price_cents, minutes) - before <= left_cents
    )
    return next(fitting, 0)


def _worth(timed: int, price_cents: int, minutes: int) -> int:
    return portion(price_cents, timed, minutes)


def _stranded(purses: Sequence[Purse], plan: Plan) -> int:
    """How many vouchers of a plan are left with something that buys nothing."""
    paid = {share.voucher_id: share.amount for share in plan.shares}
    return sum(0 < purse.available - paid.get(purse.voucher_id, 0) < RESIDUE[purse.unit] for purse in purses)
