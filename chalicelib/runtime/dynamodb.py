"""DynamoDB for the contexts: records, reads that travel together, writes that happen together or not at all."""

import inspect
import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from types import TracebackType
from typing import Any, ClassVar, Generic, Self, TypeVar, cast

import msgspec
from botocore.exceptions import ClientError
from pynamodb.attributes import Attribute, UnicodeAttribute
from pynamodb.connection.table import TableConnection
from pynamodb.constants import NUMBER, STRING
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.models import Model

from chalicelib.kernel import clock
from chalicelib.kernel.identifiers import new
from chalicelib.kernel.paging import Page, Position, Span
from chalicelib.kernel.refusals import Contention, Refusal

from . import aws
from .settings import settings

R = TypeVar("R", bound="Record")
T = TypeVar("T")

PATIENCE_SECONDS = 8.0  # contention is retried this long: well inside API Gateway's 29 seconds
FIRST_PAUSE_SECONDS = 0.02
LONGEST_PAUSE_SECONDS = 0.5
ALL_OLD = "ALL_OLD"  # a condition that fails brings back the item it failed on
FILTERED_MAX = 500  # items that one Query of a filtered list looks at: few round trips, however few of them are wanted
BATCH_MAX = 100  # keys of one BatchGetItem and writes of one TransactWriteItems (AWS limits)
BUSY = frozenset(
    {
        "TransactionConflict",
        "TransactionConflictException",
        "TransactionInProgressException",
        "ThrottlingError",
        "ThrottlingException",
        "ProvisionedThroughputExceeded",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
    }
)


class Record(Model):
    """An item of a context's table. Every table has the keys pk and sk."""

    table: ClassVar[str]  # the field of Settings that names the table

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

    class Meta:
        """PynamoDB wants a name at hand; the real one comes from the settings at first use."""

        table_name = ""

    @classmethod
    def _get_connection(cls) -> TableConnection:
        # PynamoDB would build a botocore session and client for each Model, about 250 ms each: all share one.
        name = str(getattr(settings(), cls.table))
        if cls._connection is None or cls._connection.table_name != name:
            cls.Meta = type("Meta", (cls.Meta,), {"table_name": name})  # type: ignore[assignment,misc]
            cls._connection = None
        connection = super()._get_connection()
        connection.connection._client = aws.client("dynamodb")
        return connection


class CentsAttribute(Attribute[int]):
    """A whole number: cents, minutes, places. Floats and Decimals are refused, never rounded."""

    attr_type = NUMBER

    def serialize(self, value: int) -> str:
        """The number as DynamoDB keeps it; raises TypeError for anything but an int."""
        if type(value) is not int:
            raise TypeError(f"{self.attr_name} takes whole numbers, not {value!r}")
        return str(value)

    def deserialize(self, value: str) -> int:
        """The number as it was stored."""
        return int(value)


class InstantAttribute(Attribute[datetime]):
    """An instant in UTC, stored so that the order of texts is the order of time."""

    attr_type = STRING

    def serialize(self, value: datetime) -> str:
        """Fixed-width UTC text."""
        return clock.stamp(value)

    def deserialize(self, value: str) -> datetime:
        """The instant as it was stored."""
        return clock.instant(value)


class DayAttribute(Attribute[date]):
    """A calendar day."""

    attr_type = STRING

    def serialize(self, value: date) -> str:
        """ISO text."""
        return value.isoformat()

    def deserialize(self, value: str) -> date:
        """The day as it was stored."""
        return date.fromisoformat(value)


class StructAttribute(Attribute[T]):
    """Something of a model kept whole, as canonical JSON: for what nothing is searched by."""

    attr_type = STRING

    def __init__(self, kind: Any, **known: Any) -> None:
        super().__init__(**known)
        self._kind = kind

    def serialize(self, value: T) -> str:
        """JSON text, the same for the same value."""
        return msgspec.json.encode(value, order="deterministic").decode()

    def deserialize(self, value: str) -> T:
        """The value as it was stored."""
        return cast("T", msgspec.json.decode(value, type=self._kind))


class Stale(Exception):
    """What a decision was based on has changed since it was read: read and decide again."""


