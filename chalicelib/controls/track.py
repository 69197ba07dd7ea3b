"""Keeping track of differences: each becomes a case, however often it is found."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from chalicelib.kernel.caller import PLATFORM
from chalicelib.ledger import read as accounts
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import Reads, Transaction

from . import model, table
from .model import CaseState, Difference


def cases(differences: Iterable[Difference], *, at: datetime) -> int:
    """Open a case for each difference, or note that it was found again; returns how many are not explained.

    A case that was closed is open again. One that is explained stays so: it is known, and it goes on differing.
    """
    states = [dynamodb.until_settled(partial(_kept, difference, at)) for difference in differences]
    return sum(state is not CaseState.EXPLAINED for state in states)


def _kept(difference: Difference, at: datetime) -> CaseState:
    with Reads() as reads:
        asked = table.case(reads, difference.case_id)
        account = accounts.account(reads, difference.account_id) if difference.account_id else None
    before, by = asked.found(), PLATFORM.account_id
    head = account.found() if account else None
    unit = head.unit if head else None
    now = before.found_again(difference, unit, by=by, at=at) if before else model.opened(difference, unit, by=by, at=at)
    with Transaction() as writes:
        table.keep(writes, now, before)
    return now.state
