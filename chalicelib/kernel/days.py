"""Calendar days: a period that is asked for, the weeks it has."""

from collections.abc import Iterator
from datetime import date, timedelta

from .refusals import Invalid
from .texts import Text

A_DAY, A_WEEK = timedelta(days=1), timedelta(weeks=1)


class PeriodInvalid(Invalid):
    """The period is turned around, or too long."""

    detail = Text(
        "Il periodo è troppo lungo, o finisce prima di cominciare.", "The period is too long, or ends before it begins."
    )
    remedy = Text(
        "Scegli al massimo {days_max} giorni: prima il primo, poi l'ultimo.",
        "Choose at most {days_max} days: the first one first, then the last.",
    )


def check_period(from_on: date, to_on: date, *, days_max: int) -> None:
    """Raise PeriodInvalid for a period, both ends included, that is turned around or has more days than that."""
    if not A_DAY <= to_on - from_on + A_DAY <= days_max * A_DAY:
        raise PeriodInvalid(days_max=days_max)


def every(from_on: date, to_on: date, *, step: timedelta = A_DAY) -> Iterator[date]:
    """The days from one to another, both included, or each so many-th of them."""
    return (from_on + step * number for number in range((to_on - from_on) // step + 1))


def monday(on: date) -> date:
    """The first day of the week a day belongs to (ISO 8601)."""
    return on - A_DAY * on.weekday()


def mondays(from_on: date, to_on: date) -> Iterator[date]:
    """The first days of the weeks that some days belong to."""
    return every(monday(from_on), to_on, step=A_WEEK)
