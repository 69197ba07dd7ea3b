"""Warning: a voucher's holder is told that it expires, and what can still be booked with it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property

from chalicelib.catalogue import browse
from chalicelib.catalogue.model import Session
from chalicelib.kernel.clock import local_day
from chalicelib.kernel.territory import Category
from chalicelib.kernel.texts import Amount
from chalicelib.ledger.model import Account
from chalicelib.notices import outbox
from chalicelib.notices.model import Letter, Notice
from chalicelib.people import find as people
from chalicelib.people import remind
from chalicelib.people.model import Person
from chalicelib.providers import read as providers
from chalicelib.providers.model import why_not as why_not_accredited
from chalicelib.runtime import portal
from chalicelib.runtime.dynamodb import Reads, Transaction
from chalicelib.runtime.observability import event

from . import holdings_table, plan, read, table
from .model import Voucher, VoucherState
from .plan import Step

PLAN_DAYS = 42  # as early as the first warning


class Market:
    """What can be booked with vouchers from tomorrow on: read once, when first needed, for all vouchers of a run."""

    def __init__(self, *, at: datetime) -> None:
        self._at = at
        self._sorted: dict[tuple[Category, ...], Mapping[str, Sequence[Session]]] = {}

    def sessions(self, categories: tuple[Category, ...]) -> Mapping[str, Sequence[Session]]:
        """Each provider's sessions of some areas of help, in order of time."""
        if categories not in self._sorted:
            found = defaultdict(list)
            for session in self._bookable:
                if session.category in categories:
                    found[session.provider_id].append(session)
            self._sorted[categories] = found
        return self._sorted[categories]

    @cached_property
    def _bookable(self) -> list[Session]:
        today = local_day(self._at)
        sessions = [
            session
            for ahead in range(1, PLAN_DAYS + 1)
            for session in browse.on(today + timedelta(days=ahead))
            if session.accepts_vouchers and not session.why_not_take(at=self._at)
        ]
        with Reads() as reads:
            rights = {
                (provider_id, category): providers.accreditation(reads, provider_id, category)
                for provider_id, category in {(one.provider_id, one.category) for one in sessions}
            }
        return [
            session
            for session in sessions
            if not why_not_accredited(
                rights[session.provider_id, session.category].found(),
                provider_id=session.provider_id,
                provider_name=session.provider_name,
                on=local_day(session.starts_at),
            )
        ]


def holder(voucher: Voucher, account: Account, market: Market, *, at: datetime) -> None:
    """Leave the most urgent warning that is due for an open voucher with something left, and move on to the next day.

    The mail is left first: after a crash in between it is left again, under the same id, and still sent once. Stale
    when the voucher has changed, or a twin was first.
    """
    on = local_day(at)
    days = voucher.warning_on(on)
    if days is not None and voucher.state is VoucherState.OPEN and account.available:
        _leave(voucher, account, market, days=days, on=on)
    with Transaction() as writes:
        table.move_on(writes, voucher, due_on=voucher.due_after(on))


def _leave(voucher: Voucher, account: Account, market: Market, *, days: int, on: date) -> None:
    reached = people.contact(voucher.person_id, on=on)
    if reached is None:
        event("voucher_not_warned", voucher_id=voucher.id, days=days)
        return
    person, address = reached
    steps = _steps(voucher, account, person, market)
    notice = Notice(
        # An extended voucher is warned anew: its last day is another one.
        id=f"{Letter.EXPIRING}-{voucher.id}-{voucher.expires_on.isoformat()}-{days}",
        letter=Letter.EXPIRING,
        to=address,
        language=person.language,
        facts={"given_name": person.given_name, **_facts(voucher, account, steps, on)},
        link=portal.page(f"/buoni/{voucher.id}", person.language),
        quiet=remind.of(person.id).quiet,  # the nightly job must wake nobody
    )
    outbox.leave(notice)
    event("voucher_warned", voucher_id=voucher.id, days=days, steps=len(steps))


def _steps(voucher: Voucher, account: Account, person: Person, market: Market) -> list[Step]:
    with Reads() as reads:
        around = holdings_table.around(reads, person.id, person.household_id)
    if read.why_not_beside(voucher, around):
        return []
    return plan.steps(voucher, account, person, market.sessions(voucher.rules.categories))


def _facts(voucher: Voucher, account: Account, steps: list[Step], on: date) -> dict[str, object]:
    left = voucher.expires_on - on
    return {
        "left_amount": Amount(account.available, voucher.unit),
        "expires_on": voucher.expires_on if left else None,
        "left_days": left.days,
        "today_on": None if left else on,
        "grace_until_on": voucher.last_usable_on if voucher.rules.grace_days else None,
        "plan": [_told(step, voucher) for step in steps],
    }


def _told(step: Step, voucher: Voucher) -> dict[str, object]:
    session = step.session
    return {
        "starts_at": session.starts_at,
        "title": session.title,
        "provider_name": session.provider_name,
        "place": session.place,
        "cost_amount": Amount(step.cost, voucher.unit),
        "after_amount": Amount(step.left, voucher.unit),
    }
