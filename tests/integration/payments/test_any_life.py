"""Whatever happens to a booking, at the till and at Stripe: no cent is lost, doubled, or kept that is not due."""

import contextlib
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.kernel.refusals import Refusal
from chalicelib.payments.model import Way
from tests import builders as a
from tests import cloud
from tests.conftest import template_tables
from tests.integration.payments.scenes import Till, compare_now, tell
from tests.integration.payments.stand_in import StandIn

STEPS = (
    *("check_out", "pay", "pay_slowly", "arrive", "fail", "news", "compare", "refund_arrives", "refund_fails"),
    *("receive_cash", "refund_cash", "cancel", "deliver", "move", "answers_are_lost", "stripe_is_down"),
)
EVENTS = ("completed", "expired", "async_payment_succeeded", "async_payment_failed")


class Life:
    """One booking at the till and at Stripe, and what truly changed hands."""

    def __init__(self, stripe: StandIn, seed: int) -> None:
        self.stripe, self.chance = stripe, random.Random(seed)
        self.till = Till()
        self.cash = 0

    def take(self, step: str) -> None:
        """Let something happen; what is refused does not happen."""
        with contextlib.suppress(Refusal):
            getattr(self, step)()
        self.stripe.down, self.stripe.lost_answers = step == "stripe_is_down", 1 if step == "answers_are_lost" else 0

    def sessions(self, status: str, payment_status: str = "unpaid") -> list[str]:
        """Pages in a state."""
        every = self.stripe.sessions.values()
        return [one["id"] for one in every if (one["status"], one["payment_status"]) == (status, payment_status)]

    def check_out(self) -> None:
        self.till.check_out()

    def pay(self) -> None:
        for session_id in self.sessions("open"):
            self.stripe.pay(session_id)

    def pay_slowly(self) -> None:
        for session_id in self.sessions("open"):
            self.stripe.pay(session_id, pending=True)

    def arrive(self) -> None:
        for session_id in self.processing():
            self.stripe.arrive(session_id)

    def fail(self) -> None:
        for session_id in self.processing():
            self.stripe.fail(session_id)

    def processing(self) -> list[str]:
        """Pages whose money is on its way."""
        return [one for one in self.sessions("complete") if self.intent(one)["status"] == "processing"]

    def intent(self, session_id: str) -> dict[str, object]:
        return self.stripe.intents[self.stripe.sessions[session_id]["payment_intent"]]

    def news(self) -> None:
        if self.stripe.sessions:
            session_id = self.chance.choice(list(self.stripe.sessions))
            tell(self.stripe.about_session(self.chance.choice(EVENTS), session_id))

    def receive_cash(self) -> None:
        cents = self.chance.choice((1_00, 7_50, 20_00))
        self.till.receive(cents)
        self.cash += cents

    def refund_cash(self) -> None:
        for receipt in self.till.now().account.receipts:
            cents = min(self.till.now().free_cents, self.till.now().account.free_cents(receipt.id))
            if receipt.way is Way.CASH and cents:
                self.till.refund(cents, of=receipt.id)
                self.cash -= cents

    def cancel(self) -> None:
        self.till.cancel()

    def deliver(self) -> None:
        self.till.deliver(self.chance.choice((0, 30, 45, 60)))

    def move(self) -> None:
        price = self.chance.choice((10_00, 20_00, 35_00))
        self.till.move(a.session(by=self.till.coop, price_cents=price).id)

    def compare(self) -> None:
        compare_now()

    def refund_arrives(self) -> None:
        self.end_refund("succeeded")

    def refund_fails(self) -> None:
        self.end_refund("failed")

    def end_refund(self, status: str) -> None:
        pending = [one for one in self.stripe.refunds.values() if one["status"] == "pending"]
        if pending:
            pending[0]["status"] = status
            tell(self.stripe.event("refund.updated", pending[0]))

    def answers_are_lost(self) -> None:
        """The next answer of Stripe."""

    def stripe_is_down(self) -> None:
        """For the next step."""

    def end_well(self) -> None:
        """All that is on its way arrives, and everybody does what is to be done."""
        self.stripe.down, self.stripe.lost_answers = False, 0
        self.arrive()
        for session_id in list(self.stripe.sessions):
            tell(self.stripe.about_session("completed", session_id))
        for _ in range(3):
            compare_now()
            for _ in range(len(self.stripe.refunds)):
                self.refund_arrives()
        self.refund_cash()

    def at_stripe(self) -> int:
        """What Stripe has of the person's money."""
        came: int = sum(intent["amount_received"] for intent in self.stripe.intents.values())
        gone: int = sum(one["amount"] for one in self.stripe.refunds.values() if one["status"] == "succeeded")
        return came - gone

    def cash_in_account(self) -> int:
        """What the account says of cash."""
        return sum(entry.change_cents for entry in self.till.now().account.entries if entry.way is Way.CASH)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=st.lists(st.sampled_from(STEPS), min_size=4, max_size=14), seed=st.integers(0, 2**32))
def test_any_life_ends_with_what_is_due_and_every_cent_in_one_place(
    stripe: StandIn, steps: list[str], seed: int
) -> None:
    cloud.empty(template_tables())
    for things in (stripe.sessions, stripe.intents, stripe.refunds, stripe.made_by):
        things.clear()
    life = Life(stripe, seed)
    for step in steps:
        life.take(step)
        stands = life.till.now()
        assert life.cash_in_account() == life.cash
        assert stands.account.kept_cents - stands.account.refunding_cents >= 0
        assert len([one for one in stands.account.checkouts if one.is_open]) <= 1
    life.end_well()

    stands = life.till.now()
    assert stands.account.kept_cents == life.cash + life.at_stripe()
    by_hand = sum(
        stands.account.free_cents(receipt.id)
        for receipt in stands.account.receipts
        if receipt.way is Way.ONLINE and stands.account.has_failed(receipt.id)
    )
    assert stands.to_refund_cents <= by_hand
    received = [entry for entry in stands.account.receipts if entry.way is Way.ONLINE]
    paid = [intent for intent in stripe.intents.values() if intent["amount_received"]]
    assert sorted(entry.reference for entry in received) == sorted(intent["id"] for intent in paid)


@pytest.mark.parametrize("step", STEPS)
def test_every_step_can_be_taken(stripe: StandIn, step: str) -> None:
    life = Life(stripe, 1)
    life.take(step)
    life.end_well()

    assert life.till.now().account.kept_cents == life.cash + life.at_stripe()
