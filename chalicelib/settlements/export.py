"""Exporting a settlement: as rows, as a workbook, on paper, for the bank. The same bytes whenever it is done."""

from datetime import datetime
from enum import StrEnum
from typing import assert_never

from chalicelib.kernel.caller import Caller, Role
from chalicelib.kernel.clock import local_day
from chalicelib.kernel.refusals import Forbidden
from chalicelib.kernel.texts import day, hours, moment, money
from chalicelib.ledger.model import Kind, Unit
from chalicelib.runtime import files, sheets
from chalicelib.runtime.files import Offer
from chalicelib.runtime.sheets import Cents, Column, Sheet

from . import archive, read, transfer
from .model import Document, Settlement


class Format(StrEnum):
    """What a settlement can be made into."""

    CSV = "csv"
    XLSX = "xlsx"
    PDF = "pdf"
    SEPA = "sepa"


XML = "application/xml"
SAID = {Kind.CAPTURE: "erogazione", Kind.REFUND: "storno"}
COLUMNS = (
    Column("Giorno", 11),
    Column("Prestazione", 34),
    Column("Beneficiario", 13),
    Column("Misura", 34),
    Column("Tipo", 11),
    Column("Minuti", 8),
    Column("Importo (euro)", 14),
    Column("Registrato il", 19),
    Column("Movimento", 27),
)


def file(settlement_id: str, *, kind: Format, revision: int | None, by: Caller, at: datetime) -> Offer:
    """A file of a settlement, at an address good for some minutes. The bank's is a finance officer's alone.

    Raises NotFound, Forbidden, NotApproved, NothingToTransfer, DocumentAltered.
    """
    if kind is Format.SEPA and not by.is_a(Role.FINANCE_OFFICER):
        raise Forbidden
    settlement = read.revision(settlement_id, revision, by=by)
    ending = "xml" if kind is Format.SEPA else kind
    name = (
        f"settlements/{settlement.id}/rendiconto-{settlement.number.replace('/', '-')}-{settlement.revision}.{ending}"
    )
    content, content_type = made(settlement, archive.opened(settlement), kind)
    return files.offer(name, content, content_type, at=at)


def made(settlement: Settlement, document: Document, kind: Format) -> tuple[bytes, str]:
    """The bytes of a file and their type, from a revision and its document alone."""
    match kind:
        case Format.CSV:
            return sheets.csv(_sheet(settlement, document)), sheets.CSV
        case Format.XLSX:
            return sheets.xlsx(_sheet(settlement, document)), sheets.XLSX
        case Format.PDF:
            return sheets.pdf(_sheet(settlement, document)), sheets.PDF
        case Format.SEPA:
            return transfer.order(settlement), XML
        case _:
            assert_never(kind)


def _sheet(settlement: Settlement, document: Document) -> Sheet:
    titles = {part.programme_id: part.title for part in document.parts}
    in_minutes = {part.programme_id for part in document.parts if part.unit is Unit.MINUTES}
    rows = [
        (
            row.delivered_on,
            row.title,
            row.beneficiary,
            titles[row.programme_id],
            SAID[row.kind],
            row.units if row.programme_id in in_minutes else None,
            Cents(row.cents),
            row.at,
            row.movement_id,
        )
        for row in document.rows
    ]
    return Sheet(f"Rendiconto {settlement.number}", _facts(settlement), COLUMNS, rows, settlement.issued_at)


def _facts(settlement: Settlement) -> list[tuple[str, str]]:
    facts = [
        ("Revisione", str(settlement.revision)),
        ("Mese", settlement.month),
        ("Ente finanziatore", settlement.funder_id),
        ("Cooperativa", settlement.provider_name),
        ("Movimenti registrati", f"prima di {moment(settlement.scope.until_at)}"),
        ("Emesso", day(local_day(settlement.issued_at))),
    ]
    for part in settlement.parts:
        time = f", {hours(part.units)}" if part.unit is Unit.MINUTES else ""
        facts.append((part.title, f"{part.rows} righe{time}, {money(part.cents)}"))
    return [*facts, ("Totale da pagare", money(settlement.total_cents)), ("Impronta delle righe", settlement.sha256)]
