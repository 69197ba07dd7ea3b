"""The columns of a file, as a secretary writes them, and what their cells say."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from chalicelib.kernel.refusals import Invalid, Refusal
from chalicelib.kernel.texts import Text
from chalicelib.ledger.model import Unit
from chalicelib.people.model import normal_tax_code
from chalicelib.programmes.award import MONTHS_MAX, AwardKind, FactMissing, Facts
from chalicelib.programmes.model import Programme
from chalicelib.programmes.rules import IseeNotAdmitted

from .model import Problem, problem

Cell = str | int | float | bool | date | datetime | None

CENTS_MAX = 100_000_000
MINUTES_MAX = 100_000_000
PEOPLE_MAX = 30


class Column(StrEnum):
    """What a file can say of a person, by the heading that names it."""

    TAX_CODE = "codice_fiscale"
    AMOUNT = "importo"  # euro
    HOURS = "ore"
    ISEE = "isee"
    HOUSEHOLD_SIZE = "componenti"
    YOUNGEST_BORN = "data_nascita_figlio_minore"
    MONTH_COST = "costo_mensile"
    MONTHS = "mesi"
    CHILD_NUMBER = "numero_figlio"
    SIBLINGS = "concesso_fratelli"  # euro a month that brothers and sisters have already, outside the file


ALIASES = {
    Column.TAX_CODE: ("cf", "codfiscale", "codicefiscalebeneficiario"),
    Column.AMOUNT: ("importoeuro", "importobuono", "valorebuono", "euro"),
    Column.HOURS: ("orebuono", "numeroore"),
    Column.ISEE: ("valoreisee", "iseeeuro", "iseeminori"),
    Column.HOUSEHOLD_SIZE: ("componentinucleo", "numerocomponenti", "ncomponenti"),
    Column.YOUNGEST_BORN: ("datanascitafigliopiupiccolo", "nascitafigliominore"),
    Column.MONTH_COST: ("costomese", "costoalmese", "rettamensile", "retta"),
    Column.MONTHS: ("nmesi", "numeromesi"),
    Column.CHILD_NUMBER: ("nfiglio", "ordinefiglio"),
    Column.SIBLINGS: ("concessoaifratelli", "importofratelli"),
}
BY_HEADING = {re.sub("[^a-z]", "", heading): column for column in Column for heading in (column, *ALIASES[column])}
IGNORED = frozenset({"cognome", "nome", "cognomeenome", "nominativo", "note", "protocollo", "n", "numero", "riga"})


class ColumnMissing(Invalid):
    """A column that the programme needs is not there."""

    detail = Text("Manca la colonna «{column}».", "The column “{column}” is missing.")


class ColumnUnknown(Invalid):
    """Nobody knows what a column means: a misspelt one would change amounts in silence."""

    detail = Text(
        "L'intestazione di questa colonna non è tra quelle previste.", "The heading of this column is not a known one."
    )
    remedy = Text("Correggila, oppure togli la colonna.", "Mend it, or take the column out.")


class ColumnRepeated(Invalid):
    """Two columns have the same meaning."""

    detail = Text("Un'altra colonna ha la stessa intestazione.", "Another column has the same heading.")


class CellMissing(Invalid):
    """A cell that must say something is empty."""

    detail = Text("Manca il valore.", "The value is missing.")


class AmountUnreadable(Invalid):
    """The cell is not an amount of euro."""

    detail = Text(
        "Non è un importo in euro: scrivilo come 1.234,50.", "It is not an amount in euro: write it like 1.234,50."
    )


class HoursUnreadable(Invalid):
    """The cell is not a number of hours in whole minutes."""

    detail = Text("Non sono ore: scrivile come 12,5 oppure 12:30.", "It is not hours: write them like 12,5 or 12:30.")


class NumberUnreadable(Invalid):
    """The cell is not a whole number that is admitted."""

    detail = Text("Serve un numero intero da 1 a {most}.", "A whole number from 1 to {most} is needed.")


class DateUnreadable(Invalid):
    """The cell is not a day."""

    detail = Text("Non è una data: scrivila come 31/12/2015.", "It is not a date: write it like 31/12/2015.")


@dataclass(frozen=True, slots=True)
class Header:
    """Which column of a file says what, and what is wrong with its headings."""

    columns: Mapping[int, Column] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Said:
    """What one line says."""

    line: int
    values: Mapping[Column, str | int | date]
    problems: tuple[Problem, ...] = ()

    @property
    def tax_code(self) -> str | None:
        """Whose line it is, where that can be read."""
        code = self.values.get(Column.TAX_CODE)
        return str(code) if code else None

    def facts(self, unit: Unit) -> Facts:
        """What the line declares, as a programme's award takes it."""
        granted = Column.HOURS if unit is Unit.MINUTES else Column.AMOUNT
        names = {column: name for name, column in FACT_COLUMNS.items()} | {granted: "granted"}
        known = {names[column]: value for column, value in self.values.items() if column in names}
        return Facts(**known)  # type: ignore[arg-type]


