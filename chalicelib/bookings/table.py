"""Bookings, by person and by session, and each person's agenda by day."""

from datetime import date, datetime
from typing import Any

from pynamodb.attributes import ListAttribute, MapAttribute, UnicodeAttribute
from pynamodb.expressions.operand import Path
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from chalicelib.kernel.clock import instant, local_day, stamp
from chalicelib.kernel.identifiers import IdempotencyKeyReused
from chalicelib.kernel.paging import Page, Span
from chalicelib.ledger.model import Unit
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import (
    CentsAttribute,
    InstantAttribute,
    Later,
    Reads,
    Record,
    Stale,
    StructAttribute,
    Transaction,
)

from .model import Agenda, AlreadyClosed, Booking, BookingState, Closure, Payment

BOOKING, CLOSURE = "booking", "closure"


class ByPerson(GlobalSecondaryIndex["BookingRecord"]):
    """A person's bookings, in order of time."""

    class Meta:
        """The index's name and content."""

        index_name = "by_person"
        projection = AllProjection()

    person_id = UnicodeAttribute(hash_key=True)
    starts_at = InstantAttribute(range_key=True)


class BySession(GlobalSecondaryIndex["BookingRecord"]):
    """A session's roster."""

    class Meta:
        """The index's name and content."""

        index_name = "by_session"
        projection = AllProjection()

    session_id = UnicodeAttribute(hash_key=True)
    pk = UnicodeAttribute(range_key=True)


class PaymentMap(MapAttribute[str, Any]):
    """What one voucher pays."""

    voucher_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    unit = UnicodeAttribute()
    amount = CentsAttribute()
    counts: StructAttribute[tuple[str, ...]] = StructAttribute(tuple[str, ...], null=True)


class BookingRecord(Record):
    """A person's place in a session. Kept under 1 KB: three writes of it are most of what a booking costs."""

    table = "bookings_table"

    by_person = ByPerson()
    by_session = BySession()
    session_id = UnicodeAttribute()
    person_id = UnicodeAttribute()
    person_given_name = UnicodeAttribute()
    provider_id = UnicodeAttribute()
    provider_name = UnicodeAttribute()
    title = UnicodeAttribute()
    place = UnicodeAttribute()
    starts_at = InstantAttribute()
    ends_at = InstantAttribute()
    cancel_until_at = InstantAttribute()
    price_cents = CentsAttribute()
    payments: ListAttribute[PaymentMap] = ListAttribute(of=PaymentMap)
    own_cents = CentsAttribute()
    state = UnicodeAttribute()
    placed_by = UnicodeAttribute()
    placed_at = InstantAttribute()
    fingerprint = UnicodeAttribute()
    closed_by_key = UnicodeAttribute(null=True)
    closed_fingerprint = UnicodeAttribute(null=True)
    delivered_minutes = CentsAttribute(null=True)


class ClosureRecord(Record):
    """That a request key has closed a booking: it closes no other."""

    table = "bookings_table"

    booking_id = UnicodeAttribute()


class AgendaRecord(Record):
    """When a person is busy on a day: a map from booking to its beginning and end."""

    table = "bookings_table"

    busy: MapAttribute[str, str] = MapAttribute(default=dict)
    version = CentsAttribute(default=0)


def add(writes: Transaction, booking: Booking) -> None:
    """Write a new booking; a twin of the same request that was first makes this one Stale."""
    record = BookingRecord(
        pk=f"booking#{booking.id}",
        sk=BOOKING,
        session_id=booking.session_id,
        person_id=booking.person_id,
        person_given_name=booking.person_given_name,
        provider_id=booking.provider_id,
        provider_name=booking.provider_name,
        title=booking.title,
        place=booking.place,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        cancel_until_at=booking.cancel_until_at,
        price_cents=booking.price_cents,
        payments=[_payment(paid) for paid in booking.payments],
        own_cents=booking.own_cents,
        state=booking.state,
        placed_by=booking.placed_by,
        placed_at=booking.placed_at,
        fingerprint=booking.fingerprint,
    )
    writes.create(record, Stale())


