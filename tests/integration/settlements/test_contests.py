"""A row that its provider contests: it stands, or it is taken out and owed in the next settlement."""

from datetime import date

import pytest

from chalicelib.settlements import table, verify
from chalicelib.settlements.model import (
    ContestsOpen,
    RowAlreadyContested,
    RowNotContested,
    RowUnknown,
    SettlementState,
    TooManyContests,
    Verdict,
)
from tests import builders as a
from tests.integration.settlements.scenes import (
    APRIL,
    IN_APRIL,
    IN_MAY,
    District,
    bookings_of,
    issued,
    resolve,
    rows,
)

pytestmark = pytest.mark.usefixtures("aws")


State = SettlementState


def test_an_open_contest_stands_in_the_way_of_approval() -> None:
    district = District()
    settlement = issued(district)
    [row] = rows(settlement)
    district.contest(settlement, row.movement_id)

    with pytest.raises(ContestsOpen) as refused:
        district.approve(settlement)
    assert refused.value.facts == {"movement_ids": [row.movement_id]}


def test_a_row_that_stands_lets_the_settlement_be_approved() -> None:
    district = District()
    settlement = issued(district)
    movement_id = rows(settlement)[0].movement_id
    district.contest(settlement, movement_id)

    resolve(district, settlement, movement_id, Verdict.STANDS)

    approved = district.approve(settlement)
    assert (approved.state, approved.revision, approved.contests[0].verdict) == (State.APPROVED, 1, Verdict.STANDS)


def test_a_row_taken_out_makes_a_new_revision_and_keeps_the_old_one() -> None:
    district = District()
    settlement = issued(district, deliveries=2)
    out, stays = rows(settlement)
    district.contest(settlement, out.movement_id)

    revised = resolve(district, settlement, out.movement_id, Verdict.TAKEN_OUT)

    assert (revised.revision, revised.state, revised.number) == (2, State.ISSUED, settlement.number)
    assert rows(revised) == [stays]
    assert [len(rows(one)) for one in table.revisions(settlement.id)] == [2, 1]
    assert verify.settlement(settlement.id) == []


def test_a_row_taken_out_goes_into_the_next_settlement() -> None:
    district = District()
    settlement = issued(district, deliveries=2)
    out = rows(settlement)[0]
    district.contest(settlement, out.movement_id)
    resolve(district, settlement, out.movement_id, Verdict.TAKEN_OUT)
    fresh = district.deliver(date(2027, 4, 10))

    following = district.issue(APRIL, at=IN_MAY)

    assert bookings_of(following) == [out.booking_id, fresh.id]
    assert verify.chain(a.FUNDER_ID, district.coop.id) == []


def test_a_row_taken_out_and_refunded_is_owed_no_more() -> None:
    district = District()
    booking = district.deliver(price_cents=2000)
    district.deliver(date(2027, 3, 11), price_cents=1000)
    settlement = district.issue()
    out = next(row for row in rows(settlement) if row.booking_id == booking.id)
    district.contest(settlement, out.movement_id)
    resolve(district, settlement, out.movement_id, Verdict.TAKEN_OUT)
    district.refund(booking, 2000, at=IN_APRIL)
    district.deliver(date(2027, 4, 10), price_cents=700)

    following = district.issue(APRIL, at=IN_MAY)

    assert following.total_cents == 7_00
    assert district.due() == district.again(settlement).total_cents + 7_00


def test_the_last_row_taken_out_leaves_a_void_settlement() -> None:
    district = District()
    settlement = issued(district)
    [row] = rows(settlement)
    district.contest(settlement, row.movement_id)

    revised = resolve(district, settlement, row.movement_id, Verdict.TAKEN_OUT)

    assert (revised.state, revised.total_cents) == (State.VOID, 0)
    district.deliver(date(2027, 4, 10))
    assert district.issue(APRIL, at=IN_MAY).parts[0].rows == 2
    assert verify.chain(a.FUNDER_ID, district.coop.id) == []


def test_other_contests_stay_open_in_the_new_revision() -> None:
    district = District()
    settlement = issued(district, deliveries=2)
    first, second = rows(settlement)
    for row in (first, second):
        district.contest(settlement, row.movement_id)

    revised = resolve(district, settlement, first.movement_id, Verdict.TAKEN_OUT)

    assert (revised.state, revised.open_contests) == (State.CONTESTED, [second.movement_id])


def test_a_row_is_contested_once_and_must_be_there() -> None:
    district = District()
    settlement = issued(district)
    [row] = rows(settlement)
    with pytest.raises(RowUnknown):
        district.contest(settlement, "another-movement")
    district.contest(settlement, row.movement_id)

    with pytest.raises(RowAlreadyContested):
        district.contest(settlement, row.movement_id)


def test_so_many_rows_can_be_contested(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.settlements.model.CONTESTS_MAX", 1)
    district = District()
    settlement = issued(district, deliveries=2)
    first, second = rows(settlement)
    district.contest(settlement, first.movement_id)

    with pytest.raises(TooManyContests):
        district.contest(settlement, second.movement_id)


def test_a_row_that_is_not_contested_is_not_resolved() -> None:
    district = District()
    settlement = issued(district, deliveries=2)
    first, second = rows(settlement)
    district.contest(settlement, first.movement_id)

    with pytest.raises(RowNotContested):
        resolve(district, settlement, second.movement_id, Verdict.STANDS)