class Later(Generic[T]):
    """Something asked for, there once the reads it belongs to have run."""

    def __init__(self) -> None:
        self._value: T | None = None

    def found(self) -> T | None:
        """The thing, or None where there is none."""
        return self._value

    def must(self, refusal: Refusal) -> T:
        """The thing; raises the refusal where there is none."""
        if self._value is None:
            raise refusal
        return self._value


class Reads:
    """Consistent reads from any tables, made in one round trip when the block ends."""

    def __init__(self) -> None:
        self._wanted: dict[tuple[str, str, str], list[tuple[type[Record], Callable[[Any], Any], Later[Any]]]] = {}

    def ask(self, record: type[R], pk: str, sk: str, into: Callable[[R], T]) -> Later[T]:
        """Ask for one item and say what to make of it."""
        later: Later[T] = Later()
        name = record._get_connection().table_name
        self._wanted.setdefault((name, pk, sk), []).append((record, into, later))
        return later

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if error is None:
            self._run()

    def _run(self) -> None:
        for table, item in _batches(self._wanted):
            self._hand_over(table, item)

    def _hand_over(self, table: str, item: dict[str, Any]) -> None:
        for record, into, later in self._wanted[table, item["pk"]["S"], item["sk"]["S"]]:
            later._value = into(record.from_raw_data(item))


def find(record: type[R], pk: str, sk: str) -> R | None:
    """One item, read consistently."""
    with Reads() as reads:
        later = reads.ask(record, pk, sk, lambda found: found)
    return later.found()


def raw_items(record: type[Record], keys: Iterable[tuple[str, str]]) -> Iterator[dict[str, Any]]:
    """The items of a record's table with these keys, read consistently, each exactly as it is stored, in no order."""
    table = record._get_connection().table_name
    return (item for _, item in _batches((table, pk, sk) for pk, sk in keys))


