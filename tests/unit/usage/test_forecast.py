"""How long the money lasts: what anyone can check by hand, and what holds whatever was captured."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.usage import forecast
from chalicelib.usage.forecast import WEEKS_MAX, WEEKS_MIN, Forecast, Outlook
from chalicelib.usage.model import Week

TODAY = date(2027, 3, 3)  # a Wednesday
captures = st.lists(st.integers(0, 1_000_000), min_size=WEEKS_MIN, max_size=WEEKS_MAX)


def said(captured: list[int], *, left: int = 100_00, ends_on: date | None = date(2028, 12, 31)) -> Forecast:
    return forecast.forecast(captured, left=left, on=TODAY, ends_on=ends_on)


def expected(captured: list[int], *, left: int = 100_00, ends_on: date | None = date(2028, 12, 31)) -> Outlook:
    outlook = said(captured, left=left, ends_on=ends_on).expected
    assert outlook
    return outlook


@pytest.mark.parametrize(
    ("captured", "pace"),
    [
        ([100, 100, 100], 100),
        ([0, 100, 0], 40),  # 3/10, 4/10, 3/10: the middle counts most
        ([100, 0, 0], 30),
        ([0, 0, 0, 400, 0, 0, 0, 400], 93),  # once a month: a median would say nothing
        ([10, 20, 30, 40, 50, 60, 70, 80], 45),
        ([-50, -50, -50], 0),
    ],
)
def test_a_pace_can_be_checked_by_hand(captured: list[int], pace: int) -> None:
    assert forecast.pace(captured) == pace


@given(captures)
def test_a_pace_is_the_slope_of_the_line_that_fits_the_running_total_best(captured: list[int]) -> None:
    totals = [sum(captured[:number]) for number in range(len(captured) + 1)]
    middle, mean = len(captured) / 2, sum(totals) / len(totals)
    slope = sum((week - middle) * (total - mean) for week, total in enumerate(totals))
    slope /= sum((week - middle) ** 2 for week in range(len(totals)))

    assert abs(forecast.pace(captured) - slope) <= 0.51


@given(captures)
def test_a_pace_lies_between_the_slowest_week_and_the_fastest(captured: list[int]) -> None:
    assert min(captured) <= forecast.pace(captured) <= max(captured)


@given(captures)
def test_what_is_expected_lies_between_slow_and_fast(captured: list[int]) -> None:
    slow, middle, fast = forecast.paces(captured)

    assert slow <= middle <= fast


@given(st.integers(0, 1_000_000), st.integers(WEEKS_MIN, WEEKS_MAX))
def test_weeks_that_are_all_alike_leave_no_doubt(units: int, count: int) -> None:
    assert set(forecast.paces([units] * count)) == {units}


@given(captures, st.integers(0, 100_000_000), st.integers(0, 1000))
def test_slower_never_runs_out_earlier_nor_leaves_less(captured: list[int], left: int, days: int) -> None:
    made = said(captured, left=left, ends_on=TODAY + timedelta(days=days))

    assert made.slow
    assert made.expected
    assert made.fast
    order = [made.fast, made.expected, made.slow]
    ends = [one.runs_out_week_on or date.max for one in order]
    rests = [one.left_at_end or 0 for one in order]
    assert ends == sorted(ends)
    assert rests == sorted(rests)


@given(captures, st.integers(0, 100_000_000), st.integers(0, 1000))
def test_it_says_when_the_money_ends_or_what_is_left_never_both(captured: list[int], left: int, days: int) -> None:
    outlook = expected(captured, left=left, ends_on=TODAY + timedelta(days=days))

    assert (outlook.runs_out_week_on is None) != (outlook.left_at_end is None)
    assert outlook.left_at_end is None or 0 <= outlook.left_at_end <= left


def test_it_names_the_week_in_which_the_last_cent_goes() -> None:
    assert expected([20_00] * 8) == Outlook(20_00, date(2027, 4, 5), None)  # five weeks from a Wednesday


def test_it_tells_what_is_left_on_the_last_day() -> None:
    assert expected([20_00] * 8, ends_on=date(2027, 3, 17)) == Outlook(20_00, None, 60_00)


def test_what_was_never_used_is_all_left() -> None:
    assert expected([0] * 8) == Outlook(0, None, 100_00)


def test_what_is_gone_ran_out_already() -> None:
    assert expected([20_00] * 8, left=0) == Outlook(20_00, date(2027, 3, 1), None)


def test_after_the_last_day_what_is_left_is_left() -> None:
    assert expected([20_00] * 8, ends_on=date(2027, 2, 1)) == Outlook(20_00, None, 100_00)


def test_without_a_last_day_it_may_last_for_years() -> None:
    assert expected([1] * 8, ends_on=None) == Outlook(1, None, None)
    assert expected([20_00] * 8, ends_on=None).runs_out_week_on == date(2027, 4, 5)


@pytest.mark.parametrize("count", range(WEEKS_MIN))
def test_with_fewer_than_three_full_weeks_it_is_too_early_to_say(count: int) -> None:
    assert said([20_00] * count) == Forecast(count, too_early=True)


def test_only_the_last_two_months_count() -> None:
    assert said([999_00] * 5 + [20_00] * 8) == said([20_00] * 8)


def test_a_history_begins_with_the_week_after_the_first_voucher_and_ends_with_the_last_that_is_over() -> None:
    def week(number: int, issued: int = 0) -> Week:
        return Week(date(2027, 2, 1) + timedelta(weeks=number), issued, 0, 0, 0, 0, 0, 0, 0)

    weeks = [week(0), week(1, issued=5), week(2), week(3, issued=5), week(4)]

    assert forecast.full_weeks(weeks, until_on=date(2027, 2, 28)) == weeks[2:4]
    assert forecast.full_weeks(weeks, until_on=date(2027, 2, 27)) == weeks[2:3]
    assert forecast.full_weeks([week(0)], until_on=date(2027, 2, 28)) == []
