"""The outbox: notices wait here until they are delivered, or end in the dead-letter queue with their reason."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import msgspec

from chalicelib.kernel.texts import Amount
from chalicelib.runtime import queues

from .model import Notice

KINDS: dict[str, type] = {"at": datetime, "on": date, "amount": Amount}  # what JSON would make plain


def leave(notice: Notice) -> None:
    """Leave a notice for delivery. Leaving it twice delivers it once."""
    queues.put_notice(msgspec.to_builtins(notice))


def taken(body: str) -> Notice:
    """The notice that a message of the queue carries, its facts what they were: `_at`, `_on` and `_amount` tell."""
    notice = msgspec.json.decode(body, type=Notice)
    return replace(notice, facts=_facts(notice.facts))


def _facts(told: dict[str, Any]) -> dict[str, object]:
    return {name: _fact(name, one) for name, one in told.items()}


def _fact(name: str, told: Any) -> object:
    kind = KINDS.get(name.rpartition("_")[2])
    if kind and told is not None:
        return msgspec.convert(told, kind)
    if isinstance(told, list):
        return [_facts(one) if isinstance(one, dict) else one for one in told]
    return told
