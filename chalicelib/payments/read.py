"""Own money as it stands, for who pays it, who receives it, and who helps at a desk."""

from datetime import datetime

from chalicelib.access import read as access
from chalicelib.bookings import read as bookings
from chalicelib.bookings.model import Booking
from chalicelib.kernel.caller import Caller
from chalicelib.kernel.paging import Page, Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.runtime import online
from chalicelib.runtime.dynamodb import Reads

from . import table
from .model import Balance, Run
from .table import Opened

Standing = tuple[Balance, Opened | None]


def balance(booking_id: str, *, by: Caller, at: datetime) -> Balance:
    """Own money of a booking, whichever of those it was moved from or to one asks by. Raises NotFound as they do."""
    return standing(bookings.booking(booking_id, by=by, at=at))[0]


def open_balances(span: Span, *, by: Caller) -> Page[Balance]:
    """Where somebody has to pay one's own provider, or it has to refund somebody, the longest open first."""
    page = table.open_ids(access.organisation(by), span)
    found = [standing(booking)[0] for booking in in_order(page.items)]
    return Page([one for one in found if one.is_open], page.rest)


def in_order(booking_ids: list[str]) -> list[Booking]:
    """Some bookings in the order in which they are named."""
    found = {booking.id: booking for booking in bookings.several(booking_ids)}
    return [found[booking_id] for booking_id in booking_ids if booking_id in found]


def standing(booking: Booking) -> Standing:
    """Own money of a booking and those it was moved from and to, and its account's record where there is one."""
    run = _run(booking)
    with Reads() as reads:
        asked = table.account(reads, run.account_id)
    opened = asked.found()
    return Balance(run, opened.account if opened else run.opened(), online.is_on()), opened


def _run(booking: Booking) -> Run:
    """The booking with all that it was moved from and to with its provider; another one has its own account."""
    found = [booking]
    while (before := _other(found[0].moved_from, booking)) is not None:
        found.insert(0, before)
    while (after := _other(found[-1].moved_to, booking)) is not None:
        found.append(after)
    return Run(tuple(found))


def _other(booking_id: str | None, same: Booking) -> Booking | None:
    if booking_id is None:
        return None
    with Reads() as reads:
        asked = bookings.ask(reads, booking_id)
    other = asked.must(NotFound())
    return other if other.provider_id == same.provider_id else None
