"""Batches: what a file grants, what is wrong with it, and how far its issuing has come."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.kernel.identifiers import derived
from chalicelib.kernel.refusals import Conflict, Gone, Invalid, Refusal
from chalicelib.kernel.texts import Amount, Language, Text
from chalicelib.ledger.model import Unit
from chalicelib.programmes.award import Facts

ROWS_MAX = 10_000  # of one file: more is sent as several
FILE_BYTES_MAX = 5_000_000  # ten thousand rows of every column need a fifth of it
GOOD_FOR = timedelta(days=20)  # a check: its rows are kept for thirty days, and issuing must not run out of them
# The result of a slice is written only where none of its refused rows has a voucher: one condition each, and the
# result itself, are under the hundred writes of a transaction. Five groups of 19 (vouchers.issue.TOGETHER_MAX).
SLICE_ROWS = 95
WHOLE_FILE = 0  # the line of what concerns no line in particular


class FileFormat(StrEnum):
    """What a batch is made from."""

    CSV = "csv"
    XLSX = "xlsx"


class BatchState(StrEnum):
    """The life of a batch."""

    AWAITING_FILE = "awaiting_file"
    CHECKING = "checking"  # the dry run is under way
    CHECKED = "checked"
    AWAITING_APPROVAL = "awaiting_approval"  # of a second person; nothing is set aside yet
    ISSUING = "issuing"  # its money is set aside
    DONE = "done"
    CANCELLED = "cancelled"


class BatchStateConflict(Conflict):
    """The batch's state does not allow it."""

    detail = Text("L'elenco è {described}.", "The batch is {described}.")


class BatchNotAsChecked(Conflict):
    """What is to be committed is not what the dry run showed."""

    detail = Text(
        "La prova ha trovato {rows} righe da emettere, per {total}.", "The dry run found {rows} rows to issue, {total}."
    )
    remedy = Text("Rileggi l'esito della prova e conferma quello.", "Read the result of the dry run and commit that.")


class NothingToIssue(Conflict):
    """No row of the file can be issued."""

    detail = Text("Nessuna riga si può emettere.", "No row can be issued.")
    remedy = Text("Correggi i problemi, ricarica il file e ripeti la prova.", "Mend it, upload it, and check again.")


class BatchOutdated(Conflict):
    """The programme was changed after the dry run."""

    detail = Text("La misura è cambiata dopo la prova.", "The programme was changed after the dry run.")
    remedy = Text("Ripeti la prova.", "Check again.")


class BatchExpired(Gone):
    """The dry run is too old: its rows are kept for thirty days only."""

    detail = Text("La prova è troppo vecchia.", "The dry run is too old.")
    remedy = Text("Carica di nuovo il file e ripeti la prova.", "Upload the file again, and check again.")


class FileAlreadyIssued(Conflict):
    """The same file was issued before, under the same programme."""

    detail = Text("Questo stesso file è già stato emesso.", "This very file was issued already.")
    remedy = Text("Carica un file con le sole righe nuove.", "Upload a file with the new rows only.")


class FileMissing(Conflict):
    """Nothing was uploaded yet."""

    detail = Text("Il file non è stato caricato.", "The file was not uploaded.")


class FileUnreadable(Invalid):
    """The file is not of its kind, or is damaged."""

    detail = Text("Il file non si può leggere: {why}.", "The file cannot be read: {why}.")


class TooManyRows(Invalid):
    """The file has more rows than a batch takes."""

    detail = Text("Il file ha più di {rows_max} righe.", "The file has more than {rows_max} rows.")
    remedy = Text("Dividilo in più file.", "Split it into several files.")


class RowRepeated(Conflict):
    """An earlier line is for the same person."""

    detail = Text("La stessa persona è già alla riga {first_line}.", "The same person is on line {first_line} already.")


