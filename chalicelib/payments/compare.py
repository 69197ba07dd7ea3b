"""Comparing with the online provider what is open there: for news that were lost, and refunds that nobody asked yet."""

from datetime import datetime

from chalicelib.kernel.refusals import Contention
from chalicelib.runtime import online as rim
from chalicelib.runtime.observability import count, event
from chalicelib.runtime.online import OnlineProviderRefused, OnlineProviderUnavailable

from . import change, hear, pay, refund, table
from .model import Account


def payments(*, at: datetime) -> int:
    """Look after every account about which the online provider has to be asked something; returns how many.

    One that cannot be looked after now hides no other, and is counted.
    """
    if not rim.is_on():
        return 0
    accounts = table.online_ids()
    failed = 0
    for account_id in accounts:
        try:
            _compared(account_id, at)
        except (Contention, OnlineProviderUnavailable, OnlineProviderRefused) as problem:
            event("account_not_compared", account_id=account_id, code=problem.code)
            failed += 1
    count("OnlinePaymentsNotCompared", failed)
    event("online_payments_compared", count=len(accounts), failed=failed)
    return len(accounts)


def _compared(account_id: str, at: datetime) -> None:
    balance = change.account(account_id, lambda stands: stands.account, at=at)
    if outdated := pay.outdated_checkout(balance, at=at):
        pay.end(outdated, at=at)
    for session_id in _sessions(balance.account):
        hear.session(session_id, at=at)
    refund.online(account_id, at=at)


def _sessions(account: Account) -> set[str]:
    """The sessions that may have gone on: of the open checkout, and of receipts that are going back."""
    going_back = {one.receipt_id for one in account.refunds if one.is_open}
    intents = {entry.reference for entry in account.receipts if entry.id in going_back}
    named = {one.session_id for one in account.checkouts if one.intent_id in intents or one.is_open}
    return {session_id for session_id in named if session_id}
