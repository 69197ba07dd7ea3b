"""Decoding a file into lines of cells, whatever a spreadsheet made of it."""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from chalicelib.kernel.texts import Text

from .columns import Cell
from .model import ROWS_MAX, FileFormat, FileUnreadable, TooManyRows

Line = tuple[int, list[Cell]]

COLUMNS_MAX = 60
LINES_MAX = 2 * ROWS_MAX  # with the empty ones that spreadsheets leave behind
UNPACKED_BYTES_MAX = 100_000_000  # a workbook is a zip: five megabytes could hold gigabytes
MEMBERS_MAX = 200
DELIMITERS = ";,\t"
# A damaged workbook fails as its damage leads to: by its zip, its XML, a part that is missing, a wrong reference.
DAMAGED = (zipfile.BadZipFile, zlib.error, SyntaxError, LookupError, ValueError, TypeError, AttributeError, OSError)
NOT_TEXT = Text("non è un testo CSV", "it is no CSV text")
NOT_A_WORKBOOK = Text("non è una cartella di lavoro Excel", "it is no Excel workbook")
TOO_LARGE_INSIDE = Text("contiene troppi dati", "it holds too much")
NO_HEADINGS = Text("manca la riga delle intestazioni", "the line with the headings is missing")


def lines(content: bytes, kind: FileFormat) -> list[Line]:
    """Every line with something in it and its number, headings first. Raises FileUnreadable, TooManyRows."""
    read = _of_csv(content) if kind is FileFormat.CSV else _of_workbook(content)
    found: list[Line] = []
    for number, cells in read:
        if any(cell is not None and str(cell).strip() for cell in cells):
            found.append((number, cells[:COLUMNS_MAX]))
        if len(found) > ROWS_MAX + 1 or number > LINES_MAX:
            raise TooManyRows(rows_max=ROWS_MAX)
    if not found:
        raise FileUnreadable(why=NO_HEADINGS)
    return found


def _of_csv(content: bytes) -> Iterator[Line]:
    text = _text(content)
    first = text.split("\n", 1)[0].strip()
    declared = first.lower().startswith("sep=") and len(first) == 5  # Excel's own first line
    delimiter = first[4] if declared else max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        begins = 1
        for cells in reader:
            if not (declared and begins == 1):
                yield begins, list(cells)
            begins = reader.line_num + 1
    except csv.Error as error:
        raise FileUnreadable(why=NOT_TEXT) from error


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "windows-1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise FileUnreadable(why=NOT_TEXT)


def _of_workbook(content: bytes) -> Iterator[Line]:
    from openpyxl import load_workbook  # noqa: PLC0415 - only a workbook needs it

    _must_be_small(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet: Any = book.worksheets[0]
        sheet.reset_dimensions()  # some programs write wrong ones
        for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            yield number, list(cells)
    except DAMAGED as error:
        raise FileUnreadable(why=NOT_A_WORKBOOK) from error


def _must_be_small(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except zipfile.BadZipFile as error:
        raise FileUnreadable(why=NOT_A_WORKBOOK) from error
    if len(members) > MEMBERS_MAX or sum(member.file_size for member in members) > UNPACKED_BYTES_MAX:
        raise FileUnreadable(why=TOO_LARGE_INSIDE)
