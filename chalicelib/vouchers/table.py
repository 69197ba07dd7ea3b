"""Vouchers: by person, by the day something is due, and by what waits for a second person."""

from collections.abc import Iterable, Iterator
from datetime import date

from pynamodb.attributes import UnicodeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, IncludeProjection, KeysOnlyProjection

from chalicelib.kernel.clock import local_day, stamp
from chalicelib.kernel.paging import Page, Span
from chalicelib.ledger.model import Unit
from chalicelib.programmes.rules import Rules
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

from .model import DUE_SHARDS, Change, ChangeKind, Outline, Voucher, VoucherState

VOUCHER, CHANGE = "voucher", "change"
ENDED_BEFORE = (VoucherState.REVOKED, VoucherState.TRANSFERRED)


class ByPerson(GlobalSecondaryIndex["VoucherRecord"]):
    """A person's vouchers, the soonest to expire first."""

    class Meta:
        """The index's name and content."""

        index_name = "by_person"
        projection = AllProjection()

    person_id = UnicodeAttribute(hash_key=True)
    expires_on = DayAttribute(range_key=True)


class ByDue(GlobalSecondaryIndex["VoucherRecord"]):
    """Vouchers by the day on which the nightly job has something to do for them: it reads those, and nothing else."""

    class Meta:
        """The index's name and content."""

        index_name = "by_due"
        projection = KeysOnlyProjection()

    due_shard = UnicodeAttribute(hash_key=True)
    due_on = DayAttribute(range_key=True)


class ByProgramme(GlobalSecondaryIndex["VoucherRecord"]):
    """A programme's vouchers, the soonest to expire first: what its funder looks at, and nothing of whose they are."""

    class Meta:
        """The index's name and content."""

        index_name = "by_programme"
        projection = IncludeProjection(["unit", "state", "issued_at"])

    programme_id = UnicodeAttribute(hash_key=True)
    expires_on = DayAttribute(range_key=True)


class ByWaiting(GlobalSecondaryIndex["VoucherRecord"]):
    """A funder's vouchers with a change that waits for a second person, the longest first."""

    class Meta:
        """The index's name and content."""

        index_name = "by_waiting"
        projection = AllProjection()

    waiting_for = UnicodeAttribute(hash_key=True)
    waiting_since = InstantAttribute(range_key=True)


class VoucherRecord(Record):
    """A voucher. It carries its due shard only while the nightly job has something to do for it."""

    table = "vouchers_table"

    by_person = ByPerson()
    by_due = ByDue()
    by_programme = ByProgramme()
    by_waiting = ByWaiting()
    due_shard = UnicodeAttribute(null=True)
    due_on = DayAttribute(null=True)
    waiting_for = UnicodeAttribute(null=True)
    waiting_since = InstantAttribute(null=True)
    waiting: StructAttribute[Change] = StructAttribute(Change, null=True)
    funder_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    programme_title = UnicodeAttribute()
    programme_version = CentsAttribute()
    person_id = UnicodeAttribute()
    household_id = UnicodeAttribute()
    unit = UnicodeAttribute()
    granted = CentsAttribute()
    rules: StructAttribute[Rules] = StructAttribute(Rules)
    issued_at = InstantAttribute()
    expires_on = DayAttribute()
    state = UnicodeAttribute()
    fingerprint = UnicodeAttribute()


class ChangeRecord(Record):
    """That someone changed a voucher: once under the request that did it, once in the voucher's history."""

    table = "vouchers_table"

    terms: StructAttribute[Change] = StructAttribute(Change)


def add(writes: Transaction, voucher: Voucher) -> None:
    """Write a new voucher: open, or proposed and waiting for a second person."""
    is_open = voucher.state is VoucherState.OPEN
    record = VoucherRecord(
        pk=f"voucher#{voucher.id}",
        sk=VOUCHER,
        due_shard=_shard(voucher.id) if is_open else None,
        due_on=voucher.due_after(local_day(voucher.issued_at)) if is_open else None,
        waiting_for=voucher.funder_id if voucher.waiting else None,
        waiting_since=voucher.waiting.at if voucher.waiting else None,
        waiting=voucher.waiting,
        funder_id=voucher.funder_id,
        programme_id=voucher.programme_id,
        programme_title=voucher.programme_title,
        programme_version=voucher.programme_version,
        person_id=voucher.person_id,
        household_id=voucher.household_id,
        unit=voucher.unit,
        granted=voucher.granted,
        rules=voucher.rules,
        issued_at=voucher.issued_at,
        expires_on=voucher.expires_on,
        state=voucher.state,
        fingerprint=voucher.fingerprint,
    )
    writes.create(record, Stale())


