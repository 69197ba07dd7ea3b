"""The terms under which a session is booked, moved and cancelled; a booking keeps those it was placed under."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from chalicelib.kernel.clock import hours_after, hours_before, local_day

BOOK_NOTICE_HOURS = 2  # a provider must still be able to get ready
CANCEL_NOTICE_HOURS = 24  # someone else must still be able to take the place
RESPOND_HOURS = 48  # a provider has a working day and a night to answer a request
NOTICE_HOURS_MAX = 30 * 24
RESPOND_HOURS_MAX = 14 * 24
BANDS_MAX = 5  # more than that nobody reads


class Mode(StrEnum):
    """How a place is had."""

    INSTANT = "instant"
    REQUEST = "request"  # the provider confirms or declines; silence is a no


@dataclass(frozen=True, slots=True)
class Band:
    """What cancelling costs up to so many hours before the beginning, in percent of the price."""

    until_hours: int
    percent: int


FREE_UNTIL_THE_DAY_BEFORE = (Band(CANCEL_NOTICE_HOURS, 0),)


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a session. Hours are counted as people do: whole days on the calendar, the rest by elapsed time."""

    mode: Mode = Mode.INSTANT
    respond_hours: int = RESPOND_HOURS
    book_notice_hours: int = BOOK_NOTICE_HOURS
    move_notice_hours: int = CANCEL_NOTICE_HOURS
    bands: tuple[Band, ...] = FREE_UNTIL_THE_DAY_BEFORE  # the cheapest first; after the last it is too late
    no_show_percent: int = 0

    def are_sound(self) -> bool:
        """Whether one can cancel at all, for more the later one does, and everything is within its bounds."""
        hours = [band.until_hours for band in self.bands]
        percents = [band.percent for band in self.bands]
        return (
            1 <= len(self.bands) <= BANDS_MAX
            and hours == sorted(set(hours), reverse=True)
            and percents == sorted(set(percents))
            and all(0 <= percent <= 100 for percent in (*percents, self.no_show_percent))
            and all(0 <= told <= NOTICE_HOURS_MAX for told in (*hours, self.book_notice_hours, self.move_notice_hours))
            and 1 <= self.respond_hours <= RESPOND_HOURS_MAX
        )

    def book_until_at(self, starts_at: datetime) -> datetime:
        """The last instant at which a place can be taken."""
        return hours_before(starts_at, self.book_notice_hours)

    def move_until_at(self, starts_at: datetime) -> datetime:
        """The last instant at which a resident can move to another session."""
        return hours_before(starts_at, self.move_notice_hours)

    def cancel_until_at(self, starts_at: datetime) -> datetime:
        """The last instant at which a resident can cancel, at whatever charge."""
        return hours_before(starts_at, self.bands[-1].until_hours)

    def respond_until_at(self, starts_at: datetime, *, asked_at: datetime) -> datetime:
        """The last instant at which the provider can confirm a request; never after the beginning."""
        return min(hours_after(asked_at, self.respond_hours), starts_at)

    def charges(self, starts_at: datetime) -> list[tuple[datetime, int]]:
        """What part of the price cancelling costs, each until an instant, the earliest first."""
        return [(hours_before(starts_at, band.until_hours), band.percent) for band in self.bands]

    def charge_percent(self, starts_at: datetime, *, at: datetime) -> int | None:
        """What part of the price cancelling costs at an instant; None when it is too late to cancel."""
        return next((percent for until_at, percent in self.charges(starts_at) if at <= until_at), None)


@dataclass(frozen=True, slots=True)
class Meeting:
    """One of the times that a course or a camp week is made of."""

    starts_at: datetime
    ends_at: datetime

    @property
    def minutes(self) -> int:
        """How long it is."""
        return (self.ends_at - self.starts_at) // timedelta(minutes=1)

    @property
    def day(self) -> date:
        """The Italian day on which it begins."""
        return local_day(self.starts_at)


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be had with a session, at a price of its own (cents for each)."""

    id: str
    title: str
    price_cents: int
    quantity_max: int


ORDINARY_TERMS = Terms()
