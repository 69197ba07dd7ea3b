"""Ten thousand vouchers from one file: checked, committed, and issued by a process that is killed three times."""

import csv
import io
import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
import requests

from chalicelib.batches import check, commit, kept, process, read, submit
from chalicelib.batches.model import Batch, BatchState, FileFormat
from chalicelib.controls import reconcile
from chalicelib.controls.model import Report
from chalicelib.kernel import clock, identifiers
from chalicelib.kernel.refusals import NotFound
from chalicelib.kernel.texts import Language
from chalicelib.ledger import model as ledger
from chalicelib.ledger import read as accounts
from chalicelib.ledger.model import Account
from chalicelib.people import table as people
from chalicelib.people.model import Person
from chalicelib.programmes.model import Programme
from chalicelib.runtime import aws, files, queues
from chalicelib.runtime.dynamodb import Reads, Transaction
from chalicelib.runtime.settings import settings
from chalicelib.vouchers import issue
from tests import builders as a
from tests.conftest import ROOT, TABLES
from tests.e2e import units
from tests.e2e.conftest import deployed

ROWS = 10_000
BUDGET = 1_000_000_00
KILLS = 3
LINES = range(2, ROWS + 2)  # the first has the headings
RESIDENT = Person(
    id="",
    given_name="Anna",
    family_name="Prova",
    born_on=date(1950, 1, 1),
    municipality_code="L319",
    language=Language.IT,
    email=None,
    delegate_id=None,
    registered_at=a.NOW,
    registered_at_desk_id="desk",
    fingerprint="same",
)
WORKER = Path(__file__).parent / "batch_worker.py"


@dataclass(frozen=True)
class Issued:
    """A batch that was issued, and what it took."""

    batch: Batch
    programme: Programme
    deaths: list[int]
    steps: int
    seconds: dict[str, float]
    transaction: dict[str, Any]


def registered(count: int) -> list[str]:
    """So many residents, written past the desk: the codici fiscali that find them."""
    codes = [a.tax_code(born_on=RESIDENT.born_on, serial=number) for number in range(count)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(_register, [codes[first : first + 12] for first in range(0, count, 12)]))
    return codes


def _register(codes: list[str]) -> None:
    writes = Transaction()  # never committed: it only spells the items out
    for code in codes:
        someone = replace(RESIDENT, id=identifiers.new(), household_id="")
        people.add_person(writes, someone, tax_code=code, sealed="sealed", phone=None)
    puts = [{"PutRequest": {"Item": write["Put"]["Item"]}} for write in writes._writes]
    answer = aws.client("dynamodb").batch_write_item(RequestItems={settings().people_table: puts})
    assert not answer.get("UnprocessedItems")


def amounts(count: int) -> list[int]:
    """Cents, not all the same."""
    return [50_00 + number % 97 for number in range(count)]


