"""Whatever happens to vouchers and bookings, in whatever order, with crashes and two at once: the books agree."""

import os
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from random import Random
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from chalicelib.controls import reconcile
from chalicelib.kernel.refusals import Refusal
from tests import cloud
from tests.integration.life import oracle
from tests.integration.life.faults import Died, When, dying, overtaken
from tests.integration.life.world import KINDS, Send, Wish, World

STEPS = int(os.environ.get("LIFE_STEPS", "2000"))  # `make soak` asks for 50,000
STEPS_IN_A_LIFE = 40
MANY_STEPS = 50_000
SHORTEST_ON_AVERAGE = 34  # chance ends many lives early


def wish(seed: int) -> Wish:
    """A wish drawn evenly: Hypothesis by itself prefers the first kinds and small numbers."""
    chance = Random(seed)
    amount = chance.choice((1, 19_99, 30_00, 99_99, 260_00))
    return Wish(chance.choice(KINDS), chance.randrange(12), chance.randrange(12), amount)


WISHES = st.integers(0, 2**64).map(wish)


class AnyLife(RuleBasedStateMachine):
    """Everything that may be done, days that pass, processes that die, two at once, old requests sent again."""

    tables: ClassVar[dict[str, dict[str, Any]]]
    steps: ClassVar[int] = 0
    done: ClassVar[Counter[str]] = Counter()
    refused: ClassVar[Counter[str]] = Counter()

    @initialize()
    def found(self) -> None:
        cloud.empty(self.tables)
        self.world = World()
        self.granted: list[tuple[Send, str]] = []
        for first in (
            Wish("issue", 0, 0, 60_00),
            Wish("issue", 1, 2, 120),
            Wish("book", 0, 0, 20_00),
            Wish("book", 1, 1, 1),
        ):
            self.grant(self.prepared(first))

    def grant(self, send: Send | None) -> None:
        """Send a wish; what is refused changes nothing and is forgotten."""
        if send is None:
            return
        kind = send.__qualname__.split(".")[1].strip("_")
        try:
            value = send().value
        except Refusal as refused:
            AnyLife.refused[f"{kind}: {refused.code}"] += 1
        else:
            self.world.remember(value)
            self.granted.append((send, value.id))
            AnyLife.done[kind] += 1

    def prepared(self, wish: Wish) -> Send | None:
        """A wish, ready to be sent; None where it is refused before anything is asked of the books."""
        try:
            return self.world.send(wish)
        except Refusal as refused:
            AnyLife.refused[f"{wish.kind}: {refused.code}"] += 1
            return None

    @rule(wish=WISHES)
    def something_is_done(self, wish: Wish) -> None:
        self.grant(self.prepared(wish))

    @rule(wish=WISHES, call=st.integers(1, 6), when=st.sampled_from(When))
    def the_process_dies_and_the_request_comes_again(self, wish: Wish, call: int, when: When) -> None:
        if send := self.prepared(wish):
            with suppress(Died, Refusal), dying(call, when):
                send()
            self.grant(send)

    @rule(wish=WISHES, other=WISHES)
    def two_happen_at_once(self, wish: Wish, other: Wish) -> None:
        one, meanwhile = self.prepared(wish), self.prepared(other)
        if one:
            with overtaken(lambda: self.grant(meanwhile)):
                self.grant(one)

    @rule(wish=WISHES)
    def the_same_request_arrives_twice_at_once(self, wish: Wish) -> None:
        if send := self.prepared(wish):
            with overtaken(lambda: self.grant(send)):
                self.grant(send)

    @rule(days=st.integers(1, 3), runs=st.integers(1, 2))
    def days_pass(self, days: int, runs: int) -> None:
        self.world.at += timedelta(days=days)
        for _ in range(runs):
            self.world.run_jobs()

    @rule(call=st.integers(1, 12), when=st.sampled_from(When))
    def a_night_dies_and_the_next_one_goes_on(self, call: int, when: When) -> None:
        self.world.at += timedelta(days=1)
        with suppress(Died), dying(call, when):
            self.world.run_jobs()
        self.world.run_jobs()

    @rule(wish=WISHES)
    def something_is_done_while_the_night_works(self, wish: Wish) -> None:
        self.world.at += timedelta(days=1)
        send = self.prepared(wish)
        with overtaken(lambda: self.grant(send)):
            self.world.run_jobs()

    @precondition(lambda self: self.granted)
    @rule(choice=st.integers(0, 1_000))
    def an_old_request_arrives_again(self, choice: int) -> None:
        send, granted_id = self.granted[choice % len(self.granted)]
        again = send()
        assert (again.replayed, again.value.id) == (True, granted_id)

    @invariant()
    def everything_adds_up(self) -> None:
        AnyLife.steps += 1
        assert oracle.faults(oracle.items("ledger"), oracle.items("vouchers")) == []

    @invariant()
    def the_reconciliation_is_silent(self) -> None:
        assert reconcile.everything(at=self.world.at).differences == []

    def teardown(self) -> None:
        """In the end every seal holds, nothing is held, and what nobody delivered is back in the funds."""
        if hasattr(self, "world"):
            assert self.world.is_as_sealed()
            self.world.end()
            self.everything_adds_up()
            assert self.world.left_over() == []


@pytest.mark.usefixtures("aws")
def test_in_any_life_the_books_agree(furnished_aws: dict[str, dict[str, Any]], show: Callable[[str], None]) -> None:
    AnyLife.tables, AnyLife.steps, AnyLife.done = furnished_aws, 0, Counter()
    run_state_machine_as_test(
        AnyLife,
        settings=settings(
            max_examples=STEPS // SHORTEST_ON_AVERAGE,
            stateful_step_count=STEPS_IN_A_LIFE,
            deadline=None,
            derandomize=STEPS <= 2000,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
    granted = ", ".join(f"{kind} {times}" for kind, times in AnyLife.done.most_common())
    show(f"any life: {AnyLife.steps} steps, every sum right after each; granted: {granted}")
    show("refused: " + ", ".join(f"{why} {times}" for why, times in AnyLife.refused.most_common(12)))
    assert AnyLife.steps >= STEPS
    # What is rare may not come up in a short run, what everything else rests on does.
    wanted = set(KINDS) if STEPS >= MANY_STEPS else {"issue", "book", "attend", "cancel", "contest"}
    assert wanted <= set(AnyLife.done)
