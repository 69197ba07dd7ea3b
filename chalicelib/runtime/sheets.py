"""Tables as files: the same content gives the same bytes, today and in ten years."""

import csv as comma_separated
import io
import re
import unicodedata
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from chalicelib.kernel.clock import local

CSV, XLSX, PDF = (
    "text/csv; charset=utf-8",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/pdf",
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run (OWASP, CSV injection)
PDF_ENCODING = "windows-1252"  # of the fonts every reader has: nothing to embed


class Cents(NamedTuple):
    """Euro cents in a cell."""

    cents: int


Cell = str | int | date | datetime | Cents | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column's title, and its share of a page's width."""

    title: str
    width: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with what it is about, as of an instant; that instant is the date of every file made of it."""

    title: str
    facts: Sequence[tuple[str, str]]
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    at: datetime


def csv(sheet: Sheet) -> bytes:
    """The rows alone, as Italian spreadsheets open them: UTF-8 with its mark, semicolons, decimal commas."""
    text = io.StringIO(newline="")
    writer = comma_separated.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([column.title for column in sheet.columns])
    writer.writerows([[_plain(cell) for cell in row] for row in sheet.rows])
    return text.getvalue().encode("utf-8-sig")


def xlsx(sheet: Sheet) -> bytes:
    """A workbook: the rows, and on a second sheet what they are about."""
    from openpyxl import Workbook  # noqa: PLC0415 - only who asks for a workbook needs it
    from openpyxl.styles import Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    book = Workbook()
    table: Any = book.active
    table.title = "Righe"
    table.append([column.title for column in sheet.columns])
    for number, column in enumerate(sheet.columns, start=1):
        table.cell(1, number).font = Font(bold=True)
        table.column_dimensions[get_column_letter(number)].width = column.width
    table.freeze_panes = "A2"
    for line, row in enumerate(sheet.rows, start=2):
        for number, cell in enumerate(row, start=1):
            _fill(table.cell(line, number), cell)
    about: Any = book.create_sheet("Riepilogo")
    for line, fact in enumerate((("Documento", sheet.title), *sheet.facts), start=1):
        for number, text in enumerate(fact, start=1):
            _fill(about.cell(line, number), text)
    book.properties.created = book.properties.modified = sheet.at.replace(tzinfo=None)
    made = io.BytesIO()
    book.save(made)
    return _dated(made.getvalue(), sheet.at)


def pdf(sheet: Sheet) -> bytes:
    """Pages to print: what the table is about, then the rows, each page numbered."""
    from fpdf import FPDF, XPos, YPos  # noqa: PLC0415 - 180 ms of import that only who prints needs

    class Paper(FPDF):
        def footer(self) -> None:
            self.set_y(-12)
            self.set_font("Helvetica", size=7)
            self.cell(0, 5, f"{printable(sheet.title)} - pagina {self.page_no()} di {{nb}}", align="R")

    paper: Any = Paper(orientation="landscape", format="A4")
    paper.core_fonts_encoding = PDF_ENCODING
    paper.set_creation_date(sheet.at)
    paper.set_title(printable(sheet.title))
    paper.set_lang("it")
    paper.set_auto_page_break(auto=True, margin=16)
    paper.add_page()
    paper.set_font("Helvetica", "B", 15)
    paper.cell(0, 9, printable(sheet.title), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    for name, text in sheet.facts:
        paper.set_font("Helvetica", "B", 8)
        paper.cell(48, 5, printable(name))
        paper.set_font("Helvetica", size=8)
        paper.multi_cell(0, 5, printable(text), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    paper.ln(4)
    _print_rows(paper, sheet)
    return bytes(paper.output())


def _print_rows(paper: Any, sheet: Sheet) -> None:
    share = paper.epw / sum(column.width for column in sheet.columns)
    widths = [column.width * share for column in sheet.columns]

    def line(texts: Sequence[str], cells: Sequence[Cell], *, bold: bool) -> None:
        paper.set_font("Helvetica", "B" if bold else "", 7)
        for text, cell, width in zip(texts, cells, widths, strict=True):
            align = "R" if isinstance(cell, int | Cents) else "L"
            paper.cell(width, 5, fitting(paper, printable(text), width), border="B", align=align)
        paper.ln(5)

    titles = [column.title for column in sheet.columns]
    like = [next((row[place] for row in sheet.rows if row[place] is not None), "") for place in range(len(titles))]
    line(titles, like, bold=True)
    for row in sheet.rows:
        if paper.will_page_break(5):
            paper.add_page()
            line(titles, like, bold=True)
        line([_written(cell) for cell in row], row, bold=False)


def fitting(paper: Any, text: str, width: float) -> str:
    """As much of a text as a cell of that width holds, with dots where it goes on."""
    room = width - 2 * paper.c_margin
    if paper.get_string_width(text) <= room:
        return text
    while text and paper.get_string_width(text + "...") > room:
        text = text[:-1]
    return text + "..."


def _plain(cell: Cell) -> str:
    """A cell as text that no spreadsheet runs."""
    text = _written(cell)
    return f"'{text}" if isinstance(cell, str) and text.startswith(FORMULA) else text


def _written(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case Cents():
            sign, cents = ("-" if cell.cents < 0 else ""), abs(cell.cents)
            return f"{sign}{cents // 100},{cents % 100:02d}"
        case datetime():
            return f"{local(cell):%d/%m/%Y %H:%M:%S}"
        case date():
            return f"{cell:%d/%m/%Y}"
        case _:
            return str(cell)


def _fill(place: Any, cell: Cell) -> None:
    match cell:
        case Cents():
            place.value, place.number_format = Decimal(cell.cents) / 100, "#,##0.00"
        case datetime():
            place.value, place.number_format = local(cell).replace(tzinfo=None), "dd/mm/yyyy hh:mm:ss"
        case date():
            place.value, place.number_format = cell, "dd/mm/yyyy"
        case str():
            place.value, place.data_type = cell, "s"  # what looks like a formula stays text
        case _:
            place.value = cell


def _dated(workbook: bytes, at: datetime) -> bytes:
    """The same workbook as if it had been saved at an instant: openpyxl writes the present one in two places."""
    moment = f"{at:%Y-%m-%dT%H:%M:%SZ}".encode()
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + moment, content)
            entry = zipfile.ZipInfo(name, date_time=at.timetuple()[:6])
            target.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def printable(text: str) -> str:
    """The text in the letters that the printed page has, others without their marks or as a question mark."""
    return "".join(_letter(one) for one in unicodedata.normalize("NFC", text))


def _letter(one: str) -> str:
    try:
        one.encode(PDF_ENCODING)
        return one
    except UnicodeEncodeError:
        bare = unicodedata.normalize("NFKD", one).encode("ascii", "ignore").decode()
        return bare or "?"
