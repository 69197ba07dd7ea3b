"""Vouchers, by person, and by expiry as long as they are open."""

from datetime import date
from typing import Any

from pynamodb.attributes import UnicodeAttribute, UnicodeSetAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, KeysOnlyProjection

from chalicelib.kernel.clock import local_day, stamp
from chalicelib.kernel.paging import Page, Span
from chalicelib.kernel.territory import Category
from chalicelib.ledger.model import Unit
from chalicelib.programmes.model import Rules
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import (
    CentsAttribute,
    DayAttribute,
    InstantAttribute,
    Later,
    Reads,
    Record,
    Stale,
    Transaction,
)

from .model import EXPIRY_SHARDS, Change, Voucher, VoucherState

VOUCHER, CHANGE = "voucher", "change"


class ByPerson(GlobalSecondaryIndex["VoucherRecord"]):
    """A person's vouchers, the soonest to expire first."""

    class Meta:
        """The index's name and content."""

        index_name = "by_person"
        projection = AllProjection()

    person_id = UnicodeAttribute(hash_key=True)
    expires_on = DayAttribute(range_key=True)


class ByExpiry(GlobalSecondaryIndex["VoucherRecord"]):
    """Open vouchers by their last day: the expiry job reads what is due, and nothing else."""

    class Meta:
        """The index's name and content."""

        index_name = "by_expiry"
        projection = KeysOnlyProjection()

    expiry_shard = UnicodeAttribute(hash_key=True)
    expires_on = DayAttribute(range_key=True)


class VoucherRecord(Record):
    """A voucher. It carries its expiry shard only while open."""

    table = "vouchers_table"

    by_person = ByPerson()
    by_expiry = ByExpiry()
    expiry_shard = UnicodeAttribute(null=True)
    programme_id = UnicodeAttribute()
    programme_title = UnicodeAttribute()
    programme_version = CentsAttribute()
    person_id = UnicodeAttribute()
    unit = UnicodeAttribute()
    granted = CentsAttribute()
    categories: UnicodeSetAttribute = UnicodeSetAttribute()
    age_min = CentsAttribute()
    age_max = CentsAttribute()
    municipality_codes: UnicodeSetAttribute = UnicodeSetAttribute()
    issued_at = InstantAttribute()
    expires_on = DayAttribute()
    state = UnicodeAttribute()
    fingerprint = UnicodeAttribute()


class ChangeRecord(Record):
    """That someone changed a voucher's state: once under the request that did it, once in the voucher's history."""

    table = "vouchers_table"

    voucher_id = UnicodeAttribute()
    state = UnicodeAttribute()
    reason = UnicodeAttribute()
    by = UnicodeAttribute()
    at = InstantAttribute()
    fingerprint = UnicodeAttribute()


def add(writes: Transaction, voucher: Voucher) -> None:
    """Write a new voucher."""
    record = VoucherRecord(
        pk=f"voucher#{voucher.id}",
        sk=VOUCHER,
        expiry_shard=shards()[sum(voucher.id.encode()) % EXPIRY_SHARDS],
        programme_id=voucher.programme_id,
        programme_title=voucher.programme_title,
        programme_version=voucher.programme_version,
        person_id=voucher.person_id,
        unit=voucher.unit,
        granted=voucher.granted,
        categories={str(category) for category in voucher.rules.categories},
        age_min=voucher.rules.age_min,
        age_max=voucher.rules.age_max,
        municipality_codes=set(voucher.rules.municipality_codes),
        issued_at=voucher.issued_at,
        expires_on=voucher.expires_on,
        state=voucher.state,
        fingerprint=voucher.fingerprint,
    )
    writes.create(record, Stale())


def expire(writes: Transaction, voucher: Voucher) -> None:
    """Mark a voucher done: it leaves the expiry index, expired unless it was revoked before."""
    ended = VoucherState.REVOKED if voucher.state is VoucherState.REVOKED else VoucherState.EXPIRED
    writes.change(
        VoucherRecord(pk=f"voucher#{voucher.id}", sk=VOUCHER),
        [VoucherRecord.state.set(ended), VoucherRecord.expiry_shard.remove()],
        (VoucherRecord.state == voucher.state) & (VoucherRecord.expires_on == voucher.expires_on),
        Stale(),
    )


def change(writes: Transaction, voucher: Voucher, change: Change, change_id: str) -> None:
    """Change a voucher's state, and keep who did it and why. Stale when a twin was first.

    A revoked one is due for the expiry job from the next day on, which takes back what its bookings still free.
    """
    actions = [VoucherRecord.state.set(change.state)]
    if change.state is VoucherState.REVOKED:
        actions.append(VoucherRecord.expires_on.set(local_day(change.at)))
    writes.change(
        VoucherRecord(pk=f"voucher#{voucher.id}", sk=VOUCHER), actions, VoucherRecord.state == voucher.state, Stale()
    )
    record: dict[str, Any] = {
        "voucher_id": change.voucher_id,
        "state": change.state,
        "reason": change.reason,
        "by": change.by,
        "at": change.at,
        "fingerprint": change.fingerprint,
    }
    writes.create(ChangeRecord(pk=f"change#{change_id}", sk=CHANGE, **record), Stale())
    writes.create(ChangeRecord(pk=f"changes#{voucher.id}", sk=f"{stamp(change.at)}#{change_id}", **record), Stale())


def found_change(reads: Reads, change_id: str) -> Later[Change]:
    """Ask for the change that a request made."""
    return reads.ask(ChangeRecord, f"change#{change_id}", CHANGE, _to_change)


def changes(voucher_id: str, span: Span) -> Page[Change]:
    """The changes of a voucher's state, oldest first."""
    return dynamodb.page(ChangeRecord, f"changes#{voucher_id}", _to_change, span, consistent=True)


def voucher(reads: Reads, voucher_id: str) -> Later[Voucher]:
    """Ask for a voucher."""
    return reads.ask(VoucherRecord, f"voucher#{voucher_id}", VOUCHER, _to_voucher)


def of_person(person_id: str, span: Span) -> Page[Voucher]:
    """A person's vouchers, the soonest to expire first."""
    return dynamodb.page(VoucherRecord.by_person, person_id, _to_voucher, span)


def due_ids(before: date, span: Span, shard: str) -> Page[str]:
    """Open vouchers of a shard whose last day is before a day."""
    when = ByExpiry.expires_on < before
    return dynamodb.page(
        VoucherRecord.by_expiry, shard, lambda record: record.pk.removeprefix("voucher#"), span, where=when
    )


def shards() -> list[str]:
    """The shards of the expiry index."""
    return [f"open#{number}" for number in range(EXPIRY_SHARDS)]


def _to_voucher(record: VoucherRecord) -> Voucher:
    return Voucher(
        id=record.pk.removeprefix("voucher#"),
        programme_id=record.programme_id,
        programme_title=record.programme_title,
        programme_version=record.programme_version,
        person_id=record.person_id,
        unit=Unit(record.unit),
        granted=record.granted,
        rules=Rules(
            categories=tuple(sorted(Category(category) for category in record.categories)),
            age_min=record.age_min,
            age_max=record.age_max,
            municipality_codes=tuple(sorted(record.municipality_codes)),
        ),
        issued_at=record.issued_at,
        expires_on=record.expires_on,
        state=VoucherState(record.state),
        fingerprint=record.fingerprint,
    )


def _to_change(record: ChangeRecord) -> Change:
    return Change(
        voucher_id=record.voucher_id,
        state=VoucherState(record.state),
        reason=record.reason,
        by=record.by,
        at=record.at,
        fingerprint=record.fingerprint,
    )
