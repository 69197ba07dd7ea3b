"""Contesting what was recorded: what both sides agree on goes through, only the difference waits."""

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
    """Say, for the family, that less was delivered than recorded, and why.

    What both agree on is captured, what was not even recorded released; the difference stays held for the funder.
    Raises NotFound, BookingStateConflict, TooLateToContest, NothingContested, IdempotencyKeyReused.
    """
    return advance.booking(
        Wish(booking_id, StepKind.CONTESTED, by, key, at, reason),
        lambda booking: steps.why_not_contest(booking, delivered_minutes, at=at),
        lambda booking: steps.contested(booking, delivered_minutes),
    )