def _batches(keys: Iterable[tuple[str, str, str]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every item there is under these tables and keys, with its table's name."""
    asked = list(keys)
    for start in range(0, len(asked), BATCH_MAX):
        pending: dict[str, Any] = {}
        for table, pk, sk in asked[start : start + BATCH_MAX]:
            wanted = pending.setdefault(table, {"Keys": [], "ConsistentRead": True})
            wanted["Keys"].append({"pk": {"S": pk}, "sk": {"S": sk}})
        for pause in _pauses():
            answer = aws.client("dynamodb").batch_get_item(RequestItems=pending)
            yield from ((table, item) for table, items in answer["Responses"].items() for item in items)
            pending = answer.get("UnprocessedKeys") or {}
            if not pending:
                break
            time.sleep(pause)
        else:
            raise Contention


# What a write raises when its condition does not hold; a function looks at the raw item as it stands.
Otherwise = Exception | Callable[[dict[str, Any]], Exception]


class Transaction:
    """Writes of several contexts that happen together or not at all; each carries the refusal it raises.

    Leaving the block commits. When a condition does not hold, the refusal of the first such write is raised and
    nothing is written. Contention is retried with full jitter for PATIENCE_SECONDS, then refused as Contention.
    """

    def __init__(self) -> None:
        self._writes: list[dict[str, Any]] = []
        self._refusals: list[Otherwise] = []
        # DynamoDB answers a repeated token with the first result: a commit whose answer was lost is not made twice.
        self._token = new()

    def create(self, record: Record, exists: Otherwise) -> None:
        """Write an item that must not exist yet."""
        self.put_if(record, type(record).pk.does_not_exist(), exists)

    def put(self, record: Record) -> None:
        """Write a whole item, whatever was there."""
        self._add("Put", record.get_save_kwargs_from_instance(), Stale())

    def put_if(self, record: Record, only_if: Condition, otherwise: Otherwise) -> None:
        """Write a whole item, under a condition on what was there."""
        self._add("Put", record.get_save_kwargs_from_instance(only_if, ALL_OLD), otherwise)

    def change(self, record: Record, actions: Sequence[Action], only_if: Condition, otherwise: Otherwise) -> None:
        """Change an item under a condition; `otherwise` may look at the raw item that did not meet it."""
        self._add("Update", record.get_update_kwargs_from_instance(list(actions), only_if, ALL_OLD), otherwise)

    def check(self, record: Record, only_if: Condition, otherwise: Otherwise) -> None:
        """Write nothing, but only if this item meets a condition."""
        kwargs = (
            type(record)
            ._get_connection()
            .get_operation_kwargs(record.pk, record.sk, condition=only_if, return_values_on_condition_failure=ALL_OLD)
        )
        self._add("ConditionCheck", kwargs, otherwise)

    def _add(self, operation: str, kwargs: dict[str, Any], refusal: Otherwise) -> None:
        self._writes.append({operation: kwargs})
        self._refusals.append(refusal)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if error is None and self._writes:
            self._commit()

    def _commit(self) -> None:
        for pause in _pauses():
            try:
                aws.client("dynamodb").transact_write_items(TransactItems=self._writes, ClientRequestToken=self._token)
                return
            except ClientError as error:
                self._explain(error)
            time.sleep(pause)
        raise Contention

    def _explain(self, error: ClientError) -> None:
        """Raise what the cancellation means; return when it only means "busy, try again"."""
        reasons = cast("list[dict[str, Any]]", error.response.get("CancellationReasons", []))
        for reason, refusal in zip(reasons, self._refusals, strict=False):
            if reason.get("Code") == "ConditionalCheckFailed":
                raise (refusal if isinstance(refusal, Exception) else refusal(reason.get("Item") or {})) from error
        codes = {str(reason.get("Code")) for reason in reasons} - {"None"}
        if not (codes or {error.response["Error"]["Code"]}) <= BUSY:
            raise error


def until_settled(decide: Callable[[], T]) -> T:
    """Run a read-decide-write step again while others change what it was based on; Contention when it lasts."""
    for pause in _pauses():
        try:
            return decide()
        except Stale:
            time.sleep(pause)
    raise Contention


def _pauses() -> Iterator[float]:
    """Pauses with full jitter, growing, until patience ends."""
    ends, ceiling = time.monotonic() + PATIENCE_SECONDS, FIRST_PAUSE_SECONDS
    while time.monotonic() < ends:
        yield random.uniform(0, ceiling)
        ceiling = min(LONGEST_PAUSE_SECONDS, ceiling * 2)


def page(
    source: Any,
    key: str | date,
    into: Callable[[Any], T],
    span: Span,
    *,
    where: Condition | None = None,
    only: Condition | None = None,
    newest_first: bool = False,
    consistent: bool = False,
) -> Page[T]:
    """One page of a Query on a Record class or on one of its indexes.

    `only` leaves out what does not meet it, which is read all the same: for lists whose length the domain bounds.
    """
    wanted = source.query(
        key,
        range_key_condition=where,
        limit=span.limit + 1,
        last_evaluated_key={name: {"S": text} for name, text in span.after.items()} if span.after else None,
        scan_index_forward=not newest_first,
        **({"consistent_read": True} if consistent else {}),
        **({"filter_condition": only, "page_size": FILTERED_MAX} if only is not None else {}),
    )
    found = list(wanted)
    more = len(found) > span.limit
    items = found[: span.limit]
    return Page([into(item) for item in items], _position(source, items[-1]) if more else None)


def everything(
    source: Any, key: str, into: Callable[[Any], T], *, where: Condition | None = None, consistent: bool = False
) -> list[T]:
    """All of a Query whose size the domain bounds (a territory's desks, a session's roster)."""
    reading = {"consistent_read": True} if consistent else {}
    return [into(item) for item in source.query(key, range_key_condition=where, **reading)]


def every_item(record: type[Record], segment: int = 0, segments: int = 1) -> Iterator[dict[str, Any]]:
    """Every raw item of a record's table, or of one of its segments. For jobs only: the cost follows what exists."""
    paginator = aws.client("dynamodb").get_paginator("scan")
    part = {"Segment": segment, "TotalSegments": segments} if segments > 1 else {}
    for answer in paginator.paginate(TableName=record._get_connection().table_name, ConsistentRead=True, **part):
        yield from answer["Items"]


def _position(source: Any, record: Record) -> Position:
    names = {"pk", "sk"}
    if not inspect.isclass(source):
        names |= {key["AttributeName"] for key in source._get_schema()["key_schema"]}
    raw = record.serialize(null_check=False)
    return {name: raw[name]["S"] for name in names}
