"""What a schedule and its workers have on their days, when one session changes by itself."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from chalicelib.catalogue.model import Session
from chalicelib.kernel.refusals import Conflict
from chalicelib.kernel.texts import Text
from chalicelib.runtime.dynamodb import Reads, Transaction

from . import table
from .compare import Agendas
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
    return asked(_line(sessions[0]), (key for one in sessions for key in owners(one)))


def asked(schedule_id: str, days: Iterable[tuple[str, date]]) -> Agendas:
    """What a schedule, and workers, have on some of their days."""
    with Reads() as reads:
        later = {key: table.busy(reads, *key) for key in sorted(set(days))}
    return Agendas(schedule_id, {key: found for key, one in later.items() if (found := one.found())})


def write(writes: Transaction, before: Agendas, after: Agendas) -> Agendas:
    """Write the days that changed; returns them with the versions they have then. Stale when one changed meanwhile."""
    written = dict(after.days)
    for (owner, day), busy in after.days.items():
        old = before.of(owner, day)
        if busy.busy != old.busy:
            table.write_busy(writes, owner, day, old, busy)
            written[owner, day] = replace(busy, version=old.version + 1)
    return replace(after, days=written)


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
    write(writes, agendas, agendas.without({before.id}).with_one(after))


def without(writes: Transaction, session: Session) -> None:
    """Take a session out of the days it was on."""
    agendas = read(session)
    write(writes, agendas, agendas.without({session.id}))


def owners(session: Session) -> list[tuple[str, date]]:
    """Whose days a session is on: its schedule's, its worker's."""
    return Agendas(_line(session)).owners(session)


def _line(session: Session) -> str:
    """What stands for the schedule: one that was published by hand has a line of its own."""
    return session.schedule_id or session.id
