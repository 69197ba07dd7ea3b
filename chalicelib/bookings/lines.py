"""Quotes: what is wished for, how it would be paid, and exactly what is committed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Self

from chalicelib.catalogue.model import Session
from chalicelib.catalogue.terms import Mode
from chalicelib.kernel.refusals import Conflict, Gone, Invalid
from chalicelib.kernel.territory import Category
from chalicelib.kernel.texts import Text
from chalicelib.people.model import Person

from .model import Booking, BookingState, Cost, Payment

QUOTE_MINUTES = 15  # long enough to ask at home, short enough that the places shown are still about true
LINES_MAX = 16  # more than a summer of weeks, or a large family; what one token and one transaction bear
WRITES_MAX = 100  # of one TransactWriteItems (AWS)


class QuoteExpired(Gone):
    """The quote is older than 15 minutes."""

    detail = Text("Il preventivo è scaduto.", "The quote has expired.")
    remedy = Text("Chiedi un nuovo preventivo.", "Ask for a new quote.")


class QuoteInvalid(Invalid):
    """The quote was not made by this platform, not for this caller, or not for this purpose."""

    detail = Text("Il preventivo non è valido.", "The quote is not valid.")
    remedy = Text("Chiedi un nuovo preventivo.", "Ask for a new quote.")


class TooMuchAtOnce(Conflict):
    """So many bookings and vouchers cannot be committed together."""

    detail = Text(
        "Sono troppe prenotazioni da confermare insieme.", "These are too many bookings to be confirmed together."
    )
    remedy = Text("Dividile in due richieste.", "Split them into two requests.")


class OptionUnknown(Invalid):
    """An option that the session does not have, more of it than there is, or more guests than may come."""

    detail = Text("Questa scelta non è disponibile per questo incontro.", "The session does not offer this choice.")
    remedy = Text("Guarda le scelte possibili e le quantità.", "Look at the choices and quantities there are.")


@dataclass(frozen=True, slots=True)
class Wish:
    """A place that someone wants: with what, and instead of which booking."""

    session_id: str
    person_id: str
    options: Mapping[str, int] = field(default_factory=dict)  # how many of each
    guests: int = 0
    moves_booking_id: str | None = None


@dataclass(frozen=True, slots=True)
class Means:
    """How one wants to pay: by the best plan, with these vouchers and own money, or with one voucher and nothing else.

    With `voucher_ids` None the plan is the platform's; an empty one is own money alone.
    """

    voucher_ids: tuple[str, ...] | None = None
    alone: bool = False

    @classmethod
    def of(cls, voucher_ids: Sequence[str] | None, *, alone: str | None = None) -> Self:
        """By one voucher alone where it is named; else by these in turn, or by the best plan."""
        if alone:
            return cls((alone,), alone=True)
        return cls(None if voucher_ids is None else tuple(voucher_ids))


@dataclass(frozen=True, slots=True)
class Moved:
    """The booking that a line takes the place of, as it was when the quote was made."""

    booking_id: str
    session_id: str
    steps: int
    days: tuple[date, ...]
    exempt: bool  # from the notice: it will not be delivered where it is


@dataclass(frozen=True, slots=True)
class Line:
    """One place of a quote, with all that it takes to find what decides on it."""

    session_id: str
    edition: int
    provider_id: str
    category: Category
    days: tuple[date, ...]
    person_id: str
    household_id: str
    price_cents: int
    payments: tuple[Payment, ...]
    own_cents: int
    options: Mapping[str, int] = field(default_factory=dict)
    guests: int = 0
    moved: Moved | None = None

    @property
    def wish(self) -> Wish:
        """What it fulfils."""
        moves = self.moved.booking_id if self.moved else None
        return Wish(self.session_id, self.person_id, self.options, self.guests, moves)

    @property
    def cost(self) -> Cost:
        """Its price, and how it would be paid."""
        return Cost(self.price_cents, self.payments, self.own_cents)

    def booked(self, session: Session, person: Person, *, booking_id: str, by: str, at: datetime) -> Booking:
        """The booking that it becomes, of a session and a person as they were quoted."""
        asks = session.terms.mode is Mode.REQUEST
        return Booking(
            id=booking_id,
            session_id=session.id,
            person_id=person.id,
            person_given_name=person.given_name,
            provider_id=session.provider_id,
            provider_name=session.provider_name,
            title=session.title,
            place=session.place,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            cancel_until_at=session.cancel_until_at,
            price_cents=self.price_cents,
            payments=self.payments,
            own_cents=self.own_cents,
            state=BookingState.REQUESTED if asks else BookingState.BOOKED,
            placed_by=by,
            placed_at=at,
            fingerprint="",
            terms=session.terms,
            meetings=session.meetings,
            occupies=session.occupies,
            options=self.options,
            guests=self.guests,
            respond_until_at=session.terms.respond_until_at(session.starts_at, asked_at=at) if asks else None,
            moved_from=self.moved.booking_id if self.moved else None,
        )


@dataclass(frozen=True, slots=True)
class Quote:
    """How one or several bookings would be paid. Exactly it is committed, all of it, or refused."""

    lines: tuple[Line, ...]
    asked_by: str
    expires_at: datetime
    offer_id: str | None = None  # the places were offered to who waited, and are kept for them

    def voucher_ids(self) -> set[str]:
        """The vouchers that pay."""
        return {paid.voucher_id for line in self.lines for paid in line.payments}

    def writes(self, left: Sequence[Booking] = ()) -> int:
        """How many writes it takes to commit it; `left` are the bookings that it moves away from."""
        payments = [paid for line in self.lines for paid in line.payments]
        freed = [paid for booking in left for paid in booking.payments]
        return (
            len(self.lines)
            + len({line.session_id for line in self.lines} | {booking.session_id for booking in left})
            + len({(line.provider_id, line.category) for line in self.lines})
            + len({(line.person_id, day) for line in self.lines for day in line.days})
            + 2 * len(payments)  # a movement and its entry
            + 2 * len(freed)
            + len({paid.voucher_id for paid in payments + freed})
            + sum(3 + len(booking.days) for booking in left)  # the booking, its step twice, its days
        )
