"""Tables as files: what people type runs nowhere, every amount is exact, the same content is the same bytes."""

from datetime import UTC, date, datetime

import pytest

from chalicelib.runtime import sheets
from chalicelib.runtime.sheets import Cell, Cents, Column, Sheet

AT = datetime(2027, 4, 2, 3, 0, tzinfo=UTC)


def sheet(*cells: Cell, rows: int = 1) -> Sheet:
    columns = [Column(f"Colonna {number}", 10) for number in range(len(cells))]
    return Sheet("Prova", [("Chi", "Qualcuno")], columns, [cells] * rows, AT)


def line(*cells: Cell) -> str:
    return sheets.csv(sheet(*cells)).decode("utf-8-sig").split("\r\n")[1]


@pytest.mark.parametrize("text", ["=1+1", "+39 0331", "-cmd", "@SUM(A1)", "\tx"])
def test_text_that_a_spreadsheet_would_run_is_only_text(text: str) -> None:
    assert line(text) == f"'{text}"


def test_amounts_have_a_decimal_comma_and_their_sign() -> None:
    assert line(Cents(-5), Cents(123456), Cents(0), -30) == "-0,05;1234,56;0,00;-30"


def test_days_and_instants_are_as_people_in_italy_live_them() -> None:
    assert line(date(2027, 3, 31), datetime(2027, 3, 31, 22, 0, tzinfo=UTC)) == "31/03/2027;01/04/2027 00:00:00"


def test_a_separator_inside_a_text_stays_inside() -> None:
    assert line('Casa; "bella"', None) == '"Casa; ""bella""";'


def test_letters_that_the_paper_has_not_are_printed_without_their_marks() -> None:
    assert sheets.printable("Però – €, Ionuț, 漢") == "Però – €, Ionut, ?"


@pytest.mark.parametrize("make", [sheets.csv, sheets.xlsx, sheets.pdf])
def test_an_empty_table_is_a_file_too(make: object) -> None:
    assert callable(make)
    assert len(make(Sheet("Prova", [], [Column("Uno", 1)], [], AT))) > 0


def test_a_long_table_begins_each_page_with_its_titles() -> None:
    pages = sheets.pdf(sheet("x" * 500, Cents(1), rows=100))

    assert pages.count(b"/Type /Page\n") == 3
