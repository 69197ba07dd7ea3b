"""Resolving a contest: the funder decides between what the two sides say."""

from datetime import datetime

from chalicelib.kernel.caller import Caller
from chalicelib.kernel.identifiers import Outcome, RequestKey

from . import advance, steps
from .advance import Wish
from .model import Booking
from .steps import StepKind


def contest(
    booking_id: str, *, delivered_minutes: int, reason: str, by: Caller, key: RequestKey, at: datetime
) -> Outcome[Booking]:
    """Decide, as an officer of its funder, how much was delivered: of what was contested that part is captured.

    Raises NotFound for another funder's, BookingStateConflict, OutsideContest, IdempotencyKeyReused.
    """
    return advance.booking(
        Wish(booking_id, StepKind.RESOLVED, by, key, at, reason),
        lambda booking: steps.why_not_resolve(booking, delivered_minutes),
        lambda booking: steps.settled(booking, delivered_minutes),
    )
