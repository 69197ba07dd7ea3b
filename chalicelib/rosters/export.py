"""Printing rosters: who comes, large enough to read, with a box to tick and nothing that a door does not need."""

from collections.abc import Sequence
from datetime import date, datetime

from chalicelib.access import read as access
from chalicelib.catalogue.model import SessionState
from chalicelib.kernel.caller import Caller
from chalicelib.kernel.clock import local, stamp
from chalicelib.kernel.paging import Span
from chalicelib.kernel.texts import day, hours, moment
from chalicelib.providers import read as providers
from chalicelib.runtime import checklists, files, sheets
from chalicelib.runtime.checklists import Checklist, Group, Item
from chalicelib.runtime.files import Offer

from . import read, table
from .model import LINES_PRINTED_MAX, LINES_WITH_NOTES_MAX, NOTES_MAX, Line, Roster, TooMuchToPrint

WARNING = "Contiene dati personali. Dopo l'uso distruggi questo foglio."


def paper(from_on: date, to_on: date, *, with_notes: bool, by: Caller, at: datetime) -> Offer:
    """The rosters of some days as a PDF at a short-lived address; the notes for the staff only where asked for.

    Raises PeriodInvalid, TooMuchToPrint.
    """
    provider = providers.provider(access.organisation(by))
    rosters = read.every(from_on, to_on, by=by, at=at)
    lines = sum(len(roster.lines) for roster in rosters)
    if lines > (LINES_WITH_NOTES_MAX if with_notes else LINES_PRINTED_MAX):
        raise TooMuchToPrint(lines=lines)
    content = checklists.pdf(checklist(provider.name, from_on, to_on, rosters, with_notes=with_notes, at=at))
    name = f"rosters/{provider.id}/presenze-{from_on}-{stamp(at).replace(':', '')}.pdf"
    return files.offer(name, content, sheets.PDF, at=at)


def checklist(
    provider_name: str, from_on: date, to_on: date, rosters: Sequence[Roster], *, with_notes: bool, at: datetime
) -> Checklist:
    """What is printed of some rosters."""
    days = day(from_on) if from_on == to_on else f"da {day(from_on)} a {day(to_on)}"
    return Checklist(
        title=f"Presenze - {provider_name}",
        subtitle=f"{days[0].upper()}{days[1:]}. Stampato {moment(at)}.",
        warning=WARNING,
        groups=[_group(roster, with_notes=with_notes) for roster in rosters]
        or [Group("Nessun incontro", "", (), "In questi giorni non ci sono incontri.")],
        sign="Ore",
        at=at,
    )


def _group(roster: Roster, *, with_notes: bool) -> Group:
    begins, ends = local(roster.starts_at), local(roster.ends_at)
    cancelled = "ANNULLATO - " if roster.state is SessionState.CANCELLED else ""
    return Group(
        heading=f"{cancelled}{day(begins.date())}, {begins:%H:%M}-{ends:%H:%M} - {roster.title}",
        place=f"Dove: {roster.place}",
        items=[
            Item(line.person_given_name, line.checked_in_at is not None, _details(line, with_notes=with_notes))
            for line in roster.lines
        ],
        empty="Nessuna prenotazione.",
    )


def _details(line: Line, *, with_notes: bool) -> list[str]:
    details = []
    if line.is_pending:
        details.append("DA CONFERMARE: la cooperativa non ha ancora risposto")
    if line.guests:
        details.append(f"Accompagnatori: {line.guests}")
    if line.options:
        details.append("Da preparare: " + ", ".join(f"{title} x {count}" for title, count in line.options.items()))
    if line.checked_in_at:
        details.append(f"Ingresso alle {local(line.checked_in_at):%H:%M}")
    if line.recorded_minutes is not None:
        details.append(f"Registrato: {hours(line.recorded_minutes)}")
    if with_notes:
        notes = table.notes(line.booking_id, Span(NOTES_MAX), wanted=lambda record: not record.for_family)
        details += [f"Nota: {note.text}" for note in notes.items]
    return details
