"""The outbox: notices wait here until they are delivered, or end in the dead-letter queue with their reason."""

import msgspec

from chalicelib.runtime import queues

from .model import Notice


def leave(notice: Notice) -> None:
    """Leave a notice for delivery. Leaving it twice delivers it once."""
    queues.put_notice(msgspec.to_builtins(notice))
