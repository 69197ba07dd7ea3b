"""Answering a request: the provider says yes or no; its silence is a no, and frees the place and the money."""

from datetime import datetime
from functools import partial

from chalicelib.kernel.caller import PLATFORM, Caller
from chalicelib.kernel.clock import local_day
from chalicelib.kernel.identifiers import Outcome, RequestKey
from chalicelib.kernel.refusals import NotFound
from chalicelib.providers import read as providers
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import Reads
from chalicelib.runtime.observability import event
from chalicelib.runtime.rounds import Round

from . import advance, close, steps, table
from .advance import Wish
from .model import Booking
from .steps import StepKind


def yes(booking_id: str, *, by: Caller, key: RequestKey, at: datetime) -> Outcome[Booking]:
    """Confirm a request of one's own provider: it is a booking from now on.

    Raises NotFound, NothingRequested, TooLateToRespond, IdempotencyKeyReused.
    """
    return advance.booking(
        Wish(booking_id, StepKind.ACCEPTED, by, key, at),
        lambda booking: steps.why_not_accept(booking, at=at),
        steps.accepted,
    )


def no(booking_id: str, *, reason: str, by: Caller, key: RequestKey, at: datetime) -> Outcome[Booking]:
    """Decline a request of one's own provider: its place and its money go back.

    Raises NotFound, NothingRequested, IdempotencyKeyReused.
    """
    return advance.booking(
        Wish(booking_id, StepKind.DECLINED, by, key, at, reason),
        steps.why_not_decline,
        steps.declined,
        beside=close.give_back_the_place,
    )


def unanswered(*, at: datetime) -> int:
    """End every request that was not answered in time; returns how many that were.

    Run twice, late or concurrently it comes to the same. One that cannot be ended is raised when all others are done.
    """
    ended = 0
    with Round() as due:
        for provider in providers.every():
            for booking_id in table.unanswered_ids(provider.id, local_day(at)):
                with due.one("request_not_ended", booking_id=booking_id):
                    ended += dynamodb.until_settled(partial(_ends, booking_id, at))
        event("requests_unanswered", count=ended)
    return ended


def _ends(booking_id: str, at: datetime) -> int:
    with Reads() as reads:
        asked = table.booking(reads, booking_id)
    booking = asked.must(NotFound())
    if not steps.is_unanswered(booking, at=at):
        return 0  # answered or cancelled meanwhile, or still in time
    key = RequestKey(PLATFORM.account_id, f"{booking.id} {booking.steps}", "")
    wish = Wish(booking.id, StepKind.UNANSWERED, PLATFORM, key, at)
    advance.step(wish, booking, steps.unanswered(booking), beside=close.give_back_the_place)
    return 1
