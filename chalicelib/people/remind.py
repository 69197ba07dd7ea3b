"""Reminders: what a person chose about them, and who is due one."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.kernel.caller import Caller
from chalicelib.kernel.paging import Position, Span
from chalicelib.kernel.refusals import EditedMeanwhile, NotFound
from chalicelib.kernel.texts import Language
from chalicelib.notices.model import QuietHours
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import Reads, Transaction

from . import find, reminder_table, table
from .model import Person
from .reminders import Lead, Reminders

PAGE = 100  # people looked at between two readings of the index


@dataclass(frozen=True, slots=True)
class Choice:
    """How a person wants to be told: when, in which language, and when never."""

    person_id: str
    language: Language
    leads: tuple[Lead, ...]
    quiet: QuietHours
    edition: int = 0

    @property
    def quiet_from(self) -> str:
        """The hour from which no mail comes."""
        return f"{self.quiet.from_hour:%H:%M}"

    @property
    def quiet_to(self) -> str:
        """The hour from which mails come again."""
        return f"{self.quiet.to_hour:%H:%M}"


def choice(person_id: str, *, by: Caller, at: datetime) -> Choice:
    """What oneself chose, or a person one acts for or has at the desk. Raises NotFound."""
    find.must_see(person_id, what="reminders", by=by, at=at)
    return _choice(*_read(person_id))


def changed(choice: Choice, *, by: Caller, at: datetime) -> Choice:
    """Choose anew, as `choice` but seeing its edition. Raises NotFound, EditedMeanwhile."""
    find.must_see(choice.person_id, what="reminders", by=by, at=at)
    return dynamodb.until_settled(lambda: _changed(choice, at))


def of(person_id: str) -> Reminders:
    """What a person chose, or what is usual."""
    with Reads() as reads:
        asked = reminder_table.reminders(reads, person_id)
    return asked.found() or Reminders(person_id)


def expect(person_id: str, starts_at: datetime, *, since: datetime, at: datetime) -> None:
    """Look at a person's bookings again when this appointment is first due, that they know of since an instant.

    It is written even where nothing changes by it: a run of the job that has not seen the booking must begin anew.
    """

    def expected() -> None:
        chosen = of(person_id)
        if (first_at := chosen.next_at(starts_at, after=since)) is not None:
            write(chosen, chosen.expecting(first_at, at=at))

    dynamodb.until_settled(expected)


def due(at: datetime) -> Iterator[str]:
    """Who is due at an instant, the longest awaited first."""
    position: Position | None = None
    while True:
        page = reminder_table.due_ids(at, Span(PAGE, position))
        yield from page.items
        if (position := page.rest) is None:
            return


def write(before: Reminders, after: Reminders) -> None:
    """Write what has become of somebody's reminders. Stale when they changed since they were read."""
    with Transaction() as writes:
        reminder_table.put(writes, before, after)


def _changed(wanted: Choice, at: datetime) -> Choice:
    person, before = _read(wanted.person_id)
    if wanted.edition != before.edition:
        raise EditedMeanwhile
    after = before.chosen(wanted.leads, wanted.quiet, at=at)
    with Transaction() as writes:
        reminder_table.put(writes, before, after)
        if wanted.language is not person.language:
            table.speak(writes, person.id, wanted.language)
    return _choice(replace(person, language=wanted.language), after)


def _read(person_id: str) -> tuple[Person, Reminders]:
    with Reads() as reads:
        person, asked = table.person(reads, person_id), reminder_table.reminders(reads, person_id)
    return person.must(NotFound()), asked.found() or Reminders(person_id)


def _choice(person: Person, reminders: Reminders) -> Choice:
    return Choice(person.id, person.language, reminders.leads, reminders.quiet, reminders.edition)
