"""Laying out sessions: what follows from a schedule on its days, and what does not, told with the reason."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import takewhile

from chalicelib.catalogue.terms import Meeting
from chalicelib.kernel.days import A_DAY, A_WEEK, every, mondays

from .model import MEETINGS_MAX, Opening, Pattern, Pause, Schedule, ScheduleKind
from .wall import closes_at, opens_at, told

HolidayOf = Callable[[date, str | None], str | None]  # what is celebrated on a day in a municipality
SEARCHED = 2 * 366 * A_DAY  # a weekday that does not come in two years (a fifth Friday on a holiday) is not waited for


class GapReason(StrEnum):
    """Why a session that the hours would give is not made."""

    HOLIDAY = "holiday"
    CLOSED = "closed"
    TOO_SHORT = "too_short"  # the clocks take an hour away, and it no longer fits
    IN_THE_WAY = "in_the_way"  # another session of the schedule is there: booked, or changed by hand
    WORKER_BUSY = "worker_busy"


@dataclass(frozen=True, slots=True)
class Gap:
    """A session, or a day, that the hours would give and that is not made."""

    day_on: date
    reason: GapReason
    told: str = ""  # the holiday's name, or why it is closed
    starts_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A session that a schedule gives. Its key is what tells it from the schedule's others, for good."""

    key: str
    times: tuple[Meeting, ...]
    pattern: Pattern
    day_on: date  # of its first meeting

    @property
    def starts_at(self) -> datetime:
        """When its first meeting begins."""
        return self.times[0].starts_at

    @property
    def ends_at(self) -> datetime:
        """When its last meeting ends."""
        return self.times[-1].ends_at


def sessions(
    schedule: Schedule, from_on: date, to_on: date, *, home: str | None, holiday_of: HolidayOf
) -> tuple[list[Draft], list[Gap]]:
    """What a schedule gives between two days, both included, by the day of the first meeting; and what it does not.

    `home` is the municipality of the offering: whose patron saint is kept where the schedule names no other.
    """
    days = _Days(schedule, home, holiday_of)
    match schedule.kind:
        case ScheduleKind.COURSE:
            return _course(days, from_on, to_on)
        case ScheduleKind.CAMP_WEEK:
            return _weeks(days, from_on, to_on)
        case ScheduleKind.SLOTS | ScheduleKind.GROUP | ScheduleKind.EVENT:
            return _single(days, from_on, to_on)


def next_day(schedule: Schedule, after: date, *, home: str | None, holiday_of: HolidayOf) -> date | None:
    """The first day after another on which a session begins; None where nothing more follows in two years."""
    first = max(after + A_DAY, schedule.from_on)
    last = min(schedule.to_on or date.max, first + SEARCHED)
    step = SEARCHED if schedule.kind is ScheduleKind.COURSE else 4 * A_WEEK
    for begins in every(first, last, step=step):
        ends = min(last, begins + step - A_DAY)
        if found := sessions(schedule, begins, ends, home=home, holiday_of=holiday_of)[0]:
            return found[0].day_on
    return None


class _Days:
    """The meetings of a schedule, day by day."""

    def __init__(self, schedule: Schedule, home: str | None, holiday_of: HolidayOf) -> None:
        self.schedule, self._home, self._holiday_of = schedule, home, holiday_of

    def on(self, day: date) -> tuple[list[Meeting], list[Gap]]:
        pattern = self.schedule.pattern_on(day)
        if pattern is None:
            return [], []
        shut = self._shut(day, pattern)
        hours = [part for one in pattern.hours if one.falls_on(day) for part in one.parts()]
        extra = [_pause(one) for one in self.schedule.openings if one.day_on == day]
        found, gaps = ([], [shut]) if shut and hours else _laid(day, [] if shut else hours, pattern)
        open_ones, closed = self._without_closed(day, found)
        added, short = _laid(day, extra, pattern)
        free = [time for time in added if not any(_touch(time, other) for other in open_ones)]
        return sorted([*open_ones, *free], key=lambda time: time.starts_at), [*gaps, *closed, *short]

    def _shut(self, day: date, pattern: Pattern) -> Gap | None:
        closure = next((one for one in self.schedule.closures if one.is_whole and one.covers(day)), None)
        if closure:
            return Gap(day, GapReason.CLOSED, closure.reason)
        feast = None if self.schedule.on_holidays else self._holiday_of(day, pattern.municipality_code or self._home)
        return Gap(day, GapReason.HOLIDAY, feast) if feast else None

    def _without_closed(self, day: date, found: list[Meeting]) -> tuple[list[Meeting], list[Gap]]:
        """Closed hours take sessions away and leave the others where they are: nobody's time moves by them."""
        closures = [one for one in self.schedule.closures if not one.is_whole and one.covers(day)]
        spans = [(_span(day, Pause(one.from_minute, one.to_minute)), one.reason) for one in closures]
        gone = {time: reason for time in found for span, reason in spans if _touch(time, span)}
        gaps = [Gap(day, GapReason.CLOSED, reason, time.starts_at) for time, reason in gone.items()]
        return [time for time in found if time not in gone], gaps


