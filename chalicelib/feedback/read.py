"""What people think, for those who can change it."""

from datetime import date

from chalicelib.kernel.days import check_period

from . import table
from .model import PERIOD_DAYS_MAX, STARS, Marks, Summary, Task


def summary(from_on: date, to_on: date) -> Summary:
    """The marks of every task from one day to another, and the latest comments. Raises PeriodInvalid."""
    check_period(from_on, to_on, days_max=PERIOD_DAYS_MAX)
    totals = {task: [0] * len(STARS) for task in Task}
    for task, by_stars in table.counts(from_on, to_on):
        totals[task] = [total + count for total, count in zip(totals[task], by_stars, strict=True)]
    pages = [Marks(task, tuple(by_stars)) for task, by_stars in totals.items()]
    return Summary(from_on, to_on, pages, table.comments(from_on, to_on))
