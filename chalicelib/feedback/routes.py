"""Giving an opinion about a page, and reading what people think."""

from datetime import date
from typing import Annotated

from msgspec import Meta

from chalicelib.access import permissions
from chalicelib.kernel import clock
from chalicelib.kernel.days import PeriodInvalid
from chalicelib.runtime.http import Routes
from chalicelib.runtime.shapes import END, Body, Query, View

from . import give, read
from .model import CommentNames, EnoughForToday, Opinion, Summary, Task

routes = Routes(__name__)

Stars = Annotated[int, Meta(ge=1, le=5, description="From one star, not at all, to five, very well.")]
Words = Annotated[
    str,
    Meta(
        max_length=500,
        pattern=rf"^[^\u0000-\u0008\u000B-\u001F\u007F]*{END}",
        description="A few words, with nothing that tells who wrote them.",
    ),
]
Count = Annotated[int, Meta(ge=0)]


class NewFeedback(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How somebody got on with a task."""

    page: Task
    stars: Stars
    comment: Words | None = None


class MarksView(View, frozen=True, kw_only=True):
    """How often each number of stars was given for a task."""

    page: Task
    given: Count
    by_stars: Annotated[list[Count], Meta(min_length=5, max_length=5, description="One star first.")]


class CommentView(View, frozen=True, kw_only=True):
    """What somebody wrote, and on which day."""

    on: date
    page: Task
    stars: Stars
    comment: str


class FeedbackView(View, frozen=True, kw_only=True):
    """What people thought in a period: the marks of every task, the latest comments."""

    from_on: date
    to_on: date
    pages: list[MarksView]
    comments: Annotated[list[CommentView], Meta(max_length=100)]


class FeedbackQuery(Query, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Between which days, both included; a year at most."""

    from_on: date
    to_on: date


@routes.post("/v1/feedback", answer=None, status=204, idempotent=False, refusals=(CommentNames, EnoughForToday))
def give_feedback(body: NewFeedback) -> None:
    """Say how one got on with a task. Nothing is kept of who says it."""
    give.opinion(body.into(Opinion), on=clock.today())


@routes.get("/v1/feedback", answer=FeedbackView, allow=permissions.SEE_FEEDBACK, refusals=(PeriodInvalid,))
def see_feedback(query: FeedbackQuery) -> Summary:
    """How often each number of stars was given for each task in a period, and its latest hundred comments."""
    return read.summary(query.from_on, query.to_on)
