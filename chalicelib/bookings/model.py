"""Bookings: what was agreed, how it is paid, what may still happen to it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import assert_never

from chalicelib.catalogue.model import Session
from chalicelib.kernel import clock
from chalicelib.kernel.amounts import portion
from chalicelib.kernel.refusals import Conflict, Gone, Invalid, Refusal
from chalicelib.kernel.territory import Category
from chalicelib.kernel.texts import Text
from chalicelib.ledger import model as ledger
from chalicelib.ledger.model import Account, Cap, Hold, Unit
from chalicelib.people.model import Person
from chalicelib.providers.model import Accreditation
from chalicelib.providers.model import why_not as why_not_accredited
from chalicelib.vouchers.model import NotTheBeneficiary, Voucher, VouchersNotAccepted

FAMILY = "family"  # who is awaited by a booking that is recorded
CONTESTED_PART = "contested"  # the stage of a hold that outlives the capture of what is agreed
QUOTE_MINUTES = 15  # long enough to ask at home, short enough that the places shown are still about true


class BookingState(StrEnum):
    """The life of a booking."""

    BOOKED = "booked"
    CANCELLED = "cancelled"
    RECORDED = "recorded"  # by the provider: the family can confirm or contest
    CONTESTED = "contested"  # what both agree on is captured, the difference waits for the funder
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


@dataclass(frozen=True, slots=True)
class Payment:
    """What one voucher pays of a booking (cents or minutes), and how long what is delivered can be contested."""

    voucher_id: str
    programme_id: str
    unit: Unit
    amount: int
    counts: tuple[str, ...] = ()  # the capped counts of the voucher that it uses up
    confirm_days: int = 0

    def hold(self, booking_id: str, units: int) -> Hold:
        """What is still held of it: all of it as it was placed, or the part that is contested."""
        stage = "" if units == self.amount else CONTESTED_PART
        return Hold(ledger.voucher(self.voucher_id), self.unit, units, booking_id, self.counts, stage)


@dataclass(frozen=True, slots=True)
class Position:
    """What has become of a payment: captured for the provider, still held. The rest is the voucher's again."""

    captured: int
    held: int


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
    delivered_minutes: int | None = None  # what is agreed, and captured
    recorded_minutes: int | None = None  # what the provider says
    confirm_until_on: date | None = None  # the last day on which the family can contest a recording
    steps: int = 0  # how many were taken since it was placed: any change moves it on

    @property
    def minutes(self) -> int:
        """How long the session is."""
        return (self.ends_at - self.starts_at) // timedelta(minutes=1)

    @property
    def confirm_days(self) -> int:
        """How many days the family has to contest what is recorded; none where it is captured at once."""
        return max((paid.confirm_days for paid in self.payments), default=0)

    @property
    def confirm_until_at(self) -> datetime | None:
        """The instant from which a recording can no longer be contested."""
        return clock.end_of_day(self.confirm_until_on) if self.confirm_until_on else None

    @property
    def awaits(self) -> str | None:
        """Who has to say something: the family, or the programme whose officer decides what is contested."""
        match self.state:
            case BookingState.RECORDED:
                return FAMILY
            case BookingState.CONTESTED:
                return self.payments[0].programme_id
            case BookingState.BOOKED | BookingState.CANCELLED | BookingState.ATTENDED | BookingState.ABSENT:
                return None
            case _:
                assert_never(self.state)

    def position(self, paid: Payment) -> Position:
        """What has become of a payment, by the state of the booking alone: the ledger follows it."""
        match self.state:
            case BookingState.BOOKED | BookingState.RECORDED:
                return Position(0, paid.amount)
            case BookingState.CONTESTED:
                agreed = self._due(paid, self.delivered_minutes)
                return Position(agreed, self._due(paid, self.recorded_minutes) - agreed)
            case BookingState.ATTENDED:
                return Position(self._due(paid, self.delivered_minutes), 0)
            case BookingState.CANCELLED | BookingState.ABSENT:
                return Position(0, 0)
            case _:
                assert_never(self.state)

    def holds(self) -> list[Hold]:
        """What it reserves in the ledger now."""
        held = [(paid, self.position(paid).held) for paid in self.payments]
        return [paid.hold(self.id, units) for paid, units in held if units]

    def _due(self, paid: Payment, minutes: int | None) -> int:
        return captured_part(paid.amount, planned_minutes=self.minutes, delivered_minutes=minutes or 0)


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
    return portion(amount, delivered_minutes, planned_minutes)


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
