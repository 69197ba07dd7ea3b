"""Schedules, and plans of changing them, as they cross the wire."""

from datetime import date, datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from chalicelib.catalogue.model import GRID_MINUTES
from chalicelib.catalogue.session_shapes import (
    OPTIONS_MAX,
    Guests,
    NewOption,
    NewTerms,
    OptionView,
    Places,
    TermsView,
)
from chalicelib.catalogue.terms import Option, Terms
from chalicelib.runtime.shapes import END, Belfiore, Body, Id, Line, ListQuery, Name, View

from .change import Change
from .lay import GapReason
from .model import (
    EXCEPTIONS_MAX,
    HOURS_MAX,
    MEETINGS_MAX,
    SESSION_MINUTES_MIN,
    Closure,
    Hours,
    Opening,
    Pattern,
    Pause,
    Schedule,
    ScheduleKind,
    Stretch,
    Weekday,
)
from .session_shapes import AffectedView, PlannedSessionView

ClockTime = Annotated[
    str,
    Meta(
        pattern=rf"^(?:(?:[01][0-9]|2[0-3]):[0-5][05]|24:00){END}",
        description="What an Italian clock shows, on a grid of five minutes; 24:00 is the end of the day.",
    ),
]
Minutes = Annotated[int, Meta(ge=SESSION_MINUTES_MIN, le=24 * 60, multiple_of=GRID_MINUTES)]
Digest = Annotated[str, Meta(pattern=rf"^[a-z2-7]{{24}}{END}", description="The digest of the plan that was seen.")]


