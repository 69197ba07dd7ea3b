"""Confirming what was recorded: by the family, with its code, or by itself when nobody contested it in time."""

from datetime import datetime
from functools import partial

from chalicelib.kernel.caller import PLATFORM, Caller
from chalicelib.kernel.clock import local_day
from chalicelib.kernel.identifiers import Outcome, RequestKey
from chalicelib.kernel.refusals import NotFound
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import Reads, Transaction
from chalicelib.runtime.observability import event
from chalicelib.runtime.rounds import Round

from . import advance, steps, table
from . import code as codes
from .advance import Wish
from .model import Booking
from .steps import Party, StepKind


def delivery(booking_id: str, *, code: str | None, by: Caller, key: RequestKey, at: datetime) -> Outcome[Booking]:
    """Agree with what was recorded: it is captured, the rest released. The provider's staff need the family's code.

    Raises NotFound, BookingStateConflict, CodeNeeded, CodeWrong, CodeSpent, IdempotencyKeyReused.
    """

    def with_the_code(writes: Transaction, booking: Booking) -> None:
        if steps.party(by) is Party.PROVIDER:
            codes.must_match(writes, booking, code, key=key)

    wish = Wish(booking_id, StepKind.CONFIRMED, by, key, at)
    return advance.booking(wish, steps.why_not_confirm, steps.confirmed, beside=with_the_code)


def deliveries(*, at: datetime) -> int:
    """Let everything stand that was recorded and not contested in time; returns how many bookings that were.

    Run twice, late or concurrently it comes to the same. One that cannot be settled is raised when all the others are
    done.
    """
    confirmed = 0
    with Round() as due:
        for booking_id in table.due_ids(local_day(at)):
            with due.one("delivery_not_confirmed", booking_id=booking_id):
                confirmed += dynamodb.until_settled(partial(_stands, booking_id, at))
        event("deliveries_confirmed", count=confirmed)
    return confirmed


def _stands(booking_id: str, at: datetime) -> int:
    with Reads() as reads:
        asked = table.booking(reads, booking_id)
    booking = asked.must(NotFound())
    if not steps.is_due(booking, at=at):
        return 0  # confirmed, contested or recorded anew meanwhile
    key = RequestKey(PLATFORM.account_id, f"{booking.id} {booking.steps}", "")
    wish = Wish(booking.id, StepKind.CONFIRMED, PLATFORM, key, at)
    advance.step(wish, booking, steps.confirmed(booking))
    return 1
