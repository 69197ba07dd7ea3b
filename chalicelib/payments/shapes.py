"""The shapes of own money as they cross the wire."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from chalicelib.bookings.model import BookingState
from chalicelib.kernel.texts import Language
from chalicelib.runtime.shapes import END, Body, Id, View

from .model import EntryKind, Way
from .online import CheckoutState

MonthText = Annotated[str, Meta(pattern=rf"^20[0-9]{{2}}-(0[1-9]|1[0-2]){END}", description="A month: 2027-03.")]
Amount = Annotated[int, Meta(ge=1, le=100_000_000, description="Euro cents.")]
Reference = Annotated[
    str,
    Meta(
        max_length=80,
        pattern=rf"^[^\u0000-\u001F\u007F\u2028\u2029]*{END}",
        description="The number of the receipt or of the bank transfer; no names.",
    ),
]


class OwnMoneyEntryView(View, frozen=True, kw_only=True):
    """That money was received, or went back; what a refund takes from is in `receipt_id`."""

    id: str
    kind: EntryKind
    receipt_id: str
    amount_cents: int
    way: Way
    reference: str
    by: str
    at: datetime


class CheckoutView(View, frozen=True, kw_only=True):
    """A page at which the amount can be paid online, at `url` while it is open."""

    id: str
    booking_id: str
    amount_cents: int
    state: CheckoutState
    expires_at: datetime
    url: str | None


class OwnMoneyBookingView(View, frozen=True, kw_only=True):
    """The booking that says what is due: where it was moved, the last one."""

    id: str
    title: str
    person_given_name: str
    starts_at: datetime
    state: BookingState
    own_cents: int
    charged_percent: int
    charged_cents: int


class OwnMoneyAccountView(View, frozen=True, kw_only=True):
    """What came and what went, oldest first; `refunding_cents` is on its way back online."""

    received_cents: int
    refunded_cents: int
    refunding_cents: int
    entries: list[OwnMoneyEntryView]
    open_checkout: CheckoutView | None


class OwnMoneyView(View, frozen=True, kw_only=True):
    """Own money of a booking: what is due, what is still to be paid or to be refunded, and where that comes from."""

    booking: OwnMoneyBookingView
    due_cents: int
    to_pay_cents: int
    to_refund_cents: int
    payable_online: bool
    account: OwnMoneyAccountView


class NewReceipt(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was received, and how."""

    amount_cents: Amount
    way: Way
    reference: Reference = ""


class NewRefund(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was given back of which receipt, and how."""

    receipt_id: Id
    amount_cents: Amount
    way: Way
    reference: Reference = ""


class NewCheckout(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The language of the pages to come back to from paying."""

    language: Language = Language.IT


class NewOwnMoneyFile(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Of which month."""

    month: MonthText
