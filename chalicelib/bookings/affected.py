"""Bookings that will not be delivered where they are: whose they are, and where each could go in one action."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.catalogue import browse
from chalicelib.catalogue.model import Session
from chalicelib.kernel import clock
from chalicelib.kernel.caller import Caller
from chalicelib.kernel.paging import Page, Span
from chalicelib.kernel.refusals import Conflict, Refusal, refuse_any
from chalicelib.kernel.territory import Category
from chalicelib.kernel.texts import Text
from chalicelib.people import find as people
from chalicelib.providers import read as providers
from chalicelib.providers.model import Accreditation
from chalicelib.vouchers import read as vouchers

from . import gather, quote, read, table
from .lines import LINES_MAX, WRITES_MAX, Line, Means, Quote, TooMuchAtOnce, Wish
from .model import Booking
from .quote import Quoted
from .standing import Standing, why_not_delivered

SESSIONS_AT_ONCE = 25  # on one page: each is one query for who comes
OFFERINGS_ELSEWHERE = 6  # of the same service, for each booking: each is two queries
NEAR_ELSEWHERE = 2  # of each of them, before and after
CANDIDATES_MAX = 6  # judged for each booking: each is an agenda and a session more to read


class NothingAffected(Conflict):
    """Every booking of the person with the provider can be delivered."""

    detail = Text("Non c'è nessuna prenotazione da spostare.", "There is no booking to be moved.")


class NowhereElse(Conflict):
    """Nobody else has a session of the same service near that time."""

    detail = Text("Non c'è un altro incontro vicino a quell'orario.", "There is no other session near that time.")
    remedy = Text("Scegli con la persona un altro giorno.", "Choose another day with the person.")


@dataclass(frozen=True, slots=True)
class Affected:
    """A booking that will not be delivered where it is, and why."""

    booking: Booking
    reasons: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A booking for which there is nothing else, and why what is nearest cannot be had."""

    booking_id: str
    starts_at: datetime
    reasons: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class Relocation:
    """Where a person's bookings can go together, and those that cannot be placed."""

    quote: Quoted
    unplaced: tuple[Unplaced, ...]


def of_provider(provider_id: str, span: Span, *, by: Caller, at: datetime) -> Page[Affected]:
    """A provider's coming bookings that will not be delivered, by session and person. Operators leave a trace.

    Raises NotFound.
    """
    providers.provider(provider_id)
    since = clock.instant(span.after["since"]) if span.after else at
    after = span.after["after"] if span.after else ""
    taken = [one for one in browse.calendar(provider_id, since=since) if one.places_taken]
    reasons = _why_not_delivered(taken)
    hit = [one for one in taken if reasons[one.id] and (one.starts_at, one.id) > (since, after)]
    now, later = hit[:SESSIONS_AT_ONCE], hit[SESSIONS_AT_ONCE:]
    found = [Affected(booking, reasons[one.id]) for one in now for booking in read.awaited(one.id)]
    for person_id in dict.fromkeys(one.booking.person_id for one in found):
        people.leave_trace(person_id, what="bookings", purpose="provider cannot deliver", by=by, at=at)
    rest = {"since": clock.stamp(now[-1].starts_at), "after": now[-1].id} if later else None
    return Page(found, rest)


def quoted(person_id: str, *, provider_id: str, means: Means, by: Caller, at: datetime) -> Relocation:
    """A quote that moves a person's affected bookings of a provider, each to the nearest session it can have.

    It is committed together. Raises NotForThisPerson, NotFound, NothingAffected, and why none can be placed.
    """
    people.must_see(person_id, what="bookings", by=by, at=at)
    affected = _of_person(person_id, provider_id, at)
    if not affected:
        raise NothingAffected(provider_id=provider_id)
    options = {booking.id: _elsewhere(session, at) for booking, session in affected}
    standing = _all_that_decides(affected, options, means, by=by, at=at)
    wishes, unplaced = _placed(standing, affected, options, means, by=by, at=at)
    if not wishes:
        refuse_any([reason for one in unplaced for reason in one.reasons])
    return Relocation(quote.bookings(wishes, means=means, skipping=True, by=by, at=at), tuple(unplaced))


