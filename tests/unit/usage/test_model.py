"""Days become weeks, and nothing is lost or counted twice on the way."""

import itertools
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.days import A_WEEK
from chalicelib.kernel.territory import Category
from chalicelib.ledger.model import Bucket, Kind, Posting
from chalicelib.usage import model
from chalicelib.usage.model import Capture, Day, Flow, Share

FROM_ON = date(2027, 1, 1)  # a Friday
days = st.lists(
    st.builds(
        Day,
        programme_id=st.just("p"),
        on=st.integers(0, 40).map(lambda number: FROM_ON + timedelta(days=number)),
        flow=st.builds(Flow, *[st.integers(-1000, 1000)] * 8),
    ),
    min_size=1,
)


def posted(account_id: str, kind: str, **changes: int) -> Posting:
    at = datetime(2027, 3, 1, tzinfo=UTC)
    return Posting(account_id, "", "m", kind, at, "b", {Bucket(name): units for name, units in changes.items()})


@given(days)
def test_the_weeks_add_up_to_the_days(known: list[Day]) -> None:
    weeks = model.weeks(known, until_on=FROM_ON + timedelta(days=40))
    total = sum((day.flow for day in known), Flow())

    assert sum(week.issued for week in weeks) == total.issued
    assert sum(week.captured for week in weeks) == total.captured
    assert (weeks[-1].fund_left, weeks[-1].vouchers_left, weeks[-1].held) == (total.fund, total.available, total.held)
    assert weeks[-1].set_aside == total.set_aside


@given(days)
def test_the_weeks_follow_each_other_from_monday_to_monday(known: list[Day]) -> None:
    weeks = model.weeks(known, until_on=FROM_ON + timedelta(days=40))

    assert {week.week_on.weekday() for week in weeks} == {0}
    assert {after.week_on - before.week_on for before, after in itertools.pairwise(weeks)} <= {A_WEEK}


def test_a_week_without_movements_stands_as_the_one_before() -> None:
    known = [Day("p", date(2027, 3, 1), Flow(endowed=100, issued=30, fund=70, available=30))]

    first, second = model.weeks(known, until_on=date(2027, 3, 8))

    assert (first.issued, second.issued) == (30, 0)
    assert (second.fund_left, second.vouchers_left) == (first.fund_left, first.vouchers_left) == (70, 30)


def test_a_programme_without_movements_has_no_weeks() -> None:
    assert model.weeks([], until_on=FROM_ON) == []


def test_what_is_handed_on_in_a_family_is_issued_once() -> None:
    handed_on = [posted("voucher:a", Kind.TRANSFER, available=-50), posted("voucher:b", Kind.TRANSFER, available=50)]

    assert model.flows(handed_on, {"voucher:a": "p", "voucher:b": "p"}) == {"p": Flow()}


def test_an_entry_of_no_kind_moves_what_it_moves_and_is_called_nothing() -> None:
    spoiled = [posted("voucher:a", "invented", available=-50), posted("voucher:gone", Kind.ISSUE, available=50)]

    assert model.flows(spoiled, {"voucher:a": "p"}) == {"p": Flow(available=-50)}


def test_a_refund_takes_off_what_was_captured() -> None:
    made = model.shares(
        [
            Capture("p", Category.CHILD_CARE, 50, "anna"),
            Capture("p", Category.CHILD_CARE, -20, "anna"),
            Capture("p", Category.SILVER_CARE, 10, "bruno"),
            Capture("q", Category.CHILD_CARE, 1, "carla"),
        ]
    )

    assert made["p"] == (
        Share(Category.CHILD_CARE, 30, frozenset({"anna"})),
        Share(Category.SILVER_CARE, 10, frozenset({"bruno"})),
    )
    assert made["q"] == (Share(Category.CHILD_CARE, 1, frozenset({"carla"})),)


def test_a_person_is_one_on_however_many_days() -> None:
    shares = [Share(Category.CHILD_CARE, 10, frozenset(people)) for people in ({"anna"}, {"anna", "bruno"})]

    assert model.together(shares) == {
        Category.CHILD_CARE: Share(Category.CHILD_CARE, 20, frozenset({"anna", "bruno"})),
    }
