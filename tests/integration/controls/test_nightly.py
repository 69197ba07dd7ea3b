"""Each night what changed is compared: the cost follows the day, and nothing that was spoiled that day is missed."""

import json
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.bookings.model import Booking
from chalicelib.controls import gather, reconcile, track
from chalicelib.controls.books import Books
from chalicelib.controls.model import CaseState, Difference, Report, Subject
from chalicelib.controls.rules import Scope
from chalicelib.controls.table import in_state
from chalicelib.kernel.clock import end_of_day, local_day
from chalicelib.kernel.paging import Span
from chalicelib.runtime.aws import client
from tests import builders as a
from tests.builders import Scene
from tests.integration.controls import story
from tests.integration.controls.tamper import change, edit, items, put, remove

pytestmark = pytest.mark.usefixtures("aws")

DAY = timedelta(days=1)
TONIGHT = end_of_day(local_day(a.NOW)) + timedelta(hours=4)


def booked() -> tuple[Scene, Booking]:
    scene = a.scene(granted=100_00, price_cents=2000)
    return scene, a.book(scene.person, scene.session, scene.voucher).value


def found(report: Report) -> list[tuple[str, str]]:
    return [(one.subject_id, one.what) for one in report.differences]


def kept(name: str = "2027-03-02") -> dict[str, Any]:
    body = client("s3").get_object(Bucket="reports", Key=f"reconciliation/{name}.json")["Body"].read()
    content: dict[str, Any] = json.loads(body)
    return content


def test_night_after_night_an_honest_month_is_silent() -> None:
    story.told()

    for night in range((local_day(story.OVER) - local_day(a.NOW)).days + 1):
        assert reconcile.changes(at=TONIGHT + night * DAY).differences == []


def test_what_changed_that_day_is_looked_at() -> None:
    booked()

    report = reconcile.changes(at=TONIGHT)

    assert (report.accounts, report.entries, report.bookings) == (3, 5, 1)


def test_a_day_on_which_nothing_happened_costs_next_to_nothing() -> None:
    booked()
    calls: list[str] = []
    events = client("dynamodb").meta.events

    def called(model: Any, **_: object) -> None:
        calls.append(model.name)

    events.register("before-call.dynamodb", called)
    report = reconcile.changes(at=TONIGHT + 10 * DAY)
    events.unregister("before-call.dynamodb", called)

    assert (report.entries, calls.count("Scan")) == (0, 0)


@pytest.mark.parametrize("tally", ["available", "held", "captured"])
def test_an_edited_head_is_named(tally: str) -> None:
    scene, _ = booked()
    edit(items(f"account#{scene.voucher.account_id}")[0], **{tally: 1})

    assert (scene.voucher.account_id, tally) in found(reconcile.changes(at=TONIGHT))


def test_an_entry_that_was_doubled_is_named() -> None:
    scene, _ = booked()
    hold = next(one for one in items(f"entries#{scene.voucher.account_id}") if one["kind"]["S"] == "hold")
    put(hold | {"sk": {"S": hold["sk"]["S"] + "#again"}})

    what = f"entries of {scene.voucher.account_id}"
    assert (hold["movement_id"]["S"], what) in found(reconcile.changes(at=TONIGHT))


def test_a_movement_that_is_not_recorded_is_named() -> None:
    scene, _ = booked()
    hold = next(one for one in items(f"entries#{scene.voucher.account_id}") if one["kind"]["S"] == "hold")
    remove(items(f"movement#{hold['movement_id']['S']}")[0])

    assert found(reconcile.changes(at=TONIGHT)) == [(hold["movement_id"]["S"], "recorded")]


def test_a_booking_that_went_missing_is_named() -> None:
    scene, booking = booked()
    remove(items(f"booking#{booking.id}", "bookings")[0], "bookings")

    assert (booking.id, f"reserved on {scene.voucher.account_id}") in found(reconcile.changes(at=TONIGHT))


