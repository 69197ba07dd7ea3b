"""Suspending a member of the staff and letting them in again: always with a reason, always with an author."""

from datetime import datetime

from chalicelib.kernel.caller import Caller
from chalicelib.kernel.identifiers import IdempotencyKeyReused, Outcome, RequestKey
from chalicelib.kernel.refusals import NotFound
from chalicelib.runtime import dynamodb, identity
from chalicelib.runtime.dynamodb import Reads, Transaction
from chalicelib.runtime.observability import event

from . import table
from .model import Account, NotYourself, StaffChange, StaffChangeKind


def staff(account_id: str, *, reason: str, by: Caller, key: RequestKey, at: datetime) -> Outcome[Account]:
    """Suspend a member of the staff and end their refresh tokens. Raises NotFound, NotYourself, AlreadySuspended."""
    suspended = _changed(account_id, StaffChangeKind.SUSPENSION, reason=reason, by=by, key=key, at=at)
    # After the write, so that nothing is renewed in between; sent again it is done again.
    identity.end_sign_ins(account_id)
    return suspended


def ended(account_id: str, *, reason: str, by: Caller, key: RequestKey, at: datetime) -> Outcome[Account]:
    """End a suspension: the account is again what it was. Raises NotFound, NotYourself, NotSuspended."""
    return _changed(account_id, StaffChangeKind.REACTIVATION, reason=reason, by=by, key=key, at=at)


def _changed(
    account_id: str, kind: StaffChangeKind, *, reason: str, by: Caller, key: RequestKey, at: datetime
) -> Outcome[Account]:
    if account_id == by.account_id:
        raise NotYourself
    change_id = key.id_for("staff change")
    change = StaffChange(change_id, account_id, kind, reason, by.account_id, at, key.fingerprint)
    return dynamodb.until_settled(lambda: _made(change, key))


def _made(change: StaffChange, key: RequestKey) -> Outcome[Account]:
    with Reads() as reads:
        asked = table.account(reads, change.account_id)
        earlier = table.staff_change(reads, change.account_id, change.id)
    account = asked.must(NotFound())
    if not account.is_staff:
        raise NotFound
    if made := earlier.found():
        key.match(made.fingerprint)
        return Outcome(account, replayed=True)
    if refusal := account.why_not(change.kind):
        raise refusal
    after = account.after(change.kind)
    with Transaction() as writes:
        table.change_staff(writes, account, after)
        table.add_staff_change(writes, change, IdempotencyKeyReused())
        table.check_active(writes, change.by)
    event("staff_changed", account_id=account.id, kind=change.kind, by=change.by)
    return Outcome(after)
