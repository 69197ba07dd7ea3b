"""Desks: a territory has a handful, so they live in one item collection."""

from pynamodb.attributes import UnicodeAttribute

from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import Later, Reads, Record, Transaction

from .model import Desk, DeskKind

DESKS = "desks"


class DeskRecord(Record):
    """A Social Point."""

    table = "desks_table"

    name = UnicodeAttribute()
    municipality_code = UnicodeAttribute()
    address = UnicodeAttribute()
    opening_hours = UnicodeAttribute()
    kind = UnicodeAttribute()


def add(writes: Transaction, desk: Desk, exists: Exception) -> None:
    """Write a new desk."""
    record = DeskRecord(
        pk=DESKS,
        sk=desk.id,
        name=desk.name,
        municipality_code=desk.municipality_code,
        address=desk.address,
        opening_hours=desk.opening_hours,
        kind=desk.kind,
    )
    writes.create(record, exists)


def desk(reads: Reads, desk_id: str) -> Later[Desk]:
    """Ask for a desk."""
    return reads.ask(DeskRecord, DESKS, desk_id, _to_desk)


def every() -> list[Desk]:
    """All desks of the territory."""
    return dynamodb.everything(DeskRecord, DESKS, _to_desk)


def _to_desk(record: DeskRecord) -> Desk:
    return Desk(
        id=record.sk,
        name=record.name,
        municipality_code=record.municipality_code,
        address=record.address,
        opening_hours=record.opening_hours,
        kind=DeskKind(record.kind),
    )
