"""Ways to a place that cannot be had as it was asked for: which changes can be tried, and which is the smallest.

A way with fewer changes is smaller. Among equals: fewer extras, another payment, the bookings that are in the way,
another session of the same offering, the same service elsewhere, the waiting list; then what is nearest in time, then
what costs the person least.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.catalogue.model import Session

from .lines import Line, Means, Wish
from .model import Booking, Payment

ALIKE_MAX = 3  # ways with the same changes: who is offered more compares no longer


class Change(StrEnum):
    """What is different from what was asked for, the smallest change first."""

    FEWER_EXTRAS = "fewer_extras"  # options and guests, as many as there may be
    OTHER_PAYMENT = "other_payment"  # other vouchers, or own money
    BESIDE_BOOKING = "beside_booking"  # the booking that was to be moved stays where it is
    INSTEAD_OF_BOOKING = "instead_of_booking"  # the booking in the way is moved here
    CANCEL_BOOKINGS = "cancel_bookings"  # those in the way, first
    OTHER_SESSION = "other_session"  # of the same offering
    OTHER_OFFERING = "other_offering"  # of the same service: by another provider, or at another place
    WAITING_LIST = "waiting_list"


WEIGHT = {change: weight for weight, change in enumerate(Change)}


@dataclass(frozen=True, slots=True)
class Attempt:
    """What could be asked instead, how it would be paid, and what would have to be cancelled before."""

    wish: Wish
    means: Means
    changes: tuple[Change, ...] = ()
    cancels: tuple[Booking, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked of a quote to go a way: the same fields."""

    session_id: str
    person_id: str
    options: Mapping[str, int]
    guests: int
    moves_booking_id: str | None
    voucher_id: str | None
    voucher_ids: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Cancelled:
    """A booking that would be cancelled first, and what of it stays due (cents of vouchers and own money together)."""

    booking_id: str
    title: str
    starts_at: datetime
    charged_percent: int
    charged_cents: int


@dataclass(frozen=True, slots=True)
class Way:
    """A change that leads to a place: it was judged as a quote is."""

    attempt: Attempt
    session: Session
    line: Line | None  # none on the waiting list: nothing is priced there
    cancels: tuple[Cancelled, ...] = ()

    @property
    def changes(self) -> tuple[Change, ...]:
        """What is different from what was asked for."""
        return self.attempt.changes

    @property
    def ask(self) -> Ask:
        """What to ask of a quote."""
        wish, means = self.attempt.wish, self.attempt.means
        alone, several = (means.voucher_ids or (None,))[0] if means.alone else None, means.voucher_ids
        vouchers = {"voucher_id": alone, "voucher_ids": None if means.alone else several}
        named = (wish.session_id, wish.person_id, wish.options, wish.guests, wish.moves_booking_id)
        return Ask(*named, **vouchers)  # type: ignore[arg-type]

    @property
    def price_cents(self) -> int | None:
        """What the place costs; none on the waiting list."""
        return self.line.price_cents if self.line else None

    @property
    def own_cents(self) -> int | None:
        """What the person pays of it by themselves; none on the waiting list."""
        return self.line.own_cents if self.line else None

    @property
    def payments(self) -> tuple[Payment, ...]:
        """What vouchers pay of it."""
        return self.line.payments if self.line else ()

    @property
    def in_line(self) -> int | None:
        """How many wait already; none where one need not wait."""
        return self.session.in_line if Change.WAITING_LIST in self.changes else None

    def size(self, wanted: Session) -> tuple[int, list[int], timedelta, int, str]:
        """How large the change is, against the session that was wanted."""
        changes, own_cents = self.attempt.changes, self.line.own_cents if self.line else 0
        weights = sorted((WEIGHT[change] for change in changes), reverse=True)
        return len(changes), weights, abs(self.session.starts_at - wanted.starts_at), own_cents, self.session.id

    @property
    def outcome(self) -> object:
        """What it comes to: two ways to the same are one."""
        wish, cancels = self.attempt.wish, [booking.id for booking in self.attempt.cancels]
        paid = (self.line.payments, self.line.own_cents) if self.line else None
        return repr((wish, cancels, paid))


