"""Opinions, counted by day, task and stars; their words by day. No hour is kept that a log could be held against."""

from collections.abc import Iterator
from datetime import date

from pynamodb.attributes import UnicodeAttribute

from chalicelib.kernel import identifiers
from chalicelib.kernel.paging import Span
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import CentsAttribute, Record, Stale, Transaction

from .model import COMMENTS_SHOWN_MAX, PER_DAY_MAX, Comment, EnoughForToday, Opinion, Task

COUNTS, COMMENTS = "counts", "comments"
LAST = "~"  # after everything that a day's keys go on with


class CountRecord(Record):
    """How often each number of stars was given for a task on a day."""

    table = "feedback_table"

    stars_1: CentsAttribute = CentsAttribute(default=0)
    stars_2: CentsAttribute = CentsAttribute(default=0)
    stars_3: CentsAttribute = CentsAttribute(default=0)
    stars_4: CentsAttribute = CentsAttribute(default=0)
    stars_5: CentsAttribute = CentsAttribute(default=0)


class CommentRecord(Record):
    """What somebody wrote."""

    table = "feedback_table"

    page = UnicodeAttribute()
    stars: CentsAttribute = CentsAttribute()
    comment = UnicodeAttribute()


def add(writes: Transaction, opinion: Opinion, *, on: date) -> None:
    """Count an opinion and keep its words. Raises EnoughForToday."""
    count = (
        CountRecord.stars_1,
        CountRecord.stars_2,
        CountRecord.stars_3,
        CountRecord.stars_4,
        CountRecord.stars_5,
    )[opinion.stars - 1]
    writes.change(
        CountRecord(pk=COUNTS, sk=f"{on.isoformat()}#{opinion.page}"),
        [count.add(1)],
        count.does_not_exist() | (count < PER_DAY_MAX),
        EnoughForToday(),
    )
    if opinion.comment:
        record = CommentRecord(
            pk=COMMENTS,
            sk=f"{on.isoformat()}#{identifiers.new()}",
            page=opinion.page,
            stars=opinion.stars,
            comment=opinion.comment,
        )
        writes.create(record, Stale())


def counts(from_on: date, to_on: date) -> Iterator[tuple[Task, tuple[int, ...]]]:
    """How often each number of stars was given, by day and task, between two days, both included."""
    where = CountRecord.sk.between(from_on.isoformat(), f"{to_on.isoformat()}{LAST}")
    return iter(dynamodb.everything(CountRecord, COUNTS, _to_count, where=where))


def comments(from_on: date, to_on: date) -> list[Comment]:
    """The latest comments between two days, both included."""
    where = CommentRecord.sk.between(from_on.isoformat(), f"{to_on.isoformat()}{LAST}")
    latest = Span(COMMENTS_SHOWN_MAX)
    return dynamodb.page(CommentRecord, COMMENTS, _to_comment, latest, where=where, newest_first=True).items


def _to_count(record: CountRecord) -> tuple[Task, tuple[int, ...]]:
    by_stars = (record.stars_1, record.stars_2, record.stars_3, record.stars_4, record.stars_5)
    return Task(record.sk.partition("#")[2]), by_stars


def _to_comment(record: CommentRecord) -> Comment:
    return Comment(date.fromisoformat(record.sk.partition("#")[0]), Task(record.page), record.stars, record.comment)
