"""Accounts, for the contexts that ask whose an object is."""

from chalicelib.kernel.caller import Caller
from chalicelib.kernel.refusals import Forbidden
from chalicelib.runtime.dynamodb import Later, Reads

from . import table
from .model import Account, AccountState


def account(reads: Reads, account_id: str) -> Later[Account]:
    """Ask for an account."""
    return table.account(reads, account_id)


def organisation(caller: Caller) -> str:
    """The desk, provider or funder that the caller works for. Raises Forbidden for a suspended account, or none."""
    with Reads() as reads:
        later = table.account(reads, caller.account_id)
    return organisation_of(later)


def organisation_of(later: Later[Account]) -> str:
    """The same, of an account that was asked for together with other things."""
    account = later.must(Forbidden())
    if account.state is not AccountState.ACTIVE or account.organisation_id is None:
        raise Forbidden
    return account.organisation_id