def close(writes: Transaction, booking: Booking, closure: Closure) -> None:
    """End a booking that is still booked, once. Stale when a twin was first, so that it is read again.

    Raises IdempotencyKeyReused when the same request key has closed another booking.
    """
    record = BookingRecord
    writes.change(
        BookingRecord(pk=f"booking#{booking.id}", sk=BOOKING),
        [
            record.state.set(closure.state),
            record.closed_by_key.set(closure.key_id),
            record.closed_fingerprint.set(closure.fingerprint),
            record.delivered_minutes.set(closure.delivered_minutes),
        ],
        record.state == BookingState.BOOKED,
        Stale(),
    )
    writes.create(
        ClosureRecord(pk=f"closure#{closure.key_id}", sk=CLOSURE, booking_id=booking.id), IdempotencyKeyReused()
    )


def mark_busy(writes: Transaction, booking: Booking, agenda: Agenda) -> None:
    """Enter a booking in its person's agenda, if nothing was entered since it was read."""
    busy = {**agenda.busy, booking.id: (booking.starts_at, booking.ends_at)}
    record = AgendaRecord(
        pk=f"agenda#{booking.person_id}",
        sk=local_day(booking.starts_at).isoformat(),
        busy={key: f"{stamp(began)}/{stamp(ended)}" for key, (began, ended) in busy.items()},
        version=agenda.version + 1,
    )
    unchanged = AgendaRecord.version == agenda.version
    writes.put_if(record, unchanged if agenda.version else AgendaRecord.pk.does_not_exist(), Stale())


def mark_free(writes: Transaction, booking: Booking) -> None:
    """Take a booking out of its person's agenda."""
    record = AgendaRecord(pk=f"agenda#{booking.person_id}", sk=local_day(booking.starts_at).isoformat())
    writes.change(
        record,
        [Path(["busy", booking.id]).remove(), AgendaRecord.version.add(1)],
        AgendaRecord.pk.exists(),
        AlreadyClosed(booking_id=booking.id),
    )


def booking(reads: Reads, booking_id: str) -> Later[Booking]:
    """Ask for a booking."""
    return reads.ask(BookingRecord, f"booking#{booking_id}", BOOKING, to_booking)


def agenda(reads: Reads, person_id: str, on: date) -> Later[Agenda]:
    """Ask for a person's agenda of a day; none where nothing was ever booked."""
    return reads.ask(AgendaRecord, f"agenda#{person_id}", on.isoformat(), _to_agenda)


def of_person(person_id: str, span: Span, *, since: datetime | None) -> Page[Booking]:
    """A person's bookings in order of time."""
    when = ByPerson.starts_at >= since if since else None
    return dynamodb.page(BookingRecord.by_person, person_id, to_booking, span, where=when)


def of_session(session_id: str) -> list[Booking]:
    """Every booking of a session."""
    return dynamodb.everything(BookingRecord.by_session, session_id, to_booking)


def every() -> "list[Booking]":
    """Every booking there is. For the reconciliation job only: it reads the whole table."""
    items = dynamodb.every_item(BookingRecord)
    return [to_booking(BookingRecord.from_raw_data(item)) for item in items if item["sk"]["S"] == BOOKING]


def to_booking(record: BookingRecord) -> Booking:
    """The model of a booking."""
    return Booking(
        id=record.pk.removeprefix("booking#"),
        session_id=record.session_id,
        person_id=record.person_id,
        person_given_name=record.person_given_name,
        provider_id=record.provider_id,
        provider_name=record.provider_name,
        title=record.title,
        place=record.place,
        starts_at=record.starts_at,
        ends_at=record.ends_at,
        cancel_until_at=record.cancel_until_at,
        price_cents=record.price_cents,
        payments=tuple(
            Payment(paid.voucher_id, paid.programme_id, Unit(paid.unit), paid.amount, paid.counts or ())
            for paid in record.payments
        ),
        own_cents=record.own_cents,
        state=BookingState(record.state),
        placed_by=record.placed_by,
        placed_at=record.placed_at,
        fingerprint=record.fingerprint,
        closed_by_key=record.closed_by_key,
        closed_fingerprint=record.closed_fingerprint,
        delivered_minutes=record.delivered_minutes,
    )


def _payment(paid: Payment) -> PaymentMap:
    fields = {"voucher_id": paid.voucher_id, "programme_id": paid.programme_id, "unit": paid.unit}
    counts = paid.counts or None
    return PaymentMap(**fields, amount=paid.amount, counts=counts)  # type: ignore[no-untyped-call]


def _to_agenda(record: AgendaRecord) -> Agenda:
    spans = {key: text.split("/") for key, text in record.busy.as_dict().items()}
    return Agenda({key: (instant(began), instant(ended)) for key, (began, ended) in spans.items()}, record.version)
