"""Sessions and their places. What decides a place is decided in a condition on the session's own item."""

from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Any

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition
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
    StructAttribute,
    Transaction,
)

from .model import Scope, Session, SessionState
from .terms import Meeting, Option, Terms

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
    """A day's sessions everywhere: the calendar of the territory."""

    class Meta:
        """The index's name and content."""

        index_name = "by_day"
        projection = KeysOnlyProjection()

    day = DayAttribute(hash_key=True)
    starts_at = InstantAttribute(range_key=True)


class ByProviderTime(GlobalSecondaryIndex["SessionRecord"]):
    """A provider's rosters: its sessions by when they begin."""

    class Meta:
        """The index's name and content."""

        index_name = "by_provider_time"
        projection = KeysOnlyProjection()

    provider_id = UnicodeAttribute(hash_key=True)
    starts_at = InstantAttribute(range_key=True)


class ByCourse(GlobalSecondaryIndex["SessionRecord"]):
    """A provider's rosters: what has several meetings and may have begun long before, by when it ends."""

    class Meta:
        """The index's name and content."""

        index_name = "by_course"
        projection = KeysOnlyProjection()

    course_of = UnicodeAttribute(hash_key=True)
    ends_at = InstantAttribute(range_key=True)


class ByDesk(GlobalSecondaryIndex["SessionRecord"]):
    """A Social Point's appointments, by when they begin. Other sessions are not in it."""

    class Meta:
        """The index's name and content."""

        index_name = "by_desk"
        projection = KeysOnlyProjection()

    desk_id = UnicodeAttribute(hash_key=True)
    starts_at = InstantAttribute(range_key=True)


class SessionRecord(Record):
    """An offering at a time, with its places."""

    table = "catalogue_table"

    by_offering = ByOffering()
    by_day = ByDay()
    by_provider_time = ByProviderTime()
    by_course = ByCourse()
    by_desk = ByDesk()
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
    places_offered = CentsAttribute(default=0)
    in_line = CentsAttribute(default=0)
    list_first = CentsAttribute(default=0)
    releases = CentsAttribute(default=0)
    state = UnicodeAttribute()
    book_until_at = InstantAttribute()
    terms: StructAttribute[Terms] = StructAttribute(Terms)
    meetings: StructAttribute[tuple[Meeting, ...]] = StructAttribute(tuple[Meeting, ...], null=True)
    course_of = UnicodeAttribute(null=True)  # its provider, where it has several meetings
    options: StructAttribute[tuple[Option, ...]] = StructAttribute(tuple[Option, ...], null=True)
    guests_max = CentsAttribute(default=0)
    occupies = BooleanAttribute(default=True)
    worker_id = UnicodeAttribute(null=True)
    schedule_id = UnicodeAttribute(null=True)
    by_hand = BooleanAttribute(null=True)
    person_id = UnicodeAttribute(null=True)
    desk_id = UnicodeAttribute(null=True)
    edition = CentsAttribute(default=1)


def add_session(writes: Transaction, session: Session) -> None:
    """Write a new session."""
    record = SessionRecord(
        pk=_key(session.id),
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
        places_offered=session.places_offered,
        in_line=session.in_line,
        list_first=session.list_first,
        releases=session.releases,
        state=session.state,
        book_until_at=session.book_until_at,
        terms=session.terms,
        meetings=session.meetings or None,
        course_of=session.provider_id if session.meetings else None,
        options=session.options or None,
        guests_max=session.guests_max,
        occupies=session.occupies,
        worker_id=session.worker_id,
        schedule_id=session.schedule_id,
        by_hand=session.by_hand or None,
        person_id=session.person_id,
        desk_id=session.desk_id,
        edition=session.edition,
    )
    writes.create(record, Stale())


def take_places(writes: Transaction, session: Session, *, count: int, at: datetime) -> None:
    """Take free places, if there are so many, in time, and the session is as it was read.

    Raises SessionFull, TooFewPlaces, WaitingListFirst, TooLateToBook, SessionCancelled; Stale when it was changed.
    """
    record = SessionRecord
    # A condition cannot subtract: the capacity is compared as it was read, for one place as it stands.
    free = (record.places_max == session.places_max) & (record.places_taken <= session.places_max - count)
    if count == 1:
        free = record.places_taken < record.places_max
    nobody_first = (record.list_first == 0) | record.list_first.does_not_exist()
    writes.change(
        record_of(session.id),
        [record.places_taken.add(count)],
        bookable(session, at) & free & nobody_first,
        _why_not(session, at, count=count, offered=False),
    )


def take_offered(writes: Transaction, session: Session, *, count: int, at: datetime) -> None:
    """Take places that were kept for who waited. Raises OfferOver, TooLateToBook, SessionCancelled; or Stale."""
    writes.change(
        record_of(session.id),
        [SessionRecord.places_offered.add(-count)],
        bookable(session, at) & (SessionRecord.places_offered >= count),
        _why_not(session, at, count=count, offered=True),
    )


def return_places(writes: Transaction, session_id: str, *, count: int) -> None:
    """Give places back; where someone waits, they are asked before anyone else can take them."""
    record = SessionRecord
    writes.change(
        record_of(session_id),
        [record.places_taken.add(-count), record.releases.add(1), record.list_first.set(record.in_line | 0)],
        record.places_taken >= count,
        Stale(),
    )


