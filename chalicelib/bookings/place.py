"""Placing bookings: the places, the money and the bookings themselves, together or not at all."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from chalicelib.catalogue import take
from chalicelib.catalogue.model import QuoteOutdated
from chalicelib.kernel.caller import Caller
from chalicelib.kernel.identifiers import Outcome, RequestKey, derived
from chalicelib.kernel.paging import Page
from chalicelib.kernel.refusals import Refusal, refuse_any
from chalicelib.kernel.territory import Category
from chalicelib.ledger import move
from chalicelib.ledger.journal import Journal
from chalicelib.providers import read as providers
from chalicelib.providers.model import NotAccredited
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import Transaction

from . import gather, step_table, steps, table
from . import quote as quotes
from .agenda import Agenda
from .lines import Line, Quote, QuoteExpired, QuoteInvalid
from .model import Booking
from .standing import Standing, delivered_at
from .steps import Step, StepKind

Beside = Callable[[Transaction], None]


@dataclass(frozen=True, slots=True)
class Commitment:
    """A quote that is being committed: by whom, under which key, when, and what else is written with it."""

    quote: Quote
    by: Caller
    key: RequestKey
    at: datetime
    beside: Beside | None = None

    def booking_id(self, number: int) -> str:
        """The one booking that a line becomes."""
        first = self.key.id_for("booking")
        return derived("booking", first, str(number)) if number else first


def booking(quote_token: str, *, by: Caller, key: RequestKey, at: datetime) -> Outcome[Booking]:
    """Commit a quote of one line, exactly as it was shown; the same key gives the same booking.

    Raises QuoteInvalid, QuoteExpired, QuoteOutdated, and every refusal that a quote raises. One consistent read and
    one transaction: two round trips, however many bookings, vouchers and sessions there are.
    """
    quote = quotes.opened(quote_token, by=by)
    if len(quote.lines) != 1 or quote.offer_id:
        raise QuoteInvalid
    outcome = committed(Commitment(quote, by, key, at))
    return Outcome(outcome.value[0], replayed=outcome.replayed)


def bookings(quote_token: str, *, by: Caller, key: RequestKey, at: datetime) -> Outcome[Page[Booking]]:
    """Commit a quote of any number of lines, all of it or nothing. Raises what `booking` does."""
    quote = quotes.opened(quote_token, by=by)
    if quote.offer_id:
        raise QuoteInvalid
    outcome = committed(Commitment(quote, by, key, at))
    return Outcome(Page(outcome.value), replayed=outcome.replayed)


def committed(wanted: Commitment) -> Outcome[list[Booking]]:
    """Commit a quote, and what is to be written beside it; the same key gives the same bookings."""
    return dynamodb.until_settled(lambda: _committed(wanted))


def _committed(wanted: Commitment) -> Outcome[list[Booking]]:
    quote, at = wanted.quote, wanted.at
    booking_ids = [wanted.booking_id(number) for number in range(len(quote.lines))]
    earlier, standing = gather.for_quote(quote, booking_ids, by=wanted.by, at=at)
    if standing is None:
        wanted.key.match(earlier[0].fingerprint)
        return Outcome(earlier, replayed=True)
    if at > quote.expires_at:
        raise QuoteExpired
    refuse_any(_why_not_leave(quote, standing, at))
    before = standing.copied()
    for booking in standing.left.values():
        standing.leave(booking)
    placed = []
    for number, line in enumerate(quote.lines):
        wanted_there = sum(later.session_id == line.session_id for later in quote.lines[number:])
        refuse_any(standing.why_not_commit(line, places=wanted_there, at=at))
        placed.append(_booking(wanted, number, line, standing))
        standing.enter(placed[-1])
    _write(wanted, placed, before, standing)
    return Outcome(placed)


def _why_not_leave(quote: Quote, standing: Standing, at: datetime) -> list[Refusal]:
    """Why the bookings that are moved away from cannot be left as they were when the quote was made."""
    why: list[Refusal] = []
    for line in quote.lines:
        if line.moved:
            gone = standing.left[line.moved.booking_id]
            if gone.person_id != line.person_id:
                why.append(QuoteInvalid())
            elif gone.is_awaited and gone.steps != line.moved.steps:
                why.append(QuoteOutdated(booking_id=gone.id))
            else:
                why += steps.why_not_move(gone, session_id=line.session_id, exempt=line.moved.exempt, at=at)
    return why


def _booking(wanted: Commitment, number: int, line: Line, standing: Standing) -> Booking:
    session, person = standing.sessions[line.session_id], standing.people[line.person_id]
    booking_id, by = wanted.booking_id(number), wanted.by.account_id
    placed = line.booked(session, person, booking_id=booking_id, by=by, at=wanted.at)
    together = wanted.booking_id(0) if len(wanted.quote.lines) > 1 else None
    if line.moved:  # what is moved stays part of its series
        together = standing.left[line.moved.booking_id].together_id or together
    return replace(placed, fingerprint=wanted.key.fingerprint, together_id=together)


def _write(wanted: Commitment, placed: Sequence[Booking], before: Standing, after: Standing) -> None:
    with Transaction() as writes, Journal(writes) as journal:
        for booking in placed:
            table.add(writes, booking)
        if wanted.beside:
            wanted.beside(writes)
        _take_places(writes, wanted, before)
        _be_accredited(writes, wanted.quote, before)
        for (person_id, day), agenda in _changed(before, after).items():
            table.write_agenda(writes, person_id, day, before.agenda(person_id, day), agenda)
        _leave(writes, journal, wanted, placed, before)
        for booking in placed:
            _hold(journal, booking, wanted, before)


def _take_places(writes: Transaction, wanted: Commitment, before: Standing) -> None:
    taken, returned = Counter(line.session_id for line in wanted.quote.lines), Counter[str]()
    returned.update(booking.session_id for booking in before.left.values())
    for session_id in dict.fromkeys([*taken, *returned]):
        count = taken[session_id] - returned[session_id]
        if count > 0:
            take.places(writes, before.sessions[session_id], count=count, at=wanted.at, offered=before.offered)
        elif session_id in taken and not count:
            take.none(writes, before.sessions[session_id], at=wanted.at)
        else:
            take.back(writes, session_id, count=-count)


def _be_accredited(writes: Transaction, quote: Quote, before: Standing) -> None:
    days: dict[tuple[str, Category], list[date]] = {}
    for line in quote.lines:
        days.setdefault((line.provider_id, line.category), []).extend(before.sessions[line.session_id].days)
    names = {session.provider_id: session.provider_name for session in before.sessions.values()}
    for (provider_id, category), on in days.items():
        refused = NotAccredited(provider_id=provider_id, provider_name=names[provider_id], day_on=max(on))
        providers.must_be_accredited(writes, provider_id, category, from_on=min(on), to_on=max(on), otherwise=refused)


def _changed(before: Standing, after: Standing) -> dict[tuple[str, date], Agenda]:
    return {key: agenda for key, agenda in after.agendas.items() if agenda.busy != before.agenda(*key).busy}


def _leave(
    writes: Transaction, journal: Journal, wanted: Commitment, placed: Sequence[Booking], before: Standing
) -> None:
    """Close the bookings that are moved away from, and let go of what they held."""
    by, at = wanted.by.account_id, wanted.at
    for booking in placed:
        if booking.moved_from is None:
            continue
        gone = before.left[booking.moved_from]
        table.advance(writes, gone, replace(steps.moved(gone, booking.id), steps=gone.steps + 1))
        step_id, kind = derived("move", booking.id), StepKind.MOVED
        party, said = steps.party(wanted.by), wanted.key.fingerprint
        step_table.add(writes, Step(step_id, gone.id, kind, None, None, party, by, at, said))
        for hold in gone.holds():
            move.release(journal, hold, by=by, at=at)


def _hold(journal: Journal, booking: Booking, wanted: Commitment, before: Standing) -> None:
    session = before.sessions[booking.session_id]
    for paid in booking.payments:
        hold, caps = paid.hold(booking.id, paid.amount), before.payers[paid.voucher_id].caps(session)
        until = delivered_at(session)
        move.hold(journal, hold, delivered_at=until, by=wanted.by.account_id, at=wanted.at, caps=caps)
