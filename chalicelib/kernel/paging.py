"""Lists are read a page at a time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
U = TypeVar("U")

Position = Mapping[str, str]  # where a reading stopped, in the terms of the index that was read


@dataclass(frozen=True, slots=True)
class Span:
    """How much of a list is wanted, and from where."""

    limit: int = 25
    after: Position | None = None


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Part of a list, and where the next part begins (None at the end)."""

    items: list[T]
    rest: Position | None = None
    seed: str | None = None  # what the order was drawn from, where it is drawn

    def turned(self, into: Callable[[T], U]) -> "Page[U]":
        """The same page with each item made into something else."""
        return Page([into(item) for item in self.items], self.rest, self.seed)
