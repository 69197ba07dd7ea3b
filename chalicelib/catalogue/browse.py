"""Finding help: what there is, who offers it, at what price, when there are places."""

from collections.abc import Iterable
from datetime import date, timedelta

from chalicelib.kernel import clock
from chalicelib.kernel.paging import Page, Position, Span
from chalicelib.kernel.refusals import Invalid, NotFound
from chalicelib.kernel.territory import Category
from chalicelib.kernel.texts import Text
from chalicelib.runtime.dynamodb import Later, Reads

from . import session_table, table
from .model import Offering, Scope, Service, Session, Wish

DAYS_MAX = 62  # two months of calendar in one question
PAGES_MAX = 20  # of the index read for one answer; what is left goes on under the cursor
SHELF_PAGE = 100


class PeriodInvalid(Invalid):
    """The period is turned around, or longer than two months."""

    detail = Text("Indica un periodo di al massimo {days_max} giorni.", "Give a period of at most {days_max} days.")


def services() -> list[Service]:
    """All kinds of help."""
    return table.services()


def offering(offering_id: str) -> Offering:
    """An offering. Raises NotFound."""
    with Reads() as reads:
        asked = table.offering(reads, offering_id)
    return asked.must(NotFound())


def session(session_id: str) -> Session:
    """A session as it is now. Raises NotFound."""
    with Reads() as reads:
        asked = session_table.session(reads, session_id)
    return asked.must(NotFound())


def several(session_ids: Iterable[str]) -> list[Session]:
    """Some sessions as they are now, those of them that there are."""
    return session_table.sessions(session_ids)


def ask_session(reads: Reads, session_id: str) -> Later[Session]:
    """Ask for a session together with other things."""
    return session_table.session(reads, session_id)


def offerings(wish: Wish, span: Span) -> Page[Offering]:
    """The offerings that someone looks for: local ones first, then national, by category and title."""
    scopes = [wish.scope] if wish.scope else list(Scope)
    if span.after:
        scopes = scopes[scopes.index(Scope(span.after["shelf"])) :]
    found: list[Offering] = []
    after: Position | None = span.after
    for scope in scopes:
        for _ in range(PAGES_MAX):
            page = table.shelf(scope, wish.category, Span(SHELF_PAGE, after))
            found += [offering for offering in page.items if wish.admits(offering)]
            if len(found) > span.limit:
                shown = found[: span.limit]
                return Page(shown, table.shelf_position(shown[-1]))
            after = page.rest
            if after is None:
                break
        else:
            return Page(found, after)
    return Page(found)


def offerings_of(provider_id: str) -> list[Offering]:
    """What a provider offers, with prices."""
    return table.offerings_of(provider_id)


def sessions_of(offering_id: str, *, from_on: date, to_on: date, span: Span) -> Page[Session]:
    """An offering's sessions between two days, full ones too. Raises PeriodInvalid."""
    _check(from_on, to_on)
    ids = session_table.session_ids_of(offering_id, clock.start_of_day(from_on), clock.end_of_day(to_on), span)
    return Page(session_table.sessions(ids.items), ids.rest)


def sessions(
    *, from_on: date, to_on: date, category: Category | None, municipality_code: str | None, span: Span
) -> Page[Session]:
    """Sessions with free places between two days, anywhere, in order of time. Raises PeriodInvalid."""
    _check(from_on, to_on)
    found: list[Session] = []
    after = dict(span.after or {})
    day = date.fromisoformat(after["day"]) if after else from_on
    position: Position | None = after or None
    while day <= to_on:
        ids = session_table.session_ids_on(day, Span(SHELF_PAGE, position))
        for session in session_table.sessions(ids.items):
            if _is_wanted(session, category, municipality_code):
                found.append(session)
            if len(found) == span.limit:
                return Page(found, _after(session))
        position = ids.rest
        if position is None:
            day += timedelta(days=1)
    return Page(found)


def on(day: date) -> list[Session]:
    """Every session of a day, for the jobs."""
    found: list[Session] = []
    position: Position | None = None
    while True:
        ids = session_table.session_ids_on(day, Span(SHELF_PAGE, position))
        found += session_table.sessions(ids.items)
        if (position := ids.rest) is None:
            return found


def _check(from_on: date, to_on: date) -> None:
    if not timedelta() <= to_on - from_on <= timedelta(days=DAYS_MAX):
        raise PeriodInvalid(days_max=DAYS_MAX)


def _is_wanted(session: Session, category: Category | None, municipality_code: str | None) -> bool:
    here = municipality_code is None or session.municipality_code in (None, municipality_code)
    return session.places_free > 0 and category in (None, session.category) and here


def _after(session: Session) -> Position:
    return {
        "pk": f"session#{session.id}",
        "sk": session_table.SESSION,
        "day": clock.local_day(session.starts_at).isoformat(),
        "starts_at": clock.stamp(session.starts_at),
    }
