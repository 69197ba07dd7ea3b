"""What a schedule and its workers have on their days, when one session changes by itself."""

from dataclasses import replace
from datetime import date

from chalicelib.catalogue.model import Session
from chalicelib.kernel.refusals import Conflict
from chalicelib.kernel.texts import Text
from chalicelib.runtime.dynamodb import Reads, Transaction

from . import table
from .compare import Agendas, Busy
from .lay import GapReason


class WorkerBusy(Conflict):
    """The worker delivers another session at that time."""

    detail = Text("In quell'orario l'operatore ha già un altro incontro.", "The worker has another session then.")
    remedy = Text("Scegli un altro orario o un'altra persona.", "Choose another time or another person.")


class AnotherSessionThere(Conflict):
    """Another session of the same schedule is on at that time."""

    detail = Text("In quell'orario c'è già un altro incontro.", "Another session is on at that time.")
    remedy = Text("Scegli un altro orario.", "Choose another time.")


class TooManyMeetings(Conflict):
    """So many days cannot be changed together."""

    detail = Text("Sono troppi giorni da cambiare insieme.", "These are too many days to be changed together.")
    remedy = Text("Togli prima l'operatore, poi sposta gli incontri.", "Take the worker off first, then move it.")


DAYS_MAX = 95  # the agendas of one edit: with the session itself a transaction bears them


def read(*sessions: Session) -> Agendas:
    """What those have, on the days of these sessions, whom they belong to."""
    empty = Agendas(_line(sessions[0]))
    with Reads() as reads:
        asked = {key: table.busy(reads, *key) for one in sessions for key in owners(one)}
    return replace(empty, days={key: busy for key, one in asked.items() if (busy := one.found())})


def why_not(agendas: Agendas, session: Session) -> Conflict | None:
    """What is in the way of a session, not counting itself."""
    if len({*agendas.days, *owners(session)}) > DAYS_MAX:
        return TooManyMeetings(session_id=session.id)
    match agendas.why_not(session):
        case None:
            return None
        case GapReason.WORKER_BUSY:
            return WorkerBusy(session_id=session.id, worker_id=session.worker_id)
        case _:
            return AnotherSessionThere(session_id=session.id)


def moved(writes: Transaction, agendas: Agendas, before: Session, after: Session) -> None:
    """Put a session where it will be, in place of where it was. Stale when something changed meanwhile."""
    left = agendas.without({before.id})
    put = left.with_one(after)
    for key, busy in put.days.items():
        old = agendas.of(*key)
        if busy.spans != old.spans:
            table.write_busy(writes, *key, old, busy)


def without(writes: Transaction, session: Session) -> None:
    """Take a session out of the days it was on."""
    agendas = read(session)
    for (owner, day), busy in agendas.days.items():
        _write(writes, owner, day, busy, busy.without({session.id}))


def owners(session: Session) -> list[tuple[str, date]]:
    """Whose days a session is on: its schedule's, its worker's."""
    return Agendas(_line(session)).owners(session)


def _write(writes: Transaction, owner: str, day: date, before: Busy, after: Busy) -> None:
    if before.spans != after.spans:
        table.write_busy(writes, owner, day, before, after)


def _line(session: Session) -> str:
    """What stands for the schedule: one that was published by hand has a line of its own."""
    return session.schedule_id or session.id
