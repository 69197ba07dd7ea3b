"""Ending a booking: cancelled, attended or missed. Its holds are resolved in the same transaction, once."""

from collections.abc import Callable
from datetime import datetime

from chalicelib.catalogue import take
from chalicelib.kernel.caller import Caller, Role
from chalicelib.kernel.identifiers import Outcome, RequestKey
from chalicelib.kernel.refusals import Refusal, refuse_any
from chalicelib.ledger import model as ledger
from chalicelib.ledger import move
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import Transaction

from . import read, table
from .model import Booking, BookingState, Closure, captured_part


def cancelled(booking_id: str, *, by: Caller, key: RequestKey, at: datetime) -> Outcome[Booking]:
    """Cancel a booking: its place and its money go back where they came from.

    Raises NotFound, TooLateToCancel (for residents; the provider always can), AlreadyClosed, IdempotencyKeyReused.
    """
    by_provider = by.is_a(Role.PROVIDER_MANAGER)

    def why_not(booking: Booking) -> list[Refusal]:
        return booking.why_not_cancel(at=at, by_provider=by_provider)

    def settle(booking: Booking, writes: Transaction) -> None:
        table.mark_free(writes, booking)
        take.back(writes, booking.session_id)
        for hold in booking.holds():
            move.release(writes, hold, by=by.account_id, at=at)

    closure = Closure(BookingState.CANCELLED, 0, key.id_for("closure"), key.fingerprint)
    return dynamodb.until_settled(lambda: _closed(booking_id, closure, why_not, settle, by=by, at=at))


def attended(booking_id: str, *, delivered_minutes: int, by: Caller, key: RequestKey, at: datetime) -> Outcome[Booking]:
    """Record what was delivered: that part is captured for the provider, the rest released; zero is an absence.

    Raises NotFound for another provider's booking, NotYetDelivered, TooManyMinutes, AlreadyClosed,
    IdempotencyKeyReused.
    """

    def why_not(booking: Booking) -> list[Refusal]:
        return booking.why_not_attend(delivered_minutes=delivered_minutes, at=at)

    def settle(booking: Booking, writes: Transaction) -> None:
        for hold, paid in zip(booking.holds(), booking.payments, strict=True):
            units = captured_part(hold.units, planned_minutes=booking.minutes, delivered_minutes=delivered_minutes)
            payable = ledger.payable(booking.provider_id, paid.programme_id)
            if units:
                move.capture(writes, hold, units=units, payable_id=payable, by=by.account_id, at=at)
            else:
                move.release(writes, hold, by=by.account_id, at=at)

    state = BookingState.ATTENDED if delivered_minutes else BookingState.ABSENT
    closure = Closure(state, delivered_minutes, key.id_for("closure"), key.fingerprint)
    return dynamodb.until_settled(lambda: _closed(booking_id, closure, why_not, settle, by=by, at=at))


def _closed(
    booking_id: str,
    closure: Closure,
    why_not: Callable[[Booking], list[Refusal]],
    settle: Callable[[Booking, Transaction], None],
    *,
    by: Caller,
    at: datetime,
) -> Outcome[Booking]:
    booking = read.booking(booking_id, by=by, at=at)
    if booking.closed_by_key == closure.key_id:
        closure.match(booking)
        return Outcome(booking, replayed=True)
    refuse_any(why_not(booking))
    with Transaction() as writes:
        table.close(writes, booking, closure)
        settle(booking, writes)
    return Outcome(booking.closed(closure))
