"""When a series would take place: the same hour on an Italian clock, on the same days of the week."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from chalicelib.kernel import clock
from chalicelib.kernel.refusals import Conflict, Invalid
from chalicelib.kernel.texts import Text
from chalicelib.kernel.weekdays import WEEK, Weekday

from .lines import LINES_MAX


class SeriesInvalid(Invalid):
    """A series says on which days of the week, and either how many times or until when; and not too many times."""

    detail = Text(
        "Indica i giorni della settimana e quante volte, oppure fino a quando: al massimo {times_max} volte.",
        "Give the days of the week and how many times, or until when: {times_max} times at most.",
    )
    remedy = Text("Dividi una serie più lunga in due.", "Split a longer series in two.")


class NoSessionThen(Conflict):
    """The offering has no session at a time of the series: a holiday, or it was not published yet."""

    detail = Text("In quel momento non c'è nessun incontro: {starts_at}.", "There is no session then: {starts_at}.")
    remedy = Text("Salta questa data, oppure scegli un altro orario.", "Skip this date, or choose another time.")


@dataclass(frozen=True, slots=True)
class Recurrence:
    """The days of the week, the hour on an Italian clock, from when, and how many times or until when."""

    weekdays: tuple[Weekday, ...]
    starts: time
    from_on: date
    count: int | None = None
    to_on: date | None = None

    def times(self) -> list[datetime]:
        """The instants at which it would begin, in order, at the same hour in summer and winter.

        Raises SeriesInvalid.
        """
        days = self._days()
        if not 1 <= len(days) <= LINES_MAX:
            raise SeriesInvalid(times_max=LINES_MAX)
        return [clock.at_local(day, self.starts) for day in days]

    def _days(self) -> list[date]:
        """The days; one more than there may be, where it asks for more."""
        wanted = set(self.weekdays)
        if not wanted or (self.count is None) == (self.to_on is None):
            raise SeriesInvalid(times_max=LINES_MAX)
        most = LINES_MAX + 1 if self.count is None else min(self.count, LINES_MAX + 1)
        weeks = (LINES_MAX + 1) * len(WEEK)
        days = (self.from_on + timedelta(days=ahead) for ahead in range(weeks))
        return [day for day in days if WEEK[day.weekday()] in wanted and (self.to_on is None or day <= self.to_on)][
            :most
        ]
