"""Requests for help at home, by person and by provider."""

from pynamodb.attributes import UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from chalicelib.kernel.paging import Page, Span
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
from chalicelib.schedules.model import Hours

from .model import HomeRequest, HomeRequestState

REQUEST = "request"


class ByPerson(GlobalSecondaryIndex["HomeRequestRecord"]):
    """What was asked for a person, in order of time."""

    class Meta:
        """The index's name and content."""

        index_name = "by_person"
        projection = AllProjection()

    person_id = UnicodeAttribute(hash_key=True)
    asked_at = InstantAttribute(range_key=True)


class ByProvider(GlobalSecondaryIndex["HomeRequestRecord"]):
    """What was asked of a provider, in order of time."""

    class Meta:
        """The index's name and content."""

        index_name = "by_provider"
        projection = AllProjection()

    provider_id = UnicodeAttribute(hash_key=True)
    asked_at = InstantAttribute(range_key=True)


class HomeRequestRecord(Record):
    """A request for help at home."""

    table = "homecare_table"

    by_person = ByPerson()
    by_provider = ByProvider()
    offering_id = UnicodeAttribute()
    provider_id = UnicodeAttribute()
    person_id = UnicodeAttribute()
    person_given_name = UnicodeAttribute()
    week_minutes = CentsAttribute()
    from_on = DayAttribute()
    to_on = DayAttribute()
    preferred: StructAttribute[tuple[Hours, ...]] = StructAttribute(tuple[Hours, ...])
    note = UnicodeAttribute()
    asked_by = UnicodeAttribute()
    asked_at = InstantAttribute()
    state = UnicodeAttribute()
    reason = UnicodeAttribute()
    session_ids: StructAttribute[tuple[str, ...]] = StructAttribute(tuple[str, ...])
    version = CentsAttribute()
    fingerprint = UnicodeAttribute()


def add(writes: Transaction, request: HomeRequest) -> None:
    """Write a new request; a twin that was first makes this one Stale."""
    writes.create(_record(request), Stale())


def put(writes: Transaction, request: HomeRequest) -> None:
    """Write a request one version on. Stale when it was changed since it was read."""
    writes.put_if(_record(request), HomeRequestRecord.version == request.version - 1, Stale())


def request(reads: Reads, request_id: str) -> Later[HomeRequest]:
    """Ask for a request."""
    return reads.ask(HomeRequestRecord, f"request#{request_id}", REQUEST, _to_request)


def of_person(person_id: str, span: Span) -> Page[HomeRequest]:
    """What was asked for a person, the latest first."""
    return dynamodb.page(HomeRequestRecord.by_person, person_id, _to_request, span, newest_first=True)


def of_provider(provider_id: str, span: Span) -> Page[HomeRequest]:
    """What was asked of a provider, the latest first."""
    return dynamodb.page(HomeRequestRecord.by_provider, provider_id, _to_request, span, newest_first=True)


def _record(request: HomeRequest) -> HomeRequestRecord:
    return HomeRequestRecord(
        pk=f"request#{request.id}",
        sk=REQUEST,
        offering_id=request.offering_id,
        provider_id=request.provider_id,
        person_id=request.person_id,
        person_given_name=request.person_given_name,
        week_minutes=request.week_minutes,
        from_on=request.from_on,
        to_on=request.to_on,
        preferred=request.preferred,
        note=request.note,
        asked_by=request.asked_by,
        asked_at=request.asked_at,
        state=request.state,
        reason=request.reason,
        session_ids=request.session_ids,
        version=request.version,
        fingerprint=request.fingerprint,
    )


def _to_request(record: HomeRequestRecord) -> HomeRequest:
    return HomeRequest(
        id=record.pk.removeprefix("request#"),
        offering_id=record.offering_id,
        provider_id=record.provider_id,
        person_id=record.person_id,
        person_given_name=record.person_given_name,
        week_minutes=record.week_minutes,
        from_on=record.from_on,
        to_on=record.to_on,
        preferred=record.preferred,
        note=record.note,
        asked_by=record.asked_by,
        asked_at=record.asked_at,
        state=HomeRequestState(record.state),
        reason=record.reason,
        session_ids=record.session_ids,
        version=record.version,
        fingerprint=record.fingerprint,
    )
