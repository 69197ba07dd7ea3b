"""Answering a request for help at home: with sessions that are kept for the person, or with a reason why not."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime

from chalicelib.access import read as access
from chalicelib.catalogue import browse
from chalicelib.catalogue.model import Session
from chalicelib.kernel.caller import Caller
from chalicelib.kernel.days import monday
from chalicelib.kernel.refusals import NotFound, refuse_any
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import Reads, Transaction
from chalicelib.schedules import propose
from chalicelib.schedules.model import Pattern

from . import table
from .model import PROPOSED_MAX, HomeRequest, HomeRequestState, MoreThanAsked, NothingToPropose


def proposal(request_id: str, week: Pattern, *, by: Caller, at: datetime) -> HomeRequest:
    """Answer with a weekly plan: its sessions over the period are made for the person alone, holidays left out.

    Where the worker is elsewhere there is no session. All are written together with the answer, or none. The same
    answer again finds itself given. Raises NotFound, AlreadyAnswered, MoreThanAsked, NothingToPropose, ScheduleInvalid,
    WorkerUnknown.
    """
    return dynamodb.until_settled(lambda: _proposed(request_id, week, by, at))


def declined(request_id: str, *, reason: str, by: Caller, at: datetime) -> HomeRequest:
    """Answer no, with a reason that the family reads. Raises NotFound, AlreadyAnswered."""
    return dynamodb.until_settled(lambda: _declined(request_id, reason, by, at))


def _proposed(request_id: str, week: Pattern, by: Caller, at: datetime) -> HomeRequest:
    now = _own(request_id, by)
    wanted = propose.Wanted(request_id, browse.latest(now.offering_id), week, now.person_id, now.from_on, now.to_on)
    if now.state is HomeRequestState.PROPOSED and set(now.session_ids) <= set(propose.ids(wanted, by=by)):
        return now
    refuse_any(now.why_not_answer(at=at))
    with Transaction() as writes:
        made = propose.sessions(writes, wanted, by=by, at=at)
        if not 0 < len(made) <= PROPOSED_MAX:
            raise NothingToPropose(count=len(made), most=PROPOSED_MAX)
        _must_be_asked(now, made)
        answered = replace(
            now,
            state=HomeRequestState.PROPOSED,
            session_ids=tuple(session.id for session in made),
            version=now.version + 1,
        )
        table.put(writes, answered)
    return answered


def _must_be_asked(request: HomeRequest, made: list[Session]) -> None:
    weeks: dict[date, int] = defaultdict(int)
    for session in made:
        weeks[monday(session.days[0])] += session.minutes
    if (most := max(weeks.values())) > request.week_minutes:
        raise MoreThanAsked(asked_minutes=request.week_minutes, planned_minutes=most)


def _declined(request_id: str, reason: str, by: Caller, at: datetime) -> HomeRequest:
    now = _own(request_id, by)
    if (now.state, now.reason) == (HomeRequestState.DECLINED, reason):
        return now
    refuse_any(now.why_not_answer(at=at))
    answered = replace(now, state=HomeRequestState.DECLINED, reason=reason, version=now.version + 1)
    with Transaction() as writes:
        table.put(writes, answered)
    return answered


def _own(request_id: str, by: Caller) -> HomeRequest:
    with Reads() as reads:
        asked, account = table.request(reads, request_id), access.account(reads, by.account_id)
    found = asked.must(NotFound())
    if found.provider_id != access.organisation_of(account):
        raise NotFound
    return found