class NewPause(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A break."""

    from_time: ClockTime
    to_time: ClockTime

    @property
    def pause(self) -> Pause:
        """As the model has it."""
        return Pause(_minute(self.from_time), _minute(self.to_time))


class NewHours(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Hours of a weekday; with `of_month` only of the first, second... such weekday of a month."""

    weekday: Weekday
    from_time: ClockTime
    to_time: ClockTime
    breaks: Annotated[list[NewPause], Meta(max_length=10)] = msgspec.field(default_factory=list)
    of_month: Annotated[int, Meta(ge=1, le=5)] | None = None

    @property
    def hours(self) -> Hours:
        """As the model has them."""
        breaks = tuple(one.pause for one in self.breaks)
        return Hours(self.weekday, _minute(self.from_time), _minute(self.to_time), breaks, self.of_month)


class NewPattern(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a week is like. Without `session_minutes` all of the hours between two breaks are one session."""

    hours: Annotated[list[NewHours], Meta(min_length=1, max_length=HOURS_MAX)]
    places_max: Places
    session_minutes: Minutes | None = None
    buffer_minutes: Annotated[int, Meta(ge=0, le=24 * 60, multiple_of=GRID_MINUTES)] = 0
    place: Name | None = None
    municipality_code: Belfiore | None = None
    worker_id: Id | None = None
    terms: NewTerms = NewTerms()
    options: Annotated[list[NewOption], Meta(max_length=OPTIONS_MAX)] = msgspec.field(default_factory=list)
    guests_max: Guests = 0
    occupies: bool = True

    @property
    def pattern(self) -> Pattern:
        """As the model has it."""
        return Pattern(
            hours=tuple(one.hours for one in self.hours),
            places_max=self.places_max,
            session_minutes=self.session_minutes,
            buffer_minutes=self.buffer_minutes,
            place=self.place,
            municipality_code=self.municipality_code,
            worker_id=self.worker_id,
            terms=self.terms.into(Terms),
            options=tuple(one.into(Option) for one in self.options),
            guests_max=self.guests_max,
            occupies=self.occupies,
        )


class NewClosure(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Days on which nothing takes place, or hours of one day, and why."""

    from_on: date
    to_on: date
    from_time: ClockTime = "00:00"
    to_time: ClockTime = "24:00"
    reason: Line

    @property
    def closure(self) -> Closure:
        """As the model has it."""
        return Closure(self.from_on, self.to_on, self.reason, _minute(self.from_time), _minute(self.to_time))


class NewOpening(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Hours of one day beside the week's, also on a holiday, and why."""

    day_on: date
    from_time: ClockTime
    to_time: ClockTime
    reason: Line

    @property
    def opening(self) -> Opening:
        """As the model has it."""
        return Opening(self.day_on, _minute(self.from_time), _minute(self.to_time), self.reason)


Closures = Annotated[list[NewClosure], Meta(max_length=EXCEPTIONS_MAX)]
Openings = Annotated[list[NewOpening], Meta(max_length=EXCEPTIONS_MAX)]


class NewSchedule(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When an offering takes place, from a day on."""

    kind: ScheduleKind
    title: Name
    from_on: date
    to_on: date | None = None
    pattern: NewPattern
    meetings: Annotated[int, Meta(ge=2, le=MEETINGS_MAX, description="Of a course.")] | None = None
    on_holidays: bool = False
    closures: Closures = msgspec.field(default_factory=list)
    openings: Openings = msgspec.field(default_factory=list)

    def of(self, offering_id: str) -> Schedule:
        """As the model has it, still without an id."""
        return Schedule(
            id="",
            offering_id=offering_id,
            provider_id="",
            kind=self.kind,
            stretches=(Stretch(self.from_on, self.pattern.pattern),),
            to_on=self.to_on,
            meetings=self.meetings,
            on_holidays=self.on_holidays,
            closures=tuple(one.closure for one in self.closures),
            openings=tuple(one.opening for one in self.openings),
            title=self.title,
        )


class NewSchedulePlan(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is to be different; what is not named stays. Closures and openings replace all there are."""

    from_on: date | None = None
    pattern: NewPattern | None = None
    end_on: date | None = None
    closures: Closures | None = None
    openings: Openings | None = None

    @property
    def change(self) -> Change:
        """As the model has it."""
        return Change(
            from_on=self.from_on,
            pattern=self.pattern.pattern if self.pattern else None,
            end_on=self.end_on,
            closures=None if self.closures is None else tuple(one.closure for one in self.closures),
            openings=None if self.openings is None else tuple(one.opening for one in self.openings),
        )


class NewScheduleChange(NewSchedulePlan, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is to be different, and the digest of the plan that said what that does."""

    digest: Digest


class ScheduleQuery(ListQuery, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Of which offering."""

    offering_id: Id | None = None


class PauseView(View, frozen=True, kw_only=True):
    """A break."""

    from_time: str
    to_time: str


class HoursView(View, frozen=True, kw_only=True):
    """Hours of a weekday."""

    weekday: Weekday
    from_time: str
    to_time: str
    breaks: list[PauseView]
    of_month: int | None


class PatternView(View, frozen=True, kw_only=True):
    """What a week is like."""

    hours: list[HoursView]
    places_max: int
    session_minutes: int | None
    buffer_minutes: int
    place: str | None
    municipality_code: str | None
    worker_id: str | None
    terms: TermsView
    options: list[OptionView]
    guests_max: int
    occupies: bool


class StretchView(View, frozen=True, kw_only=True):
    """A pattern, and the day from which it holds."""

    from_on: date
    pattern: PatternView


class ClosureView(View, frozen=True, kw_only=True):
    """Days on which nothing takes place, or hours of one day, and why."""

    from_on: date
    to_on: date
    from_time: str
    to_time: str
    reason: str


class OpeningView(View, frozen=True, kw_only=True):
    """Hours of one day beside the week's, and why."""

    day_on: date
    from_time: str
    to_time: str
    reason: str


class OfferingScheduleView(View, frozen=True, kw_only=True):
    """When an offering takes place."""

    id: str
    offering_id: str
    kind: ScheduleKind
    title: str
    stretches: list[StretchView]
    to_on: date | None
    meetings: int | None
    on_holidays: bool
    closures: list[ClosureView]
    openings: list[OpeningView]
    edition: int
    made_until_on: date | None


class GapView(View, frozen=True, kw_only=True):
    """A session, or a day, that the hours would give and that is not made, and why."""

    day_on: date
    starts_at: datetime | None
    reason: GapReason
    told: str


class SchedulePreviewView(View, frozen=True, kw_only=True):
    """What a schedule would give as far ahead as sessions are made, and what not."""

    made: list[PlannedSessionView]
    gaps: list[GapView]


class SchedulePlanView(View, frozen=True, kw_only=True):
    """What a change would do, what stays as it is for whom, and the digest under which it can be done."""

    made: list[PlannedSessionView]
    changed: list[PlannedSessionView]
    withdrawn: list[PlannedSessionView]
    staying: list[PlannedSessionView]
    gaps: list[GapView]
    affected: list[AffectedView]
    digest: str


def _minute(shown: str) -> int:
    hours, minutes = shown.split(":")
    return int(hours) * 60 + int(minutes)