def attempts(
    asked: Attempt, wanted: Session, others: Sequence[Session], clashes: Sequence[Booking]
) -> list[list[Attempt]]:
    """What can be tried, by how many changes it takes, the smallest first; each list the nearest in time first."""
    found = [*_here(asked, wanted, clashes), *(one for other in others for one in _there(asked, wanted, other))]
    most = max((len(one.changes) for one in found), default=0)
    return [[one for one in found if len(one.changes) == count] for count in range(1, most + 1)]


def smallest(ways: Sequence[Way], wanted: Session) -> list[Way]:
    """The ways in order of size, the same outcome told once, and not too many of a kind."""
    told: dict[object, Way] = {}
    for way in sorted(ways, key=lambda way: way.size(wanted)):
        alike = [one for one in told.values() if one.attempt.changes == way.attempt.changes]
        if len(alike) < ALIKE_MAX:
            told.setdefault(way.outcome, way)
    return list(told.values())


def within(wish: Wish, session: Session) -> Wish:
    """The wish with no more options and guests than a session admits."""
    most = {option.id: option.quantity_max for option in session.options}
    fitting = {name: min(count, most[name]) for name, count in wish.options.items() if name in most}
    return replace(wish, options=fitting, guests=min(wish.guests, session.guests_max))


def _here(asked: Attempt, wanted: Session, clashes: Sequence[Booking]) -> Iterator[Attempt]:
    for extras in _with_extras(asked, wanted):
        for paid in _paid_otherwise(extras):
            yield from _out_of_the_way(paid, clashes)


def _there(asked: Attempt, wanted: Session, other: Session) -> Iterator[Attempt]:
    change = Change.OTHER_SESSION if other.offering_id == wanted.offering_id else Change.OTHER_OFFERING
    moved = _changed(asked, change, wish=replace(asked.wish, session_id=other.id))
    for extras in _with_extras(moved, other):
        yield extras
        if extras.means.voucher_ids is not None:
            yield _changed(extras, Change.OTHER_PAYMENT, means=Means())


def _with_extras(attempt: Attempt, session: Session) -> Iterator[Attempt]:
    yield attempt
    fewer = within(attempt.wish, session)
    if fewer != attempt.wish:
        yield _changed(attempt, Change.FEWER_EXTRAS, wish=fewer)


def _paid_otherwise(attempt: Attempt) -> Iterator[Attempt]:
    """As it is; with own money for the rest; by the best plan; with own money alone."""
    yield attempt
    asked = attempt.means
    if asked.voucher_ids is None:
        return
    for means in (Means(asked.voucher_ids), Means(), Means(())):
        if means != asked:
            yield _changed(attempt, Change.OTHER_PAYMENT, means=means)


def _out_of_the_way(attempt: Attempt, clashes: Sequence[Booking]) -> Iterator[Attempt]:
    if attempt.changes:
        yield attempt
    if attempt.wish.moves_booking_id:
        yield _changed(attempt, Change.BESIDE_BOOKING, wish=replace(attempt.wish, moves_booking_id=None))
    elif len(clashes) == 1:
        instead = replace(attempt.wish, moves_booking_id=clashes[0].id)
        yield _changed(attempt, Change.INSTEAD_OF_BOOKING, wish=instead)
    if clashes:
        cancelled = replace(attempt, cancels=tuple(clashes))
        yield _changed(cancelled, Change.CANCEL_BOOKINGS)


def _changed(attempt: Attempt, change: Change, *, wish: Wish | None = None, means: Means | None = None) -> Attempt:
    changes = (*attempt.changes, change)
    return replace(attempt, wish=wish or attempt.wish, means=means or attempt.means, changes=changes)
