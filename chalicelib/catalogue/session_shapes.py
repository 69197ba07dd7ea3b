"""Terms, meetings and options as they cross the wire."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from chalicelib.kernel.territory import Category
from chalicelib.runtime.shapes import Body, Cents, Id, Name, View

from .model import SessionState
from .terms import (
    BANDS_MAX,
    BOOK_NOTICE_HOURS,
    CANCEL_NOTICE_HOURS,
    NOTICE_HOURS_MAX,
    RESPOND_HOURS,
    RESPOND_HOURS_MAX,
    Mode,
)

MEETINGS_MAX = 40  # of one session: each is a day in the agenda of who books
OPTIONS_MAX = 10
Instant = Annotated[datetime, Meta(tz=True)]
NoticeHours = Annotated[int, Meta(ge=0, le=NOTICE_HOURS_MAX)]
Percent = Annotated[int, Meta(ge=0, le=100)]
Places = Annotated[int, Meta(ge=1, le=1000)]
Guests = Annotated[int, Meta(ge=0, le=100, description="How many the person may bring along.")]


class NewChargeBand(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What cancelling costs up to so many hours before the beginning, in percent of the price."""

    until_hours: NoticeHours
    percent: Percent


class NewTerms(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The terms under which a session is booked, moved and cancelled; without them, the ordinary ones."""

    mode: Mode = Mode.INSTANT
    respond_hours: Annotated[int, Meta(ge=1, le=RESPOND_HOURS_MAX)] = RESPOND_HOURS
    book_notice_hours: NoticeHours = BOOK_NOTICE_HOURS
    move_notice_hours: NoticeHours = CANCEL_NOTICE_HOURS
    bands: Annotated[list[NewChargeBand], Meta(min_length=1, max_length=BANDS_MAX)] = msgspec.field(
        default_factory=lambda: [NewChargeBand(until_hours=CANCEL_NOTICE_HOURS, percent=0)]
    )
    no_show_percent: Percent = 0


class NewMeeting(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of the times that a course or a camp week is made of."""

    starts_at: Instant
    ends_at: Instant


class NewOption(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something that can be had with a session, at a price of its own."""

    id: Id
    title: Name
    price_cents: Cents
    quantity_max: Annotated[int, Meta(ge=1, le=100)]


class ChargeBandView(View, frozen=True, kw_only=True):
    """What cancelling costs up to so many hours before the beginning, in percent of the price."""

    until_hours: int
    percent: int


class TermsView(View, frozen=True, kw_only=True):
    """The terms under which a session is booked, moved and cancelled."""

    mode: Mode
    respond_hours: int
    book_notice_hours: int
    move_notice_hours: int
    bands: list[ChargeBandView]
    no_show_percent: int


class SessionMeetingView(View, frozen=True, kw_only=True):
    """One of the times of a course or a camp week."""

    starts_at: datetime
    ends_at: datetime


class OptionView(View, frozen=True, kw_only=True):
    """Something that can be had with a session, at a price of its own."""

    id: str
    title: str
    price_cents: int
    quantity_max: int


class SessionView(View, frozen=True, kw_only=True):
    """An offering at a time, with its free places."""

    id: str
    offering_id: str
    provider_id: str
    provider_name: str
    title: str
    category: Category
    municipality_code: str | None
    place: str
    starts_at: datetime
    ends_at: datetime
    price_cents: int
    accepts_vouchers: bool
    places_max: int
    places_free: int
    book_until_at: datetime
    cancel_until_at: datetime
    state: SessionState
    terms: TermsView
    meetings: list[SessionMeetingView]
    options: list[OptionView]
    guests_max: int
    occupies: bool
    in_line: int
    edition: int
