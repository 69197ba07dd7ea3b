"""Streams and queues hand over batches: each record is tried by itself, and only those that fail come again."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Protocol

from chalice.app import DynamoDBEvent, SQSEvent

from chalicelib.kernel import clock

from . import queues
from .observability import logger

Image = Mapping[str, Any]
Key = tuple[str, str]


class Delivery(Protocol):
    """What takes one message of a queue."""

    def __call__(self, body: str, *, at: datetime) -> None:
        """Deal with a message; raise for it to come again."""


def of_changes(event: DynamoDBEvent, take: Callable[[Image | None, Image | None], None]) -> dict[str, Any]:
    """Hand each change of a stream on. The first that fails, and all after it, come again: order is kept."""
    for record in event.to_dict()["Records"]:
        change = record["dynamodb"]
        try:
            take(change.get("OldImage"), change.get("NewImage"))
        except Exception:  # the rim: one bad record must not be lost, nor hide the others
            logger.exception("change_failed", extra={"sequence_number": change["SequenceNumber"]})
            return {"batchItemFailures": [{"itemIdentifier": change["SequenceNumber"]}]}
    return {"batchItemFailures": []}


def of_keys(event: DynamoDBEvent, take: Callable[[list[Key]], None]) -> dict[str, Any]:
    """Hand on what items a whole batch of changes is about, each once. When that fails the batch comes again."""
    records = event.to_dict()["Records"]
    keys = [(record["dynamodb"]["Keys"]["pk"]["S"], record["dynamodb"]["Keys"]["sk"]["S"]) for record in records]
    try:
        take(list(dict.fromkeys(keys)))
    except Exception:  # the rim, as above
        first = records[0]["dynamodb"]["SequenceNumber"]
        logger.exception("changes_failed", extra={"sequence_number": first})
        return {"batchItemFailures": [{"itemIdentifier": first}]}
    return {"batchItemFailures": []}


def of_messages(event: SQSEvent, take: Delivery) -> dict[str, Any]:
    """Hand each message of a queue on. Those that fail come again, and end in the dead-letter queue.

    A notice that must wait is hidden until its time.
    """
    failed = []
    for record in event.to_dict()["Records"]:
        at = clock.now()
        try:
            take(record["body"], at=at)
        except queues.NotYet as early:
            queues.hide_notice(record["receiptHandle"], until_at=early.until_at, at=at)
            failed.append({"itemIdentifier": record["messageId"]})
        except Exception:  # the rim, as above
            logger.exception("message_failed", extra={"message_id": record["messageId"]})
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}
