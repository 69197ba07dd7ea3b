"""Schedules, what they and their workers have on each day, and the cancellations that are under way."""

from datetime import date, datetime, timedelta
from typing import Any

from pynamodb.attributes import BooleanAttribute, MapAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, KeysOnlyProjection

from chalicelib.bookings.agenda import Agenda
from chalicelib.kernel.paging import Page, Span
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

from .model import Closure, Opening, Schedule, ScheduleKind, Stretch

SCHEDULE, CANCELLATION = "schedule", "cancellation"


class ByProvider(GlobalSecondaryIndex["ScheduleRecord"]):
    """A provider's schedules, by offering."""

    class Meta:
        """The index's name and content."""

        index_name = "by_provider"
        projection = AllProjection()

    provider_id = UnicodeAttribute(hash_key=True)
    offering_id = UnicodeAttribute(range_key=True)


class ByDue(GlobalSecondaryIndex["ScheduleRecord"]):
    """What the nightly job has to do, by the day from which it has: sparse, so that its cost follows what is new."""

    class Meta:
        """The index's name and content."""

        index_name = "by_due"
        projection = KeysOnlyProjection()

    awaits = UnicodeAttribute(hash_key=True)
    due_on = DayAttribute(range_key=True)


class ScheduleRecord(Record):
    """A schedule."""

    table = "schedules_table"

    by_provider = ByProvider()
    by_due = ByDue()
    provider_id = UnicodeAttribute()
    offering_id = UnicodeAttribute()
    kind = UnicodeAttribute()
    title = UnicodeAttribute()
    stretches: StructAttribute[tuple[Stretch, ...]] = StructAttribute(tuple[Stretch, ...])
    to_on = DayAttribute(null=True)
    meetings = CentsAttribute(null=True)
    on_holidays = BooleanAttribute()
    closures: StructAttribute[tuple[Closure, ...]] = StructAttribute(tuple[Closure, ...])
    openings: StructAttribute[tuple[Opening, ...]] = StructAttribute(tuple[Opening, ...])
    edition = CentsAttribute()
    next_on = DayAttribute(null=True)
    made_until_on = DayAttribute(null=True)
    awaits = UnicodeAttribute(null=True)
    due_on = DayAttribute(null=True)
    fingerprint = UnicodeAttribute()


class BusyRecord(Record):
    """What a schedule or a worker has on a day: a map from session to its beginning and end."""

    table = "schedules_table"

    spans: MapAttribute[str, str] = MapAttribute(default=dict)
    version = CentsAttribute(default=0)


class CancellationRecord(Record):
    """That a session is being cancelled with all its bookings: until it is done, the nightly job goes on with it."""

    table = "schedules_table"

    by = UnicodeAttribute()
    at = InstantAttribute()
    reason = UnicodeAttribute()
    awaits = UnicodeAttribute(null=True)
    due_on = DayAttribute(null=True)


def add(writes: Transaction, schedule: Schedule) -> None:
    """Write a new schedule; a twin of the same request that was first makes this one Stale."""
    writes.create(_record(schedule), Stale())


def put(writes: Transaction, before: Schedule, after: Schedule) -> None:
    """Write a schedule in place of what was read. Stale when it was changed meanwhile."""
    writes.put_if(_record(after), ScheduleRecord.edition == before.edition, Stale())


def check(writes: Transaction, schedule: Schedule) -> None:
    """Let a transaction go through only if the schedule is still as it was read. Stale otherwise."""
    record = ScheduleRecord(pk=_key(schedule.id), sk=SCHEDULE)
    writes.check(record, ScheduleRecord.edition == schedule.edition, Stale())


def write_busy(writes: Transaction, owner: str, day: date, before: Agenda, after: Agenda) -> None:
    """Write what a schedule or a worker has on a day, if nothing changed since it was read."""
    record = BusyRecord(
        pk=_busy(owner),
        sk=day.isoformat(),
        spans=after.written(),
        version=before.version + 1,
    )
    unchanged = BusyRecord.version == before.version
    writes.put_if(record, unchanged if before.version else BusyRecord.pk.does_not_exist(), Stale())


def begin_cancellation(writes: Transaction, session_id: str, *, reason: str, by: str, at: datetime) -> None:
    """Keep that a session is being cancelled."""
    due: dict[str, Any] = {"awaits": CANCELLATION, "due_on": at.date()}
    writes.put(CancellationRecord(pk=_cancellation(session_id), sk=CANCELLATION, by=by, at=at, reason=reason, **due))


