"""Counting: a day of the ledger and of the sessions becomes figures, which counted again are the same."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime

from chalicelib.bookings import audit as bookings
from chalicelib.catalogue import browse
from chalicelib.kernel.clock import local_day
from chalicelib.kernel.days import A_DAY, every
from chalicelib.kernel.identifiers import derived
from chalicelib.ledger import audit as ledger
from chalicelib.ledger import seal
from chalicelib.ledger.model import PAYABLE, VOUCHER, Bucket, Kind, Posting
from chalicelib.programmes import read as programmes
from chalicelib.runtime.dynamodb import Reads
from chalicelib.runtime.observability import event
from chalicelib.vouchers import audit as vouchers

from . import model, places, table
from .model import Capture, Day, Flow, Share
from .places import Occupancy

PLACES_DAYS = 14  # attendance is recorded within days; what is recorded later and paid for is found by its entries
OF_DELIVERIES = frozenset({Kind.CAPTURE, Kind.RELEASE, Kind.REFUND})


def days(*, at: datetime) -> int:
    """Count every day that has ended and was not counted yet, in order; returns how many those were.

    The places of the last PLACES_DAYS are counted anew, and those of any day whose bookings moved money since: what is
    recorded comes after the day it tells of. Run twice, or late, the figures are the same.
    """
    until_on = seal.ended_on(at)
    since = table.counted_until()
    uncounted = list(every(since + A_DAY if since else _first_day(until_on), until_on))
    touched: set[date] = {*every(until_on - (PLACES_DAYS - 1) * A_DAY, until_on), *uncounted}
    for on in uncounted:
        postings = ledger.on_day(on)
        for day in money(on, postings):
            table.put_day(day)
        touched |= {starts_on for starts_on in _delivered_on(postings) if starts_on <= until_on}
    for on in sorted(touched):
        table.put_places(on, of_places(on))
    if uncounted:
        table.put_counted(until_on)
    event("usage_counted", days=len(uncounted), days_of_places=len(touched))
    return len(uncounted)


def money(on: date, postings: Sequence[Posting]) -> list[Day]:
    """What the money of each programme did on a day, by all the entries of that day."""
    moved = flows(postings)
    captured = shares(postings, moved.keys())
    return [Day(programme_id, on, flow, captured.get(programme_id, ())) for programme_id, flow in sorted(moved.items())]


def flows(postings: Sequence[Posting]) -> dict[str, Flow]:
    """What some entries did to the money of each programme."""
    names = {one.account_id for one in postings if one.account_id.startswith(VOUCHER)}
    programme_of = {
        voucher.account_id: voucher.programme_id
        for voucher in vouchers.several({name.removeprefix(VOUCHER) for name in names})
    }
    return model.flows(postings, programme_of)


def shares(postings: Iterable[Posting], programme_ids: Collection[str]) -> dict[str, tuple[Share, ...]]:
    """What was delivered under some programmes, by area of help, by the entries of what is owed for it."""
    owed = [
        (posting, programme_id)
        for posting in postings
        if posting.account_id.startswith(PAYABLE)
        and posting.kind in OF_DELIVERIES
        and (programme_id := posting.account_id.rpartition(":")[2]) in programme_ids
    ]
    return model.shares(_captures(owed))


def of_places(on: date) -> dict[str, Occupancy]:
    """What became of the places of the sessions that begin on a day, by provider."""
    made: dict[str, Occupancy] = defaultdict(Occupancy)
    for session in browse.on(on):
        made[session.provider_id] += places.of_session(session, bookings.of_session(session.id))
    return dict(made)


def _captures(owed: Sequence[tuple[Posting, str]]) -> Iterator[Capture]:
    """What each booking's delivery moved, and to whom; a booking that is gone is the reconciliation's to name."""
    about = {booking.id: booking for booking in bookings.several({one.about for one, _ in owed})}
    sessions = {one.id: one for one in browse.several(sorted({booking.session_id for booking in about.values()}))}
    for one, programme_id in owed:
        booking = about.get(one.about)
        if booking and (session := sessions.get(booking.session_id)):
            person = derived("counted person", booking.person_id)
            yield Capture(programme_id, session.category, one.changes.get(Bucket.DUE, 0), person)


def _delivered_on(postings: Iterable[Posting]) -> set[date]:
    """The days of the sessions whose bookings some entries settle."""
    about = {one.about for one in postings if one.kind in OF_DELIVERIES}
    return {local_day(booking.starts_at) for booking in bookings.several(about)}


def _first_day(otherwise: date) -> date:
    """The day on which the first programme was created: no entry is older."""
    created = programmes.every()
    with Reads() as reads:
        firsts = [programmes.version(reads, one.id, 1) for one in created]
    return min((local_day(first.at) for later in firsts if (first := later.found())), default=otherwise)
