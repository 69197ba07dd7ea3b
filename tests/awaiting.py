"""What comes a moment later: through a stream, a queue, a worker that may have to start."""

import time
from collections.abc import Callable
from typing import TypeVar

from infra.local import mailbox
from infra.local.mailbox import Mail

Found = TypeVar("Found")


def eventually(
    look: Callable[[], Found | None],
    otherwise: str = "it did not happen",
    *,
    within_seconds: float = 30,
    failure: type[Exception] = AssertionError,
) -> Found:
    """What a look finds, as soon as it finds something. Raises `failure` when it finds nothing in time."""
    ends = time.monotonic() + within_seconds
    while time.monotonic() < ends:
        if found := look():
            return found
        time.sleep(0.1)
    raise failure(f"{otherwise} within {within_seconds:.0f} seconds")


def mails_to(address: str | None, cloud: str) -> list[Mail]:
    """The mails that the SES of an embedded AWS took for an address, newest first."""
    return [mail for mail in mailbox.mails(cloud) if mail.to == address]
