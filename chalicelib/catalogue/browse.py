"""Finding help: what there is, who offers it, at what price, when there are places."""

from bisect import bisect_right
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from chalicelib.access import read as access
from chalicelib.kernel import clock
from chalicelib.kernel.caller import Caller
from chalicelib.kernel.days import A_DAY, check_period
from chalicelib.kernel.paging import Page, Position, Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.kernel.territory import Category
from chalicelib.kernel.texts import Language
from chalicelib.runtime.dynamodb import Later, Reads

from . import look, order, session_table, table
from .model import Offering, Service, Session, SessionState, Wish
from .needs import Need, NeedKind

DAYS_MAX = 63  # two months of calendar in one question, and the day on which it is asked
SHELF_PAGE = 100


@dataclass(frozen=True, slots=True)
class ToldNeed:
    """A need or a life event in one language."""

    id: str
    kind: NeedKind
    title: str
    service_ids: tuple[str, ...]

    @classmethod
    def of(cls, need: Need, language: Language) -> Self:
        """A need, told."""
        return cls(need.id, need.kind, need.title.say(language), need.service_ids)


def services() -> list[Service]:
    """All kinds of help."""
    return list(look.shelf().services)


def needs(language: Language) -> list["ToldNeed"]:
    """What people come with, in a language, and the kinds of help that answer it."""
    return [ToldNeed.of(need, language) for need in look.shelf().needs]


def offering(offering_id: str, *, on: date) -> Offering:
    """An offering that is shown on a day, at that day's price; also one that came too late for the shelf.

    Raises NotFound.
    """
    shelf = look.shelf()
    if found := shelf.shown(on).get(offering_id):
        return found
    if shelf.knows(offering_id):
        raise NotFound
    with Reads() as reads:
        asked = table.offering(reads, offering_id)
    latest = asked.must(NotFound())
    if latest.withdrawn_at:
        raise NotFound
    return latest.as_on(on)


def session(session_id: str) -> Session:
    """A session as it is now. Raises NotFound."""
    with Reads() as reads:
        asked = session_table.session(reads, session_id)
    return asked.must(NotFound())


def own_session(session_id: str, *, by: Caller) -> Session:
    """A session of the caller's own provider as it is now. Raises NotFound for another's."""
    found = session(session_id)
    if found.provider_id != access.organisation(by):
        raise NotFound
    return found


def several(session_ids: Iterable[str]) -> list[Session]:
    """Some sessions as they are now, those of them that there are."""
    return session_table.sessions(session_ids)


def ask_session(reads: Reads, session_id: str) -> Later[Session]:
    """Ask for a session together with other things."""
    return session_table.session(reads, session_id)


def latest(offering_id: str) -> Offering:
    """An offering as it is kept, shown or not, with all its prices: for who makes its sessions. Raises NotFound."""
    with Reads() as reads:
        asked = table.offering(reads, offering_id)
    return asked.must(NotFound(offering_id=offering_id))


def offerings(wish: Wish, span: Span, *, on: date) -> Page[Offering]:
    """The offerings that someone looks for, in the neutral order of the day on which they began to look.

    Raises NotFound for an unknown need.
    """
    day = date.fromisoformat(span.after["on"]) if span.after else on
    after = span.after["after"] if span.after else ""
    wanted = look.shelf().wanted(wish, day)
    begins = bisect_right(wanted, after, key=lambda one: one[0])
    shown = wanted[begins : begins + span.limit]
    rest = {"on": day.isoformat(), "after": shown[-1][0]} if begins + span.limit < len(wanted) else None
    return Page([offering for _, offering in shown], rest, order.seed(day, wish.question))


def offerings_of(provider_id: str, *, on: date) -> list[Offering]:
    """What a provider offers on a day, by category and title."""
    mine = [one for one in look.shelf().shown(on).values() if one.provider_id == provider_id]
    return sorted(mine, key=lambda one: (one.category, one.title, one.id))


def sessions_of(offering_id: str, *, from_on: date, to_on: date, span: Span) -> Page[Session]:
    """An offering's sessions between two days, full ones too, not those made for one person. Raises PeriodInvalid."""
    check_period(from_on, to_on, days_max=DAYS_MAX)
    ids = session_table.session_ids_of(offering_id, clock.start_of_day(from_on), clock.end_of_day(to_on), span)
    return Page([one for one in session_table.sessions(ids.items) if one.person_id is None], ids.rest)