def test_a_booking_without_its_hold_is_named_before_it_is_delivered() -> None:
    scene, booking = booked()
    put(items(f"booking#{booking.id}", "bookings")[0] | {"pk": {"S": "booking#invented"}}, "bookings")
    reconcile.changes(at=TONIGHT)
    day_before = end_of_day(local_day(booking.starts_at) - DAY)

    report = reconcile.changes(at=day_before + timedelta(hours=4))

    assert ("invented", f"reserved on {scene.voucher.account_id}") in found(report)


def test_a_budget_that_says_something_else_is_named() -> None:
    scene, _ = booked()
    edit(items("programmes", "programmes")[0], "programmes", budget=1)

    assert found(reconcile.changes(at=TONIGHT)) == [(scene.voucher.programme_id, "budget")]


def test_run_late_it_looks_at_all_the_days_since_the_last_run() -> None:
    a.voucher(a.person())
    reconcile.changes(at=TONIGHT)
    late = a.NOW + 2 * DAY
    voucher = a.voucher(a.person(), under=a.programme(at=late), at=late)
    edit(items(f"account#{voucher.account_id}")[0], available=1)

    assert (voucher.account_id, "available") in found(reconcile.changes(at=TONIGHT + 6 * DAY))


def test_run_twice_it_finds_the_same() -> None:
    scene, _ = booked()
    edit(items(f"account#{scene.voucher.account_id}")[0], available=1)

    assert reconcile.changes(at=TONIGHT) == reconcile.changes(at=TONIGHT)
    assert len(in_state(CaseState.OPEN, Span(100)).items) == 2


def test_the_report_lands_in_the_bucket() -> None:
    scene, _ = booked()
    edit(items(f"account#{scene.voucher.account_id}")[0], granted=1)

    report = reconcile.changes(at=TONIGHT)

    told = kept()["differences"]
    assert {(one["subject_id"], one["what"]) for one in told} == set(found(report))
    assert (kept()["accounts"], kept()["entries"]) == (report.accounts, report.entries) == (3, 5)


def test_a_silent_report_lands_in_the_bucket_too() -> None:
    booked()

    reconcile.changes(at=TONIGHT)

    assert kept()["differences"] == []


def drift(capsys: pytest.CaptureFixture[str]) -> float:
    (metric,) = [line for line in capsys.readouterr().out.splitlines() if "ReconciliationDrift" in line]
    counted: float = json.loads(metric)["ReconciliationDrift"][0]
    return counted


def test_the_drift_is_a_metric(capsys: pytest.CaptureFixture[str]) -> None:
    scene, _ = booked()
    edit(items(f"account#{scene.voucher.account_id}")[0], granted=1)
    capsys.readouterr()

    reconcile.changes(at=TONIGHT)

    assert drift(capsys) == 2.0


def test_what_is_explained_raises_no_alarm_again(capsys: pytest.CaptureFixture[str]) -> None:
    scene, _ = booked()
    edit(items(f"account#{scene.voucher.account_id}")[0], granted=1)
    for one in reconcile.changes(at=TONIGHT).differences:
        change(items(f"case#{one.case_id}", "controls")[0], "controls", state="explained")
    capsys.readouterr()

    reconcile.changes(at=TONIGHT)

    assert drift(capsys) == 0.0


def test_what_only_looked_wrong_for_a_moment_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    scene, _ = booked()
    right = items(f"account#{scene.voucher.account_id}")[0]
    edit(right, available=1)
    read, readings = gather.some, []

    def settling(scope: Scope) -> Books:
        readings.append(read(scope))
        put(right)
        return readings[-1]

    monkeypatch.setattr(gather, "some", settling)

    assert reconcile.changes(at=TONIGHT).differences == []
    assert len(readings) == 2
    assert in_state(CaseState.OPEN, Span()).items == []


def test_one_difference_is_one_case_however_often_it_is_found() -> None:
    difference = Difference(Subject.ACCOUNT, "voucher:v", "available", 2, 1)

    assert [track.cases([difference], at=a.NOW + night * DAY) for night in range(3)] == [1, 1, 1]
    [case] = in_state(CaseState.OPEN, Span()).items
    assert (case.found_at, case.last_found_at) == (a.NOW, a.NOW + 2 * DAY)
