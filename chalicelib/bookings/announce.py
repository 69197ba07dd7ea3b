"""What the bookings' stream says becomes mail."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.kernel import clock
from chalicelib.kernel.clock import local_day
from chalicelib.kernel.paging import Span
from chalicelib.notices import outbox
from chalicelib.notices.model import Letter, Notice, QuietHours
from chalicelib.people import find as people
from chalicelib.people import remind
from chalicelib.people.reminders import READY, Reminders
from chalicelib.runtime import portal

from . import appointment, code, step_table, table
from .model import Booking, BookingState
from .steps import Party

LETTERS = {
    BookingState.BOOKED: Letter.BOOKED,
    BookingState.CANCELLED: Letter.CANCELLED,
    BookingState.REQUESTED: Letter.REQUESTED,
    BookingState.DECLINED: Letter.DECLINED,
    BookingState.UNANSWERED: Letter.DECLINED,
    BookingState.MOVED: Letter.MOVED,
    BookingState.RECORDED: Letter.RECORDED,
}
IN_CALENDAR = frozenset(
    {Letter.BOOKED, Letter.CANCELLED, Letter.MOVED, Letter.REMINDER}
)  # letters that a calendar is told of too
OWN = frozenset({Party.FAMILY, Party.DESK})  # who acts for the person, and is answered at once


def change(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> None:
    """Leave a mail for a booking that was placed, cancelled, or whose delivery was recorded; await its reminders."""
    if not new or new["sk"]["S"] != table.BOOKING:
        return
    booking = table.to_booking(table.BookingRecord.from_raw_data(dict(new)))
    before = table.to_booking(table.BookingRecord.from_raw_data(dict(old))) if old else None
    if before is not None and booking.steps == before.steps:
        return
    if before is not None and before.state is booking.state is BookingState.CANCELLED:
        return  # a charge was waived: that it is cancelled was told
    at = clock.now()
    if booking.state is BookingState.BOOKED:
        known_at = at if booking.steps else booking.placed_at
        remind.expect(booking.person_id, booking.starts_at, since=known_at, at=at)
    if booking.state in LETTERS and not _is_over(booking, at):
        kind = LETTERS[booking.state]
        letter(kind, booking, remind.of(booking.person_id), at=at, name=str(booking.steps))


def _is_over(booking: Booking, at: datetime) -> bool:
    """Whether a letter would come too late to be of use: the session has begun, or the recording stands."""
    if booking.state is BookingState.RECORDED:
        return booking.confirm_until_at is not None and at >= booking.confirm_until_at
    return booking.state is BookingState.BOOKED and at >= booking.starts_at


def letter(kind: Letter, booking: Booking, chosen: Reminders, *, at: datetime, name: str) -> None:
    """Leave a letter about a booking for its person, or for their delegate; where nobody has an address, none.

    Its name tells it from others of its kind about the same booking.
    """
    reached = people.contact(booking.person_id, on=local_day(at))
    if reached is None:
        return
    person, address = reached
    link = portal.page(_page(kind, booking), person.language)
    told = appointment.mailed(
        booking, chosen.leads, language=person.language, link=link, for_another=person.email is None, at=at
    )
    outbox.leave(
        Notice(
            id=f"{kind}-{booking.id}-{name}",
            letter=kind,
            to=address,
            language=person.language,
            facts={
                "given_name": person.given_name,
                "starts_at": booking.starts_at,
                "cancel_until_at": booking.cancel_until_at,
                "free_until_at": booking.free_until_at,
                "charged_percent": booking.charged_percent or None,
                "respond_until_at": booking.respond_until_at,
                "provider_name": booking.provider_name,
                "place": booking.place,
                **(_recording(booking) if kind is Letter.RECORDED else {}),
            },
            link=link,
            appointment=told if kind in IN_CALENDAR else None,
            quiet=_quiet(kind, booking, chosen.quiet, at),
            until_at=booking.starts_at if kind is Letter.REMINDER else None,
        )
    )


def _quiet(kind: Letter, booking: Booking, quiet: QuietHours, at: datetime) -> QuietHours | None:
    """The hours in which a letter waits: none for an answer to the person's own act, or where waiting is too late."""
    if kind in (Letter.BOOKED, Letter.CANCELLED, Letter.MOVED, Letter.REQUESTED) and _is_answer(booking):
        return None
    if kind is Letter.CANCELLED and quiet.holds(at) and quiet.ends_at(at) > booking.starts_at - READY:
        return None
    return quiet


def _is_answer(booking: Booking) -> bool:
    if not booking.steps:
        return True
    *_, last = step_table.of_booking(booking.id, Span(100)).items
    return last.party in OWN


def _recording(booking: Booking) -> dict[str, object]:
    """What was recorded, until when it can be contested, and the code that confirms it."""
    return {
        "recorded_minutes": booking.recorded_minutes,
        "confirm_until_on": booking.confirm_until_on,
        "code": code.of(booking),
    }


def _page(kind: Letter, booking: Booking) -> str:
    """Where a letter leads: to the booking, or from a cancelled one to what else there is."""
    return "/catalogo" if kind in (Letter.CANCELLED, Letter.DECLINED) else f"/prenotazioni/{booking.id}"
