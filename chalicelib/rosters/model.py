"""Rosters, check-ins and notes: who is expected when, who arrived, what may be written about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.bookings.model import Booking, BookingState
from chalicelib.bookings.refusals import DESCRIBED
from chalicelib.catalogue.model import Session, SessionState
from chalicelib.catalogue.terms import Meeting
from chalicelib.kernel.clock import end_of_day, local_day
from chalicelib.kernel.refusals import Conflict, Invalid, Refusal
from chalicelib.kernel.texts import Text

ROSTER_DAYS_MAX = 7  # a week is what a provider plans, and hangs on a wall
CHECK_IN_OPENS = timedelta(minutes=60)  # who brings a child early is let in, who mistakes the day is not
NOTE_LENGTH_MAX = 1000  # at most 4 KB however it is spelt: so much KMS seals at once
NOTES_MAX = 50  # about one booking
LINES_PRINTED_MAX = 2000  # some seconds' work, well inside the gateway's patience
LINES_WITH_NOTES_MAX = 200  # each of them is looked up, each note opened
LINES_MAX = 100  # of one attendance sheet: each is a transaction, and together they end before the gateway's patience


class Way(StrEnum):
    """How a check-in was made."""

    CODE = "code"
    LIST = "list"


class CheckInCodeInvalid(Invalid):
    """The code was not made by this platform."""

    detail = Text("Questo non è un codice di ingresso valido.", "This is not a valid check-in code.")
    remedy = Text("Cerca la persona nell'elenco di oggi.", "Look the person up in today's roster.")


class CodeOfAnotherProvider(Conflict):
    """The code is good, but somewhere else."""

    detail = Text(
        "Questo codice è di una prenotazione in un altro posto.",
        "This code belongs to a booking somewhere else.",
    )
    remedy = Text(
        "Chiedi alla persona di aprire la prenotazione di oggi.", "Ask the person to open the booking of today."
    )


class NotExpected(Conflict):
    """The booking is not one that someone is expected for."""

    detail = Text("Nessuno è atteso: la prenotazione è {described}.", "Nobody is expected: the booking is {described}.")
    remedy = Text(
        "Se c'è una prenotazione nuova, usa il codice di quella.",
        "If there is a new booking, use its code.",
    )


class CheckInTooEarly(Conflict):
    """The next meeting begins in more than an hour."""

    detail = Text("Il prossimo incontro è {starts_at}.", "The next meeting is {starts_at}.")
    remedy = Text("L'ingresso si registra da un'ora prima.", "Check-in opens one hour before.")


class CheckInTooLate(Conflict):
    """The day of the meeting is over."""

    detail = Text("L'incontro era {starts_at}: quel giorno è finito.", "The meeting was {starts_at}: that day is over.")
    remedy = Text("Registra le ore nel foglio presenze.", "Record the hours in the attendance sheet.")


class CodeOrBooking(Invalid):
    """A check-in is by a code or by a booking from the list, one of them."""

    detail = Text("Indica il codice letto oppure la prenotazione.", "Give the scanned code or the booking, not both.")


class BookingNamedTwice(Invalid):
    """One booking has two lines in an attendance sheet."""

    detail = Text("La stessa prenotazione compare due volte.", "The same booking is there twice.")
    remedy = Text("Lascia una riga sola per ogni prenotazione.", "Leave one line for each booking.")


class TooManyNotes(Conflict):
    """The booking has as many notes as one can have."""

    detail = Text("Ci sono già {notes_max} note.", "There are {notes_max} notes already.")
    remedy = Text("Parlane a voce con i colleghi o con la famiglia.", "Talk to your colleagues or to the family.")


class TooMuchToPrint(Conflict):
    """The rosters have more lines than are printed at once."""

    detail = Text("Le righe da stampare sono troppe: {lines}.", "There are too many lines to print: {lines}.")
    remedy = Text("Stampa un giorno alla volta, o senza note.", "Print one day at a time, or without notes.")


@dataclass(frozen=True, slots=True)
class CheckIn:
    """That a person arrived for a meeting: presence, not hours. It is never changed."""

    booking_id: str
    meeting_at: datetime
    at: datetime
    by: str
    way: Way


@dataclass(frozen=True, slots=True)
class Line:
    """One booking in a meeting's roster, with every check-in that it has so far, by meeting."""

    booking: Booking
    session: Session
    meeting: Meeting
    check_ins: Mapping[datetime, CheckIn]

    @property
    def booking_id(self) -> str:
        """The booking."""
        return self.booking.id

    @property
    def person_given_name(self) -> str:
        """The first name, no more."""
        return self.booking.person_given_name

    @property
    def state(self) -> BookingState:
        """Where the booking stands."""
        return self.booking.state

    @property
    def is_pending(self) -> bool:
        """Whether the provider has yet to say yes."""
        return self.booking.state is BookingState.REQUESTED

    @property
    def respond_until_at(self) -> datetime | None:
        """Until when it can."""
        return self.booking.respond_until_at if self.is_pending else None

    @property
    def guests(self) -> int:
        """How many come along."""
        return self.booking.guests

    @property
    def options(self) -> dict[str, int]:
        """What is to be ready, by its title; by its id where the session no longer has it."""
        titles = {option.id: option.title for option in self.session.options}
        return {titles.get(name, name): count for name, count in self.booking.options.items() if count}

    @property
    def starts_at(self) -> datetime:
        """When the meeting begins."""
        return self.meeting.starts_at

    @property
    def checked_in_at(self) -> datetime | None:
        """When the person arrived for this meeting; None when nobody said so."""
        here = self.check_ins.get(self.meeting.starts_at)
        return here.at if here else None

    @property
    def planned_minutes(self) -> int:
        """How long the booking is, all meetings together."""
        return self.booking.minutes

    @property
    def proposed_minutes(self) -> int:
        """What the check-ins suggest to record: the planned minutes of the meetings that the person came to."""
        return sum(time.minutes for time in self.booking.times if time.starts_at in self.check_ins)

    @property
    def recorded_minutes(self) -> int | None:
        """What the provider has recorded."""
        return self.booking.recorded_minutes

    @property
    def delivered_minutes(self) -> int | None:
        """What stands."""
        return self.booking.delivered_minutes

    @property
    def charged_percent(self) -> int:
        """What is due of the price although nothing was delivered."""
        return self.booking.charged_percent

    @property
    def charged_cents(self) -> int:
        """How much that is, of all who pay together."""
        return self.booking.charged_cents


