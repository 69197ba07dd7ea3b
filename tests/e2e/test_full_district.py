"""What a booking costs, counted in calls and units: the same in an empty district and in a full one."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from chalicelib.kernel import clock
from chalicelib.runtime import aws
from chalicelib.runtime.settings import settings
from tests import builders as a
from tests.conftest import TABLES
from tests.e2e import units
from tests.e2e.conftest import deployed, manned
from tests.e2e.fleet import Answer, Ask, Fleet

UNITS_MAX = 20
FEW, MANY = 10, 100_000
MEASURED = Path(__file__).parents[2] / "build" / "booking-cost.json"


def booked(fleet: Fleet) -> Answer:
    """A booking with one voucher: only its own request is counted, not the quote."""
    now = clock.now()
    holder = a.person()
    voucher = a.voucher(holder, under=a.programme(at=now), at=now)
    session = a.session(starts_at=a.soon(), at=now)
    asked = {"session_id": session.id, "person_id": holder.id, "voucher_id": voucher.id}
    token = fleet.ask(Ask("POST", "/v1/quotes", asked, holder.id, ("citizen",))).body["token"]
    headers = {"Idempotency-Key": "one"}
    return fleet.ask(Ask("POST", "/v1/bookings", {"quote_token": token}, holder.id, ("citizen",), headers))


def cost(answer: Answer) -> dict[str, Any]:
    """The booking's calls and units, by AWS's rule and by what the engine says."""
    transaction = next(call for call in answer.calls if call["operation"] == "TransactWriteItems")
    logical_ids = {getattr(settings(), f"{name}_table"): f"{name.capitalize()}Table" for name in TABLES}
    writes = units.of_transaction(transaction["params"], logical_ids)
    return {
        "calls": [call["operation"] for call in answer.calls],
        "write_units": sum(write.units for write in writes),
        "write_units_engine": sum(table["CapacityUnits"] for table in transaction["capacity"]),
        "writes": [f"{write.operation} {write.item} {write.size_bytes} B +{write.indexes} indexes" for write in writes],
    }


def fill(count: int) -> None:
    """Put so many more bookings, vouchers and sessions into the tables."""
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(_fill_batch, range(0, count, 8)))


def _fill_batch(first: int) -> None:
    rows: dict[str, list[dict[str, Any]]] = {
        settings().bookings_table: [],
        settings().vouchers_table: [],
        settings().catalogue_table: [],
    }
    for number in range(first, first + 8):
        text = {"S": f"2027-01-{number % 28 + 1:02d}T00:00:00.000000Z"}
        rows[settings().bookings_table].append(
            _row(f"booking#filler-{number}", "booking", person_id={"S": f"filler-{number % 997}"}, starts_at=text)
        )
        rows[settings().vouchers_table].append(
            _row(f"voucher#filler-{number}", "voucher", person_id={"S": f"filler-{number % 997}"}, expires_on=text)
        )
        rows[settings().catalogue_table].append(
            _row(f"session#filler-{number}", "session", offering_id={"S": f"filler-{number % 997}"}, starts_at=text)
        )
    aws.client("dynamodb").batch_write_item(
        RequestItems={table: [{"PutRequest": {"Item": item}} for item in items] for table, items in rows.items()}
    )


def _row(pk: str, sk: str, **attributes: dict[str, str]) -> dict[str, Any]:
    return {"pk": {"S": pk}, "sk": {"S": sk}, **attributes}


@pytest.fixture(scope="module")
def costs() -> dict[int, dict[str, Any]]:
    """The same booking measured with few rows in the tables and with many, on an AWS that nothing else uses."""
    measured = {}
    with deployed() as district, manned(district, size=1) as fleet:
        for rows in (FEW, MANY):
            fill(rows)
            measured[rows] = cost(booked(fleet))
    MEASURED.write_text(json.dumps(measured, indent=2) + "\n")
    return measured


def test_a_booking_is_one_read_and_one_transaction(
    costs: dict[int, dict[str, Any]], show: Callable[[str], None]
) -> None:
    for rows, one in costs.items():
        show(f"a booking among {rows} bookings, vouchers and sessions: {json.dumps(one)}")
    assert costs[MANY]["calls"] == ["BatchGetItem", "TransactWriteItems"]


def test_a_booking_writes_at_most_twenty_units(costs: dict[int, dict[str, Any]]) -> None:
    assert costs[MANY]["write_units"] <= UNITS_MAX


def test_the_engine_reports_no_more_than_the_rule(costs: dict[int, dict[str, Any]]) -> None:
    # MiniStack leaves out the second index of a transaction; more than the rule would mean that we count wrongly.
    assert costs[MANY]["write_units_engine"] <= costs[MANY]["write_units"]


def test_a_full_district_costs_what_an_empty_one_does(costs: dict[int, dict[str, Any]]) -> None:
    few, many = ({name: one[name] for name in ("calls", "write_units", "write_units_engine")} for one in costs.values())
    assert few == many