def beginning(offering_id: str, times: Collection[datetime]) -> list[Session]:
    """An offering's sessions that begin at one of these instants, in no order."""
    return session_table.sessions(session_table.session_ids_at(offering_id, times))


def near(wanted: Session, *, since: datetime, count: int) -> list[Session]:
    """The other sessions of its offering that begin next to one, so many before it and after it, the nearest first."""
    ids = session_table.session_ids_near(wanted.offering_id, wanted.starts_at, since=since, count=count)
    return _nearest(wanted, ids)


def elsewhere(wanted: Session, *, since: datetime, offerings: int, count: int) -> list[Session]:
    """Sessions of the same service elsewhere, next to one, the nearest first.

    Of so many other offerings that are shown, in the day's neutral order, so many sessions before and after it.
    """
    arranged = look.shelf().wanted(Wish(category=wanted.category), clock.local_day(since))
    others = [one.id for _, one in arranged if one.service_id == wanted.service_id and one.id != wanted.offering_id]
    ids = [
        session_id
        for offering_id in others[:offerings]
        for session_id in session_table.session_ids_near(offering_id, wanted.starts_at, since=since, count=count)
    ]
    return _nearest(wanted, ids)


def sessions(
    *, from_on: date, to_on: date, category: Category | None, municipality_code: str | None, span: Span
) -> Page[Session]:
    """Sessions with free places between two days, of offerings that are shown, in order of time.

    Raises PeriodInvalid.
    """
    check_period(from_on, to_on, days_max=DAYS_MAX)
    found: list[Session] = []
    shelf = look.shelf()
    after = dict(span.after or {})
    day = date.fromisoformat(after["day"]) if after else from_on
    position: Position | None = after or None
    while day <= to_on:
        ids = session_table.session_ids_on(day, Span(SHELF_PAGE, position))
        for session in session_table.sessions(ids.items):
            if _is_wanted(session, category, municipality_code) and not shelf.hides(session.offering_id, day):
                found.append(session)
            if len(found) == span.limit:
                return Page(found, _after(session))
        position = ids.rest
        if position is None:
            day += A_DAY
    return Page(found)


def delivered_by(provider_id: str, *, from_at: datetime, to_at: datetime) -> list[Session]:
    """Every session of a provider with a meeting that begins in a span of time, its end excluded; in no order."""
    found = session_table.sessions(session_table.session_ids_of_provider(provider_id, from_at, to_at))
    return [session for session in found if any(from_at <= time.starts_at < to_at for time in session.times)]


def at_desk(desk_id: str, day: date) -> list[Session]:
    """A Social Point's appointments of a day, in order of time."""
    from_at, to_at = clock.start_of_day(day), clock.end_of_day(day)
    return session_table.sessions(session_table.session_ids_at_desk(desk_id, from_at, to_at))


def on(day: date) -> list[Session]:
    """Every session of a day, for the jobs."""
    found: list[Session] = []
    position: Position | None = None
    while True:
        ids = session_table.session_ids_on(day, Span(SHELF_PAGE, position))
        found += session_table.sessions(ids.items)
        if (position := ids.rest) is None:
            return found


def calendar(provider_id: str, *, since: datetime) -> list[Session]:
    """Every session of a provider that begins from an instant on, in order of time, the cancelled ones too."""
    found = session_table.sessions(session_table.session_ids_of_provider_since(provider_id, since))
    return sorted(found, key=lambda session: (session.starts_at, session.id))


def _nearest(wanted: Session, session_ids: Iterable[str]) -> list[Session]:
    found = session_table.sessions(session_id for session_id in session_ids if session_id != wanted.id)
    return sorted(found, key=lambda session: (abs(session.starts_at - wanted.starts_at), session.id))


def _is_wanted(session: Session, category: Category | None, municipality_code: str | None) -> bool:
    here = municipality_code is None or session.municipality_code in (None, municipality_code)
    free = session.state is SessionState.OPEN and session.places_free > 0 and session.person_id is None
    return free and category in (None, session.category) and here


def _after(session: Session) -> Position:
    return {
        "pk": f"session#{session.id}",
        "sk": session_table.SESSION,
        "day": clock.local_day(session.starts_at).isoformat(),
        "starts_at": clock.stamp(session.starts_at),
    }