FACT_COLUMNS = {
    "isee_cents": Column.ISEE,
    "household_size": Column.HOUSEHOLD_SIZE,
    "youngest_born_on": Column.YOUNGEST_BORN,
    "month_cost_cents": Column.MONTH_COST,
    "months": Column.MONTHS,
    "child_number": Column.CHILD_NUMBER,
    "siblings_month_cents": Column.SIBLINGS,
}


def header(cells: Sequence[Cell], programme: Programme, line: int) -> Header:
    """What the headings of a file mean, case, spaces and accents apart."""
    columns: dict[int, Column] = {}
    problems: list[Problem] = []
    for place, cell in enumerate(cells):
        plain = _plain(cell)
        found = BY_HEADING.get(plain)
        if found and found in columns.values():
            problems.append(problem(line, letters(place), ColumnRepeated()))
        elif found:
            columns[place] = found
        elif plain and plain not in IGNORED:
            problems.append(problem(line, letters(place), ColumnUnknown()))
    missing = [column for column in needed(programme) if column not in columns.values()]
    problems += [problem(line, column, ColumnMissing(column=column)) for column in missing]
    return Header(columns, tuple(problems), complete=not missing)


def needed(programme: Programme) -> list[Column]:
    """The columns without which a programme's amounts cannot be told."""
    granted = Column.HOURS if programme.unit is Unit.MINUTES else Column.AMOUNT
    by_kind = {
        AwardKind.NAMED: [granted],
        AwardKind.BY_HOUSEHOLD: [Column.HOUSEHOLD_SIZE],
        AwardKind.BY_ISEE: [Column.ISEE, Column.MONTH_COST],
    }
    asked = [] if programme.rules.isee_max_cents is None else [Column.ISEE]
    return list(dict.fromkeys([Column.TAX_CODE, *by_kind[programme.award.kind], *asked]))


def said(cells: Sequence[Cell], columns: Mapping[int, Column], line: int) -> Said:
    """What a line says, and every cell that cannot be read."""
    values: dict[Column, str | int | date] = {}
    problems: list[Problem] = []
    for place, column in columns.items():
        cell = cells[place] if place < len(cells) else None
        if _is_empty(cell):
            if column is Column.TAX_CODE:
                problems.append(problem(line, column, CellMissing()))
            continue
        try:
            values[column] = READERS[column](cell)
        except Refusal as refused:
            problems.append(problem(line, column, refused))
    return Said(line, values, tuple(problems))


def column_of(refusal: Refusal, programme: Programme) -> Column:
    """The column that a refusal of a programme is about."""
    granted = Column.HOURS if programme.unit is Unit.MINUTES else Column.AMOUNT
    match refusal:
        case FactMissing():
            return FACT_COLUMNS.get(str(refusal.facts["fact"]), granted)
        case IseeNotAdmitted():
            return Column.ISEE
        case _:
            return {"amount_given": granted, "amount_not_admitted": granted, "nothing_granted": granted}.get(
                refusal.code, Column.TAX_CODE
            )


