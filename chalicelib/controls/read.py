"""What an auditor may see: cases, seals, and what any account had at any instant. No personal data is among it."""

from dataclasses import dataclass
from datetime import date, datetime

from chalicelib.kernel.paging import Page, Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.ledger import read as accounts
from chalicelib.ledger import verify
from chalicelib.ledger.model import Bucket, Unit
from chalicelib.runtime.dynamodb import Reads

from . import table
from .model import Case, CaseState


@dataclass(frozen=True, slots=True)
class SealLine:
    """A day's seal."""

    day_on: date
    entries: int
    root: str
    previous: str
    hash: str
    sealed_at: datetime


@dataclass(frozen=True, slots=True)
class PastBalance:
    """What stood in each bucket of an account at an instant (cents or minutes, by the unit)."""

    account_id: str
    at: datetime
    unit: Unit
    available: int
    held: int
    due: int
    paid: int


def cases(state: CaseState, span: Span) -> Page[Case]:
    """The cases in a state, the newest first."""
    return table.in_state(state, span)


def case(case_id: str) -> Case:
    """A case with its evidence and all that happened to it. Raises NotFound."""
    with Reads() as reads:
        asked = table.case(reads, case_id)
    return asked.must(NotFound())


def seals(span: Span) -> Page[SealLine]:
    """The chain of seals, the newest first."""
    return verify.seals(span).turned(
        lambda kept: SealLine(
            kept.seal.day, kept.seal.entries, kept.seal.root, kept.seal.previous, kept.hash, kept.sealed_at
        )
    )


def past_balance(account_id: str, then: datetime) -> PastBalance:
    """What an account of the ledger had at an instant, by its entries alone. Raises NotFound."""
    with Reads() as reads:
        asked = accounts.account(reads, account_id)
    unit, stood = asked.must(NotFound()).unit, accounts.as_of(account_id, then)
    return PastBalance(account_id, then, unit, **{str(bucket): stood[bucket] for bucket in Bucket})
