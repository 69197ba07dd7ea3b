"""Following bookings: a step can make own money due, or give it back."""

from collections.abc import Mapping
from typing import Any

from chalicelib.bookings import read as bookings
from chalicelib.kernel import clock

from . import change


def booking(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> None:
    """Let a booking's account say what the booking says now, so that what is open is found and nothing else."""
    changed = bookings.changed(new) if new else None
    if changed and (changed.own_cents or changed.moved_from):
        change.account(changed.id, lambda balance: balance.account, at=clock.now())
