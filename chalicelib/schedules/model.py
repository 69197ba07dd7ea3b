"""Schedules: when an offering takes place week by week, and what is different on single days."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from chalicelib.catalogue.model import GRID_MINUTES
from chalicelib.catalogue.terms import ORDINARY_TERMS, Option, Terms
from chalicelib.kernel.refusals import Conflict, Invalid
from chalicelib.kernel.texts import Text
from chalicelib.kernel.weekdays import WEEK as WEEK
from chalicelib.kernel.weekdays import Weekday as Weekday  # who lays a schedule names its days

from .wall import DAY_MINUTES

SESSION_MINUTES_MIN = 15  # a meal brought home; with it a day has at most 96 sessions, and one transaction bears them
HOURS_MAX = 42  # six openings on each day of the week
EXCEPTIONS_MAX = 200  # some years of closures and extra openings
STRETCHES_MAX = 20  # who changes a schedule more often begins a new one
MEETINGS_MAX = 40  # a course of a school year; each is a day in two agendas, and one transaction bears them
AHEAD_DAYS = 56  # eight weeks: a family plans two months, and a price or a worker rarely stands for longer
FAR_AHEAD_DAYS = 182  # courses and camps are chosen half a year before


class ScheduleKind(StrEnum):
    """What follows from a schedule."""

    SLOTS = "slots"  # one-to-one appointments, one after the other
    GROUP = "group"  # sessions with places
    EVENT = "event"  # one party that has the whole place, with guests and options
    COURSE = "course"  # one session of several meetings
    CAMP_WEEK = "camp_week"  # one session a week, of a meeting or more a day


class ScheduleInvalid(Invalid):
    """The schedule contradicts itself."""

    detail = Text("L'orario non sta insieme: controlla {what}.", "The schedule does not hold together: check {what}.")


class ScheduleChanged(Conflict):
    """The schedule, or who is booked, changed after the plan."""

    detail = Text(
        "L'orario o le prenotazioni sono cambiati dopo l'anteprima.",
        "The schedule or its bookings changed after the plan.",
    )
    remedy = Text(
        "Guarda la nuova anteprima: dice chi è coinvolto adesso.", "Look at the new plan: it says who is affected now."
    )


class TooManyExceptions(Conflict):
    """The schedule has too many exceptions, or was split too often."""

    detail = Text("Questo orario ha troppe eccezioni o modifiche.", "This schedule has too many exceptions or changes.")
    remedy = Text(
        "Fai finire questo orario e aprine uno nuovo da quel giorno.", "End it, and begin a new one from that day."
    )


class WorkerUnknown(Invalid):
    """The worker is not an active worker of the cooperative."""

    detail = Text(
        "Questa persona non lavora per la tua cooperativa.", "This person does not work for your cooperative."
    )
    remedy = Text("Scegli chi ha un accesso attivo.", "Choose someone with an active account.")


class OnTheClock:
    """From one time of a day on the wall clock to another, in minutes after midnight."""

    __slots__ = ()
    from_minute: int
    to_minute: int

    @property
    def from_time(self) -> str:
        """When it begins, as the clock shows it."""
        return clock_time(self.from_minute)

    @property
    def to_time(self) -> str:
        """When it ends, as the clock shows it."""
        return clock_time(self.to_minute)


@dataclass(frozen=True, slots=True)
class Pause(OnTheClock):
    """A break on the wall clock, in minutes after midnight."""

    from_minute: int
    to_minute: int


@dataclass(frozen=True, slots=True)
class Hours(OnTheClock):
    """Open on a weekday from one time on the wall clock to another, in minutes after midnight.

    With `of_month` only on the first, second... such weekday of a month.
    """

    weekday: Weekday
    from_minute: int
    to_minute: int
    breaks: tuple[Pause, ...] = ()
    of_month: int | None = None

    def falls_on(self, day: date) -> bool:
        """Whether they are hours of that day."""
        return WEEK[day.weekday()] is self.weekday and self.of_month in (None, (day.day + 6) // 7)

    def parts(self) -> list[Pause]:
        """The stretches between the breaks, in order."""
        edges = self._edges()
        return [Pause(began, ended) for began, ended in zip(edges[::2], edges[1::2], strict=True) if began < ended]

    def are_sound(self) -> bool:
        """Whether they are a time of one day on the grid, with breaks inside that do not overlap."""
        edges = self._edges()
        return (
            edges == sorted(edges)
            and self.from_minute < self.to_minute
            and self.from_minute >= 0
            and self.to_minute <= DAY_MINUTES
            and not any(edge % GRID_MINUTES for edge in edges)
        )

    def _edges(self) -> list[int]:
        """Where it opens, where each break begins and ends, where it closes."""
        breaks = sorted(self.breaks, key=lambda one: one.from_minute)
        return [
            self.from_minute,
            *(edge for one in breaks for edge in (one.from_minute, one.to_minute)),
            self.to_minute,
        ]


@dataclass(frozen=True, slots=True)
class Pattern:
    """What a week is like: its hours, and the sessions that are made of them.

    Without `session_minutes` all of the hours, or of the part between two breaks, are one session.
    """

    hours: tuple[Hours, ...]
    places_max: int
    session_minutes: int | None = None
    buffer_minutes: int = 0
    place: str | None = None  # where it is not the offering's own
    municipality_code: str | None = None
    worker_id: str | None = None
    terms: Terms = ORDINARY_TERMS
    options: tuple[Option, ...] = ()
    guests_max: int = 0
    occupies: bool = True


@dataclass(frozen=True, slots=True)
class Stretch:
    """A pattern, and the day from which it holds."""

    from_on: date
    pattern: Pattern


@dataclass(frozen=True, slots=True)
class Closure(OnTheClock):
    """Days on which nothing takes place, or hours of one day, and why."""

    from_on: date
    to_on: date
    reason: str
    from_minute: int = 0
    to_minute: int = DAY_MINUTES

    @property
    def is_whole(self) -> bool:
        """Whether it closes whole days."""
        return (self.from_minute, self.to_minute) == (0, DAY_MINUTES)

    def covers(self, day: date) -> bool:
        """Whether that day is among its days."""
        return self.from_on <= day <= self.to_on


@dataclass(frozen=True, slots=True)
class Opening(OnTheClock):
    """Hours of one day beside the week's, also on a holiday or a closed day, and why."""

    day_on: date
    from_minute: int
    to_minute: int
    reason: str


