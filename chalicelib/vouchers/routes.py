"""Vouchers: issued by a funder, seen by their holder."""

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta

from chalicelib.access import permissions
from chalicelib.access import read as access
from chalicelib.kernel import clock
from chalicelib.kernel.caller import Caller
from chalicelib.kernel.identifiers import Outcome, RequestKey
from chalicelib.kernel.paging import Page, Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.ledger.model import BudgetExhausted, Kind, Unit
from chalicelib.ledger.model import Line as StatementLine
from chalicelib.programmes.model import AgeNotAdmitted, AmountNotAdmitted, ProgrammeNotOpen, ResidenceNotAdmitted
from chalicelib.runtime.http import Routes
from chalicelib.runtime.shapes import Body, Id, Line, Query, Units, View

from . import change, issue, read
from .model import Change, Voucher, VoucherState, VoucherStateConflict
from .read import Balance, PastBalance

routes = Routes(__name__)


class VoucherView(View, frozen=True, kw_only=True):
    """A voucher. Granted is cents or minutes, by the unit."""

    id: str
    programme_id: str
    programme_title: str
    person_id: str
    unit: Unit
    granted: int
    expires_on: date
    state: VoucherState


class VoucherAccountView(View, frozen=True, kw_only=True):
    """What a voucher's account says: granted = available + held + captured + lapsed + returned."""

    granted: int
    available: int
    held: int
    captured: int
    lapsed: int
    returned: int


class BalanceView(View, frozen=True, kw_only=True):
    """A voucher and what is left of it."""

    voucher: VoucherView
    account: VoucherAccountView


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


class ChangeView(View, frozen=True, kw_only=True):
    """That someone changed a voucher's state, and why."""

    state: VoucherState
    reason: str
    at: datetime


class NewChange(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The state a voucher is to have, and why: its holder can read it."""

    state: Literal["open", "suspended", "revoked"]
    reason: Line


class NewVoucher(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """For whom, and how much (cents or minutes, by the programme's unit)."""

    person_id: Id
    granted: Units


@routes.post(
    "/v1/programmes/{programme_id}/vouchers",
    answer=VoucherView,
    allow=permissions.ISSUE_VOUCHER,
    refusals=(
        NotFound,
        ProgrammeNotOpen,
        AgeNotAdmitted,
        ResidenceNotAdmitted,
        AmountNotAdmitted,
        BudgetExhausted,
    ),
)
def issue_voucher(caller: Caller, key: RequestKey, programme_id: str, body: NewVoucher) -> Outcome[Voucher]:
    """Issue a voucher against the budget of a programme of one's own funder."""
    return issue.voucher(
        programme_id=programme_id,
        person_id=body.person_id,
        granted=body.granted,
        funder_id=access.organisation(caller),
        by=caller,
        key=key,
        at=clock.now(),
    )


@routes.post(
    "/v1/vouchers/{voucher_id}/changes",
    answer=VoucherView,
    allow=permissions.CHANGE_VOUCHER,
    refusals=(NotFound, VoucherStateConflict),
)
def change_voucher(caller: Caller, key: RequestKey, voucher_id: str, body: NewChange) -> Outcome[Voucher]:
    """Suspend, reactivate or revoke a voucher, with a reason; bookings that it already pays stand."""
    return change.state(
        voucher_id,
        state=VoucherState(body.state),
        reason=body.reason,
        funder_id=access.organisation(caller),
        by=caller,
        key=key,
        at=clock.now(),
    )


@routes.get(
    "/v1/vouchers/{voucher_id}/changes",
    answer=ChangeView,
    allow=permissions.SEE_VOUCHERS,
    listing=True,
    refusals=(NotFound,),
)
def list_changes(caller: Caller, voucher_id: str, span: Span) -> Page[Change]:
    """When a voucher was suspended, reactivated or revoked, and why."""
    return read.changes(voucher_id, span, by=caller, at=clock.now())


@routes.get(
    "/v1/people/{person_id}/vouchers",
    answer=BalanceView,
    allow=permissions.LIST_VOUCHERS,
    listing=True,
    refusals=(NotFound,),
)
def list_vouchers(caller: Caller, person_id: str, span: Span) -> Page[Balance]:
    """One's own vouchers, or those of a person one acts for or has at the desk; the soonest to expire first."""
    return read.of_person(person_id, span, by=caller, at=clock.now())


@routes.get("/v1/vouchers/{voucher_id}", answer=BalanceView, allow=permissions.SEE_VOUCHERS, refusals=(NotFound,))
def see_voucher(caller: Caller, voucher_id: str) -> Balance:
    """A voucher and what is left of it."""
    return read.balance(voucher_id, by=caller, at=clock.now())


@routes.get(
    "/v1/vouchers/{voucher_id}/statement",
    answer=LineView,
    allow=permissions.SEE_VOUCHERS,
    listing=True,
    refusals=(NotFound,),
)
def see_statement(caller: Caller, voucher_id: str, span: Span) -> Page[StatementLine]:
    """Every movement of a voucher's account, oldest first."""
    return read.statement(voucher_id, span, by=caller, at=clock.now())


@routes.get(
    "/v1/vouchers/{voucher_id}/past-balance",
    answer=PastBalanceView,
    allow=permissions.SEE_VOUCHERS,
    refusals=(NotFound,),
)
def see_past_balance(caller: Caller, voucher_id: str, query: InstantQuery) -> PastBalance:
    """What a voucher had at an instant, recomputed from its entries."""
    return read.as_of(voucher_id, query.at, by=caller, at=clock.now())
