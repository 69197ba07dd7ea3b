"""The movements of money and hours. Each adds its writes to the transaction of the use case it belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.kernel.identifiers import derived
from chalicelib.kernel.refusals import Refusal
from chalicelib.runtime.dynamodb import Stale, Transaction

from . import model, table
from .journal import Journal
from .model import Account, Bucket, BudgetExhausted, Cap, Entry, Hold, Kind, Movement, NothingDue, Unit


def endow(
    writes: Transaction, *, programme_id: str, funder_id: str, units: int, unit: Unit, by: str, at: datetime
) -> None:
    """Open a programme's fund and give it its first budget, from its funder."""
    entries = _from_funder(units, unit, funder_id=funder_id, programme_id=programme_id)
    movement = Movement(derived("endow", programme_id), Kind.ENDOW, unit, at, by, programme_id, entries)
    # The fund's head is written whole: DynamoDB takes no two operations on one item in a transaction.
    table.open_with(writes, movement, {model.fund(programme_id): None})


def top_up(
    writes: Transaction,
    *,
    increase_id: str,
    programme_id: str,
    funder_id: str,
    units: int,
    unit: Unit,
    by: str,
    at: datetime,
) -> None:
    """Add to a programme's fund, from its funder. Stale when a twin of the same request was first."""
    entries = _from_funder(units, unit, funder_id=funder_id, programme_id=programme_id)
    movement = Movement(derived("top up", increase_id), Kind.ENDOW, unit, at, by, programme_id, entries)
    table.post(writes, movement, repeated=Stale())


@dataclass(frozen=True, slots=True)
class Grant:
    """What a new voucher is opened with, and until when it can be used."""

    voucher_id: str
    units: int
    usable_until_at: datetime


def commit(
    writes: Transaction, *, commitment_id: str, programme_id: str, units: int, unit: Unit, by: str, at: datetime
) -> None:
    """Set part of a programme's fund aside, for one purpose. Raises BudgetExhausted."""
    fund, commitment = model.fund(programme_id), model.commitment(commitment_id)
    entries = model.transfer(units, (fund, Bucket.AVAILABLE), (commitment, Bucket.AVAILABLE))
    movement = Movement(derived("commit", commitment_id), Kind.COMMIT, unit, at, by, programme_id, entries)
    table.open_with(writes, movement, {commitment: None}, guards={fund: _not_exhausted(units)})


def uncommit(writes: Transaction, account: Account, *, programme_id: str, by: str, at: datetime) -> None:
    """Give back to the fund all that a commitment still has. Stale when that has changed meanwhile."""
    movement_id = derived("uncommit", account.id)
    movement = Movement(movement_id, Kind.UNCOMMIT, account.unit, at, by, programme_id, _to_fund(account, programme_id))
    table.post(writes, movement, guards={account.id: table.Guard(Stale())})


def issue(
    writes: Transaction, *, source: str, grants: Sequence[Grant], unit: Unit, about: str, by: str, at: datetime
) -> None:
    """Open vouchers' accounts, together, with what a fund or a commitment grants. Raises BudgetExhausted."""
    entries: tuple[Entry, ...] = ()
    for grant in grants:
        target = (model.voucher(grant.voucher_id), Bucket.AVAILABLE)
        entries += model.transfer(grant.units, (source, Bucket.AVAILABLE), target)
    movement_id = derived("issue", *(grant.voucher_id for grant in grants))
    movement = Movement(movement_id, Kind.ISSUE, unit, at, by, about, entries)
    openings = {model.voucher(grant.voucher_id): grant.usable_until_at for grant in grants}
    needed = sum(grant.units for grant in grants)
    table.open_with(writes, movement, openings, guards={source: _not_exhausted(needed)})


def transfer(writes: Transaction, account: Account, *, grant: Grant, transfer_id: str, by: str, at: datetime) -> None:
    """Open another voucher's account with all that one has available. Stale when that has changed meanwhile."""
    target = (model.voucher(grant.voucher_id), Bucket.AVAILABLE)
    entries = model.transfer(grant.units, (account.id, Bucket.AVAILABLE), target)
    movement = Movement(
        derived("transfer", transfer_id), Kind.TRANSFER, account.unit, at, by, grant.voucher_id, entries
    )
    openings = {model.voucher(grant.voucher_id): grant.usable_until_at}
    table.open_with(writes, movement, openings, guards={account.id: table.Guard(Stale(), then_frozen=True)})


def hold(
    journal: Journal, hold: Hold, *, delivered_at: datetime, by: str, at: datetime, caps: Sequence[Cap] = ()
) -> None:
    """Reserve a voucher's units for a delivery.

    Raises InsufficientBalance, ExpiredByThen, AccountClosed, CapReached.
    """

    def refused(account: Account) -> Refusal | Stale:
        why = account.why_not_hold(hold.units, delivered_at, caps)
        return why[0] if why else Stale()

    guard = table.Guard(refused, delivered_at=delivered_at, must_be_open=True, caps=caps)
    entries, uses = model.hold_entries(hold), hold.uses(hold.units)
    movement = Movement(hold.movement_id, Kind.HOLD, hold.unit, at, by, hold.booking_id, entries, uses)
    journal.post(movement, guards={hold.account_id: guard})


