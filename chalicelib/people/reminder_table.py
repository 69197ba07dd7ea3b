"""What each person chose about reminders, found when something is due."""

from datetime import datetime, time

from pynamodb.attributes import UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from chalicelib.kernel.paging import Page, Span
from chalicelib.notices.model import QuietHours
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

from .reminders import Lead, Reminders

REMINDERS = "reminders"


class ByDue(GlobalSecondaryIndex["RemindersRecord"]):
    """Who awaits a reminder, by when: the job reads who is due, and nobody else.

    A booking moves one item on: one partition bears a thousand a second.
    """

    class Meta:
        """The index's name and content."""

        index_name = "by_due"
        projection = KeysOnlyProjection()

    due_for = UnicodeAttribute(hash_key=True)
    due_at = InstantAttribute(range_key=True)


class RemindersRecord(Record):
    """What a person chose, and when to look at their bookings again."""

    table = "people_table"

    by_due = ByDue()
    leads: StructAttribute[tuple[Lead, ...]] = StructAttribute(tuple[Lead, ...])
    quiet_from: StructAttribute[time] = StructAttribute(time)
    quiet_to: StructAttribute[time] = StructAttribute(time)
    from_at = InstantAttribute(null=True)
    due_for = UnicodeAttribute(null=True)
    due_at = InstantAttribute(null=True)
    edition = CentsAttribute()
    version = CentsAttribute()


def put(writes: Transaction, before: Reminders, after: Reminders) -> None:
    """Write what has become of somebody's reminders. Stale when they changed since they were read."""
    record = RemindersRecord(
        pk=f"reminders#{after.person_id}",
        sk=REMINDERS,
        leads=after.leads,
        quiet_from=after.quiet.from_hour,
        quiet_to=after.quiet.to_hour,
        from_at=after.from_at,
        due_for=REMINDERS if after.due_at else None,
        due_at=after.due_at,
        edition=after.edition,
        version=before.version + 1,
    )
    unchanged = RemindersRecord.version == before.version
    writes.put_if(record, unchanged if before.version else RemindersRecord.pk.does_not_exist(), Stale())


def reminders(reads: Reads, person_id: str) -> Later[Reminders]:
    """Ask for what a person chose; none where they never did, and nothing was ever booked."""
    return reads.ask(RemindersRecord, f"reminders#{person_id}", REMINDERS, _to_reminders)


def due_ids(at: datetime, span: Span) -> Page[str]:
    """Who is due at an instant, the longest awaited first."""
    return dynamodb.page(RemindersRecord.by_due, REMINDERS, _to_id, span, where=ByDue.due_at <= at)


def _to_id(record: RemindersRecord) -> str:
    return record.pk.removeprefix("reminders#")


def _to_reminders(record: RemindersRecord) -> Reminders:
    return Reminders(
        person_id=_to_id(record),
        leads=record.leads,
        quiet=QuietHours(record.quiet_from, record.quiet_to),
        from_at=record.from_at,
        due_at=record.due_at,
        edition=record.edition,
        version=record.version,
    )
