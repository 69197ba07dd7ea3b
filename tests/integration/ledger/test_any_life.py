"""Whatever happens to vouchers and bookings, in whatever order, the books agree at every step."""

import itertools
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from chalicelib.bookings import close, place, quote, reconcile
from chalicelib.bookings.model import AlreadyClosed, Booking, BookingState, TooLateToCancel, captured_part
from chalicelib.kernel.caller import Role
from chalicelib.kernel.clock import local_day
from chalicelib.kernel.identifiers import Outcome, RequestKey
from chalicelib.kernel.refusals import Refusal
from chalicelib.ledger import model as ledger
from chalicelib.ledger.model import Bucket
from chalicelib.people.model import Person
from chalicelib.programmes.award import Facts
from chalicelib.vouchers import expire, issue
from chalicelib.vouchers.model import ChangeKind, Voucher
from tests import builders as a
from tests import cloud

BUDGET = 500_00
LIFE_DAYS = 8


@dataclass(frozen=True)
class Wish:
    """A request that was granted, and can be sent again."""

    send: Callable[[], Outcome[Any]]
    granted_id: str


class AnyLife(RuleBasedStateMachine):
    """Issue, suspend, revoke, book, cancel, attend, let days pass, send old requests again."""

    tables: dict[str, dict[str, Any]]
    vouchers = Bundle("vouchers")
    bookings = Bundle("bookings")
    closed = Bundle("closed")

    @initialize()
    def open_the_house(self) -> None:
        cloud.empty(self.tables)
        a._numbers = itertools.count(1)
        self.at = a.NOW
        self.coop = a.provider()
        self.staff = a.staff(Role.PROVIDER_MANAGER, self.coop.id)
        self.programme = a.programme(budget=BUDGET, expires_on=local_day(a.NOW) + timedelta(days=LIFE_DAYS))
        self.people: list[Person] = [a.person(), a.person()]
        self.issued: list[Voucher] = []
        self.wishes: list[Wish] = []
        self.owed = 0

    def grant(self, send: Callable[[], Outcome[Any]]) -> Any:
        """Send a request and remember it; what is refused changes nothing and is forgotten."""
        value = send().value
        self.wishes.append(Wish(send, value.id))
        return value

    @rule(target=vouchers, holder=st.integers(0, 1), granted=st.sampled_from([30_00, 99_99, 200_00, 500_00]))
    def issue(self, holder: int, granted: int) -> Any:
        key, at = a.key(a.OFFICER), self.at

        def send() -> Outcome[Voucher]:
            return issue.voucher(
                programme_id=self.programme.id,
                person_id=self.people[holder].id,
                facts=Facts(granted=granted),
                funder_id=a.FUNDER_ID,
                by=a.OFFICER,
                key=key,
                at=at,
            )

        try:
            voucher = self.grant(send)
        except Refusal:
            return multiple()
        self.issued.append(voucher)
        return voucher

    @rule(target=bookings, voucher=vouchers, price_cents=st.sampled_from([1, 1999, 50_00]), days=st.integers(1, 4))
    def book(self, voucher: Voucher, price_cents: int, days: int) -> Any:
        starts_at = a.NOW + timedelta(days=(self.at - a.NOW).days + days, minutes=5 * (a.number() % 60))
        session = a.session(by=self.coop, price_cents=price_cents, starts_at=starts_at, at=self.at)
        holder = next(person for person in self.people if person.id == voucher.person_id)
        by, at = a.citizen(holder), self.at
        key: RequestKey = a.key(by)
        try:
            quoted = quote.booking(session.id, person_id=holder.id, voucher_id=voucher.id, by=by, at=at)
            return self.grant(lambda: place.booking(quoted.token, by=by, key=key, at=at))
        except Refusal:
            return multiple()

    @rule(target=closed, booking=consumes(bookings))
    def cancel(self, booking: Booking) -> Any:
        key, at = a.key(self.staff), self.at
        return self.grant(lambda: close.cancelled(booking.id, by=self.staff, key=key, at=at))

    @rule(target=closed, booking=consumes(bookings), minutes=st.sampled_from([0, 1, 20, 60]))
    def attend(self, booking: Booking, minutes: int) -> Any:
        self.at = max(self.at, booking.starts_at)
        key, at = a.key(self.staff), self.at
        self.owed += sum(
            captured_part(paid.amount, planned_minutes=60, delivered_minutes=minutes) for paid in booking.payments
        )
        return self.grant(lambda: close.attended(booking.id, delivered_minutes=minutes, by=self.staff, key=key, at=at))

    @rule(booking=closed)
    def close_again(self, booking: Booking) -> None:
        with pytest.raises(AlreadyClosed):
            close.cancelled(booking.id, by=self.staff, key=a.key(self.staff), at=self.at)

    @rule(booking=bookings)
    def cancel_too_late(self, booking: Booking) -> None:
        late = booking.cancel_until_at + timedelta(seconds=1)
        with pytest.raises(TooLateToCancel):
            close.cancelled(booking.id, by=a.OPERATOR, key=a.key(), at=late)

    @rule(
        voucher=vouchers,
        kind=st.sampled_from([ChangeKind.SUSPEND, ChangeKind.REACTIVATE, ChangeKind.REVOKE]),
    )
    def change_voucher(self, voucher: Voucher, kind: ChangeKind) -> None:
        name, at = f"change-{a.number()}", self.at

        def send() -> Outcome[Voucher]:
            return a.changed(voucher, kind, named=name, at=at)

        with suppress(Refusal):
            self.grant(send)

    @rule(days=st.integers(1, 5))
    def let_days_pass(self, days: int) -> None:
        self.at += timedelta(days=days)
        expire.vouchers(at=self.at)

    @precondition(lambda self: self.wishes)
    @rule(choice=st.integers(0, 1_000))
    def send_again(self, choice: int) -> None:
        wish = self.wishes[choice % len(self.wishes)]
        again = wish.send()
        assert (again.replayed, again.value.id) == (True, wish.granted_id)

    @invariant()
    def the_books_agree(self) -> None:
        assert reconcile.ledger(at=self.at).differences == []

    @invariant()
    def every_cent_of_the_budget_is_somewhere(self) -> None:
        accounts = [a.voucher_account(voucher) for voucher in self.issued]
        assert all(account.conserves() for account in accounts)
        assert all(units >= 0 for account in accounts for units in account.balances.values())
        fund = a.account(ledger.fund(self.programme.id)).available
        assert fund + sum(account.available + account.held for account in accounts) + self.owed == BUDGET

    @invariant()
    def the_provider_is_owed_what_was_delivered(self) -> None:
        if self.owed:
            payable = a.account(ledger.payable(self.coop.id, self.programme.id))
            assert payable.balances[Bucket.DUE] == self.owed

    def teardown(self) -> None:
        """In the end everything is settled, and what nobody delivered is back in the fund."""
        if not hasattr(self, "issued"):
            return
        for wish in self.wishes:
            found = wish.send().value
            if isinstance(found, Booking) and found.state is BookingState.BOOKED:
                close.cancelled(found.id, by=self.staff, key=a.key(self.staff), at=self.at)
        expire.vouchers(at=a.NOW + timedelta(days=400))
        assert a.account(ledger.fund(self.programme.id)).available == BUDGET - self.owed
        assert reconcile.ledger(at=self.at).differences == []


@pytest.mark.usefixtures("aws")
def test_in_any_life_the_books_agree(furnished_aws: dict[str, dict[str, Any]]) -> None:
    AnyLife.tables = furnished_aws
    run_state_machine_as_test(
        AnyLife,
        settings=settings(
            max_examples=8,
            stateful_step_count=15,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
