"""The outbox: notices wait here until they are delivered, or end in the dead-letter queue with their reason."""

from dataclasses import replace
from datetime import date, datetime

import msgspec

from chalicelib.runtime import queues

from .model import Notice


def leave(notice: Notice) -> None:
    """Leave a notice for delivery. Leaving it twice delivers it once."""
    queues.put_notice(msgspec.to_builtins(notice))


def taken(body: str) -> Notice:
    """The notice that a message of the queue carries, its instants (`_at`) and days (`_on`) such again."""
    notice = msgspec.json.decode(body, type=Notice)
    return replace(notice, facts={name: _fact(name, fact) for name, fact in notice.facts.items()})


def _fact(name: str, told: object) -> object:
    kind = {"_at": datetime, "_on": date}.get(name[-3:])
    return msgspec.convert(told, kind) if kind else told
