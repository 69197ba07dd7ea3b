"""When someone is busy on one day: a person by their bookings, a worker or a schedule by their sessions."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Protocol, Self

from chalicelib.catalogue.terms import Meeting
from chalicelib.kernel.clock import instant, stamp

Span = tuple[datetime, datetime]


class Timed(Protocol):
    """What keeps someone busy: a booking, a session."""

    @property
    def id(self) -> str:
        """Its name."""

    @property
    def times(self) -> tuple[Meeting, ...]:
        """When it is."""


@dataclass(frozen=True, slots=True)
class Agenda:
    """What is on one day, by name, and a version that any change moves on."""

    busy: Mapping[str, Span] = field(default_factory=dict)
    version: int = 0

    @classmethod
    def read(cls, texts: Mapping[str, str], version: int) -> Self:
        """The agenda that `written` wrote."""
        spans = {name: text.split("/") for name, text in texts.items()}
        return cls({name: (instant(began), instant(ended)) for name, (began, ended) in spans.items()}, version)

    def written(self) -> dict[str, str]:
        """What is on, each as the text of its beginning and end."""
        return {name: f"{stamp(began)}/{stamp(ended)}" for name, (began, ended) in self.busy.items()}

    def overlapping(self, starts_at: datetime, ends_at: datetime) -> list[str]:
        """What a time would clash with; what only touches does not."""
        return [name for name, (began, ended) in self.busy.items() if began < ends_at and starts_at < ended]

    def clash(self, starts_at: datetime, ends_at: datetime) -> datetime | None:
        """When the first of what a time would clash with begins."""
        return min((self.busy[name][0] for name in self.overlapping(starts_at, ends_at)), default=None)

    def with_one(self, timed: Timed, day: date) -> Self:
        """The agenda of a day, with what something has on it."""
        times = [time for time in timed.times if time.day == day]
        span = (min(time.starts_at for time in times), max(time.ends_at for time in times))
        return replace(self, busy={**self.busy, timed.id: span})

    def without(self, names: Collection[str]) -> Self:
        """The agenda, without some of it."""
        return replace(self, busy={name: span for name, span in self.busy.items() if name not in names})
