"""Waiving what is due although nothing was delivered: the provider gives it up, and the money goes back."""

from datetime import datetime

from chalicelib.kernel.caller import Caller
from chalicelib.kernel.identifiers import Outcome, RequestKey

from . import advance, steps
from .advance import Wish
from .model import Booking
from .steps import StepKind


def charge(booking_id: str, *, reason: str, by: Caller, key: RequestKey, at: datetime) -> Outcome[Booking]:
    """Give up, as its provider, what a late cancellation or an absence has charged.

    What each voucher has paid goes back to it, by a movement of its own; the person no longer owes the rest. Raises
    NotFound for another provider's, NothingCharged, NothingDue when the provider was already paid for it,
    IdempotencyKeyReused.
    """
    return advance.booking(
        Wish(booking_id, StepKind.WAIVED, by, key, at, reason),
        steps.why_not_waive,
        steps.waived,
    )
