"""The queues: the outbox, the steps of a weekly control, the steps of batches."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec

from .aws import client
from .settings import settings

HIDDEN_SECONDS_MAX = 11 * 3600  # SQS hides a message for twelve hours at most; what must wait longer is hidden again


class NotYet(Exception):
    """What a message asks for must wait until an instant."""

    def __init__(self, until_at: datetime) -> None:
        super().__init__(until_at)
        self.until_at = until_at


def put_notice(notice: Mapping[str, Any]) -> None:
    """Leave a notice to be delivered; a dead-letter queue keeps what cannot be."""
    _put(settings().notices_queue_url, notice)


def put_step(step: Any) -> None:
    """Leave one step of a weekly control to be done; a dead-letter queue keeps what cannot be."""
    _put(settings().reconciliation_queue_url, step)


def put_batch_step(step: Any) -> None:
    """Leave the next step of a batch to be done; a dead-letter queue keeps what cannot be."""
    _put(settings().batches_queue_url, step)


def hide_notice(receipt: str, *, until_at: datetime, at: datetime) -> None:
    """Let a notice that was taken come again at an instant, or in eleven hours."""
    seconds = -((at - until_at) // timedelta(seconds=1))
    client("sqs").change_message_visibility(
        QueueUrl=settings().notices_queue_url,
        ReceiptHandle=receipt,
        VisibilityTimeout=min(max(1, seconds), HIDDEN_SECONDS_MAX),
    )


def _put(queue_url: str, message: Any) -> None:
    client("sqs").send_message(QueueUrl=queue_url, MessageBody=msgspec.json.encode(message).decode())
