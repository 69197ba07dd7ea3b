"""A difference is somebody's until it is explained or put right, and everything that happens to it is kept."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.controls import change, read, track
from chalicelib.controls.model import FIRST_OWNER, Case, CaseState, CaseStateConflict, Difference, Subject
from chalicelib.kernel.caller import Caller, Role
from chalicelib.kernel.identifiers import IdempotencyKeyReused, Outcome
from chalicelib.kernel.paging import Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.ledger.model import Unit
from tests import builders as a

pytestmark = pytest.mark.usefixtures("aws")

DAY = timedelta(days=1)
FINANCE = Caller("finance", frozenset({Role.FINANCE_OFFICER}))
OPEN, ASSIGNED, EXPLAINED, CLOSED = CaseState.OPEN, CaseState.ASSIGNED, CaseState.EXPLAINED, CaseState.CLOSED
DIFFERENCE = Difference(Subject.ACCOUNT, "voucher:v", "available", 2, 1, ("entry m",))


def found(difference: Difference = DIFFERENCE, *, days: int = 0) -> Case:
    track.cases([difference], at=a.NOW + days * DAY)
    return read.case(difference.case_id)


def changed(case: Case, state: CaseState, *, named: str = "", said: str = "same", **more: Any) -> Outcome[Case]:
    key = a.key(FINANCE, named, said)
    known = {"reason": "visto", "owner_id": None, "by": FINANCE, "at": a.NOW} | more
    return change.case(case.id, state=state, key=key, **known)


def test_a_case_carries_its_evidence_and_waits_for_the_finance_office() -> None:
    case = found()

    assert (case.state, case.owner, case.evidence) == (OPEN, FIRST_OWNER, ("entry m",))
    assert (case.recorded, case.recomputed) == (2, 1)


@pytest.mark.parametrize("unit", Unit)
def test_a_case_says_in_which_unit_an_account_is_counted(unit: Unit) -> None:
    held = a.voucher(a.person(), 10, under=a.programme(unit=unit))
    case = found(Difference(Subject.ACCOUNT, held.account_id, "held", 2, 1, account_id=held.account_id))
    again = found(Difference(Subject.ACCOUNT, held.account_id, "held", 3, 1, account_id=held.account_id), days=1)

    assert (case.unit, again.unit, again.recorded) == (unit, unit, 3)


@pytest.mark.parametrize("account_id", [None, "voucher:nobody"])
def test_a_count_has_no_unit_and_a_lost_account_neither(account_id: str | None) -> None:
    assert found(Difference(Subject.MOVEMENT, "m", "recorded", 1, 0, account_id=account_id)).unit is None


def test_who_takes_charge_of_a_case_owns_it() -> None:
    assert changed(found(), ASSIGNED).value.owner == FINANCE.account_id


def test_a_case_can_be_given_to_somebody_else() -> None:
    assert changed(found(), ASSIGNED, owner_id="rita").value.owner == "rita"


def test_what_happened_to_a_case_is_kept_with_author_and_reason() -> None:
    case = found()
    changed(case, ASSIGNED, reason="lo guardo io")
    changed(case, EXPLAINED, reason="prova di ripristino", at=a.NOW + DAY)

    history = read.case(case.id).history
    assert [(turn.state, turn.by, turn.reason) for turn in history] == [
        (OPEN, "platform", "found"),
        (ASSIGNED, "finance", "lo guardo io"),
        (EXPLAINED, "finance", "prova di ripristino"),
    ]


@pytest.mark.parametrize(
    ("before", "wanted"),
    [((), EXPLAINED), ((), CLOSED), ((ASSIGNED, CLOSED), ASSIGNED), ((ASSIGNED, CLOSED), EXPLAINED)],
)
def test_a_state_that_does_not_allow_it_is_told(before: tuple[CaseState, ...], wanted: CaseState) -> None:
    case = found()
    for state in before:
        changed(case, state)

    with pytest.raises(CaseStateConflict):
        changed(case, wanted)


def test_found_again_it_is_the_same_case_as_it_is_now() -> None:
    case = found()
    changed(case, ASSIGNED)

    again = found(replace(DIFFERENCE, recorded=5), days=1)

    assert (again.id, again.state, again.owner) == (case.id, ASSIGNED, FINANCE.account_id)
    assert (again.recorded, again.found_at, again.last_found_at) == (5, a.NOW, a.NOW + DAY)


def test_what_was_put_right_and_is_found_again_is_open_again() -> None:
    case = found()
    changed(case, ASSIGNED)
    changed(case, CLOSED)

    again = found(days=1)

    assert (again.state, again.owner, again.history[-1].reason) == (OPEN, FINANCE.account_id, "found again")


def test_what_is_explained_stays_explained() -> None:
    case = found()
    changed(case, ASSIGNED)
    changed(case, EXPLAINED)

    assert track.cases([DIFFERENCE], at=a.NOW + DAY) == 0
    assert read.case(case.id).state is EXPLAINED


def test_what_differs_elsewhere_or_otherwise_is_another_case() -> None:
    others = [replace(DIFFERENCE, subject_id="voucher:w"), replace(DIFFERENCE, what="held")]

    assert len({found(one).id for one in [DIFFERENCE, *others]}) == 3


def test_cases_are_listed_by_state_the_newest_first() -> None:
    first, second = found(), found(replace(DIFFERENCE, what="held"), days=1)
    third = found(replace(DIFFERENCE, what="due"), days=2)
    changed(third, ASSIGNED)

    assert [case.id for case in read.cases(OPEN, Span()).items] == [second.id, first.id]
    assert [case.id for case in read.cases(ASSIGNED, Span()).items] == [third.id]


def test_the_same_request_changes_once() -> None:
    case = found()
    changed(case, ASSIGNED, named="once")

    again = changed(case, ASSIGNED, named="once")

    assert again.replayed
    assert len(read.case(case.id).history) == 2


def test_a_key_changes_one_case_and_says_one_thing() -> None:
    case, other = found(), found(replace(DIFFERENCE, what="held"))
    changed(case, ASSIGNED, named="once")

    with pytest.raises(IdempotencyKeyReused):
        changed(other, ASSIGNED, named="once")
    with pytest.raises(IdempotencyKeyReused):
        changed(case, ASSIGNED, named="once", said="other")


def test_a_case_that_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFound):
        read.case("none")
