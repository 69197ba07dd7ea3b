"""Vouchers: issued by a funder, seen by their holder."""

from typing import Any

from chalicelib.access import permissions
from chalicelib.access import read as access
from chalicelib.kernel import clock
from chalicelib.kernel.caller import Caller
from chalicelib.kernel.identifiers import Outcome, RequestKey
from chalicelib.kernel.paging import Page, Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.ledger.model import BudgetExhausted
from chalicelib.ledger.model import Line as StatementLine
from chalicelib.people import find as people
from chalicelib.people.model import PersonNotRegistered, TaxCodeInvalid
from chalicelib.programmes.award import AmountGiven, FactMissing, Facts, NothingGranted
from chalicelib.programmes.model import AmountNotAdmitted, ProgrammeNotOpen
from chalicelib.programmes.rules import AgeNotAdmitted, IseeNotAdmitted, ResidenceNotAdmitted
from chalicelib.runtime.files import Offer
from chalicelib.runtime.http import Routes
from chalicelib.runtime.shapes import FileView

from . import change, issue, read, statement
from .holdings import NotCumulable
from .model import (
    AnotherIsWaiting,
    Change,
    ChangeKind,
    ExtensionNotAdmitted,
    NothingWaits,
    RecipientUnclear,
    SecondPersonNeeded,
    TransferNotAdmitted,
    Voucher,
    VoucherStateConflict,
)
from .read import Balance, OutlineBalance, PastBalance
from .shapes import (
    BalanceView,
    ChangeView,
    InstantQuery,
    LineView,
    NewChange,
    NewDecision,
    NewExtension,
    NewStatementFile,
    NewTransfer,
    NewVoucher,
    OutlineBalanceView,
    OutlineQuery,
    PastBalanceView,
    VoucherView,
)
from .statement import InstantTooRecent

routes = Routes(__name__)


def _change(voucher_id: str, kind: ChangeKind, reason: str, caller: Caller, key: RequestKey, **more: Any) -> Change:
    change_id = key.id_for("voucher change")
    return Change(voucher_id, kind, reason, caller.account_id, clock.now(), change_id, key.fingerprint, **more)


def _recipient(body: NewTransfer) -> str:
    if (body.to_person_id is None) == (body.to_tax_code is None):
        raise RecipientUnclear
    return body.to_person_id or people.registered(body.to_tax_code or "")


@routes.post(
    "/v1/programmes/{programme_id}/vouchers",
    answer=VoucherView,
    allow=permissions.ISSUE_VOUCHER,
    refusals=(
        NotFound,
        ProgrammeNotOpen,
        AgeNotAdmitted,
        ResidenceNotAdmitted,
        IseeNotAdmitted,
        FactMissing,
        AmountGiven,
        NothingGranted,
        AmountNotAdmitted,
        NotCumulable,
        BudgetExhausted,
    ),
)
def issue_voucher(caller: Caller, key: RequestKey, programme_id: str, body: NewVoucher) -> Outcome[Voucher]:
    """Issue a voucher of a programme of one's own funder; a large one waits for a second person."""
    return issue.voucher(
        programme_id=programme_id,
        person_id=body.person_id,
        facts=body.into(Facts),
        reason=body.reason,
        funder_id=access.organisation(caller),
        by=caller,
        key=key,
        at=clock.now(),
    )


@routes.get(
    "/v1/programmes/{programme_id}/vouchers",
    answer=OutlineBalanceView,
    allow=permissions.LIST_PROGRAMME_VOUCHERS,
    listing=True,
    refusals=(NotFound,),
)
def list_programme_vouchers(caller: Caller, programme_id: str, query: OutlineQuery, span: Span) -> Page[OutlineBalance]:
    """The vouchers of a programme of one's own funder and what is left of each; the soonest to expire first."""
    return read.of_programme(
        programme_id,
        span,
        funder_id=access.organisation(caller),
        state=query.state,
        expires_until=query.expires_until,
    )


