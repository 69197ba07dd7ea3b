"""Waiting lists: entries, the order in which places are offered, and how long an offer is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

from chalicelib.catalogue.model import Session
from chalicelib.kernel.clock import hours_after
from chalicelib.kernel.refusals import Conflict, Refusal
from chalicelib.kernel.texts import Text

OFFER_HOURS = 24  # long enough to sleep on it
OFFER_MINUTES_MIN = 30  # with less left until bookings close nobody could answer in time
DECLINES_FREE = 1  # the first no costs nothing
GROUP_MAX = 8  # a large family
LINE_MAX = 100  # entries: whoever comes later would wait for nothing


class Rank(IntEnum):
    """Who is asked first; among equals, who came first (docs/decisions/0024)."""

    PROVIDER_CANCELLED = 1  # the provider cancelled or declined their booking of the same offering
    SIBLING = 2  # someone of the household has a place there
    ARRIVAL = 3


class TurnReason(StrEnum):
    """Why one is asked in this turn, as it is told."""

    PROVIDER_CANCELLED = "provider_cancelled"
    SIBLING = "sibling"
    ARRIVAL = "arrival"


class EntryState(StrEnum):
    """The life of an entry."""

    WAITING = "waiting"
    OFFERED = "offered"  # the places are kept until the offer ends
    BOOKED = "booked"
    LEFT = "left"  # they no longer wait
    DROPPED = "dropped"  # they let more than one offer go
    CLOSED = "closed"  # nobody can book any more


class PlacesFree(Conflict):
    """There are free places: nobody needs to wait."""

    detail = Text("Ci sono posti liberi.", "There are free places.")
    remedy = Text("Prenota subito.", "Book now.")


class AlreadyWaiting(Conflict):
    """Someone of the group waits for this session already."""

    detail = Text("Questa persona è già in lista d'attesa.", "This person is in the waiting list already.")
    remedy = Text("Guarda la tua posizione nella lista.", "Look at your position in the list.")


class LineFull(Conflict):
    """So many wait that waiting makes no sense."""

    detail = Text("La lista d'attesa è piena.", "The waiting list is full.")
    remedy = Text("Scegli un'altra data o un'altra cooperativa.", "Choose another date or another cooperative.")


class GroupInvalid(Conflict):
    """Nobody, too many, or the same person twice."""

    detail = Text(
        "Indica da una a {group_max} persone, ognuna una volta.", "Name one to {group_max} people, each of them once."
    )


class NothingOffered(Conflict):
    """No place is kept for this entry now."""

    detail = Text("Ora non c'è un posto riservato: {described}.", "No place is kept now: {described}.")
    remedy = Text("Guarda la tua posizione nella lista.", "Look at your position in the list.")


DESCRIBED = {
    EntryState.WAITING: Text("sei in attesa", "you are waiting"),
    EntryState.OFFERED: Text("il tempo per rispondere è finito", "the time to answer is over"),
    EntryState.BOOKED: Text("hai già prenotato", "you have booked"),
    EntryState.LEFT: Text("sei uscito dalla lista", "you left the list"),
    EntryState.DROPPED: Text("hai lasciato passare due proposte", "you let two offers go"),
    EntryState.CLOSED: Text("le prenotazioni sono chiuse", "bookings are closed"),
}


@dataclass(frozen=True, slots=True)
class Spot:
    """An entry's spot in the line: its rank, since when, for how many places, and which places it has let go."""

    rank: Rank
    joined_at: datetime
    places: int
    passed: int | None = None  # the session's count of returned places when an offer was let go: not asked again for it


@dataclass(frozen=True, slots=True)
class Line:
    """Who waits for a session; anything that changes it moves its version on."""

    spots: Mapping[str, Spot] = field(default_factory=dict)
    version: int = 0

    def in_turn(self) -> list[tuple[str, Spot]]:
        """Everybody, in the order in which they are asked."""
        return sorted(self.spots.items(), key=lambda spot: (spot[1].rank, spot[1].joined_at, spot[0]))

    def position(self, entry_id: str) -> int | None:
        """How many are asked before an entry, and itself; None for one that does not wait."""
        order = [name for name, _ in self.in_turn()]
        return order.index(entry_id) + 1 if entry_id in order else None

    def next_for(self, session: Session) -> str | None:
        """Who is to be asked now: the first that fits in the free places and has not let these go."""
        for entry_id, spot in self.in_turn():
            if spot.passed != session.releases and spot.places <= session.places_free:
                return entry_id
        return None

    def with_one(self, entry_id: str, spot: Spot) -> "Line":
        """The line, and one more."""
        return replace(self, spots={**self.spots, entry_id: spot})

    def without(self, entry_id: str) -> "Line":
        """The line, without an entry."""
        return replace(self, spots={name: spot for name, spot in self.spots.items() if name != entry_id})


@dataclass(frozen=True, slots=True)
class Entry:
    """One person, or a group that comes all or none, that waits for a session."""

    id: str
    session_id: str
    person_ids: tuple[str, ...]
    title: str
    provider_name: str
    starts_at: datetime
    rank: Rank
    joined_by: str
    joined_at: datetime
    state: EntryState
    fingerprint: str
    due_at: datetime | None = None  # when the offer ends, or bookings close
    offers: int = 0
    declines: int = 0
    answered: str | None = None  # the request that answered last

    @property
    def spot(self) -> Spot:
        """Its spot in the line."""
        return Spot(self.rank, self.joined_at, len(self.person_ids))

    @property
    def is_live(self) -> bool:
        """Whether it waits, or has an offer."""
        return self.state in (EntryState.WAITING, EntryState.OFFERED)

    @property
    def offer_until_at(self) -> datetime | None:
        """Until when its places are kept."""
        return self.due_at if self.state is EntryState.OFFERED else None

    def why_not_answer(self, *, at: datetime) -> list[Refusal]:
        """Why an offer cannot be accepted now."""
        if self.offer_until_at is not None and at <= self.offer_until_at:
            return []
        return [NothingOffered(entry_id=self.id, described=DESCRIBED[self.state])]

    def offered(self, session: Session, *, at: datetime) -> "Entry":
        """The entry once its places are kept for it."""
        until_at = offer_until_at(session, at=at)
        return replace(self, state=EntryState.OFFERED, due_at=until_at, offers=self.offers + 1)

    def let_go(self, session: Session) -> "Entry":
        """The entry once an offer was declined or not answered: the first time it keeps its turn."""
        declines = self.declines + 1
        if declines > DECLINES_FREE:
            return replace(self, state=EntryState.DROPPED, due_at=None, declines=declines)
        return replace(self, state=EntryState.WAITING, due_at=session.book_until_at, declines=declines)

    def ended(self, state: EntryState) -> "Entry":
        """The entry once it is over."""
        return replace(self, state=state, due_at=None)


def offer_until_at(session: Session, *, at: datetime) -> datetime:
    """Until when a place that is offered now is kept: a day, but never beyond the last instant to book."""
    return min(hours_after(at, OFFER_HOURS), session.book_until_at)


def can_be_offered(session: Session, *, at: datetime) -> bool:
    """Whether there is still time enough to answer an offer."""
    return at + timedelta(minutes=OFFER_MINUTES_MIN) <= session.book_until_at
