"""Taking a booking one step on: its state, its money and its history together, once for each request."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.kernel.caller import Caller
from chalicelib.kernel.identifiers import IdempotencyKeyReused, Outcome, RequestKey
from chalicelib.kernel.refusals import Refusal, refuse_any
from chalicelib.ledger import model as ledger
from chalicelib.ledger import move
from chalicelib.ledger.journal import Journal
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import Transaction
from chalicelib.vouchers import expire

from . import read, step_table, steps, table
from .model import Booking
from .steps import Step, StepKind

Beside = Callable[[Transaction, Booking], None]


@dataclass(frozen=True, slots=True)
class Wish:
    """The step that someone wants a booking to take, and why."""

    booking_id: str
    kind: StepKind
    by: Caller
    key: RequestKey
    at: datetime
    reason: str | None = None

    @property
    def step_id(self) -> str:
        """The one step that the request takes."""
        return self.key.id_for("step")


def booking(
    wish: Wish,
    why_not: Callable[[Booking], list[Refusal]],
    becomes: Callable[[Booking], Booking],
    *,
    beside: Beside | None = None,
) -> Outcome[Booking]:
    """Take the step, unless there is a reason why not; what is written `beside` it happens with it or not at all.

    Raises NotFound, what `why_not` and `beside` say, NothingDue, IdempotencyKeyReused.
    """
    return dynamodb.until_settled(lambda: _advanced(wish, why_not, becomes, beside))


def _advanced(
    wish: Wish,
    why_not: Callable[[Booking], list[Refusal]],
    becomes: Callable[[Booking], Booking],
    beside: Beside | None,
) -> Outcome[Booking]:
    booking, taken = read.with_step(wish.booking_id, wish.step_id, by=wish.by, at=wish.at)
    if taken:
        wish.key.match(taken.fingerprint)
        if taken.booking_id != booking.id:
            raise IdempotencyKeyReused
        return Outcome(booking, replayed=True)
    refuse_any(why_not(booking))
    return Outcome(step(wish, booking, becomes(booking), beside=beside))


def step(wish: Wish, before: Booking, after: Booking, *, beside: Beside | None = None) -> Booking:
    """Write the step from one state of a booking to the next; returns the latter. Stale when a twin was first."""
    after = replace(after, steps=before.steps + 1)
    minutes = after.recorded_minutes if after.delivered_minutes is None else after.delivered_minutes
    kept = Step(
        id=wish.step_id,
        booking_id=before.id,
        kind=wish.kind,
        minutes=minutes,
        reason=wish.reason,
        party=steps.party(wish.by),
        by=wish.by.account_id,
        at=wish.at,
        fingerprint=wish.key.fingerprint,
    )
    with Transaction() as writes, Journal(writes) as journal:
        table.advance(writes, before, after)
        step_table.add(writes, kept)
        _move(writes, journal, before, after, wish)
        if beside:
            beside(writes, before)
    return after


def _move(writes: Transaction, journal: Journal, before: Booking, after: Booking, wish: Wish) -> None:
    """Bring the ledger from what the booking said of its payments to what it says now."""
    by, at = wish.by.account_id, wish.at
    for paid in before.payments:
        was, stands = before.position(paid), after.position(paid)
        payable = ledger.payable(before.provider_id, paid.programme_id)
        due = stands.captured - was.captured
        if due < 0:
            hold = paid.hold(before.id, -due)
            move.refund(journal, hold, refund_id=wish.step_id, units=-due, payable_id=payable, by=by, at=at)
            expire.again(writes, paid.voucher_id, at=at)
        elif due or 0 < stands.held < was.held:
            hold = paid.hold(before.id, was.held)
            move.capture(journal, hold, units=due, kept=stands.held, payable_id=payable, by=by, at=at)
        elif stands.held < was.held:
            move.release(journal, paid.hold(before.id, was.held), by=by, at=at)
