"""A settlement that was tampered with is found, and the row that differs is named; honest ones are silent."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.kernel.paging import Span
from chalicelib.runtime.aws import client
from chalicelib.settlements import archive, collect, read, verify
from chalicelib.settlements.archive import DocumentAltered
from chalicelib.settlements.model import Settlement
from chalicelib.settlements.verify import Difference
from tests import builders as a
from tests.integration.settlements.scenes import APRIL, IN_MAY, District, rows

pytestmark = pytest.mark.usefixtures("aws")

Document = dict[str, Any]


def settled() -> tuple[District, Settlement]:
    district = District()
    for on in (date(2027, 3, 10), date(2027, 3, 11)):
        district.deliver(on)
    return district, district.issue()


def name(settlement: Settlement) -> str:
    return f"settlements/{settlement.id}/{settlement.revision}-{settlement.sha256}.json"


def tamper(settlement: Settlement, change: Callable[[Document], object]) -> None:
    document: Document = json.loads(archive.raw(settlement) or b"")
    change(document)
    client("s3").put_object(Bucket="reports", Key=name(settlement), Body=json.dumps(document).encode())


def named(found: list[Difference]) -> set[tuple[str, str]]:
    return {(one.movement_id, one.what) for one in found if one.movement_id}


def items(table: str, prefix: str) -> list[dict[str, Any]]:
    found = client("dynamodb").scan(TableName=table)["Items"]
    return [item for item in found if item["pk"]["S"].startswith(prefix)]


def test_an_honest_settlement_is_silent() -> None:
    district, settlement = settled()
    district.pay(district.approve(district.acknowledge(settlement)))

    assert verify.settlement(settlement.id) == []
    assert verify.chain(a.FUNDER_ID, district.coop.id) == []


def test_a_month_later_the_ledger_gives_the_same_bytes() -> None:
    district, settlement = settled()
    booking = district.deliver(date(2027, 4, 10))
    district.refund(booking, 100, at=IN_MAY - timedelta(days=1))
    district.issue(APRIL, at=IN_MAY)

    assert archive.encoded(collect.document(settlement)) == archive.raw(settlement)


def test_a_row_changed_is_named_with_what_it_should_say() -> None:
    _, settlement = settled()
    row = rows(settlement)[1]

    tamper(settlement, lambda document: document["rows"][1].update(cents=99_00))

    found = [one for one in verify.settlement(settlement.id) if one.movement_id]
    assert found == [
        Difference(settlement.id, 1, row.programme_id, row.movement_id, "row cents", "9900", "2000"),
    ]


def test_a_row_removed_is_named() -> None:
    _, settlement = settled()
    row = rows(settlement)[0]

    tamper(settlement, lambda document: document["rows"].pop(0))

    assert named(verify.settlement(settlement.id)) == {(row.movement_id, "row")}


def test_a_row_doubled_is_named() -> None:
    _, settlement = settled()
    row = rows(settlement)[0]

    tamper(settlement, lambda document: document["rows"].append(document["rows"][0]))

    assert named(verify.settlement(settlement.id)) == {(row.movement_id, "row")}


def test_a_row_invented_is_named() -> None:
    _, settlement = settled()

    def invent(document: Document) -> None:
        document["rows"].append(document["rows"][0] | {"movement_id": "invented"})

    tamper(settlement, invent)

    assert named(verify.settlement(settlement.id)) == {("invented", "row")}


def test_a_sum_changed_is_found() -> None:
    _, settlement = settled()

    tamper(settlement, lambda document: document["parts"][0].update(cents=1))

    assert "document sums" in {one.what for one in verify.settlement(settlement.id)}


def test_a_document_that_cannot_be_read_is_found() -> None:
    _, settlement = settled()
    client("s3").put_object(Bucket="reports", Key=name(settlement), Body=b"{}")

    assert [one.what for one in verify.settlement(settlement.id)] == ["document"]


def test_a_document_that_is_gone_is_found() -> None:
    _, settlement = settled()
    client("s3").delete_object(Bucket="reports", Key=name(settlement))

    [found] = verify.settlement(settlement.id)
    assert (found.what, found.recorded, found.recomputed) == ("document", "nothing", settlement.sha256)


def test_a_document_that_was_changed_is_not_shown() -> None:
    district, settlement = settled()
    tamper(settlement, lambda document: document["rows"].pop(0))

    with pytest.raises(DocumentAltered):
        read.rows(settlement.id, None, Span(), by=district.officer)


def test_a_record_changed_is_found() -> None:
    _, settlement = settled()
    [item] = items("settlements", f"settlement#{settlement.id}")
    content = json.loads(item["content"]["S"])
    content["parts"][0]["cents"] = 1
    client("dynamodb").put_item(TableName="settlements", Item=item | {"content": {"S": json.dumps(content)}})

    assert [one.what for one in verify.settlement(settlement.id)] == ["settlement parts"]


def test_an_entry_of_the_ledger_that_was_changed_shows_in_its_settlement() -> None:
    district, settlement = settled()
    row = rows(settlement)[0]
    [item] = [one for one in items("ledger", f"entries#{district.payable}") if row.movement_id in one["sk"]["S"]]
    client("dynamodb").put_item(TableName="ledger", Item=item | {"due_change": {"N": "1"}})

    assert (row.movement_id, "row units") in named(verify.settlement(settlement.id))


def test_an_entry_written_back_in_time_is_settled_by_nobody_and_named() -> None:
    district, settlement = settled()
    row = rows(settlement)[0]
    [item] = [one for one in items("ledger", f"entries#{district.payable}") if row.movement_id in one["sk"]["S"]]
    late = item["sk"]["S"].replace(row.movement_id, "late")
    client("dynamodb").put_item(TableName="ledger", Item=item | {"sk": {"S": late}, "movement_id": {"S": "late"}})

    assert ("late", "times settled") in named(verify.chain(a.FUNDER_ID, district.coop.id))
    assert ("late", "row") in named(verify.settlement(settlement.id))


def test_a_payment_that_the_ledger_does_not_have_is_found() -> None:
    district, settlement = settled()
    district.pay(district.approve(district.acknowledge(settlement)))
    [head] = items("ledger", f"account#{district.payable}")
    client("dynamodb").put_item(TableName="ledger", Item=head | {"paid": {"N": "0"}})

    [found] = verify.chain(a.FUNDER_ID, district.coop.id)
    assert (found.what, found.recorded, found.recomputed) == ("paid", "0", "4000")
