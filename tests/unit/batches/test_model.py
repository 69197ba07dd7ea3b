"""What a batch is issued from is what was checked, in slices and groups that a transaction can hold."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.batches import model
from chalicelib.batches.model import SLICE_ROWS, Batch, Check, FileFormat, Row
from chalicelib.ledger.model import Unit
from chalicelib.programmes.award import Facts
from chalicelib.vouchers.issue import TOGETHER_MAX

AT = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
HOMES = st.lists(st.integers(min_value=0, max_value=8), max_size=SLICE_ROWS)


def batch(rows: int = 100) -> Batch:
    check = Check("c", AT, 3, lines=rows, rows=rows, total=5000, problems=0, file_sha256="", rows_sha256="")
    return Batch("b", "f", "p", Unit.CENTS, "Atto", FileFormat.CSV, 1, "me", AT, "", checked=check)


@given(HOMES)
def test_no_group_holds_two_rows_of_a_household_and_none_is_too_large(homes: list[int]) -> None:
    rows = [(Row(line, f"person{line}", 1, Facts()), f"home{home}") for line, home in enumerate(homes)]
    home_of = {row.line: home for row, home in rows}

    grouped = list(model.groups(rows, TOGETHER_MAX))

    assert sorted(row.line for group in grouped for row in group) == list(range(len(homes)))
    assert all(len(group) <= TOGETHER_MAX for group in grouped)
    assert all(len({home_of[row.line] for row in group}) == len(group) for group in grouped)


def test_a_slice_is_whole_groups_and_its_result_fits_a_transaction() -> None:
    assert SLICE_ROWS % TOGETHER_MAX == 0
    assert SLICE_ROWS + 1 <= 100


@pytest.mark.parametrize(("rows", "slices"), [(0, 0), (1, 1), (SLICE_ROWS, 1), (SLICE_ROWS + 1, 2), (10_000, 106)])
def test_slices_cover_every_row(rows: int, slices: int) -> None:
    assert batch(rows).slices == slices


def test_the_slices_without_a_result_wait_in_order() -> None:
    assert batch(4 * SLICE_ROWS).waiting({0, 2}) == [1, 3]


def test_a_line_becomes_one_voucher_and_no_other_lines() -> None:
    ids = [batch().voucher_id(line) for line in range(1, 100)]

    assert ids == [batch().voucher_id(line) for line in range(1, 100)]
    assert len(set(ids)) == 99


@pytest.mark.parametrize(("rows", "total"), [(99, 5000), (100, 4999), (0, 0)])
def test_what_was_not_shown_is_not_committed(rows: int, total: int) -> None:
    assert [one.code for one in batch().why_not_commit(rows=rows, total=total)] == ["batch_not_as_checked"]


def test_what_was_shown_is_committed() -> None:
    assert batch().why_not_commit(rows=100, total=5000) + batch().why_not_issue(programme_version=3, at=AT) == []


@pytest.mark.parametrize(
    ("rows", "version", "days", "code"),
    [(0, 3, 0, "nothing_to_issue"), (1, 4, 0, "batch_outdated"), (1, 3, 21, "batch_expired")],
)
def test_an_empty_outdated_or_old_check_is_not_issued(rows: int, version: int, days: int, code: str) -> None:
    why = batch(rows).why_not_issue(programme_version=version, at=AT + timedelta(days=days))

    assert [one.code for one in why] == [code]