def _laid(day: date, parts: list[Pause], pattern: Pattern) -> tuple[list[Meeting], list[Gap]]:
    """One session after the other from each opening to its end, by elapsed time; or one of all of it."""
    found: list[Meeting] = []
    gaps: list[Gap] = []
    for part in sorted(parts, key=lambda part: part.from_minute):
        # Where an hour comes twice, a part can reach into the next: that one begins when the first has ended.
        whole = _after(_span(day, part), found)
        length = timedelta(minutes=pattern.session_minutes or part.to_minute - part.from_minute)
        if pattern.session_minutes is None:
            laid = [whole] if whole.starts_at < whole.ends_at else []
        else:
            laid = list(takewhile(lambda one, end=whole.ends_at: one.ends_at <= end, _row(whole, length, pattern)))  # type: ignore[misc]
        found += laid
        planned = timedelta(minutes=part.to_minute - part.from_minute)
        if not laid and planned >= length:
            gaps.append(Gap(day, GapReason.TOO_SHORT, "", whole.starts_at))
    return found, gaps


def _after(whole: Meeting, found: list[Meeting]) -> Meeting:
    return Meeting(max([whole.starts_at, *(one.ends_at for one in found)]), whole.ends_at)


def _row(whole: Meeting, length: timedelta, pattern: Pattern) -> Iterator[Meeting]:
    begins = whole.starts_at
    while True:
        yield Meeting(begins, begins + length)
        begins += length + timedelta(minutes=pattern.buffer_minutes)


def _single(days: _Days, from_on: date, to_on: date) -> tuple[list[Draft], list[Gap]]:
    drafts: list[Draft] = []
    gaps: list[Gap] = []
    for day in _season(days.schedule, from_on, to_on):
        times, missing = days.on(day)
        pattern = days.schedule.pattern_on(day)
        gaps += missing
        drafts += [Draft(told(time.starts_at), (time,), pattern, day) for time in times if pattern]
    return drafts, gaps


def _weeks(days: _Days, from_on: date, to_on: date) -> tuple[list[Draft], list[Gap]]:
    drafts: list[Draft] = []
    gaps: list[Gap] = []
    for first in mondays(from_on, to_on):
        times, missing = _gathered(days, first, first + A_WEEK - A_DAY)
        draft = _of_meetings(days.schedule, f"week {first.isoformat()}", times)
        if draft and from_on <= draft.day_on <= to_on:
            drafts.append(draft)
            gaps += missing
    return drafts, gaps


def _course(days: _Days, from_on: date, to_on: date) -> tuple[list[Draft], list[Gap]]:
    schedule = days.schedule
    last = schedule.to_on or schedule.from_on + SEARCHED
    times, gaps = _gathered(days, schedule.from_on, last, at_most=schedule.meetings or MEETINGS_MAX)
    draft = _of_meetings(schedule, "course", times)
    return ([draft], gaps) if draft and from_on <= draft.day_on <= to_on else ([], [])


def _gathered(
    days: _Days, from_on: date, to_on: date, *, at_most: int = MEETINGS_MAX
) -> tuple[list[tuple[date, Meeting]], list[Gap]]:
    times: list[tuple[date, Meeting]] = []
    gaps: list[Gap] = []
    for day in _season(days.schedule, from_on, to_on):
        found, missing = days.on(day)
        times += [(day, time) for time in found]
        gaps += missing
        if len(times) >= at_most:
            break
    return times[:at_most], gaps


def _of_meetings(schedule: Schedule, key: str, times: list[tuple[date, Meeting]]) -> Draft | None:
    if not times:
        return None
    first = times[0][0]
    pattern = schedule.pattern_on(first)
    return Draft(key, tuple(time for _, time in times), pattern, first) if pattern else None


def _season(schedule: Schedule, from_on: date, to_on: date) -> Iterator[date]:
    return every(max(from_on, schedule.from_on), min(to_on, schedule.to_on or to_on))


def _pause(opening: Opening) -> Pause:
    return Pause(opening.from_minute, opening.to_minute)


def _span(day: date, part: Pause) -> Meeting:
    return Meeting(opens_at(day, part.from_minute), closes_at(day, part.to_minute))


def _touch(one: Meeting, other: Meeting) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at
