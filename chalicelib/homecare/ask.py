"""Asking for help at home, and taking back what was asked."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from chalicelib.catalogue import browse
from chalicelib.catalogue.model import PriceUnit
from chalicelib.kernel.caller import Caller
from chalicelib.kernel.clock import local_day
from chalicelib.kernel.identifiers import Outcome, RequestKey
from chalicelib.kernel.refusals import NotFound, refuse_any
from chalicelib.people import find as people
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import Reads, Transaction
from chalicelib.schedules.model import HOURS, Hours, ScheduleInvalid

from . import read, table
from .model import PERIOD_DAYS_MAX, HomePeriodInvalid, HomeRequest, HomeRequestState, NotByTheHour, period_is_sound


@dataclass(frozen=True, slots=True)
class Wish:
    """What a family wishes for: for whom, how much a week, when."""

    offering_id: str
    person_id: str
    week_minutes: int
    from_on: date
    to_on: date
    preferred: tuple[Hours, ...]
    note: str = ""


def request(wish: Wish, *, by: Caller, key: RequestKey, at: datetime) -> Outcome[HomeRequest]:
    """Ask a provider for help at home, for oneself, for whom one acts for, or for who is at one's desk.

    Raises NotFound, NotForThisPerson, NotByTheHour, HomePeriodInvalid, ScheduleInvalid, IdempotencyKeyReused.
    """
    return dynamodb.until_settled(lambda: _asked(wish, by, key, at))


def _asked(wish: Wish, by: Caller, key: RequestKey, at: datetime) -> Outcome[HomeRequest]:
    request_id = key.id_for("home request")
    with Reads() as reads:
        earlier = table.request(reads, request_id)
        asked, right = people.person(reads, wish.person_id), people.delegation(reads, wish.person_id, by.account_id)
    people.must_act_for(by, wish.person_id, right.found(), at=at)
    if found := earlier.found():
        key.match(found.fingerprint)
        return Outcome(found, replayed=True)
    person, offering = (
        asked.must(NotFound(person_id=wish.person_id)),
        browse.offering(wish.offering_id, on=local_day(at)),
    )
    if offering.price_unit is not PriceUnit.HOUR:
        raise NotByTheHour(offering_id=offering.id)
    if not period_is_sound(wish.from_on, wish.to_on, at=at):
        raise HomePeriodInvalid(days_max=PERIOD_DAYS_MAX)
    if not all(one.are_sound() for one in wish.preferred):
        raise ScheduleInvalid(what=HOURS)
    people.leave_trace(person.id, what="identity", purpose="help at home, asked at the desk", by=by, at=at)
    new = HomeRequest(
        id=request_id,
        offering_id=offering.id,
        provider_id=offering.provider_id,
        person_id=person.id,
        person_given_name=person.given_name,
        week_minutes=wish.week_minutes,
        from_on=wish.from_on,
        to_on=wish.to_on,
        preferred=wish.preferred,
        note=wish.note,
        asked_by=by.account_id,
        asked_at=at,
        fingerprint=key.fingerprint,
    )
    with Transaction() as writes:
        table.add(writes, new)
    return Outcome(new)


def withdrawn(request_id: str, *, by: Caller, at: datetime) -> HomeRequest:
    """Take back what was asked, before it is answered; sent again it finds itself done. Raises AlreadyAnswered."""
    return dynamodb.until_settled(lambda: _withdrawn(request_id, by, at))


def _withdrawn(request_id: str, by: Caller, at: datetime) -> HomeRequest:
    now = read.request(request_id, by=by, at=at)
    if now.state is HomeRequestState.WITHDRAWN:
        return now
    refuse_any(now.why_not_answer(at=at))
    gone = replace(now, state=HomeRequestState.WITHDRAWN, version=now.version + 1)
    with Transaction() as writes:
        table.put(writes, gone)
    return gone
