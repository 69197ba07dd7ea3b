"""Opinions about the pages, and the rule that they name nobody."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chalicelib.kernel.refusals import Conflict, Invalid
from chalicelib.kernel.texts import Text

STARS = range(1, 6)
PERIOD_DAYS_MAX = 366  # what a yearly report asks
COMMENTS_SHOWN_MAX = 100  # the latest of a period: so many somebody reads
PER_DAY_MAX = 500  # of one task and one mark: a district does not give more, a machine does

# An e-mail address, a codice fiscale (omocodia included), a number as long as a telephone's; a date is shorter.
NAMING = re.compile(
    r"[^\s@]@[^\s@]+\.[^\s@]|\b[a-z]{6}(?:[0-9lmnp-v]{2}[a-z]){2}[0-9lmnp-v]{3}[a-z]\b|(?:\d[ ./-]?){9,}", re.IGNORECASE
)


class Task(StrEnum):
    """What somebody was doing when they were asked."""

    SIGN_IN = "sign_in"
    CATALOGUE = "catalogue"
    BOOKING = "booking"
    DESK_APPOINTMENT = "desk_appointment"
    MY_BOOKINGS = "my_bookings"
    VOUCHERS = "vouchers"
    PAYMENTS = "payments"
    HOMECARE = "homecare"
    REMINDERS = "reminders"


class CommentNames(Invalid):
    """The comment has something in it by which a person could be found."""

    detail = Text(
        "Nel commento c'è un'e-mail, un codice fiscale o un numero di telefono.",
        "The comment has an e-mail address, a tax code or a telephone number in it.",
    )
    remedy = Text(
        "Toglilo: i pareri sono anonimi. Se aspetti una risposta, scrivi al tuo Social Point.",
        "Take it out: opinions are anonymous. If you expect an answer, write to your Social Point.",
    )


class EnoughForToday(Conflict):
    """As many opinions of this kind as one day takes were given."""

    detail = Text("Per oggi abbiamo raccolto abbastanza pareri.", "We have gathered enough opinions for today.")
    remedy = Text("Torna domani: il tuo parere ci serve.", "Come back tomorrow: we need your opinion.")


@dataclass(frozen=True, slots=True)
class Opinion:
    """How somebody got on with a task: stars from one to five, and a few words if they like."""

    page: Task
    stars: int
    comment: str | None = None

    @property
    def names_somebody(self) -> bool:
        """Whether the comment has something in it by which a person could be found."""
        return self.comment is not None and NAMING.search(self.comment) is not None


@dataclass(frozen=True, slots=True)
class Comment:
    """The words of an opinion, and the day on which they were given."""

    on: date
    page: Task
    stars: int
    comment: str


@dataclass(frozen=True, slots=True)
class Marks:
    """How often each number of stars was given for a task, one star first."""

    page: Task
    by_stars: tuple[int, ...]

    @property
    def given(self) -> int:
        """How many opinions there were."""
        return sum(self.by_stars)


@dataclass(frozen=True, slots=True)
class Summary:
    """What people thought in a period: the marks of every task, the latest comments."""

    from_on: date
    to_on: date
    pages: list[Marks]
    comments: list[Comment]
