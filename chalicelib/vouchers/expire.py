"""Expiry: before a voucher's last day its holder is warned, after it what is left goes back to the programme's fund."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from chalicelib.kernel.caller import PLATFORM
from chalicelib.kernel.clock import local_day
from chalicelib.kernel.paging import Position, Span
from chalicelib.ledger import model as ledger
from chalicelib.ledger import move
from chalicelib.ledger import read as accounts
from chalicelib.ledger.model import Account, AlreadyResolved
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import Reads, Transaction
from chalicelib.runtime.observability import event
from chalicelib.runtime.rounds import Round

from . import holdings_table, table, warn
from .model import Voucher
from .warn import Market

DUE_PAGE = 100


def vouchers(*, at: datetime) -> int:
    """Warn the holders of vouchers whose last day comes near, let those whose last day has passed lapse.

    Returns how many lapsed. Run twice, late or concurrently it comes to the same, and no warning is sent twice; late,
    it sends the one warning that is still true. A voucher with holds lapses what is free now, and is looked at again
    until its bookings are settled. One that cannot be dealt with is raised when all the others are done.
    """
    lapsed, market = 0, Market(at=at)
    with Round() as due:
        for voucher_id in _due(at):
            with due.one("voucher_not_expired", voucher_id=voucher_id):
                lapsed += dynamodb.until_settled(partial(_dealt_with, voucher_id, market, at))
    return lapsed


def again(writes: Transaction, voucher_id: str, *, at: datetime) -> None:
    """Let the job look at a voucher once more: it was given something back, perhaps after its last day."""
    table.watch(writes, voucher_id, on=local_day(at))


def _due(at: datetime) -> Iterator[str]:
    today = local_day(at)
    for shard in table.shards():
        # Read whole before anything is written: what expires leaves the index that is being read.
        due: list[str] = []
        position: Position | None = None
        while True:
            page = table.due_ids(today, Span(DUE_PAGE, position), shard)
            due += page.items
            if (position := page.rest) is None:
                break
        yield from due


def _dealt_with(voucher_id: str, market: Market, at: datetime) -> int:
    with Reads() as reads:
        asked = table.voucher(reads, voucher_id)
        head = accounts.account(reads, ledger.voucher(voucher_id))
    voucher, account = asked.found(), head.found()
    if not voucher or not account or voucher.due_on is None or voucher.due_on > local_day(at):
        return 0  # a concurrent run was first
    if at < voucher.usable_until_at:
        warn.holder(voucher, account, market, at=at)
        return 0
    return _lapsed(voucher, account, at)


def _lapsed(voucher: Voucher, account: Account, at: datetime) -> int:
    with Reads() as reads:
        around = holdings_table.around(reads, voucher.person_id, voucher.household_id)
    try:
        with Transaction() as writes:
            if account.available:
                move.lapse(writes, account, programme_id=voucher.programme_id, by=PLATFORM.account_id, at=at)
            elif not account.held:
                move.must_be_empty(writes, account)
            if not account.held:
                table.expire(writes, voucher)
                holdings_table.leave(writes, around, [voucher.id])
    except AlreadyResolved:
        return 0  # a concurrent run was first
    if account.available:
        event("voucher_lapsed", voucher_id=voucher.id, units=account.available, unit=voucher.unit)
    return int(account.available > 0)
