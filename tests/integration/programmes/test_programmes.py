"""A programme opens with its whole budget, and with rules that do not contradict each other."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from chalicelib.kernel.identifiers import IdempotencyKeyReused, Outcome
from chalicelib.kernel.refusals import NotFound
from chalicelib.kernel.territory import Category
from chalicelib.ledger.model import Unit
from chalicelib.programmes import create, read
from chalicelib.programmes.create import ProgrammeDraft
from chalicelib.programmes.model import Programme, ProgrammeInvalid, ProgrammeState
from chalicelib.programmes.rules import Rules
from tests import builders as a

pytestmark = pytest.mark.usefixtures("aws")

RULES = Rules((Category.SILVER_CARE, Category.FAMILY_CARE), 65, 130, ("C273", "L319"))
DRAFT = ProgrammeDraft(
    title="Assistenza domiciliare",
    legal_basis="DGR",
    unit=Unit.CENTS,
    rules=RULES,
    budget=50_000_00,
    voucher_max=4_800_00,
    from_on=date(2027, 3, 1),
    expires_on=date(2027, 12, 31),
)


def created(
    draft: ProgrammeDraft = DRAFT, *, funder_id: str = "comune", name: str = "", said: str = "same"
) -> Outcome[Programme]:
    key = a.key(a.OFFICER, name, said)
    return create.programme(draft, funder_id=funder_id, by=a.OFFICER, key=key, at=a.NOW)


def test_a_programme_opens_with_its_whole_budget() -> None:
    programme = created().value

    assert programme.state is ProgrammeState.OPEN
    assert read.budget(programme.id, funder_id="comune").available == 50_000_00


def test_the_budget_comes_from_the_funder() -> None:
    created()
    created(replace(DRAFT, unit=Unit.MINUTES))

    assert a.account("funder:comune:cents").available == -50_000_00
    assert a.account("funder:comune:minutes").available == -50_000_00


def test_a_programme_is_read_as_it_was_created() -> None:
    programme = created().value

    assert read.budget(programme.id, funder_id="comune").programme == programme


def test_the_same_request_sent_twice_is_one_programme_and_one_budget() -> None:
    first, again = created(name="once"), created(name="once")

    assert (first.value, first.replayed, again.replayed) == (again.value, False, True)
    assert a.account("funder:comune:cents").available == -50_000_00


def test_a_key_used_for_another_programme_is_refused() -> None:
    created(name="once", said="one")

    with pytest.raises(IdempotencyKeyReused):
        created(name="once", said="other")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"rules": replace(RULES, age_min=66, age_max=65)}, "age_min"),
        ({"expires_on": date(2027, 2, 28), "from_on": date(2027, 1, 1)}, "expires_on"),
        ({"expires_on": date(2027, 4, 1), "from_on": date(2027, 5, 1)}, "expires_on"),
        ({"rules": replace(RULES, categories=())}, "categories"),
        ({"rules": replace(RULES, municipality_codes=("L319", "F205"))}, "municipality_codes"),
        ({"voucher_max": 50_000_01}, "voucher_max"),
    ],
)
def test_rules_that_contradict_each_other_are_refused(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(ProgrammeInvalid) as refused:
        created(replace(DRAFT, **changes))
    assert refused.value.facts["field"] == field


def test_a_programme_may_last_one_day_and_be_for_one_age() -> None:
    day = date(2027, 3, 1)

    created(replace(DRAFT, from_on=day, expires_on=day, rules=replace(RULES, age_min=65, age_max=65)))


def test_a_refused_programme_moves_no_money() -> None:
    with pytest.raises(ProgrammeInvalid):
        created(replace(DRAFT, voucher_max=50_000_01), name="once")

    assert not created(name="once").replayed


def test_a_funder_lists_its_own_programmes_only() -> None:
    mine = [created().value, created().value]
    created(funder_id="fondazione")

    assert {programme.id for programme in read.of_funder("comune")} == {programme.id for programme in mine}


def test_another_funders_budget_is_not_to_be_found() -> None:
    programme = created().value

    for programme_id, funder_id in ((programme.id, "fondazione"), ("nothing", "comune")):
        with pytest.raises(NotFound):
            read.budget(programme_id, funder_id=funder_id)
