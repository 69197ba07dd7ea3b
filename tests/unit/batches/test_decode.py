"""A file is read as spreadsheets write it, and a damaged, false or monstrous one is refused."""

import io
import zipfile
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook

from chalicelib.batches import decode
from chalicelib.batches.model import ROWS_MAX, FileFormat, FileUnreadable, TooManyRows

CSV, XLSX = FileFormat.CSV, FileFormat.XLSX


def workbook(*lines: tuple[object, ...]) -> bytes:
    book, made = Workbook(), io.BytesIO()
    for line in lines:
        book.active.append(line)
    book.create_sheet("Altro").append(("un altro foglio",))
    book.save(made)
    return made.getvalue()


def packed(**members: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_the_delimiter_is_found_in_the_headings(delimiter: str, end: str) -> None:
    content = end.join(delimiter.join(line) for line in (("cf", "importo"), ("x", '"1,5;0"'))).encode()

    assert decode.lines(content, CSV) == [(1, ["cf", "importo"]), (2, ["x", "1,5;0"])]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1252"])
def test_letters_with_accents_are_read(encoding: str) -> None:
    assert decode.lines("cf;note\nx;è così €".encode(encoding), CSV)[1] == (2, ["x", "è così €"])


def test_the_line_in_which_excel_declares_the_delimiter_is_no_heading() -> None:
    assert decode.lines(b"sep=;\r\ncf;importo\r\nx;1", CSV) == [(2, ["cf", "importo"]), (3, ["x", "1"])]


def test_empty_lines_are_passed_over_and_counted() -> None:
    assert [number for number, _ in decode.lines(b"cf;importo\n\n;\nx;1\n", CSV)] == [1, 4]


def test_a_cell_of_several_lines_does_not_shift_the_numbers() -> None:
    lines = decode.lines(b'cf;note\nx;"una\ndue"\ny;tre\n', CSV)

    assert [number for number, _ in lines] == [1, 2, 4]


@pytest.mark.parametrize("content", [b"", b"\n\n", b'cf;"importo', b"cf;importo\0", b"\xff\xfe\x00\x81"])
def test_what_is_no_csv_is_refused(content: bytes) -> None:
    with pytest.raises(FileUnreadable):
        decode.lines(content, CSV)


def test_the_first_sheet_of_a_workbook_is_read_with_its_numbers_and_dates() -> None:
    born_at = datetime.combine(date(2015, 12, 31), time.min)  # a workbook knows no time zones
    content = workbook(("CF", "Importo", "Nato il"), ("x", 1234.5, born_at), (None, None), ("y", "2,50"))

    assert decode.lines(content, XLSX) == [
        (1, ["CF", "Importo", "Nato il"]),
        (2, ["x", 1234.5, born_at]),
        (4, ["y", "2,50"]),
    ]


def test_a_formula_that_was_never_computed_says_nothing() -> None:
    assert decode.lines(workbook(("cf", "importo"), ("x", "=1+1")), XLSX)[1] == (2, ["x", None])


@pytest.mark.parametrize(
    "content",
    [
        b"cf;importo\nx;1",
        b"PK\x03\x04 damaged",
        packed(nothing=b""),
        packed(**{"[Content_Types].xml": b"<Types", "xl/workbook.xml": b"<workbook/>"}),
        workbook(("cf",))[:-200],
    ],
)
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(FileUnreadable):
        decode.lines(content, XLSX)


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_unpacked() -> None:
    bomb = packed(**{"xl/worksheets/sheet1.xml": bytes(decode.UNPACKED_BYTES_MAX + 1)})

    assert len(bomb) < 200_000
    with pytest.raises(FileUnreadable) as refused:
        decode.lines(bomb, XLSX)
    assert refused.value.facts["why"] == decode.TOO_LARGE_INSIDE


def test_a_workbook_that_defines_its_own_words_is_refused() -> None:
    laughs = b'<!DOCTYPE lol [<!ENTITY lol "lol">]><worksheet>&lol;</worksheet>'
    with zipfile.ZipFile(io.BytesIO(workbook(("cf",), ("x",)))) as source:
        members = {name: source.read(name) for name in source.namelist()}

    with pytest.raises(FileUnreadable):
        decode.lines(packed(**{**members, "xl/worksheets/sheet1.xml": laughs}), XLSX)


def test_as_many_rows_as_a_batch_takes_are_read_and_one_more_is_refused() -> None:
    content = b"cf\n" + b"x\n" * ROWS_MAX

    assert len(decode.lines(content, CSV)) == ROWS_MAX + 1
    with pytest.raises(TooManyRows):
        decode.lines(content + b"x\n", CSV)


def test_empty_lines_do_not_go_on_for_ever() -> None:
    with pytest.raises(TooManyRows):
        decode.lines(b"cf\n" + b"\n" * decode.LINES_MAX, CSV)