def check_same(writes: Transaction, session: Session, *, at: datetime) -> None:
    """Let a transaction go through only if a session can still be booked as it was read."""
    writes.check(
        record_of(session.id),
        bookable(session, at),
        _why_not(session, at, count=0, offered=False),
    )


def bookable(session: Session, at: datetime) -> Condition:
    """That a session can still be booked, and is as it was read."""
    record = SessionRecord
    bookable: Condition = record.state == SessionState.OPEN
    bookable &= record.edition == session.edition
    bookable &= record.book_until_at >= at
    return bookable


def _why_not(session: Session, at: datetime, *, count: int, offered: bool) -> Callable[[dict[str, Any]], Exception]:
    def otherwise(raw: dict[str, Any]) -> Exception:
        now = to_session(SessionRecord.from_raw_data(raw)) if raw else session
        why = now.why_not_take(at=at, count=count, offered=offered)
        return why[0] if why else Stale()

    return otherwise


def record_of(session_id: str) -> SessionRecord:
    """The record of a session, for a condition or a change of it."""
    return SessionRecord(pk=_key(session_id), sk=SESSION)


def _key(session_id: str) -> str:
    return f"session#{session_id}"


def session(reads: Reads, session_id: str) -> Later[Session]:
    """Ask for a session."""
    return reads.ask(SessionRecord, _key(session_id), SESSION, to_session)


def session_ids_of(offering_id: str, from_at: datetime, to_at: datetime, span: Span) -> Page[str]:
    """An offering's sessions that begin in a span of time, its end excluded, by their ids."""
    when = ByOffering.starts_at.between(from_at, to_at - timedelta(microseconds=1))
    return dynamodb.page(SessionRecord.by_offering, offering_id, _session_id, span, where=when)


def session_ids_at(offering_id: str, times: Collection[datetime]) -> list[str]:
    """An offering's sessions that begin at one of these instants: one query of keys over the whole span."""
    when = ByOffering.starts_at.between(min(times), max(times))
    keys = dynamodb.everything(SessionRecord.by_offering, offering_id, _key_and_time, where=when)
    return [session_id for session_id, starts_at in keys if starts_at in times]


def session_ids_near(offering_id: str, at: datetime, *, since: datetime, count: int) -> list[str]:
    """An offering's sessions that begin next to an instant, so many before it and after it, none before another."""
    index = SessionRecord.by_offering
    after = dynamodb.page(index, offering_id, _session_id, Span(count), where=ByOffering.starts_at >= at)
    if at <= since:
        return after.items
    when = ByOffering.starts_at.between(since, at - timedelta(microseconds=1))
    before = dynamodb.page(index, offering_id, _session_id, Span(count), where=when, newest_first=True)
    return after.items + before.items


def session_ids_on(day: date, span: Span) -> Page[str]:
    """A day's sessions, by their ids, in order of time."""
    return dynamodb.page(SessionRecord.by_day, day, _session_id, span)


def session_ids_of_provider(provider_id: str, from_at: datetime, to_at: datetime) -> set[str]:
    """What a provider delivers, or may deliver, in a span of time, its end excluded: the meetings of a course tell."""
    when = ByProviderTime.starts_at.between(from_at, to_at - timedelta(microseconds=1))
    begun = dynamodb.everything(SessionRecord.by_provider_time, provider_id, _session_id, where=when)
    running = dynamodb.everything(SessionRecord.by_course, provider_id, _session_id, where=ByCourse.ends_at > from_at)
    return {*begun, *running}


def session_ids_of_provider_since(provider_id: str, since: datetime) -> list[str]:
    """A provider's sessions that begin from an instant on, by their ids."""
    when = ByProviderTime.starts_at >= since
    return dynamodb.everything(SessionRecord.by_provider_time, provider_id, _session_id, where=when)


def session_ids_at_desk(desk_id: str, from_at: datetime, to_at: datetime) -> list[str]:
    """A Social Point's appointments that begin in a span of time, its end excluded, in order of time."""
    when = ByDesk.starts_at.between(from_at, to_at - timedelta(microseconds=1))
    return dynamodb.everything(SessionRecord.by_desk, desk_id, _session_id, where=when)


def sessions(session_ids: Iterable[str]) -> list[Session]:
    """Sessions as they are now, in the order of their ids' list."""
    with Reads() as reads:
        asked = [session(reads, session_id) for session_id in session_ids]
    return [found for later in asked if (found := later.found())]


def _session_id(record: SessionRecord) -> str:
    return record.pk.removeprefix("session#")


def _key_and_time(record: SessionRecord) -> tuple[str, datetime]:
    return _session_id(record), record.starts_at


def to_session(record: SessionRecord) -> Session:
    """The model of a session."""
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
        places_offered=record.places_offered,
        in_line=record.in_line,
        list_first=record.list_first,
        releases=record.releases,
        state=SessionState(record.state),
        terms=record.terms,
        meetings=record.meetings or (),
        options=record.options or (),
        guests_max=record.guests_max,
        occupies=record.occupies,
        worker_id=record.worker_id,
        schedule_id=record.schedule_id,
        by_hand=record.by_hand is True,
        person_id=record.person_id,
        desk_id=record.desk_id,
        edition=record.edition,
    )
