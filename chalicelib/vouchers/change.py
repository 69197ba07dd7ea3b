"""Changing a voucher: suspend, reactivate, revoke, extend, transfer. Always with a reason, always with an author."""

from dataclasses import replace
from datetime import datetime

from chalicelib.kernel.caller import Caller
from chalicelib.kernel.clock import local_day
from chalicelib.kernel.identifiers import IdempotencyKeyReused, Outcome, RequestKey, derived
from chalicelib.kernel.refusals import NotFound, Refusal, refuse_any
from chalicelib.ledger import model as ledger
from chalicelib.ledger import move
from chalicelib.ledger import read as accounts
from chalicelib.ledger.model import Account
from chalicelib.ledger.move import Grant
from chalicelib.people import find as people
from chalicelib.people.model import Person
from chalicelib.programmes import read as programmes
from chalicelib.programmes.model import Programme
from chalicelib.programmes.rules import Reach
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import Later, Reads, Transaction

from . import holdings_table, issue, read, table
from .model import (
    DECIDED_BY_TWO,
    LEADS_TO,
    AnotherIsWaiting,
    Change,
    ChangeKind,
    NothingWaits,
    SecondPersonNeeded,
    Voucher,
    VoucherState,
)


def voucher(change: Change, *, funder_id: str, key: RequestKey) -> Outcome[Voucher]:
    """Do something to a voucher of one's own funder, in the ledger too; a large matter waits for a second person.

    Suspended, revoked or transferred, nothing more is held on it; bookings that it already pays stand. Revoked, what
    it has free goes back to the fund at once, transferred, to a new voucher of the other person; what its bookings
    free later goes back with the nightly expiry.

    Raises NotFound, VoucherStateConflict, ExtensionNotAdmitted, TransferNotAdmitted, NotCumulable, AnotherIsWaiting,
    IdempotencyKeyReused.
    """
    return dynamodb.until_settled(lambda: _changed(change, funder_id, key))


def decided(
    voucher_id: str, *, approved: bool, reason: str, funder_id: str, by: Caller, key: RequestKey, at: datetime
) -> Outcome[Voucher]:
    """Approve or reject, as a second person, what waits for a voucher of one's own funder.

    Raises NotFound, NothingWaits, SecondPersonNeeded, and whatever the change itself raises.
    """
    request = Change(
        voucher_id, ChangeKind.REJECT, reason, by.account_id, at, key.id_for("voucher decision"), key.fingerprint
    )
    return dynamodb.until_settled(lambda: _decided(request, approved=approved, funder_id=funder_id, key=key))


def _changed(change: Change, funder_id: str, key: RequestKey) -> Outcome[Voucher]:
    case = _Case(change.voucher_id, change.id, funder_id, change.to_person_id)
    if case.earlier:
        return _replayed(case, case.earlier, key)
    case.refuse(change)
    if change.kind in DECIDED_BY_TWO and case.programme.needs_second_person(case.account.available):
        if case.voucher.waiting:
            raise AnotherIsWaiting(voucher_id=change.voucher_id)
        proposal = replace(change, proposed=True)
        with Transaction() as writes:
            table.wait(writes, case.voucher, proposal)
        return Outcome(replace(case.voucher, waiting=proposal))
    return Outcome(case.apply(change))


def _decided(request: Change, *, approved: bool, funder_id: str, key: RequestKey) -> Outcome[Voucher]:
    case = _Case(request.voucher_id, request.id, funder_id)
    if case.earlier:
        return _replayed(case, case.earlier, key)
    waiting = case.voucher.waiting
    if waiting is None:
        raise NothingWaits(voucher_id=request.voucher_id)
    if waiting.by == request.by:
        raise SecondPersonNeeded(voucher_id=request.voucher_id)
    if not approved:
        return Outcome(case.apply(request))
    if waiting.to_person_id:  # whom it goes to matters too
        case = _Case(request.voucher_id, request.id, funder_id, waiting.to_person_id)
    decision = replace(
        waiting,
        id=request.id,
        fingerprint=request.fingerprint,
        at=request.at,
        decided_by=request.by,
        proposed=False,
    )
    case.refuse(decision)
    return Outcome(case.apply(decision))


def _replayed(case: "_Case", made: Change, key: RequestKey) -> Outcome[Voucher]:
    key.match(made.fingerprint)
    if made.voucher_id != case.voucher.id:
        raise IdempotencyKeyReused
    if made.proposed:
        return Outcome(replace(case.voucher, waiting=made), replayed=True)
    state = LEADS_TO[made.kind] or case.voucher.state
    return Outcome(replace(case.voucher, state=state), replayed=True)


