"""A secretary's headings and cells are understood, and what cannot be is told by its place and never repeated."""

from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.batches import columns
from chalicelib.batches.columns import AmountUnreadable, Cell, Column, DateUnreadable, HoursUnreadable, NumberUnreadable
from chalicelib.kernel.texts import Language, money
from chalicelib.ledger.model import Unit
from chalicelib.programmes.award import Award, AwardKind, Band, Facts, Step
from chalicelib.programmes.model import Programme, ProgrammeState
from chalicelib.programmes.rules import Rules

CODE = "RSSMRA80A01L319O"


def programme(award: Award | None = None, *, unit: Unit = Unit.CENTS, isee_max_cents: int | None = None) -> Programme:
    return Programme(
        id="p",
        funder_id="f",
        title="Misura",
        legal_basis="Demo",
        unit=unit,
        rules=Rules((), 0, 130, ("L319",), isee_max_cents=isee_max_cents),
        budget=1,
        voucher_max=1,
        from_on=date(2027, 1, 1),
        expires_on=date(2027, 12, 31),
        state=ProgrammeState.OPEN,
        version=1,
        fingerprint="",
        award=award or Award(),
    )


def meant(*headings: Cell, under: Programme | None = None) -> list[Column]:
    return list(columns.header(headings, under or programme(), 1).columns.values())


def wrong(*headings: Cell, under: Programme | None = None) -> list[tuple[str, str]]:
    found = columns.header(headings, under or programme(), 1).problems
    return [(one.column, one.code) for one in found]


@pytest.mark.parametrize(
    "heading", ["codice_fiscale", "Codice Fiscale", "CODICE FISCALE ", "C.F.", "cf", "Cod. Fiscale", "codice  fiscàle"]
)
def test_a_heading_is_known_whatever_its_case_spaces_dots_and_accents(heading: str) -> None:
    assert meant(heading, "importo") == [Column.TAX_CODE, Column.AMOUNT]


def test_names_and_notes_are_passed_over() -> None:
    assert meant("Cognome", "Nome", "CF", None, "Importo (€)", "Note") == [Column.TAX_CODE, Column.AMOUNT]
    assert wrong("Cognome", "Nome", "CF", None, "Importo (€)", "Note") == []


def test_an_unknown_heading_is_told_by_its_letter_alone() -> None:
    found = columns.header(("cf", "importo", CODE), programme(), 1).problems

    assert [(one.line, one.column, one.code) for one in found] == [(1, "C", "column_unknown")]
    assert CODE not in str(found)


def test_two_columns_with_one_meaning_are_told() -> None:
    assert wrong("cf", "importo", "Codice fiscale") == [("C", "column_repeated")]


@pytest.mark.parametrize(
    ("under", "missing"),
    [
        (programme(), ["codice_fiscale", "importo"]),
        (programme(unit=Unit.MINUTES), ["codice_fiscale", "ore"]),
        (programme(isee_max_cents=1), ["codice_fiscale", "importo", "isee"]),
        (programme(Award(AwardKind.BY_HOUSEHOLD, steps=(Step(1, 1),))), ["codice_fiscale", "componenti"]),
        (
            programme(Award(AwardKind.BY_ISEE, bands=(Band(1),)), isee_max_cents=1),
            ["codice_fiscale", "isee", "costo_mensile"],
        ),
    ],
)
def test_the_columns_that_a_programme_needs_are_named_when_missing(under: Programme, missing: list[str]) -> None:
    assert wrong("note", under=under) == [(column, "column_missing") for column in missing]


@pytest.mark.parametrize(
    ("cell", "cents"),
    [
        ("1.234,50", 1_234_50),
        ("7.328,62", 7_328_62),
        ("7328,62", 7_328_62),
        ("7328.62", 7_328_62),
        ("123.456,7", 123_456_70),
        ("1.234", 1_234_00),
        ("12.5", 12_50),
        ("0", 0),
        (" 100 ", 100_00),
        ("€ 1.234,50", 1_234_50),
        ("100 euro", 100_00),
        ("100 EUR", 100_00),
        ("1\u00a0234,50", 1_234_50),
        (100, 100_00),
        (7328.62, 7_328_62),
        (0.1 + 0.2, 30),
    ],
)
def test_an_amount_is_read_as_italians_write_it(cell: Cell, cents: int) -> None:
    assert columns.cents(cell) == cents


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "cento",
        "1,234.50",
        "12,345",
        "1.23.4",
        "-5",
        "1e3",
        "1,5,0",
        "1.2345,6",
        -1,
        0.001,
        True,
        float("nan"),
        10**12,
    ],
)
def test_what_is_no_amount_is_refused(cell: Cell) -> None:
    with pytest.raises(AmountUnreadable):
        columns.cents(cell)


