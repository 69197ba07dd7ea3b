"""The dry run: every row's every problem, and what would be issued. It grants nothing."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from chalicelib.kernel.clock import local_day
from chalicelib.kernel.identifiers import derived
from chalicelib.kernel.refusals import NotFound, Refusal
from chalicelib.ledger import model as ledger
from chalicelib.ledger import read as accounts
from chalicelib.ledger.model import Account, BudgetExhausted
from chalicelib.people import find as people
from chalicelib.people.model import BornInFuture, Person, PersonNotRegistered
from chalicelib.programmes import read as programmes
from chalicelib.programmes.award import Facts
from chalicelib.programmes.model import Programme, ProgrammeNotOpen
from chalicelib.runtime import dynamodb, files
from chalicelib.runtime.dynamodb import Reads, Transaction
from chalicelib.runtime.observability import event
from chalicelib.vouchers import issue
from chalicelib.vouchers import read as vouchers

from . import columns, decode, kept, queue, read, table
from .columns import Column, Said
from .model import (
    MAY_BE_CHECKED,
    WHOLE_FILE,
    Batch,
    BatchState,
    Check,
    FileMissing,
    Problem,
    Row,
    RowRepeated,
    problem,
)


def batch(batch_id: str, *, funder_id: str) -> Batch:
    """Begin the dry run of a batch of one's own funder; begun again, the earlier one counts for nothing.

    Raises NotFound, BatchStateConflict.
    """
    begun = dynamodb.until_settled(lambda: _begun(batch_id, funder_id))
    queue.check(begun)
    return begun


def _begun(batch_id: str, funder_id: str) -> Batch:
    batch = read.batch(batch_id, funder_id=funder_id)
    batch.must_be(MAY_BE_CHECKED)
    version = batch.version + 1
    begun = replace(
        batch, state=BatchState.CHECKING, version=version, checking=derived("check", batch.id, str(version))
    )
    with Transaction() as writes:
        table.move_on(writes, begun)
    return begun


def file(batch_id: str, check_id: str, *, at: datetime) -> None:
    """Check a batch's file, whole, and keep what it would grant and all that is wrong; a check that was overtaken ends.

    Done twice it comes to the same.
    """
    with Reads() as reads:
        asked = table.batch(reads, batch_id)
    batch = asked.found()
    if batch is None or batch.state is not BatchState.CHECKING or batch.checking != check_id:
        return
    with Reads() as reads:
        programme = programmes.programme(reads, batch.programme_id)
        fund = accounts.account(reads, ledger.fund(batch.programme_id))
    content = kept.file(batch)
    trial = _Trial(programme.must(NotFound()), fund.must(NotFound()), at)
    trial.run(content, batch)
    rows_sha256 = kept.keep_check(batch, trial.rows, trial.problems)
    found = Check(
        id=check_id,
        at=at,
        programme_version=trial.programme.version,
        lines=trial.lines,
        rows=len(trial.rows),
        total=sum(row.units for row in trial.rows),
        problems=len(trial.problems),
        file_sha256=files.digest(content or b""),
        rows_sha256=rows_sha256,
    )
    dynamodb.until_settled(lambda: _record(batch_id, found))
    event("batch_checked", batch_id=batch.id, lines=found.lines, rows=found.rows, problems=found.problems)


def _record(batch_id: str, found: Check) -> None:
    with Reads() as reads:
        asked = table.batch(reads, batch_id)
    batch = asked.must(NotFound())
    if batch.state is BatchState.CHECKING and batch.checking == found.id:
        with Transaction() as writes:
            checked = replace(batch, state=BatchState.CHECKED, checking="", checked=found, version=batch.version + 1)
            table.move_on(writes, checked)


@dataclass(slots=True)
class _Trial:
    """One dry run of one file."""

    programme: Programme
    fund: Account
    at: datetime
    lines: int = 0
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def run(self, content: bytes | None, batch: Batch) -> None:
        """Find the rows that can be issued, and the problems, in the order of the lines."""
        try:
            if content is None:
                raise FileMissing(batch_id=batch.id)
            (first, headings), *others = decode.lines(content, batch.format)
        except Refusal as refused:
            self.problems.append(problem(WHOLE_FILE, "", refused))
            return
        self.lines = len(others)
        header = columns.header(headings, self.programme, first)
        self.problems += header.problems
        if header.complete:
            self._judge([columns.said(cells, header.columns, line) for line, cells in others])
        if header.problems:
            self.rows = []  # what a heading means is not known: no amount can be trusted
        self._judge_whole()
        self.problems.sort(key=lambda one: one.line)

    def _judge(self, lines: list[Said]) -> None:
        found = people.by_tax_codes({line.tax_code for line in lines if line.tax_code})
        with Reads() as reads:
            arounds = {one.id: vouchers.around(reads, one.id, one.household_id) for one in found.values()}
        families = _Families(self.programme)
        seen: dict[str, int] = {}
        for line in lines:
            self.problems += line.problems
            person = found.get(line.tax_code or "")
            if self._is_new(line, person, seen) and person and not line.problems:
                facts = families.placed(line.facts(self.programme.unit), person, line)
                why = self._why_not(person, facts, arounds[person.id])
                if not why:
                    families.add(facts, person)
                    self.rows.append(Row(line.line, person.id, self.programme.award.units(facts), facts))
                self._tell(line.line, why)

    def _is_new(self, line: Said, person: Person | None, seen: dict[str, int]) -> bool:
        if line.tax_code is None:
            return False
        if person is None:
            self.problems.append(problem(line.line, Column.TAX_CODE, PersonNotRegistered()))
            return False
        first = seen.setdefault(person.id, line.line)
        if first != line.line:
            self.problems.append(problem(line.line, Column.TAX_CODE, RowRepeated(first_line=first)))
        return first == line.line

    def _why_not(self, person: Person, facts: Facts, around: vouchers.Around) -> list[Refusal]:
        on = local_day(self.at)
        why = [one for one in issue.why_not(self.programme, person, facts, on=on) if not _is_of_all(one)]
        if facts.youngest_born_on and facts.youngest_born_on > on:
            why.append(BornInFuture())
        draft = issue.draft(self.programme, person, 0, voucher_id="", at=self.at)
        return why + list(vouchers.why_not_beside(draft, around))

    def _tell(self, line: int, why: Iterable[Refusal]) -> None:
        for refused in why:
            column = Column.YOUNGEST_BORN if isinstance(refused, BornInFuture) else None
            found = problem(line, column or columns.column_of(refused, self.programme), refused)
            if found not in self.problems[-len(Column) :]:  # the same fact can be missing for two reasons
                self.problems.append(found)

    def _judge_whole(self) -> None:
        on, total = local_day(self.at), sum(row.units for row in self.rows)
        why = self.programme.why_not_issue(on=on, units=0)
        if total > self.fund.available:
            why.append(BudgetExhausted(**self.fund.shortage(total)))
        self.problems += [problem(WHOLE_FILE, "", refused) for refused in why]
        if any(_is_of_all(refused) for refused in why):
            self.rows = []


def _is_of_all(refused: Refusal) -> bool:
    """Whether it stands in the way of every row alike: told once."""
    return isinstance(refused, ProgrammeNotOpen)


@dataclass(slots=True)
class _Families:
    """The children of each household that come before, in the order of the file."""

    programme: Programme
    children: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    month_units: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def placed(self, facts: Facts, person: Person, line: Said) -> Facts:
        """The facts of a child, with its place among its siblings and what those are granted in a month already."""
        home = person.household_id
        number = facts.child_number if Column.CHILD_NUMBER in line.values else self.children[home] + 1
        before = facts.siblings_month_cents + self.month_units[home]
        return replace(facts, child_number=number, siblings_month_cents=before)

    def add(self, facts: Facts, person: Person) -> None:
        """Count a child that is granted something."""
        self.children[person.household_id] += 1
        if self.programme.award.bands and facts.child_number > 1:
            self.month_units[person.household_id] += self.programme.award.month_units(facts)
