"""Whatever is wrong with the books is found, named, reported, and left as it is."""

import json
from typing import Any

import pytest

from chalicelib.bookings import reconcile
from chalicelib.bookings.model import Booking
from chalicelib.kernel.caller import Role
from chalicelib.ledger.reconcile import Difference
from chalicelib.runtime.aws import client
from tests import builders as a
from tests.builders import Scene

pytestmark = pytest.mark.usefixtures("aws")

Item = dict[str, Any]


def differences() -> list[Difference]:
    return reconcile.ledger(at=a.NOW).differences


def report() -> Item:
    body = client("s3").get_object(Bucket="reports", Key="reconciliation/2027-03-01.json")["Body"].read()
    content: Item = json.loads(body)
    return content


def ledger(prefix: str) -> list[Item]:
    """The ledger's items under keys that begin so, in order."""
    items = client("dynamodb").scan(TableName="ledger")["Items"]
    return sorted((item for item in items if item["pk"]["S"].startswith(prefix)), key=lambda item: str(item["sk"]))


def issuing(account_id: str) -> Item:
    """The entry by which a voucher's account was granted its amount."""
    return next(item for item in ledger(f"entries#{account_id}") if item["kind"]["S"] == "issue")


def put(item: Item, table: str = "ledger") -> None:
    client("dynamodb").put_item(TableName=table, Item=item)


def remove(item: Item, table: str = "ledger") -> None:
    client("dynamodb").delete_item(TableName=table, Key={name: item[name] for name in ("pk", "sk")})


def edit(item: Item, **numbers: int) -> None:
    put(item | {name: {"N": str(int(item[name]["N"]) + number)} for name, number in numbers.items()})


def booked() -> tuple[Scene, Booking]:
    scene = a.scene(granted=100_00, price_cents=2000)
    return scene, a.book(scene.person, scene.session, scene.voucher).value


def test_healthy_books_are_silent() -> None:
    booked()
    a.staff(Role.PROVIDER_WORKER, "coop")

    assert differences() == []


def test_an_edited_balance_is_named_with_what_it_should_be() -> None:
    scene, _ = booked()
    account_id = scene.voucher.account_id
    edit(ledger(f"account#{account_id}")[0], available=1)

    assert differences() == [
        Difference(account_id, "available", 80_01, 80_00),
        Difference(account_id, "conservation", 100_00, 100_01),
    ]


def test_an_edited_fund_is_named() -> None:
    scene, _ = booked()
    fund = f"fund:{scene.voucher.programme_id}"
    edit(ledger(f"account#{fund}")[0], available=-5)

    assert differences() == [Difference(fund, "available", 9_899_95, 9_900_00)]


def test_an_edited_counter_breaks_conservation() -> None:
    scene, _ = booked()
    edit(ledger(f"account#{scene.voucher.account_id}")[0], granted=1)

    assert differences() == [Difference(scene.voucher.account_id, "conservation", 100_01, 100_00)]


def test_an_entry_that_was_removed_is_missed() -> None:
    scene, _ = booked()
    account_id = scene.voucher.account_id
    remove(issuing(account_id))

    assert differences() == [
        Difference(account_id, "available", 80_00, -20_00),
        Difference("ledger", "sum of all entries", 0, -100_00),
    ]


def test_an_entry_that_is_there_twice_is_found() -> None:
    scene, _ = booked()
    account_id = scene.voucher.account_id
    issue = issuing(account_id)
    put(issue | {"sk": {"S": issue["sk"]["S"] + "#again"}})

    assert differences() == [
        Difference(account_id, "available", 80_00, 180_00),
        Difference("ledger", "sum of all entries", 0, 100_00),
    ]


def test_a_head_that_was_removed_is_missed() -> None:
    scene, _ = booked()
    account_id = scene.voucher.account_id
    remove(ledger(f"account#{account_id}")[0])

    assert Difference(account_id, "available", 0, 80_00) in differences()


def booking_item(booking: Booking) -> Item:
    key = {"pk": {"S": f"booking#{booking.id}"}, "sk": {"S": "booking"}}
    item: Item = client("dynamodb").get_item(TableName="bookings", Key=key)["Item"]
    return item


def test_a_booking_without_its_hold_is_found() -> None:
    scene, booking = booked()
    put(booking_item(booking) | {"pk": {"S": "booking#invented"}}, "bookings")

    assert differences() == [Difference(scene.voucher.account_id, "held by bookings", 20_00, 40_00)]


def test_a_hold_without_its_booking_is_found() -> None:
    scene, booking = booked()
    remove(booking_item(booking), "bookings")

    assert differences() == [Difference(scene.voucher.account_id, "held by bookings", 20_00, 0)]


def test_a_booking_paid_by_a_voucher_that_never_was_is_found() -> None:
    _, booking = booked()
    invented = booking_item(booking) | {"pk": {"S": "booking#invented"}}
    invented["payments"]["L"][0]["M"]["voucher_id"] = {"S": "invented"}
    put(invented, "bookings")

    assert differences() == [Difference("voucher:invented", "held by bookings", 0, 20_00)]


def test_the_report_lands_in_the_bucket() -> None:
    scene, _ = booked()
    edit(ledger(f"account#{scene.voucher.account_id}")[0], granted=1)

    found = reconcile.ledger(at=a.NOW)

    (told,) = report()["differences"]
    assert (told["account_id"], told["what"]) == (scene.voucher.account_id, "conservation")
    assert (report()["accounts"], report()["entries"]) == (found.accounts, found.entries) == (3, 5)


def test_a_silent_report_lands_in_the_bucket_too() -> None:
    booked()

    reconcile.ledger(at=a.NOW)

    assert report()["differences"] == []


def test_the_drift_is_a_metric(capsys: pytest.CaptureFixture[str]) -> None:
    scene, _ = booked()
    edit(ledger(f"account#{scene.voucher.account_id}")[0], granted=1)
    capsys.readouterr()

    differences()

    (metric,) = [line for line in capsys.readouterr().out.splitlines() if "ReconciliationDrift" in line]
    assert json.loads(metric)["ReconciliationDrift"] == [1.0]


def test_nothing_is_repaired() -> None:
    scene, _ = booked()
    edit(ledger(f"account#{scene.voucher.account_id}")[0], granted=1)
    before = ledger("")

    differences()

    assert ledger("") == before


def test_what_a_booking_in_between_made_look_wrong_is_not_told() -> None:
    scene, _ = booked()
    right = ledger(f"account#{scene.voucher.account_id}")[0]
    edit(right, available=1)
    events, scans = client("dynamodb").meta.events, []

    def settle(**_: object) -> None:
        scans.append(1)
        if len(scans) == 3:  # bookings and ledger were read once, and do not agree: now they will
            put(right)

    events.register("before-call.dynamodb.Scan", settle)
    found = differences()
    events.unregister("before-call.dynamodb.Scan", settle)

    assert found == []
    assert len(scans) == 4
