"""Each week everything is read, compared and verified, in steps that may be taken in any order and more than once."""

import json
import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.controls import gather, reconcile, survey, table
from chalicelib.controls.books import Books
from chalicelib.controls.model import CaseState
from chalicelib.kernel.clock import end_of_day, local_day
from chalicelib.kernel.paging import Span
from chalicelib.ledger import seal
from chalicelib.runtime.aws import client
from tests import builders as a
from tests import cloud
from tests.integration.controls import story
from tests.integration.controls.story import Story
from tests.integration.controls.tamper import change, edit, items, put, remove

pytestmark = pytest.mark.usefixtures("aws")

SUNDAY = story.OVER + timedelta(days=3)


@pytest.fixture(autouse=True)
def few_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three segments show what sixteen would."""
    monkeypatch.setattr(survey, "SEGMENTS", 3)


def sealed(*, paid: bool = False) -> Story:
    told = story.told(paid=paid)
    seal.days(at=end_of_day(local_day(story.OVER)) + timedelta(hours=4))
    return told


def surveyed(*, times: int = 1, chance: random.Random | None = None) -> dict[str, Any]:
    """Begin a survey and take its steps until none waits; returns the report it keeps."""
    survey_id = survey.begin(at=SUNDAY)
    while waiting := cloud.steps():
        if chance:
            chance.shuffle(waiting)
        for body in waiting:
            for _ in range(times):
                survey.step(body, at=SUNDAY)
    return report(survey_id)


def report(survey_id: str) -> dict[str, Any]:
    kept = client("s3").get_object(Bucket="reports", Key=f"reconciliation/whole/{survey_id}.json")
    content: dict[str, Any] = json.loads(kept["Body"].read())
    return content


def named(content: dict[str, Any]) -> set[tuple[str, str]]:
    return {(one["subject_id"], one["what"]) for one in content["differences"]}


def first_hold(told: Story) -> dict[str, Any]:
    return next(one for one in items(f"entries#{told.voucher.account_id}") if one["kind"]["S"] == "hold")


def test_an_honest_ledger_is_silent() -> None:
    sealed()

    content = surveyed()

    assert content["differences"] == []
    everything = reconcile.everything(at=SUNDAY)
    assert (content["accounts"], content["entries"]) == (everything.accounts, everything.entries)
    assert content["bookings"] == everything.bookings


Spoil = Callable[[Story], None]
SPOILED: dict[str, Spoil] = {
    "an entry altered": lambda told: edit(first_hold(told), held_change=1),
    "an entry removed": lambda told: remove(first_hold(told)),
    "an entry doubled": lambda told: put(first_hold(told) | {"sk": {"S": first_hold(told)["sk"]["S"] + "#again"}}),
    "an entry misfiled": lambda told: change(first_hold(told), day_shard="elsewhere"),
    "a balance edited": lambda told: edit(items(f"account#{told.payable_id}")[0], due=1),
    "a booking without its hold": lambda told: put(
        items(f"booking#{told.standing.id}", "bookings")[0] | {"pk": {"S": "booking#invented"}}, "bookings"
    ),
    "a voucher of another size": lambda told: edit(
        items(f"voucher#{told.voucher.id}", "vouchers")[0], "vouchers", granted=1
    ),
    "a budget of another size": lambda told: edit(items("programmes", "programmes")[0], "programmes", budget=1),
}  # fmt: skip


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED.keys())
def test_whatever_one_reading_of_everything_finds_the_steps_find_too(spoil: Spoil) -> None:
    told = sealed()
    spoil(told)

    found = {(one.subject_id, one.what) for one in reconcile.everything(at=SUNDAY).differences}
    assert found
    assert found <= named(surveyed())


def test_what_was_tampered_with_after_its_day_was_sealed_is_named_too() -> None:
    told = sealed()
    hold = first_hold(told)
    change(hold, by="nobody")

    assert named(surveyed()) == {(f"{told.voucher.account_id} {hold['sk']['S']}", "changed")}


def test_each_difference_is_a_case() -> None:
    told = sealed()
    edit(items(f"account#{told.payable_id}")[0], due=1)

    surveyed()

    [case] = table.in_state(CaseState.OPEN, Span()).items
    assert (case.subject_id, case.what, case.recorded - case.recomputed) == (told.payable_id, "due", 1)


@pytest.mark.parametrize("seed", range(3))
def test_steps_taken_in_any_order_and_twice_come_to_the_same(seed: int) -> None:
    told = sealed()
    edit(items(f"account#{told.payable_id}")[0], due=1)
    once = surveyed()

    assert surveyed(times=2, chance=random.Random(seed)) == once
    assert len(table.in_state(CaseState.OPEN, Span()).items) == 1


def test_a_step_that_was_killed_before_it_was_noted_is_taken_again() -> None:
    sealed()
    survey_id = survey.begin(at=SUNDAY)
    first, *others = cloud.steps()
    events = client("dynamodb").meta.events

    def killed(**_: object) -> None:
        raise KeyboardInterrupt

    events.register("before-call.dynamodb.TransactWriteItems", killed)
    with pytest.raises(KeyboardInterrupt):
        survey.step(first, at=SUNDAY)
    events.unregister("before-call.dynamodb.TransactWriteItems", killed)
    waiting = [*others, first]
    while waiting:
        for body in waiting:
            survey.step(body, at=SUNDAY)
        waiting = cloud.steps()

    assert report(survey_id)["differences"] == []


def test_an_end_that_was_killed_is_told_when_its_last_step_comes_again(monkeypatch: pytest.MonkeyPatch) -> None:
    sealed()
    survey_id = survey.begin(at=SUNDAY)
    with monkeypatch.context() as patch:
        patch.setattr(survey, "_close", lambda *_: None)
        last = ""
        while waiting := cloud.steps():
            for last in waiting:
                survey.step(last, at=SUNDAY)

    survey.step(last, at=SUNDAY)

    assert report(survey_id)["differences"] == []


def test_money_that_moves_while_segments_are_read_is_no_difference() -> None:
    sealed()
    survey_id, late = survey.begin(at=SUNDAY), SUNDAY + timedelta(minutes=1)
    halfway, *others = cloud.steps()
    survey.step(halfway, at=late)
    a.voucher(a.person(), 10_00, under=a.programme(at=late), at=late)
    waiting = others
    while waiting:
        for body in waiting:
            survey.step(body, at=late)
        waiting = cloud.steps()

    assert report(survey_id)["differences"] == []


def test_findings_and_drift_are_metrics(capsys: pytest.CaptureFixture[str]) -> None:
    change(first_hold(sealed()), by="nobody")
    capsys.readouterr()

    surveyed()

    told = [json.loads(line) for line in capsys.readouterr().out.splitlines() if '"_aws"' in line]
    assert [one["VerificationFindings"] for one in told if "VerificationFindings" in one] == [[1.0]]
    assert [one["ReconciliationDrift"] for one in told if "ReconciliationDrift" in one] == [[1.0]]


def test_every_subject_falls_to_exactly_one_part() -> None:
    story.told()
    books = gather.everything(until_at=SUNDAY)
    parts = [books.part(number, 5) for number in range(5)]

    whole = Books()
    for part in parts:
        whole.absorb(part)
    assert whole == books
    assert sum(len(part.accounts) for part in parts) == len(books.accounts)


def test_a_survey_names_every_month_of_seals_once() -> None:
    from_on, to_on = a.NOW.date().replace(day=15), a.NOW.date().replace(month=6, day=2)
    months = survey.Survey("s", a.NOW, from_on, to_on).months()

    assert [(str(first), str(last)) for first, last in months] == [
        ("2027-03-15", "2027-03-31"),
        ("2027-04-01", "2027-04-30"),
        ("2027-05-01", "2027-05-31"),
        ("2027-06-01", "2027-06-02"),
    ]


def test_before_anything_was_sealed_there_is_nothing_to_verify() -> None:
    assert surveyed()["differences"] == []


def test_what_was_paid_without_a_settlement_is_named() -> None:
    told = sealed(paid=True)

    assert named(surveyed()) == {(told.payable_id, f"paid {told.programme.id}")}
