"""Who is asked next, and for how long."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.catalogue.terms import Terms
from chalicelib.waitlists.model import OFFER_HOURS, Line, Rank, Spot, can_be_offered, offer_until_at
from tests import builders as a
from tests.integration.catalogue.test_take import ORDINARY

MINUTE = timedelta(minutes=1)
SPOTS = st.dictionaries(
    st.text("abcdef", min_size=1, max_size=3),
    st.builds(
        Spot,
        st.sampled_from(Rank),
        st.integers(0, 5).map(lambda minutes: a.NOW + minutes * MINUTE),
        st.integers(1, 4),
        st.sampled_from([None, 1, 2]),
    ),
    max_size=6,
)


@given(SPOTS, st.integers(0, 4))
def test_nobody_is_passed_over_who_fits_and_has_not_let_these_places_go(spots: dict[str, Spot], free: int) -> None:
    line, session = Line(spots), replace(ORDINARY, places_max=free, releases=2)

    asked = line.next_for(session)

    fitting = [name for name, spot in line.in_turn() if spot.places <= free and spot.passed != 2]
    assert asked == (fitting[0] if fitting else None)


@given(SPOTS)
def test_positions_are_the_order_in_which_people_are_asked(spots: dict[str, Spot]) -> None:
    line = Line(spots)

    assert [line.position(name) for name, _ in line.in_turn()] == list(range(1, len(spots) + 1))
    assert line.position("nobody") is None


def test_rank_comes_before_arrival() -> None:
    early, late = Spot(Rank.ARRIVAL, a.NOW, 1), Spot(Rank.PROVIDER_CANCELLED, a.NOW + MINUTE, 1)

    assert [name for name, _ in Line({"early": early, "late": late}).in_turn()] == ["late", "early"]


def test_an_offer_is_kept_for_a_day() -> None:
    session = replace(ORDINARY, starts_at=a.NOW + timedelta(days=9))

    assert offer_until_at(session, at=a.NOW) == a.NOW + timedelta(hours=OFFER_HOURS)


def test_an_offer_ends_with_the_last_minute_to_book() -> None:
    session = replace(ORDINARY, starts_at=a.NOW + timedelta(hours=5), terms=Terms(book_notice_hours=2))

    assert offer_until_at(session, at=a.NOW) == a.NOW + timedelta(hours=3)


@pytest.mark.parametrize(("minutes_left", "can"), [(30, True), (29, False)])
def test_with_too_little_time_left_nothing_is_offered(minutes_left: int, can: bool) -> None:
    session = replace(ORDINARY, starts_at=a.NOW + timedelta(minutes=120 + minutes_left), terms=Terms())

    assert can_be_offered(session, at=a.NOW) is can
