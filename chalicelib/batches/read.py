"""Batches, how far they have come, and what is wrong with their files."""

from dataclasses import dataclass

from chalicelib.kernel.paging import Page, Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.kernel.texts import Language
from chalicelib.programmes import read as programmes
from chalicelib.runtime.dynamodb import Reads

from . import kept, table
from .model import Batch, Progress, progress


@dataclass(frozen=True, slots=True)
class Standing:
    """A batch, how far its issuing has come, and where its report is once it is done."""

    batch: Batch
    progress: Progress
    report: str | None


@dataclass(frozen=True, slots=True)
class ToldProblem:
    """A problem, in the reader's language."""

    line: int
    column: str
    code: str
    text: str


def batch(batch_id: str, *, funder_id: str) -> Batch:
    """A batch of one's own funder. Raises NotFound for another's."""
    with Reads() as reads:
        asked = table.batch(reads, batch_id)
    batch = asked.must(NotFound())
    if batch.funder_id != funder_id:
        raise NotFound
    return batch


def standing(batch_id: str, *, funder_id: str) -> Standing:
    """A batch of one's own funder and how far it has come. Raises NotFound for another's."""
    found = batch(batch_id, funder_id=funder_id)
    results = table.results(found.id) if found.committed else []
    return Standing(found, progress(results), kept.report_address(found))


def of_programme(programme_id: str, span: Span, *, funder_id: str) -> Page[Batch]:
    """The batches of one's own programme, the latest first. Raises NotFound for another funder's."""
    page = table.of_programme(programmes.budget(programme_id, funder_id=funder_id).programme.id, span)
    with Reads() as reads:
        asked = [table.batch(reads, batch_id) for batch_id in page.items]
    return Page([one.must(NotFound()) for one in asked], page.rest)


def problems(batch_id: str, span: Span, *, language: Language, funder_id: str) -> Page[ToldProblem]:
    """What the last dry run found wrong, in the order of the lines. Raises NotFound for another funder's batch."""
    found = kept.problems(batch(batch_id, funder_id=funder_id))
    begins = int((span.after or {}).get("index", 0))
    ends = begins + span.limit
    told = [ToldProblem(one.line, one.column, one.code, one.text.say(language)) for one in found[begins:ends]]
    return Page(told, {"index": str(ends)} if ends < len(found) else None)
