"""Rosters, check-ins, attendance sheets and notes as they cross the wire."""

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta

from chalicelib.bookings.model import BookingState
from chalicelib.bookings.shapes import Minutes
from chalicelib.catalogue.model import SessionState
from chalicelib.kernel.refusals import Refusal
from chalicelib.runtime.shapes import END, Body, Id, Line, ListQuery, Query, View

from .model import LINES_MAX, NOTE_LENGTH_MAX

NoteText = Annotated[
    str, Meta(min_length=1, max_length=NOTE_LENGTH_MAX, pattern=rf"^[^\u0000-\u0008\u000B-\u001F\u007F]*{END}")
]
Instant = Annotated[datetime, Meta(tz=True)]


class RosterEntryView(View, frozen=True, kw_only=True):
    """Who comes: a first name, what is to be ready, whether they arrived; no more than a provider needs."""

    booking_id: str
    person_given_name: str
    guests: int
    options: dict[str, int]
    state: BookingState
    is_pending: bool
    respond_until_at: datetime | None
    starts_at: datetime
    checked_in_at: datetime | None
    planned_minutes: int
    proposed_minutes: int
    recorded_minutes: int | None
    delivered_minutes: int | None
    charged_percent: int
    charged_cents: int


class MeetingRosterView(View, frozen=True, kw_only=True):
    """A meeting, and who comes."""

    session_id: str
    title: str
    place: str
    state: SessionState
    starts_at: datetime
    ends_at: datetime
    worker_id: str | None
    places_max: int
    places_taken: int
    lines: list[RosterEntryView]


class QueuedView(View, frozen=True, kw_only=True):
    """Who has an appointment at the desk: a name to call out, when, and whether they arrived."""

    booking_id: str
    session_id: str
    person_given_name: str
    person_family_initial: str
    starts_at: datetime
    ends_at: datetime
    state: BookingState
    checked_in_at: datetime | None
    planned_minutes: int
    recorded_minutes: int | None


class QueueQuery(Query, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """On which day."""

    on: Annotated[date, Meta(description="An Italian calendar day.")]


class CheckInCodeView(View, frozen=True, kw_only=True):
    """A booking's check-in code: to be drawn (an SVG element), or read aloud in groups of four."""

    token: str
    spelt: str
    svg: str


class NewCheckIn(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who arrived: by the scanned code, or by the booking from the list; for which meeting, unless the one open now."""

    token: Line | None = None
    booking_id: Id | None = None
    meeting_at: Instant | None = None


class RecordedView(View, frozen=True, kw_only=True):
    """What became of one line of an attendance sheet; with reasons, nothing did."""

    booking_id: str
    state: BookingState | None
    recorded_minutes: int | None
    reasons: list[Refusal]


class RecordedSheetView(View, frozen=True, kw_only=True):
    """What became of each line of an attendance sheet, in its order."""

    lines: list[RecordedView]


class NoteView(View, frozen=True, kw_only=True):
    """What the cooperative wrote about a booking."""

    id: str
    booking_id: str
    for_family: bool
    text: str
    at: datetime


class SheetLine(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was delivered of one booking."""

    booking_id: Id
    delivered_minutes: Minutes


class NewSheet(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was delivered in a session, booking by booking."""

    lines: Annotated[list[SheetLine], Meta(min_length=1, max_length=LINES_MAX)]

    @property
    def told(self) -> list[tuple[str, int]]:
        """Each booking with its minutes."""
        return [(line.booking_id, line.delivered_minutes) for line in self.lines]


class NewNote(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is written about a booking, and whether the family sees it."""

    text: NoteText
    for_family: bool


class NewRosterFile(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Between which days, both included, and whether the notes for the staff are printed too."""

    from_on: date
    to_on: date
    with_notes: bool = False


class RosterQuery(ListQuery, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Between which days, both included; a week at most."""

    from_on: date
    to_on: date
