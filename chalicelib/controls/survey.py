"""The weekly control: everything is read, compared and verified, in steps that many functions take at once.

Each step reads one segment of the tables, compares one part of the subjects, verifies one month of seals, or recounts
the settlements of some funders and providers. What a step finds it leaves in the bucket, and notes that it is done:
brought again, it changes nothing. Whoever notes the last reading starts the comparisons; whoever notes the last step of
all tells what was found.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

import msgspec

from chalicelib.kernel.clock import months_after, stamp
from chalicelib.kernel.days import A_DAY
from chalicelib.ledger import verify
from chalicelib.runtime import queues, reports
from chalicelib.runtime.observability import count, event

from . import gather, reconcile, recount, rules, table
from .books import Books, ProgrammeFacts
from .model import Difference, Report

# A million entries are about 420 MB with their movements: 26 MB and some 100,000 items a segment, 5 seconds of CPU and
# 210 MB of memory (docs/controls.md).
SEGMENTS = 16
MARGIN = timedelta(hours=1)  # what was posted since then may be read in part by segments that are not read at once


class Task(StrEnum):
    """The kinds of steps."""

    READ = "read"
    COMPARE = "compare"
    VERIFY = "verify"
    RECOUNT = "recount"


@dataclass(frozen=True, slots=True)
class Survey:
    """One weekly control: what it takes as settled, and the days whose seals it verifies."""

    id: str
    until_at: datetime
    sealed_from: date | None
    sealed_to: date | None

    def months(self) -> list[tuple[date, date]]:
        """The sealed days, a month at a time."""
        found: list[tuple[date, date]] = []
        first = self.sealed_from
        while first and self.sealed_to and first <= self.sealed_to:
            after = months_after(first.replace(day=1), 1)
            found.append((first, min(after - A_DAY, self.sealed_to)))
            first = after
        return found

    def names(self, *tasks: Task) -> set[str]:
        """The steps of these kinds."""
        numbers = dict.fromkeys(Task, SEGMENTS) | {Task.VERIFY: len(self.months())}
        return {f"{task}-{number}" for task in tasks for number in range(numbers[task])}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a weekly control, as it waits in the queue."""

    survey: Survey
    task: Task
    number: int

    @property
    def name(self) -> str:
        """What the step is noted as when it is done."""
        return f"{self.task}-{self.number}"


@dataclass(frozen=True, slots=True)
class Found:
    """What a comparison or a verification leaves for the end."""

    report: Report
    programmes: dict[str, ProgrammeFacts] = field(default_factory=dict)
    findings: int = 0


def begin(*, at: datetime) -> str:
    """Put the steps of a weekly control into the queue; returns its id."""
    survey = Survey(stamp(at), at - MARGIN, verify.oldest_day(), verify.newest_day())
    for number in range(SEGMENTS):
        queues.put_step(Step(survey, Task.READ, number))
        queues.put_step(Step(survey, Task.RECOUNT, number))
    for number in range(len(survey.months())):
        queues.put_step(Step(survey, Task.VERIFY, number))
    return survey.id


def step(body: str, *, at: datetime) -> None:
    """Take one step, unless it was taken before, and go on with what waited for it."""
    asked = msgspec.json.decode(body, type=Step)
    survey = asked.survey
    if asked.name not in table.steps_done(survey.id):
        _take(asked)
        table.step_done(survey.id, asked.name)
    done = table.steps_done(survey.id)
    if asked.task is Task.READ and survey.names(Task.READ) <= done:
        for number in range(SEGMENTS):
            queues.put_step(Step(survey, Task.COMPARE, number))
    if survey.names(*Task) <= done:
        _close(survey, at)


def _take(asked: Step) -> None:
    match asked.task:
        case Task.READ:
            books = gather.everything(asked.number, SEGMENTS, until_at=asked.survey.until_at)
            for part in range(SEGMENTS):
                name = _paper(asked.survey, f"{asked.name}-{part}")
                reports.keep(name, books.part(part, SEGMENTS), for_people=False)
        case Task.COMPARE:
            reports.keep(_paper(asked.survey, asked.name), _compared(asked))
        case Task.VERIFY:
            reports.keep(_paper(asked.survey, asked.name), _verified(*asked.survey.months()[asked.number]))
        case Task.RECOUNT:
            differing = recount.settlements(asked.number, SEGMENTS)
            reports.keep(_paper(asked.survey, asked.name), Found(Report(0, 0, 0, differing)))


def _compared(asked: Step) -> Found:
    books = Books()
    for segment in range(SEGMENTS):
        books.absorb(reports.kept(_paper(asked.survey, f"{Task.READ}-{segment}-{asked.number}"), Books))
    return Found(reconcile.report(books, reconcile.confirmed(books)), books.by_programme())


def _verified(from_on: date, to_on: date) -> Found:
    findings = verify.days(from_on, to_on).findings
    return Found(Report(0, 0, 0, [rules.told(finding) for finding in findings]), findings=len(findings))


def _close(survey: Survey, at: datetime) -> None:
    """Tell what all steps have found. Told twice, it is the same report and the same cases."""
    found = list(_findings(survey))
    programmes = Books()
    for one in found:
        programmes.absorb(Books(programmes=one.programmes))
    differences: list[Difference] = [difference for one in found for difference in one.report.differences]
    report = Report(
        accounts=sum(one.report.accounts for one in found),
        entries=sum(one.report.entries for one in found),
        bookings=sum(one.report.bookings for one in found),
        differences=differences + reconcile.of_programmes(programmes.programmes),
    )
    reconcile.told(report, f"reconciliation/whole/{survey.id}.json", at=at)
    tampered = sum(one.findings for one in found)
    count("VerificationFindings", tampered)
    event("ledger_verified", survey_id=survey.id, findings=tampered)


def _findings(survey: Survey) -> Iterator[Found]:
    for name in sorted(survey.names(Task.COMPARE, Task.VERIFY, Task.RECOUNT)):
        yield reports.kept(_paper(survey, name), Found)


def _paper(survey: Survey, name: str) -> str:
    return f"reconciliation/surveys/{survey.id}/{name}.json"