def must_not_exist(writes: Transaction, voucher_id: str) -> None:
    """Write only if there is no such voucher. Stale when there is."""
    writes.check(VoucherRecord(pk=f"voucher#{voucher_id}", sk=VOUCHER), VoucherRecord.pk.does_not_exist(), Stale())


def expire(writes: Transaction, voucher: Voucher) -> None:
    """Mark a voucher done: nothing is due for it any more; expired, unless it ended before in another way."""
    ended = voucher.state if voucher.state in ENDED_BEFORE else VoucherState.EXPIRED
    writes.change(
        VoucherRecord(pk=f"voucher#{voucher.id}", sk=VOUCHER),
        [VoucherRecord.state.set(ended), VoucherRecord.due_shard.remove(), VoucherRecord.due_on.remove()],
        _as_read(voucher),
        Stale(),
    )


def move_on(writes: Transaction, voucher: Voucher, *, due_on: date) -> None:
    """Let a voucher wait for its next due day. Stale when it has changed since it was read, or a twin was first."""
    writes.change(
        VoucherRecord(pk=f"voucher#{voucher.id}", sk=VOUCHER),
        [VoucherRecord.due_on.set(due_on)],
        _as_read(voucher) & (VoucherRecord.due_on == voucher.due_on),
        Stale(),
    )


def watch(writes: Transaction, voucher_id: str, *, on: date) -> None:
    """Let the nightly job look at a voucher from a day on, whatever its state; what is due for it already stays so."""
    record = VoucherRecord
    writes.change(
        VoucherRecord(pk=f"voucher#{voucher_id}", sk=VOUCHER),
        [record.due_shard.set(_shard(voucher_id)), record.due_on.set(record.due_on | on)],
        record.pk.exists(),
        Stale(),
    )


def wait(writes: Transaction, voucher: Voucher, change: Change) -> None:
    """Let a change wait for a second person. Stale when the voucher has changed since it was read."""
    record = VoucherRecord
    actions = [
        record.waiting.set(change),
        record.waiting_for.set(voucher.funder_id),
        record.waiting_since.set(change.at),
    ]
    writes.change(
        VoucherRecord(pk=f"voucher#{voucher.id}", sk=VOUCHER),
        actions,
        _as_read(voucher) & record.waiting_for.does_not_exist(),
        Stale(),
    )
    writes.create(ChangeRecord(pk=f"change#{change.id}", sk=CHANGE, terms=change), Stale())


def change(writes: Transaction, voucher: Voucher, changed: Voucher, change: Change) -> None:
    """Write a voucher as a change leaves it, and who did it and why. Stale when a twin was first.

    A revoked or transferred one is due from the next day on: what its bookings still free goes back to the fund. A
    reactivated one is looked at the next night: what it was not warned of while it was suspended is made up for. For
    one that was only proposed and is rejected nothing is ever due.
    """
    record = VoucherRecord
    actions: list[Action] = [
        record.state.set(changed.state),
        record.issued_at.set(changed.issued_at),
        record.expires_on.set(changed.expires_on),
    ]
    rejected = voucher.state is VoucherState.PROPOSED and changed.state is not VoucherState.OPEN
    if not rejected and (changed.state, changed.expires_on) != (voucher.state, voucher.expires_on):
        due_on = changed.due_after(_looked_at_on(change))
        actions += [record.due_shard.set(_shard(changed.id)), record.due_on.set(due_on)]
    if voucher.waiting and not changed.waiting:
        actions += [record.waiting.remove(), record.waiting_for.remove(), record.waiting_since.remove()]
    writes.change(VoucherRecord(pk=f"voucher#{voucher.id}", sk=VOUCHER), actions, _as_read(voucher), Stale())
    note(writes, change)


def note(writes: Transaction, change: Change) -> None:
    """Write that a request was fulfilled, once, and what it did into the voucher's history."""
    writes.create(ChangeRecord(pk=f"change#{change.id}", sk=CHANGE, terms=change), Stale())
    history = f"{stamp(change.at)}#{change.id}"
    writes.create(ChangeRecord(pk=f"changes#{change.voucher_id}", sk=history, terms=change), Stale())


