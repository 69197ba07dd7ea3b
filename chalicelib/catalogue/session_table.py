"""Sessions and their places. What decides a place is decided in a condition on the session's own item."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from chalicelib.kernel import clock
from chalicelib.kernel.paging import Page, Span
from chalicelib.kernel.territory import Category
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import (
    CentsAttribute,
    DayAttribute,
    InstantAttribute,
    Later,
    Reads,
    Record,
    Stale,
    Transaction,
)

from .model import QuoteOutdated, Scope, Session, SessionState

SESSION = "session"


class ByOffering(GlobalSecondaryIndex["SessionRecord"]):
    """An offering's calendar. Keys only: taking a place writes to no index."""

    class Meta:
        """The index's name and content."""

        index_name = "by_offering"
        projection = KeysOnlyProjection()

    offering_id = UnicodeAttribute(hash_key=True)
    starts_at = InstantAttribute(range_key=True)


class ByDay(GlobalSecondaryIndex["SessionRecord"]):
    """A day's sessions everywhere: the calendar of the territory, tomorrow's reminders."""

    class Meta:
        """The index's name and content."""

        index_name = "by_day"
        projection = KeysOnlyProjection()

    day = DayAttribute(hash_key=True)
    starts_at = InstantAttribute(range_key=True)


class SessionRecord(Record):
    """An offering at a time, with its places."""

    table = "catalogue_table"

    by_offering = ByOffering()
    by_day = ByDay()
    offering_id = UnicodeAttribute()
    service_id = UnicodeAttribute()
    starts_at = InstantAttribute()
    day = DayAttribute()
    ends_at = InstantAttribute()
    provider_id = UnicodeAttribute()
    provider_name = UnicodeAttribute()
    title = UnicodeAttribute()
    category = UnicodeAttribute()
    scope = UnicodeAttribute()
    municipality_code = UnicodeAttribute(null=True)
    place = UnicodeAttribute()
    price_cents = CentsAttribute()
    accepts_vouchers = BooleanAttribute()
    places_max = CentsAttribute()
    places_taken = CentsAttribute()
    state = UnicodeAttribute()
    book_notice_hours = CentsAttribute()
    cancel_notice_hours = CentsAttribute()


def add_session(writes: Transaction, session: Session) -> None:
    """Write a new session."""
    record = SessionRecord(
        pk=f"session#{session.id}",
        sk=SESSION,
        offering_id=session.offering_id,
        service_id=session.service_id,
        starts_at=session.starts_at,
        day=clock.local_day(session.starts_at),
        ends_at=session.ends_at,
        provider_id=session.provider_id,
        provider_name=session.provider_name,
        title=session.title,
        category=session.category,
        scope=session.scope,
        municipality_code=session.municipality_code,
        place=session.place,
        price_cents=session.price_cents,
        accepts_vouchers=session.accepts_vouchers,
        places_max=session.places_max,
        places_taken=session.places_taken,
        state=session.state,
        book_notice_hours=session.book_notice_hours,
        cancel_notice_hours=session.cancel_notice_hours,
    )
    writes.create(record, Stale())


def take_place(
    writes: Transaction, session_id: str, *, price_cents: int, starts_at: datetime, ends_at: datetime, at: datetime
) -> None:
    """Take one place, if one is free, in time, and the session is still as it was quoted.

    Raises SessionFull, TooLateToBook, QuoteOutdated.
    """
    record = SessionRecord
    hours_left = (starts_at - at) // timedelta(hours=1)
    unchanged = (
        (record.state == SessionState.OPEN)
        & (record.price_cents == price_cents)
        & (record.starts_at == starts_at)
        & (record.ends_at == ends_at)
    )

    def otherwise(raw: dict[str, object]) -> Exception:
        why = _to_session(SessionRecord.from_raw_data(raw)).why_not_take(at=at) if raw else []
        return why[0] if why else QuoteOutdated(session_id=session_id)

    writes.change(
        SessionRecord(pk=f"session#{session_id}", sk=SESSION),
        [record.places_taken.add(1)],
        unchanged & (record.places_taken < record.places_max) & (record.book_notice_hours <= hours_left),
        otherwise,
    )


def return_place(writes: Transaction, session_id: str) -> None:
    """Give one place back."""
    writes.change(
        SessionRecord(pk=f"session#{session_id}", sk=SESSION),
        [SessionRecord.places_taken.add(-1)],
        SessionRecord.places_taken >= 1,
        Stale(),
    )


def session(reads: Reads, session_id: str) -> Later[Session]:
    """Ask for a session."""
    return reads.ask(SessionRecord, f"session#{session_id}", SESSION, _to_session)


def session_ids_of(offering_id: str, from_at: datetime, to_at: datetime, span: Span) -> Page[str]:
    """An offering's sessions that begin in a span of time, its end excluded, by their ids."""
    when = ByOffering.starts_at.between(from_at, to_at - timedelta(microseconds=1))
    return dynamodb.page(SessionRecord.by_offering, offering_id, _session_id, span, where=when)


def session_ids_on(day: date, span: Span) -> Page[str]:
    """A day's sessions, by their ids, in order of time."""
    return dynamodb.page(SessionRecord.by_day, day, _session_id, span)


def sessions(session_ids: Iterable[str]) -> list[Session]:
    """Sessions as they are now, in the order of their ids' list."""
    with Reads() as reads:
        asked = [session(reads, session_id) for session_id in session_ids]
    return [found for later in asked if (found := later.found())]


def _session_id(record: SessionRecord) -> str:
    return record.pk.removeprefix("session#")


def _to_session(record: SessionRecord) -> Session:
    return Session(
        id=record.pk.removeprefix("session#"),
        offering_id=record.offering_id,
        service_id=record.service_id,
        provider_id=record.provider_id,
        provider_name=record.provider_name,
        title=record.title,
        category=Category(record.category),
        scope=Scope(record.scope),
        municipality_code=record.municipality_code,
        place=record.place,
        starts_at=record.starts_at,
        ends_at=record.ends_at,
        price_cents=record.price_cents,
        accepts_vouchers=record.accepts_vouchers,
        places_max=record.places_max,
        places_taken=record.places_taken,
        state=SessionState(record.state),
        book_notice_hours=record.book_notice_hours,
        cancel_notice_hours=record.cancel_notice_hours,
    )
