"""A large matter is decided by two people: who proposes it cannot approve it."""

from datetime import date, timedelta

import pytest

from chalicelib.kernel.caller import Caller, Role
from chalicelib.kernel.identifiers import Outcome
from chalicelib.kernel.paging import Span
from chalicelib.ledger import model as ledger
from chalicelib.ledger.model import BudgetExhausted
from chalicelib.programmes.model import Programme
from chalicelib.vouchers import change, expire, read
from chalicelib.vouchers.model import (
    AnotherIsWaiting,
    ChangeKind,
    NothingWaits,
    SecondPersonNeeded,
    Voucher,
    VoucherState,
    VoucherStateConflict,
)
from tests import builders as a

pytestmark = pytest.mark.usefixtures("aws")

COLLEAGUE = Caller("colleague", frozenset({Role.PROGRAMME_OFFICER}))


def careful(budget: int = 10_000_00) -> Programme:
    return a.programme(budget=budget, second_person_above=1000_00)


def decided(
    voucher: Voucher, *, approved: bool = True, by: Caller = COLLEAGUE, name: str = "", days: int = 0
) -> Outcome[Voucher]:
    return change.decided(
        voucher.id,
        approved=approved,
        reason="Controllato",
        funder_id=a.FUNDER_ID,
        by=by,
        key=a.key(by, name),
        at=a.NOW + timedelta(days=days),
    )


def fund(programme: Programme) -> int:
    return a.account(ledger.fund(programme.id)).available


def test_a_large_voucher_grants_nothing_until_it_is_approved() -> None:
    programme, holder = careful(), a.person()

    proposed = a.voucher(holder, 1000_01, under=programme)

    assert (proposed.state, fund(programme)) == (VoucherState.PROPOSED, 10_000_00)
    assert read.balance(proposed.id, by=a.citizen(holder), at=a.NOW).account.available == 0


def test_at_the_threshold_one_person_decides() -> None:
    assert a.voucher(a.person(), 1000_00, under=careful()).state is VoucherState.OPEN


def test_a_colleague_approves_and_the_voucher_pays() -> None:
    programme, holder = careful(), a.person()
    proposed = a.voucher(holder, 1500_00, under=programme)

    opened = decided(proposed).value

    assert (opened.state, fund(programme)) == (VoucherState.OPEN, 8500_00)
    assert a.book(holder, a.session(), opened).value.payments


def test_the_months_of_a_voucher_begin_when_it_is_approved() -> None:
    programme = a.programme(second_person_above=1, expires_on=None, months=12)
    proposed = a.voucher(a.person(), 100_00, under=programme)

    assert decided(proposed, days=10).value.expires_on == date(2028, 3, 11)


def test_who_proposed_cannot_approve() -> None:
    proposed = a.voucher(a.person(), 1500_00, under=careful())

    with pytest.raises(SecondPersonNeeded):
        decided(proposed, by=a.OFFICER)


def test_a_rejected_voucher_never_grants() -> None:
    programme = careful()
    proposed = a.voucher(a.person(), 1500_00, under=programme)

    assert decided(proposed, approved=False).value.state is VoucherState.REVOKED
    assert fund(programme) == 10_000_00
    with pytest.raises(NothingWaits):
        decided(proposed)


def test_a_fund_that_was_used_up_meanwhile_refuses_the_approval() -> None:
    programme = careful(budget=1500_00)
    proposed = a.voucher(a.person(), 1200_00, under=programme)
    a.voucher(a.person(), 500_00, under=programme)

    with pytest.raises(BudgetExhausted):
        decided(proposed)
    assert fund(programme) == 1000_00


def test_an_approval_sent_twice_grants_once() -> None:
    programme = careful()
    proposed = a.voucher(a.person(), 1500_00, under=programme)

    assert not decided(proposed, name="once").replayed
    assert decided(proposed, name="once").replayed
    assert fund(programme) == 8500_00


def test_what_waits_is_listed_for_its_funder_until_it_is_decided() -> None:
    proposed = a.voucher(a.person(), 1500_00, under=careful())

    (listed,) = read.waiting(Span(), funder_id=a.FUNDER_ID).items
    decided(proposed)

    assert (listed.id, listed.waiting and listed.waiting.kind) == (proposed.id, ChangeKind.ISSUE)
    assert read.waiting(Span(), funder_id=a.FUNDER_ID).items == []
    assert read.waiting(Span(), funder_id="another").items == []


def large(programme: Programme) -> Voucher:
    return decided(a.voucher(a.person(), 1500_00, under=programme)).value


def test_revoking_a_large_voucher_waits_and_then_returns_it() -> None:
    programme = careful()
    voucher = large(programme)

    waiting = a.changed(voucher, ChangeKind.REVOKE).value
    assert (waiting.state, fund(programme)) == (VoucherState.OPEN, 8500_00)
    assert decided(voucher).value.state is VoucherState.REVOKED
    assert fund(programme) == 10_000_00


def test_suspending_a_large_voucher_waits_for_nobody() -> None:
    assert a.changed(large(careful()), ChangeKind.SUSPEND).value.state is VoucherState.SUSPENDED


def test_only_one_change_waits_at_a_time() -> None:
    voucher = large(careful())
    a.changed(voucher, ChangeKind.REVOKE)

    with pytest.raises(AnotherIsWaiting):
        a.changed(voucher, ChangeKind.REVOKE)


def test_a_proposal_sent_again_after_its_rejection_is_not_proposed_again() -> None:
    voucher = large(careful())
    a.changed(voucher, ChangeKind.REVOKE, named="once")
    decided(voucher, approved=False)

    assert a.changed(voucher, ChangeKind.REVOKE, named="once").replayed
    with pytest.raises(NothingWaits):
        decided(voucher)


def test_a_voucher_is_suspended_while_its_revocation_waits() -> None:
    voucher = large(careful())
    a.changed(voucher, ChangeKind.REVOKE)
    a.changed(voucher, ChangeKind.SUSPEND)

    assert decided(voucher).value.state is VoucherState.REVOKED


def test_what_no_longer_holds_is_refused_when_it_is_approved() -> None:
    voucher = large(careful())
    a.changed(voucher, ChangeKind.REVOKE)
    expire.vouchers(at=a.NOW + timedelta(days=900))

    with pytest.raises(VoucherStateConflict):
        decided(voucher)
