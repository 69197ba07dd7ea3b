"""Requests for help at home, for the family, its desk, and the provider that was asked."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from chalicelib.access import read as access
from chalicelib.kernel.caller import Caller, Role
from chalicelib.kernel.paging import Page, Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.people import find as people
from chalicelib.runtime.dynamodb import Reads

from . import table
from .model import HomeRequest


def request(request_id: str, *, by: Caller, at: datetime) -> HomeRequest:
    """A request as it stands, for its family, an operator, or the provider. Raises NotFound for anyone else."""
    with Reads() as reads:
        asked, account = table.request(reads, request_id), access.account(reads, by.account_id)
    found = asked.must(NotFound())
    if by.is_a(Role.CITIZEN) or by.is_a(Role.DESK_OPERATOR):
        people.must_see(found.person_id, what="help at home", by=by, at=at)
    elif access.organisation_of(account) != found.provider_id:
        raise NotFound
    return _as_of(found, at=at)


def of_person(person_id: str, span: Span, *, by: Caller, at: datetime) -> Page[HomeRequest]:
    """What was asked for oneself, for whom one acts for, or for who is at one's desk. Raises NotFound."""
    people.must_see(person_id, what="help at home", by=by, at=at)
    return table.of_person(person_id, span).turned(partial(_as_of, at=at))


def of_provider(span: Span, *, by: Caller, at: datetime) -> Page[HomeRequest]:
    """What was asked of one's own provider, the latest first."""
    return table.of_provider(access.organisation(by), span).turned(partial(_as_of, at=at))


def _as_of(found: HomeRequest, *, at: datetime) -> HomeRequest:
    return replace(found, state=found.state_at(at))
