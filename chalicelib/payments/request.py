"""One request enters one thing in an account, however often it is sent."""

from collections.abc import Callable
from datetime import datetime

from chalicelib.bookings import read as bookings
from chalicelib.kernel.caller import Caller
from chalicelib.kernel.identifiers import IdempotencyKeyReused, Outcome, RequestKey
from chalicelib.kernel.refusals import Refusal, refuse_any
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import Reads, Transaction

from . import change, read, table
from .model import Balance, Entry

WhyNot = Callable[[Balance], list[Refusal]]


def entered(
    booking_id: str, entry: Entry, why_not: WhyNot, *, by: Caller, key: RequestKey, at: datetime
) -> Outcome[Balance]:
    """Enter something in a booking's account, unless there is a reason why not.

    Raises NotFound for a booking that is not one's own, IdempotencyKeyReused, and what `why_not` says.
    """

    def decide() -> Outcome[Balance]:
        balance, opened = read.standing(bookings.booking(booking_id, by=by, at=at))
        if made(entry.id, balance, key):
            return Outcome(balance, replayed=True)
        refuse_any(why_not(balance))
        with Transaction() as writes:
            table.add_request(writes, entry.id, balance.account.id, entry.id, key.fingerprint)
            now = change.write(writes, balance, opened, balance.account.with_entries(entry), at=at)
        return Outcome(now)

    return dynamodb.until_settled(decide)


def made(request_id: str, balance: Balance, key: RequestKey) -> str | None:
    """What a request has made in an account before. Raises IdempotencyKeyReused for another request's, or account's."""
    with Reads() as reads:
        earlier = table.request(reads, request_id)
    if (found := earlier.found()) is None:
        return None
    account_id, made_id, fingerprint = found
    key.match(fingerprint)
    if account_id != balance.account.id:
        raise IdempotencyKeyReused
    return made_id
