"""The outbox: notices wait here until they are delivered, or end in the dead-letter queue with their reason."""

from dataclasses import replace
from datetime import datetime

import msgspec

from chalicelib.runtime import queues

from .model import Notice


def leave(notice: Notice) -> None:
    """Leave a notice for delivery. Leaving it twice delivers it once."""
    queues.put_notice(msgspec.to_builtins(notice))


def taken(body: str) -> Notice:
    """The notice that a message of the queue carries, its instants (`_at`) instants again."""
    notice = msgspec.json.decode(body, type=Notice)
    facts = {
        name: msgspec.convert(fact, datetime) if name.endswith("_at") else fact for name, fact in notice.facts.items()
    }
    return replace(notice, facts=facts)
