"""The movements of money and hours. Each adds its writes to the transaction of the use case it belongs to."""

from datetime import datetime

from chalicelib.kernel.identifiers import derived
from chalicelib.kernel.refusals import Refusal
from chalicelib.runtime.dynamodb import Stale, Transaction

from . import model, table
from .model import Account, Bucket, BudgetExhausted, Entry, Hold, Kind, Movement, Unit


def endow(
    writes: Transaction, *, programme_id: str, funder_id: str, units: int, unit: Unit, by: str, at: datetime
) -> None:
    """Open a programme's fund and give it its first budget, from its funder."""
    entries = _from_funder(units, unit, funder_id=funder_id, programme_id=programme_id)
    movement = Movement(derived("endow", programme_id), Kind.ENDOW, unit, at, by, programme_id, entries)
    # The fund's head is written whole: DynamoDB takes no two operations on one item in a transaction.
    table.open_with(writes, movement, model.fund(programme_id))


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


def issue(
    writes: Transaction,
    *,
    programme_id: str,
    voucher_id: str,
    units: int,
    unit: Unit,
    usable_until_at: datetime,
    by: str,
    at: datetime,
) -> None:
    """Open a voucher's account with what its programme's fund grants. Raises BudgetExhausted."""
    fund, voucher = model.fund(programme_id), model.voucher(voucher_id)
    entries = model.transfer(units, (fund, Bucket.AVAILABLE), (voucher, Bucket.AVAILABLE))
    movement = Movement(derived("issue", voucher_id), Kind.ISSUE, unit, at, by, voucher_id, entries)

    def exhausted(account: Account) -> Refusal:
        return BudgetExhausted(**account.shortage(units))

    table.open_with(writes, movement, voucher, usable_until_at=usable_until_at, guards={fund: table.Guard(exhausted)})


def hold(writes: Transaction, hold: Hold, *, delivered_at: datetime, by: str, at: datetime) -> None:
    """Reserve a voucher's units for a delivery. Raises InsufficientBalance, ExpiredByThen, AccountClosed."""

    def refused(account: Account) -> Refusal | Stale:
        why = account.why_not_hold(hold.units, delivered_at)
        return why[0] if why else Stale()

    table.post(
        writes,
        Movement(hold.movement_id, Kind.HOLD, hold.unit, at, by, hold.booking_id, model.hold_entries(hold)),
        guards={hold.account_id: table.Guard(refused, delivered_at=delivered_at, must_be_open=True)},
    )


def release(writes: Transaction, hold: Hold, *, by: str, at: datetime) -> None:
    """Give a hold back whole. Raises AlreadyResolved."""
    entries = model.release_entries(hold)
    table.post(writes, Movement(hold.resolution_id, Kind.RELEASE, hold.unit, at, by, hold.booking_id, entries))


def capture(writes: Transaction, hold: Hold, *, units: int, payable_id: str, by: str, at: datetime) -> None:
    """Take what was delivered from a hold, for the provider; the rest goes back. Raises AlreadyResolved."""
    entries = model.capture_entries(hold, units, payable_id)
    table.post(writes, Movement(hold.resolution_id, Kind.CAPTURE, hold.unit, at, by, hold.booking_id, entries))


def lapse(writes: Transaction, account: Account, *, programme_id: str, by: str, at: datetime) -> None:
    """Return what an expired voucher has available to its programme's fund. Stale when that has changed meanwhile."""
    # What is released after the expiry lapses on a later run: the amount lapsed so far tells the runs apart.
    movement_id = derived("lapse", account.id, str(account.lapsed))
    movement = Movement(movement_id, Kind.LAPSE, account.unit, at, by, programme_id, _to_fund(account, programme_id))
    table.post(writes, movement, guards={account.id: table.Guard(Stale())})


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


def _from_funder(units: int, unit: Unit, *, funder_id: str, programme_id: str) -> tuple[Entry, ...]:
    source = (f"{model.funder(funder_id)}:{unit}", Bucket.AVAILABLE)
    return model.transfer(units, source, (model.fund(programme_id), Bucket.AVAILABLE))


def _to_fund(account: Account, programme_id: str) -> tuple[Entry, ...]:
    """All that an account has available, back to its programme."""
    fund = (model.fund(programme_id), Bucket.AVAILABLE)
    return model.transfer(account.available, (account.id, Bucket.AVAILABLE), fund)