@given(st.integers(min_value=0, max_value=100_000_000))
def test_every_amount_is_read_as_it_was_written(cents: int) -> None:
    written = (money(cents, Language.IT), f"{cents // 100},{cents % 100:02d}", cents / 100)
    assert [columns.cents(one) for one in written] == [cents] * 3


@pytest.mark.parametrize(
    ("cell", "minutes"), [("12", 720), ("12,5", 750), ("12:30", 750), ("0,25", 15), (8.5, 510), ("8.5", 510)]
)
def test_hours_are_read_in_whole_minutes(cell: Cell, minutes: int) -> None:
    assert columns.minutes(cell) == minutes


@pytest.mark.parametrize("cell", ["12:75", "0,333", "dodici", "-1"])
def test_what_is_no_hours_is_refused(cell: Cell) -> None:
    with pytest.raises(HoursUnreadable):
        columns.minutes(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "31/12/2015",
        "31-12-2015",
        "31.12.2015",
        "2015-12-31",
        "2015-12-31T00:00:00",
        date(2015, 12, 31),
        datetime.combine(date(2015, 12, 31), time(8)),
    ],
)
def test_a_day_is_read_as_italians_write_it_and_iso(cell: Cell) -> None:
    assert columns.day(cell) == date(2015, 12, 31)


@pytest.mark.parametrize("cell", ["12/31/2015", "31/12/15", "29/02/2015", "ieri", 42004, True])
def test_what_is_no_day_is_refused(cell: Cell) -> None:
    with pytest.raises(DateUnreadable):
        columns.day(cell)


@pytest.mark.parametrize("cell", ["0", "31", "2,5", "-1", "tre"])
def test_a_household_has_one_to_thirty_people(cell: Cell) -> None:
    with pytest.raises(NumberUnreadable):
        columns.READERS[Column.HOUSEHOLD_SIZE](cell)


def test_a_line_says_what_the_award_asks() -> None:
    heads = columns.header(
        ("CF", "ISEE", "Componenti", "Data nascita figlio minore", "Costo mensile", "Mesi", "N. figlio"), programme(), 1
    )
    cells = (CODE.lower(), "7.328,62", "4", "01/01/2011", "120", "9", 2)

    said = columns.said(cells, heads.columns, 2)

    assert (said.tax_code, said.problems) == (CODE, ())
    assert said.facts(Unit.CENTS) == Facts(
        isee_cents=7_328_62,
        household_size=4,
        youngest_born_on=date(2011, 1, 1),
        month_cost_cents=120_00,
        months=9,
        child_number=2,
    )


def test_every_cell_that_cannot_be_read_is_told_with_its_column() -> None:
    heads = columns.header(("CF", "importo", "isee", "mesi"), programme(), 1)

    said = columns.said(("ABC", "molto", "poco", "99"), heads.columns, 7)

    assert [(one.line, one.column, one.code) for one in said.problems] == [
        (7, "codice_fiscale", "tax_code_invalid"),
        (7, "importo", "amount_unreadable"),
        (7, "isee", "amount_unreadable"),
        (7, "mesi", "number_unreadable"),
    ]


def test_a_line_without_a_codice_fiscale_is_told() -> None:
    heads = columns.header(("CF", "importo"), programme(), 1)

    assert [one.code for one in columns.said(("  ", "1"), heads.columns, 2).problems] == ["cell_missing"]


def test_a_short_line_has_empty_cells() -> None:
    heads = columns.header(("CF", "importo"), programme(), 1)

    assert columns.said((CODE,), heads.columns, 2).facts(Unit.CENTS) == Facts()


def test_hours_are_granted_where_the_programme_counts_them() -> None:
    hours: dict[str, Any] = {"under": programme(unit=Unit.MINUTES)}
    heads = columns.header(("CF", "ore"), hours["under"], 1)

    assert columns.said((CODE, "10,5"), heads.columns, 2).facts(Unit.MINUTES).granted == 630


@pytest.mark.parametrize(("place", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (59, "BH")])
def test_a_column_goes_by_the_letters_of_a_spreadsheet(place: int, name: str) -> None:
    assert columns.letters(place) == name
