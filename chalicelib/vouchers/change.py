"""Changing a voucher's state: suspending, reactivating, revoking. Always with a reason, always with an author."""

from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.kernel.caller import Caller
from chalicelib.kernel.identifiers import IdempotencyKeyReused, Outcome, RequestKey
from chalicelib.kernel.refusals import NotFound, refuse_any
from chalicelib.ledger import model as ledger
from chalicelib.ledger import move
from chalicelib.ledger import read as accounts
from chalicelib.ledger.model import Account
from chalicelib.programmes import read as programmes
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import Reads, Transaction

from . import table
from .model import Change, Voucher, VoucherState


@dataclass(frozen=True, slots=True)
class _Wish:
    voucher_id: str
    state: VoucherState
    reason: str
    funder_id: str
    by: Caller
    key: RequestKey
    at: datetime


def state(
    voucher_id: str,
    *,
    state: VoucherState,
    reason: str,
    funder_id: str,
    by: Caller,
    key: RequestKey,
    at: datetime,
) -> Outcome[Voucher]:
    """Suspend, reactivate or revoke a voucher of one's own funder, in the ledger too.

    Suspended or revoked, nothing more is held on it; bookings that it already pays stand. Revoked, what it has free
    goes back to the fund at once, and what its bookings free later with the nightly expiry.

    Raises NotFound, VoucherStateConflict, IdempotencyKeyReused.
    """
    wish = _Wish(voucher_id, state, reason, funder_id, by, key, at)
    return dynamodb.until_settled(lambda: _changed(wish))


def _changed(wish: _Wish) -> Outcome[Voucher]:
    change_id = wish.key.id_for("voucher change")
    with Reads() as reads:
        earlier = table.found_change(reads, change_id)
        asked = table.voucher(reads, wish.voucher_id)
        head = accounts.account(reads, ledger.voucher(wish.voucher_id))
    voucher, account = asked.must(NotFound()), head.must(NotFound())
    programmes.budget(voucher.programme_id, funder_id=wish.funder_id)
    if made := earlier.found():
        wish.key.match(made.fingerprint)
        if made.voucher_id != voucher.id:
            raise IdempotencyKeyReused
        return Outcome(replace(voucher, state=made.state), replayed=True)
    refuse_any(voucher.why_not_become(wish.state))
    change = Change(voucher.id, wish.state, wish.reason, wish.by.account_id, wish.at, wish.key.fingerprint)
    with Transaction() as writes:
        table.change(writes, voucher, change, change_id)
        _settle(writes, voucher, account, change)
    return Outcome(replace(voucher, state=wish.state))


def _settle(writes: Transaction, voucher: Voucher, account: Account, change: Change) -> None:
    match change.state:
        case VoucherState.SUSPENDED:
            move.freeze(writes, account.id)
        case VoucherState.OPEN:
            move.thaw(writes, account.id)
        case _:
            move.give_back(writes, account, programme_id=voucher.programme_id, by=change.by, at=change.at)
