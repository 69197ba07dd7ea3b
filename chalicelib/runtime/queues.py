"""The outbox queue."""

from collections.abc import Mapping
from typing import Any

import msgspec

from .aws import client
from .settings import settings


def put_notice(notice: Mapping[str, Any]) -> None:
    """Leave a notice to be delivered; a dead-letter queue keeps what cannot be."""
    client("sqs").send_message(QueueUrl=settings().notices_queue_url, MessageBody=msgspec.json.encode(notice).decode())
