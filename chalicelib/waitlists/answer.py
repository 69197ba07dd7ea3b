"""Answering an offer: book the places that are kept, let them go, or wait no more."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from chalicelib.bookings import place, quote
from chalicelib.bookings.lines import Means, QuoteInvalid, Wish
from chalicelib.bookings.model import Booking
from chalicelib.bookings.quote import Quoted
from chalicelib.catalogue import queue
from chalicelib.catalogue.model import OfferOver
from chalicelib.kernel.caller import Caller
from chalicelib.kernel.identifiers import Outcome, RequestKey
from chalicelib.kernel.paging import Page
from chalicelib.kernel.refusals import refuse_any
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import Transaction

from . import offer, read, table
from .model import Entry, EntryState
from .read import Turn


def quoted(entry_id: str, *, means: Means, by: Caller, at: datetime) -> Quoted:
    """How the places that are kept would be paid. Raises NotFound, NothingOffered, and what any quote raises."""
    entry = read.own(entry_id, by=by, at=at)
    refuse_any(entry.why_not_answer(at=at))
    wishes = [Wish(entry.session_id, person_id) for person_id in entry.person_ids]
    return quote.bookings(wishes, means=means, by=by, at=at, offer_id=entry.id)


def accepted(entry_id: str, *, quote_token: str, by: Caller, key: RequestKey, at: datetime) -> Outcome[Page[Booking]]:
    """Book the places that are kept, exactly as they were quoted.

    Raises NotFound, QuoteInvalid, OfferOver, and what placing any booking raises.
    """
    opened = quote.opened(quote_token, by=by)
    if opened.offer_id != entry_id:
        raise QuoteInvalid

    def answer(writes: Transaction) -> None:
        entry = read.known(entry_id)
        if entry.why_not_answer(at=at):
            raise OfferOver(session_id=entry.session_id)
        table.move_on(writes, entry, replace(entry.ended(EntryState.BOOKED), answered=key.id_for("answer")))

    outcome = place.committed(place.Commitment(opened, by, key, at, beside=answer))
    return Outcome(Page(outcome.value), replayed=outcome.replayed)


def declined(entry_id: str, *, by: Caller, key: RequestKey, at: datetime) -> Outcome[Turn]:
    """Let an offer go; the first time it costs nothing. Raises NotFound, NothingOffered."""
    return _answered(entry_id, lambda entry: _let_go(entry, key.id_for("answer")), by=by, key=key, at=at)


def withdrawn(entry_id: str, *, by: Caller, key: RequestKey, at: datetime) -> Outcome[Turn]:
    """Wait no more; what was kept goes to the next. Raises NotFound, NothingOffered when it is over already."""
    return _answered(entry_id, lambda entry: _leave(entry, key.id_for("answer")), by=by, key=key, at=at)


def expired(entry: Entry) -> None:
    """End what is due of an entry: an offer that nobody answered, or a wait for what nobody can book any more."""
    if entry.state is EntryState.OFFERED:
        _let_go(entry, None)
    else:
        _end(entry, EntryState.CLOSED, None)


def _answered(
    entry_id: str, change: Callable[[Entry], None], *, by: Caller, key: RequestKey, at: datetime
) -> Outcome[Turn]:
    def once() -> Outcome[Entry]:
        entry = read.own(entry_id, by=by, at=at)
        if entry.answered == key.id_for("answer"):
            return Outcome(entry, replayed=True)
        change(entry)
        return Outcome(entry)

    outcome = dynamodb.until_settled(once)
    offer.places(outcome.value.session_id, at=at)
    return Outcome(read.turn(read.known(entry_id)), replayed=outcome.replayed)


def _let_go(entry: Entry, answered: str | None) -> None:
    if entry.state is not EntryState.OFFERED:
        raise read.nothing_offered(entry)
    session, waiting = read.both(entry.session_id)
    after = replace(entry.let_go(session), answered=answered)
    with Transaction() as writes:
        table.move_on(writes, entry, after)
        if after.is_live:
            spot = replace(entry.spot, passed=session.releases)
            table.write_line(writes, session.id, waiting, waiting.with_one(entry.id, spot))
        queue.let_go(writes, session, count=len(entry.person_ids), stays=after.is_live)


def _leave(entry: Entry, answered: str) -> None:
    if not entry.is_live:
        raise read.nothing_offered(entry)
    _end(entry, EntryState.LEFT, answered)


def _end(entry: Entry, state: EntryState, answered: str | None) -> None:
    session, waiting = read.both(entry.session_id)
    with Transaction() as writes:
        table.move_on(writes, entry, replace(entry.ended(state), answered=answered))
        if entry.state is EntryState.OFFERED:
            queue.let_go(writes, session, count=len(entry.person_ids), stays=False)
        else:
            table.write_line(writes, session.id, waiting, waiting.without(entry.id))
            queue.leave(writes, session)
