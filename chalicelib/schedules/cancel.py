"""Cancelling a session with all its bookings, as the provider: everything goes back to everyone."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from chalicelib.bookings import close
from chalicelib.bookings import read as bookings
from chalicelib.bookings.refusals import AlreadyClosed
from chalicelib.catalogue import amend, browse
from chalicelib.catalogue.model import Session, SessionChanged, SessionState
from chalicelib.kernel.caller import Caller, Role
from chalicelib.kernel.identifiers import RequestKey
from chalicelib.kernel.refusals import Conflict
from chalicelib.kernel.texts import Text
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import Reads, Stale, Transaction

from . import agenda, table


class SessionBegun(Conflict):
    """The session has begun: what was delivered is recorded by attendance."""

    detail = Text("L'incontro è già cominciato.", "The session has begun.")
    remedy = Text("Registra le presenze.", "Record the attendance.")


@dataclass(frozen=True, slots=True)
class Cancelled:
    """How far the cancellation of a session has come."""

    session: Session
    bookings_left: int  # those that are still to be cancelled: the job goes on with them

    @property
    def is_done(self) -> bool:
        """Whether every booking was cancelled."""
        return self.bookings_left == 0


def session(session_id: str, *, reason: str, by: Caller, at: datetime) -> Cancelled:
    """Let a session of one's own not take place: nobody can book any more, then each booking is cancelled.

    Sent again it goes on where it stopped, and so does the nightly job. Raises NotFound, SessionBegun.
    """
    browse.own_session(session_id, by=by)
    dynamodb.until_settled(lambda: _closed(session_id, reason, by, at))
    return resumed(session_id, at=at)


def resumed(session_id: str, *, at: datetime) -> Cancelled:
    """Go on cancelling the bookings of a session that does not take place."""
    with Reads() as reads:
        asked = table.cancellation(reads, session_id)
    begun = asked.found()
    if begun is None:
        return Cancelled(browse.session(session_id), 0)  # its schedule had withdrawn it: nobody was booked
    for booking in bookings.awaited(session_id):
        _cancel(booking.id, *begun, at=at)
    now = browse.session(session_id)
    left = now.places_taken - now.places_offered
    if not left:
        table.end_cancellation(session_id)
    return Cancelled(now, left)


def _cancel(booking_id: str, by: str, reason: str, *, at: datetime) -> None:
    manager = Caller(by, frozenset({Role.PROVIDER_MANAGER}))
    key = RequestKey(by, f"session-cancelled-{booking_id}", reason)
    with suppress(AlreadyClosed):  # the family was first
        close.cancelled(booking_id, by=manager, key=key, at=at, reason=reason)


def _closed(session_id: str, reason: str, by: Caller, at: datetime) -> None:
    now = browse.session(session_id)
    if now.state is SessionState.CANCELLED:
        return
    if now.starts_at <= at:
        raise SessionBegun(session_id=session_id)
    try:
        with Transaction() as writes:
            amend.cancelled(writes, now)
            agenda.without(writes, now)
            table.begin_cancellation(writes, session_id, reason=reason, by=by.account_id, at=at)
    except SessionChanged as raced:
        raise Stale from raced
