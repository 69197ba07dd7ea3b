"""Every day is sealed once, in order, whoever runs the job, when and how often."""

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.kernel.clock import end_of_day, start_of_day
from chalicelib.kernel.paging import Span
from chalicelib.ledger import move, seal, verify
from chalicelib.ledger.merkle import GENESIS
from chalicelib.ledger.model import Unit
from chalicelib.ledger.seal import SETTLED_HOURS
from chalicelib.ledger.seal_table import KeptSeal
from chalicelib.runtime.aws import client
from chalicelib.runtime.dynamodb import Transaction
from tests import builders as a

pytestmark = pytest.mark.usefixtures("aws")

FIRST = date(2027, 3, 1)
DAY, NIGHT = timedelta(days=1), timedelta(hours=SETTLED_HOURS)


def run(on: date) -> int:
    """Run the job in the night after a day."""
    return seal.days(at=end_of_day(on) + NIGHT)


def chain() -> list[KeptSeal]:
    return verify.seals(Span(100)).items[::-1]


def document(on: date) -> dict[str, Any]:
    body = client("s3").get_object(Bucket="seals", Key=f"seals/{on}.json")["Body"].read()
    content: dict[str, Any] = json.loads(body)
    return content


def posted(at: datetime) -> None:
    """A movement with two entries."""
    with Transaction() as writes:
        move.endow(
            writes,
            programme_id=f"programme-{a.number()}",
            funder_id="funder",
            units=1,
            unit=Unit.CENTS,
            by="me",
            at=at,
        )


def test_a_day_is_sealed_with_all_its_entries() -> None:
    posted(a.NOW)

    assert run(FIRST) == 1
    [kept] = chain()
    assert (kept.seal.day, kept.seal.entries, kept.seal.previous) == (FIRST, 2, GENESIS)


def test_the_document_lists_the_entries_in_the_order_of_time() -> None:
    posted(a.NOW + timedelta(hours=1))
    posted(a.NOW)
    run(FIRST)

    places = [(one["position"], one["account_id"]) for one in document(FIRST)["entries"]]
    assert places == sorted(places)
    assert len(places) == 4


def test_a_seal_takes_in_the_one_before_it() -> None:
    posted(a.NOW)
    run(FIRST)
    posted(a.NOW + DAY)
    run(FIRST + DAY)

    first, second = chain()
    assert second.seal.previous == first.hash == first.seal.hash


def test_a_day_without_entries_is_sealed_too() -> None:
    posted(a.NOW)
    run(FIRST + 2 * DAY)

    assert [kept.seal.entries for kept in chain()] == [2, 0, 0]


def test_before_the_first_entry_there_is_nothing_to_seal() -> None:
    assert run(FIRST) == 0
    assert chain() == []


def test_a_day_is_not_sealed_while_its_last_entries_may_be_on_their_way() -> None:
    posted(a.NOW)

    assert seal.days(at=end_of_day(FIRST) + NIGHT - timedelta(seconds=1)) == 0


def test_an_entry_belongs_to_its_italian_day() -> None:
    midnight = start_of_day(FIRST + DAY)
    posted(midnight - timedelta(microseconds=1))
    posted(midnight)
    run(FIRST + DAY)

    assert [kept.seal.entries for kept in chain()] == [2, 2]


def test_run_twice_a_day_is_sealed_once() -> None:
    posted(a.NOW)
    run(FIRST)
    before = chain()

    assert run(FIRST) == 0
    assert chain() == before


def test_run_late_the_seals_are_those_of_a_punctual_job() -> None:
    for number in range(3):
        posted(a.NOW + number * DAY)
    run(FIRST + 2 * DAY)
    late = [kept.hash for kept in chain()]
    for kept in chain():
        client("dynamodb").delete_item(TableName="ledger", Key={"pk": {"S": "seals"}, "sk": {"S": f"{kept.seal.day}"}})
    for number in range(3):
        run(FIRST + number * DAY)

    assert [kept.hash for kept in chain()] == late


def test_of_two_runs_at_once_one_seals_and_both_go_on() -> None:
    posted(a.NOW)
    events = client("dynamodb").meta.events
    began: list[bool] = []

    def meanwhile(**_: object) -> None:
        if not began:
            began.append(True)
            assert run(FIRST + DAY) == 2

    events.register("before-call.dynamodb.TransactWriteItems", meanwhile)
    assert run(FIRST + DAY) == 2
    events.unregister("before-call.dynamodb.TransactWriteItems", meanwhile)

    assert [kept.seal.day for kept in chain()] == [FIRST, FIRST + DAY]
    assert verify.days(FIRST, FIRST + DAY).findings == []


def test_a_run_that_ended_between_document_and_seal_is_made_up_for() -> None:
    posted(a.NOW)
    events = client("dynamodb").meta.events

    def killed(**_: object) -> None:
        raise KeyboardInterrupt

    events.register("before-call.dynamodb.TransactWriteItems", killed)
    with pytest.raises(KeyboardInterrupt):
        run(FIRST)
    events.unregister("before-call.dynamodb.TransactWriteItems", killed)

    assert run(FIRST) == 1
    assert verify.days(FIRST, FIRST).findings == []


@pytest.mark.parametrize(
    ("first", "changes"),
    [(date(2027, 3, 15), date(2027, 3, 28)), (date(2027, 10, 15), date(2027, 10, 31)), (date(2028, 2, 15), None)],
    ids=["to summer time", "to winter time", "29 February"],
)
def test_a_month_of_seals_is_one_chain(first: date, changes: date | None) -> None:
    for number in range(31):
        on = first + number * DAY
        for hour in (0, 2, 3, 12, 22) if on == changes else (12,):
            posted(start_of_day(on) + timedelta(hours=hour))
    last = first + 30 * DAY

    assert run(last) == 31
    assert [kept.seal.day for kept in chain()] == [first + number * DAY for number in range(31)]
    assert {kept.seal.day: kept.seal.entries for kept in chain()}.get(changes or first) == (10 if changes else 2)
    assert verify.days(first, last).findings == []


def test_the_days_sealed_are_a_metric(capsys: pytest.CaptureFixture[str]) -> None:
    posted(a.NOW)
    capsys.readouterr()

    run(FIRST + DAY)

    (metric,) = [line for line in capsys.readouterr().out.splitlines() if "DaysSealed" in line]
    assert json.loads(metric)["DaysSealed"] == [2.0]
