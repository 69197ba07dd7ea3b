"""What the bookings' stream says becomes mail."""

from collections.abc import Mapping
from typing import Any

from chalicelib.kernel import clock
from chalicelib.notices import outbox
from chalicelib.notices.model import Letter, Notice
from chalicelib.people import find as people
from chalicelib.runtime.settings import settings

from . import code, table
from .model import Booking, BookingState

LETTERS = {
    BookingState.BOOKED: Letter.BOOKED,
    BookingState.CANCELLED: Letter.CANCELLED,
    BookingState.RECORDED: Letter.RECORDED,
}


def change(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> None:
    """Leave a mail for a booking that was placed, cancelled, or whose delivery was recorded."""
    if not new or new["sk"]["S"] != table.BOOKING:
        return
    booking = table.to_booking(table.BookingRecord.from_raw_data(dict(new)))
    before = table.to_booking(table.BookingRecord.from_raw_data(dict(old))) if old else None
    if (before is None or booking.steps != before.steps) and booking.state in LETTERS:
        letter(LETTERS[booking.state], booking)


def letter(kind: Letter, booking: Booking) -> None:
    """Leave a letter about a booking for its person, or for their delegate; where nobody has an address, none."""
    reached = people.contact(booking.person_id, on=clock.today())
    if reached is None:
        return
    person, address = reached
    outbox.leave(
        Notice(
            id="-".join((kind, booking.id, *([str(booking.steps)] if kind is Letter.RECORDED else []))),
            letter=kind,
            to=address,
            language=person.language,
            facts={
                "given_name": person.given_name,
                "starts_at": booking.starts_at,
                "cancel_until_at": booking.cancel_until_at,
                "provider_name": booking.provider_name,
                "place": booking.place,
                **(_recording(booking) if kind is Letter.RECORDED else {}),
            },
            link=f"{settings().portal_url}/{_page(kind, booking)}",
        )
    )


def _recording(booking: Booking) -> dict[str, object]:
    """What was recorded, until when it can be contested, and the code that confirms it."""
    return {
        "recorded_minutes": booking.recorded_minutes,
        "confirm_until_on": booking.confirm_until_on,
        "code": code.of(booking),
    }


def _page(kind: Letter, booking: Booking) -> str:
    """Where a letter leads: to the booking, or from a cancelled one to what else there is."""
    return "catalogo" if kind is Letter.CANCELLED else f"prenotazioni/{booking.id}"
