"""What auditors and finance officers see over HTTP, and what they cannot do."""

import json
from datetime import timedelta
from typing import Any

import pytest

import app
from chalicelib.controls import reconcile, track
from chalicelib.controls.model import Difference, Subject
from chalicelib.kernel.caller import Role
from chalicelib.kernel.clock import end_of_day, local_day
from chalicelib.ledger import seal
from tests import builders as a
from tests.builders import Scene
from tests.integration.controls.tamper import change, items

pytestmark = pytest.mark.usefixtures("aws")

Json = dict[str, Any]
TODAY = local_day(a.NOW).isoformat()


def call(
    method: str,
    resource: str,
    *,
    role: Role = Role.AUDITOR,
    body: Json | None = None,
    query: dict[str, str] | None = None,
    case_id: str = "",
) -> tuple[int, Json]:
    """Status and body of what the handler answers to a member of the staff."""
    path = resource.replace("{case_id}", case_id)
    event = {
        "resource": resource,
        "path": path,
        "httpMethod": method,
        "headers": {
            "Host": "api.example.org",
            "Content-Type": "application/json",
            "Accept-Language": "en",
            "Idempotency-Key": f"key-{a.number()}",
        },
        "multiValueQueryStringParameters": {name: [value] for name, value in (query or {}).items()} or None,
        "pathParameters": {"case_id": case_id} if case_id else {},
        "stageVariables": None,
        "isBase64Encoded": False,
        "body": json.dumps(body) if body is not None else None,
        "requestContext": {
            "resourcePath": resource,
            "httpMethod": method,
            "path": f"/api{path}",
            "requestId": "11111111-2222-3333-4444-555555555555",
            "identity": {"sourceIp": "192.0.2.1"},
            "authorizer": {"claims": {"username": "rita", "cognito:groups": str(role)}},
        },
    }
    answer = app.app(event, None)
    return answer["statusCode"], json.loads(answer["body"])


def booked() -> Scene:
    scene = a.scene(granted=100_00, price_cents=2000)
    a.book(scene.person, scene.session, scene.voucher)
    return scene


def sealed() -> Scene:
    scene = booked()
    seal.days(at=end_of_day(local_day(a.NOW)) + timedelta(hours=4))
    return scene


def case_id() -> str:
    difference = Difference(Subject.ACCOUNT, "voucher:v", "available", 2, 1, ("entry m",))
    track.cases([difference], at=a.NOW)
    return difference.case_id


def test_an_auditor_lists_the_open_cases() -> None:
    opened = case_id()

    status, answer = call("GET", "/v1/cases")

    assert (status, [one["id"] for one in answer["items"]], answer["next"]) == (200, [opened], None)


def test_cases_in_another_state_are_asked_for() -> None:
    case_id()

    assert call("GET", "/v1/cases", query={"state": "closed"})[1]["items"] == []
    assert call("GET", "/v1/cases", query={"state": "lost"})[0] == 422


def test_an_auditor_sees_a_case_with_its_evidence() -> None:
    status, answer = call("GET", "/v1/cases/{case_id}", case_id=case_id())

    assert (status, answer["evidence"], answer["owner"]) == (200, ["entry m"], "finance_officer")


def test_a_finance_officer_takes_charge_of_a_case() -> None:
    body = {"state": "assigned", "reason": "lo guardo io"}

    status, answer = call(
        "POST", "/v1/cases/{case_id}/changes", role=Role.FINANCE_OFFICER, case_id=case_id(), body=body
    )

    assert (status, answer["state"], answer["owner"]) == (201, "assigned", "rita")


def test_an_auditor_changes_no_case() -> None:
    body = {"state": "assigned", "reason": "lo guardo io"}

    assert call("POST", "/v1/cases/{case_id}/changes", case_id=case_id(), body=body)[0] == 403


