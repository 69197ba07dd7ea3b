"""What was counted: a programme's days, the days of all places, and until when it was done."""

from collections.abc import Mapping
from datetime import date

from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import DayAttribute, Record, StructAttribute, Transaction

from .model import Day, Flow, Share
from .places import Occupancy

PLACES, COUNTED = "places", "counted"
Places = Mapping[str, Occupancy]  # by provider


class DayRecord(Record):
    """What a programme's money did on a day. Written whole: counted again it is the same."""

    table = "usage_table"

    flow: StructAttribute[Flow] = StructAttribute(Flow)
    shares: StructAttribute[tuple[Share, ...]] = StructAttribute(tuple[Share, ...])


class PlacesRecord(Record):
    """What became of every provider's places on a day: one item, so that a session that moves leaves its old day."""

    table = "usage_table"

    by_provider: StructAttribute[dict[str, Occupancy]] = StructAttribute(dict[str, Occupancy])


class CountedRecord(Record):
    """The last day that was counted."""

    table = "usage_table"

    until_on = DayAttribute()


def put_day(day: Day) -> None:
    """Write what a programme's money did on a day, whatever was there."""
    with Transaction() as writes:
        writes.put(DayRecord(pk=_programme(day.programme_id), sk=day.on.isoformat(), flow=day.flow, shares=day.shares))


def days(programme_id: str, from_on: date, to_on: date) -> list[Day]:
    """The days of a programme on which its money moved, both ends included."""
    if to_on < from_on:
        return []
    when = DayRecord.sk.between(from_on.isoformat(), to_on.isoformat())
    return dynamodb.everything(DayRecord, _programme(programme_id), _to_day, where=when)


def put_places(on: date, by_provider: Places) -> None:
    """Write what became of a day's places, whatever was there."""
    with Transaction() as writes:
        writes.put(PlacesRecord(pk=PLACES, sk=on.isoformat(), by_provider=dict(by_provider)))


def places(from_on: date, to_on: date) -> dict[date, Places]:
    """What became of the places of some days, both ends included."""
    if to_on < from_on:
        return {}
    when = PlacesRecord.sk.between(from_on.isoformat(), to_on.isoformat())
    return dict(dynamodb.everything(PlacesRecord, PLACES, _to_places, where=when))


def put_counted(until_on: date) -> None:
    """Note the last day that was counted."""
    with Transaction() as writes:
        writes.put(CountedRecord(pk=COUNTED, sk=COUNTED, until_on=until_on))


def counted_until() -> date | None:
    """The last day that was counted."""
    found = dynamodb.find(CountedRecord, COUNTED, COUNTED)
    return found.until_on if found else None


def _programme(programme_id: str) -> str:
    return f"programme#{programme_id}"


def _to_day(record: DayRecord) -> Day:
    return Day(record.pk.removeprefix("programme#"), date.fromisoformat(record.sk), record.flow, record.shares)


def _to_places(record: PlacesRecord) -> tuple[date, Places]:
    return date.fromisoformat(record.sk), record.by_provider