def end_cancellation(session_id: str) -> None:
    """Keep that a session is cancelled with all its bookings."""
    record = CancellationRecord
    with Transaction() as writes:
        actions = [record.awaits.remove(), record.due_on.remove()]
        writes.change(record(pk=_cancellation(session_id), sk=CANCELLATION), actions, record.pk.exists(), Stale())


def cancellation(reads: Reads, session_id: str) -> Later[tuple[str, str]]:
    """Ask by whom a session was cancelled, and why."""
    return reads.ask(
        CancellationRecord, _cancellation(session_id), CANCELLATION, lambda record: (record.by, record.reason)
    )


def schedule(reads: Reads, schedule_id: str) -> Later[Schedule]:
    """Ask for a schedule."""
    return reads.ask(ScheduleRecord, _key(schedule_id), SCHEDULE, _to_schedule)


def busy(reads: Reads, owner: str, day: date) -> Later[Agenda]:
    """Ask what a schedule or a worker has on a day."""
    return reads.ask(BusyRecord, _busy(owner), day.isoformat(), _to_busy)


def busy_days(owner: str, from_on: date, to_on: date) -> dict[date, Agenda]:
    """What a schedule or a worker has between two days, both included; nothing where the first comes after the last."""
    if from_on > to_on:  # DynamoDB refuses to look there
        return {}
    when = BusyRecord.sk.between(from_on.isoformat(), to_on.isoformat())
    found = dynamodb.everything(BusyRecord, _busy(owner), lambda one: one, where=when, consistent=True)
    return {date.fromisoformat(one.sk): _to_busy(one) for one in found}


def of_provider(provider_id: str, offering_id: str | None, span: Span) -> Page[Schedule]:
    """A provider's schedules, or those of one offering."""
    where = ByProvider.offering_id == offering_id if offering_id else None
    return dynamodb.page(ScheduleRecord.by_provider, provider_id, _to_schedule, span, where=where)


def due_ids(on: date) -> list[str]:
    """The schedules that have something to make by a day."""
    return _due(SCHEDULE, on)


def cancellations_due(on: date) -> list[str]:
    """The sessions whose cancellation began by a day and is not done."""
    return _due(CANCELLATION, on)


def _due(what: str, on: date) -> list[str]:
    where = ByDue.due_on < on + timedelta(days=1)
    return dynamodb.everything(ScheduleRecord.by_due, what, lambda one: one.pk.partition("#")[2], where=where)


def _key(schedule_id: str) -> str:
    return f"schedule#{schedule_id}"


def _busy(owner: str) -> str:
    return f"busy#{owner}"


def _cancellation(session_id: str) -> str:
    return f"cancellation#{session_id}"


def _record(schedule: Schedule) -> ScheduleRecord:
    due: dict[str, Any] = {"awaits": SCHEDULE, "due_on": schedule.due_on} if schedule.due_on else {}
    return ScheduleRecord(
        pk=_key(schedule.id),
        sk=SCHEDULE,
        provider_id=schedule.provider_id,
        offering_id=schedule.offering_id,
        kind=schedule.kind,
        title=schedule.title,
        stretches=schedule.stretches,
        to_on=schedule.to_on,
        meetings=schedule.meetings,
        on_holidays=schedule.on_holidays,
        closures=schedule.closures,
        openings=schedule.openings,
        edition=schedule.edition,
        next_on=schedule.next_on,
        made_until_on=schedule.made_until_on,
        fingerprint=schedule.fingerprint,
        **due,
    )


def _to_schedule(record: ScheduleRecord) -> Schedule:
    return Schedule(
        id=record.pk.partition("#")[2],
        offering_id=record.offering_id,
        provider_id=record.provider_id,
        kind=ScheduleKind(record.kind),
        stretches=record.stretches,
        to_on=record.to_on,
        meetings=record.meetings,
        on_holidays=record.on_holidays,
        closures=record.closures,
        openings=record.openings,
        title=record.title,
        edition=record.edition,
        next_on=record.next_on,
        made_until_on=record.made_until_on,
        fingerprint=record.fingerprint,
    )


def _to_busy(record: BusyRecord) -> Agenda:
    return Agenda.read(record.spans.as_dict(), record.version)
