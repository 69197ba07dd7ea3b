"""Looking at the shelf: each process keeps it in memory and asks whether it is still the same every few seconds."""

import time
from dataclasses import dataclass, replace

from chalicelib.runtime import files

from . import stock
from .shelf import Shelf

FRESH_SECONDS = 5.0  # what is published shows that soon; a process under load asks S3 twelve times a minute


@dataclass(frozen=True, slots=True)
class _Seen:
    """The shelf as this process saw it last, the tag of its file, and when that was (on the process's own clock)."""

    shelf: Shelf
    tag: str | None
    at: float


_seen: _Seen | None = None


def shelf() -> Shelf:
    """The shelf as it was FRESH_SECONDS ago or later. Nothing is read from a table once its file is there."""
    global _seen
    if _seen is None or time.monotonic() - _seen.at >= FRESH_SECONDS:
        _seen = _looked(_seen)
    return _seen.shelf


def forget() -> None:
    """Look anew next time."""
    global _seen
    _seen = None


def _looked(before: _Seen | None) -> _Seen:
    now = time.monotonic()
    try:
        found = files.version(stock.NAME, unless=before.tag if before else None)
    except files.Unchanged:
        return replace(before, at=now) if before else _looked(None)
    if found is None:  # nothing was published since the platform is here
        return _Seen(stock.gathered(None), None, now)
    return _Seen(stock.read(found.content), found.tag, now)
