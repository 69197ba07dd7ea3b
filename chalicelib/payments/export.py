"""A month of own money as a file, for the provider's books."""

from datetime import date, datetime

from chalicelib.access import read as access
from chalicelib.bookings import read as bookings
from chalicelib.kernel.caller import Caller
from chalicelib.kernel.clock import local_day, months_after, stamp, start_of_day
from chalicelib.runtime import files, sheets
from chalicelib.runtime.files import Offer
from chalicelib.runtime.sheets import Cents, Column, Sheet

from . import table
from .model import EntryKind, Way

SAID = {
    EntryKind.RECEIVED: "incasso",
    EntryKind.REFUNDED: "rimborso",
    EntryKind.CAME_BACK: "rimborso non riuscito",
    EntryKind.WITHDRAWN: "contestazione",
    EntryKind.REINSTATED: "contestazione vinta",
}
BY = {Way.CASH: "contanti", Way.CARD: "carta", Way.TRANSFER: "bonifico", Way.ONLINE: "online"}
COLUMNS = (
    Column("Registrato il", 19),
    Column("Movimento", 14),
    Column("Modo", 10),
    Column("Importo (euro)", 14),
    Column("Riferimento", 28),
    Column("Prestazione", 34),
    Column("Giorno", 11),
    Column("Persona", 14),
    Column("Prenotazione", 27),
    Column("Registrato da", 27),
    Column("Codice", 27),
    Column("Incasso", 27),
)


def file(month: str, *, by: Caller, at: datetime) -> Offer:
    """What one's own provider received and refunded in a month (2027-03), as a file at a short-lived address."""
    provider_id = access.organisation(by)
    content = sheets.csv(_sheet(provider_id, month, at))
    return files.offer(f"own-money/{provider_id}/{month}-{stamp(at).replace(':', '')}.csv", content, sheets.CSV, at=at)


def _sheet(provider_id: str, month: str, at: datetime) -> Sheet:
    first = date.fromisoformat(f"{month}-01")
    entries = table.entries(provider_id, start_of_day(first), start_of_day(months_after(first, 1)))
    about = {booking.id: booking for booking in bookings.several({booking_id for booking_id, _ in entries})}
    rows = [
        (
            entry.at,
            SAID[entry.kind],
            BY[entry.way],
            Cents(entry.change_cents),
            entry.reference,
            about[booking_id].title,
            local_day(about[booking_id].starts_at),
            about[booking_id].person_given_name,
            booking_id,
            entry.by,
            entry.id,
            entry.receipt_id,
        )
        for booking_id, entry in entries
    ]
    return Sheet(f"A carico delle persone {month}", [], COLUMNS, rows, at)