@dataclass(frozen=True, slots=True)
class Schedule:
    """When an offering takes place: a season of weeks, and what is different on single days."""

    id: str
    offering_id: str
    provider_id: str
    kind: ScheduleKind
    stretches: tuple[Stretch, ...]  # each until the next begins
    to_on: date | None = None  # the last day; none where it goes on
    meetings: int | None = None  # of a course: as many as it has
    on_holidays: bool = False
    closures: tuple[Closure, ...] = ()
    openings: tuple[Opening, ...] = ()
    title: str = ""  # for the provider's own staff
    edition: int = 1  # any change moves it on
    next_on: date | None = None  # the next day whose sessions are not there yet; none where nothing more follows
    made_until_on: date | None = None  # the last day up to which sessions were made
    fingerprint: str = field(default="", compare=False)

    @property
    def from_on(self) -> date:
        """The first day of the season."""
        return self.stretches[0].from_on

    @property
    def ahead_days(self) -> int:
        """How many days before they take place its sessions are made."""
        return FAR_AHEAD_DAYS if self.kind in (ScheduleKind.COURSE, ScheduleKind.CAMP_WEEK) else AHEAD_DAYS

    @property
    def due_on(self) -> date | None:
        """The day on which the job has something to make; none where nothing more follows."""
        return self.next_on - timedelta(days=self.ahead_days) if self.next_on else None

    def pattern_on(self, day: date) -> Pattern | None:
        """What that day's week is like; None outside the season."""
        if self.to_on is not None and day > self.to_on:
            return None
        return next((stretch.pattern for stretch in reversed(self.stretches) if stretch.from_on <= day), None)

    def from_then_on(self, day: date, pattern: Pattern) -> "Schedule":
        """The schedule with another pattern on that day and all that follow."""
        before = tuple(stretch for stretch in self.stretches if stretch.from_on < day)
        return replace(self, stretches=(*before, Stretch(day, pattern)))

    def faults(self) -> list[Text]:
        """What contradicts itself in it."""
        patterns = [stretch.pattern for stretch in self.stretches]
        return [text for wrong, text in self._checks(patterns) if wrong]

    def _checks(self, patterns: list[Pattern]) -> list[tuple[bool, Text]]:
        hours = [one for pattern in patterns for one in pattern.hours]
        lengths = [pattern.session_minutes for pattern in patterns if pattern.session_minutes is not None]
        pauses = [pattern.buffer_minutes for pattern in patterns]
        days = [stretch.from_on for stretch in self.stretches]
        course = self.kind is ScheduleKind.COURSE
        return [
            (any(not pattern.hours for pattern in patterns) or not all(one.are_sound() for one in hours), HOURS),
            (any(len(pattern.hours) > HOURS_MAX for pattern in patterns), HOURS),
            (any(_overlap(pattern.hours) for pattern in patterns), HOURS),
            (any(one.of_month not in (None, 1, 2, 3, 4, 5) for one in hours), HOURS),
            (any(one < SESSION_MINUTES_MIN or one % GRID_MINUTES for one in lengths), LENGTH),
            (any(one < 0 or one % GRID_MINUTES for one in pauses), LENGTH),
            (not all(pattern.terms.are_sound() for pattern in patterns), TERMS),
            (self.to_on is not None and self.to_on < days[-1], SEASON),
            (course and self.to_on is None and self.meetings is None, SEASON),
            (not course and self.meetings is not None, SEASON),
            (self.meetings is not None and not 2 <= self.meetings <= MEETINGS_MAX, SEASON),
            (course and len(self.stretches) > 1, ONE_SESSION),
            (self.kind is ScheduleKind.SLOTS and any(pattern.places_max != 1 for pattern in patterns), ONE_TO_ONE),
            (any(pattern.places_max < 1 for pattern in patterns), ONE_TO_ONE),
            (any(not _is_sound(one.from_minute, one.to_minute) for one in self.closures), EXCEPTION),
            (any(not _is_sound(one.from_minute, one.to_minute) for one in self.openings), EXCEPTION),
            (any(one.from_on > one.to_on for one in self.closures), EXCEPTION),
            (any(not one.is_whole and one.from_on != one.to_on for one in self.closures), EXCEPTION),
        ]


