"""Reconciliation: balances are recomputed from the entries and compared. It reports, it never repairs."""

from collections.abc import Mapping
from dataclasses import dataclass

from . import table
from .model import Account, Bucket, Fold


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two records of the same amount disagree."""

    account_id: str
    what: str
    recorded: int
    recomputed: int


@dataclass(frozen=True, slots=True)
class Report:
    """What a reconciliation looked at, and every difference it found."""

    accounts: int
    entries: int
    differences: list[Difference]


def balances(held_by_bookings: Mapping[str, int]) -> Report:
    """Compare every head with its entries, every voucher with its own conservation, every hold with its bookings.

    `held_by_bookings` says, for each voucher's account, what the bookings that are still booked reserve.
    """
    heads: dict[str, Account] = {}
    fold, entries = Fold(), 0
    for found in table.heads_and_entries():
        if isinstance(found, Account):
            heads[found.id] = found
        else:
            entries += 1
            fold.add(found[0], found[1].items())
    accounts = sorted({*heads, *fold.balances, *held_by_bookings})
    differences = [
        difference
        for account_id in accounts
        for difference in _differences(
            account_id, heads.get(account_id), fold.balance(account_id), held_by_bookings.get(account_id, 0)
        )
    ]
    total = sum(units for account_id in fold.balances for units in fold.balances[account_id].values())
    if total:
        differences.append(Difference("ledger", "sum of all entries", 0, total))
    return Report(len(heads), entries, differences)


def _differences(account_id: str, head: Account | None, recomputed: Mapping[str, int], booked: int) -> list[Difference]:
    recorded = {str(bucket): head.balances[bucket] for bucket in Bucket} if head else {}
    found = [
        Difference(account_id, name, recorded.get(name, 0), recomputed.get(name, 0))
        for name in map(str, Bucket)
        if recorded.get(name, 0) != recomputed.get(name, 0)
    ]
    if head and account_id.startswith("voucher:") and not head.conserves():
        parts = head.parts()
        found.append(Difference(account_id, "conservation", head.granted, parts))
    held = head.held if head else 0
    if held != booked:
        found.append(Difference(account_id, "held by bookings", held, booked))
    return found
