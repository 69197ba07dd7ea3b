"""What the controls and the figures read of the ledger: heads, entries and movements exactly as they are kept."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any

from chalicelib.runtime import dynamodb

from .model import Account, Posting, Recorded
from .table import (
    ACCOUNT,
    ENTRIES,
    HEAD,
    MOVEMENT,
    MOVEMENTS,
    AccountRecord,
    EntryRecord,
    MovementRecord,
    day_shards,
    to_account,
    to_posting,
)

Kept = Account | Posting | Recorded


def everything(segment: int = 0, segments: int = 1) -> Iterator[Kept]:
    """All there is in one of the table's segments, in no order. It reads the whole segment."""
    return _read(dynamodb.every_item(AccountRecord, segment, segments))


def of_accounts(account_ids: Iterable[str]) -> Iterator[Kept]:
    """The heads of some accounts, and all of their entries."""
    wanted = sorted(account_ids)
    yield from _read(dynamodb.raw_items(AccountRecord, [(f"{ACCOUNT}{account_id}", HEAD) for account_id in wanted]))
    for account_id in wanted:
        query = EntryRecord.query(f"{ENTRIES}{account_id}", consistent_read=True)
        yield from (to_posting(entry) for entry in query)


def movements(movement_ids: Collection[str]) -> Iterator[Kept]:
    """The records of some movements."""
    keys = [(f"{MOVEMENTS}{movement_id}", MOVEMENT) for movement_id in sorted(movement_ids)]
    return _read(dynamodb.raw_items(MovementRecord, keys))


def on_day(on: date) -> list[Posting]:
    """The entries that the index by day has on an Italian day, as the table has them."""
    names = [(entry.pk, entry.sk) for shard in day_shards(on) for entry in EntryRecord.by_day.query(shard)]
    return [to_posting(EntryRecord.from_raw_data(item)) for item in dynamodb.raw_items(EntryRecord, names)]


def _read(items: Iterable[dict[str, Any]]) -> Iterator[Kept]:
    for item in items:
        if item["sk"]["S"] == HEAD:
            yield to_account(AccountRecord.from_raw_data(item))
        elif item["sk"]["S"] == MOVEMENT:
            movement = MovementRecord.from_raw_data(item)
            yield Recorded(movement.pk.removeprefix(MOVEMENTS), movement.kind, movement.at)
        elif item["pk"]["S"].startswith(ENTRIES):
            yield to_posting(EntryRecord.from_raw_data(item))
