"""Whatever is wrong with the books is found, named, reported, and left as it is."""

from typing import Any

import pytest

from chalicelib.bookings.model import Booking
from chalicelib.controls import reconcile
from chalicelib.controls.model import Difference, Subject
from chalicelib.kernel.caller import Role
from chalicelib.runtime.aws import client
from tests import builders as a
from tests.builders import Scene
from tests.integration.controls import story
from tests.integration.controls.tamper import Item, change, edit, items, put, remove

pytestmark = pytest.mark.usefixtures("aws")

ACCOUNT, BOOKING, ENTRY, MOVEMENT, PROGRAMME = (
    Subject.ACCOUNT,
    Subject.BOOKING,
    Subject.ENTRY,
    Subject.MOVEMENT,
    Subject.PROGRAMME,
)


def differences() -> list[Difference]:
    return reconcile.everything(at=story.OVER).differences


def head(account_id: str) -> Item:
    return items(f"account#{account_id}")[0]


def entry(account_id: str, kind: str) -> Item:
    """The first entry of a kind on an account."""
    return next(item for item in items(f"entries#{account_id}") if item["kind"]["S"] == kind)


def booked() -> tuple[Scene, Booking]:
    scene = a.scene(granted=100_00, price_cents=2000)
    return scene, a.book(scene.person, scene.session, scene.voucher).value


def booking_item(booking: Booking) -> Item:
    return items(f"booking#{booking.id}", "bookings")[0]


def test_an_eventful_month_on_an_honest_ledger_is_silent() -> None:
    story.told()
    a.staff(Role.PROVIDER_WORKER, "coop")

    assert differences() == []


def test_every_kind_of_movement_happens_in_the_story() -> None:
    story.told()

    kinds = {item["kind"]["S"] for item in items("movement#")}
    assert kinds == {
        "endow", "commit", "issue", "hold", "capture", "release", "refund", "settle", "transfer", "return", "lapse",
    }  # fmt: skip


def test_an_edited_balance_is_named_with_what_it_should_be() -> None:
    scene, _ = booked()
    account_id = scene.voucher.account_id
    edit(head(account_id), available=1)

    assert differences() == [
        Difference(ACCOUNT, account_id, "available", 80_01, 80_00),
        Difference(ACCOUNT, account_id, "conservation", 100_00, 100_01),
    ]


def test_every_amount_names_the_account_that_says_its_unit() -> None:
    scene, _ = booked()
    account_id, fund = scene.voucher.account_id, f"fund:{scene.voucher.programme_id}"
    edit(head(account_id), available=1)
    edit(head(fund), available=-5)

    assert {one.account_id for one in differences()} == {account_id, fund}


def test_an_edited_fund_is_named() -> None:
    scene, _ = booked()
    fund = f"fund:{scene.voucher.programme_id}"
    edit(head(fund), available=-5)

    assert differences() == [Difference(ACCOUNT, fund, "available", 9_899_95, 9_900_00)]


@pytest.mark.parametrize("bucket", ["due", "paid"])
def test_an_edited_payable_is_named(bucket: str) -> None:
    told = story.told()
    edit(head(told.payable_id), **{bucket: 1})

    assert [(one.subject_id, one.what) for one in differences()] == [(told.payable_id, bucket)]


@pytest.mark.parametrize("tally", ["granted", "captured", "lapsed", "returned", "transferred"])
def test_an_edited_counter_is_named_and_breaks_conservation(tally: str) -> None:
    scene, _ = booked()
    edit(head(scene.voucher.account_id), **{tally: 1})

    assert [one.what for one in differences()] == [tally, "conservation"]


def test_an_edited_use_of_a_cap_is_named() -> None:
    told = story.told()
    used = head(told.voucher.account_id)
    used["uses"]["M"]["month:2027-03"]["N"] = "1"
    put(used)

    [found] = differences()
    assert (found.subject_id, found.what, found.recorded) == (told.voucher.account_id, "use of month:2027-03", 1)


def test_an_entry_that_was_removed_is_missed_with_its_movement() -> None:
    scene, _ = booked()
    account_id = scene.voucher.account_id
    issue = entry(account_id, "issue")
    remove(issue)

    found = differences()
    assert Difference(ACCOUNT, account_id, "available", 80_00, -20_00) in found
    assert Difference(MOVEMENT, issue["movement_id"]["S"], "sum of entries", 0, -100_00) in found


def test_a_movement_whose_only_entry_was_removed_is_named() -> None:
    scene, _ = booked()
    hold = entry(scene.voucher.account_id, "hold")
    remove(hold)

    assert Difference(MOVEMENT, hold["movement_id"]["S"], "recorded", 1, 0) in differences()


def test_an_entry_that_is_there_twice_is_named_with_both_places() -> None:
    scene, _ = booked()
    account_id = scene.voucher.account_id
    issue = entry(account_id, "issue")
    put(issue | {"sk": {"S": issue["sk"]["S"] + "#again"}})

    found = differences()
    assert Difference(ACCOUNT, account_id, "available", 80_00, 180_00) in found
    [twice] = [one for one in found if one.what == f"entries of {account_id}"]
    assert (twice.subject_id, twice.recomputed) == (issue["movement_id"]["S"], 2)
    assert sum(account_id in line for line in twice.evidence) == 2


def test_an_entry_of_another_kind_than_its_movement_is_named() -> None:
    scene, _ = booked()
    hold = entry(scene.voucher.account_id, "hold")
    change(hold, kind="release")

    assert Difference(MOVEMENT, hold["movement_id"]["S"], "kind", 0, 1) in differences()


