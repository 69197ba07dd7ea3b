"""What happened to bookings after they were placed, and the wrong codes that were told for them."""

from typing import Any

from pynamodb.attributes import MapAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition

from chalicelib.kernel.clock import stamp
from chalicelib.kernel.paging import Page, Span
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import CentsAttribute, InstantAttribute, Later, Reads, Record, Stale, Transaction

from .model import Booking
from .steps import Party, Step, StepKind

STEP, CODE = "step", "code"


class StepRecord(Record):
    """That something happened to a booking: once under the request that did it, once in the booking's history."""

    table = "bookings_table"

    booking_id = UnicodeAttribute()
    kind = UnicodeAttribute()
    minutes = CentsAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    party = UnicodeAttribute()
    by = UnicodeAttribute()
    at = InstantAttribute()
    fingerprint = UnicodeAttribute()


class TriesRecord(Record):
    """The wrong codes told for one recording of a booking: a map from the request to what it said."""

    table = "bookings_table"

    wrong: MapAttribute[str, str] = MapAttribute(default=dict)
    tries = CentsAttribute(default=0)


def add(writes: Transaction, step: Step) -> None:
    """Keep a step. Stale when the same request was first, with this booking or another."""
    record: dict[str, Any] = {
        "booking_id": step.booking_id,
        "kind": step.kind,
        "minutes": step.minutes,
        "reason": step.reason,
        "party": step.party,
        "by": step.by,
        "at": step.at,
        "fingerprint": step.fingerprint,
    }
    history = f"{stamp(step.at)}#{step.id}"
    writes.create(StepRecord(pk=f"step#{step.id}", sk=STEP, **record), Stale())
    writes.create(StepRecord(pk=f"steps#{step.booking_id}", sk=history, **record), Stale())


def step(reads: Reads, step_id: str) -> Later[Step]:
    """Ask for the step that a request has taken."""
    return reads.ask(StepRecord, f"step#{step_id}", STEP, _to_step)


def of_booking(booking_id: str, span: Span) -> Page[Step]:
    """The steps of a booking, oldest first."""
    return dynamodb.page(StepRecord, f"steps#{booking_id}", _to_step, span, consistent=True)


def wrong_codes(booking: Booking) -> dict[str, str]:
    """The wrong codes told so far for the present recording of a booking: each request, with what it said."""
    found = dynamodb.find(TriesRecord, _tries_key(booking), CODE)
    return dict(found.wrong.as_dict()) if found else {}


def add_wrong_code(booking: Booking, wrong: dict[str, str], request_id: str, fingerprint: str) -> None:
    """Count one more wrong code. Stale when another was told since they were read."""
    told = {**wrong, request_id: fingerprint}
    with Transaction() as writes:
        record = TriesRecord(pk=_tries_key(booking), sk=CODE, wrong=told, tries=len(told))
        writes.put_if(record, _unchanged(wrong), Stale())


def no_more_wrong_codes(writes: Transaction, booking: Booking, wrong: dict[str, str]) -> None:
    """Let a transaction go through only if no wrong code was told since they were read. Stale otherwise."""
    writes.check(TriesRecord(pk=_tries_key(booking), sk=CODE), _unchanged(wrong), Stale())


def _unchanged(wrong: dict[str, str]) -> Condition:
    return TriesRecord.tries == len(wrong) if wrong else TriesRecord.pk.does_not_exist()


def _tries_key(booking: Booking) -> str:
    return f"code#{booking.id}#{booking.steps}"


def _to_step(record: StepRecord) -> Step:
    return Step(
        id=record.sk.partition("#")[2] or record.pk.removeprefix("step#"),
        booking_id=record.booking_id,
        kind=StepKind(record.kind),
        minutes=record.minutes,
        reason=record.reason,
        party=Party(record.party),
        by=record.by,
        at=record.at,
        fingerprint=record.fingerprint,
    )
