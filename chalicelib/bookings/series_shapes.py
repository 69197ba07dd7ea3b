"""Series of bookings, as they cross the wire."""

from datetime import date, datetime, time
from typing import Annotated

from msgspec import Meta

from chalicelib.kernel.refusals import Refusal
from chalicelib.kernel.weekdays import WEEK, Weekday
from chalicelib.runtime.shapes import END, Body, Id, View

from .lines import LINES_MAX, Means
from .recurrence import Recurrence
from .series import Wanted
from .shapes import BookingView, JointQuotedView, Vouchers

HourOfDay = Annotated[
    str,
    Meta(
        pattern=rf"^(?:[01][0-9]|2[0-3]):[0-5][05]{END}",
        description="What an Italian clock shows, on a grid of five minutes.",
    ),
]


class NewSeriesQuote(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The same hour on the same weekdays, either so many times or until a day: all, or skipping what cannot be had."""

    offering_id: Id
    person_id: Id
    weekdays: Annotated[list[Weekday], Meta(min_length=1, max_length=len(WEEK))]
    starts: HourOfDay
    from_on: date
    count: Annotated[int, Meta(ge=1, le=LINES_MAX, description="How many dates.")] | None = None
    to_on: date | None = None
    skipping: bool = False
    voucher_ids: Vouchers | None = None

    @property
    def wanted(self) -> Wanted:
        """The series that is wanted."""
        weekdays, starts = tuple(self.weekdays), time.fromisoformat(self.starts)
        recurrence = Recurrence(weekdays, starts, self.from_on, self.count, self.to_on)
        return Wanted(self.offering_id, self.person_id, recurrence)

    @property
    def means(self) -> Means:
        """How it is to be paid."""
        return Means.of(self.voucher_ids)


class SeriesQuotedView(JointQuotedView, frozen=True, kw_only=True):
    """A quote of several places, and the times of the series at which there is no session."""

    missing: list[datetime]


class SeriesCancellation(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Nothing needs to be said: an empty object."""


class EndedView(View, frozen=True, kw_only=True):
    """A booking of the series as it is now, and why it was not cancelled, where it was not."""

    booking: BookingView
    reasons: list[Refusal]


class SeriesEndView(View, frozen=True, kw_only=True):
    """What became of each booking of the series, in order of time."""

    items: list[EndedView]
