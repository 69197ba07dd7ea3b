"""Bookings that will not be delivered where they are, as they cross the wire."""

from datetime import datetime

from chalicelib.kernel.refusals import Refusal
from chalicelib.runtime.shapes import Body, Id, View

from .lines import Means
from .shapes import JointQuotedView, Vouchers


class AffectedBookingView(View, frozen=True, kw_only=True):
    """Whose booking it is, by first name, and when."""

    id: str
    session_id: str
    person_id: str
    person_given_name: str
    title: str
    place: str
    starts_at: datetime
    ends_at: datetime


class UndeliverableView(View, frozen=True, kw_only=True):
    """A booking that will not be delivered where it is, and why."""

    booking: AffectedBookingView
    reasons: list[Refusal]


class NewRelocationQuote(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """From which provider, and how to pay: by the best plan, or by these vouchers in turn."""

    provider_id: Id
    voucher_ids: Vouchers | None = None

    @property
    def means(self) -> Means:
        """How it is to be paid."""
        return Means.of(self.voucher_ids)


class UnplacedView(View, frozen=True, kw_only=True):
    """A booking for which there is nothing else, and why what is nearest cannot be had."""

    booking_id: str
    starts_at: datetime
    reasons: list[Refusal]


class RelocationView(View, frozen=True, kw_only=True):
    """Where a person's bookings can go together, and those that cannot be placed."""

    quote: JointQuotedView
    unplaced: list[UnplacedView]
