"""Feeds: whose calendar it is, who may still read it, and what is in it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.catalogue.model import Session, SessionState
from chalicelib.kernel import clock
from chalicelib.kernel.refusals import Gone
from chalicelib.kernel.texts import Text
from chalicelib.notices.model import Appointment

PAST_DAYS = 30  # what was is looked up in the portal; a calendar shows what is to come
ADDRESS_BYTES = 20  # 160 bits: whoever has the address reads the calendar, so nobody may guess it


class OwnerKind(StrEnum):
    """Whose calendar a feed is."""

    PERSON = "person"
    PROVIDER = "provider"


class FeedRevoked(Gone):
    """The address was replaced or ended, or who made it no longer acts for the person."""

    detail = Text("Questo indirizzo non vale più.", "This address is no longer good.")
    remedy = Text("Chiedi un indirizzo nuovo nel portale.", "Ask for a new address in the portal.")


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose calendar it is."""

    kind: OwnerKind
    id: str


@dataclass(frozen=True, slots=True)
class Feed:
    """That a calendar can be read at an address, of which only a digest is kept."""

    owner: Owner
    digest: str
    made_by: str
    made_at: datetime
    delegate_id: str | None = None  # who made it for the person, and reads it while they act for them
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Issued:
    """A feed that was just made, and its address: told now, and never again."""

    feed: Feed
    url: str

    @property
    def made_at(self) -> datetime:
        """When it was made."""
        return self.feed.made_at


def since(at: datetime) -> datetime:
    """What began before this instant is no longer in a feed. It moves once a day: an unchanged feed stays so."""
    return clock.start_of_day(clock.local_day(at) - timedelta(days=PAST_DAYS))


def delivery(session: Session, *, link: str, at: datetime) -> Appointment:
    """A session in its provider's calendar as it is on a day: how many come, never who."""
    return Appointment(
        uid=f"session-{session.id}@welfare",
        sequence=0,
        changed_at=clock.start_of_day(clock.local_day(at)),  # once a day: an unchanged feed stays so
        starts_at=session.starts_at,
        ends_at=session.times[0].ends_at,
        summary=f"{session.title} ({session.places_taken}/{session.places_max})",
        place=session.place,
        description=link,
        link=link,
        called_off=session.state is SessionState.CANCELLED,
        again=tuple((time.starts_at, time.ends_at) for time in session.times[1:]),
    )
