"""A committed batch becomes vouchers: each line one voucher or one reason, whatever crashes and comes twice."""

from typing import Any

import pytest

from chalicelib.batches import finish, issue, kept, model, queue, read, table
from chalicelib.batches.kept import RowsChanged
from chalicelib.batches.model import Batch, BatchState
from chalicelib.controls import reconcile
from chalicelib.ledger import model as ledger
from chalicelib.people import household
from chalicelib.people.model import Person
from chalicelib.programmes import commit as commitments
from chalicelib.programmes.model import CommitmentInUse, Programme
from chalicelib.programmes.rules import Exclusion, Reach
from chalicelib.runtime import files
from chalicelib.runtime.dynamodb import Transaction
from chalicelib.vouchers import issue as vouchers
from tests import builders as a
from tests import cloud
from tests.integration.batches import office as b

pytestmark = pytest.mark.usefixtures("aws")

MANY = 7


@pytest.fixture
def small_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slices of three rows: seven rows are three of them."""
    monkeypatch.setattr(model, "SLICE_ROWS", 3)
    monkeypatch.setattr(issue, "SLICE_ROWS", 3)


def committed(under: Programme, count: int = 3) -> Batch:
    """A batch of so many people, 100 euro each, whose issuing has not begun."""
    batch = b.checked(under, b.file_of(*(b.registered() for _ in range(count))))
    return b.committed(batch).value


def available(account_id: str) -> int:
    return a.account(account_id).available


def granted(batch: Batch, count: int) -> list[int]:
    """What the voucher of each line has."""
    return [available(ledger.voucher(batch.voucher_id(line))) for line in range(2, count + 2)]


def test_every_row_becomes_a_voucher_of_its_amount() -> None:
    batch = committed(a.programme())

    b.drain()

    assert granted(batch, 3) == [100_00] * 3
    assert b.now(batch).state is BatchState.DONE


def test_the_whole_total_leaves_the_fund_when_it_is_committed() -> None:
    programme = a.programme(budget=1000_00)

    batch = committed(programme)

    assert (available(ledger.fund(programme.id)), available(ledger.commitment(batch.id))) == (700_00, 300_00)


def test_nothing_stays_aside_when_a_batch_is_done() -> None:
    programme = a.programme(budget=1000_00)
    batch = committed(programme)

    b.drain()

    assert (available(ledger.fund(programme.id)), available(ledger.commitment(batch.id))) == (700_00, 0)
    assert reconcile.everything(at=a.NOW).differences == []


def test_vouchers_are_of_the_day_and_the_version_that_were_decided() -> None:
    batch = committed(a.programme())

    b.drain()

    voucher = b.voucher(batch, 2)
    assert (voucher.issued_at, voucher.programme_version) == (a.NOW, 1)


@pytest.mark.usefixtures("small_slices")
def test_progress_shows_after_each_slice() -> None:
    batch = committed(a.programme(), MANY)
    seen = [0]

    b.drain(lambda: seen.append(read.standing(batch.id, funder_id=a.FUNDER_ID).progress.issued))

    assert seen == [0, 0, 3, 6]
    assert read.standing(batch.id, funder_id=a.FUNDER_ID).progress.issued == MANY


@pytest.mark.usefixtures("small_slices")
def test_a_message_that_comes_twice_issues_nothing_twice() -> None:
    programme = a.programme(budget=1000_00)
    batch = committed(programme, MANY)
    [step] = cloud.batch_steps()

    for _ in range(5):
        b.do(step)
    b.drain()

    assert granted(batch, MANY) == [100_00] * MANY
    assert available(ledger.fund(programme.id)) == 300_00


@pytest.mark.usefixtures("small_slices")
@pytest.mark.parametrize("crash", ["before the vouchers", "after the vouchers", "after the result", "before the end"])
def test_a_crash_and_the_same_message_again_end_as_one_clean_run(crash: str, monkeypatch: pytest.MonkeyPatch) -> None:
    programme = a.programme(budget=1000_00)
    batch = committed(programme, MANY)
    [step] = cloud.batch_steps()

    with monkeypatch.context() as patch:
        break_at(crash, patch)
        with pytest.raises(Crash):
            for _ in range(3):
                b.do(step)
    b.do(step)
    b.drain()

    assert granted(batch, MANY) == [100_00] * MANY
    assert (available(ledger.fund(programme.id)), available(ledger.commitment(batch.id))) == (300_00, 0)
    assert [line[0] for line in b.report(batch)] == [str(line) for line in range(2, MANY + 2)]


class Crash(BaseException):
    """The process ends here."""


def break_at(crash: str, patch: pytest.MonkeyPatch) -> None:
    """Let the process end at one of its steps."""

    def ends(*_: Any, **__: Any) -> None:
        raise Crash

    match crash:
        case "before the vouchers":
            patch.setattr(vouchers, "together", ends)
        case "after the vouchers":
            patch.setattr(table, "add_result", ends)
        case "after the result":
            patch.setattr(queue, "issue", ends)
        case _:
            patch.setattr(finish, "_closed", ends)


def test_the_same_commit_sent_again_lets_a_broken_chain_go_on() -> None:
    batch = b.checked(a.programme(), b.file_of(b.registered()))
    b.committed(batch, name="once")
    cloud.batch_steps()  # the message is lost

    assert b.committed(batch, name="once").replayed
    b.drain()

    assert b.now(batch).state is BatchState.DONE


def test_a_slice_with_a_result_takes_no_more_vouchers() -> None:
    batch = committed(a.programme())
    [step] = cloud.batch_steps()
    b.do(step)

    with pytest.raises(table.SliceDone), Transaction() as writes:
        table.must_be_waiting(writes, batch.id, 0)


def test_a_row_that_another_chain_issues_meanwhile_is_not_told_as_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    batch = committed(a.programme())
    honest = issue._Issuing._sorted

    def overtaken(issuing: Any, group: Any) -> Any:
        monkeypatch.setattr(issue._Issuing, "_sorted", honest)
        refused, able = honest(issuing, group)
        issuing._write(able)  # the other chain
        return [*refused, *(issuing._told(row, CommitmentInUse()) for row, _, _ in able)], []

    monkeypatch.setattr(issue._Issuing, "_sorted", overtaken)
    b.drain()

    done = read.standing(batch.id, funder_id=a.FUNDER_ID).progress
    assert (done.issued, done.refused, granted(batch, 3)) == (3, 0, [100_00] * 3)


def test_a_row_that_is_refused_meanwhile_is_told_and_the_others_go_on() -> None:
    programme = a.programme(budget=1000_00)
    movers = [b.registered() for _ in range(3)]
    batch = b.checked(programme, b.file_of(*movers))
    excluding(programme, movers[1].person)
    b.committed(batch)

    b.drain()

    [told] = [line for line in b.report(batch) if line[3] == "non emesso"]
    assert (told[0], told[1], told[2]) == ("3", "", "100,00")
    assert "non si può avere insieme" in told[4]
    assert (granted(batch, 1), granted_at(batch, 4)) == ([100_00], 100_00)
    assert available(ledger.fund(programme.id)) == 800_00


def test_progress_counts_what_was_refused() -> None:
    programme = a.programme()
    movers = [b.registered() for _ in range(2)]
    batch = b.checked(programme, b.file_of(*movers))
    excluding(programme, movers[1].person)
    b.committed(batch)
    b.drain()

    done = read.standing(batch.id, funder_id=a.FUNDER_ID).progress
    assert (done.issued, done.units, done.refused) == (1, 100_00, 1)


def test_one_refused_by_the_ledger_itself_does_not_stop_its_group(monkeypatch: pytest.MonkeyPatch) -> None:
    programme = a.programme(budget=1000_00)
    movers = [b.registered() for _ in range(3)]
    batch = b.checked(programme, b.file_of(*movers))
    b.committed(batch)
    whole, slow = vouchers.together, movers[1].person
    at_once = []

    def meanwhile(writes: Transaction, together: Any, arounds: Any, **more: Any) -> None:
        at_once.append(len(together))
        if any(one.person_id == slow.id for one in together):
            raise CommitmentInUse
        whole(writes, together, arounds, **more)

    monkeypatch.setattr(vouchers, "together", meanwhile)
    b.drain()

    assert at_once == [3, 1, 1, 1]
    assert [line[3] for line in b.report(batch)] == ["emesso", "non emesso", "emesso"]


def test_children_of_one_household_are_issued_one_after_the_other() -> None:
    first, second, third = (b.registered() for _ in range(3))
    for sibling in (second, third):
        household.joined(sibling.person.id, with_person_id=first.person.id, by=a.OPERATOR, at=a.NOW)
    batch = b.checked(a.programme(), b.file_of(first, second, third))
    b.committed(batch)

    b.drain()

    assert granted(batch, 3) == [100_00] * 3
    assert reconcile.everything(at=a.NOW).differences == []


def test_rows_that_are_not_those_that_were_checked_are_not_issued() -> None:
    batch = committed(a.programme())
    [step] = cloud.batch_steps()
    assert batch.checked
    files.keep(kept._of_check(batch, batch.checked.id, "rows"), b"[]", "application/json")

    with pytest.raises(RowsChanged):
        b.do(step)


def test_the_money_of_a_batch_is_not_freed_by_hand() -> None:
    batch = committed(a.programme())

    with pytest.raises(CommitmentInUse):
        commitments.freed(batch.id, funder_id=a.FUNDER_ID, by=a.OFFICER, at=a.NOW)


def test_the_report_tells_what_the_dry_run_left_out() -> None:
    good, stranger = b.registered(), a.tax_code()
    batch = b.checked(a.programme(), b.csv(("cf", "importo"), (stranger, "1"), (good.tax_code, "2,50")))
    b.committed(batch)

    b.drain()

    assert b.report(batch) == [
        ["2", "", "", "scartata dalla prova", "Nessuno è registrato con questo codice fiscale."],
        ["3", batch.voucher_id(3), "2,50", "emesso", ""],
    ]
    assert stranger not in str(b.report(batch))


def granted_at(batch: Batch, line: int) -> int:
    return available(ledger.voucher(batch.voucher_id(line)))


def excluding(programme: Programme, holder: Person) -> None:
    """Give a person a voucher that cannot be had together with a programme."""
    other = a.programme(rules={"exclusions": (Exclusion(programme.id, Reach.PERSON, "art. 5"),)})
    a.voucher(holder, under=other)
