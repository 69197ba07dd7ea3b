"""Amending sessions: who is booked never finds another time, place or price than the one they agreed to."""

from typing import Any

from chalicelib.kernel import clock
from chalicelib.runtime.dynamodb import Transaction

from . import session_table
from .model import Session, SessionChanged, SessionState, SessionTaken, TooFewForTaken
from .session_table import SessionRecord


def session(writes: Transaction, before: Session, after: Session) -> None:
    """Change a session that nobody has booked, waits for or was offered. Raises SessionTaken, SessionChanged."""
    record = SessionRecord
    told: list[tuple[Any, Any]] = [
        (record.starts_at, after.starts_at),
        (record.day, clock.local_day(after.starts_at)),
        (record.ends_at, after.ends_at),
        (record.municipality_code, after.municipality_code),
        (record.place, after.place),
        (record.price_cents, after.price_cents),
        (record.places_max, after.places_max),
        (record.state, after.state),
        (record.book_until_at, after.book_until_at),
        (record.terms, after.terms),
        (record.meetings, after.meetings or None),
        (record.course_of, after.provider_id if after.meetings else None),
        (record.options, after.options or None),
        (record.guests_max, after.guests_max),
        (record.occupies, after.occupies),
        (record.worker_id, after.worker_id),
        (record.by_hand, after.by_hand or None),
        (record.edition, before.edition + 1),
    ]
    nobody = (record.places_taken == 0) & ((record.in_line == 0) | record.in_line.does_not_exist())
    writes.change(
        session_table.record_of(before.id),
        [attribute.remove() if value is None else attribute.set(value) for attribute, value in told],
        (record.edition == before.edition) & nobody,
        _why_not_change,
    )


def unnoticed(writes: Transaction, before: Session, after: Session) -> None:
    """Change of a session what nobody who is booked would notice: how many places it has, and who delivers it.

    Never fewer places than are taken; new ones are for who waits, first. Raises TooFewForTaken, SessionChanged.
    """
    record = SessionRecord
    grows = after.places_max > before.places_max
    writes.change(
        session_table.record_of(before.id),
        [
            record.places_max.set(after.places_max),
            record.worker_id.set(after.worker_id) if after.worker_id else record.worker_id.remove(),
            record.by_hand.set(True) if after.by_hand else record.by_hand.remove(),
            record.edition.set(before.edition + 1),
            *([record.releases.add(1), record.list_first.set(record.in_line | 0)] if grows else []),
        ],
        (record.edition == before.edition)
        & (record.state == SessionState.OPEN)
        & (record.places_taken <= after.places_max),
        lambda raw: _why_not_resize(raw, after),
    )


def cancelled(writes: Transaction, session: Session) -> None:
    """Let a session not take place, whoever is booked; its schedule does not bring it back. Raises SessionChanged."""
    record = SessionRecord
    writes.change(
        session_table.record_of(session.id),
        [
            record.state.set(SessionState.CANCELLED),
            record.edition.set(session.edition + 1),
            record.by_hand.set(True),
        ],
        (record.edition == session.edition) & (record.state == SessionState.OPEN),
        SessionChanged(session_id=session.id),
    )


def _why_not_change(raw: dict[str, Any]) -> Exception:
    now = session_table.to_session(SessionRecord.from_raw_data(raw))
    if now.places_taken or now.in_line:
        return SessionTaken(session_id=now.id, places_taken=now.places_taken, in_line=now.in_line)
    return SessionChanged(session_id=now.id)


def _why_not_resize(raw: dict[str, Any], after: Session) -> Exception:
    now = session_table.to_session(SessionRecord.from_raw_data(raw))
    if now.places_taken > after.places_max:
        return TooFewForTaken(session_id=after.id, places_taken=now.places_taken)
    return SessionChanged(session_id=after.id)
