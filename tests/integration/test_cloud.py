"""What one test leaves in the small AWS is not there for the next."""

import time
from typing import Any

import pytest

from chalicelib.runtime.aws import client
from chalicelib.runtime.settings import settings
from tests import cloud


@pytest.mark.usefixtures("aws")
def test_a_message_that_is_hidden_for_a_moment_does_not_come_back(furnished_aws: dict[str, dict[str, Any]]) -> None:
    queue = {"QueueUrl": settings().notices_queue_url}
    client("sqs").send_message(**queue, MessageBody="{}")
    client("sqs").receive_message(**queue, VisibilityTimeout=1)

    cloud.empty(furnished_aws)
    time.sleep(1.1)

    assert cloud.outbox() == []