def test_a_case_that_is_open_is_not_closed_before_somebody_has_it() -> None:
    body = {"state": "closed", "reason": "via"}

    status, answer = call(
        "POST", "/v1/cases/{case_id}/changes", role=Role.FINANCE_OFFICER, case_id=case_id(), body=body
    )

    assert (status, answer["code"]) == (409, "case_state_conflict")


def test_an_auditor_reads_the_chain_of_seals() -> None:
    sealed()

    status, answer = call("GET", "/v1/seals")

    [line] = answer["items"]
    assert (status, line["day_on"], line["entries"], line["previous"]) == (200, TODAY, 5, "0" * 64)


def test_an_auditor_verifies_days_without_trusting_anybody() -> None:
    scene = sealed()
    entry = items(f"entries#{scene.voucher.account_id}")[0]
    change(entry, by="nobody")

    status, answer = call("POST", "/v1/seals/verification", body={"from_on": TODAY, "to_on": TODAY})

    [finding] = answer["findings"]
    assert (status, answer["days"], answer["entries"]) == (200, 1, 5)
    assert (finding["kind"], finding["account_id"]) == ("changed", scene.voucher.account_id)


def test_too_many_days_are_refused_with_what_would_help() -> None:
    status, answer = call("POST", "/v1/seals/verification", body={"from_on": "2027-01-01", "to_on": "2027-12-31"})

    assert (status, answer["code"], answer["remedy"]) == (409, "verification_too_large", "Choose fewer days.")


@pytest.mark.parametrize(
    ("from_on", "to_on"), [("2027-03-02", "2027-03-01"), ("0001-01-01", "0001-01-01"), ("9999-12-31", "9999-12-31")]
)
def test_days_without_a_seal_have_nothing_to_verify(from_on: str, to_on: str) -> None:
    sealed()

    status, answer = call("POST", "/v1/seals/verification", body={"from_on": from_on, "to_on": to_on})

    assert (status, answer["days"], answer["findings"]) == (200, 0, [])


def test_an_auditor_asks_what_any_account_had_at_any_instant() -> None:
    scene = booked()

    def stood(account_id: str, at: str) -> tuple[int, int]:
        status, answer = call("GET", "/v1/ledger/past-balance", query={"account_id": account_id, "at": at})
        assert status == 200
        return answer["available"], answer["held"]

    assert stood(scene.voucher.account_id, "2027-03-01T09:00:00Z") == (80_00, 20_00)
    assert stood(scene.voucher.account_id, "2027-03-01T08:59:59Z") == (0, 0)
    assert stood(f"fund:{scene.voucher.programme_id}", "2027-03-01T09:00:00Z") == (9_900_00, 0)


def test_an_account_that_is_not_there_is_not_found() -> None:
    query = {"account_id": "voucher:none", "at": "2027-03-01T09:00:00Z"}

    assert call("GET", "/v1/ledger/past-balance", query=query)[0] == 404


@pytest.mark.parametrize("account_id", ["", "voucher", "voucher:", "VOUCHER:x", "voucher:x#y", "a:b:c:d"])
def test_what_is_no_account_is_refused_by_its_shape(account_id: str) -> None:
    query = {"account_id": account_id, "at": "2027-03-01T09:00:00Z"}

    assert call("GET", "/v1/ledger/past-balance", query=query)[0] == 422


@pytest.mark.parametrize("resource", ["/v1/cases", "/v1/seals"])
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.AUDITOR, Role.FINANCE_OFFICER}))
def test_nobody_else_looks_into_the_controls(resource: str, role: Role) -> None:
    assert call("GET", resource, role=role)[0] == 403


def test_what_a_case_tells_names_nobody() -> None:
    scene = booked()
    change(items(f"account#{scene.voucher.account_id}")[0], available=1)
    reconcile.changes(at=end_of_day(local_day(a.NOW)) + timedelta(hours=4))

    told = json.dumps(call("GET", "/v1/cases")[1])
    assert scene.voucher.account_id in told
    assert not [word for word in (scene.person.id, scene.person.given_name, scene.person.family_name) if word in told]
