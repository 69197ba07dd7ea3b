"""Bookings, by person and by session, and each person's agenda by day."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from pynamodb.attributes import BooleanAttribute, ListAttribute, MapAttribute, UnicodeAttribute
from pynamodb.expressions.operand import Path
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, KeysOnlyProjection

from chalicelib.catalogue.terms import ORDINARY_TERMS, Meeting, Terms
from chalicelib.kernel.clock import local_day
from chalicelib.kernel.paging import Page, Span
from chalicelib.ledger.model import Unit
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import (
    CentsAttribute,
    DayAttribute,
    InstantAttribute,
    Later,
    Reads,
    Record,
    Stale,
    StructAttribute,
    Transaction,
)

from .agenda import Agenda
from .model import FAMILY, PROVIDER, Booking, BookingState, Payment
from .refusals import AlreadyClosed

BOOKING = "booking"


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


class ByAwaited(GlobalSecondaryIndex["BookingRecord"]):
    """Bookings that wait for the family, by the last day it has; or for a programme's officer, the oldest first.

    The nightly job reads what is due, and nothing else. Attendance is recorded by people: one partition bears it.
    """

    class Meta:
        """The index's name and content."""

        index_name = "by_awaited"
        projection = KeysOnlyProjection()

    awaits = UnicodeAttribute(hash_key=True)
    confirm_until_on = DayAttribute(range_key=True)


class PaymentMap(MapAttribute[str, Any]):
    """What one voucher pays."""

    voucher_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    unit = UnicodeAttribute()
    amount = CentsAttribute()
    counts: StructAttribute[tuple[str, ...]] = StructAttribute(tuple[str, ...], null=True)
    confirm_days = CentsAttribute(null=True)


class BookingRecord(Record):
    """A person's place in a session. Kept under 1 KB: three writes of it are most of what a booking costs."""

    table = "bookings_table"

    by_person = ByPerson()
    by_session = BySession()
    by_awaited = ByAwaited()
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
    delivered_minutes = CentsAttribute(null=True)
    recorded_minutes = CentsAttribute(null=True)
    awaits = UnicodeAttribute(null=True)
    confirm_until_on = DayAttribute(null=True)
    steps = CentsAttribute(default=0)
    terms: StructAttribute[Terms] = StructAttribute(Terms, null=True)  # where they are not the ordinary ones
    meetings: StructAttribute[tuple[Meeting, ...]] = StructAttribute(tuple[Meeting, ...], null=True)
    occupies = BooleanAttribute(null=True)
    options: StructAttribute[dict[str, int]] = StructAttribute(dict[str, int], null=True)
    guests = CentsAttribute(null=True)
    respond_until_at = InstantAttribute(null=True)
    charged_percent = CentsAttribute(null=True)
    moved_from = UnicodeAttribute(null=True)
    moved_to = UnicodeAttribute(null=True)
    together_id = UnicodeAttribute(null=True)


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
        awaits=booking.awaits,
        confirm_until_on=_answer_until_on(booking),
        terms=None if booking.terms == ORDINARY_TERMS else booking.terms,
        meetings=booking.meetings or None,
        occupies=None if booking.occupies else False,
        options=dict(booking.options) or None,
        guests=booking.guests or None,
        respond_until_at=booking.respond_until_at,
        moved_from=booking.moved_from,
        together_id=booking.together_id,
    )
    writes.create(record, Stale())


def advance(writes: Transaction, before: Booking, after: Booking) -> None:
    """Take a booking one step on. Stale when another step was taken since it was read, so that it is read again."""
    record = BookingRecord
    changed: list[tuple[Any, Any]] = [
        (record.delivered_minutes, after.delivered_minutes),
        (record.recorded_minutes, after.recorded_minutes),
        (record.awaits, after.awaits),
        (record.confirm_until_on, _answer_until_on(after)),
        (record.charged_percent, after.charged_percent or None),
        (record.moved_to, after.moved_to),
    ]
    actions = [attribute.remove() if value is None else attribute.set(value) for attribute, value in changed]
    writes.change(
        BookingRecord(pk=f"booking#{before.id}", sk=BOOKING),
        [record.state.set(after.state), record.steps.set(after.steps), *actions],
        record.steps == before.steps,
        Stale(),
    )


def unchanged(writes: Transaction, booking: Booking) -> None:
    """Let a transaction go through only if no step was taken since the booking was read. Stale otherwise."""
    record = BookingRecord(pk=f"booking#{booking.id}", sk=BOOKING)
    writes.check(record, BookingRecord.steps == booking.steps, Stale())


def write_agenda(writes: Transaction, person_id: str, day: date, before: Agenda, after: Agenda) -> None:
    """Write what a person has on a day from now on, if nothing changed since it was read."""
    record = AgendaRecord(
        pk=f"agenda#{person_id}",
        sk=day.isoformat(),
        busy=after.written(),
        version=before.version + 1,
    )
    unchanged = AgendaRecord.version == before.version
    writes.put_if(record, unchanged if before.version else AgendaRecord.pk.does_not_exist(), Stale())


