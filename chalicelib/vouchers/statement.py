"""A voucher's statement as a file: rebuilt from the ledger's entries, the same bytes for the same instant."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

from chalicelib.kernel.caller import Caller
from chalicelib.kernel.clock import stamp
from chalicelib.kernel.paging import Position, Span
from chalicelib.kernel.refusals import Invalid
from chalicelib.kernel.texts import Amount, Text, moment
from chalicelib.ledger import read as accounts
from chalicelib.ledger.model import LATEST_WRITE, Kind, Line, Unit
from chalicelib.runtime import files, sheets
from chalicelib.runtime.files import Offer
from chalicelib.runtime.sheets import Cell, Cents, Column, Sheet

from . import read
from .model import Voucher

LINES_PAGE = 100


class StatementFormat(StrEnum):
    """What a statement can be made into."""

    CSV = "csv"
    PDF = "pdf"


class InstantTooRecent(Invalid):
    """Movements of that instant may still be written: a statement of it could not be made again the same."""

    detail = Text("L'estratto conto arriva fino a {latest_at}.", "The statement goes up to {latest_at}.")
    remedy = Text("Chiedi una data precedente.", "Ask for an earlier date.")


SAID = {
    Kind.ISSUE: "emissione",
    Kind.HOLD: "impegno",
    Kind.CAPTURE: "erogazione",
    Kind.RELEASE: "svincolo",
    Kind.LAPSE: "scadenza",
    Kind.RETURN: "restituzione",
    Kind.TRANSFER: "trasferimento",
    Kind.REFUND: "storno",
}


def file(voucher_id: str, *, kind: StatementFormat, until_at: datetime, by: Caller, at: datetime) -> Offer:
    """The movements of a voucher until an instant, that instant included, as a file at a short-lived address.

    Raises NotFound as `read.balance` does, InstantTooRecent.
    """
    voucher = read.balance(voucher_id, by=by, at=at).voucher
    if until_at > at - LATEST_WRITE:
        raise InstantTooRecent(latest_at=at - LATEST_WRITE)
    content, content_type = made(voucher, kind, until_at)
    name = f"statements/{voucher.id}/estratto-conto-{stamp(until_at).replace(':', '')}.{kind}"
    return files.offer(name, content, content_type, at=at)


def made(voucher: Voucher, kind: StatementFormat, until_at: datetime) -> tuple[bytes, str]:
    """The bytes of a statement and their type, from the ledger alone."""
    sheet = _sheet(voucher, until_at)
    return (sheets.pdf(sheet), sheets.PDF) if kind is StatementFormat.PDF else (sheets.csv(sheet), sheets.CSV)


def _sheet(voucher: Voucher, until_at: datetime) -> Sheet:
    lines = list(_lines(voucher.account_id, until_at))

    def amount(units: int) -> Cell:
        return Cents(units) if voucher.unit is Unit.CENTS else units

    rows = [
        (
            line.at,
            SAID.get(line.kind, str(line.kind)),
            line.about,
            amount(line.available_change),
            amount(line.held_change),
            amount(line.available_after),
            amount(line.held_after),
            line.movement_id,
        )
        for line in lines
    ]
    unit = "euro" if voucher.unit is Unit.CENTS else "minuti"
    facts = [
        ("Buono", voucher.id),
        ("Misura", voucher.programme_title),
        ("Fino a", moment(until_at)),
        ("Disponibile", Amount(lines[-1].available_after if lines else 0, voucher.unit).say()),
        ("Impegnato", Amount(lines[-1].held_after if lines else 0, voucher.unit).say()),
    ]
    columns = (
        Column("Data", 19),
        Column("Movimento", 14),
        Column("Riguarda", 27),
        Column(f"Disponibile ({unit})", 16),
        Column(f"Impegnato ({unit})", 16),
        Column("Resta disponibile", 16),
        Column("Resta impegnato", 16),
        Column("Codice", 27),
    )
    return Sheet("Estratto conto", facts, columns, rows, until_at)


def _lines(account_id: str, until_at: datetime) -> Iterator[Line]:
    position: Position | None = None
    while True:
        page = accounts.statement(account_id, Span(LINES_PAGE, position))
        for line in page.items:
            if line.at > until_at:
                return
            yield line
        if (position := page.rest) is None:
            return
