"""What the dry run showed is committed once, with its money, by one person or by two."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.batches import commit, read, submit
from chalicelib.batches.model import (
    Batch,
    BatchExpired,
    BatchNotAsChecked,
    BatchOutdated,
    BatchState,
    BatchStateConflict,
    FileAlreadyIssued,
    FileFormat,
    NothingToIssue,
)
from chalicelib.kernel.identifiers import IdempotencyKeyReused
from chalicelib.kernel.paging import Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.ledger import model as ledger
from chalicelib.ledger.model import BudgetExhausted
from chalicelib.programmes import change
from chalicelib.programmes import read as programmes
from chalicelib.programmes.model import Programme
from chalicelib.vouchers.model import SecondPersonNeeded
from tests import builders as a
from tests import cloud
from tests.integration.batches import office as b

pytestmark = pytest.mark.usefixtures("aws")


def checked(under: Programme | None = None) -> Batch:
    """A batch of two people, 100 euro each, checked."""
    return b.checked(under or a.programme(), b.file_of(b.registered(), b.registered()))


def fund(programme: Programme) -> int:
    return a.account(ledger.fund(programme.id)).available


def cancelled(batch: Batch) -> Batch:
    return commit.cancelled(batch.id, reason="Errore", funder_id=a.FUNDER_ID, by=a.OFFICER, at=a.NOW)


@pytest.mark.parametrize("said", [{"rows": 3}, {"total": 200_01}, {"rows": 0, "total": 0}])
def test_only_what_was_shown_is_committed(said: dict[str, Any]) -> None:
    with pytest.raises(BatchNotAsChecked):
        b.committed(checked(), **said)


def test_the_act_of_a_batch_is_the_act_of_its_commitment() -> None:
    programme = a.programme()
    batch = b.committed(checked(programme)).value

    [committed] = programmes.commitments(programme.id, Span(), funder_id=a.FUNDER_ID).items
    assert (committed.commitment.id, committed.commitment.act, committed.available) == (
        batch.id,
        "Determina 12",
        200_00,
    )


def test_a_fund_that_does_not_reach_sets_nothing_aside() -> None:
    programme = a.programme(budget=199_99)
    batch = checked(programme)

    with pytest.raises(BudgetExhausted):
        b.committed(batch)
    assert (fund(programme), b.now(batch).state, cloud.batch_steps()) == (199_99, BatchState.CHECKED, [])


def test_a_file_without_a_row_to_issue_is_not_committed() -> None:
    with pytest.raises(NothingToIssue):
        b.committed(b.checked(a.programme(), b.csv(("cf", "importo"), (a.tax_code(), "1"))))


def test_a_programme_that_changed_after_the_dry_run_is_checked_again() -> None:
    programme = a.programme()
    batch = checked(programme)
    change.programme(
        programme.id,
        version=1,
        changes={"title": "Altro nome"},
        reason="Refuso",
        funder_id=a.FUNDER_ID,
        by=a.OFFICER,
        key=a.key(a.OFFICER),
        at=a.NOW,
    )

    with pytest.raises(BatchOutdated):
        b.committed(batch)


def test_an_old_dry_run_is_not_committed() -> None:
    with pytest.raises(BatchExpired):
        b.committed(checked(), at=a.NOW + timedelta(days=21))


def test_a_batch_that_is_not_checked_is_not_committed() -> None:
    batch = checked()
    b.committed(batch)

    with pytest.raises(BatchStateConflict):
        b.committed(batch)


def test_the_same_commit_twice_sets_aside_once() -> None:
    programme = a.programme(budget=1000_00)
    batch = checked(programme)

    first, again = (b.committed(batch, name="once") for _ in range(2))

    assert (first.replayed, again.replayed, fund(programme)) == (False, True, 800_00)


def test_a_key_commits_one_thing() -> None:
    batch = checked()
    b.committed(batch, name="once")

    with pytest.raises(IdempotencyKeyReused):
        commit.batch(
            batch.id,
            rows=2,
            total=1,
            funder_id=a.FUNDER_ID,
            by=a.OFFICER,
            key=a.key(a.OFFICER, "once", "other"),
            at=a.NOW,
        )


def test_the_very_same_file_is_issued_once() -> None:
    programme, content = a.programme(budget=1000_00), b.file_of(b.registered())
    first, again = b.checked(programme, content), b.checked(programme, content)
    b.committed(first)

    with pytest.raises(FileAlreadyIssued) as refused:
        b.committed(again)
    assert refused.value.facts == {"batch_id": first.id}
    assert fund(programme) == 900_00


def test_a_large_total_waits_and_sets_nothing_aside() -> None:
    programme = a.programme(budget=1000_00, second_person_above=199_99)

    waiting = b.committed(checked(programme)).value

    assert (waiting.state, fund(programme), cloud.batch_steps()) == (BatchState.AWAITING_APPROVAL, 1000_00, [])


def test_a_total_at_the_threshold_needs_one_person() -> None:
    assert b.committed(checked(a.programme(second_person_above=200_00))).value.state is BatchState.ISSUING


def test_a_second_person_lets_it_be_issued() -> None:
    programme = a.programme(budget=1000_00, second_person_above=100_00)
    batch = b.committed(checked(programme)).value

    b.approved(batch)
    b.drain()

    assert (b.now(batch).state, fund(programme)) == (BatchState.DONE, 800_00)


def test_who_committed_does_not_approve() -> None:
    batch = b.committed(checked(a.programme(second_person_above=1_00))).value

    with pytest.raises(SecondPersonNeeded):
        b.approved(batch, by=a.OFFICER)


def test_a_second_person_approves_what_was_shown() -> None:
    batch = b.committed(checked(a.programme(second_person_above=1_00))).value

    with pytest.raises(BatchNotAsChecked):
        b.approved(batch, total=1)


def test_the_same_approval_twice_sets_aside_once() -> None:
    programme = a.programme(budget=1000_00, second_person_above=1_00)
    batch = b.committed(checked(programme)).value

    first, again = (b.approved(batch, name="once") for _ in range(2))

    assert (first.replayed, again.replayed, fund(programme)) == (False, True, 800_00)


def test_what_nobody_committed_is_not_approved() -> None:
    with pytest.raises(BatchStateConflict):
        b.approved(checked(a.programme(second_person_above=1_00)))


def test_a_batch_is_given_up_before_its_money_is_set_aside() -> None:
    batch = b.committed(checked(a.programme(second_person_above=1_00))).value

    assert [cancelled(batch).state for _ in range(2)] == [BatchState.CANCELLED] * 2
    with pytest.raises(BatchStateConflict):
        b.approved(batch)


def test_a_batch_that_is_being_issued_is_not_given_up() -> None:
    batch = b.committed(checked()).value

    with pytest.raises(BatchStateConflict):
        cancelled(batch)


def test_another_funders_batch_is_not_to_be_found() -> None:
    with pytest.raises(NotFound):
        b.committed(checked(), funder_id="another")


def submission(under: Programme, **changes: Any) -> Any:
    wish: dict[str, Any] = {
        "act": "Atto",
        "kind": FileFormat.CSV,
        "size_bytes": 10,
        "funder_id": a.FUNDER_ID,
        **changes,
    }
    key = a.key(a.OFFICER, wish.pop("name", ""), wish.pop("said", "same"))
    return submit.batch(under.id, by=a.OFFICER, key=key, at=a.NOW, **wish)


def test_the_same_submission_twice_is_one_batch() -> None:
    programme = a.programme()

    first, again = (submission(programme, name="once") for _ in range(2))

    assert (first.value.batch, again.replayed) == (again.value.batch, True)
    assert read.of_programme(programme.id, Span(), funder_id=a.FUNDER_ID).items == [first.value.batch]


def test_a_key_submits_one_batch() -> None:
    programme = a.programme()
    submission(programme, name="once")

    with pytest.raises(IdempotencyKeyReused):
        submission(programme, name="once", said="other")


def test_a_batch_belongs_to_the_funder_of_its_programme() -> None:
    with pytest.raises(NotFound):
        submission(a.programme(), funder_id="another")


def test_a_committed_batch_takes_no_other_file() -> None:
    programme = a.programme()
    batch = b.checked(programme, b.file_of(b.registered()))
    b.committed(batch)

    assert submit._upload(b.now(batch), a.NOW) is None


def test_the_batches_of_a_programme_are_listed_the_latest_first() -> None:
    programme = a.programme()
    opened = [
        submit.batch(
            programme.id,
            act=str(day),
            kind=FileFormat.CSV,
            size_bytes=1,
            funder_id=a.FUNDER_ID,
            by=a.OFFICER,
            key=a.key(a.OFFICER),
            at=a.NOW + timedelta(days=day),
        ).value.batch
        for day in range(3)
    ]

    listed = read.of_programme(programme.id, Span(), funder_id=a.FUNDER_ID).items
    assert [batch.id for batch in listed] == [batch.id for batch in reversed(opened)]
