"""A month of own money in the provider's books."""

from datetime import UTC, datetime

import pytest

from chalicelib.payments import export
from chalicelib.payments.model import Way
from chalicelib.runtime import sheets
from tests import builders as a
from tests.integration.payments.scenes import Till

pytestmark = pytest.mark.usefixtures("aws")


def lines(till: Till, month: str = "2027-03") -> list[list[str]]:
    """The rows of a month's file."""
    content = sheets.csv(export._sheet(till.coop.id, month, a.NOW)).decode("utf-8-sig")
    return [line.split(";") for line in content.splitlines()[1:]]


def test_a_file_has_a_line_for_each_receipt_and_refund() -> None:
    till = Till()
    till.receive(5_00, Way.CARD)
    till.receive(15_00)
    till.cancel()
    till.refund(15_00)

    assert sorted((line[1], line[2], line[3]) for line in lines(till)) == [
        ("incasso", "carta", "5,00"),
        ("incasso", "contanti", "15,00"),
        ("rimborso", "contanti", "-15,00"),
    ]


def test_a_line_names_nobody_by_more_than_a_given_name() -> None:
    till = Till()
    till.receive(20_00)
    [line] = lines(till)

    assert line[7] == till.holder.given_name
    assert till.holder.family_name not in ";".join(line)


def test_a_month_is_one_of_the_italian_calendar() -> None:
    till = Till()
    last_instant = datetime(2027, 3, 31, 21, 59, 59, 999999, tzinfo=UTC)  # summer time since 28 March
    for at in (last_instant, datetime(2027, 3, 31, 22, tzinfo=UTC)):
        till.receive(1_00, at=at)

    assert (len(lines(till)), len(lines(till, "2027-04"))) == (1, 1)


def test_another_cooperative_has_a_file_of_its_own() -> None:
    till, other = Till(), Till()
    till.receive(20_00)

    assert lines(other) == []