def mark_free(writes: Transaction, booking: Booking) -> None:
    """Take a booking out of its person's agenda."""
    for day in booking.days:
        writes.change(
            AgendaRecord(pk=f"agenda#{booking.person_id}", sk=day.isoformat()),
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


def coming(person_id: str, *, since: datetime) -> list[Booking]:
    """Every booking of a person that begins from an instant on, in order of time."""
    when = ByPerson.starts_at >= since
    return dynamodb.everything(BookingRecord.by_person, person_id, to_booking, where=when)


def of_session(session_id: str) -> list[Booking]:
    """Every booking of a session."""
    return dynamodb.everything(BookingRecord.by_session, session_id, to_booking)


def due_ids(before: date) -> list[str]:
    """The bookings that the family could contest until a day before this one, and has not."""
    return dynamodb.everything(BookingRecord.by_awaited, FAMILY, _to_id, where=ByAwaited.confirm_until_on < before)


def requested_ids(provider_id: str, span: Span) -> Page[str]:
    """The requests that a provider has yet to answer, by the day until which it can."""
    return dynamodb.page(BookingRecord.by_awaited, f"{PROVIDER}{provider_id}", _to_id, span)


def unanswered_ids(provider_id: str, until: date) -> list[str]:
    """The requests that a provider could answer until a day, that one included, or an earlier one."""
    key = f"{PROVIDER}{provider_id}"
    return dynamodb.everything(BookingRecord.by_awaited, key, _to_id, where=ByAwaited.confirm_until_on <= until)


def contested_ids(programme_id: str, span: Span) -> Page[str]:
    """The contested bookings that a programme pays for, the oldest first."""
    return dynamodb.page(BookingRecord.by_awaited, programme_id, _to_id, span)


def several(booking_ids: Iterable[str]) -> Iterator[Booking]:
    """Some bookings, those of them that there are."""
    items = dynamodb.raw_items(BookingRecord, [(f"booking#{booking_id}", BOOKING) for booking_id in booking_ids])
    return (to_booking(BookingRecord.from_raw_data(item)) for item in items)


def everything(segment: int, segments: int) -> Iterator[Booking]:
    """Every booking in one of the table's segments. For the reconciliation only: it reads the whole segment."""
    items = dynamodb.every_item(BookingRecord, segment, segments)
    return (to_booking(BookingRecord.from_raw_data(item)) for item in items if item["sk"]["S"] == BOOKING)


def is_booking(image: Mapping[str, Any]) -> bool:
    """Whether an item of the table's stream is a booking."""
    return bool(image["sk"]["S"] == BOOKING)


def to_booking(record: BookingRecord) -> Booking:
    """The model of a booking."""
    return Booking(
        id=_to_id(record),
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
        payments=tuple(_to_payment(paid) for paid in record.payments),
        own_cents=record.own_cents,
        state=BookingState(record.state),
        placed_by=record.placed_by,
        placed_at=record.placed_at,
        fingerprint=record.fingerprint,
        delivered_minutes=record.delivered_minutes,
        recorded_minutes=record.recorded_minutes,
        confirm_until_on=None if record.state == BookingState.REQUESTED else record.confirm_until_on,
        steps=record.steps,
        terms=record.terms or ORDINARY_TERMS,
        meetings=record.meetings or (),
        occupies=record.occupies is not False,
        options=record.options or {},
        guests=record.guests or 0,
        respond_until_at=record.respond_until_at,
        charged_percent=record.charged_percent or 0,
        moved_from=record.moved_from,
        moved_to=record.moved_to,
        together_id=record.together_id,
    )


def _answer_until_on(booking: Booking) -> date | None:
    """The last day on which who is awaited can still answer."""
    if booking.state is BookingState.REQUESTED and booking.respond_until_at:
        return local_day(booking.respond_until_at)
    return booking.confirm_until_on


def _payment(paid: Payment) -> PaymentMap:
    fields = {"voucher_id": paid.voucher_id, "programme_id": paid.programme_id, "unit": paid.unit}
    counts, days = paid.counts or None, paid.confirm_days or None
    return PaymentMap(**fields, amount=paid.amount, counts=counts, confirm_days=days)  # type: ignore[no-untyped-call]


def _to_payment(paid: PaymentMap) -> Payment:
    return Payment(
        paid.voucher_id, paid.programme_id, Unit(paid.unit), paid.amount, paid.counts or (), paid.confirm_days or 0
    )


def _to_id(record: BookingRecord) -> str:
    return record.pk.removeprefix("booking#")


def _to_agenda(record: AgendaRecord) -> Agenda:
    return Agenda.read(record.busy.as_dict(), record.version)
