"""Entries of waiting lists, for who waits; how long the line is, for who delivers."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.access import read as access
from chalicelib.catalogue import browse
from chalicelib.catalogue.model import Session
from chalicelib.kernel.caller import Caller, Role
from chalicelib.kernel.paging import Page, Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.people import find as people
from chalicelib.runtime.dynamodb import Reads

from . import table
from .model import DESCRIBED, Entry, Line, NothingOffered, TurnReason


@dataclass(frozen=True, slots=True)
class Turn:
    """An entry, and how many are asked before it, itself included; None when it does not wait."""

    entry: Entry
    position: int | None

    @property
    def why(self) -> TurnReason:
        """Why it is asked in this turn."""
        return TurnReason[self.entry.rank.name]


@dataclass(frozen=True, slots=True)
class Length:
    """How many groups wait for a session, and for how many places; nobody is named."""

    session_id: str
    entries: int
    places: int
    places_offered: int


def both(session_id: str) -> tuple[Session, Line]:
    """A session, and who waits for it, as they are now. Raises NotFound."""
    with Reads() as reads:
        asked, line = browse.ask_session(reads, session_id), table.line(reads, session_id)
    return asked.must(NotFound(session_id=session_id)), line.found() or Line()


def turn(entry: Entry) -> Turn:
    """An entry with its position, for who has looked whose it is."""
    with Reads() as reads:
        line = table.line(reads, entry.session_id)
    return Turn(entry, (line.found() or Line()).position(entry.id))


def known(entry_id: str) -> Entry:
    """An entry as it is now, for who has looked whose it is. Raises NotFound."""
    with Reads() as reads:
        asked = table.entry(reads, entry_id)
    return asked.must(NotFound(entry_id=entry_id))


def entry(entry_id: str, *, by: Caller, at: datetime) -> Turn:
    """An entry with its position, for who waits, who acts for them, or an operator. Raises NotFound."""
    return turn(own(entry_id, by=by, at=at))


def of_person(person_id: str, span: Span, *, by: Caller, at: datetime) -> Page[Turn]:
    """What a person waits for, or has waited for. Raises NotFound."""
    people.must_see(person_id, what="waiting lists", by=by, at=at)
    page = table.entry_ids_of(person_id, span)
    return Page([turn(entry) for entry in table.several(page.items)], page.rest)


def length(session_id: str, *, by: Caller) -> Length:
    """How long the line for a session of one's own provider is. Raises NotFound for another's."""
    session, waiting = both(session_id)
    if session.provider_id != access.organisation(by):
        raise NotFound
    places = sum(spot.places for spot in waiting.spots.values())
    return Length(session_id, len(waiting.spots), places, session.places_offered)


def own(entry_id: str, *, by: Caller, at: datetime) -> Entry:
    """An entry of people one acts for, all of them. Raises NotFound."""
    found = known(entry_id)
    for person_id in found.person_ids:
        if by.is_a(Role.DESK_OPERATOR):
            people.leave_trace(person_id, what="waiting list", purpose="on behalf, at the desk", by=by, at=at)
        else:
            people.own(person_id, by=by, at=at)
    return found


def nothing_offered(entry: Entry) -> NothingOffered:
    """What who answers an offer that is not there hears."""
    return NothingOffered(entry_id=entry.id, described=DESCRIBED[entry.state])
