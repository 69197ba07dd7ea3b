"""A plan is bookable whole, uses what is left, and prefers no cooperative."""

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import combinations, pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.catalogue.model import Scope, Session
from chalicelib.kernel.clock import end_of_day
from chalicelib.kernel.territory import Category
from chalicelib.kernel.texts import Language
from chalicelib.ledger.model import Account, Bucket, Unit
from chalicelib.people.model import Person
from chalicelib.programmes.rules import Caps, Rules
from chalicelib.vouchers import plan
from chalicelib.vouchers.model import Voucher, VoucherState
from chalicelib.vouchers.plan import STEPS_MAX, Step

TEN = datetime(2027, 3, 10, 9, 0, tzinfo=UTC)  # ten in the morning
LAST_DAY = date(2027, 3, 31)
RULES = Rules((Category.YOU_CARE,), 18, 130, ("L319",))
HOLDER = Person(
    "anna", "Anna", "Prova", date(1950, 5, 4), "L319", Language.IT, "anna@example.org", None, TEN, "desk", ""
)
VOUCHER = Voucher(
    id="voucher",
    funder_id="funder",
    programme_id="programme",
    programme_title="Misura",
    programme_version=1,
    person_id=HOLDER.id,
    household_id=HOLDER.id,
    unit=Unit.CENTS,
    granted=100_00,
    rules=RULES,
    issued_at=TEN,
    expires_on=LAST_DAY,
    state=VoucherState.OPEN,
    fingerprint="",
)


def session(provider: str = "melograno", day: int = 0, **changes: Any) -> Session:
    """An hour at ten, so many days on, for 20 euro."""
    starts_at = TEN + timedelta(days=day)
    ordinary = Session(
        id=f"{provider}-{day}",
        offering_id="offering",
        service_id="gym",
        provider_id=provider,
        provider_name=provider.title(),
        title="Ginnastica dolce",
        category=Category.YOU_CARE,
        scope=Scope.LOCAL,
        municipality_code="L319",
        place="via Roma 1",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        price_cents=20_00,
        accepts_vouchers=True,
        places_max=10,
    )
    return replace(ordinary, **changes)


def steps(
    *sessions: Session, available: int = 100_00, voucher: Voucher = VOUCHER, holder: Person = HOLDER, used: int = 0
) -> list[Step]:
    by_provider = defaultdict(list)
    for one in sorted(sessions, key=lambda session: session.starts_at):
        by_provider[one.provider_id].append(one)
    account = Account(
        voucher.account_id,
        voucher.unit,
        {Bucket.AVAILABLE: available},
        usable_until_at=voucher.usable_until_at,
        uses={"month:2027-03": used},
    )
    return plan.steps(voucher, account, holder, by_provider)


def chosen(*sessions: Session, **more: Any) -> list[str]:
    return [step.session.id for step in steps(*sessions, **more)]


def under(**rules: Any) -> Voucher:
    return replace(VOUCHER, rules=replace(RULES, **rules))


def test_a_plan_says_what_each_costs_and_what_is_left_after_it() -> None:
    found = steps(session(day=2, price_cents=30_00), session("radici", day=1))

    assert [(step.session.id, step.cost, step.left) for step in found] == [
        ("radici-1", 20_00, 80_00),
        ("melograno-2", 30_00, 50_00),
    ]


def test_an_hour_voucher_counts_the_length_and_not_the_price() -> None:
    hours = replace(VOUCHER, unit=Unit.MINUTES)

    (step,) = steps(session(), available=90, voucher=hours)

    assert (step.cost, step.left) == (60, 30)


def test_cooperatives_take_turns_before_one_comes_again() -> None:
    mine = [session("melograno", day) for day in range(9)]

    assert chosen(*mine, session("radici", 20), session("sentieri", 15)) == [
        "melograno-0",
        "melograno-1",
        "sentieri-15",
        "radici-20",
    ]


def test_of_a_cooperative_the_soonest_come_first() -> None:
    assert chosen(*(session(day=day) for day in (5, 3, 9, 4)), available=40_00) == ["melograno-3", "melograno-4"]


def test_the_holders_municipality_comes_first() -> None:
    away = [session(f"coop{number}", 1, municipality_code="L703") for number in range(9)]

    assert chosen(*away, session("radici", 9), available=20_00) == ["radici-9"]


def test_what_can_be_had_at_home_or_anywhere_is_near() -> None:
    national = session("sentieri", 9, municipality_code=None, scope=Scope.NATIONAL)

    assert chosen(session("radici", 1, municipality_code="L703"), national, available=20_00) == ["sentieri-9"]


def test_what_is_farther_away_is_better_than_nothing() -> None:
    assert chosen(session(municipality_code="L703")) == ["melograno-0"]


