"""Receiving own money by hand: the provider says what came, by which way."""

from datetime import datetime

from chalicelib.kernel.caller import Caller
from chalicelib.kernel.identifiers import Outcome, RequestKey
from chalicelib.kernel.refusals import Refusal

from . import model, request
from .model import ENTRIES_MAX, Balance, Entry, EntryKind, Way
from .refusals import MoreThanOwnMoney, ReceivedOnlineByItself, TooManyEntries


def money(
    booking_id: str, *, amount_cents: int, way: Way, reference: str, by: Caller, key: RequestKey, at: datetime
) -> Outcome[Balance]:
    """Record that the provider has received a part of a booking's own money, or all of it.

    It can be recorded late, also once the booking is cancelled or moved: what is too much then is to be refunded.
    Raises NotFound, ReceivedOnlineByItself, MoreThanOwnMoney, TooManyEntries, IdempotencyKeyReused.
    """
    entry_id = key.id_for("own money")
    entry = Entry(
        entry_id, EntryKind.RECEIVED, entry_id, amount_cents, way, reference, by.account_id, at, key.fingerprint
    )
    return request.entered(booking_id, entry, lambda balance: why_not(balance, entry), by=by, key=key, at=at)


def why_not(balance: Balance, entry: Entry) -> list[Refusal]:
    """Why this cannot have been received by hand."""
    left = balance.run.cap_cents - balance.account.kept_cents
    why: list[Refusal] = []
    if entry.way is Way.ONLINE:
        why.append(ReceivedOnlineByItself())
    if entry.amount_cents > left:
        why.append(MoreThanOwnMoney(left_cents=max(0, left)))
    return why + too_many(balance.account)


def too_many(account: model.Account) -> list[Refusal]:
    """Why no more can be entered by hand."""
    by_hand = sum(entry.way is not Way.ONLINE for entry in account.entries)
    return [TooManyEntries(entries=by_hand)] if by_hand >= ENTRIES_MAX else []