class _Case:
    """A voucher, and all that decides what can be done to it: read together, written together."""

    def __init__(self, voucher_id: str, request_id: str, funder_id: str, to_person_id: str | None = None) -> None:
        with Reads() as reads:
            earlier = table.found_change(reads, request_id)
            asked = table.voucher(reads, voucher_id)
            head = accounts.account(reads, ledger.voucher(voucher_id))
            to: Later[Person] = people.person(reads, to_person_id) if to_person_id else Later()
        self.earlier = earlier.found()
        self.voucher = asked.must(NotFound())
        read.must_be_own(self.voucher, funder_id=funder_id)
        self.account = head.found() or Account(self.voucher.account_id, self.voucher.unit, {})
        self.to = to.must(NotFound(person_id=to_person_id)) if to_person_id else None
        with Reads() as reads:
            programme = programmes.programme(reads, self.voucher.programme_id)
            self.around = holdings_table.around(reads, self.voucher.person_id, self.voucher.household_id)
            if self.to:
                self.around_other = holdings_table.around(reads, self.to.id, self.to.household_id)
        self.programme: Programme = programme.must(NotFound())

    def refuse(self, change: Change) -> None:
        """Raise every reason why a change cannot be."""
        voucher, why = self.voucher, self.voucher.why_not_change(change.kind)
        match change.kind:
            case ChangeKind.EXTEND if change.expires_on:
                why += voucher.why_not_extend(change.expires_on, self.programme.expires_on)
            case ChangeKind.TRANSFER if self.to:
                available, on = self.account.available, local_day(change.at)
                why += voucher.why_not_transfer(self.to, available=available, on=on)
                why += self._why_not_beside()
            case ChangeKind.ISSUE:
                why += self.programme.why_not_issue(on=local_day(change.at), units=voucher.granted)
                why += read.why_not_beside(voucher, self.around)
            case _:
                pass
        refuse_any(why)

    def apply(self, change: Change) -> Voucher:
        """Write a change: the voucher, its money, what its household has, and its history."""
        voucher = self.voucher
        rejected = change.kind is ChangeKind.REJECT and voucher.state is VoucherState.PROPOSED
        state = VoucherState.REVOKED if rejected else LEADS_TO[change.kind] or voucher.state
        changed = replace(voucher, state=state, waiting=voucher.waiting if change.kind in _LEAVES_WAITING else None)
        if state in table.ENDED_BEFORE and not rejected:
            changed = replace(changed, expires_on=local_day(change.at))
        if change.kind is ChangeKind.ISSUE:  # its time begins when it is granted, not when it was proposed
            expires_on = self.programme.voucher_expires_on(local_day(change.at))
            changed = replace(changed, issued_at=change.at, expires_on=expires_on)
        if change.kind is ChangeKind.EXTEND and change.expires_on:
            changed = replace(changed, expires_on=change.expires_on)
        with Transaction() as writes:
            table.change(writes, voucher, changed, change)
            self._settle(writes, changed, change)
        return changed

    def _settle(self, writes: Transaction, changed: Voucher, change: Change) -> None:
        account, by, at = self.account, change.by, change.at
        match change.kind:
            case ChangeKind.ISSUE:
                source = ledger.fund(changed.programme_id)
                issue.grant(writes, [changed], source=source, about=changed.id, by=by, at=at)
                holdings_table.enter(writes, self.around, changed.id, changed.holding)
            case ChangeKind.SUSPEND:
                move.freeze(writes, account.id)
            case ChangeKind.REACTIVATE:
                move.thaw(writes, account.id)
            case ChangeKind.REVOKE:
                move.give_back(writes, account, programme_id=changed.programme_id, by=by, at=at)
                holdings_table.leave(writes, self.around, [changed.id])
            case ChangeKind.EXTEND:
                move.extend(writes, account.id, usable_until_at=changed.usable_until_at)
            case ChangeKind.TRANSFER if self.to:
                self._transfer(writes, self.to, change)
            case _:
                pass

    def _transfer(self, writes: Transaction, to: Person, change: Change) -> None:
        voucher, rest = self.voucher, self.account.available
        new = replace(
            voucher,
            id=derived("transfer", change.id),
            person_id=to.id,
            granted=rest,
            issued_at=change.at,
            fingerprint=change.fingerprint,
            waiting=None,
        )
        table.add(writes, new)
        grant = Grant(new.id, rest, new.usable_until_at)
        move.transfer(writes, self.account, grant=grant, transfer_id=change.id, by=change.by, at=change.at)
        (_, _, mine), (_, home_id, home) = self.around.found()
        (_, _, theirs), _ = self.around_other.found()
        holdings_table.move_on(writes, Reach.PERSON, voucher.person_id, mine, mine.without(voucher.id))
        holdings_table.move_on(writes, Reach.PERSON, to.id, theirs, theirs.with_one(new.id, new.holding))
        after = home.without(voucher.id).with_one(new.id, new.holding)
        holdings_table.move_on(writes, Reach.HOUSEHOLD, home_id, home, after)

    def _why_not_beside(self) -> list[Refusal]:
        # Within the household nothing changes; only what the other person has may stand against it.
        theirs = self.around_other.found()[0][2]
        return theirs.why_not(self.voucher.id, self.voucher.holding, Reach.PERSON)


_LEAVES_WAITING = frozenset({ChangeKind.SUSPEND, ChangeKind.REACTIVATE})
