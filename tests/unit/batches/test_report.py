"""Every line of a file is told once: its voucher, why it was refused, or why the dry run left it out."""

from dataclasses import replace

from chalicelib.batches import report
from chalicelib.batches.model import Batch, Problem, Result, Row
from chalicelib.kernel.texts import Text
from chalicelib.ledger.model import Unit
from chalicelib.programmes.award import Facts
from tests.unit.batches.test_model import batch

ROWS = [Row(2, "p", 1_234_05, Facts()), Row(4, "q", 7, Facts())]
LEFT_OUT = [Problem(3, "isee", "a", Text("Uno.", "One.")), Problem(3, "mesi", "b", Text("Due.", "Two."))]
REFUSED = Result(0, 1, 1_234_05, (Problem(4, "codice_fiscale", "c", Text("Non spetta; no.", "No.")),))


def lines(of: Batch) -> list[str]:
    whole = Problem(0, "", "d", Text("Tutto.", "All."))
    return report.lines(of, ROWS, [*LEFT_OUT, whole], [REFUSED]).decode("utf-8-sig").split("\r\n")


def test_lines_are_told_in_order_as_italian_spreadsheets_open_them() -> None:
    assert lines(batch()) == [
        "riga;buono;importo;esito;motivo",
        f"2;{batch().voucher_id(2)};1234,05;emesso;",
        "3;;;scartata dalla prova;Uno. Due.",
        '4;;0,07;non emesso;"Non spetta; no."',
        "",
    ]


def test_hours_are_told_in_minutes() -> None:
    assert [line.split(";")[2] for line in lines(replace(batch(), unit=Unit.MINUTES))[:2]] == ["minuti", "123405"]
