"""The order is neutral: drawn by a seed that anyone can see, in turns, and blind to whatever money could change."""

import hashlib
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.catalogue import order
from chalicelib.catalogue.model import Offering, Scope, Wish
from tests.unit.catalogue.offers import TODAY, offering

OFFERS = st.lists(
    st.builds(
        offering,
        st.uuids().map(str),
        st.sampled_from(["coop-a", "coop-b", "coop-c"]),
        scope=st.sampled_from(Scope),
        price_cents=st.integers(0, 10_000),
    ),
    max_size=12,
    unique_by=lambda one: one.id,
)


def drawn(offerings: list[Offering], seed: str = "seed", fits: dict[str, int] | None = None) -> list[Offering]:
    standing = order.arranged([(one, (fits or {}).get(one.id, 0)) for one in offerings], seed)
    return [one for _, one in standing]


@given(OFFERS, st.randoms())
def test_the_order_does_not_depend_on_how_offerings_were_found(offerings: list[Offering], chance: Any) -> None:
    mixed = offerings.copy()
    chance.shuffle(mixed)

    assert drawn(mixed) == drawn(offerings)


@given(OFFERS)
def test_local_offerings_come_first(offerings: list[Offering]) -> None:
    assert [scope for scope, _ in groupby(one.scope for one in drawn(offerings))] in (
        [],
        [Scope.LOCAL],
        [Scope.NATIONAL],
        [Scope.LOCAL, Scope.NATIONAL],
    )


@given(OFFERS)
def test_cooperatives_take_turns(offerings: list[Offering]) -> None:
    for scope in Scope:
        coops = [one.provider_id for one in drawn(offerings) if one.scope is scope]
        turns = [coops[:at].count(coop) for at, coop in enumerate(coops)]
        assert turns == sorted(turns)


@given(OFFERS, st.integers(0, 100_000))
def test_neither_price_nor_name_moves_an_offering(offerings: list[Offering], price_cents: int) -> None:
    changed = [offering(one.id, one.provider_id, scope=one.scope, price_cents=price_cents) for one in offerings]

    assert [one.id for one in drawn(changed)] == [one.id for one in drawn(offerings)]


def test_what_fits_better_comes_first_among_local_ones() -> None:
    offers = [offering(name, coop) for name, coop in (("a", "x"), ("b", "y"), ("c", "z"))]

    assert drawn(offers, fits={"b": 3, "a": 1, "c": 2}) == [offers[1], offers[2], offers[0]]


def test_anyone_can_draw_the_order_again_from_the_seed_and_the_ids() -> None:
    offers = [offering(f"offering-{number}", f"coop-{number}") for number in range(6)]
    seed = order.seed(TODAY, Wish(text="aiuto", price_max_cents=100).question)

    assert seed == "tradate|2027-03-01|price_max_cents=100&text=aiuto"
    by_hand = sorted(offers, key=lambda one: hashlib.sha256(f"{seed}|{one.provider_id}".encode()).hexdigest())
    assert drawn(offers, seed) == by_hand


def test_over_a_year_every_cooperative_comes_first_about_as_often() -> None:
    offers = [offering(f"offering-{coop}", coop) for coop in "abcd"]
    days = [TODAY + timedelta(days=ahead) for ahead in range(1000)]
    firsts = [drawn(offers, order.seed(day, {}))[0].provider_id for day in days]

    assert all(200 < firsts.count(coop) < 300 for coop in "abcd")


def test_another_question_draws_another_order() -> None:
    offers = [offering(f"offering-{number}", f"coop-{number}") for number in range(8)]
    day = date(2027, 3, 1)

    assert drawn(offers, order.seed(day, {})) != drawn(offers, order.seed(day, {"text": "aiuto"}))