def _why_not_delivered(sessions: Iterable[Session]) -> dict[str, tuple[Refusal, ...]]:
    """Why each session will not be delivered; nothing for one that will."""
    sessions, known = list(sessions), dict[tuple[str, Category], Accreditation | None]()
    for provider_id in {session.provider_id for session in sessions}:
        known |= {(one.provider_id, one.category): one for one in providers.accreditations(provider_id)}
    return {session.id: tuple(why_not_delivered(session, known)) for session in sessions}


def _of_person(person_id: str, provider_id: str, at: datetime) -> list[tuple[Booking, Session]]:
    coming = table.coming(person_id, since=at)
    mine = [booking for booking in coming if booking.is_awaited and booking.provider_id == provider_id]
    sessions = {session.id: session for session in browse.several({booking.session_id for booking in mine})}
    reasons = _why_not_delivered(sessions.values())
    hit = [(booking, sessions[booking.session_id]) for booking in mine if reasons.get(booking.session_id)]
    return hit[:LINES_MAX]


def _elsewhere(session: Session, at: datetime) -> list[Session]:
    """Sessions of the same service that could be had instead, the nearest in time first."""
    near = browse.elsewhere(session, since=at, offerings=OFFERINGS_ELSEWHERE, count=NEAR_ELSEWHERE)
    same = browse.near(session, since=at, count=NEAR_ELSEWHERE)
    reasons = _why_not_delivered([*near, *same])
    fitting = [one for one in [*near, *same] if not reasons[one.id] and not one.why_not_take(at=at)]
    by_nearness = sorted(fitting, key=lambda one: (abs(one.starts_at - session.starts_at), one.id))
    return by_nearness[:CANDIDATES_MAX]


def _all_that_decides(
    affected: Sequence[tuple[Booking, Session]],
    options: Mapping[str, Sequence[Session]],
    means: Means,
    *,
    by: Caller,
    at: datetime,
) -> Standing:
    wishes = [_move(booking, option) for booking, _ in affected for option in options[booking.id]]
    wishes += [Wish(session.id, booking.person_id, moves_booking_id=booking.id) for booking, session in affected]
    if means.voucher_ids is None:
        means = Means(tuple(vouchers.live_ids_of(affected[0][0].person_id)))
    return gather.for_wishes(wishes, means, by=by, at=at, offered=False)


def _move(booking: Booking, to: Session) -> Wish:
    return Wish(to.id, booking.person_id, booking.options, booking.guests, booking.id)


def _placed(
    standing: Standing,
    affected: Sequence[tuple[Booking, Session]],
    options: Mapping[str, Sequence[Session]],
    means: Means,
    *,
    by: Caller,
    at: datetime,
) -> tuple[list[Wish], list[Unplaced]]:
    """What to ask for each booking, one after the other; and those for which nothing works."""
    lines, left, unplaced = list[Line](), list[Booking](), list[Unplaced]()
    for booking, _ in affected:
        trial = standing.copied()
        trial.leave(standing.left[booking.id])
        why, line = _nearest(trial, booking, options[booking.id], means, at)
        if line and Quote((*lines, line), "", at).writes([*left, booking]) > WRITES_MAX:
            why, line = [TooMuchAtOnce()], None
        if line is None:
            unplaced.append(Unplaced(booking.id, booking.starts_at, tuple(why)))
            continue
        lines.append(line)
        left.append(booking)
        session, person = trial.sessions[line.session_id], trial.people[booking.person_id]
        trial.enter(line.booked(session, person, booking_id=f"new {booking.id}", by=by.account_id, at=at))
        standing = trial
    return [line.wish for line in lines], unplaced


def _nearest(
    standing: Standing, booking: Booking, options: Sequence[Session], means: Means, at: datetime
) -> tuple[list[Refusal], Line | None]:
    """The nearest that can be had; or why the nearest of all cannot."""
    why: list[Refusal] = []
    for option in options:
        refused, line = quote.judged(standing, _move(booking, option), means, places=1, at=at)
        if line:
            return [], line
        why = why or refused
    return why or [NowhereElse(booking_id=booking.id)], None
