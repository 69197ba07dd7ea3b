"""Issuing a batch, a slice at a time: whatever crashes or comes twice, a line becomes one voucher or one reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from chalicelib.kernel.clock import local_day
from chalicelib.kernel.refusals import Contention, NotFound, Refusal
from chalicelib.ledger import model as ledger
from chalicelib.people import find as people
from chalicelib.people.model import Person, PersonNotRegistered
from chalicelib.programmes import read as programmes
from chalicelib.programmes.model import Programme
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import Reads, Transaction
from chalicelib.vouchers import issue
from chalicelib.vouchers import read as vouchers
from chalicelib.vouchers.model import Voucher

from . import columns, finish, kept, queue, table
from .model import SLICE_ROWS, Batch, BatchState, Problem, Result, Row, Signature, groups, problem
from .table import SliceDone


def rows(batch_id: str, *, at: datetime) -> None:
    """Issue the first slice of a batch that has no result yet, and leave the next one; after the last, finish.

    The slices come one after the other: all draw on one account, so that several at once would only wait for it.
    """
    with Reads() as reads:
        asked = table.batch(reads, batch_id)
    batch = asked.found()
    if batch is None or batch.state is not BatchState.ISSUING:
        return
    waiting = batch.waiting({result.number for result in table.results(batch.id)})
    if waiting:
        _slice(batch, waiting[0], at)
    if len(waiting) > 1:
        queue.issue(batch)
    else:
        finish.batch(batch_id, at=at)


def _slice(batch: Batch, number: int, at: datetime) -> None:
    with Reads() as reads:
        version = programmes.version(reads, batch.programme_id, batch.checked.programme_version if batch.checked else 0)
    programme = version.must(NotFound()).programme
    part = kept.rows(batch)[number * SLICE_ROWS : (number + 1) * SLICE_ROWS]
    issuing = _Issuing(batch, number, programme, people.by_ids(row.person_id for row in part), at)
    try:
        dynamodb.until_settled(lambda: issuing.slice(part))
    except SliceDone:
        return  # another chain of the same batch was first


@dataclass(frozen=True, slots=True)
class _Issuing:
    """One slice, under the version of the programme that was checked."""

    batch: Batch
    number: int
    programme: Programme
    people: Mapping[str, Person]
    at: datetime

    @property
    def decided(self) -> Signature:
        """Who decided that it be issued, and when: the day that vouchers are of."""
        signature = self.batch.approved or self.batch.committed
        if signature is None:
            raise ValueError(f"nobody committed batch {self.batch.id}")
        return signature

    def slice(self, part: list[Row]) -> None:
        """Issue rows, and write what became of them. Stale when a refused one turns out to be issued."""
        gone = [row for row in part if row.person_id not in self.people]
        refused = [self._told(row, PersonNotRegistered()) for row in gone]
        homes = [(row, self.people[row.person_id].household_id) for row in part if row not in gone]
        for group in groups(homes, issue.TOGETHER_MAX):
            refused += dynamodb.until_settled(partial(self._group, group))
        out = {one.line for one in refused}
        issued = [row for row in part if row.line not in out]
        result = Result(self.number, len(issued), sum(row.units for row in issued), tuple(refused))
        with Transaction() as writes:
            table.add_result(writes, self.batch.id, result)
            for line in out:
                issue.must_not_be(writes, self.batch.voucher_id(line))

    def _group(self, group: list[Row]) -> list[Problem]:
        """Issue those rows of a group that are not issued yet, all or none; where one is refused, each by itself."""
        refused, able = self._sorted(group)
        try:
            self._write(able)
        except Contention:
            raise  # nobody's fault: the message comes again
        except Refusal as why:
            if len(able) == 1:
                return [*refused, self._told(able[0][0], why)]
            for row, _, _ in able:
                refused += dynamodb.until_settled(partial(self._group, [row]))
        return refused

    def _sorted(self, group: Iterable[Row]) -> tuple[list[Problem], list[tuple[Row, Voucher, vouchers.Around]]]:
        """Those of the rows that are not issued yet: which are refused, and what the others become."""
        with Reads() as reads:
            asked = [
                (
                    row,
                    vouchers.voucher(reads, self.batch.voucher_id(row.line)),
                    vouchers.around(reads, row.person_id, self.people[row.person_id].household_id),
                )
                for row in group
            ]
        refused: list[Problem] = []
        able: list[tuple[Row, Voucher, vouchers.Around]] = []
        for row, earlier, around in asked:
            if earlier.found():
                continue
            person, at = self.people[row.person_id], self.decided.at
            voucher_id = self.batch.voucher_id(row.line)
            draft = issue.draft(self.programme, person, row.units, voucher_id=voucher_id, at=at)
            why = issue.why_not(self.programme, person, row.facts, on=local_day(at))
            why += vouchers.why_not_beside(draft, around)
            if why:
                refused.append(self._told(row, why[0]))
            else:
                able.append((row, draft, around))
        return refused, able

    def _write(self, able: list[tuple[Row, Voucher, vouchers.Around]]) -> None:
        if not able:
            return
        with Transaction() as writes:
            table.must_be_waiting(writes, self.batch.id, self.number)
            issue.together(
                writes,
                [draft for _, draft, _ in able],
                [around for _, _, around in able],
                source=ledger.commitment(self.batch.id),
                about=self.batch.id,
                by=self.decided.by,
                at=self.at,
            )

    def _told(self, row: Row, why: Refusal) -> Problem:
        return problem(row.line, columns.column_of(why, self.programme), why)
