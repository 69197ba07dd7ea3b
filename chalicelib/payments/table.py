"""Accounts of own money, what was entered in them, requests that did it, and the online provider's news."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pynamodb.attributes import UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, KeysOnlyProjection

from chalicelib.kernel.paging import Page, Span
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import (
    CentsAttribute,
    InstantAttribute,
    Later,
    Reads,
    Record,
    Stale,
    StructAttribute,
    Transaction,
)

from .model import Account, Balance, Entry

ACCOUNT, ENTRY, REQUEST, NEWS = "account", "entry", "request", "news"
ONLINE = "online"


class ByOpen(GlobalSecondaryIndex["AccountRecord"]):
    """A provider's accounts on which somebody has to pay or to refund, the longest open first. Only what is open."""

    class Meta:
        """The index's name and content."""

        index_name = "by_open"
        projection = KeysOnlyProjection()

    open_for = UnicodeAttribute(hash_key=True)
    open_since = InstantAttribute(range_key=True)


class ByOnline(GlobalSecondaryIndex["AccountRecord"]):
    """Accounts about which the online provider has to be asked something. Minutes or days each: a few at a time."""

    class Meta:
        """The index's name and content."""

        index_name = "by_online"
        projection = KeysOnlyProjection()

    online = UnicodeAttribute(hash_key=True)
    online_since = InstantAttribute(range_key=True)


class ByProvider(GlobalSecondaryIndex["EntryRecord"]):
    """What a provider received and refunded, in order of time."""

    class Meta:
        """The index's name and content."""

        index_name = "by_provider"
        projection = AllProjection()

    provider_id = UnicodeAttribute(hash_key=True)
    entered_at = InstantAttribute(range_key=True)


class AccountRecord(Record):
    """An account as it is now, written whole; the sums beside it are for who looks at the table."""

    table = "payments_table"

    by_open = ByOpen()
    by_online = ByOnline()
    version = CentsAttribute()
    content: StructAttribute[Account] = StructAttribute(Account)
    received_cents = CentsAttribute()
    refunded_cents = CentsAttribute()
    open_for = UnicodeAttribute(null=True)
    open_since = InstantAttribute(null=True)
    online = UnicodeAttribute(null=True)
    online_since = InstantAttribute(null=True)


class EntryRecord(Record):
    """That money was received, or went back. Added once, never changed."""

    table = "payments_table"

    by_provider = ByProvider()
    provider_id = UnicodeAttribute()
    entered_at = InstantAttribute()
    account_id = UnicodeAttribute()
    booking_id = UnicodeAttribute()
    content: StructAttribute[Entry] = StructAttribute(Entry)


class RequestRecord(Record):
    """What a request led to."""

    table = "payments_table"

    account_id = UnicodeAttribute()
    made_id = UnicodeAttribute()
    fingerprint = UnicodeAttribute()


class NewsRecord(Record):
    """News of the online provider, and what came of it."""

    table = "payments_table"

    kind = UnicodeAttribute()
    at = InstantAttribute()
    outcome = UnicodeAttribute()
    account_id = UnicodeAttribute(null=True)
    session_id = UnicodeAttribute(null=True)
    intent_id = UnicodeAttribute(null=True)
    amount_cents = CentsAttribute(null=True)


@dataclass(frozen=True, slots=True)
class Opened:
    """An account as its record says it, and since when somebody has to do something about it."""

    account: Account
    open_since: datetime | None
    online_since: datetime | None


def put(writes: Transaction, balance: Balance, before: Opened | None, *, at: datetime) -> None:
    """Write an account over the version before its own. Stale when another was written meanwhile."""
    account = balance.account
    open_since = (before.open_since if before else None) or at
    online_since = (before.online_since if before else None) or at
    record = AccountRecord(
        pk=f"account#{account.id}",
        sk=ACCOUNT,
        version=account.version,
        content=account,
        received_cents=account.received_cents,
        refunded_cents=account.refunded_cents,
        open_for=account.provider_id if balance.is_open else None,
        open_since=open_since if balance.is_open else None,
        online=ONLINE if balance.is_open_online else None,
        online_since=online_since if balance.is_open_online else None,
    )
    if account.version > 1:
        writes.put_if(record, AccountRecord.version == account.version - 1, Stale())
    else:
        writes.create(record, Stale())


def add_entry(writes: Transaction, account: Account, entry: Entry) -> None:
    """Keep an entry. Stale when it is there already."""
    record = EntryRecord(
        pk=f"entry#{entry.id}",
        sk=ENTRY,
        provider_id=account.provider_id,
        entered_at=entry.at,
        account_id=account.id,
        booking_id=account.booking_id,
        content=entry,
    )
    writes.create(record, Stale())


def add_request(writes: Transaction, request_id: str, account_id: str, made_id: str, fingerprint: str) -> None:
    """Keep what a request led to. Stale when a twin of it was first."""
    record = RequestRecord(
        pk=f"request#{request_id}", sk=REQUEST, account_id=account_id, made_id=made_id, fingerprint=fingerprint
    )
    writes.create(record, Stale())


def put_news(news_id: str, **known: Any) -> None:
    """Keep news and what came of them; told again they come to the same."""
    with Transaction() as writes:
        writes.put(NewsRecord(pk=f"news#{news_id}", sk=NEWS, **known))


def account(reads: Reads, account_id: str) -> Later[Opened]:
    """Ask for an account."""
    return reads.ask(AccountRecord, f"account#{account_id}", ACCOUNT, _to_opened)


def request(reads: Reads, request_id: str) -> Later[tuple[str, str, str]]:
    """Ask for what a request led to: the account, what was made, the request's fingerprint."""
    return reads.ask(
        RequestRecord, f"request#{request_id}", REQUEST, lambda one: (one.account_id, one.made_id, one.fingerprint)
    )


def is_known(news_id: str) -> bool:
    """Whether news were dealt with before."""
    return dynamodb.find(NewsRecord, f"news#{news_id}", NEWS) is not None


def open_ids(provider_id: str, span: Span) -> Page[str]:
    """A provider's accounts on which somebody has to pay or to refund, the longest open first."""
    return dynamodb.page(AccountRecord.by_open, provider_id, _to_id, span)


def online_ids() -> list[str]:
    """The accounts about which the online provider has to be asked something."""
    return dynamodb.everything(AccountRecord.by_online, ONLINE, _to_id)


def entries(provider_id: str, from_at: datetime, until_at: datetime) -> list[tuple[str, Entry]]:
    """What a provider received and refunded from an instant until before another, each with its booking."""
    when = ByProvider.entered_at.between(from_at, until_at)
    found = dynamodb.everything(
        EntryRecord.by_provider, provider_id, lambda one: (one.booking_id, one.content), where=when
    )
    within = [(booking_id, entry) for booking_id, entry in found if entry.at < until_at]
    return sorted(within, key=lambda one: (one[1].at, one[1].id))


def _to_id(record: AccountRecord) -> str:
    return record.pk.removeprefix("account#")


def _to_opened(record: AccountRecord) -> Opened:
    return Opened(record.content, record.open_since, record.online_since)
