"""Correcting what was captured: the difference goes back to the voucher, by a movement of its own."""

from datetime import datetime

from chalicelib.kernel.caller import Caller
from chalicelib.kernel.identifiers import Outcome, RequestKey

from . import advance, steps
from .advance import Wish
from .model import Booking
from .steps import StepKind


def delivery(
    booking_id: str, *, delivered_minutes: int, reason: str, by: Caller, key: RequestKey, at: datetime
) -> Outcome[Booking]:
    """Lower, as an officer of its funder, what was captured of a booking that is settled.

    What goes back to a voucher that has expired or was revoked goes on to its fund the next night. Raises NotFound for
    another funder's, BookingStateConflict, CorrectionNotLower, NothingDue when the provider was already paid for it,
    IdempotencyKeyReused.
    """
    return advance.booking(
        Wish(booking_id, StepKind.CORRECTED, by, key, at, reason),
        lambda booking: steps.why_not_correct(booking, delivered_minutes),
        lambda booking: steps.settled(booking, delivered_minutes),
    )
