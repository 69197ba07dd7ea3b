"""Why a place cannot be had: every reason, and the smallest changes with which it could, each judged as a quote is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.catalogue import browse
from chalicelib.catalogue.model import Session
from chalicelib.kernel.caller import Caller
from chalicelib.kernel.refusals import Refusal
from chalicelib.people import find as people
from chalicelib.vouchers import read as vouchers

from . import gather, quote, read, steps, ways
from .lines import WRITES_MAX, Line, Means, Quote, TooMuchAtOnce, Wish
from .model import Booking, charged_part
from .standing import Standing
from .ways import Attempt, Cancelled, Way

NEAR = 12  # sessions of the same offering on each side of the wanted one: some weeks of a weekly one
OFFERINGS_ELSEWHERE = 8  # of the same service: each is two more queries
NEAR_ELSEWHERE = 3  # of each of them, on each side
OTHERS_MAX = 24  # sessions that are judged: each is an agenda, an accreditation and a session more to read
CLASHES_MAX = 4  # bookings in the way: who would have to give up more looks for another time


@dataclass(frozen=True, slots=True)
class Advice:
    """Every reason why a place cannot be had as it was asked for, and what could be changed, the smallest first."""

    session: Session
    reasons: tuple[Refusal, ...]
    ways: tuple[Way, ...] = ()

    @property
    def possible(self) -> bool:
        """Whether it can be had just so."""
        return not self.reasons


def place(wish: Wish, *, means: Means, by: Caller, at: datetime) -> Advice:
    """Why a person cannot have a place, paid so, and the smallest changes there are. Raises NotFound, NotForThisPerson.

    It reads no more than its constants say, however many sessions there are.
    """
    standing = gather.for_wishes([wish], means, by=by, at=at, offered=False)
    people.leave_trace(wish.person_id, what="vouchers and agenda", purpose="why not, at the desk", by=by, at=at)
    session, asked = standing.sessions[wish.session_id], Attempt(wish, means)
    reasons, _ = _judged(standing, asked, at)
    if not reasons:
        return Advice(session, ())
    clashes, others = _clashing(standing, wish), _others(session, wish, at)
    standing = _with_all(asked, others, clashes, by=by, at=at)
    for tried in ways.attempts(asked, session, others, clashes):
        if found := _working(standing, tried, at):
            return Advice(session, tuple(reasons), tuple(ways.smallest(found, session)))
    return Advice(session, tuple(reasons))


def _judged(standing: Standing, attempt: Attempt, at: datetime) -> tuple[list[Refusal], Line | None]:
    """What a quote would say of it, once what it cancels was cancelled."""
    trial, wish, why = standing.copied(), attempt.wish, list[Refusal]()
    for booking in attempt.cancels:
        why += steps.why_not_cancel(booking, at=at, by_provider=False)
        trial.leave(_given_back(booking, at))
    moved = [trial.left[wish.moves_booking_id]] if wish.moves_booking_id else []
    for booking in moved:
        trial.leave(booking)
    refused, line = quote.judged(trial, wish, attempt.means, places=1, at=at)
    if line and Quote((line,), "", at).writes(moved) > WRITES_MAX:
        refused.append(TooMuchAtOnce())
    return why + refused, line


def _given_back(booking: Booking, at: datetime) -> Booking:
    """The booking with what cancelling it gives back, and nothing of what is charged."""
    percent = steps.cancelled(booking, at=at, by_provider=False).charged_percent
    paid = [replace(one, amount=one.amount - charged_part(one.amount, percent)) for one in booking.payments]
    return replace(booking, payments=tuple(paid))


def _clashing(standing: Standing, wish: Wish) -> list[Booking]:
    session, found = standing.sessions[wish.session_id], list[str]()
    if session.occupies:
        for time in session.times:
            found += standing.agenda(wish.person_id, time.day).overlapping(time.starts_at, time.ends_at)
    ids = [booking_id for booking_id in dict.fromkeys(found) if booking_id != wish.moves_booking_id]
    clashes = [booking for booking in read.several(ids[: CLASHES_MAX + 1]) if booking.is_awaited]
    return sorted(clashes, key=lambda booking: booking.starts_at) if len(ids) <= CLASHES_MAX else []


def _others(wanted: Session, wish: Wish, at: datetime) -> list[Session]:
    near = browse.near(wanted, since=at, count=NEAR)
    elsewhere = browse.elsewhere(wanted, since=at, offerings=OFFERINGS_ELSEWHERE, count=NEAR_ELSEWHERE)
    return [*_open(near, wish, at)[: OTHERS_MAX // 2], *_open(elsewhere, wish, at)[: OTHERS_MAX // 2]]


def _open(sessions: Iterable[Session], wish: Wish, at: datetime) -> list[Session]:
    return [one for one in sessions if one.person_id in (None, wish.person_id) and not one.why_not_take(at=at)]


def _with_all(
    asked: Attempt, others: Sequence[Session], clashes: Sequence[Booking], *, by: Caller, at: datetime
) -> Standing:
    """All that decides on the attempts: the sessions, the bookings in the way, and every voucher that could pay."""
    wish, named = asked.wish, asked.means.voucher_ids or ()
    alternatives = [replace(wish, session_id=session.id) for session in others]
    instead = [replace(wish, moves_booking_id=booking.id) for booking in clashes]
    everything = Means(tuple(dict.fromkeys([*named, *vouchers.live_ids_of(wish.person_id)])))
    return gather.for_wishes([wish, *alternatives, *instead], everything, by=by, at=at, offered=False)


def _working(standing: Standing, tried: Sequence[Attempt], at: datetime) -> list[Way]:
    found, alike = list[Way](), dict[tuple[ways.Change, ...], int]()
    for attempt in tried:
        if alike.get(attempt.changes, 0) >= ways.ALIKE_MAX:
            continue
        why, line = _judged(standing, attempt, at)
        if line and not why:
            cancels = tuple(_cancelled(booking, at) for booking in attempt.cancels)
            found.append(Way(attempt, standing.sessions[attempt.wish.session_id], line, cancels))
            alike[attempt.changes] = alike.get(attempt.changes, 0) + 1
    return found


def _cancelled(booking: Booking, at: datetime) -> Cancelled:
    gone = steps.cancelled(booking, at=at, by_provider=False)
    return Cancelled(booking.id, booking.title, booking.starts_at, gone.charged_percent, gone.charged_cents)
