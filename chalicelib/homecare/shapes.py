"""Requests for help at home as they cross the wire."""

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta

from chalicelib.runtime.shapes import Body, Id, Line, View
from chalicelib.schedules.shapes import HoursView, NewHours, NewPattern

from .ask import Wish
from .model import WEEK_MINUTES_MAX, WEEK_MINUTES_MIN, HomeRequestState

Note = Annotated[
    str,
    Meta(
        max_length=200,
        pattern=r"^[^\u0000-\u001F\u007F\u2028\u2029]*(?![\s\S])",
        description="How to find the house, who opens. Nothing about health: the provider's staff read it.",
    ),
]


class NewHomeRequest(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """For whom, how much time a week, in which period, preferably when."""

    person_id: Id
    week_minutes: Annotated[int, Meta(ge=WEEK_MINUTES_MIN, le=WEEK_MINUTES_MAX, multiple_of=5)]
    from_on: date
    to_on: date
    preferred: Annotated[list[NewHours], Meta(min_length=1, max_length=14)]
    note: Note = ""

    def of(self, offering_id: str) -> Wish:
        """As the model has it."""
        preferred = tuple(one.hours for one in self.preferred)
        return Wish(offering_id, self.person_id, self.week_minutes, self.from_on, self.to_on, preferred, self.note)


class NewProposal(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The weekly plan whose sessions are made for the person alone."""

    week: NewPattern


class NewRefusal(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why not: the family can read it."""

    reason: Line


class NewWithdrawal(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Nothing needs to be said: an empty object."""


class HomeRequestView(View, frozen=True, kw_only=True):
    """What was asked, and the answer: the sessions that are kept, to be booked several in one quote."""

    id: str
    offering_id: str
    person_id: str
    person_given_name: str
    week_minutes: int
    from_on: date
    to_on: date
    preferred: list[HoursView]
    note: str
    asked_at: datetime
    answer_until_at: datetime
    state: HomeRequestState
    reason: str
    session_ids: list[str]
