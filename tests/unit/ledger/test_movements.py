"""Movements neither make nor lose money."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel import clock
from chalicelib.ledger import model
from chalicelib.ledger.model import Account, Bucket, Entry, Hold, Kind, Movement, Unit

AT = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
UNITS = st.integers(min_value=1, max_value=100_000_000)
ACCOUNTS = st.sampled_from(["fund:p", "voucher:v", "voucher:w", "payable:c:p"])
BUCKETS = st.sampled_from(list(Bucket))
HOLD = Hold("voucher:v", Unit.CENTS, 2000, "booking")


def movement(*entries: Entry, kind: Kind = Kind.HOLD) -> Movement:
    return Movement("m", kind, Unit.CENTS, AT, "me", "about", entries)


@given(st.lists(st.builds(Entry, ACCOUNTS, BUCKETS, st.integers(-1000, 1000)), max_size=6))
def test_a_movement_exists_only_when_its_entries_sum_to_zero(entries: list[Entry]) -> None:
    if entries and sum(entry.units for entry in entries) == 0:
        assert sum(sum(change.values()) for change in movement(*entries).deltas().values()) == 0
    else:
        with pytest.raises(ValueError, match="sum to zero"):
            movement(*entries)


@given(UNITS, st.tuples(ACCOUNTS, BUCKETS), st.tuples(ACCOUNTS, BUCKETS))
def test_a_transfer_takes_from_one_what_it_gives_to_the_other(
    units: int, source: tuple[str, Bucket], target: tuple[str, Bucket]
) -> None:
    assert model.transfer(units, source, target) == (Entry(*source, -units), Entry(*target, units))


@given(st.integers(max_value=0))
def test_nothing_and_less_cannot_be_transferred(units: int) -> None:
    with pytest.raises(ValueError, match="more than nothing"):
        model.transfer(units, ("fund:p", Bucket.AVAILABLE), ("voucher:v", Bucket.AVAILABLE))


@given(UNITS.flatmap(lambda held: st.tuples(st.just(held), st.integers(1, held))))
def test_a_capture_pays_its_part_and_releases_the_rest(parts: tuple[int, int]) -> None:
    held, captured = parts
    hold = replace(HOLD, units=held)

    changes = movement(*model.capture_entries(hold, captured, "payable:c:p"), kind=Kind.CAPTURE).deltas()

    assert changes["payable:c:p"] == {Bucket.DUE: captured}
    assert changes["voucher:v"][Bucket.HELD] == -held
    assert changes["voucher:v"].get(Bucket.AVAILABLE, 0) == held - captured


@pytest.mark.parametrize("captured", [-1, 0, 2001])
def test_no_more_than_was_held_can_be_captured_and_no_less_than_something(captured: int) -> None:
    with pytest.raises(ValueError, match="cannot be captured"):
        model.capture_entries(HOLD, captured, "payable:c:p")


@given(UNITS)
def test_a_release_undoes_its_hold(units: int) -> None:
    hold = replace(HOLD, units=units)

    both = movement(*model.hold_entries(hold), *model.release_entries(hold)).deltas()

    assert both == {"voucher:v": {Bucket.AVAILABLE: 0, Bucket.HELD: 0}}


def test_a_voucher_counts_what_it_was_granted_what_was_captured_and_what_lapsed() -> None:
    fund, voucher = ("fund:p", Bucket.AVAILABLE), ("voucher:v", Bucket.AVAILABLE)

    assert movement(*model.transfer(5, fund, voucher), kind=Kind.ISSUE).tallies("voucher:v") == {"granted": 5}
    assert movement(*model.transfer(5, voucher, fund), kind=Kind.LAPSE).tallies("voucher:v") == {"lapsed": 5}
    captured = movement(*model.capture_entries(HOLD, 1500, "payable:c:p"), kind=Kind.CAPTURE)
    assert captured.tallies("voucher:v") == {"captured": 1500}


def test_a_hold_and_its_release_change_no_count() -> None:
    assert movement(*model.hold_entries(HOLD), kind=Kind.HOLD).tallies("voucher:v") == {}
    assert movement(*model.release_entries(HOLD), kind=Kind.RELEASE).tallies("voucher:v") == {}


def test_a_fund_keeps_no_counts() -> None:
    lapsed = movement(
        *model.transfer(5, ("voucher:v", Bucket.AVAILABLE), ("fund:p", Bucket.AVAILABLE)), kind=Kind.LAPSE
    )

    assert lapsed.tallies("fund:p") == {}


def test_a_hold_has_one_movement_and_one_resolution() -> None:
    assert HOLD.movement_id == replace(HOLD, units=1).movement_id
    assert len({HOLD.movement_id, HOLD.resolution_id, replace(HOLD, booking_id="other").movement_id}) == 3


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_the_last_day_is_the_one_that_ends_when_the_account_closes(day: date) -> None:
    assert model.last_day(clock.end_of_day(day)) == day


def test_an_account_conserves_only_when_its_parts_make_the_whole() -> None:
    whole = Account(
        "voucher:v", Unit.CENTS, {Bucket.AVAILABLE: 50, Bucket.HELD: 20}, granted=100, captured=25, lapsed=5
    )

    assert whole.conserves()
    assert not replace(whole, granted=101).conserves()
    assert not replace(whole, lapsed=4).conserves()
