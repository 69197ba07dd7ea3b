"""A voucher is issued to who is entitled, as long as the fund lasts, once for each wish."""

from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.kernel.identifiers import IdempotencyKeyReused, Outcome
from chalicelib.kernel.refusals import NotFound
from chalicelib.kernel.texts import Amount
from chalicelib.ledger import model as ledger
from chalicelib.ledger.model import BudgetExhausted, Unit
from chalicelib.people.model import Person
from chalicelib.programmes.award import Facts
from chalicelib.programmes.model import AmountNotAdmitted, Programme, ProgrammeNotOpen
from chalicelib.programmes.rules import AgeNotAdmitted, ResidenceNotAdmitted
from chalicelib.vouchers import issue
from chalicelib.vouchers.model import Voucher
from tests import builders as a

pytestmark = pytest.mark.usefixtures("aws")


def issued(under: Programme, to: Person, granted: int = 100_00, **changes: Any) -> Outcome[Voucher]:
    key = a.key(a.OFFICER, changes.pop("name", ""), changes.pop("said", "same"))
    wish: dict[str, Any] = {"funder_id": a.FUNDER_ID, "person_id": to.id, "at": a.NOW, **changes}
    return issue.voucher(programme_id=under.id, facts=Facts(granted=granted), by=a.OFFICER, key=key, **wish)


def fund(programme: Programme) -> int:
    return a.account(ledger.fund(programme.id)).available


def test_what_is_granted_leaves_the_fund() -> None:
    programme, holder = a.programme(budget=1000_00), a.person()

    voucher = issued(programme, holder, 300_00).value

    assert fund(programme) == 700_00
    assert (a.voucher_account(voucher).available, a.voucher_account(voucher).granted) == (300_00, 300_00)


def test_a_voucher_keeps_the_rules_and_the_last_day_of_its_programme() -> None:
    programme = a.programme(ages=(65, 99), expires_on=date(2027, 6, 30))

    voucher = issued(programme, a.person(born_on=date(1950, 1, 1))).value

    assert (voucher.rules, voucher.expires_on, voucher.unit) == (programme.rules, date(2027, 6, 30), Unit.CENTS)


def test_an_exhausted_budget_says_what_is_needed_and_what_is_left() -> None:
    programme, holder = a.programme(budget=100_00), a.person()
    issued(programme, holder, 70_00)

    with pytest.raises(BudgetExhausted) as refused:
        issued(programme, holder, 30_01)
    assert refused.value.facts == {"needed": Amount(30_01, "cents"), "available": Amount(30_00, "cents")}


def test_the_last_cent_of_a_budget_can_be_granted() -> None:
    programme = a.programme(budget=100_00)

    issued(programme, a.person(), 100_00)

    assert fund(programme) == 0


def test_a_refused_voucher_leaves_the_fund_as_it_was() -> None:
    programme, holder = a.programme(budget=100_00), a.person()
    issued(programme, holder, 70_00)

    with pytest.raises(BudgetExhausted):
        issued(programme, holder, 100_00)
    assert fund(programme) == 30_00


@pytest.mark.parametrize("born_on", [date(1962, 3, 2), date(1951, 3, 1)])
def test_age_counts_on_the_day_of_issue(born_on: date) -> None:
    with pytest.raises(AgeNotAdmitted) as refused:
        issued(a.programme(ages=(65, 75)), a.person(born_on=born_on))
    assert (refused.value.facts["age_min"], refused.value.facts["age_max"]) == (65, 75)


@pytest.mark.parametrize("born_on", [date(1962, 3, 1), date(1951, 3, 2)])
def test_the_first_and_the_last_day_of_an_age_are_admitted(born_on: date) -> None:
    assert not issued(a.programme(ages=(65, 75)), a.person(born_on=born_on)).replayed


def test_residence_is_one_of_the_programmes() -> None:
    with pytest.raises(ResidenceNotAdmitted) as refused:
        issued(a.programme(municipality_codes=("C273", "L703")), a.person(municipality_code="L319"))
    assert refused.value.facts == {"municipalities": ["Castelseprio", "Vedano Olona"]}


def test_every_reason_is_told_together() -> None:
    programme = a.programme(ages=(0, 17), municipality_codes=("C273",))

    with pytest.raises(AmountNotAdmitted) as refused:
        issued(programme, a.person(), 10_000_01)
    assert [type(other) for other in refused.value.others] == [AgeNotAdmitted, ResidenceNotAdmitted]


def test_more_than_a_person_may_have_is_refused() -> None:
    with pytest.raises(AmountNotAdmitted) as refused:
        issued(a.programme(budget=100_00), a.person(), 100_01)
    assert refused.value.facts == {"voucher_max": Amount(100_00, "cents")}


@pytest.mark.parametrize("days", [-1, 31])
def test_a_programme_issues_between_its_first_and_its_last_day(days: int) -> None:
    programme = a.programme(expires_on=date(2027, 3, 31))

    with pytest.raises(ProgrammeNotOpen):
        issued(programme, a.person(), at=a.NOW + timedelta(days=days))


def test_the_same_request_sent_twice_is_one_voucher() -> None:
    programme, holder = a.programme(budget=1000_00), a.person()

    first, again = (issued(programme, holder, name="once") for _ in range(2))

    assert (first.value, first.replayed, again.replayed) == (again.value, False, True)
    assert fund(programme) == 900_00


def test_a_key_used_for_another_voucher_is_refused() -> None:
    programme, holder = a.programme(), a.person()
    issued(programme, holder, name="once", said="one")

    with pytest.raises(IdempotencyKeyReused):
        issued(programme, holder, name="once", said="other")


def test_another_funders_programme_is_not_to_be_found() -> None:
    with pytest.raises(NotFound):
        issued(a.programme(), a.person(), funder_id="another")


def test_an_unknown_person_is_named() -> None:
    with pytest.raises(NotFound) as refused:
        issued(a.programme(), a.person(), person_id="nobody")
    assert refused.value.facts == {"person_id": "nobody"}
