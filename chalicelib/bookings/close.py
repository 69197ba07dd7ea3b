"""Ending a booking, or what the provider says of it: cancelled, attended or missed. The money follows, once."""

from datetime import datetime

from chalicelib.catalogue import take
from chalicelib.kernel.caller import Caller, Role
from chalicelib.kernel.clock import local_day
from chalicelib.kernel.identifiers import Outcome, RequestKey
from chalicelib.runtime.dynamodb import Transaction

from . import advance, read, steps, table
from .advance import Wish
from .model import Booking
from .steps import StepKind


def cancelled(
    booking_id: str, *, by: Caller, key: RequestKey, at: datetime, reason: str | None = None
) -> Outcome[Booking]:
    """Cancel a booking: its place goes back, and its money but for what its terms charge; the provider's own is free.

    Raises NotFound, TooLateToCancel (for residents; the provider always can), AlreadyClosed, IdempotencyKeyReused.
    """
    by_provider = by.is_a(Role.PROVIDER_MANAGER)
    return advance.booking(
        Wish(booking_id, StepKind.CANCELLED, by, key, at, reason),
        lambda booking: steps.why_not_cancel(booking, at=at, by_provider=by_provider),
        lambda booking: steps.cancelled(booking, at=at, by_provider=by_provider),
        beside=give_back_the_place,
    )


def give_back_the_place(writes: Transaction, booking: Booking) -> None:
    """Let the person be elsewhere and someone else come, with the step that closes a booking."""
    table.mark_free(writes, booking)
    take.back(writes, booking.session_id)


def attended(booking_id: str, *, delivered_minutes: int, by: Caller, key: RequestKey, at: datetime) -> Outcome[Booking]:
    """Record what was delivered; zero is an absence, and gives everything back.

    Where the programme gives the family no days to contest it, that part is captured for the provider and the rest
    released. Where it does, everything stays held until then, and the recording can be changed.

    Raises NotFound for another provider's booking or another Social Point's, NotYetDelivered, TooManyMinutes,
    AlreadyClosed, AlreadyRecorded, TooManyRecordings, IdempotencyKeyReused.
    """
    read.must_receive(booking_id, by=by)
    return advance.booking(
        Wish(booking_id, StepKind.RECORDED, by, key, at),
        lambda booking: steps.why_not_record(booking, delivered_minutes, at=at),
        lambda booking: steps.recorded(booking, delivered_minutes, on=local_day(at)),
    )
