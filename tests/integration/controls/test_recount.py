"""A settlement that says something else than the ledger is found by the weekly control, and the row is named."""

import json

import pytest

from chalicelib.controls import recount, survey
from chalicelib.controls.model import Subject
from chalicelib.runtime.aws import client
from chalicelib.settlements import archive, verify
from chalicelib.settlements.model import Settlement
from tests import cloud
from tests.integration.settlements.scenes import IN_APRIL, District

pytestmark = pytest.mark.usefixtures("aws")


def settled() -> tuple[District, Settlement]:
    district = District()
    district.deliver()
    return district, district.issue()


def tampered() -> Settlement:
    """A settlement whose one row was made to cost a cent."""
    _, settlement = settled()
    document = json.loads(archive.raw(settlement) or b"")
    document["rows"][0]["cents"] = 1
    name = f"settlements/{settlement.id}/{settlement.revision}-{settlement.sha256}.json"
    client("s3").put_object(Bucket="reports", Key=name, Body=json.dumps(document).encode())
    return settlement


def movements(settlement: Settlement) -> list[str]:
    document = json.loads(archive.raw(settlement) or b"")
    return [row["movement_id"] for row in document["rows"]]


def surveyed() -> list[dict[str, object]]:
    survey_id = survey.begin(at=IN_APRIL)
    while waiting := cloud.steps():
        for body in waiting:
            survey.step(body, at=IN_APRIL)
    kept = client("s3").get_object(Bucket="reports", Key=f"reconciliation/whole/{survey_id}.json")
    differences: list[dict[str, object]] = json.loads(kept["Body"].read())["differences"]
    return differences


def test_honest_settlements_are_silent() -> None:
    district, settlement = settled()
    district.pay(district.approve(district.acknowledge(settlement)))

    assert recount.settlements() == []


def test_a_row_changed_is_named_with_what_it_should_say() -> None:
    settlement = tampered()
    [row] = movements(settlement)

    [found] = [one for one in recount.settlements() if one.what.startswith("row ")]

    assert (found.subject, found.subject_id) == (Subject.SETTLEMENT, settlement.id)
    assert (found.what, found.recorded, found.recomputed) == (f"row cents {row}", 1, 20_00)


def test_the_weekly_control_finds_it_once_whatever_part_it_is_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(survey, "SEGMENTS", 3)
    settlement, other = tampered(), settled()[1]
    [row] = movements(settlement)

    found = surveyed()

    assert [one["subject_id"] for one in found if one["what"] == f"row cents {row}"] == [settlement.id]
    assert [one for one in found if one["subject_id"] == other.id] == []


def test_what_was_put_right_meanwhile_is_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    tampered()
    looks = iter([verify.everything(), []])
    monkeypatch.setattr(verify, "everything", lambda part, parts: next(looks))

    assert recount.settlements() == []
