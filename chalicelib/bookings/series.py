"""Series: the same hour week after week by one quote, and calling off one of them or the rest."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.catalogue import browse
from chalicelib.catalogue.model import Session
from chalicelib.kernel.caller import Caller, Role
from chalicelib.kernel.identifiers import Outcome, RequestKey, derived
from chalicelib.kernel.refusals import Conflict, Refusal, refuse_any

from . import close, quote, read, table
from .lines import LINES_MAX, Means, Wish
from .model import Booking, BookingState
from .quote import Quoted
from .recurrence import NoSessionThen, Recurrence


@dataclass(frozen=True, slots=True)
class Wanted:
    """A series that someone wants: of which offering, for whom, and when."""

    offering_id: str
    person_id: str
    recurrence: Recurrence


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of one booking of a series: as it is now, and why it was not cancelled, where it was not."""

    booking: Booking
    reasons: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class SeriesEnd:
    """What became of the bookings of a series, in order of time."""

    items: tuple[Ended, ...]


def quoted(wanted: Wanted, *, means: Means, skipping: bool, by: Caller, at: datetime) -> Quoted:
    """The quote for a series, to be committed together; `skipping` leaves out what cannot be had, and says it.

    Raises SeriesInvalid, NoSessionThen, and what a quote of several places raises.
    """
    times = wanted.recurrence.times()
    found = _chosen(browse.beginning(wanted.offering_id, times), at)
    missing = tuple(time for time in times if time not in found)
    if missing and not (skipping and found):
        refuse_any([NoSessionThen(offering_id=wanted.offering_id, starts_at=time) for time in missing])
    wishes = [Wish(found[time].id, wanted.person_id) for time in times if time in found]
    return replace(quote.bookings(wishes, means=means, by=by, at=at, skipping=skipping), missing=missing)


def cancelled(booking_id: str, *, by: Caller, key: RequestKey, at: datetime) -> Outcome[SeriesEnd]:
    """Cancel a booking and those after it that were placed together with it for the same person.

    Each is cancelled by itself, under a key of its own that the request's gives: sent again after a crash, the same
    request goes on where it stopped. Raises NotFound, IdempotencyKeyReused.
    """
    first = read.booking(booking_id, by=by, at=at)
    outcomes = [_ended(booking, by=by, key=key, at=at) for booking in _from_on(first, by)]
    return Outcome(SeriesEnd(tuple(one.value for one in outcomes)), replayed=all(one.replayed for one in outcomes))


def _chosen(sessions: Iterable[Session], at: datetime) -> dict[datetime, Session]:
    """One session for each time; where several begin together, one that can still be had."""
    found: dict[datetime, Session] = {}
    for session in sorted(sessions, key=lambda session: (bool(session.why_not_take(at=at)), session.id)):
        found.setdefault(session.starts_at, session)
    return found


def _from_on(first: Booking, by: Caller) -> list[Booking]:
    """It and those after it, in order of time, but for what was moved away. A member of the staff sees their own."""
    if first.together_id is None:
        return [first]
    placed = [
        first.together_id,
        *(derived("booking", first.together_id, str(number)) for number in range(1, LINES_MAX)),
    ]
    moved_later = table.coming(first.person_id, since=first.starts_at)
    found = {booking.id: booking for booking in [*moved_later, *table.several(placed)]}
    rest = [
        booking
        for booking in found.values()
        if (booking.together_id, booking.person_id) == (first.together_id, first.person_id)
        and booking.starts_at >= first.starts_at
        and booking.state is not BookingState.MOVED
        and (booking.provider_id == first.provider_id or not by.is_a(Role.PROVIDER_MANAGER))
    ]
    return sorted(rest, key=lambda booking: (booking.starts_at, booking.id))


def _ended(booking: Booking, *, by: Caller, key: RequestKey, at: datetime) -> Outcome[Ended]:
    own = replace(key, key=derived("series cancellation", key.key, booking.id))
    try:
        outcome = close.cancelled(booking.id, by=by, key=own, at=at)
    except Conflict as refusal:
        return Outcome(Ended(booking, (refusal, *refusal.others)), replayed=True)
    return Outcome(Ended(outcome.value), replayed=outcome.replayed)
