"""What can be had: kinds of help, offerings with their prices, sessions with their places."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from chalicelib.kernel import clock
from chalicelib.kernel.amounts import portion
from chalicelib.kernel.refusals import Conflict, Invalid, Refusal
from chalicelib.kernel.territory import Audience, Category
from chalicelib.kernel.texts import Text

from . import prices
from .photos import Photo
from .premises import UNKNOWN, Feature, Premises
from .prices import Price, PriceList
from .terms import ORDINARY_TERMS, Meeting, Option, Terms

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


class TooFewPlaces(Conflict):
    """There are free places, but not for so many together."""

    detail = Text("I posti liberi sono {places_free}: non bastano per tutti.", "Only {places_free} places are left.")
    remedy = Text(
        "Scegli un'altra data, oppure mettetevi insieme in lista d'attesa.",
        "Choose another date, or join the waiting list together.",
    )


class WaitingListFirst(Conflict):
    """A place has come back, and those who wait are being asked first."""

    detail = Text("Un posto si è appena liberato: tocca prima a chi è in lista d'attesa.", "Who waits is asked first.")
    remedy = Text("Mettiti in lista d'attesa, oppure riprova tra poco.", "Join the waiting list, or try again shortly.")


class OfferOver(Conflict):
    """The place that was offered is no longer kept."""

    detail = Text("Il posto non è più riservato per te.", "The place is no longer kept for you.")
    remedy = Text("Guarda la tua posizione nella lista d'attesa.", "Look at your position in the waiting list.")


class MadeForAnother(Conflict):
    """The session was made for one person alone."""

    detail = Text("Questo incontro è riservato a un'altra persona.", "This session is kept for someone else.")
    remedy = Text("Scegli un altro incontro.", "Choose another session.")


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


class TermsInvalid(Invalid):
    """The bands of the terms are out of order or out of bounds, or an option is there twice."""

    detail = Text("Le condizioni o le scelte non stanno insieme.", "The terms or the options do not hold together.")
    remedy = Text(
        "Più tardi si disdice, più si paga: metti le fasce in quest'ordine.",
        "The later one cancels the more it costs: put the bands in that order.",
    )


class SessionTaken(Conflict):
    """Somebody has booked the session, waits for it, or was offered a place."""

    detail = Text(
        "Non si può cambiare: posti presi {places_taken}, in attesa {in_line}.",
        "It cannot be changed: {places_taken} places are taken, {in_line} wait.",
    )
    remedy = Text(
        "Annulla l'incontro, oppure chiedi alle persone di spostarsi.", "Cancel it, or ask the people to move."
    )


class TooFewForTaken(Conflict):
    """The session would have fewer places than are taken."""

    detail = Text("I posti già presi sono {places_taken}.", "{places_taken} places are taken already.")
    remedy = Text("Lascia almeno tanti posti.", "Leave at least as many.")


class SessionChanged(Conflict):
    """The session was changed since it was read."""

    detail = Text("L'incontro è cambiato nel frattempo.", "The session has changed meanwhile.")
    remedy = Text("Guardalo di nuovo, poi decidi.", "Look at it again, then decide.")


class NotForADesk(Conflict):
    """Only appointments at a Social Point are at a desk: its operators see and receive who comes."""

    detail = Text(
        "Solo gli appuntamenti al Social Point si tengono a uno sportello.", "Only appointments are at a desk."
    )
    remedy = Text("Togli lo sportello da questa offerta.", "Take the desk out of this offering.")


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
    desk_id: str | None = None  # the Social Point that receives who comes
    prices: tuple[Price, ...] = ()  # every version, once there is a second
    premises: Premises = UNKNOWN
    photos: tuple[Photo, ...] = ()
    withdrawn_at: datetime | None = None
    edition: int = 1  # each change moves it on

    @property
    def versions(self) -> tuple[Price, ...]:
        """Every version of its price list, the first included."""
        return self.prices or (Price(self.id, 1, self.price_cents, None, None),)

    @property
    def price_lists(self) -> list[PriceList]:
        """Every version of its price list with its days, the latest first."""
        return prices.periods(self.versions)

    def as_on(self, day: date) -> "Offering":
        """The offering with the price that is in force on a day."""
        return replace(self, price_cents=self.price_cents_on(day)) if self.prices else self

    def price_cents_on(self, day: date) -> int:
        """The price in force on a day."""
        return prices.in_force(self.versions, day).price_cents

    def session_price_cents(self, starts_at: datetime, ends_at: datetime) -> int:
        """What one session costs at the price of its day: hourly ones by its length, to the nearest cent, halves up."""
        price_cents = self.price_cents_on(clock.local_day(starts_at))
        if self.price_unit is not PriceUnit.HOUR:
            return price_cents
        minutes = (ends_at - starts_at) // timedelta(minutes=1)
        return portion(price_cents, minutes, 60)


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
    places_taken: int = 0  # by bookings and by offers to those who wait
    places_offered: int = 0  # kept for those to whom they were offered
    in_line: int = 0  # how many wait for a place
    list_first: int = 0  # more than none: places came back, and who waits is asked before anyone else
    releases: int = 0  # how often places came back
    state: SessionState = SessionState.OPEN
    terms: Terms = ORDINARY_TERMS
    meetings: tuple[Meeting, ...] = ()  # of a course or a camp week; none where it is one
    options: tuple[Option, ...] = ()
    guests_max: int = 0  # how many the person may bring along (a birthday party)
    occupies: bool = True  # whoever is there cannot be elsewhere meanwhile
    worker_id: str | None = None  # who delivers it
    schedule_id: str | None = None  # what it was generated from
    by_hand: bool = False  # changed alone: its schedule leaves it as it is
    person_id: str | None = None  # whom alone it was made for
    desk_id: str | None = None  # the Social Point that receives who comes
    edition: int = 1  # anything that a quote shows moves it on

    @property
    def places_free(self) -> int:
        """How many may still come."""
        return self.places_max - self.places_taken

    @property
    def times(self) -> tuple[Meeting, ...]:
        """When it takes place: its meetings, or its one time."""
        return self.meetings or (Meeting(self.starts_at, self.ends_at),)

    @property
    def minutes(self) -> int:
        """How long it is, all meetings together."""
        return sum(time.minutes for time in self.times)

    @property
    def days(self) -> tuple[date, ...]:
        """The Italian days on which it takes place, in order."""
        return tuple(dict.fromkeys(time.day for time in self.times))

    def is_shown_to(self, account_id: str) -> bool:
        """Whether a worker of its provider sees who comes: it is theirs, or nobody's in particular."""
        return self.worker_id in (None, account_id)

    @property
    def book_until_at(self) -> datetime:
        """The instant after which nobody can book."""
        return self.terms.book_until_at(self.starts_at)

    @property
    def cancel_until_at(self) -> datetime:
        """The instant after which a resident can no longer cancel."""
        return self.terms.cancel_until_at(self.starts_at)

    def cost_cents(self, options: Mapping[str, int]) -> int:
        """What a place costs with these options, by how many of each."""
        return self.price_cents + sum(one.price_cents * options.get(one.id, 0) for one in self.options)

    def why_not_take(self, *, at: datetime, count: int = 1, offered: bool = False) -> list[Refusal]:
        """Every reason why so many places cannot be taken now. The table's condition says the same."""
        why: list[Refusal] = []
        if self.state is not SessionState.OPEN:
            why.append(SessionCancelled(session_id=self.id))
        if at > self.book_until_at:
            why.append(TooLateToBook(session_id=self.id, until_at=self.book_until_at))
        if offered:
            return why + ([OfferOver(session_id=self.id)] if self.places_offered < count else [])
        if not count:
            return why
        if self.places_free <= 0:
            why.append(SessionFull(session_id=self.id, places_max=self.places_max))
        elif self.places_free < count:
            why.append(TooFewPlaces(session_id=self.id, places_free=self.places_free))
        elif self.list_first:
            why.append(WaitingListFirst(session_id=self.id))
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
    accessible: Feature | None = None
    need: str | None = None
    service_id: str | None = None
    text: str | None = None

    @property
    def question(self) -> dict[str, str]:
        """What is asked, in words: each thing that is said by its name."""
        said = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: str(value).lower() for name, value in said.items() if value is not None}

    def admits(self, offering: Offering) -> bool:
        """Whether an offering is what is looked for, but for the need and the words of the text."""
        return (
            self.category in (None, offering.category)
            and self.service_id in (None, offering.service_id)
            and (self.municipality_code is None or offering.municipality_code in (None, self.municipality_code))
            and (self.audience is None or offering.audience in (self.audience, Audience.EVERYONE))
            and (self.price_max_cents is None or offering.price_cents <= self.price_max_cents)
            and self.accepts_vouchers in (None, offering.accepts_vouchers)
            and self.scope in (None, offering.scope)
            and (self.accessible is None or offering.premises.has(self.accessible) is True)
        )
