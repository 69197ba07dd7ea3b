"""The queues: the outbox, the steps of a weekly control, the steps of batches."""

from collections.abc import Mapping
from typing import Any

import msgspec

from .aws import client
from .settings import settings


def put_notice(notice: Mapping[str, Any]) -> None:
    """Leave a notice to be delivered; a dead-letter queue keeps what cannot be."""
    _put(settings().notices_queue_url, notice)


def put_step(step: Any) -> None:
    """Leave one step of a weekly control to be done; a dead-letter queue keeps what cannot be."""
    _put(settings().reconciliation_queue_url, step)


def put_batch_step(step: Any) -> None:
    """Leave the next step of a batch to be done; a dead-letter queue keeps what cannot be."""
    _put(settings().batches_queue_url, step)


def _put(queue_url: str, message: Any) -> None:
    client("sqs").send_message(QueueUrl=queue_url, MessageBody=msgspec.json.encode(message).decode())