def test_an_entry_hidden_from_the_index_by_day_is_named() -> None:
    scene, _ = booked()
    issue = entry(scene.voucher.account_id, "issue")
    change(issue, day_shard="elsewhere")

    named = f"{scene.voucher.account_id} {issue['sk']['S']}"
    assert differences() == [Difference(ENTRY, named, "misfiled", 0, 1)]


def test_a_movement_that_is_not_recorded_is_named() -> None:
    scene, _ = booked()
    hold = entry(scene.voucher.account_id, "hold")
    remove(items(f"movement#{hold['movement_id']['S']}")[0])

    assert differences() == [Difference(MOVEMENT, hold["movement_id"]["S"], "recorded", 0, 1)]


def test_a_head_that_was_removed_is_missed() -> None:
    scene, _ = booked()
    account_id = scene.voucher.account_id
    remove(head(account_id))

    assert Difference(ACCOUNT, account_id, "available", 0, 80_00) in differences()


def test_a_booking_without_its_hold_is_named() -> None:
    scene, booking = booked()
    put(booking_item(booking) | {"pk": {"S": "booking#invented"}}, "bookings")

    account_id = scene.voucher.account_id
    assert differences() == [
        Difference(ACCOUNT, account_id, "held by bookings", 20_00, 40_00),
        Difference(BOOKING, "invented", f"reserved on {account_id}", 20_00, 0),
        Difference(BOOKING, "invented", f"held on {account_id}", 20_00, 0),
    ]


def test_a_hold_without_its_booking_is_named() -> None:
    scene, booking = booked()
    remove(booking_item(booking), "bookings")

    account_id = scene.voucher.account_id
    found = differences()
    assert Difference(BOOKING, booking.id, f"reserved on {account_id}", 0, 20_00) in found
    assert "there is no such booking" in found[-1].evidence


def test_a_booking_paid_by_a_voucher_that_never_was_is_named() -> None:
    _, booking = booked()
    invented = booking_item(booking) | {"pk": {"S": "booking#invented"}}
    invented["payments"]["L"][0]["M"]["voucher_id"] = {"S": "invented"}
    put(invented, "bookings")

    assert Difference(ACCOUNT, "voucher:invented", "held by bookings", 0, 20_00) in differences()


def test_a_booking_whose_amount_was_changed_is_named() -> None:
    scene, booking = booked()
    item = booking_item(booking)
    item["payments"]["L"][0]["M"]["amount"]["N"] = "1500"
    put(item, "bookings")

    assert Difference(BOOKING, booking.id, f"reserved on {scene.voucher.account_id}", 15_00, 20_00) in differences()


def test_a_booking_that_says_more_was_delivered_than_was_captured_is_named() -> None:
    told = story.told()
    change(booking_item(told.attended), "bookings", delivered_minutes=60)

    what = f"captured on {told.voucher.account_id}"
    assert Difference(BOOKING, told.attended.id, what, 20_00, 8_33) in differences()


def test_a_hold_that_was_resolved_twice_is_named() -> None:
    told = story.told()
    account_id = told.voucher.account_id
    release = entry(account_id, "release")
    instant = release["sk"]["S"].partition("#")[0]
    again = {"sk": {"S": f"{instant}#second"}, "movement_id": {"S": "second"}}
    put(release | again)
    put(items(f"movement#{release['movement_id']['S']}")[0] | {"pk": {"S": "movement#second"}})

    what = f"held on {account_id}"
    assert Difference(BOOKING, release["about"]["S"], what, 0, -20_00) in differences()


def test_a_voucher_that_says_more_was_granted_is_named() -> None:
    scene, _ = booked()
    edit(items(f"voucher#{scene.voucher.id}", "vouchers")[0], "vouchers", granted=1)

    assert differences() == [Difference(ACCOUNT, scene.voucher.account_id, "voucher", 100_01, 100_00)]


def test_a_voucher_of_another_programme_is_named_on_both() -> None:
    scene, other = booked()[0], a.programme()
    change(items(f"voucher#{scene.voucher.id}", "vouchers")[0], "vouchers", programme_id=other.id)

    assert {(one.subject_id, one.what) for one in differences()} == {
        (scene.voucher.programme_id, "accounts"),
        (other.id, "accounts"),
    }


def test_a_programme_that_says_more_was_given_is_named() -> None:
    scene, _ = booked()
    edit(items("programmes", "programmes")[0], "programmes", budget=1)

    assert differences() == [Difference(PROGRAMME, scene.voucher.programme_id, "budget", 10_000_01, 10_000_00)]


def test_nothing_is_repaired() -> None:
    scene, _ = booked()
    edit(head(scene.voucher.account_id), granted=1)
    before = items("")

    differences()

    assert items("") == before


def test_all_there_is_is_compared_in_four_calls() -> None:
    story.told()
    calls: list[str] = []
    events = client("dynamodb").meta.events

    def called(model: Any, **_: object) -> None:
        calls.append(model.name)

    events.register("before-call.dynamodb", called)
    differences()
    events.unregister("before-call.dynamodb", called)

    assert sorted(calls) == ["Query", "Scan", "Scan", "Scan"]


def test_what_a_booking_in_between_made_look_wrong_is_not_told() -> None:
    scene, _ = booked()
    right = head(scene.voucher.account_id)
    edit(right, available=1)
    events, scans = client("dynamodb").meta.events, []

    def settle(**_: object) -> None:
        scans.append(1)
        if len(scans) == 4:  # everything was read once, and does not agree: now it will
            put(right)

    events.register("before-call.dynamodb.Scan", settle)
    found = differences()
    events.unregister("before-call.dynamodb.Scan", settle)

    assert found == []
