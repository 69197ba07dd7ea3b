"""Time as the platform sees it: instants in UTC, days and hours as people in Italy live them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ROME = ZoneInfo("Europe/Rome")


def now() -> datetime:
    """The present instant, UTC. Only routes, app.py and job entry points call it."""
    return datetime.now(UTC)


def today() -> date:
    """The present day in Italy."""
    return local_day(now())


def local(at: datetime) -> datetime:
    """The same instant on an Italian clock."""
    return at.astimezone(ROME)


def local_day(at: datetime) -> date:
    """The Italian calendar day an instant belongs to."""
    return local(at).date()


def start_of_day(on: date) -> datetime:
    """The first instant, UTC, of an Italian calendar day (23 to 25 hours long)."""
    return datetime.combine(on, time.min, ROME).astimezone(UTC)


def end_of_day(on: date) -> datetime:
    """The first instant, UTC, after an Italian calendar day."""
    return start_of_day(on + timedelta(days=1))


def at_local(on: date, hour: time) -> datetime:
    """The instant, UTC, at which an Italian clock shows that hour on that day."""
    return datetime.combine(on, hour, ROME).astimezone(UTC)


def hours_before(at: datetime, hours: int) -> datetime:
    """The instant so many hours before another, as people count: whole days on the calendar, the rest as elapsed time.

    24 hours before ten o'clock is ten o'clock of the day before, also when the clocks change in between.
    """
    days, rest = divmod(hours, 24)
    return _days_from(at, -days) - timedelta(hours=rest)


def hours_after(at: datetime, hours: int) -> datetime:
    """The instant so many hours after another, counted as `hours_before` does."""
    days, rest = divmod(hours, 24)
    return _days_from(at, days) + timedelta(hours=rest)


def _days_from(at: datetime, days: int) -> datetime:
    there = local(at)
    moved = datetime.combine(there.date() + timedelta(days=days), there.time(), ROME)
    return moved.replace(fold=there.fold).astimezone(UTC)


def age(born_on: date, on: date) -> int:
    """Completed years on a day. Who is born on 29 February completes a year on 1 March of common years."""
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def months_after(on: date, months: int) -> date:
    """The day with the same number so many months on, or the last of a shorter month (art. 2963 c.c.)."""
    years, month = divmod(on.month - 1 + months, 12)
    first = date(on.year + years, month + 1, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(on.day, last.day))


def stamp(at: datetime) -> str:
    """An instant as fixed-width text whose order is the order of time."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def instant(text: str) -> datetime:
    """The instant that `stamp` wrote."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
