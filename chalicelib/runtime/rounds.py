"""A job's round of what is due: one that is refused stops none of the others, and is not forgotten."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self

from chalicelib.kernel.refusals import Refusal

from .observability import event


class Round:
    """Things that are due, dealt with one by one. Leaving the block raises the last refusal, once all are done."""

    def __init__(self) -> None:
        self._failure: Refusal | None = None

    @contextmanager
    def one(self, failed: str, **named: Any) -> Iterator[None]:
        """Deal with one of them; a refusal is recorded as this event, with the ids that name it."""
        try:
            yield
        except Refusal as refused:  # the others are due all the same
            self._failure = refused
            event(failed, **named, code=refused.code)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if error is None and self._failure:
            raise self._failure
