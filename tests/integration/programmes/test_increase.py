"""A funder adds to a programme's budget: the fund has it at once, and once."""

import pytest

from chalicelib.controls import reconcile
from chalicelib.kernel.identifiers import IdempotencyKeyReused, Outcome
from chalicelib.kernel.paging import Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.ledger import model as ledger
from chalicelib.ledger.model import BudgetExhausted, Unit
from chalicelib.programmes import increase, read
from chalicelib.programmes.model import Increase, Programme
from tests import builders as a

pytestmark = pytest.mark.usefixtures("aws")


def increased(
    programme: Programme, units: int = 500_00, *, name: str = "", said: str = "same", funder_id: str = a.FUNDER_ID
) -> Outcome[Increase]:
    key = a.key(a.OFFICER, name, said)
    return increase.budget(
        programme.id, units=units, reason="Variazione di bilancio", funder_id=funder_id, by=a.OFFICER, key=key, at=a.NOW
    )


def test_the_fund_can_grant_what_was_added() -> None:
    programme = a.programme(budget=100_00)
    a.voucher(a.person(), 100_00, under=programme)
    with pytest.raises(BudgetExhausted):
        a.voucher(a.person(), 1, under=programme)

    increased(programme, 50_00)

    assert a.voucher(a.person(), 50_00, under=programme).granted == 50_00
    assert read.budget(programme.id, funder_id=a.FUNDER_ID).programme.budget == 150_00
    assert reconcile.everything(at=a.NOW).differences == []


def test_the_funders_account_gave_it() -> None:
    programme = a.programme(budget=100_00)

    increased(programme, 50_00)

    assert a.account(f"{ledger.funder(a.FUNDER_ID)}:{Unit.CENTS}").available == -150_00


def test_the_same_request_adds_once() -> None:
    programme = a.programme(budget=100_00)
    first, again = increased(programme, name="once"), increased(programme, name="once")

    assert (first.value, first.replayed, again.replayed) == (again.value, False, True)
    assert a.account(ledger.fund(programme.id)).available == 600_00


def test_a_key_adds_to_one_programme_and_says_one_thing() -> None:
    one, other = a.programme(), a.programme()
    increased(one, name="once")

    with pytest.raises(IdempotencyKeyReused):
        increased(other, name="once")
    with pytest.raises(IdempotencyKeyReused):
        increased(one, name="once", said="other")


def test_who_added_and_why_is_kept() -> None:
    programme = a.programme()
    made = [increased(programme, units).value for units in (1_00, 2_00)]

    kept = read.increases(programme.id, Span(), funder_id=a.FUNDER_ID).items

    assert {one.id: one for one in kept} == {one.id: one for one in made}


def test_another_funders_programme_is_not_to_be_found() -> None:
    programme = a.programme()

    with pytest.raises(NotFound):
        increased(programme, funder_id="another")
    with pytest.raises(NotFound):
        read.increases(programme.id, Span(), funder_id="another")
