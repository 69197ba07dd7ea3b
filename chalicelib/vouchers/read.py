"""A person's vouchers, what is left of them, and how it came to that."""

from dataclasses import dataclass
from datetime import date, datetime

from chalicelib.access import read as access
from chalicelib.kernel.caller import Caller, Role
from chalicelib.kernel.paging import Page, Span
from chalicelib.kernel.refusals import NotFound, Refusal
from chalicelib.ledger import model as ledger
from chalicelib.ledger import read as accounts
from chalicelib.ledger.model import Account, Bucket, Line, Unit
from chalicelib.people import find as people
from chalicelib.programmes import read as programmes
from chalicelib.runtime.dynamodb import Later, Reads

from . import holdings_table, table
from .holdings_table import Around as Around  # other contexts name what `around` asks for
from .model import Change, Outline, Voucher, VoucherState

CANDIDATES_MAX = 100  # expired ones among them: nobody was ever given more


@dataclass(frozen=True, slots=True)
class Balance:
    """A voucher and what its account says (cents or minutes)."""

    voucher: Voucher
    account: Account


@dataclass(frozen=True, slots=True)
class OutlineBalance:
    """A voucher without whose it is, and what its account says (cents or minutes)."""

    voucher: Outline
    account: Account


@dataclass(frozen=True, slots=True)
class PastBalance:
    """What a voucher had at an instant (cents or minutes)."""

    voucher_id: str
    at: datetime
    unit: Unit
    available: int
    held: int


def voucher(reads: Reads, voucher_id: str) -> Later[Voucher]:
    """Ask for a voucher together with other things."""
    return table.voucher(reads, voucher_id)


def of_person(person_id: str, span: Span, *, by: Caller, at: datetime) -> Page[Balance]:
    """The vouchers of oneself, of a person one acts for, or of who is at one's desk. Raises NotFound."""
    people.must_see(person_id, what="vouchers", by=by, at=at)
    page = table.of_person(person_id, span)
    with Reads() as reads:
        heads = [accounts.account(reads, voucher.account_id) for voucher in page.items]
    balances = [Balance(voucher, _standing(voucher, head)) for voucher, head in zip(page.items, heads, strict=True)]
    return Page(balances, page.rest)


def of_programme(
    programme_id: str, span: Span, *, funder_id: str, state: VoucherState | None, expires_until: date | None
) -> Page[OutlineBalance]:
    """The vouchers of a funder's programme, the soonest to expire first, without whose they are.

    Raises NotFound for another funder's programme.
    """
    with Reads() as reads:
        programme = programmes.programme(reads, programme_id)
    programmes.owned(programme, funder_id=funder_id)
    page = table.of_programme(programme_id, span, state=state, expires_until=expires_until)
    with Reads() as reads:
        heads = [accounts.account(reads, voucher.account_id) for voucher in page.items]
    listed = [OutlineBalance(one, _standing(one, head)) for one, head in zip(page.items, heads, strict=True)]
    return Page(listed, page.rest)


def live_ids_of(person_id: str) -> list[str]:
    """The vouchers of a person that may still pay something, the soonest to expire first, for a payment plan."""
    page = table.of_person(person_id, Span(CANDIDATES_MAX))
    return [voucher.id for voucher in page.items if voucher.state is VoucherState.OPEN]


def balance(voucher_id: str, *, by: Caller, at: datetime) -> Balance:
    """A voucher for its holder, their delegate or its funder. Raises NotFound for anyone else."""
    with Reads() as reads:
        asked = table.voucher(reads, voucher_id)
        head = accounts.account(reads, ledger.voucher(voucher_id))
    voucher = asked.must(NotFound())
    if by.is_a(Role.CITIZEN):
        people.own(voucher.person_id, by=by, at=at)
    else:
        must_be_own(voucher, funder_id=access.organisation(by))
    return Balance(voucher, _standing(voucher, head))


def as_of(voucher_id: str, then: datetime, *, by: Caller, at: datetime) -> PastBalance:
    """What a voucher had at an instant, by its entries alone. Raises NotFound as `balance` does."""
    voucher = balance(voucher_id, by=by, at=at).voucher
    stood = accounts.as_of(voucher.account_id, then)
    return PastBalance(voucher.id, then, voucher.unit, stood[Bucket.AVAILABLE], stood[Bucket.HELD])


def changes(voucher_id: str, span: Span, *, by: Caller, at: datetime) -> Page[Change]:
    """What was done to a voucher, by whom, when and why, oldest first. Raises NotFound as `balance` does."""
    return table.changes(balance(voucher_id, by=by, at=at).voucher.id, span)


def statement(voucher_id: str, span: Span, *, by: Caller, at: datetime) -> Page[Line]:
    """The movements of a voucher, oldest first. Raises NotFound as `balance` does."""
    return accounts.statement(balance(voucher_id, by=by, at=at).voucher.account_id, span)


def waiting(span: Span, *, funder_id: str) -> Page[Voucher]:
    """The vouchers of one's own funder with a change that waits for a second person, the longest first."""
    return table.of_funder_waiting(funder_id, span)


def around(reads: Reads, person_id: str, household_id: str) -> Around:
    """Ask for the vouchers that a person and a household have."""
    return holdings_table.around(reads, person_id, household_id)


def why_not_beside(voucher: Voucher | None, around: Around | None) -> tuple[Refusal, ...]:
    """Every other voucher of a person and household that one cannot be had together with."""
    if voucher is None or around is None:
        return ()
    return tuple(
        refusal
        for reach, _, holdings in around.found()
        for refusal in holdings.why_not(voucher.id, voucher.holding, reach)
    )


def must_be_own(voucher: Voucher, *, funder_id: str | None) -> None:
    """Raise NotFound for another funder's voucher."""
    if voucher.funder_id != funder_id:
        raise NotFound


def _standing(voucher: Voucher | Outline, head: Later[Account]) -> Account:
    # What is only proposed has no account yet: nothing is on it.
    return head.found() or Account(voucher.account_id, voucher.unit, {})
