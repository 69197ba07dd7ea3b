"""Bookings: what was agreed, how it is paid, what may still happen to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import assert_never

from chalicelib.catalogue.terms import ORDINARY_TERMS, Meeting, Terms
from chalicelib.kernel import clock
from chalicelib.kernel.amounts import portion
from chalicelib.kernel.refusals import Conflict
from chalicelib.kernel.texts import Text
from chalicelib.ledger import model as ledger
from chalicelib.ledger.model import Hold, Unit

FAMILY = "family"  # who is awaited by a booking that is recorded
PROVIDER = "provider:"  # who is awaited by one that is requested
CONTESTED_PART = "contested"  # the stage of a hold that outlives the capture of what is agreed


class BookingState(StrEnum):
    """The life of a booking."""

    REQUESTED = "requested"  # the provider has yet to say yes; place and money are kept meanwhile
    DECLINED = "declined"
    UNANSWERED = "unanswered"
    BOOKED = "booked"
    CANCELLED = "cancelled"
    MOVED = "moved"  # to another session, by a booking of its own
    RECORDED = "recorded"  # by the provider: the family can confirm or contest
    CONTESTED = "contested"  # what both agree on is captured, the difference waits for the funder
    ATTENDED = "attended"
    ABSENT = "absent"


GONE = frozenset({BookingState.CANCELLED, BookingState.DECLINED, BookingState.UNANSWERED, BookingState.MOVED})


class Overlapping(Conflict):
    """The person has another booking at that time."""

    detail = Text(
        "In quell'orario c'è già un'altra prenotazione: {other_starts_at}.",
        "There is another booking at that time: {other_starts_at}.",
    )
    remedy = Text("Disdici quella, oppure scegli un altro orario.", "Cancel it, or choose another time.")


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
class Charge:
    """What cancelling costs until an instant: percent of the price, cents of all who pay, and of one's own money."""

    until_at: datetime
    percent: int
    charged_cents: int
    own_cents: int


@dataclass(frozen=True, slots=True)
class Cost:
    """A price, and how it is paid."""

    price_cents: int
    payments: tuple[Payment, ...]
    own_cents: int

    def charged_cents(self, percent: int) -> int:
        """What is due of it, as it is captured: to the nearest cent of each who pays. Hours count at the price."""
        in_cents = [paid.amount for paid in self.payments if paid.unit is Unit.CENTS]
        by_time = self.price_cents - self.own_cents - sum(in_cents)
        return sum(charged_part(amount, percent) for amount in (*in_cents, by_time, self.own_cents))

    def charges(self, terms: Terms, starts_at: datetime) -> tuple[Charge, ...]:
        """What cancelling costs by some terms, each until an instant, the earliest first."""
        return tuple(
            Charge(until_at, percent, self.charged_cents(percent), charged_part(self.own_cents, percent))
            for until_at, percent in terms.charges(starts_at)
        )


