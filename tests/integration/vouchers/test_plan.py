"""A warning brings a plan: what can really be booked with what is left, one booking after the other."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.catalogue.model import Session
from chalicelib.kernel.clock import start_of_day
from chalicelib.kernel.territory import Category
from chalicelib.people import household
from chalicelib.people.model import Person
from chalicelib.programmes.rules import Caps, Exclusion, Reach
from chalicelib.runtime.aws import client
from chalicelib.vouchers import expire
from chalicelib.vouchers.model import Voucher
from tests import builders as a
from tests import cloud

pytestmark = pytest.mark.usefixtures("aws")

LAST_DAY = date(2027, 4, 30)
WARNED_AT = start_of_day(LAST_DAY - timedelta(days=42)) + timedelta(minutes=15)
TEN = start_of_day(date(2027, 4, 5)) + timedelta(hours=10)


def holding(granted: int = 100_00, **rules: Any) -> tuple[Person, Voucher]:
    holder = a.person()
    return holder, a.voucher(holder, granted, under=a.programme(expires_on=LAST_DAY, rules=rules))


def on_day(day: int, **changes: Any) -> Session:
    return a.session(starts_at=TEN + timedelta(days=day), **changes)


def told(at: datetime) -> str:
    """An instant as the queue carries it."""
    return at.isoformat().replace("+00:00", "Z")


def planned(at: datetime = WARNED_AT) -> list[dict[str, Any]]:
    """The plan of the one warning that goes out."""
    expire.vouchers(at=at)
    (notice,) = cloud.outbox()
    plan: list[dict[str, Any]] = notice["facts"]["plan"]
    return plan


def test_a_plan_names_when_what_with_whom_where_and_for_how_much() -> None:
    holding()
    session = on_day(0)

    (step,) = planned()

    assert step == {
        "starts_at": told(session.starts_at),
        "title": "Assistenza a casa",
        "provider_name": session.provider_name,
        "place": "a casa",
        "cost_amount": [20_00, "cents"],
        "after_amount": [80_00, "cents"],
    }


def test_all_of_a_plan_can_be_booked_and_leaves_what_it_says() -> None:
    holder, voucher = holding(95_00, caps=Caps(month_max=90_00))
    sessions = {told(one.starts_at): one for one in [on_day(day, price_cents=2500) for day in range(6)]}

    plan = planned()

    assert len(plan) == 3
    for step in plan:
        a.book(holder, sessions[step["starts_at"]], voucher, at=WARNED_AT)
        assert a.voucher_account(voucher).available == step["after_amount"][0]


def test_what_cannot_be_booked_is_not_planned() -> None:
    holding()
    full = on_day(1, places=1)
    a.book(a.person(), full)
    on_day(2, accepts_vouchers=False)
    on_day(3, category=Category.CHILD_CARE)
    on_day(4, by=a.provider(until=date(2027, 4, 8)))
    on_day(5, price_cents=100_01)
    on_day(26)  # after its last day

    assert planned() == []


def test_today_is_not_planned_and_tomorrow_is() -> None:
    holding()
    today, tomorrow = (WARNED_AT + timedelta(days=days, hours=10, minutes=-15) for days in (0, 1))
    a.session(starts_at=today)
    a.session(starts_at=tomorrow)

    assert [step["starts_at"] for step in planned()] == [told(tomorrow)]


def test_the_days_of_grace_are_planned_too() -> None:
    holding(grace_days=5)
    on_day(26)

    assert len(planned(WARNED_AT + timedelta(days=28))) == 1


def test_a_voucher_that_cannot_be_had_beside_another_of_the_household_has_no_plan() -> None:
    other = a.programme()
    someone = a.person()
    a.voucher(someone, under=other)
    holder, _ = holding(exclusions=(Exclusion(other.id, Reach.HOUSEHOLD, "art. 3"),))
    on_day(0)
    household.joined(holder.id, with_person_id=someone.id, by=a.OPERATOR, at=a.NOW)

    assert planned() == []


def days_read(at: datetime) -> int:
    """How many days of the catalogue a run of the job reads."""
    read: list[str] = []

    def heard(params: dict[str, Any], **_: object) -> None:
        if "by_day" in str(params["body"]):
            read.append(params["body"])

    client("dynamodb").meta.events.register("before-call.dynamodb.Query", heard)
    expire.vouchers(at=at)
    client("dynamodb").meta.events.unregister("before-call.dynamodb.Query", heard)
    return len(read)


def test_the_catalogue_is_read_once_for_all_vouchers_of_a_run() -> None:
    on_day(0)
    programme = a.programme(expires_on=LAST_DAY)
    for _ in range(5):
        a.voucher(a.person(), under=programme)

    assert days_read(WARNED_AT) == 42
    assert len(cloud.outbox()) == 5


def test_without_warnings_the_catalogue_is_not_read() -> None:
    holding()

    assert days_read(start_of_day(LAST_DAY + timedelta(days=1))) == 0
