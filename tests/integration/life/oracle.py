"""What must be true of the books at every step, read from the raw tables without the platform's own code."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from boto3.dynamodb.types import TypeDeserializer

from chalicelib.runtime import aws

BUCKETS = ("available", "held", "due", "paid")
PARTS = ("available", "held", "captured", "lapsed", "returned", "transferred")
Item = dict[str, Any]

_plain = TypeDeserializer().deserialize


def items(table: str) -> list[Item]:
    """Every item of a table, as plain values."""
    pages = aws.client("dynamodb").get_paginator("scan").paginate(TableName=table)
    return [{name: _plain(value) for name, value in item.items()} for page in pages for item in page["Items"]]


def faults(ledger: list[Item], vouchers: list[Item]) -> list[str]:
    """Everything that does not add up."""
    heads = {item["pk"].removeprefix("account#"): item for item in ledger if item["sk"] == "head"}
    entries = [item for item in ledger if item["pk"].startswith("entries#")]
    return [
        *_heads_differ(heads, entries),
        *_movements_do_not_sum(entries, {item["pk"] for item in ledger if item["sk"] == "movement"}),
        *_vouchers_do_not_conserve(heads),
        *_programmes_do_not_conserve(heads, entries, vouchers),
        *_excluded_side_by_side(vouchers),
    ]


def _heads_differ(heads: dict[str, Item], entries: list[Item]) -> Iterator[str]:
    folded: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for entry in entries:
        for bucket in BUCKETS:
            folded[entry["pk"].removeprefix("entries#")][bucket] += int(entry.get(f"{bucket}_change", 0))
    for account_id in heads.keys() | folded.keys():
        for bucket in BUCKETS:
            stands = int(heads.get(account_id, {}).get(bucket, 0))
            if stands != folded[account_id][bucket]:
                yield f"{account_id} {bucket}: {stands}, its entries say {folded[account_id][bucket]}"
            if stands < 0 and not account_id.startswith("funder:"):
                yield f"{account_id} {bucket} is below zero: {stands}"


def _movements_do_not_sum(entries: list[Item], movements: set[str]) -> Iterator[str]:
    sums: dict[str, int] = defaultdict(int)
    for entry in entries:
        sums[entry["movement_id"]] += sum(int(entry.get(f"{bucket}_change", 0)) for bucket in BUCKETS)
    yield from (f"movement {name} makes or loses {units}" for name, units in sums.items() if units)
    for name in {f"movement#{one}" for one in sums} ^ movements:
        yield f"{name} has entries or a record, not both"


def _vouchers_do_not_conserve(heads: dict[str, Item]) -> Iterator[str]:
    for account_id, head in heads.items():
        if account_id.startswith("voucher:") and head["granted"] != sum(head.get(part, 0) for part in PARTS):
            yield f"{account_id}: granted {head['granted']} is not the sum of its parts"


def _programmes_do_not_conserve(heads: dict[str, Item], entries: list[Item], vouchers: list[Item]) -> Iterator[str]:
    programme_of = {one["pk"].replace("#", ":"): one["programme_id"] for one in vouchers if one["sk"] == "voucher"}
    given: dict[str, int] = defaultdict(int)
    for entry in entries:
        account_id = entry["pk"].removeprefix("entries#")
        if entry["kind"] == "commit":
            programme_of[account_id] = entry["about"]
        if entry["kind"] == "endow" and account_id.startswith("fund:"):
            given[account_id.removeprefix("fund:")] += int(entry["available_change"])
    there: dict[str, int] = defaultdict(int)
    for account_id, head in heads.items():
        kind, _, rest = account_id.partition(":")
        programme_id = {"fund": rest, "payable": rest.partition(":")[2]}.get(kind) or programme_of.get(account_id)
        if programme_id:
            there[programme_id] += sum(int(head.get(bucket, 0)) for bucket in BUCKETS)
    for programme_id in given.keys() | there.keys():
        if given[programme_id] != there[programme_id]:
            yield f"programme {programme_id} was given {given[programme_id]}, {there[programme_id]} is there"


def _excluded_side_by_side(vouchers: list[Item]) -> Iterator[str]:
    live = [one for one in vouchers if one["sk"] == "voucher" and one["state"] in ("open", "suspended")]
    for one in live:
        for other in live:
            same = one["person_id"] == other["person_id"], one["household_id"] == other["household_id"]
            for reach, there in zip(("person", "household"), same, strict=True):
                if there and f'"programme_id":"{other["programme_id"]}","reach":"{reach}"' in one["rules"]:
                    yield f"vouchers {one['pk']} and {other['pk']} exclude each other"
