"""Accounts: for the contexts that ask whose an object is, and for administrators."""

from collections.abc import Iterable

from chalicelib.kernel.caller import Caller
from chalicelib.kernel.paging import Page, Span
from chalicelib.kernel.refusals import Forbidden, NotFound
from chalicelib.runtime.dynamodb import Later, Reads

from . import table
from .model import Account, AccountState, StaffChange


def account(reads: Reads, account_id: str) -> Later[Account]:
    """Ask for an account."""
    return table.account(reads, account_id)


def accounts(account_ids: Iterable[str]) -> list[Account]:
    """Those of these accounts that there are, in the same order."""
    with Reads() as reads:
        asked = [table.account(reads, account_id) for account_id in account_ids]
    return [account for later in asked if (account := later.found())]


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


def staff(span: Span) -> Page[Account]:
    """Everybody who works for an organisation, by given name, as they are now."""
    found = table.staff_ids(span)
    return Page(accounts(found.items), found.rest)


def workers(*, by: Caller) -> list[Account]:
    """Who can be sent to deliver for one's own provider, by given name. Raises Forbidden as `organisation` does."""
    provider_id = organisation(by)
    return [one for one in accounts(table.staff_ids_of(provider_id)) if one.delivers_for(provider_id)]


def staff_changes(account_id: str) -> list[StaffChange]:
    """What was done to a member of the staff, the latest first. Raises NotFound."""
    with Reads() as reads:
        later = table.account(reads, account_id)
    if not later.must(NotFound()).is_staff:
        raise NotFound
    return sorted(table.staff_changes(account_id), key=lambda change: change.at, reverse=True)
