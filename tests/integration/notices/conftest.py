"""What SES is handed."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from chalicelib.runtime.aws import client


@pytest.fixture
def sent(aws: None) -> Iterator[list[dict[str, Any]]]:
    """The mails that SES is handed."""
    mails: list[dict[str, Any]] = []

    def heard(params: dict[str, Any], **_: object) -> None:
        mails.append(msgspec.json.decode(params["body"]))

    client("sesv2").meta.events.register("before-call.sesv2.SendEmail", heard)
    yield mails
    client("sesv2").meta.events.unregister("before-call.sesv2.SendEmail", heard)
