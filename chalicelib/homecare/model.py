"""Requests for help at home: what is asked, what can be answered, until when."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from chalicelib.kernel.clock import hours_after, local_day
from chalicelib.kernel.refusals import Conflict, Invalid, Refusal
from chalicelib.kernel.texts import Text
from chalicelib.schedules.model import Hours

ANSWER_HOURS = 72  # a week to be planned takes a provider longer than one place: three days, a weekend among them
PERIOD_DAYS_MAX = 92  # a quarter; then what is needed is looked at again
WEEK_MINUTES_MIN, WEEK_MINUTES_MAX = 60, 40 * 60
PROPOSED_MAX = 48  # sessions of one answer: with their worker's days they are written together or not at all


class HomeRequestState(StrEnum):
    """The life of a request."""

    ASKED = "asked"
    PROPOSED = "proposed"  # sessions are kept for the person: they book them, several in one quote
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"  # by the family, before an answer
    EXPIRED = "expired"  # nobody answered in time


class NotByTheHour(Conflict):
    """The offering is not priced by the hour: its sessions are booked as they are."""

    detail = Text("Questa offerta non si chiede a ore.", "This offering is not asked for by the hour.")
    remedy = Text("Prenota uno degli incontri che ci sono.", "Book one of the sessions there are.")


class HomePeriodInvalid(Invalid):
    """The period is turned around, begins too early, or is longer than a quarter."""

    detail = Text(
        "Indica un periodo che comincia da domani in poi e dura al massimo {days_max} giorni.",
        "Give a period that begins tomorrow or later and has at most {days_max} days.",
    )


class AlreadyAnswered(Conflict):
    """The request was answered, withdrawn, or has expired."""

    detail = Text("La richiesta non aspetta più una risposta.", "The request waits for no answer any more.")
    remedy = Text("La famiglia può chiedere di nuovo.", "The family can ask again.")


class MoreThanAsked(Conflict):
    """The plan has more time a week, or more days, than was asked."""

    detail = Text(
        "Sono stati chiesti {asked_minutes} a settimana: il piano ne ha {planned_minutes}.",
        "{asked_minutes} a week were asked: the plan has {planned_minutes}.",
    )
    remedy = Text("Togli qualche ora dal piano.", "Take some hours out of the plan.")


class NothingToPropose(Conflict):
    """The plan gives no session in the period, or too many."""

    detail = Text("Dal piano nascono {count} incontri.", "{count} sessions follow from the plan.")
    remedy = Text(
        "Servono da 1 a {most} incontri: cambia gli orari o la persona.",
        "It takes 1 to {most}: change the hours or the worker.",
    )


@dataclass(frozen=True, slots=True)
class HomeRequest:
    """What a family asks of a provider: so much time a week, in a period, preferably at these hours."""

    id: str
    offering_id: str
    provider_id: str
    person_id: str
    person_given_name: str
    week_minutes: int
    from_on: date
    to_on: date
    preferred: tuple[Hours, ...]
    note: str  # how to find the house, who opens: never anything about health
    asked_by: str
    asked_at: datetime
    state: HomeRequestState = HomeRequestState.ASKED
    reason: str = ""  # why it was declined
    session_ids: tuple[str, ...] = ()
    version: int = 1
    fingerprint: str = field(default="", compare=False)

    @property
    def answer_until_at(self) -> datetime:
        """The last instant at which the provider can answer; never after the period begins."""
        return hours_after(self.asked_at, ANSWER_HOURS)

    def state_at(self, at: datetime) -> HomeRequestState:
        """Its state at an instant: silence ends it by the clock, not by a job."""
        waits = self.state is HomeRequestState.ASKED
        return HomeRequestState.EXPIRED if waits and at > self.answer_until_at else self.state

    def why_not_answer(self, *, at: datetime) -> list[Refusal]:
        """Why it cannot be answered or withdrawn now."""
        if self.state_at(at) is HomeRequestState.ASKED:
            return []
        return [AlreadyAnswered(home_request_id=self.id, state=self.state_at(at))]


def period_is_sound(from_on: date, to_on: date, *, at: datetime) -> bool:
    """Whether help can be asked for between two days, both included."""
    return local_day(at) < from_on <= to_on < from_on + timedelta(days=PERIOD_DAYS_MAX)
