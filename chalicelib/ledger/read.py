"""What an account holds, and how it came to that."""

from datetime import datetime

from chalicelib.kernel.paging import Page, Span
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import Later, Reads

from . import table
from .model import Account, Bucket, Line, Posting


def account(reads: Reads, account_id: str) -> Later[Account]:
    """Ask for an account's balances."""
    return table.account(reads, account_id)


def as_of(account_id: str, at: datetime) -> dict[Bucket, int]:
    """What stood in an account's buckets at an instant, recomputed from its entries."""
    return table.folded(account_id, at)


def postings(account_id: str, *, from_at: datetime, until_at: datetime) -> list[Posting]:
    """The entries of an account in a span of time, its end excluded, oldest first."""
    return table.postings(account_id, from_at, until_at)


def posting(reads: Reads, account_id: str, *, at: datetime, movement_id: str) -> Later[Posting]:
    """Ask for what a movement did to an account."""
    return table.posting(reads, account_id, at, movement_id)


def statement(account_id: str, span: Span) -> Page[Line]:
    """The movements of an account, oldest first, each with what was left after it."""
    after = dict(span.after or {})
    available, held = int(after.pop("available", 0)), int(after.pop("held", 0))

    def next_line(record: table.EntryRecord) -> Line:
        nonlocal available, held
        line = table.to_line(record, available, held)
        available, held = line.available_after, line.held_after
        return line

    page = dynamodb.page(
        table.EntryRecord, f"{table.ENTRIES}{account_id}", next_line, Span(span.limit, after or None), consistent=True
    )
    if page.rest is None:
        return page
    last = page.items[-1]
    return Page(page.items, {**page.rest, "available": str(last.available_after), "held": str(last.held_after)})
