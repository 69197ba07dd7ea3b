"""Publishing: kinds of help, a provider's offerings and their sessions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from chalicelib.desks import read as desks
from chalicelib.kernel import identifiers
from chalicelib.kernel.clock import local_day
from chalicelib.kernel.identifiers import Outcome, RequestKey
from chalicelib.kernel.paging import Page
from chalicelib.kernel.refusals import NotFound
from chalicelib.kernel.territory import Category
from chalicelib.providers import read as providers
from chalicelib.providers.model import Network
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import Reads, Transaction

from . import session_table, table
from .model import GRID_MINUTES, NotForADesk, Offering, Scope, Service, Session, SessionTimesInvalid, TermsInvalid
from .needs import Need
from .terms import ORDINARY_TERMS, Meeting, Option, Terms

SESSIONS_MAX = 50  # of one request: they are written together or not at all


@dataclass(frozen=True, slots=True)
class OfferingDraft:
    """What a provider says of a new offering."""

    service_id: str
    title: str
    description: str
    municipality_code: str | None
    place: str
    price_cents: int
    accepts_vouchers: bool
    desk_id: str | None = None  # the Social Point that receives who comes


@dataclass(frozen=True, slots=True)
class SessionDraft:
    """When a new session takes place, and for how many."""

    starts_at: datetime
    ends_at: datetime
    places_max: int
    terms: Terms = ORDINARY_TERMS
    meetings: tuple[Meeting, ...] = ()
    options: tuple[Option, ...] = ()
    guests_max: int = 0
    occupies: bool = True
    person_id: str | None = None
    place: str | None = None  # where it is not the offering's own
    municipality_code: str | None = None
    worker_id: str | None = None
    schedule_id: str | None = None


def services(services: Sequence[Service]) -> None:
    """Write the kinds of help of the territory, in place of earlier versions."""
    with Transaction() as writes:
        for service in services:
            table.add_service(writes, service)


def service(service: Service) -> Service:
    """Write one kind of help, in place of an earlier version."""
    services([service])
    return service


def need(need: Need) -> Need:
    """Write one need or life event, in place of an earlier version."""
    needs([need])
    return need


def needs(needs: Sequence[Need]) -> None:
    """Write needs and life events, in place of earlier versions."""
    with Transaction() as writes:
        for need in needs:
            table.add_need(writes, need)


def offering(draft: OfferingDraft, *, provider_id: str, key: RequestKey) -> Outcome[Offering]:
    """Publish an offering of a provider. Raises NotFound for an unknown service or Social Point, NotForADesk."""
    return dynamodb.until_settled(lambda: _offered(draft, provider_id, key))


def _offered(draft: OfferingDraft, provider_id: str, key: RequestKey) -> Outcome[Offering]:
    with Reads() as reads:
        earlier = table.offering(reads, key.id_for("offering"))
        asked = table.service(reads, draft.service_id)
    if found := earlier.found():
        key.match(found.fingerprint)
        return Outcome(found, replayed=True)
    service, provider = asked.must(NotFound(service_id=draft.service_id)), providers.provider(provider_id)
    if draft.desk_id:
        _must_be_at_desk(draft.desk_id, service)
    offering = Offering(
        id=key.id_for("offering"),
        service_id=service.id,
        provider_id=provider.id,
        provider_name=provider.name,
        title=draft.title,
        description=draft.description,
        category=service.category,
        audience=service.audience,
        scope=Scope.NATIONAL if provider.network is Network.NATIONAL else Scope.LOCAL,
        municipality_code=draft.municipality_code,
        place=draft.place,
        price_cents=draft.price_cents,
        price_unit=service.price_unit,
        accepts_vouchers=draft.accepts_vouchers,
        fingerprint=key.fingerprint,
        desk_id=draft.desk_id,
    )
    with Transaction() as writes:
        table.add_offering(writes, offering)
    return Outcome(offering)


def _must_be_at_desk(desk_id: str, service: Service) -> None:
    if service.category is not Category.SOCIAL_POINT:
        raise NotForADesk
    if all(desk.id != desk_id for desk in desks.every()):
        raise NotFound(desk_id=desk_id)


def sessions(
    offering_id: str, drafts: Sequence[SessionDraft], *, provider_id: str, key: RequestKey, at: datetime
) -> Outcome[Page[Session]]:
    """Publish sessions of one's own offering, all or none. Raises NotFound, SessionTimesInvalid."""
    return dynamodb.until_settled(lambda: _scheduled(offering_id, drafts, provider_id, key, at))


