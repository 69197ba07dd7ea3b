"""Batches inside a test: a file is uploaded, and the queue's steps are done one after the other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from chalicelib.batches import check, commit, kept, process, read, submit
from chalicelib.batches.model import Batch, FileFormat, Problem
from chalicelib.kernel.caller import Caller
from chalicelib.kernel.identifiers import Outcome
from chalicelib.kernel.refusals import NotFound
from chalicelib.people.model import Person
from chalicelib.programmes.model import Programme
from chalicelib.runtime import files
from chalicelib.runtime.dynamodb import Reads
from chalicelib.vouchers import read as vouchers
from chalicelib.vouchers.model import Voucher
from tests import builders as a
from tests import cloud

COLLEAGUE = Caller("colleague", a.OFFICER.roles)


def csv(*lines: Sequence[object]) -> bytes:
    """A file as a secretary saves it."""
    return "\r\n".join(";".join(str(cell) for cell in line) for line in lines).encode()


@dataclass(frozen=True)
class Registered:
    """A resident, and the codice fiscale that a secretary has of them."""

    person: Person
    tax_code: str


def registered(**changes: Any) -> Registered:
    """A resident who is registered."""
    born_on = changes.get("born_on", date(1950, 5, 4))
    code = a.tax_code(born_on=born_on)
    return Registered(a.person(tax_code=code, **changes), code)


def file_of(*people: Registered, amount: str = "100") -> bytes:
    """A file that grants each of these people the same."""
    return csv(("codice_fiscale", "importo"), *((one.tax_code, amount) for one in people))


def submitted(under: Programme, content: bytes | None, *, kind: FileFormat = FileFormat.CSV) -> Batch:
    """A batch whose file is uploaded."""
    wish: dict[str, Any] = {"act": "Determina 12", "funder_id": under.funder_id, "by": a.OFFICER, "at": a.NOW}
    size = len(content or b"x")
    batch = submit.batch(under.id, kind=kind, size_bytes=size, key=a.key(a.OFFICER), **wish).value.batch
    if content is not None:
        files.keep(kept._upload(batch), content, "text/csv")
    return batch


def checked(under: Programme, content: bytes | None, *, kind: FileFormat = FileFormat.CSV) -> Batch:
    """A batch whose dry run is done."""
    batch = submitted(under, content, kind=kind)
    check.batch(batch.id, funder_id=under.funder_id)
    drain()
    return now(batch)


def committed(batch: Batch, *, name: str = "", by: Caller = a.OFFICER, **said: Any) -> Outcome[Batch]:
    """A batch that an officer commits: what the dry run showed, unless something else is said."""
    assert batch.checked
    wish = {"rows": batch.checked.rows, "total": batch.checked.total, "funder_id": batch.funder_id, "at": a.NOW, **said}
    return commit.batch(batch.id, by=by, key=a.key(by, name), **wish)


def approved(batch: Batch, *, by: Caller = COLLEAGUE, name: str = "", **said: Any) -> Outcome[Batch]:
    """A batch that a second person approves."""
    assert batch.checked
    wish = {"rows": batch.checked.rows, "total": batch.checked.total, "funder_id": batch.funder_id, "at": a.NOW, **said}
    return commit.approved(batch.id, by=by, key=a.key(by, name), **wish)


def drain(before_each: Callable[[], object] = lambda: None) -> None:
    """Do the steps that wait, and those that they leave."""
    while steps := cloud.batch_steps():
        for step in steps:
            before_each()
            do(step)


def do(step: str) -> None:
    """Do one step."""
    process.message(step, at=a.NOW)


def voucher(batch: Batch, line: int) -> Voucher:
    """The voucher that a line became."""
    with Reads() as reads:
        asked = vouchers.voucher(reads, batch.voucher_id(line))
    return asked.must(NotFound())


def now(batch: Batch) -> Batch:
    """A batch as it is now."""
    return read.batch(batch.id, funder_id=batch.funder_id)


def problems(batch: Batch) -> list[Problem]:
    """All that the dry run found wrong."""
    return kept.problems(now(batch))


def places(batch: Batch) -> list[tuple[int, str, str]]:
    """Where and what: line, column and code of each problem."""
    return [(one.line, one.column, one.code) for one in problems(batch)]


def report(batch: Batch) -> list[list[str]]:
    """The report's lines, headings apart."""
    content = files.found(kept._report(batch))
    assert content
    return [line.split(";") for line in content.decode("utf-8-sig").splitlines()[1:]]
