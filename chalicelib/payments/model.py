"""Own money: what was received of it, what went back, and what that leaves to be paid or to be refunded."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from chalicelib.bookings.model import Booking, BookingState, captured_part
from chalicelib.kernel.identifiers import derived

from .online import ONLINE_PLATFORM, Checkout, Dispute, OnlineRefund, RefundState

T = TypeVar("T", Checkout, OnlineRefund)
ENTRIES_MAX = 60  # by hand: nobody pays one booking in so many parts; what comes online is never turned away


class Way(StrEnum):
    """How money changes hands."""

    CASH = "cash"
    CARD = "card"  # at the provider's own terminal
    TRANSFER = "bank_transfer"
    ONLINE = "online"


class EntryKind(StrEnum):
    """What happened to money."""

    RECEIVED = "received"
    REFUNDED = "refunded"
    CAME_BACK = "came_back"  # a refund that did not reach the person's bank
    WITHDRAWN = "withdrawn"  # by the person's bank, because the person disputes the payment
    REINSTATED = "reinstated"  # the dispute was won


ADDS = frozenset({EntryKind.RECEIVED, EntryKind.CAME_BACK, EntryKind.REINSTATED})


@dataclass(frozen=True, slots=True)
class Entry:
    """That money was received, or went back, or came again. It is never changed."""

    id: str
    kind: EntryKind
    receipt_id: str  # the receipt that it is, or that it takes from
    amount_cents: int
    way: Way
    reference: str
    by: str
    at: datetime
    fingerprint: str = ""

    @property
    def change_cents(self) -> int:
        """What it adds to what is kept, or takes from it with a minus."""
        return self.amount_cents if self.kind in ADDS else -self.amount_cents


@dataclass(frozen=True, slots=True)
class Account:
    """One person's own money with one provider, for a booking and those it was moved to."""

    id: str
    provider_id: str
    booking_id: str  # the last of them that is known
    entries: tuple[Entry, ...] = ()
    checkouts: tuple[Checkout, ...] = ()
    refunds: tuple[OnlineRefund, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    version: int = 0

    @property
    def kept_cents(self) -> int:
        """What the provider has of it."""
        return sum(entry.change_cents for entry in self.entries)

    @property
    def received_cents(self) -> int:
        """What came, of which nothing was taken back by a bank."""
        back = (EntryKind.REFUNDED, EntryKind.CAME_BACK)
        return sum(entry.change_cents for entry in self.entries if entry.kind not in back)

    @property
    def refunded_cents(self) -> int:
        """What went back to the person, and reached them."""
        return self.received_cents - self.kept_cents

    @property
    def refunding_cents(self) -> int:
        """What was asked to go back online, and has not arrived."""
        return sum(refund.amount_cents for refund in self.refunds if refund.is_open)

    @property
    def open_checkout(self) -> Checkout | None:
        """The checkout at which the person may still pay, or whose money is on its way."""
        return next((checkout for checkout in reversed(self.checkouts) if checkout.is_open), None)

    @property
    def receipts(self) -> list[Entry]:
        """What was received, oldest first."""
        return [entry for entry in self.entries if entry.kind is EntryKind.RECEIVED]

    def entry(self, entry_id: str) -> Entry | None:
        """An entry."""
        return next((entry for entry in self.entries if entry.id == entry_id), None)

    def free_cents(self, receipt_id: str) -> int:
        """What is left of a receipt that is not on its way back."""
        left = sum(entry.change_cents for entry in self.entries if entry.receipt_id == receipt_id)
        return left - sum(one.amount_cents for one in self.refunds if one.receipt_id == receipt_id and one.is_open)

    def has_failed(self, receipt_id: str) -> bool:
        """Whether a refund of this receipt could not be made online, so that it goes another way."""
        return any(one.receipt_id == receipt_id and one.goes_by_hand for one in self.refunds)

    def with_entries(self, *entries: Entry) -> "Account":
        """The account with what it does not have yet of these."""
        known = {entry.id for entry in self.entries}
        return replace(self, entries=(*self.entries, *(entry for entry in entries if entry.id not in known)))

    def with_checkout(self, checkout: Checkout) -> "Account":
        """The account with a checkout, in the place of its earlier state."""
        return replace(self, checkouts=_in_place(self.checkouts, checkout))

    def with_refund(self, refund: OnlineRefund) -> "Account":
        """The account with an online refund, in the place of its earlier state."""
        return replace(self, refunds=_in_place(self.refunds, refund))


@dataclass(frozen=True, slots=True)
class Run:
    """A booking and those it was moved to with one provider, oldest first: their own money is one account."""

    bookings: tuple[Booking, ...]

    @property
    def account_id(self) -> str:
        """The account is named after the booking that began it, whichever one asks by."""
        return self.bookings[0].id

    @property
    def last(self) -> Booking:
        """The booking that says what is due."""
        return self.bookings[-1]

    @property
    def due_cents(self) -> int:
        """What the person owes now, whatever was paid."""
        return self.last.own_due_cents

    @property
    def ceiling_cents(self) -> int:
        """What the person may still come to owe: above it money goes back, and not before the funder has decided."""
        last = self.last
        match last.state:
            case BookingState.REQUESTED:
                return last.own_cents
            case BookingState.CONTESTED:
                told = last.recorded_minutes or 0
                return captured_part(last.own_cents, planned_minutes=last.minutes, delivered_minutes=told)
            case _:
                return last.own_due_cents

    @property
    def cap_cents(self) -> int:
        """The most that can have been received by hand: it may be recorded after the booking was cancelled or moved."""
        return max(booking.own_cents for booking in self.bookings)

    def opened(self) -> Account:
        """The account before anything happened."""
        return Account(self.account_id, self.last.provider_id, self.last.id)


@dataclass(frozen=True, slots=True)
class Balance:
    """Own money of a booking as it stands: what is to be paid, or to be refunded."""

    run: Run
    account: Account
    payable_online: bool = False  # here, to who has something to pay

    @property
    def booking(self) -> Booking:
        """The booking that says what is due."""
        return self.run.last

    @property
    def due_cents(self) -> int:
        """What the person owes now, whatever was paid."""
        return self.run.due_cents

    @property
    def to_pay_cents(self) -> int:
        """What is still to be paid."""
        return max(0, self.run.due_cents - self.account.kept_cents)

    @property
    def to_refund_cents(self) -> int:
        """What is still to go back, including what is on its way."""
        return max(0, self.account.kept_cents - self.run.ceiling_cents)

    @property
    def free_cents(self) -> int:
        """What is to go back and is not yet on its way."""
        return max(0, self.to_refund_cents - self.account.refunding_cents)

    @property
    def is_open(self) -> bool:
        """Whether somebody has to pay or to refund something."""
        return bool(self.to_pay_cents or self.to_refund_cents)

    @property
    def is_open_online(self) -> bool:
        """Whether the online provider has to be asked something."""
        return bool(
            self.account.open_checkout or self.account.refunding_cents or refunds_wanted(self.account, self.free_cents)
        )


def refunds_wanted(account: Account, free_cents: int) -> list[tuple[Entry, int]]:
    """Which online receipts give back how much of what is to be refunded, the latest first.

    One whose refund failed once goes another way, by hand.
    """
    wanted = []
    for receipt in reversed(account.receipts):
        if receipt.way is Way.ONLINE and not account.has_failed(receipt.id):
            part = min(free_cents, max(0, account.free_cents(receipt.id)))
            if part:
                wanted.append((receipt, part))
            free_cents -= part
    return wanted


def refund_asked(account: Account, receipt: Entry, amount_cents: int, *, at: datetime) -> OnlineRefund:
    """The refund of a part of an online receipt: the same whenever it is decided on the same account."""
    earlier = sum(one.receipt_id == receipt.id for one in account.refunds)
    refund_id = derived("online refund", receipt.id, str(earlier))
    return OnlineRefund(refund_id, receipt.id, amount_cents, RefundState.ASKED, at)


def receipt_id(intent_id: str) -> str:
    """The one receipt of an online payment."""
    return derived("online receipt", intent_id)


def online_entry(kind: EntryKind, name: str, *, of_receipt_id: str, amount_cents: int, at: datetime) -> Entry:
    """What became of an online payment, by its name there, under the id that the same fact always has."""
    entry_id = of_receipt_id if kind is EntryKind.RECEIVED else derived("online", kind, name)
    return Entry(entry_id, kind, of_receipt_id, amount_cents, Way.ONLINE, name, ONLINE_PLATFORM, at)


def newer_entries(before: Account, after: Account) -> Sequence[Entry]:
    """What was entered between two states of an account."""
    known = {entry.id for entry in before.entries}
    return [entry for entry in after.entries if entry.id not in known]


def _in_place(those: tuple[T, ...], one: T) -> tuple[T, ...]:
    """Those, with one in the place of its earlier state, or at the end."""
    return tuple({**{known.id: known for known in those}, one.id: one}.values())