@dataclass(frozen=True, slots=True)
class Position:
    """What has become of a payment: captured for the provider, still held. The rest is the voucher's again."""

    captured: int
    held: int


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
    terms: Terms = ORDINARY_TERMS  # those it was placed under
    meetings: tuple[Meeting, ...] = ()  # of a course or a camp week; none where it is one
    occupies: bool = True
    options: Mapping[str, int] = field(default_factory=dict)
    guests: int = 0
    respond_until_at: datetime | None = None  # of a request: the last instant at which it can be confirmed
    charged_percent: int = 0  # what is due of the price although nothing was delivered
    moved_from: str | None = None
    moved_to: str | None = None
    together_id: str | None = None  # the same for those that were placed together

    @property
    def times(self) -> tuple[Meeting, ...]:
        """When the person is expected."""
        return self.meetings or (Meeting(self.starts_at, self.ends_at),)

    @property
    def minutes(self) -> int:
        """How long the session is, all its meetings together."""
        return sum(time.minutes for time in self.times)

    @property
    def days(self) -> tuple[date, ...]:
        """The Italian days on which the person's agenda has it; none where it leaves them free."""
        days = dict.fromkeys(time.day for time in self.times)
        return tuple(days) if self.occupies else ()

    @property
    def free_until_at(self) -> datetime | None:
        """Until when cancelling is free, where it costs something later; None where it never does, or always."""
        charges = self.terms.charges(self.starts_at)
        free = [until_at for until_at, percent in charges if not percent]
        return max(free) if free and len(charges) > len(free) else None

    @property
    def cost(self) -> Cost:
        """Its price, and how it is paid."""
        return Cost(self.price_cents, self.payments, self.own_cents)

    @property
    def charges(self) -> tuple[Charge, ...]:
        """What cancelling costs, each until an instant, the earliest first; nothing while it is a request, or over."""
        return self.cost.charges(self.terms, self.starts_at) if self.state is BookingState.BOOKED else ()

    @property
    def charged_cents(self) -> int:
        """What is due although nothing was delivered, of all who pay together."""
        return self.cost.charged_cents(self.charged_percent)

    @property
    def is_charged(self) -> bool:
        """Whether something is due although nothing was delivered."""
        return self.state in (BookingState.CANCELLED, BookingState.ABSENT) and self.charged_percent > 0

    @property
    def is_awaited(self) -> bool:
        """Whether a place is taken by it, and still to be delivered."""
        return self.state in (BookingState.REQUESTED, BookingState.BOOKED)

    @property
    def is_expected(self) -> bool:
        """Whether it belongs to its session's roster: nobody has given its place back."""
        return self.state not in GONE

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
            case BookingState.REQUESTED:
                return f"{PROVIDER}{self.provider_id}"
            case BookingState.BOOKED | BookingState.ATTENDED | BookingState.ABSENT:
                return None
            case BookingState.CANCELLED | BookingState.DECLINED | BookingState.UNANSWERED | BookingState.MOVED:
                return None
            case _:
                assert_never(self.state)

    @property
    def own_due_cents(self) -> int:
        """What the person owes the provider of their own money, by the state of the booking alone."""
        match self.state:
            case BookingState.REQUESTED | BookingState.DECLINED | BookingState.UNANSWERED | BookingState.MOVED:
                return 0
            case BookingState.BOOKED | BookingState.RECORDED:
                return self.own_cents
            case BookingState.CONTESTED | BookingState.ATTENDED:
                return self._delivered(self.own_cents, self.delivered_minutes)
            case BookingState.CANCELLED | BookingState.ABSENT:
                return charged_part(self.own_cents, self.charged_percent)
            case _:
                assert_never(self.state)

    def position(self, paid: Payment) -> Position:
        """What has become of a payment, by the state of the booking alone: the ledger follows it."""
        match self.state:
            case BookingState.REQUESTED | BookingState.BOOKED | BookingState.RECORDED:
                return Position(0, paid.amount)
            case BookingState.CONTESTED:
                agreed = self._delivered(paid.amount, self.delivered_minutes)
                return Position(agreed, self._delivered(paid.amount, self.recorded_minutes) - agreed)
            case BookingState.ATTENDED:
                return Position(self._delivered(paid.amount, self.delivered_minutes), 0)
            case BookingState.CANCELLED | BookingState.ABSENT:
                return Position(charged_part(paid.amount, self.charged_percent), 0)
            case BookingState.DECLINED | BookingState.UNANSWERED | BookingState.MOVED:
                return Position(0, 0)
            case _:
                assert_never(self.state)

    def holds(self) -> list[Hold]:
        """What it reserves in the ledger now."""
        held = [(paid, self.position(paid).held) for paid in self.payments]
        return [paid.hold(self.id, units) for paid, units in held if units]

    def _delivered(self, amount: int, minutes: int | None) -> int:
        return captured_part(amount, planned_minutes=self.minutes, delivered_minutes=minutes or 0)


def charged_part(amount: int, percent: int) -> int:
    """What is due of an amount by a cancellation or an absence, to the nearest unit, halves up."""
    return portion(amount, percent, 100)


def captured_part(amount: int, *, planned_minutes: int, delivered_minutes: int) -> int:
    """What is due of an amount for a part of the time, to the nearest unit, halves up."""
    return portion(amount, delivered_minutes, planned_minutes)