DESCRIBED = {
    BatchState.AWAITING_FILE: Text("in attesa del file", "waiting for its file"),
    BatchState.CHECKING: Text("in prova", "being checked"),
    BatchState.CHECKED: Text("provato", "checked"),
    BatchState.AWAITING_APPROVAL: Text("in attesa di una seconda persona", "waiting for a second person"),
    BatchState.ISSUING: Text("in emissione", "being issued"),
    BatchState.DONE: Text("concluso", "done"),
    BatchState.CANCELLED: Text("annullato", "cancelled"),
}
MAY_BE_CHECKED = frozenset({BatchState.AWAITING_FILE, BatchState.CHECKING, BatchState.CHECKED})
MAY_BE_CANCELLED = MAY_BE_CHECKED | {BatchState.AWAITING_APPROVAL}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a place of a file. It never says what was written there."""

    line: int
    column: str
    code: str
    text: Text


def problem(line: int, column: str, refusal: Refusal) -> Problem:
    """A refusal, as the problem of a place."""
    said = Text(*(refusal.detail.say(language, refusal.facts) for language in (Language.IT, Language.EN)))
    return Problem(line, column, refusal.code, said)


@dataclass(frozen=True, slots=True)
class Row:
    """A line that can be issued: to whom, how much (cents or minutes), and why so much."""

    line: int
    person_id: str
    units: int
    facts: Facts


@dataclass(frozen=True, slots=True)
class Check:
    """What a dry run found: lines read, rows that can be issued and their total (cents or minutes), problems."""

    id: str
    at: datetime
    programme_version: int
    lines: int
    rows: int
    total: int
    problems: int
    file_sha256: str
    rows_sha256: str


@dataclass(frozen=True, slots=True)
class Signature:
    """Who decided, when, and by which request."""

    by: str
    at: datetime
    request_id: str
    fingerprint: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """A file of vouchers of one programme. `version` grows with each change; `checking` names the dry run under way."""

    id: str
    funder_id: str
    programme_id: str
    unit: Unit
    act: str
    format: FileFormat
    size_bytes: int
    by: str
    at: datetime
    fingerprint: str
    state: BatchState = BatchState.AWAITING_FILE
    version: int = 1
    checking: str = ""
    checked: Check | None = None
    committed: Signature | None = None
    approved: Signature | None = None
    cancelled: Signature | None = None
    report_sha256: str = ""

    @property
    def issued_at(self) -> datetime | None:
        """When its issuing was decided: by the second person where there is one."""
        decided = self.approved or self.committed
        return decided.at if decided else None

    @property
    def slices(self) -> int:
        """In how many slices it is issued."""
        return -(-self.checked.rows // SLICE_ROWS) if self.checked else 0

    def waiting(self, done: Collection[int]) -> list[int]:
        """The slices that have no result yet, in order."""
        return [number for number in range(self.slices) if number not in done]

    def must_be(self, states: Collection[BatchState]) -> None:
        """Raise BatchStateConflict unless it is in one of these states."""
        if self.state not in states:
            raise BatchStateConflict(batch_id=self.id, state=self.state, described=DESCRIBED[self.state])

    def why_not_issue(self, *, programme_version: int, at: datetime) -> list[Refusal]:
        """Why what was checked cannot be issued any more."""
        if self.checked is None or self.checked.rows == 0:
            return [NothingToIssue(batch_id=self.id)]
        why: list[Refusal] = []
        if at > self.checked.at + GOOD_FOR:
            why.append(BatchExpired(batch_id=self.id))
        if programme_version != self.checked.programme_version:
            why.append(BatchOutdated(batch_id=self.id))
        return why

    def why_not_commit(self, *, rows: int, total: int) -> list[Refusal]:
        """Why this many rows and this total are not what was checked."""
        if self.checked and (rows, total) != (self.checked.rows, self.checked.total):
            return [BatchNotAsChecked(rows=self.checked.rows, total=Amount(self.checked.total, self.unit))]
        return []

    def voucher_id(self, line: int) -> str:
        """The one voucher that a line can become."""
        return derived("batch voucher", self.id, str(line))


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a slice: how many vouchers, of how much together, and every row that was refused."""

    number: int
    issued: int
    units: int
    refused: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the issuing of a batch has come."""

    issued: int
    units: int
    refused: int


def progress(results: Iterable[Result]) -> Progress:
    """The sum of what is done."""
    done = list(results)
    return Progress(
        sum(one.issued for one in done), sum(one.units for one in done), sum(len(one.refused) for one in done)
    )


def groups(rows: Iterable[tuple[Row, str]], size: int) -> Iterator[list[Row]]:
    """Rows (each with its household) in groups of at most so many, no household twice in one."""
    open_groups: list[tuple[set[str], list[Row]]] = []
    for row, household_id in rows:
        fitting = (one for one in open_groups if len(one[1]) < size and household_id not in one[0])
        homes, group = next(fitting, None) or (set(), [])
        if not group:
            open_groups.append((homes, group))
        homes.add(household_id)
        group.append(row)
    for _, group in open_groups:
        yield group