def found_change(reads: Reads, change_id: str) -> Later[Change]:
    """Ask for the change that a request made."""
    return reads.ask(ChangeRecord, f"change#{change_id}", CHANGE, lambda record: record.terms)


def changes(voucher_id: str, span: Span) -> Page[Change]:
    """What was done to a voucher, oldest first."""
    return dynamodb.page(ChangeRecord, f"changes#{voucher_id}", lambda record: record.terms, span, consistent=True)


def voucher(reads: Reads, voucher_id: str) -> Later[Voucher]:
    """Ask for a voucher."""
    return reads.ask(VoucherRecord, f"voucher#{voucher_id}", VOUCHER, _to_voucher)


def several(voucher_ids: Iterable[str]) -> Iterator[Voucher]:
    """Some vouchers, those of them that there are."""
    items = dynamodb.raw_items(VoucherRecord, [(f"voucher#{voucher_id}", VOUCHER) for voucher_id in voucher_ids])
    return (_to_voucher(VoucherRecord.from_raw_data(item)) for item in items)


def everything(segment: int, segments: int) -> Iterator[Voucher]:
    """Every voucher in one of the table's segments. For the reconciliation only: it reads the whole segment."""
    items = dynamodb.every_item(VoucherRecord, segment, segments)
    return (_to_voucher(VoucherRecord.from_raw_data(item)) for item in items if item["sk"]["S"] == VOUCHER)


def of_person(person_id: str, span: Span) -> Page[Voucher]:
    """A person's vouchers, the soonest to expire first."""
    return dynamodb.page(VoucherRecord.by_person, person_id, _to_voucher, span)


def of_programme(
    programme_id: str, span: Span, *, state: VoucherState | None, expires_until: date | None
) -> Page[Outline]:
    """A programme's vouchers of a state, or of any, until a last day; the soonest to expire first."""
    when = ByProgramme.expires_on <= expires_until if expires_until else None
    only = VoucherRecord.state == state if state else None
    return dynamodb.page(VoucherRecord.by_programme, programme_id, _to_outline, span, where=when, only=only)


def of_funder_waiting(funder_id: str, span: Span) -> Page[Voucher]:
    """A funder's vouchers with a change that waits for a second person, the longest first."""
    return dynamodb.page(VoucherRecord.by_waiting, funder_id, _to_voucher, span)


def due_ids(on: date, span: Span, shard: str) -> Page[str]:
    """Vouchers of a shard for which there is something to do on a day, or was before."""
    when = ByDue.due_on <= on
    return dynamodb.page(
        VoucherRecord.by_due, shard, lambda record: record.pk.removeprefix("voucher#"), span, where=when
    )


def shards() -> list[str]:
    """The shards of the index by due day."""
    return [f"due#{number}" for number in range(DUE_SHARDS)]


def _shard(voucher_id: str) -> str:
    return shards()[sum(voucher_id.encode()) % DUE_SHARDS]


def _looked_at_on(change: Change) -> date:
    """The day up to which nothing is due any more for a voucher that is changed."""
    return date.min if change.kind is ChangeKind.REACTIVATE else local_day(change.at)


def _as_read(voucher: Voucher) -> Condition:
    """That a voucher is still as it was read."""
    same: Condition = (VoucherRecord.state == voucher.state) & (VoucherRecord.expires_on == voucher.expires_on)
    return same


def _to_outline(record: VoucherRecord) -> Outline:
    return Outline(
        id=record.pk.removeprefix("voucher#"),
        unit=Unit(record.unit),
        state=VoucherState(record.state),
        issued_on=local_day(record.issued_at),
        expires_on=record.expires_on,
    )


def _to_voucher(record: VoucherRecord) -> Voucher:
    return Voucher(
        id=record.pk.removeprefix("voucher#"),
        funder_id=record.funder_id,
        programme_id=record.programme_id,
        programme_title=record.programme_title,
        programme_version=record.programme_version,
        person_id=record.person_id,
        household_id=record.household_id,
        unit=Unit(record.unit),
        granted=record.granted,
        rules=record.rules,
        issued_at=record.issued_at,
        expires_on=record.expires_on,
        state=VoucherState(record.state),
        fingerprint=record.fingerprint,
        waiting=record.waiting,
        due_on=record.due_on,
    )
