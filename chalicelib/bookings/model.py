"""Bookings: what was agreed, how it is paid, what may still happen to it."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from chalicelib.catalogue.model import Session
from chalicelib.kernel import clock
from chalicelib.kernel.identifiers import IdempotencyKeyReused
from chalicelib.kernel.refusals import Conflict, Gone, Invalid, Refusal
from chalicelib.kernel.territory import Category
from chalicelib.kernel.texts import Text
from chalicelib.ledger import model as ledger
from chalicelib.ledger.model import Account, Cap, Hold, Unit
from chalicelib.people.model import Person
from chalicelib.providers.model import Accreditation
from chalicelib.providers.model import why_not as why_not_accredited
from chalicelib.vouchers.model import NotTheBeneficiary, Voucher, VouchersNotAccepted

QUOTE_MINUTES = 15  # long enough to ask at home, short enough that the places shown are still about true


class BookingState(StrEnum):
    """The life of a booking."""

    BOOKED = "booked"
    CANCELLED = "cancelled"
    ATTENDED = "attended"
    ABSENT = "absent"


class Overlapping(Conflict):
    """The person has another booking at that time."""

    detail = Text(
        "In quell'orario c'è già un'altra prenotazione: {other_starts_at}.",
        "There is another booking at that time: {other_starts_at}.",
    )
    remedy = Text("Disdici quella, oppure scegli un altro orario.", "Cancel it, or choose another time.")


class QuoteExpired(Gone):
    """The quote is older than 15 minutes."""

    detail = Text("Il preventivo è scaduto.", "The quote has expired.")
    remedy = Text("Chiedi un nuovo preventivo.", "Ask for a new quote.")


class QuoteInvalid(Invalid):
    """The quote was not made by this platform, or not for this caller."""

    detail = Text("Il preventivo non è valido.", "The quote is not valid.")
    remedy = Text("Chiedi un nuovo preventivo.", "Ask for a new quote.")


class TooLateToCancel(Conflict):
    """The time in which a resident can cancel is over."""

    detail = Text("Si poteva disdire fino a {until_at}.", "It could be cancelled until {until_at}.")
    remedy = Text("Telefona alla cooperativa.", "Call the cooperative.")


class AlreadyClosed(Conflict):
    """The booking was cancelled, or its attendance recorded."""

    detail = Text("La prenotazione è già chiusa.", "The booking is already closed.")


class NotYetDelivered(Conflict):
    """The session has not begun."""

    detail = Text(
        "La presenza si registra dall'inizio dell'incontro: {starts_at}.",
        "Attendance is recorded from the beginning of the session: {starts_at}.",
    )


class TooManyMinutes(Invalid):
    """More was delivered than was planned."""

    detail = Text(
        "Sono stati prenotati {planned_minutes}: non se ne possono registrare di più.",
        "{planned_minutes} were booked: no more can be recorded.",
    )


@dataclass(frozen=True, slots=True)
class Payment:
    """What one voucher pays of a booking (cents or minutes)."""

    voucher_id: str
    programme_id: str
    unit: Unit
    amount: int
    counts: tuple[str, ...] = ()  # the capped counts of the voucher that it uses up


@dataclass(frozen=True, slots=True)
class Quote:
    """How a booking would be paid. Exactly it is committed, or refused."""

    session_id: str
    person_id: str
    household_id: str
    provider_id: str
    provider_name: str
    category: Category
    title: str
    place: str
    starts_at: datetime
    ends_at: datetime
    cancel_until_at: datetime
    price_cents: int
    payments: tuple[Payment, ...]
    own_cents: int
    asked_by: str
    expires_at: datetime

    @property
    def day(self) -> date:
        """The Italian day of the delivery."""
        return clock.local_day(self.starts_at)


@dataclass(frozen=True, slots=True)
class Closure:
    """How a booking ends, and the request that ended it."""

    state: BookingState
    delivered_minutes: int
    key_id: str
    fingerprint: str

    def match(self, booking: "Booking") -> None:
        """Raise IdempotencyKeyReused when the request that closed the booking said something else."""
        if booking.closed_fingerprint != self.fingerprint:
            raise IdempotencyKeyReused


@dataclass(frozen=True, slots=True)
class Booking:
    """A person's place in a session."""

    id: str
    session_id: str
    person_id: str
    person_given_name: str
    provider_id: str
    provider_name: str
    title: str
    place: str
    starts_at: datetime
    ends_at: datetime
    cancel_until_at: datetime
    price_cents: int
    payments: tuple[Payment, ...]
    own_cents: int
    state: BookingState
    placed_by: str
    placed_at: datetime
    fingerprint: str
    closed_by_key: str | None = None
    closed_fingerprint: str | None = None
    delivered_minutes: int | None = None

    @property
    def minutes(self) -> int:
        """How long the session is."""
        return (self.ends_at - self.starts_at) // timedelta(minutes=1)

    def holds(self) -> list[Hold]:
        """What it reserves in the ledger."""
        return [
            Hold(ledger.voucher(paid.voucher_id), paid.unit, paid.amount, self.id, paid.counts)
            for paid in self.payments
        ]

    def closed(self, closure: Closure) -> "Booking":
        """The same booking, ended."""
        return replace(
            self,
            state=closure.state,
            delivered_minutes=closure.delivered_minutes,
            closed_by_key=closure.key_id,
            closed_fingerprint=closure.fingerprint,
        )

    def why_not_cancel(self, *, at: datetime, by_provider: bool) -> list[Refusal]:
        """Why it cannot be cancelled now; the provider is not bound by the notice."""
        if self.state is not BookingState.BOOKED:
            return [AlreadyClosed(booking_id=self.id, state=self.state)]
        if at > self.cancel_until_at and not by_provider:
            return [TooLateToCancel(booking_id=self.id, until_at=self.cancel_until_at)]
        return []

    def why_not_attend(self, *, delivered_minutes: int, at: datetime) -> list[Refusal]:
        """Why this much cannot be recorded as delivered now."""
        if self.state is not BookingState.BOOKED:
            return [AlreadyClosed(booking_id=self.id, state=self.state)]
        if at < self.starts_at:
            return [NotYetDelivered(booking_id=self.id, starts_at=self.starts_at)]
        if delivered_minutes > self.minutes:
            return [TooManyMinutes(planned_minutes=self.minutes)]
        return []


