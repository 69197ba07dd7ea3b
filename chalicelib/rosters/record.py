"""Recording a session's attendance in one request: each booking by itself, so that one refusal stops no other."""

from collections.abc import Collection, Sequence
from datetime import datetime

from chalicelib.bookings import close
from chalicelib.bookings import read as bookings
from chalicelib.catalogue import browse
from chalicelib.kernel.caller import Caller
from chalicelib.kernel.identifiers import Outcome, RequestKey
from chalicelib.kernel.refusals import NotFound, Refusal
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import Reads

from . import table
from .model import BookingNamedTwice, Recorded, Sheet


def session(
    session_id: str, told: Sequence[tuple[str, int]], *, by: Caller, key: RequestKey, at: datetime
) -> Outcome[Sheet]:
    """Record what was delivered of bookings of one session of one's own, in minutes; zero is an absence.

    Sent again under its key it goes on where it was interrupted: what is recorded stays, what was refused is tried once
    more. Raises NotFound for another provider's session or another worker's, BookingNamedTwice, IdempotencyKeyReused.
    """
    if len({booking_id for booking_id, _ in told}) < len(told):
        raise BookingNamedTwice
    if not bookings.may_see(browse.own_session(session_id, by=by), by=by):
        raise NotFound
    dynamodb.until_settled(lambda: _hand_in(key))
    with Reads() as reads:
        asked = [bookings.ask(reads, booking_id) for booking_id, _ in told]
    here = {booking.id for later in asked if (booking := later.found()) and booking.session_id == session_id}
    lines = [_line(booking_id, minutes, here, by=by, key=key, at=at) for booking_id, minutes in told]
    return Outcome(Sheet(lines), replayed=all(line.replayed for line in lines))


def _hand_in(key: RequestKey) -> None:
    """Keep what the sheet says under its key: the keys of its lines follow from it, and need not be kept."""
    sheet_id = key.id_for("attendance sheet")
    fingerprint = table.sheet_fingerprint(sheet_id)
    if fingerprint is None:
        table.add_sheet(sheet_id, key.fingerprint)
    else:
        key.match(fingerprint)


def _line(
    booking_id: str, minutes: int, here: Collection[str], *, by: Caller, key: RequestKey, at: datetime
) -> Recorded:
    own_key = RequestKey(key.caller_id, f"{key.key} {booking_id}", key.fingerprint)
    try:
        if booking_id not in here:
            raise NotFound(booking_id=booking_id)
        done = close.attended(booking_id, delivered_minutes=minutes, by=by, key=own_key, at=at)
    except Refusal as refused:  # the other lines are due all the same, and the answer tells
        return Recorded(booking_id, None, [refused, *refused.others])
    return Recorded(booking_id, done.value, [], done.replayed)
