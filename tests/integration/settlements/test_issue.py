"""A month is settled once, whole, with a number of its own; nothing is lost and nothing is settled twice."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.kernel.identifiers import IdempotencyKeyReused
from chalicelib.kernel.refusals import NotFound, Refusal
from chalicelib.ledger.model import Kind, Unit
from chalicelib.runtime.aws import client
from chalicelib.settlements import issue, table, verify
from chalicelib.settlements.coverage import Month
from chalicelib.settlements.model import AlreadySettled, MonthNotOver, NothingToSettle, Settlement, SettlementState
from tests import builders as a
from tests.integration.settlements.scenes import (
    APRIL,
    IN_APRIL,
    IN_MAY,
    MARCH,
    District,
    amounts,
    bookings_of,
    rows,
)

pytestmark = pytest.mark.usefixtures("aws")


def settlements(district: District) -> list[Settlement]:
    every = table.every_of(a.FUNDER_ID, district.coop.id)
    return sorted(every, key=lambda one: one.number)


def test_every_captured_movement_is_a_row_and_the_sums_are_the_rows() -> None:
    district = District()
    first = district.deliver(price_cents=2000)
    second = district.deliver(date(2027, 3, 11), price_cents=1000, minutes=45)

    issued = district.issue()

    [part] = issued.parts
    assert bookings_of(issued) == [first.id, second.id]
    assert (part.rows, part.units, part.cents) == (2, 27_50, 27_50)
    assert issued.total_cents == sum(row.cents for row in rows(issued)) == district.due()


def test_a_row_tells_the_day_and_the_service_but_not_the_person() -> None:
    district = District()
    booking = district.deliver(date(2027, 3, 10))

    [row] = rows(district.issue())

    assert (row.delivered_on, row.title, row.kind) == (date(2027, 3, 10), "Assistenza a casa", Kind.CAPTURE)
    assert len(row.beneficiary) == 10
    assert booking.person_id not in str(row)


def test_a_beneficiary_has_one_pseudonym_and_others_have_others() -> None:
    district, other = District(), District()
    for on in (date(2027, 3, 10), date(2027, 3, 11)):
        district.deliver(on)
    other.deliver()

    mine = {row.beneficiary for row in rows(district.issue())}
    assert len(mine) == 1
    assert mine.isdisjoint(row.beneficiary for row in rows(other.issue()))


def test_all_programmes_of_the_funder_are_in_one_settlement() -> None:
    district = District()
    other = a.voucher(district.holder, 500_00)
    district.deliver(price_cents=2000)
    district.deliver(date(2027, 3, 12), price_cents=3000, voucher=other)

    issued = district.issue()

    assert {part.programme_id: part.cents for part in issued.parts} == {
        district.programme.id: 20_00,
        other.programme_id: 30_00,
    }


@pytest.mark.parametrize(("price_cents", "delivered", "cents"), [(2400, 45, 1800), (1001, 30, 501), (1000, 20, 333)])
def test_hours_are_settled_in_minutes_and_owed_at_the_price_of_the_booking(
    price_cents: int, delivered: int, cents: int
) -> None:
    district = District()
    hours = a.voucher(district.holder, 600, under=a.programme(unit=Unit.MINUTES, budget=6000))
    district.deliver(price_cents=price_cents, minutes=delivered, voucher=hours)

    [part] = district.issue().parts

    assert (part.unit, part.units, part.cents) == (Unit.MINUTES, delivered, cents)


def test_the_cut_is_at_local_midnight() -> None:
    district = District()
    midnight = datetime(2027, 3, 31, 22, 0, tzinfo=UTC)  # summer time since the 28th
    before = district.deliver(date(2027, 3, 30), recorded_at=midnight - timedelta(microseconds=1))
    after = district.deliver(date(2027, 3, 29), recorded_at=midnight)

    assert bookings_of(district.issue(MARCH)) == [before.id]
    assert bookings_of(district.issue(APRIL, at=IN_MAY)) == [after.id]


def test_what_is_recorded_late_goes_into_the_next_settlement() -> None:
    district = District()
    district.deliver(date(2027, 3, 10))
    first = district.issue()
    late = district.deliver(date(2027, 3, 11), recorded_at=IN_APRIL)

    assert bookings_of(district.issue(APRIL, at=IN_MAY)) == [late.id]
    assert len(rows(district.again(first))) == 1


def test_a_refund_is_a_row_with_a_minus() -> None:
    district = District()
    booking = district.deliver(price_cents=2000)
    district.refund(booking, 500, at=booking.starts_at + timedelta(days=1))

    issued = district.issue()

    assert amounts(issued) == [(Kind.CAPTURE, 20_00), (Kind.REFUND, -5_00)]
    assert issued.total_cents == 15_00


def test_a_programme_that_owes_nothing_in_all_waits() -> None:
    district = District()
    booking = district.deliver(price_cents=2000)
    district.refund(booking, 2000, at=booking.starts_at + timedelta(days=1))
    with pytest.raises(NothingToSettle):
        district.issue()

    district.deliver(date(2027, 4, 5), price_cents=1000)

    assert amounts(district.issue(APRIL, at=IN_MAY)) == [
        (Kind.CAPTURE, 20_00),
        (Kind.REFUND, -20_00),
        (Kind.CAPTURE, 10_00),
    ]


def test_a_programme_that_waits_does_not_hold_up_the_others() -> None:
    district = District()
    other = a.voucher(district.holder, 500_00)
    booking = district.deliver(price_cents=2000)
    district.refund(booking, 2000, at=booking.starts_at + timedelta(days=1))
    district.deliver(date(2027, 3, 20), price_cents=3000, voucher=other)

    first = district.issue()
    district.deliver(date(2027, 4, 5), price_cents=1000)
    second = district.issue(APRIL, at=IN_MAY)

    assert [part.programme_id for part in first.parts] == [other.programme_id]
    assert (second.parts[0].rows, second.total_cents) == (3, 10_00)
    assert verify.chain(a.FUNDER_ID, district.coop.id) == []


def test_an_empty_month_is_not_settled() -> None:
    with pytest.raises(NothingToSettle):
        District().issue()


def test_a_month_is_not_settled_before_it_is_over() -> None:
    district = District()
    district.deliver()
    over_at = datetime(2027, 3, 31, 22, 15, tzinfo=UTC)

    with pytest.raises(MonthNotOver) as refused:
        district.issue(at=over_at - timedelta(seconds=1))
    assert refused.value.facts["until_at"] == over_at
    assert district.issue(at=over_at).state is SettlementState.ISSUED


def test_a_settled_month_is_not_settled_again() -> None:
    district = District()
    district.deliver()
    issued = district.issue()

    with pytest.raises(AlreadySettled) as refused:
        district.issue()
    assert refused.value.facts == {"settlement_id": issued.id}


def test_a_month_before_a_settled_one_is_not_settled_any_more() -> None:
    district = District()
    district.deliver(date(2027, 4, 10))
    district.issue(APRIL, at=IN_MAY)

    with pytest.raises(AlreadySettled):
        district.issue(MARCH, at=IN_MAY)


def test_the_same_request_again_finds_the_settlement() -> None:
    district = District()
    district.deliver()

    assert district.issue(named="once") == district.issue(named="once", at=IN_MAY)
    with pytest.raises(IdempotencyKeyReused):
        issue.settlement(
            funder_id=a.FUNDER_ID,
            provider_id=district.coop.id,
            month=MARCH,
            by=district.officer,
            key=a.key(district.officer, "once", "other words"),
            at=IN_APRIL,
        )


def test_a_key_that_settled_one_month_settles_no_other() -> None:
    district = District()
    district.deliver()
    district.issue(named="once")

    with pytest.raises(IdempotencyKeyReused):
        district.issue(APRIL, at=IN_MAY, named="once")


def test_an_unknown_provider_is_not_to_be_found() -> None:
    district = District()
    with pytest.raises(NotFound):
        issue.settlement(
            funder_id=a.FUNDER_ID, provider_id="none", month=MARCH, by=district.officer, key=a.key(), at=IN_APRIL
        )


def test_numbers_follow_each_other_within_a_year() -> None:
    one, other = District(), District()
    one.deliver()
    other.deliver()
    with pytest.raises(NothingToSettle):
        District().issue()

    assert [one.issue().number, other.issue().number] == ["2027/0001", "2027/0002"]


def test_december_is_numbered_in_its_own_year() -> None:
    district = District()
    district.deliver(date(2027, 12, 31))
    january = datetime(2028, 1, 2, 3, 0, tzinfo=UTC)
    district.deliver(date(2028, 1, 3))

    december = district.issue("2027-12", at=january)

    following = district.issue("2028-01", at=january + timedelta(days=30))

    assert (december.number, following.number) == ("2027/0001", "2028/0001")


def test_the_job_settles_the_month_that_ended_for_every_provider() -> None:
    one, other, idle = District(), District(), District()
    booked = [one.deliver(), other.deliver()]

    assert issue.months(at=IN_APRIL) == 2
    assert [bookings_of(settlements(district)[0]) for district in (one, other)] == [[one.id] for one in booked]
    assert settlements(idle) == []


def test_the_job_is_the_issuer_of_its_settlements() -> None:
    district = District()
    district.deliver()

    issue.months(at=IN_APRIL)

    assert settlements(district)[0].authors == ("platform",)


def test_the_job_waits_for_the_second_day_of_the_month() -> None:
    district = District()
    district.deliver()

    assert issue.months(at=datetime(2027, 4, 1, 21, 59, tzinfo=UTC)) == 0
    assert issue.months(at=datetime(2027, 4, 1, 22, 0, tzinfo=UTC)) == 1


def test_the_job_run_twice_settles_once() -> None:
    district = District()
    district.deliver()
    issue.months(at=IN_APRIL)
    first = settlements(district)

    assert issue.months(at=IN_APRIL + timedelta(days=3)) == 0
    assert settlements(district) == first


def test_the_job_that_comes_months_late_makes_the_settlements_of_one_in_time() -> None:
    late, in_time = District(), District()
    for district in (late, in_time):
        for on in (date(2027, 3, 10), date(2027, 5, 10)):
            district.deliver(on)
    for month, at in ((MARCH, IN_APRIL), ("2027-05", datetime(2027, 6, 2, tzinfo=UTC))):
        in_time.issue(month, at=at)

    assert issue.months(at=datetime(2027, 7, 9, tzinfo=UTC)) == 2
    covered = [
        [(one.month, one.scope, one.total_cents) for one in settlements(district)] for district in (late, in_time)
    ]
    assert covered[0] == covered[1]


def test_the_job_leaves_a_month_settled_by_hand_alone() -> None:
    district = District()
    district.deliver()
    district.issue()

    assert issue.months(at=IN_APRIL) == 0


def test_one_that_cannot_be_settled_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    good, bad = District(), District()
    for district in (good, bad):
        district.deliver()
    real = issue._issued

    def issued(wish: Any) -> Any:
        if wish.provider.id == bad.coop.id:
            raise Refusal
        return real(wish)

    monkeypatch.setattr(issue, "_issued", issued)
    with pytest.raises(Refusal):
        issue.months(at=IN_APRIL)
    assert len(settlements(good)) == 1


class Crash(Exception):
    """The process dies."""


@contextmanager
def crashing(moment: str, nth: int) -> Iterator[list[int]]:
    """Let the process die before or after the nth call that it makes to DynamoDB or S3."""
    calls: list[int] = []

    def crash(**_: object) -> None:
        calls.append(1)
        if len(calls) == nth:
            raise Crash

    for service in ("dynamodb", "s3"):
        client(service).meta.events.register(f"{moment}-call.{service}", crash)
    yield calls
    for service in ("dynamodb", "s3"):
        client(service).meta.events.unregister(f"{moment}-call.{service}", crash)


CALLS = 28  # of the job, for two providers


def test_the_job_makes_as_many_calls_as_are_broken_below() -> None:
    for district in (District(), District()):
        district.deliver()

    with crashing("before", 0) as calls:
        issue.months(at=IN_APRIL)
    assert len(calls) == CALLS


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("nth", range(1, CALLS + 1))
def test_a_crash_at_any_call_and_another_run_come_to_the_same(moment: str, nth: int) -> None:
    one, other = District(), District()
    for district in (one, other):
        district.deliver()

    with crashing(moment, nth), pytest.raises(Crash):
        issue.months(at=IN_APRIL)
    issue.months(at=IN_APRIL)

    issued = sorted((found for district in (one, other) for found in settlements(district)), key=lambda s: s.number)
    assert [(found.number, found.total_cents) for found in issued] == [("2027/0001", 20_00), ("2027/0002", 20_00)]
    assert [verify.chain(a.FUNDER_ID, district.coop.id) for district in (one, other)] == [[], []]


def test_months_follow_each_other() -> None:
    assert [str(Month(2027, 12).next()), str(Month.read("2027-01").next())] == ["2028-01", "2027-02"]
    assert str(Month.over(datetime(2027, 12, 31, 23, 30, tzinfo=UTC))) == "2027-12"
