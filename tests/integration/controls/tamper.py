"""Writing straight into the tables, as nobody should."""

from typing import Any

from chalicelib.runtime.aws import client

Item = dict[str, Any]


def items(prefix: str, table: str = "ledger") -> list[Item]:
    """A table's items under keys that begin so, in order."""
    found = client("dynamodb").scan(TableName=table)["Items"]
    return sorted((item for item in found if item["pk"]["S"].startswith(prefix)), key=lambda item: str(item["sk"]))


def put(item: Item, table: str = "ledger") -> None:
    """Write an item, whatever was there."""
    client("dynamodb").put_item(TableName=table, Item=item)


def remove(item: Item, table: str = "ledger") -> None:
    """Take an item away."""
    client("dynamodb").delete_item(TableName=table, Key={name: item[name] for name in ("pk", "sk")})


def edit(item: Item, table: str = "ledger", /, **numbers: int) -> None:
    """Add to some numbers of an item."""
    put(item | {name: {"N": str(int(item[name]["N"]) + number)} for name, number in numbers.items()}, table)


def change(item: Item, table: str = "ledger", /, **values: str | int) -> None:
    """Set some attributes of an item."""
    put(item | {name: {"S" if isinstance(value, str) else "N": str(value)} for name, value in values.items()}, table)