@dataclass(frozen=True, slots=True)
class Queued:
    """Who has an appointment at a desk, as the desk calls them."""

    line: Line
    person_family_initial: str

    @property
    def booking_id(self) -> str:
        """The booking."""
        return self.line.booking_id

    @property
    def session_id(self) -> str:
        """The appointment."""
        return self.line.session.id

    @property
    def person_given_name(self) -> str:
        """The first name."""
        return self.line.person_given_name

    @property
    def starts_at(self) -> datetime:
        """When it begins."""
        return self.line.starts_at

    @property
    def ends_at(self) -> datetime:
        """When it ends."""
        return self.line.meeting.ends_at

    @property
    def state(self) -> BookingState:
        """Where the booking stands: booked, attended, missed."""
        return self.line.state

    @property
    def checked_in_at(self) -> datetime | None:
        """When the person arrived; None when nobody said so."""
        return self.line.checked_in_at

    @property
    def planned_minutes(self) -> int:
        """How long it is to be."""
        return self.line.planned_minutes

    @property
    def recorded_minutes(self) -> int | None:
        """How long it was, once somebody said so; zero for who did not come."""
        return self.line.recorded_minutes


@dataclass(frozen=True, slots=True)
class Roster:
    """Who comes to one meeting of a session."""

    session: Session
    meeting: Meeting
    lines: list[Line]

    @property
    def session_id(self) -> str:
        """The session."""
        return self.session.id

    @property
    def title(self) -> str:
        """What it is."""
        return self.session.title

    @property
    def place(self) -> str:
        """Where it is."""
        return self.session.place

    @property
    def state(self) -> SessionState:
        """Whether it takes place."""
        return self.session.state

    @property
    def starts_at(self) -> datetime:
        """When the meeting begins."""
        return self.meeting.starts_at

    @property
    def ends_at(self) -> datetime:
        """When the meeting ends."""
        return self.meeting.ends_at

    @property
    def worker_id(self) -> str | None:
        """Who delivers it."""
        return self.session.worker_id

    @property
    def places_max(self) -> int:
        """How many places there are."""
        return self.session.places_max

    @property
    def places_taken(self) -> int:
        """How many are taken, those offered to who waits too."""
        return self.session.places_taken


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of one line of an attendance sheet: the booking as it is now, or why not."""

    booking_id: str
    booking: Booking | None
    reasons: list[Refusal]
    replayed: bool = False

    @property
    def state(self) -> BookingState | None:
        """Where the booking stands."""
        return self.booking.state if self.booking else None

    @property
    def recorded_minutes(self) -> int | None:
        """What is recorded of it."""
        return self.booking.recorded_minutes if self.booking else None


@dataclass(frozen=True, slots=True)
class Sheet:
    """What became of each line of an attendance sheet."""

    lines: list[Recorded]


@dataclass(frozen=True, slots=True)
class Note:
    """What the provider's staff wrote about a booking, for the family or for themselves. It is never changed."""

    id: str
    booking_id: str
    for_family: bool
    text: str
    by: str
    at: datetime


def check_in_from_at(meeting: Meeting) -> datetime:
    """The first instant at which someone can be checked in for a meeting."""
    return meeting.starts_at - CHECK_IN_OPENS


def check_in_until_at(meeting: Meeting) -> datetime:
    """The first instant at which that is too late: the end of the Italian day of the meeting."""
    return end_of_day(local_day(meeting.starts_at))


def is_check_in_open(meeting: Meeting, *, at: datetime) -> bool:
    """Whether someone can be checked in for a meeting now."""
    return check_in_from_at(meeting) <= at < check_in_until_at(meeting)


def open_meetings(times: tuple[Meeting, ...], *, at: datetime) -> list[Meeting]:
    """For which meetings someone can be checked in now; who arrives has come for the last of them."""
    return sorted((time for time in times if is_check_in_open(time, at=at)), key=lambda time: time.starts_at)


def why_not_check_in(booking: Booking, times: tuple[Meeting, ...], *, at: datetime) -> list[Refusal]:
    """Why nobody can be checked in for any of these meetings of a booking now."""
    if booking.state is not BookingState.BOOKED:
        return [NotExpected(booking_id=booking.id, state=booking.state, described=DESCRIBED[booking.state])]
    if open_meetings(times, at=at):
        return []
    ahead = [time.starts_at for time in times if at < check_in_from_at(time)]
    if ahead:
        return [CheckInTooEarly(booking_id=booking.id, starts_at=min(ahead))]
    return [CheckInTooLate(booking_id=booking.id, starts_at=max(time.starts_at for time in times))]
