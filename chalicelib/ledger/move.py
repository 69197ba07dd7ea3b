"""The movements of money and hours. Each adds its writes to the transaction of the use case it belongs to."""

from datetime import datetime

from chalicelib.kernel.identifiers import derived
from chalicelib.kernel.refusals import Refusal
from chalicelib.runtime.dynamodb import Stale, Transaction

from . import model, table
from .model import Account, AccountClosed, AlreadyResolved, Bucket, BudgetExhausted, Hold, Kind, Movement, Unit


def endow(
    writes: Transaction, *, programme_id: str, funder_id: str, units: int, unit: Unit, by: str, at: datetime
) -> None:
    """Open a programme's fund and give it its first budget, from its funder."""
    fund = model.fund(programme_id)
    movement_id = derived("endow", programme_id)
    entries = model.transfer(units, (f"{model.funder(funder_id)}:{unit}", Bucket.AVAILABLE), (fund, Bucket.AVAILABLE))
    # The fund's head is written whole: DynamoDB takes no two operations on one item in a transaction.
    table.open_with(writes, Movement(movement_id, Kind.ENDOW, unit, at, by, programme_id, entries), fund)


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
    source = (f"{model.funder(funder_id)}:{unit}", Bucket.AVAILABLE)
    entries = model.transfer(units, source, (model.fund(programme_id), Bucket.AVAILABLE))
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
    entries = model.transfer(
        account.available, (account.id, Bucket.AVAILABLE), (model.fund(programme_id), Bucket.AVAILABLE)
    )
    # What is released after the expiry lapses on a later run: the amount lapsed so far tells the runs apart.
    movement_id = derived("lapse", account.id, str(account.lapsed))
    table.post(
        writes,
        Movement(movement_id, Kind.LAPSE, account.unit, at, by, programme_id, entries),
        repeated=AlreadyResolved(movement_id=movement_id),
        guards={account.id: table.Guard(Stale()), model.fund(programme_id): table.Guard(AccountClosed())},
    )


def give_back(writes: Transaction, account: Account, *, programme_id: str, by: str, at: datetime) -> None:
    """Return what a revoked voucher has available to its programme's fund, and freeze it. Stale when that has changed.

    What its bookings hold stays held: it goes back when they are settled.
    """
    fund = model.fund(programme_id)
    if not account.available:
        table.set_open(writes, account.id, to_open=False)
        return
    entries = model.transfer(account.available, (account.id, Bucket.AVAILABLE), (fund, Bucket.AVAILABLE))
    table.post(
        writes,
        Movement(derived("return", account.id), Kind.RETURN, account.unit, at, by, programme_id, entries),
        repeated=AlreadyResolved(movement_id=derived("return", account.id)),
        guards={account.id: table.Guard(Stale(), then_frozen=True), fund: table.Guard(AccountClosed())},
    )


def freeze(writes: Transaction, account_id: str) -> None:
    """Let nothing more be held on an account."""
    table.set_open(writes, account_id, to_open=False)


def thaw(writes: Transaction, account_id: str) -> None:
    """Let units be held on an account again."""
    table.set_open(writes, account_id, to_open=True)
