"""Programmes, and what is left of their budgets."""

from dataclasses import dataclass

from chalicelib.kernel.paging import Page, Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.ledger import model as ledger
from chalicelib.ledger import read as accounts
from chalicelib.runtime.dynamodb import Later, Reads

from . import table
from .model import Commitment, Increase, Programme, Version


@dataclass(frozen=True, slots=True)
class Budget:
    """What a programme had, and what its fund can still grant (cents or minutes)."""

    programme: Programme
    available: int


@dataclass(frozen=True, slots=True)
class Committed:
    """What an act has set aside, and what of it is not drawn yet (cents or minutes)."""

    commitment: Commitment
    available: int


def programme(reads: Reads, programme_id: str) -> Later[Programme]:
    """Ask for a programme together with other things."""
    return table.programme(reads, programme_id)


def version(reads: Reads, programme_id: str, number: int) -> Later[Version]:
    """Ask for a programme as one of its changes made it."""
    return table.version(reads, programme_id, number)


def owned(asked: Later[Programme], *, funder_id: str) -> Programme:
    """The programme that was asked for. Raises NotFound where there is none, or it is another funder's."""
    programme = asked.must(NotFound())
    if programme.funder_id != funder_id:
        raise NotFound
    return programme


def budget(programme_id: str, *, funder_id: str) -> Budget:
    """A funder's programme and what is left of it. Raises NotFound for another funder's."""
    with Reads() as reads:
        asked = table.programme(reads, programme_id)
        fund = accounts.account(reads, ledger.fund(programme_id))
    return Budget(owned(asked, funder_id=funder_id), fund.must(NotFound()).available)


def of_funder(funder_id: str) -> list[Programme]:
    """A funder's programmes."""
    return [programme for programme in table.every() if programme.funder_id == funder_id]


def increases(programme_id: str, span: Span, *, funder_id: str) -> Page[Increase]:
    """What was added to a programme's budget, when and why, oldest first. Raises NotFound for another funder's."""
    return table.increases(budget(programme_id, funder_id=funder_id).programme.id, span)


def versions(programme_id: str, span: Span, *, funder_id: str) -> Page[Version]:
    """A programme as each change made it, oldest first. Raises NotFound for another funder's."""
    return table.versions(budget(programme_id, funder_id=funder_id).programme.id, span)


def commitments(programme_id: str, span: Span, *, funder_id: str) -> Page[Committed]:
    """What acts have set aside of a programme's budget, oldest first. Raises NotFound for another funder's."""
    page = table.commitments(budget(programme_id, funder_id=funder_id).programme.id, span)
    with Reads() as reads:
        heads = [accounts.account(reads, ledger.commitment(one.id)) for one in page.items]
    left = [head.must(NotFound()).available for head in heads]
    return Page([Committed(one, rest) for one, rest in zip(page.items, left, strict=True)], page.rest)


def every() -> list[Programme]:
    """All programmes, for the jobs: a territory has tens."""
    return table.every()
