"""Changing an account: what is decided on it, its entries and its request are written together, once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from chalicelib.bookings import read as bookings
from chalicelib.kernel.refusals import NotFound
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import Reads, Transaction

from . import model, read, table
from .model import Account, Balance
from .table import Opened

Decide = Callable[[Balance], Account]


def account(booking_id: str, decide: Decide, *, at: datetime) -> Balance:
    """Let an account become what is decided on it as it stands, whatever else is written meanwhile.

    Raises NotFound where there is no such booking, and what `decide` raises.
    """
    return dynamodb.until_settled(lambda: _changed(booking_id, decide, at))


def _changed(booking_id: str, decide: Decide, at: datetime) -> Balance:
    with Reads() as reads:
        asked = bookings.ask(reads, booking_id)
    balance, opened = read.standing(asked.must(NotFound(booking_id=booking_id)))
    with Transaction() as writes:
        return write(writes, balance, opened, decide(balance), at=at)


def write(writes: Transaction, before: Balance, opened: Opened | None, after: Account, *, at: datetime) -> Balance:
    """Write what an account has become, unless it is as it was. Stale when it, or its booking, changed meanwhile."""
    named = replace(after, booking_id=before.run.last.id)
    now = replace(before, account=replace(named, version=before.account.version + 1))
    if opened is None and named == before.account and not (now.is_open or now.is_open_online):
        return before
    if opened and named == before.account and not _is_differently_open(now, opened):
        return before
    bookings.unchanged(writes, before.run.last)
    table.put(writes, now, opened, at=at)
    for entry in model.newer_entries(before.account, after):
        table.add_entry(writes, now.account, entry)
    return now


def _is_differently_open(now: Balance, opened: Opened) -> bool:
    return (now.is_open, now.is_open_online) != (opened.open_since is not None, opened.online_since is not None)
