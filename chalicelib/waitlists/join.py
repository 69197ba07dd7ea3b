"""Joining a waiting list: one person, or a group that comes all or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chalicelib.bookings import gather
from chalicelib.bookings import read as bookings
from chalicelib.bookings.lines import Means, Wish
from chalicelib.bookings.model import Booking
from chalicelib.bookings.standing import Standing
from chalicelib.catalogue import queue
from chalicelib.catalogue.model import Session, SessionFull, TooFewPlaces, WaitingListFirst
from chalicelib.kernel.caller import Caller
from chalicelib.kernel.identifiers import Outcome, RequestKey
from chalicelib.kernel.refusals import NotFound, Refusal, refuse_any
from chalicelib.people import find as people
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import Reads, Transaction

from . import offer, read, table
from .model import (
    GROUP_MAX,
    LINE_MAX,
    AlreadyWaiting,
    Entry,
    EntryState,
    GroupInvalid,
    Line,
    LineFull,
    PlacesFree,
    Rank,
)
from .read import Turn

NO_PLACE = (SessionFull, TooFewPlaces, WaitingListFirst)


@dataclass(frozen=True, slots=True)
class Group:
    """Who wants to wait for a session together, and the booking that its provider cancelled, if one did."""

    session_id: str
    person_ids: tuple[str, ...]
    after_booking_id: str | None = None


def line(group: Group, *, by: Caller, key: RequestKey, at: datetime) -> Outcome[Turn]:
    """Wait for as many places as people, all together; the same key gives the same entry.

    Raises NotFound, NotForThisPerson, GroupInvalid, PlacesFree, AlreadyWaiting, LineFull, and whatever would stand in
    the way of a booking besides the missing places.
    """
    if not 1 <= len(set(group.person_ids)) == len(group.person_ids) <= GROUP_MAX:
        raise GroupInvalid(group_max=GROUP_MAX)
    joined = dynamodb.until_settled(lambda: _joined(group, by, key, at))
    offer.places(group.session_id, at=at)
    return Outcome(read.entry(joined.value.id, by=by, at=at), replayed=joined.replayed)


def why_not(group: Group, *, by: Caller, at: datetime) -> list[Refusal]:
    """Every reason why a group cannot wait for a session now. Raises NotFound, NotForThisPerson."""
    with Reads() as reads:
        asked = table.line(reads, group.session_id)
        waits = {person_id: table.waits(reads, person_id, group.session_id) for person_id in group.person_ids}
    wishes = [Wish(group.session_id, person_id) for person_id in group.person_ids]
    standing = gather.for_wishes(wishes, Means(()), by=by, at=at, offered=False)
    named = {"session_id": group.session_id}
    twice: list[Refusal] = [AlreadyWaiting(person_id=name, **named) for name, one in waits.items() if one.found()]
    return twice + _why_not_wait(standing, wishes, asked.found() or Line(), at)


def _joined(group: Group, by: Caller, key: RequestKey, at: datetime) -> Outcome[Entry]:
    with Reads() as reads:
        earlier = table.entry(reads, key.id_for("waitlist entry"))
        asked = table.line(reads, group.session_id)
    if found := earlier.found():
        key.match(found.fingerprint)
        return Outcome(found, replayed=True)
    wishes = [Wish(group.session_id, person_id) for person_id in group.person_ids]
    standing = gather.for_wishes(wishes, Means(()), by=by, at=at, offered=False)
    session, waiting = standing.sessions[group.session_id], asked.found() or Line()
    refuse_any(_why_not_wait(standing, wishes, waiting, at))
    entry = Entry(
        id=key.id_for("waitlist entry"),
        session_id=session.id,
        person_ids=group.person_ids,
        title=session.title,
        provider_name=session.provider_name,
        starts_at=session.starts_at,
        rank=_rank(group, standing, session),
        joined_by=by.account_id,
        joined_at=at,
        state=EntryState.WAITING,
        fingerprint=key.fingerprint,
        due_at=session.book_until_at,
    )
    with Transaction() as writes:
        table.add(writes, entry)
        table.write_line(writes, session.id, waiting, waiting.with_one(entry.id, entry.spot))
        queue.join(writes, session, places=len(group.person_ids), at=at)
    return Outcome(entry)


def _why_not_wait(standing: Standing, wishes: Sequence[Wish], waiting: Line, at: datetime) -> list[Refusal]:
    session_id = wishes[0].session_id
    why = [reason for wish in wishes for reason in standing.why_not_come(wish, places=len(wishes), at=at)]
    if not why:
        return [PlacesFree(session_id=session_id)]
    full = [LineFull(session_id=session_id)] if len(waiting.spots) >= LINE_MAX else []
    return [reason for reason in why if not isinstance(reason, NO_PLACE)] + full


def _rank(group: Group, standing: Standing, session: Session) -> Rank:
    if group.after_booking_id and _was_cancelled_by_provider(group, standing, session):
        return Rank.PROVIDER_CANCELLED
    households = {person.household_id for person in standing.people.values()}
    there = people.by_ids({booking.person_id for booking in bookings.awaited(session.id)}).values()
    return Rank.SIBLING if any(person.household_id in households for person in there) else Rank.ARRIVAL


def _was_cancelled_by_provider(group: Group, standing: Standing, session: Session) -> bool:
    booking: Booking | None = bookings.ended_by_provider(group.after_booking_id or "")
    if booking is None or booking.person_id not in standing.people:
        raise NotFound(booking_id=group.after_booking_id)
    return booking.provider_id == session.provider_id and booking.title == session.title
