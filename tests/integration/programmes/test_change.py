"""A programme changes by versions: each has a reason, an author, and what it was made from."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.kernel.identifiers import IdempotencyKeyReused, Outcome
from chalicelib.kernel.paging import Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.programmes import change, increase, read
from chalicelib.programmes.award import AmountGiven, Award, AwardKind, Facts, Step
from chalicelib.programmes.model import (
    Programme,
    ProgrammeChanged,
    ProgrammeInvalid,
    ProgrammeNotOpen,
    ProgrammeState,
    ProgrammeStateConflict,
)
from chalicelib.vouchers import issue
from tests import builders as a

pytestmark = pytest.mark.usefixtures("aws")

DRAFT, OPEN, SUSPENDED, CLOSED = ProgrammeState


def changed(
    programme: Programme,
    *,
    name: str = "",
    said: str = "same",
    funder_id: str = a.FUNDER_ID,
    at: datetime = a.NOW,
    **changes: Any,
) -> Outcome[Programme]:
    key = a.key(a.OFFICER, name, said)
    return change.programme(
        programme.id,
        version=programme.version,
        changes=changes,
        reason="Delibera 12",
        funder_id=funder_id,
        by=a.OFFICER,
        key=key,
        at=at,
    )


def test_a_change_is_the_next_version_and_the_one_that_is_read() -> None:
    programme = a.programme(budget=1000_00)

    after = changed(programme, voucher_max=500_00).value

    assert (after.version, after.voucher_max) == (2, 500_00)
    assert read.budget(programme.id, funder_id=a.FUNDER_ID).programme == after


def test_every_version_can_be_read_with_its_reason() -> None:
    programme = a.programme()
    changed(programme, title="Assistenza a casa")

    first, second = read.versions(programme.id, Span(), funder_id=a.FUNDER_ID).items

    assert (first.programme, second.programme.title) == (programme, "Assistenza a casa")
    assert (second.reason, second.by, second.at) == ("Delibera 12", a.OFFICER.account_id, a.NOW)


def test_what_was_issued_keeps_the_version_it_was_issued_under() -> None:
    programme, holder = a.programme(ages=(0, 130)), a.person()
    before = a.voucher(holder, under=programme)
    changed(programme, rules=replace(programme.rules, age_max=99))
    after = a.voucher(holder, under=programme)

    assert (before.programme_version, before.rules.age_max) == (1, 130)
    assert (after.programme_version, after.rules.age_max) == (2, 99)


def test_a_change_made_from_an_older_version_is_refused() -> None:
    programme = a.programme()
    changed(programme, title="Uno")

    with pytest.raises(ProgrammeChanged):
        changed(programme, title="Due")


def test_the_same_request_makes_one_version() -> None:
    programme = a.programme()
    first = changed(programme, name="once", title="Uno")

    again = changed(programme, name="once", title="Uno")

    assert (again.value, again.replayed) == (first.value, True)
    with pytest.raises(IdempotencyKeyReused):
        changed(programme, name="once", said="other", title="Due")


@pytest.mark.parametrize("state", [DRAFT, SUSPENDED, CLOSED])
def test_only_an_open_programme_issues(state: ProgrammeState) -> None:
    programme = a.programme(state=DRAFT if state is DRAFT else OPEN)
    if state is not DRAFT:
        programme = changed(programme, state=state).value

    with pytest.raises(ProgrammeNotOpen):
        a.voucher(a.person(), under=programme)


def test_a_draft_is_opened_a_suspended_programme_reopened() -> None:
    opened = changed(a.programme(state=DRAFT), state=OPEN).value
    reopened = changed(changed(opened, state=SUSPENDED).value, state=OPEN).value

    assert a.voucher(a.person(), under=reopened).programme_version == 4


@pytest.mark.parametrize(("before", "wanted"), [(OPEN, DRAFT), (SUSPENDED, DRAFT), (CLOSED, OPEN), (CLOSED, CLOSED)])
def test_a_state_that_does_not_allow_it_is_told(before: ProgrammeState, wanted: ProgrammeState) -> None:
    programme = a.programme()
    if before is not OPEN:
        programme = changed(programme, state=before).value

    with pytest.raises(ProgrammeStateConflict):
        changed(programme, state=wanted)


def test_a_version_that_contradicts_itself_is_refused_and_leaves_the_programme_as_it_was() -> None:
    programme = a.programme(budget=100_00)

    with pytest.raises(ProgrammeInvalid) as refused:
        changed(programme, voucher_max=100_01)

    assert refused.value.facts["field"] == "voucher_max"
    assert read.budget(programme.id, funder_id=a.FUNDER_ID).programme == programme


def test_a_version_keeps_the_budget_as_it_was_increased() -> None:
    programme = a.programme(budget=100_00)
    increase.budget(
        programme.id,
        units=50_00,
        reason="Variazione",
        funder_id=a.FUNDER_ID,
        by=a.OFFICER,
        key=a.key(a.OFFICER),
        at=a.NOW,
    )

    assert changed(programme, title="Uno").value.budget == 150_00


def test_another_funders_programme_is_not_to_be_found() -> None:
    with pytest.raises(NotFound):
        changed(a.programme(), funder_id="another", title="Uno")


def test_an_amount_that_the_programme_works_out_is_not_named() -> None:
    award = Award(AwardKind.BY_HOUSEHOLD, steps=(Step(1, 150_00), Step(2, 250_00)))
    programme, holder = a.programme(award=award), a.person()

    with pytest.raises(AmountGiven):
        a.voucher(holder, 999_00, under=programme)
    voucher = issue.voucher(
        programme_id=programme.id,
        person_id=holder.id,
        facts=Facts(household_size=2),
        funder_id=a.FUNDER_ID,
        by=a.OFFICER,
        key=a.key(a.OFFICER),
        at=a.NOW,
    ).value
    assert a.voucher_account(voucher).available == 250_00


def test_a_programme_whose_last_day_has_passed_is_closed_all_the_same() -> None:
    programme = a.programme(expires_on=a.NOW.date() + timedelta(days=30))

    closed = changed(programme, state=ProgrammeState.CLOSED, at=a.NOW + timedelta(days=60)).value

    assert closed.state is ProgrammeState.CLOSED


def test_a_new_end_lies_ahead() -> None:
    programme = a.programme(expires_on=a.NOW.date() + timedelta(days=30))

    with pytest.raises(ProgrammeInvalid):
        changed(programme, expires_on=a.NOW.date() + timedelta(days=40), at=a.NOW + timedelta(days=60))