def uploaded(programme: Programme, content: bytes) -> Batch:
    """A batch whose file is there."""
    wish: dict[str, Any] = {"act": "Determina 12", "funder_id": a.FUNDER_ID, "by": a.OFFICER, "at": clock.now()}
    submission = submit.batch(
        programme.id, kind=FileFormat.CSV, size_bytes=len(content), key=a.key(a.OFFICER), **wish
    ).value
    assert submission.upload
    headers = {"Content-Type": submission.upload.content_type}
    answer = requests.put(submission.upload.url, data=content, headers=headers, timeout=30)
    assert answer.status_code == 200, answer.text
    return submission.batch


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Issued]:
    """Ten thousand rows, on an AWS of their own; the steps are done here, and not by the deployed function."""
    folder = tmp_path_factory.mktemp("batch")
    took: dict[str, float] = {}
    steps: list[str] = []
    with deployed(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(queues, "put_batch_step", lambda step: steps.append(msgspec.json.encode(step).decode()))
        with timed(took, "seeding"):
            codes = registered(ROWS)
        programme = a.programme(budget=BUDGET, at=clock.now())
        lines = [f"{code};{cents // 100},{cents % 100:02d}" for code, cents in zip(codes, amounts(ROWS), strict=True)]
        batch = uploaded(programme, "\r\n".join(["Codice Fiscale;Importo", *lines]).encode())
        with timed(took, "dry run"):
            check.batch(batch.id, funder_id=a.FUNDER_ID)
            process.message(steps.pop(), at=clock.now())
        batch = read.batch(batch.id, funder_id=a.FUNDER_ID)
        assert batch.checked, batch
        commit.batch(
            batch.id,
            rows=batch.checked.rows,
            total=batch.checked.total,
            funder_id=a.FUNDER_ID,
            by=a.OFFICER,
            key=a.key(a.OFFICER),
            at=clock.now(),
        )
        with timed(took, "issuing"):
            deaths = _issue(steps.pop(), folder)
        transaction = json.loads((folder / "transaction.json").read_text())
        calls = len((folder / "steps").read_text().splitlines())
        yield Issued(read.batch(batch.id, funder_id=a.FUNDER_ID), programme, deaths, calls, took, transaction)


def _issue(message: str, folder: Path) -> list[int]:
    """Issue a batch in a process that is killed at three random calls to AWS; the queue brings its message again."""
    deaths = [random.randrange(30, 350) for _ in range(KILLS)]
    for number, at_call in enumerate([*deaths, 0]):
        moment = ("before", "after")[number % 2]
        command = [sys.executable, str(WORKER), message, str(at_call), moment]
        done = subprocess.run(
            [*command, str(folder / "transaction.json"), str(folder / "steps")],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == (-signal.SIGKILL if at_call else 0), done.stderr
    return deaths


@contextmanager
def timed(took: dict[str, float], what: str) -> Iterator[None]:
    """Note how long something takes."""
    begins = time.monotonic()
    yield
    took[what] = round(time.monotonic() - begins, 1)


@pytest.fixture(scope="module")
def standing(issued: Issued) -> list[Account]:
    """The account of each line's voucher."""
    with Reads() as reads:
        asked = [accounts.account(reads, ledger.voucher(issued.batch.voucher_id(line))) for line in LINES]
    return [head.must(NotFound(line=line)) for line, head in zip(LINES, asked, strict=True)]


@pytest.fixture(scope="module")
def books(issued: Issued) -> Report:
    """All accounts and entries there are, compared."""
    return reconcile.everything(at=clock.now())


def test_ten_thousand_rows_are_ten_thousand_vouchers(
    issued: Issued, standing: list[Account], show: Callable[[str], None]
) -> None:
    writes = units.of_transaction(issued.transaction, logical_ids())
    each = sum(write.units for write in writes) / issue.TOGETHER_MAX
    show(
        f"a batch of {ROWS}: killed at calls {issued.deaths}; {issued.seconds} s; {issued.steps} steps; "
        f"a transaction has {len(writes)} writes for {issue.TOGETHER_MAX} vouchers, {each:.1f} write units each"
    )
    assert issued.batch.state is BatchState.DONE
    assert [head.granted for head in standing] == amounts(ROWS)


def test_no_other_voucher_was_issued(books: Report) -> None:
    assert books.accounts == ROWS + len(("funder", "fund", "commitment"))


def test_the_budget_is_exact(issued: Issued, standing: list[Account]) -> None:
    fund = a.account(ledger.fund(issued.programme.id)).available
    aside = a.account(ledger.commitment(issued.batch.id)).available

    assert (fund, aside) == (BUDGET - sum(amounts(ROWS)), 0)
    assert fund + sum(head.available for head in standing) == BUDGET


def test_the_books_add_up(books: Report) -> None:
    assert books.differences == []


def test_the_report_tells_every_line_once(issued: Issued) -> None:
    content = files.found(kept._report(issued.batch))
    assert content
    lines = told(content)

    assert [int(line["riga"]) for line in lines] == list(LINES)
    assert {line["esito"] for line in lines} == {"emesso"}
    assert [line["buono"] for line in lines] == [issued.batch.voucher_id(number) for number in LINES]


def test_progress_is_the_sum_of_what_was_done(issued: Issued) -> None:
    done = read.standing(issued.batch.id, funder_id=a.FUNDER_ID).progress

    assert (done.issued, done.units, done.refused) == (ROWS, sum(amounts(ROWS)), 0)


def told(report: bytes) -> list[dict[str, str]]:
    """The lines of a report, by heading."""
    return list(csv.DictReader(io.StringIO(report.decode("utf-8-sig")), delimiter=";"))


def logical_ids() -> dict[str, str]:
    """The template's name of each table."""
    return {getattr(settings(), f"{name}_table"): f"{name.capitalize()}Table" for name in TABLES}
