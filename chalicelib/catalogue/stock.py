"""Stocking the shelf: its file follows the tables change by change, and is made anew each night.

A file moves on only from the version that was read, and what has changed is read from the tables after that: who comes
too late begins again, and nobody puts back what another has changed.
"""

import gzip
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import chain

import msgspec

from chalicelib.kernel.paging import Position, Span
from chalicelib.providers import read as providers
from chalicelib.runtime import dynamodb, files
from chalicelib.runtime.dynamodb import Stale
from chalicelib.runtime.observability import event

from . import table
from .model import Scope
from .shelf import Shelf

NAME = "catalogue/shelf.json.gz"
TYPE = "application/gzip"
PAGE = 1000
COMPRESSION = 4  # a third of the time of the best, and a tenth more bytes

Key = tuple[str, str]


def changes(keys: Sequence[Key]) -> None:
    """Bring the shelf up to date with items of the tables that have changed."""
    touched = _Touched(keys)
    if touched.anything:
        dynamodb.until_settled(lambda: _moved_on(touched.brought_up_to_date))


def everything() -> int:
    """Make the shelf anew from the tables, whatever was on it; returns how many offerings are on it now."""
    return len(dynamodb.until_settled(lambda: _moved_on(gathered)).offerings)


def gathered(before: Shelf | None) -> Shelf:
    """All there is in the tables.

    An index can be behind and not know yet what came last: what was on the shelf before is looked up too. What is on
    neither comes with the change that is still on its way.
    """
    known = {one.id for one in before.offerings} if before else set()
    ids = known.union(*(_ids(scope) for scope in Scope))
    coops = providers.every()
    return Shelf(
        services=tuple(table.services()),
        needs=tuple(table.needs()),
        providers=tuple(coops),
        accreditations=tuple(chain.from_iterable(providers.accreditations(coop.id) for coop in coops)),
        offerings=tuple(table.offerings(sorted(ids))),
    )


def read(content: bytes) -> Shelf:
    """The shelf that a file holds."""
    return msgspec.json.decode(gzip.decompress(content), type=Shelf)


def written(shelf: Shelf) -> bytes:
    """A shelf as a file holds it; the same shelf gives the same bytes."""
    return gzip.compress(msgspec.json.encode(shelf), COMPRESSION, mtime=0)


def _moved_on(made: Callable[[Shelf | None], Shelf]) -> Shelf:
    version = files.version(NAME)
    before = read(version.content) if version else None
    after = made(before)
    if after == before:
        return after
    try:
        files.move_on(NAME, written(after), TYPE, after=version.tag if version else None)
    except files.Outpaced as error:
        raise Stale from error
    event("shelf_stocked", offerings=len(after.offerings))
    return after


def _ids(scope: Scope) -> list[str]:
    found: list[str] = []
    position: Position | None = None
    while True:
        page = table.offering_ids(scope, Span(PAGE, position))
        found += page.items
        if (position := page.rest) is None:
            return found


class _Touched:
    """What of the shelf a change of the tables touches."""

    def __init__(self, keys: Sequence[Key]) -> None:
        self._services = any(pk == table.SERVICES for pk, _ in keys)
        self._needs = any(pk == table.NEEDS for pk, _ in keys)
        self._offering_ids = {
            pk.removeprefix(table.OFFERING_KEY) for pk, _ in keys if pk.startswith(table.OFFERING_KEY)
        }
        self._provider_ids = {found for pk, sk in keys if (found := providers.provider_of(pk, sk))}

    @property
    def anything(self) -> bool:
        """Whether the shelf is touched at all."""
        return bool(self._services or self._needs or self._offering_ids or self._provider_ids)

    def brought_up_to_date(self, before: Shelf | None) -> Shelf:
        """The shelf with what was touched read again."""
        if before is None:
            return gathered(None)
        after = before
        if self._services:
            after = replace(after, services=tuple(table.services()))
        if self._needs:
            after = replace(after, needs=tuple(table.needs()))
        if self._provider_ids:
            after = self._with_providers(after)
        if self._offering_ids:
            fresh = table.offerings(self._offering_ids)
            kept = [one for one in after.offerings if one.id not in self._offering_ids]
            after = replace(after, offerings=tuple(sorted(kept + fresh, key=lambda one: one.id)))
        return after

    def _with_providers(self, shelf: Shelf) -> Shelf:
        ids = self._provider_ids
        allowed = [one for one in shelf.accreditations if one.provider_id not in ids]
        allowed += chain.from_iterable(providers.accreditations(provider_id) for provider_id in ids)
        ordered = sorted(allowed, key=lambda one: (one.provider_id, one.category))
        return replace(shelf, providers=tuple(providers.every()), accreditations=tuple(ordered))
