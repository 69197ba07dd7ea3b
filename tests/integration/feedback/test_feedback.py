"""Anybody says how a page was; nobody can tell who it was."""

from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.feedback import give, model, read, table
from chalicelib.feedback.model import Comment, CommentNames, EnoughForToday, Opinion, Task
from chalicelib.kernel.days import PeriodInvalid
from chalicelib.runtime.aws import client
from tests.wire import call

pytestmark = pytest.mark.usefixtures("aws")

MONDAY = date(2027, 3, 1)
DAY = timedelta(days=1)


def given(stars: int = 5, comment: str | None = None, *, page: Task = Task.BOOKING, on: date = MONDAY) -> None:
    give.opinion(Opinion(page, stars, comment), on=on)


def marks(from_on: date = MONDAY, to_on: date = MONDAY) -> dict[Task, tuple[int, ...]]:
    return {one.page: one.by_stars for one in read.summary(from_on, to_on).pages if one.given}


def items() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client("dynamodb").scan(TableName="feedback")["Items"]
    return found


def test_stars_are_counted_by_task_over_the_days_of_a_period() -> None:
    given(5)
    given(5, on=MONDAY + DAY)
    given(2)
    given(1, page=Task.VOUCHERS)
    given(4, on=MONDAY + 2 * DAY)
    given(4, on=MONDAY - DAY)

    assert marks(MONDAY, MONDAY + DAY) == {Task.BOOKING: (0, 1, 0, 0, 2), Task.VOUCHERS: (1, 0, 0, 0, 0)}


def test_a_task_that_nobody_spoke_of_is_told_with_no_stars() -> None:
    pages = read.summary(MONDAY, MONDAY).pages

    assert [(one.page, one.given) for one in pages] == [(task, 0) for task in Task]


def test_comments_are_told_with_their_day_the_latest_first() -> None:
    given(1, "Difficile", on=MONDAY)
    given(5, "  Facile \n", page=Task.CATALOGUE, on=MONDAY + DAY)
    given(3, "  ")

    assert read.summary(MONDAY, MONDAY + DAY).comments == [
        Comment(MONDAY + DAY, Task.CATALOGUE, 5, "Facile"),
        Comment(MONDAY, Task.BOOKING, 1, "Difficile"),
    ]
    assert len(read.summary(MONDAY + DAY, MONDAY + DAY).comments) == 1


def test_no_more_comments_are_shown_than_somebody_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "COMMENTS_SHOWN_MAX", 2)
    for _ in range(3):
        given(5, "Facile")

    assert len(read.summary(MONDAY, MONDAY).comments) == 2


def test_nothing_is_kept_of_who_gave_it() -> None:
    answer = call("POST", "/v1/feedback", body='{"page": "booking", "stars": 4, "comment": "Facile"}')

    assert (answer["statusCode"], answer["body"]) == (204, "")
    kept = {name for item in items() for name in item}
    assert kept == {"pk", "sk", "stars_4", "page", "stars", "comment"}
    assert "192.0.2.1" not in str(items())
    assert all(len(item["sk"]["S"].partition("#")[0]) == len("2027-03-01") for item in items())


def test_a_comment_by_which_somebody_could_be_found_is_refused() -> None:
    with pytest.raises(CommentNames):
        given(5, "Scrivetemi: anna@example.org")

    assert items() == []


def test_a_machine_does_not_fill_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "PER_DAY_MAX", 2)
    given(1, "uno")
    given(1, "due")

    with pytest.raises(EnoughForToday):
        given(1, "tre")
    given(2)
    given(1, on=MONDAY + DAY)

    assert marks() == {Task.BOOKING: (2, 1, 0, 0, 0)}
    assert len(read.summary(MONDAY, MONDAY).comments) == 2


@pytest.mark.parametrize("body", ['{"page": "nowhere", "stars": 4}', '{"page": "booking", "stars": 6}'])
def test_what_is_no_opinion_is_refused(body: str) -> None:
    assert call("POST", "/v1/feedback", body=body)["statusCode"] == 422


def test_a_year_is_told_and_no_more() -> None:
    read.summary(MONDAY, MONDAY + (model.PERIOD_DAYS_MAX - 1) * DAY)

    for to_on in (MONDAY - DAY, MONDAY + model.PERIOD_DAYS_MAX * DAY):
        with pytest.raises(PeriodInvalid):
            read.summary(MONDAY, to_on)
