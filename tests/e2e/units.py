"""Capacity units as AWS counts them, from the items themselves.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html: in a transaction two units
for each started KB of an item, as large as it was before or after, and the same for each index entry it changes; an
entry whose key changes is one that goes and one that comes. A consistent read is a unit for each started 4 KB of an
item, or of nothing; a query that may be stale half a unit for each started 4 KB of all it returns.
"""

import math
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from chalicelib.runtime import aws
from tests.conftest import template_tables

KB = 1024
READ_BYTES = 4 * KB
TRANSACTIONAL = 2


@dataclass(frozen=True)
class Write:
    """One write of a transaction and what it costs."""

    operation: str
    item: str
    size_bytes: int
    indexes: int
    units: int


def of_transaction(params: dict[str, Any], logical_ids: dict[str, str]) -> list[Write]:
    """What each write of a transaction that has happened costs."""
    return [
        _write(operation, write, logical_ids) for item in params["TransactItems"] for operation, write in item.items()
    ]


def of_batch_get(params: dict[str, Any], answer: dict[str, Any]) -> float:
    """What a consistent read of many items costs."""
    asked = sum(len(table["Keys"]) for table in params["RequestItems"].values())
    found = [item for items in answer["Responses"].values() for item in items]
    return asked - len(found) + sum(math.ceil(size(item) / READ_BYTES) for item in found)


def of_query(answer: dict[str, Any]) -> float:
    """What a query that may be stale costs."""
    return max(1, math.ceil(sum(size(item) for item in answer["Items"]) / READ_BYTES)) / 2


def size(item: dict[str, Any]) -> int:
    """An item's size in bytes as DynamoDB bills it: names and values."""
    return sum(len(name.encode()) + _value(value) for name, value in item.items())


def _write(operation: str, write: dict[str, Any], logical_ids: dict[str, str]) -> Write:
    key = {name: (write.get("Key") or write["Item"])[name] for name in ("pk", "sk")}
    item = write.get("Item") or _kept(write["TableName"], key)
    touched = [] if operation == "ConditionCheck" else _indexes(operation, write, item, logical_ids)
    units = TRANSACTIONAL * (_started(size(item)) + sum(_started(size(entry)) for entry in touched))
    return Write(operation, f"{key['pk']['S'].split('#')[0]}", size(item), len(touched), units)


def _kept(table: str, key: dict[str, Any]) -> dict[str, Any]:
    found = aws.client("dynamodb").get_item(TableName=table, Key=key, ConsistentRead=True)
    item: dict[str, Any] = found["Item"]
    return item


def _indexes(
    operation: str, write: dict[str, Any], item: dict[str, Any], logical_ids: dict[str, str]
) -> list[dict[str, Any]]:
    """The entries of the indexes that a write changes."""
    entries = []
    for index in _declared()[logical_ids[write["TableName"]]].get("GlobalSecondaryIndexes", []):
        keys = {part["AttributeName"] for part in index["KeySchema"]}
        moves = operation == "Update" and keys & set(_changed(write))
        if moves:  # the old entry goes
            entries.append({name: item[name] for name in (keys | {"pk", "sk"}) & set(item)})
        if not keys <= set(item):
            continue
        if index["Projection"]["ProjectionType"] == "ALL":
            entries.append(item)
        elif operation == "Put" or moves:
            entries.append({name: item[name] for name in keys | {"pk", "sk"}})
    return entries


@cache
def _declared() -> dict[str, dict[str, Any]]:
    return template_tables()


def _changed(write: dict[str, Any]) -> list[str]:
    """The attributes that an update's own expression names; its condition changes none."""
    names = write["ExpressionAttributeNames"]
    return [names[placeholder] for placeholder in re.findall(r"#\w+", write["UpdateExpression"])]


def _started(size_bytes: int) -> int:
    return math.ceil(size_bytes / KB)


def _value(value: dict[str, Any]) -> int:
    kind, content = next(iter(value.items()))
    match kind:
        case "S":
            return len(content.encode())
        case "N":
            return math.ceil(len(str(content).lstrip("-").strip("0")) / 2) + 1 + str(content).startswith("-")
        case "BOOL" | "NULL":
            return 1
        case "SS":
            return sum(len(one.encode()) for one in content)
        case "M":
            return 3 + sum(1 + len(name.encode()) + _value(one) for name, one in content.items())
        case "L":
            return 3 + sum(1 + _value(one) for one in content)
        case _:
            raise TypeError(kind)