def test_the_order_of_cooperatives_is_drawn_from_the_voucher() -> None:
    offered = [session(f"coop{number}", number) for number in range(6)]
    first = [
        chosen(*offered, available=20_00, voucher=replace(VOUCHER, id=f"voucher{number}"))[0] for number in range(60)
    ]

    assert set(first) == {one.id for one in offered}
    assert chosen(*offered) == chosen(*reversed(offered))


def test_nothing_is_planned_that_costs_more_than_what_is_left() -> None:
    assert chosen(session(price_cents=20_01), session("radici", 1), available=20_00) == ["radici-1"]


def test_what_costs_nothing_uses_nothing_up() -> None:
    assert chosen(session(price_cents=0)) == []


def test_nobody_is_sent_to_two_places_at_once() -> None:
    late = TEN + timedelta(minutes=30)
    overlapping = session("radici", starts_at=late, ends_at=late + timedelta(hours=1))
    after = session("radici", 1, starts_at=TEN + timedelta(hours=1), ends_at=TEN + timedelta(hours=2))

    assert len(chosen(session(), overlapping)) == 1
    assert len(chosen(session(), after)) == 2


def test_other_areas_and_services_are_not_planned() -> None:
    assert chosen(session(category=Category.SILVER_CARE)) == []
    assert chosen(session(service_id="theatre"), voucher=under(service_ids=("gym",))) == []


def test_the_age_counts_on_the_day_of_delivery() -> None:
    almost = replace(HOLDER, born_on=date(2009, 3, 12))

    assert chosen(session(day=1), session(day=2), holder=almost) == ["melograno-2"]


def test_a_plan_ends_with_the_last_usable_day() -> None:
    last, next_day = end_of_day(LAST_DAY) - timedelta(hours=1), end_of_day(LAST_DAY)
    evening = session(starts_at=last, ends_at=next_day)
    night = session("radici", 1, starts_at=next_day, ends_at=next_day + timedelta(hours=1))

    assert chosen(evening, night) == ["melograno-0"]
    assert chosen(evening, night, voucher=under(grace_days=1)) == ["melograno-0", "radici-1"]


def test_caps_count_what_is_used_already_and_what_the_plan_adds() -> None:
    month = under(caps=Caps(month_max=50_00))
    offered = [session(day=day) for day in (1, 2, 3)]

    assert len(chosen(*offered, voucher=month)) == 2
    assert len(chosen(*offered, voucher=month, used=20_00)) == 1


def test_a_cap_for_one_cooperative_leaves_room_for_another() -> None:
    one_each = under(caps=Caps(provider_max=20_00))

    assert chosen(*(session(day=day) for day in (1, 2, 3)), session("radici", 4), voucher=one_each) == [
        "melograno-1",
        "radici-4",
    ]


def test_without_sessions_there_is_no_plan() -> None:
    assert steps() == []


SESSIONS = st.builds(
    lambda provider, day, hours, minutes, price, here: session(
        provider,
        day,
        starts_at=TEN + timedelta(days=day, hours=hours),
        ends_at=TEN + timedelta(days=day, hours=hours, minutes=minutes),
        price_cents=price,
        municipality_code=here,
    ),
    st.sampled_from(["melograno", "radici", "sentieri"]),
    st.integers(0, 25),
    st.integers(0, 3),
    st.sampled_from([30, 60, 120]),
    st.integers(0, 60_00),
    st.sampled_from(["L319", "L703", None]),
)


@given(st.lists(SESSIONS, max_size=25), st.integers(1, 120_00), st.none() | st.integers(1, 60_00))
def test_whatever_there_is_a_plan_can_be_booked_whole(
    sessions: list[Session], available: int, month_max: int | None
) -> None:
    voucher = under(caps=Caps(month_max=month_max))

    found = steps(*sessions, available=available, voucher=voucher)

    left = available
    for step in found:
        assert step.cost == step.session.price_cents > 0
        assert step.left == left - step.cost >= 0
        assert step.session.starts_at < voucher.usable_until_at
        left = step.left
    taken = [step.session for step in found]
    assert all(one.ends_at <= other.starts_at for one, other in pairwise(taken))
    assert sum(step.cost for step in found) <= (available if month_max is None else month_max)
    assert len(found) <= STEPS_MAX
    assert not any(one is other for one, other in combinations(taken, 2))


@given(st.lists(SESSIONS, max_size=25), st.integers(1, 120_00))
def test_a_plan_with_room_for_more_leaves_nothing_out(sessions: list[Session], available: int) -> None:
    found = steps(*sessions, available=available)

    if len(found) < STEPS_MAX:
        left = found[-1].left if found else available
        taken = [step.session for step in found]
        more = [
            one
            for one in sessions
            if 0 < one.price_cents <= left
            and one.starts_at < VOUCHER.usable_until_at
            and not any(other.starts_at < one.ends_at and one.starts_at < other.ends_at for other in taken)
        ]
        assert more == []
