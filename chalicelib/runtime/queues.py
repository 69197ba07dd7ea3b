"""The outbox queue, and the queue of a weekly control's steps."""

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


def _put(queue_url: str, message: Any) -> None:
    client("sqs").send_message(QueueUrl=queue_url, MessageBody=msgspec.json.encode(message).decode())