@routes.post(
    "/v1/vouchers/{voucher_id}/changes",
    answer=VoucherView,
    allow=permissions.CHANGE_VOUCHER,
    refusals=(NotFound, VoucherStateConflict, AnotherIsWaiting),
)
def change_voucher(caller: Caller, key: RequestKey, voucher_id: str, body: NewChange) -> Outcome[Voucher]:
    """Suspend, reactivate or revoke a voucher, with a reason; bookings that it already pays stand."""
    return change.voucher(
        _change(voucher_id, ChangeKind(body.kind), body.reason, caller, key),
        funder_id=access.organisation(caller),
        key=key,
    )


@routes.post(
    "/v1/vouchers/{voucher_id}/extensions",
    answer=VoucherView,
    allow=permissions.CHANGE_VOUCHER,
    refusals=(NotFound, VoucherStateConflict, ExtensionNotAdmitted, AnotherIsWaiting),
)
def extend_voucher(caller: Caller, key: RequestKey, voucher_id: str, body: NewExtension) -> Outcome[Voucher]:
    """Let a voucher last longer, no longer than its programme, with a reason."""
    return change.voucher(
        _change(voucher_id, ChangeKind.EXTEND, body.reason, caller, key, expires_on=body.expires_on),
        funder_id=access.organisation(caller),
        key=key,
    )


@routes.post(
    "/v1/vouchers/{voucher_id}/transfers",
    answer=VoucherView,
    allow=permissions.CHANGE_VOUCHER,
    refusals=(
        NotFound,
        RecipientUnclear,
        TaxCodeInvalid,
        PersonNotRegistered,
        VoucherStateConflict,
        TransferNotAdmitted,
        AgeNotAdmitted,
        ResidenceNotAdmitted,
        NotCumulable,
        AnotherIsWaiting,
    ),
)
def transfer_voucher(caller: Caller, key: RequestKey, voucher_id: str, body: NewTransfer) -> Outcome[Voucher]:
    """Give what is left of a voucher to another member of the household, where the rules allow it."""
    return change.voucher(
        _change(voucher_id, ChangeKind.TRANSFER, body.reason, caller, key, to_person_id=_recipient(body)),
        funder_id=access.organisation(caller),
        key=key,
    )


@routes.get("/v1/voucher-proposals", answer=VoucherView, allow=permissions.DECIDE_VOUCHER, listing=True)
def list_proposals(caller: Caller, span: Span) -> Page[Voucher]:
    """The vouchers of one's own funder with a change that waits for a second person, the longest first."""
    return read.waiting(span, funder_id=access.organisation(caller))


@routes.post(
    "/v1/vouchers/{voucher_id}/decisions",
    answer=VoucherView,
    allow=permissions.DECIDE_VOUCHER,
    refusals=(
        NotFound,
        NothingWaits,
        SecondPersonNeeded,
        VoucherStateConflict,
        ProgrammeNotOpen,
        NotCumulable,
        BudgetExhausted,
    ),
)
def decide_voucher(caller: Caller, key: RequestKey, voucher_id: str, body: NewDecision) -> Outcome[Voucher]:
    """Approve or reject, as a second person, what waits for a voucher."""
    return change.decided(
        voucher_id,
        approved=body.approved,
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
    """What was done to a voucher, when and why."""
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


@routes.post(
    "/v1/vouchers/{voucher_id}/statement-files",
    answer=FileView,
    allow=permissions.SEE_VOUCHERS,
    idempotent=False,
    refusals=(NotFound, InstantTooRecent),
)
def export_statement(caller: Caller, voucher_id: str, body: NewStatementFile) -> Offer:
    """A voucher's movements until an instant as CSV or PDF, at a short-lived address."""
    return statement.file(voucher_id, kind=body.format, until_at=body.until_at, by=caller, at=clock.now())