def clock_time(minute: int) -> str:
    """So many minutes after midnight as the clock shows them: 16:30, and 24:00 at the end of the day."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


HOURS = Text("gli orari e le pause", "the hours and breaks")
LENGTH = Text("la durata e l'intervallo tra gli incontri", "the length of sessions and the buffer between them")
TERMS = Text("le condizioni di disdetta", "the terms")
SEASON = Text("le date di inizio e fine e il numero di incontri", "the first and last day, and how many meetings")
ONE_SESSION = Text("il corso: si cambia come un incontro solo", "the course: it is changed as one session")
ONE_TO_ONE = Text("il numero di posti", "the number of places")
EXCEPTION = Text("le chiusure e le aperture straordinarie", "the closures and extra openings")


def _overlap(hours: tuple[Hours, ...]) -> bool:
    """Whether two of them can be open at the same time on one day."""
    return any(
        one is not other
        and one.weekday is other.weekday
        and (one.of_month == other.of_month or None in (one.of_month, other.of_month))
        and one.from_minute < other.to_minute
        and other.from_minute < one.to_minute
        for one in hours
        for other in hours
    )


def _is_sound(from_minute: int, to_minute: int) -> bool:
    on_grid = not (from_minute % GRID_MINUTES or to_minute % GRID_MINUTES)
    return on_grid and 0 <= from_minute < to_minute <= DAY_MINUTES
