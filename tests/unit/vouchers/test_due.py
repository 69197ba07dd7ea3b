"""What is due for a voucher, and when: three warnings and its lapse, whatever day it ends on."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.vouchers.model import WARN_DAYS, VoucherState
from tests.unit.vouchers.test_plan import RULES, VOUCHER

DAYS = st.dates(date(2024, 1, 1), date(2035, 12, 31))
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("expires_on", "due"),
    [
        (date(2027, 3, 28), ["2027-02-14", "2027-03-14", "2027-03-25", "2027-03-29"]),  # clocks go forward
        (date(2027, 10, 31), ["2027-09-19", "2027-10-17", "2027-10-28", "2027-11-01"]),  # clocks go back
        (date(2028, 2, 29), ["2028-01-18", "2028-02-15", "2028-02-26", "2028-03-01"]),
        (date(2027, 12, 31), ["2027-11-19", "2027-12-17", "2027-12-28", "2028-01-01"]),
    ],
)
def test_the_days_on_which_something_is_due(expires_on: date, due: list[str]) -> None:
    voucher = replace(VOUCHER, expires_on=expires_on)

    found = [voucher.due_after(expires_on - timedelta(days=100))]
    while len(found) < 4:
        found.append(voucher.due_after(found[-1]))

    assert [day.isoformat() for day in found] == due


@given(DAYS, st.integers(-80, 60), st.integers(0, 30))
def test_what_is_due_next_is_later_and_nothing_lies_between(expires_on: date, ahead: int, grace_days: int) -> None:
    voucher = replace(VOUCHER, expires_on=expires_on, rules=replace(RULES, grace_days=grace_days))
    on = expires_on + ahead * DAY
    lapse = expires_on + (grace_days + 1) * DAY

    due = voucher.due_after(on)

    assert due == min([day for days in WARN_DAYS if (day := expires_on - days * DAY) > on], default=lapse)


@given(DAYS, st.integers(-80, 60))
def test_the_warning_of_a_day_is_the_most_urgent_whose_time_has_come(expires_on: date, ahead: int) -> None:
    left = -ahead
    reached = [days for days in WARN_DAYS if left <= days]

    warning = replace(VOUCHER, expires_on=expires_on).warning_on(expires_on + ahead * DAY)

    assert warning == (min(reached) if reached and left >= 0 else None)


@pytest.mark.parametrize("state", [VoucherState.REVOKED, VoucherState.TRANSFERRED])
def test_a_voucher_that_has_ended_is_due_the_next_day_and_never_warned(state: VoucherState) -> None:
    ended = replace(VOUCHER, state=state, expires_on=date(2027, 3, 10), rules=replace(RULES, grace_days=10))

    assert ended.due_after(date(2027, 1, 1)) == date(2027, 3, 11)