def release(journal: Journal, hold: Hold, *, by: str, at: datetime) -> None:
    """Give a hold back whole. Raises AlreadyResolved."""
    entries, uses = model.release_entries(hold), hold.uses(-hold.units)
    movement = Movement(hold.resolution_id, Kind.RELEASE, hold.unit, at, by, hold.booking_id, entries, uses)
    journal.post(movement)


def capture(journal: Journal, hold: Hold, *, units: int, payable_id: str, by: str, at: datetime, kept: int = 0) -> None:
    """Take what was delivered from a hold, for the provider; `kept` stays held, the rest goes back.

    What is kept is from then on a hold of its own, of another stage. Raises AlreadyResolved.
    """
    entries = model.capture_entries(hold, units, payable_id, kept=kept)
    kind = Kind.CAPTURE if units else Kind.RELEASE
    uses = hold.uses(units + kept - hold.units)
    journal.post(Movement(hold.resolution_id, kind, hold.unit, at, by, hold.booking_id, entries, uses))


def refund(journal: Journal, hold: Hold, *, refund_id: str, units: int, payable_id: str, by: str, at: datetime) -> None:
    """Give a voucher back units that were captured from its hold, out of what its provider is owed.

    Raises NothingDue when the provider is owed less.
    """
    entries = model.transfer(units, (payable_id, Bucket.DUE), (hold.account_id, Bucket.AVAILABLE))
    movement = Movement(
        derived("refund", refund_id, hold.account_id),
        Kind.REFUND,
        hold.unit,
        at,
        by,
        hold.booking_id,
        entries,
        hold.uses(-units),
    )
    journal.post(movement, guards={payable_id: table.Guard(NothingDue())})


def settle(
    writes: Transaction, *, settlement_id: str, payable_id: str, units: int, unit: Unit, by: str, at: datetime
) -> None:
    """Record that a provider was paid what it was owed. Raises NothingDue when it is owed less."""
    entries = model.transfer(units, (payable_id, Bucket.DUE), (payable_id, Bucket.PAID))
    movement_id = derived("settle", settlement_id, payable_id)
    movement = Movement(movement_id, Kind.SETTLE, unit, at, by, settlement_id, entries)
    table.post(writes, movement, guards={payable_id: table.Guard(NothingDue())})


def lapse(writes: Transaction, account: Account, *, programme_id: str, by: str, at: datetime) -> None:
    """Return all that an expired voucher has available to its programme's fund. Stale when that is no longer all."""
    # What is released after the expiry lapses on a later run: the amount lapsed so far tells the runs apart.
    movement_id = derived("lapse", account.id, str(account.lapsed))
    movement = Movement(movement_id, Kind.LAPSE, account.unit, at, by, programme_id, _to_fund(account, programme_id))
    table.post(writes, movement, guards={account.id: table.Guard(Stale(), empties=True)})


def must_be_empty(writes: Transaction, account: Account) -> None:
    """Let a transaction go through only if a voucher has nothing available and nothing held. Stale otherwise."""
    table.check_empty(writes, account.id)


def give_back(writes: Transaction, account: Account, *, programme_id: str, by: str, at: datetime) -> None:
    """Return what a revoked voucher has available to its programme's fund, and freeze it. Stale when that has changed.

    What its bookings hold stays held: it goes back when they are settled.
    """
    if not account.available:
        freeze(writes, account.id)
        return
    movement_id = derived("return", account.id)
    movement = Movement(movement_id, Kind.RETURN, account.unit, at, by, programme_id, _to_fund(account, programme_id))
    table.post(writes, movement, guards={account.id: table.Guard(Stale(), then_frozen=True)})


def freeze(writes: Transaction, account_id: str) -> None:
    """Let nothing more be held on an account."""
    table.set_open(writes, account_id, to_open=False)


def thaw(writes: Transaction, account_id: str) -> None:
    """Let units be held on an account again."""
    table.set_open(writes, account_id, to_open=True)


def extend(writes: Transaction, account_id: str, *, usable_until_at: datetime) -> None:
    """Let an account be used until another instant."""
    table.set_end(writes, account_id, usable_until_at)


def _not_exhausted(units: int) -> table.Guard:
    def exhausted(account: Account) -> Refusal:
        return BudgetExhausted(**account.shortage(units))

    return table.Guard(exhausted)


def _from_funder(units: int, unit: Unit, *, funder_id: str, programme_id: str) -> tuple[Entry, ...]:
    source = (f"{model.funder(funder_id)}:{unit}", Bucket.AVAILABLE)
    return model.transfer(units, source, (model.fund(programme_id), Bucket.AVAILABLE))


def _to_fund(account: Account, programme_id: str) -> tuple[Entry, ...]:
    """All that an account has available, back to its programme."""
    fund = (model.fund(programme_id), Bucket.AVAILABLE)
    return model.transfer(account.available, (account.id, Bucket.AVAILABLE), fund)
