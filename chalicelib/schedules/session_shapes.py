"""One session of a schedule, or of none: its change, its cancellation and who is booked, as they cross the wire."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from chalicelib.catalogue.session_shapes import NewMeeting, NewTerms, Places, SessionMeetingView, SessionView
from chalicelib.catalogue.terms import Meeting, Terms
from chalicelib.kernel.refusals import Refusal
from chalicelib.people.model import ChannelKind
from chalicelib.runtime.shapes import Body, Id, Line, Name, View

from .edit import Edit
from .model import MEETINGS_MAX


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
