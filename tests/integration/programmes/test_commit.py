"""An act sets part of a budget aside: nothing else draws on it, and what is not needed goes back."""

from dataclasses import replace

import pytest

from chalicelib.kernel.identifiers import IdempotencyKeyReused, Outcome
from chalicelib.kernel.paging import Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.ledger import model as ledger
from chalicelib.ledger.model import BudgetExhausted
from chalicelib.programmes import commit, read
from chalicelib.programmes.model import Commitment, Programme
from chalicelib.runtime.dynamodb import Stale, Transaction
from tests import builders as a

pytestmark = pytest.mark.usefixtures("aws")


def committed(programme: Programme, units: int, *, name: str = "", funder_id: str = a.FUNDER_ID) -> Outcome[Commitment]:
    return commit.budget(
        programme.id,
        units=units,
        act="Determina 45/2027",
        funder_id=funder_id,
        by=a.OFFICER,
        key=a.key(a.OFFICER, name, str(units)),
        at=a.NOW,
    )


def fund(programme: Programme) -> int:
    return a.account(ledger.fund(programme.id)).available


def test_what_is_committed_leaves_the_fund_and_stays_aside() -> None:
    programme = a.programme(budget=1000_00)

    made = committed(programme, 300_00).value

    assert (fund(programme), a.account(ledger.commitment(made.id)).available) == (700_00, 300_00)


def test_a_voucher_does_not_draw_on_what_is_set_aside() -> None:
    programme = a.programme(budget=1000_00)
    committed(programme, 950_00)

    with pytest.raises(BudgetExhausted):
        a.voucher(a.person(), 100_00, under=programme)


def test_no_more_than_the_fund_has_can_be_committed() -> None:
    programme = a.programme(budget=1000_00)

    with pytest.raises(BudgetExhausted):
        committed(programme, 1000_01)
    assert fund(programme) == 1000_00


def test_nothing_is_set_aside_under_rules_that_have_changed_meanwhile() -> None:
    programme = a.programme(budget=1000_00)
    commitment = Commitment("c", programme.id, 300_00, "Determina 45/2027", a.OFFICER.account_id, a.NOW, "same")

    with pytest.raises(Stale), Transaction() as writes:
        commit.aside(writes, commitment, replace(programme, version=2))
    assert fund(programme) == 1000_00


def test_the_same_request_commits_once() -> None:
    programme = a.programme(budget=1000_00)
    committed(programme, 300_00, name="once")

    assert committed(programme, 300_00, name="once").replayed
    assert fund(programme) == 700_00
    with pytest.raises(IdempotencyKeyReused):
        committed(programme, 400_00, name="once")


def test_what_is_not_needed_goes_back_once() -> None:
    programme = a.programme(budget=1000_00)
    made = committed(programme, 300_00).value

    for _ in range(2):
        commit.freed(made.id, funder_id=a.FUNDER_ID, by=a.OFFICER, at=a.NOW)

    assert fund(programme) == 1000_00
    (listed,) = read.commitments(programme.id, Span(), funder_id=a.FUNDER_ID).items
    assert (listed.commitment, listed.available) == (made, 0)


def test_another_funders_budget_is_not_to_be_found() -> None:
    programme = a.programme(budget=1000_00)
    made = committed(programme, 300_00).value

    with pytest.raises(NotFound):
        committed(programme, 100_00, funder_id="another")
    with pytest.raises(NotFound):
        commit.freed(made.id, funder_id="another", by=a.OFFICER, at=a.NOW)
