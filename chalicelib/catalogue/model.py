"""What can be had: kinds of help, offerings with their prices, sessions with their places."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.kernel.amounts import portion
from chalicelib.kernel.refusals import Conflict, Invalid, Refusal
from chalicelib.kernel.territory import Audience, Category
from chalicelib.kernel.texts import Text

BOOK_NOTICE_HOURS = 2  # a provider must still be able to get ready
CANCEL_NOTICE_HOURS = 24  # someone else must still be able to take the place
GRID_MINUTES = 5


class PriceUnit(StrEnum):
    """What a price is for."""

    HOUR = "hour"
    SESSION = "session"
    MONTH = "month"
    WEEK = "week"
    COURSE = "course"
    PERSON = "person"
    EVENT = "event"


class Scope(StrEnum):
    """Where an offering can be had."""

    LOCAL = "local"
    NATIONAL = "national"


class SessionState(StrEnum):
    """Whether a session takes place."""

    OPEN = "open"
    CANCELLED = "cancelled"


class SessionFull(Conflict):
    """Every place of the session is taken."""

    detail = Text("Non ci sono più posti liberi.", "No place is left.")
    remedy = Text("Scegli un'altra data o un'altra cooperativa.", "Choose another date or another cooperative.")


class SessionCancelled(Conflict):
    """The session does not take place."""

    detail = Text("Questo incontro è stato annullato.", "This session was cancelled.")
    remedy = Text("Scegli un'altra data.", "Choose another date.")


class TooLateToBook(Conflict):
    """The session begins too soon, or has begun."""

    detail = Text("Le prenotazioni si sono chiuse: {until_at}.", "Bookings closed: {until_at}.")
    remedy = Text("Scegli una data successiva.", "Choose a later date.")


class QuoteOutdated(Conflict):
    """The session's price or time changed after the quote."""

    detail = Text("Prezzo o orario sono cambiati dopo il preventivo.", "The price or the time changed after the quote.")
    remedy = Text("Chiedi un nuovo preventivo e controllalo.", "Ask for a new quote and check it.")


class SessionTimesInvalid(Invalid):
    """A session must end after it begins, on the same Italian day, in the future, on a 5-minute grid."""

    detail = Text(
        "L'incontro deve cominciare nel futuro e finire lo stesso giorno, a orari multipli di 5 minuti.",
        "The session must begin in the future and end the same day, at multiples of 5 minutes.",
    )


@dataclass(frozen=True, slots=True)
class Service:
    """A kind of help."""

    id: str
    title: str
    category: Category
    audience: Audience
    price_unit: PriceUnit


@dataclass(frozen=True, slots=True)
class Offering:
    """A service by a provider at a place, with its price."""

    id: str
    service_id: str
    provider_id: str
    provider_name: str
    title: str
    description: str
    category: Category
    audience: Audience
    scope: Scope
    municipality_code: str | None
    place: str
    price_cents: int
    price_unit: PriceUnit
    accepts_vouchers: bool
    fingerprint: str = ""

    def session_price_cents(self, starts_at: datetime, ends_at: datetime) -> int:
        """What one session costs: hourly prices by its length, to the nearest cent, halves up."""
        if self.price_unit is not PriceUnit.HOUR:
            return self.price_cents
        minutes = (ends_at - starts_at) // timedelta(minutes=1)
        return portion(self.price_cents, minutes, 60)


@dataclass(frozen=True, slots=True)
class Session:
    """An offering at a time, with places."""

    id: str
    offering_id: str
    service_id: str
    provider_id: str
    provider_name: str
    title: str
    category: Category
    scope: Scope
    municipality_code: str | None
    place: str
    starts_at: datetime
    ends_at: datetime
    price_cents: int
    accepts_vouchers: bool
    places_max: int
    places_taken: int = 0
    state: SessionState = SessionState.OPEN
    book_notice_hours: int = BOOK_NOTICE_HOURS
    cancel_notice_hours: int = CANCEL_NOTICE_HOURS

    @property
    def places_free(self) -> int:
        """How many may still come."""
        return self.places_max - self.places_taken

    @property
    def minutes(self) -> int:
        """How long it is."""
        return (self.ends_at - self.starts_at) // timedelta(minutes=1)

    @property
    def book_until_at(self) -> datetime:
        """The instant after which nobody can book."""
        return self.starts_at - timedelta(hours=self.book_notice_hours)

    @property
    def cancel_until_at(self) -> datetime:
        """The instant after which a resident can no longer cancel."""
        return self.starts_at - timedelta(hours=self.cancel_notice_hours)

    def why_not_take(self, *, at: datetime) -> list[Refusal]:
        """Every reason why no place can be taken now. The table's condition says the same."""
        why: list[Refusal] = []
        if self.state is not SessionState.OPEN:
            why.append(SessionCancelled(session_id=self.id))
        if at > self.book_until_at:
            why.append(TooLateToBook(session_id=self.id, until_at=self.book_until_at))
        if self.places_free <= 0:
            why.append(SessionFull(session_id=self.id, places_max=self.places_max))
        return why


@dataclass(frozen=True, slots=True)
class Wish:
    """What someone looks for in the catalogue."""

    category: Category | None = None
    municipality_code: str | None = None
    audience: Audience | None = None
    price_max_cents: int | None = None
    accepts_vouchers: bool | None = None
    scope: Scope | None = None
    text: str | None = None

    def admits(self, offering: Offering) -> bool:
        """Whether an offering is what is looked for."""
        return (
            self.category in (None, offering.category)
            and (self.municipality_code is None or offering.municipality_code in (None, self.municipality_code))
            and (self.audience is None or offering.audience in (self.audience, Audience.EVERYONE))
            and (self.price_max_cents is None or offering.price_cents <= self.price_max_cents)
            and self.accepts_vouchers in (None, offering.accepts_vouchers)
            and self.scope in (None, offering.scope)
            and _mentions(self.text, (offering.title, offering.description, offering.provider_name))
        )


def words(text: str) -> list[str]:
    """The words of a text as people search them: lower case, no accents."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.findall(r"[a-z0-9]+", plain)


def _mentions(text: str | None, fields: tuple[str, ...]) -> bool:
    if not text:
        return True
    there = [word for field in fields for word in words(field)]
    return all(any(word.startswith(wanted) for word in there) for wanted in words(text))