def letters(place: int) -> str:
    """A column's letters, as spreadsheets name it: A, B, … Z, AA."""
    name, number = "", place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def cents(cell: Cell) -> int:
    """Euro as Italians write them (1.234,50), or with a decimal point, in cents. Raises AmountUnreadable."""
    amount = _decimal(cell, AmountUnreadable())
    return _whole(amount * 100, CENTS_MAX, AmountUnreadable())


def minutes(cell: Cell) -> int:
    """Hours with decimals (12,5) or minutes (12:30), in minutes. Raises HoursUnreadable."""
    if isinstance(cell, str) and (found := re.fullmatch(r"\s*(\d{1,5}):([0-5]\d)\s*", cell)):
        return int(found[1]) * 60 + int(found[2])
    return _whole(_decimal(cell, HoursUnreadable()) * 60, MINUTES_MAX, HoursUnreadable())


def day(cell: Cell) -> date:
    """A day as Italians write it (31/12/2015), or ISO. Raises DateUnreadable."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = str(cell).strip()
    try:
        if found := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text):
            return date(int(found[3]), int(found[2]), int(found[1]))
        return date.fromisoformat(text[:10] if re.fullmatch(r"\d{4}-\d\d-\d\d([T ].*)?", text) else "")
    except ValueError as error:
        raise DateUnreadable from error


def _number(most: int) -> Callable[[Cell], int]:
    def read(cell: Cell) -> int:
        refusal = NumberUnreadable(most=most)
        found = _whole(_decimal(cell, refusal), most, refusal)
        if found < 1:
            raise refusal
        return found

    return read


def _tax_code(cell: Cell) -> str:
    return normal_tax_code(str(cell))


READERS: dict[Column, Callable[[Cell], str | int | date]] = {
    Column.TAX_CODE: _tax_code,
    Column.AMOUNT: cents,
    Column.HOURS: minutes,
    Column.ISEE: cents,
    Column.HOUSEHOLD_SIZE: _number(PEOPLE_MAX),
    Column.YOUNGEST_BORN: day,
    Column.MONTH_COST: cents,
    Column.MONTHS: _number(MONTHS_MAX),
    Column.CHILD_NUMBER: _number(PEOPLE_MAX),
    Column.SIBLINGS: cents,
}
ITALIAN = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d{1,12})(?:,(\d{1,4}))?")  # 1.234,50 and 1234,50
PLAIN = re.compile(r"(\d{1,12})\.(\d{1,2}|\d{4})")  # 1234.5: three decimals would be Italian thousands


def _decimal(cell: Cell, refusal: Refusal) -> Decimal:
    if isinstance(cell, bool):
        raise refusal
    if isinstance(cell, int | float):
        # What a spreadsheet computed carries the dust of binary fractions: 0.1 + 0.2 is meant as 0.3.
        return Decimal(repr(cell)).quantize(Decimal("0.000001")) if abs(cell) < CENTS_MAX else Decimal(CENTS_MAX)
    text = re.sub(r"\s|€|eur(o)?$", "", str(cell), flags=re.IGNORECASE)
    found = ITALIAN.fullmatch(text) or PLAIN.fullmatch(text)
    if not found:
        raise refusal
    return Decimal(f"{found[1].replace('.', '')}.{found[2] or 0}")


def _whole(number: Decimal, most: int, refusal: Refusal) -> int:
    if number != number.to_integral_value() or not 0 <= number <= most:
        raise refusal
    return int(number)


def _is_empty(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _plain(cell: Cell) -> str:
    text = unicodedata.normalize("NFKD", "" if cell is None else str(cell)).encode("ascii", "ignore").decode()
    return re.sub("[^a-z]", "", text.lower())
