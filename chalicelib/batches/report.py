"""The report of a batch: one line for each line of the file, as Italian spreadsheets open it."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable

from chalicelib.ledger.model import Unit

from .model import WHOLE_FILE, Batch, Problem, Result, Row

ISSUED, REFUSED, NOT_CHECKED = "emesso", "non emesso", "scartata dalla prova"


def lines(batch: Batch, rows: Iterable[Row], problems: Iterable[Problem], results: Iterable[Result]) -> bytes:
    """What became of every line: its voucher and amount, or why there is none. No codice fiscale, no name."""
    refused = {one.line: one.text.it for result in results for one in result.refused}
    told: dict[int, tuple[str, str, str, str]] = {}
    for row in rows:
        amount = _amount(row.units, batch.unit)
        if row.line in refused:
            told[row.line] = ("", amount, REFUSED, refused[row.line])
        else:
            told[row.line] = (batch.voucher_id(row.line), amount, ISSUED, "")
    for line, texts in _by_line(problems).items():
        told.setdefault(line, ("", "", NOT_CHECKED, " ".join(texts)))
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(("riga", "buono", "minuti" if batch.unit is Unit.MINUTES else "importo", "esito", "motivo"))
    writer.writerows((line, *told[line]) for line in sorted(told))
    return text.getvalue().encode("utf-8-sig")


def _by_line(problems: Iterable[Problem]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for one in problems:
        if one.line != WHOLE_FILE:
            found[one.line].append(one.text.it)
    return found


def _amount(units: int, unit: Unit) -> str:
    return str(units) if unit is Unit.MINUTES else f"{units // 100},{units % 100:02d}"
