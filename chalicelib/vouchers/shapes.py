"""Vouchers as they cross the wire."""

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta

from chalicelib.kernel.territory import Category
from chalicelib.ledger.model import Kind, Unit
from chalicelib.programmes.award import MONTHS_MAX
from chalicelib.runtime.shapes import Body, Cents, Id, Line, ListQuery, Query, Units, View

from .model import ChangeKind, VoucherState
from .statement import StatementFormat


class ChangeView(View, frozen=True, kw_only=True):
    """What was done to a voucher, or waits for a second person, and why."""

    kind: ChangeKind
    reason: str
    at: datetime
    expires_on: date | None


class CoverView(View, frozen=True, kw_only=True):
    """What a voucher pays for: these areas of help, and of them these services only, unless none is named."""

    categories: list[Category]
    service_ids: list[str]


class VoucherView(View, frozen=True, kw_only=True):
    """A voucher. Granted is cents or minutes, by the unit."""

    id: str
    programme_id: str
    programme_title: str
    person_id: str
    unit: Unit
    granted: int
    expires_on: date
    rules: CoverView
    state: VoucherState
    waiting: ChangeView | None


class VoucherAccountView(View, frozen=True, kw_only=True):
    """What a voucher's account says: granted is the sum of what became of it."""

    granted: int
    available: int
    held: int
    captured: int
    lapsed: int
    returned: int
    transferred: int


class BalanceView(View, frozen=True, kw_only=True):
    """A voucher and what is left of it."""

    voucher: VoucherView
    account: VoucherAccountView


class OutlineView(View, frozen=True, kw_only=True):
    """A voucher, without whose it is."""

    id: str
    unit: Unit
    state: VoucherState
    issued_on: date
    expires_on: date


class OutlineBalanceView(View, frozen=True, kw_only=True):
    """A voucher without whose it is, and what is left of it."""

    voucher: OutlineView
    account: VoucherAccountView


class OutlineQuery(ListQuery, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which of a programme's vouchers."""

    state: VoucherState | None = None
    expires_until: Annotated[date | None, Meta(description="Only those whose last day is no later.")] = None


class LineView(View, frozen=True, kw_only=True):
    """One movement, as the voucher's account saw it, and what was left after it."""

    movement_id: str
    kind: Kind
    at: datetime
    about: str
    available_change: int
    held_change: int
    available_after: int
    held_after: int


class PastBalanceView(View, frozen=True, kw_only=True):
    """What a voucher had at an instant (cents or minutes, by the unit)."""

    voucher_id: str
    at: datetime
    unit: Unit
    available: int
    held: int


class InstantQuery(Query, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """At which instant."""

    at: Annotated[datetime, Meta(tz=True)]


class NewChange(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is done to the voucher, and why: its holder can read it."""

    kind: Literal["suspend", "reactivate", "revoke"]
    reason: Line


class NewExtension(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The voucher's new last day, and why: its holder can read it."""

    expires_on: date
    reason: Line


class NewTransfer(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who of the household gets what is left, by id or by codice fiscale, and why: its holder can read it."""

    to_person_id: Id | None = None
    to_tax_code: Line | None = None
    reason: Line


class NewDecision(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whether what waits is approved, and why."""

    approved: bool
    reason: Line


class NewVoucher(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """For whom, and how much (cents or minutes), or what the household declares where the programme works it out."""

    person_id: Id
    granted: Units | None = None
    isee_cents: Cents | None = None
    household_size: Annotated[int, Meta(ge=1, le=30)] | None = None
    youngest_born_on: date | None = None
    month_cost_cents: Cents | None = None
    months: Annotated[int, Meta(ge=1, le=MONTHS_MAX)] = 1
    child_number: Annotated[int, Meta(ge=1, le=30)] = 1
    siblings_month_cents: Cents = 0
    reason: Annotated[str, Meta(max_length=200)] = ""


class NewStatementFile(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the statement is to be made into, and until when it goes."""

    format: StatementFormat
    until_at: Annotated[datetime, Meta(tz=True)]
