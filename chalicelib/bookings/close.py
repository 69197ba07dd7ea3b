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
from .model import Booking, BookingState, captured_part


def cancelled(booking_id: str, *, by: Caller, key: RequestKey, at: datetime) -> Outcome[Booking]:
    """Cancel a booking: its place and its money go back where they came from.

    Raises NotFound, TooLateToCancel (for residents; the provider always can), AlreadyClosed.
    """

    def write(booking: Booking, writes: Transaction) -> None:
        table.close(
            writes,
            booking,
            BookingState.CANCELLED,
            key=key.id_for("closure"),
            fingerprint=key.fingerprint,
            delivered_minutes=0,
        )
        table.mark_free(writes, booking)
        take.back(writes, booking.session_id)
        for hold in booking.holds():
            move.release(writes, hold, by=by.account_id, at=at)

    by_provider = by.is_a(Role.PROVIDER_MANAGER)
    return _closed(
        booking_id,
        by=by,
        key=key,
        at=at,
        write=write,
        why_not=lambda booking: booking.why_not_cancel(at=at, by_provider=by_provider),
    )


def attended(booking_id: str, *, delivered_minutes: int, by: Caller, key: RequestKey, at: datetime) -> Outcome[Booking]:
    """Record what was delivered: that part is captured for the provider, the rest released; zero is an absence.

    Raises NotFound for another provider's booking, NotYetDelivered, TooManyMinutes, AlreadyClosed.
    """
    state = BookingState.ATTENDED if delivered_minutes else BookingState.ABSENT

    def write(booking: Booking, writes: Transaction) -> None:
        table.close(
            writes,
            booking,
            state,
            key=key.id_for("closure"),
            fingerprint=key.fingerprint,
            delivered_minutes=delivered_minutes,
        )
        for hold, paid in zip(booking.holds(), booking.payments, strict=True):
            units = captured_part(hold.units, planned_minutes=booking.minutes, delivered_minutes=delivered_minutes)
            payable = ledger.payable(booking.provider_id, paid.programme_id)
            if units:
                move.capture(writes, hold, units=units, payable_id=payable, by=by.account_id, at=at)
            else:
                move.release(writes, hold, by=by.account_id, at=at)

    return _closed(
        booking_id,
        by=by,
        key=key,
        at=at,
        write=write,
        why_not=lambda booking: booking.why_not_attend(delivered_minutes=delivered_minutes, at=at),
    )


def _closed(
    booking_id: str,
    *,
    by: Caller,
    key: RequestKey,
    at: datetime,
    write: Callable[[Booking, Transaction], None],
    why_not: Callable[[Booking], list[Refusal]],
) -> Outcome[Booking]:
    def attempt() -> Outcome[Booking]:
        booking = read.booking(booking_id, by=by, at=at)
        if booking.closed_by_key == key.id_for("closure"):
            key.match(booking.closed_fingerprint or "")
            return Outcome(booking, replayed=True)
        refuse_any(why_not(booking))
        with Transaction() as writes:
            write(booking, writes)
        return Outcome(read.booking(booking_id, by=by, at=at))

    return dynamodb.until_settled(attempt)