def _scheduled(
    offering_id: str, drafts: Sequence[SessionDraft], provider_id: str, key: RequestKey, at: datetime
) -> Outcome[Page[Session]]:
    # The ids follow from the key alone, so a retry finds what the first request wrote.
    # One more than wanted is looked for: the first request may have asked for more.
    ids = [identifiers.derived("session", key.id_for("sessions"), str(place)) for place in range(len(drafts) + 1)]
    with Reads() as reads:
        asked = table.offering(reads, offering_id)
        earlier = [session_table.session(reads, session_id) for session_id in ids]
    offering = asked.must(NotFound())
    if offering.provider_id != provider_id:
        raise NotFound
    wanted = [made(offering, session_id, draft) for session_id, draft in zip(ids, drafts, strict=False)]
    if found := [session for later in earlier if (session := later.found())]:
        if [_asked_for(one) for one in found] != [_asked_for(one) for one in wanted]:
            raise identifiers.IdempotencyKeyReused
        return Outcome(Page(found), replayed=True)
    for draft in drafts:
        must_be_sound(draft, at=at)
    with Transaction() as writes:
        for session in wanted:
            session_table.add_session(writes, session)
    return Outcome(Page(wanted))


def session(writes: Transaction, session: Session) -> None:
    """Write a new session; one under the same id that was first makes this one Stale."""
    session_table.add_session(writes, session)


def made(offering: Offering, session_id: str, draft: SessionDraft) -> Session:
    """The session that a draft becomes: at the offering's place and price, unless it names a place of its own."""
    times = draft.meetings or (Meeting(draft.starts_at, draft.ends_at),)
    length = sum((time.ends_at - time.starts_at for time in times), timedelta())
    return Session(
        id=session_id,
        offering_id=offering.id,
        service_id=offering.service_id,
        provider_id=offering.provider_id,
        provider_name=offering.provider_name,
        title=offering.title,
        category=offering.category,
        scope=offering.scope,
        municipality_code=draft.municipality_code or offering.municipality_code,
        place=draft.place or offering.place,
        starts_at=draft.starts_at,
        ends_at=draft.ends_at,
        price_cents=offering.session_price_cents(draft.starts_at, draft.starts_at + length),
        accepts_vouchers=offering.accepts_vouchers,
        places_max=draft.places_max,
        terms=draft.terms,
        meetings=draft.meetings,
        options=draft.options,
        guests_max=draft.guests_max,
        occupies=draft.occupies,
        person_id=draft.person_id,
        desk_id=offering.desk_id,
        worker_id=draft.worker_id,
        schedule_id=draft.schedule_id,
    )


def _asked_for(session: Session) -> tuple[object, ...]:
    when = (session.starts_at, session.ends_at, session.meetings, session.occupies)
    return session.offering_id, *when, session.places_max, session.terms, session.options, session.guests_max


def must_be_sound(draft: SessionDraft, *, at: datetime) -> None:
    """Raise SessionTimesInvalid or TermsInvalid for a draft that nobody could come to."""
    if not _is_timed(draft, at):
        raise SessionTimesInvalid(starts_at=draft.starts_at)
    if not draft.terms.are_sound() or len({one.id for one in draft.options}) < len(draft.options):
        raise TermsInvalid


def _is_timed(draft: SessionDraft, at: datetime) -> bool:
    times = draft.meetings or (Meeting(draft.starts_at, draft.ends_at),)
    in_turn = all(one.ends_at <= next_one.starts_at for one, next_one in pairwise(times))
    spanned = (times[0].starts_at, times[-1].ends_at) == (draft.starts_at, draft.ends_at)
    return at < draft.starts_at and spanned and in_turn and all(_is_on_grid(time) for time in times)


def _is_on_grid(time: Meeting) -> bool:
    last = time.ends_at - timedelta(microseconds=1)
    on_grid = all(
        edge.minute % GRID_MINUTES == 0 and edge.second == edge.microsecond == 0
        for edge in (time.starts_at, time.ends_at)
    )
    return time.starts_at < time.ends_at and local_day(time.starts_at) == local_day(last) and on_grid