@dataclass(frozen=True, slots=True)
class Agenda:
    """When a person is busy on one day, and a version that any change moves on."""

    busy: dict[str, tuple[datetime, datetime]]
    version: int = 0

    def clash(self, starts_at: datetime, ends_at: datetime) -> datetime | None:
        """When another booking begins that overlaps; one that only touches does not."""
        clashes = [began for began, ended in self.busy.values() if began < ends_at and starts_at < ended]
        return min(clashes, default=None)


def captured_part(amount: int, *, planned_minutes: int, delivered_minutes: int) -> int:
    """What is due of an amount for a part of the time, to the nearest unit, halves up."""
    return (amount * delivered_minutes * 2 + planned_minutes) // (planned_minutes * 2)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """All that decides whether a person can have a place: read together, judged together."""

    session: Session
    person: Person
    accreditation: Accreditation | None
    agenda: Agenda
    voucher: Voucher | None = None
    account: Account | None = None
    beside: tuple[Refusal, ...] = ()  # what the household has that the voucher cannot be had together with

    def why_not(self, *, at: datetime) -> list[Refusal]:
        """Every reason why not, the most telling first."""
        session, person, on = self.session, self.person, clock.local_day(self.session.starts_at)
        why = session.why_not_take(at=at)
        why += why_not_accredited(
            self.accreditation, provider_id=session.provider_id, provider_name=session.provider_name, on=on
        )
        if (clash := self.agenda.clash(session.starts_at, session.ends_at)) is not None:
            why.append(Overlapping(other_starts_at=clash))
        if self.voucher is not None and self.account is not None:
            why += self._why_not_pay(self.voucher, self.account, person, on)
        return why

    def _why_not_pay(self, voucher: Voucher, account: Account, person: Person, on: date) -> list[Refusal]:
        session = self.session
        if voucher.person_id != person.id:  # and nothing else: what is left of it is not theirs to know
            return [NotTheBeneficiary(voucher_id=voucher.id)]
        why: list[Refusal] = [] if session.accepts_vouchers else [VouchersNotAccepted(session_id=session.id)]
        why += voucher.why_not(person, category=session.category, service_id=session.service_id, on=on)
        why += self.beside
        cost = voucher.cost(price_cents=session.price_cents, minutes=session.minutes)
        return why + account.why_not_hold(cost, session.starts_at, self.caps())

    def caps(self) -> list[Cap]:
        """The caps of the voucher that this delivery counts under."""
        session = self.session
        if self.voucher is None:
            return []
        return self.voucher.rules.caps.on(
            starts_at=session.starts_at, category=session.category, provider_id=session.provider_id
        )
