"""Schedules, plans and who is affected, as they cross the wire."""

from datetime import date, datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from chalicelib.catalogue.model import GRID_MINUTES
from chalicelib.catalogue.session_shapes import (
    OPTIONS_MAX,
    Guests,
    NewMeeting,
    NewOption,
    NewTerms,
    OptionView,
    Places,
    SessionMeetingView,
    SessionView,
    TermsView,
)
from chalicelib.catalogue.terms import Meeting, Option, Terms
from chalicelib.kernel.refusals import Refusal
from chalicelib.people.model import ChannelKind
from chalicelib.runtime.shapes import END, Belfiore, Body, Id, Line, ListQuery, Name, View

from .change import Change
from .edit import Edit
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


class NewSessionPlan(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is to be different of one session; what is not named stays, and its price always does."""

    meetings: Annotated[list[NewMeeting], Meta(min_length=1, max_length=MEETINGS_MAX)] | None = None
    places_max: Places | None = None
    place: Name | None = None
    worker_id: Id | None = None
    without_worker: bool = False
    terms: NewTerms | None = None

    @property
    def edit(self) -> Edit:
        """As the model has it."""
        return Edit(
            meetings=tuple(one.into(Meeting) for one in self.meetings) if self.meetings else None,
            places_max=self.places_max,
            place=self.place,
            worker_id=self.worker_id,
            without_worker=self.without_worker,
            terms=self.terms.into(Terms) if self.terms else None,
        )


class NewSessionChange(NewSessionPlan, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is to be different, and the edition of the session that the plan was made on."""

    edition: Annotated[int, Meta(ge=1)]


class NewSessionCancellation(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why a session does not take place: who is booked can read it."""

    reason: Line


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


class PlannedSessionView(View, frozen=True, kw_only=True):
    """A session as it would be."""

    id: str
    starts_at: datetime
    ends_at: datetime
    meetings: list[SessionMeetingView]
    place: str
    worker_id: str | None
    price_cents: int
    places_max: int
    places_taken: int
    in_line: int


class SchedulePreviewView(View, frozen=True, kw_only=True):
    """What a schedule would give as far ahead as sessions are made, and what not."""

    made: list[PlannedSessionView]
    gaps: list[GapView]


class ChannelView(View, frozen=True, kw_only=True):
    """How someone is reached: an address, or the desk that knows them."""

    kind: ChannelKind
    at: str


class AffectedView(View, frozen=True, kw_only=True):
    """Someone who is booked: a first name, and how to reach them."""

    session_id: str
    booking_id: str
    person_given_name: str
    starts_at: datetime
    contact: ChannelView


class SchedulePlanView(View, frozen=True, kw_only=True):
    """What a change would do, what stays as it is for whom, and the digest under which it can be done."""

    made: list[PlannedSessionView]
    changed: list[PlannedSessionView]
    withdrawn: list[PlannedSessionView]
    staying: list[PlannedSessionView]
    gaps: list[GapView]
    affected: list[AffectedView]
    digest: str


class SessionPlanView(View, frozen=True, kw_only=True):
    """What an edit would make of a session, why it cannot be done, and who is booked."""

    becomes: PlannedSessionView
    reasons: list[Refusal]
    affected: list[AffectedView]
    edition: int


class CancelledSessionView(View, frozen=True, kw_only=True):
    """A session that does not take place, and how many bookings are still to be cancelled: the job goes on."""

    session: SessionView
    bookings_left: int


def _minute(shown: str) -> int:
    hours, minutes = shown.split(":")
    return int(hours) * 60 + int(minutes)
