"""Programmes, and what is left of their budgets."""

from dataclasses import dataclass

from chalicelib.kernel.paging import Page, Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.ledger import model as ledger
from chalicelib.ledger import read as accounts
from chalicelib.runtime.dynamodb import Later, Reads

from . import table
from .model import Increase, Programme


@dataclass(frozen=True, slots=True)
class Budget:
    """What a programme had, and what its fund can still grant (cents or minutes)."""

    programme: Programme
    available: int


def programme(reads: Reads, programme_id: str) -> Later[Programme]:
    """Ask for a programme together with other things."""
    return table.programme(reads, programme_id)


def budget(programme_id: str, *, funder_id: str) -> Budget:
    """A funder's programme and what is left of it. Raises NotFound for another funder's."""
    with Reads() as reads:
        asked = table.programme(reads, programme_id)
        fund = accounts.account(reads, ledger.fund(programme_id))
    programme = asked.must(NotFound())
    if programme.funder_id != funder_id:
        raise NotFound
    return Budget(programme, fund.must(NotFound()).available)


def of_funder(funder_id: str) -> list[Programme]:
    """A funder's programmes."""
    return [programme for programme in table.every() if programme.funder_id == funder_id]


def increases(programme_id: str, span: Span, *, funder_id: str) -> Page[Increase]:
    """What was added to a programme's budget, when and why, oldest first. Raises NotFound for another funder's."""
    return table.increases(budget(programme_id, funder_id=funder_id).programme.id, span)
