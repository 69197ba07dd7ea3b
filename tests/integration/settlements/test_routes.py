"""The way of a settlement over HTTP, as its people go it."""

import json
from typing import Any
from urllib.parse import parse_qsl

import pytest
import time_machine

import app
from chalicelib.kernel.caller import Caller
from tests import builders as a
from tests.integration.settlements.scenes import DEBTOR_IBAN, IBAN, IN_APRIL, MARCH, District

pytestmark = pytest.mark.usefixtures("aws")


def call(method: str, resource: str, by: Caller, body: object = None, **path: str) -> Any:
    """What the handler answers to a member of the staff; what is asked for stands after the resource."""
    resource, _, asked = resource.partition("?")
    event = {
        "resource": resource,
        "path": resource.format(**path),
        "httpMethod": method,
        "headers": {"Content-Type": "application/json", "Idempotency-Key": f"key-{a.number()}"},
        "multiValueQueryStringParameters": {name: [value] for name, value in parse_qsl(asked)} or None,
        "pathParameters": path,
        "stageVariables": None,
        "isBase64Encoded": False,
        "body": json.dumps(body),
        "requestContext": {
            "resourcePath": resource,
            "httpMethod": method,
            "requestId": "11111111-2222-3333-4444-555555555555",
            "identity": {"sourceIp": "192.0.2.1"},
            "authorizer": {"claims": {"username": by.account_id, "cognito:groups": " ".join(by.roles)}},
        },
    }
    answer = app.app(event, None)
    assert answer["statusCode"] < 300, answer["body"]
    return json.loads(answer["body"])


def test_a_settlement_goes_its_whole_way_over_http() -> None:
    district = District()
    booking = district.deliver()
    one = "/v1/settlements/{settlement_id}"
    with time_machine.travel(IN_APRIL, tick=False):
        bank = "/v1/providers/{provider_id}/bank-accounts"
        call("POST", bank, district.officer, {"iban": IBAN}, provider_id=district.coop.id)
        wish = {"provider_id": district.coop.id, "month": MARCH}
        issued = call("POST", "/v1/settlements", district.officer, wish)
        key = {"settlement_id": issued["id"]}
        [row] = call("GET", f"{one}/rows", district.manager, **key)["items"]
        contest = {"movement_id": row["movement_id"], "reason": "Erano due ore"}
        call("POST", f"{one}/contests", district.manager, contest, **key)
        resolution = {"movement_id": row["movement_id"], "verdict": "stands", "reason": "Una"}
        call("POST", f"{one}/resolutions", district.officer, resolution, **key)
        approval = {"debtor_name": "Ufficio di Piano", "debtor_iban": DEBTOR_IBAN, "execute_on": "2027-04-20"}
        call("POST", f"{one}/approval", district.finance, approval, **key)
        file = call("POST", f"{one}/files", district.finance, {"format": "sepa"}, **key)
        paid = call("POST", f"{one}/payment", district.finance, {"reason": "Mandato 12"}, **key)
        differences = call("GET", f"{one}/differences", district.finance, **key)["items"]
        steps = call("GET", f"{one}/steps", district.manager, **key)["items"]
        listed = call("GET", "/v1/settlements", district.manager)["items"]
        seen = call("GET", one, district.manager, **key)

    assert (row["title"], row["cents"], "booking_id" in row) == (booking.title, 20_00, False)
    assert (issued["number"], issued["state"], paid["state"]) == ("2027/0001", "issued", "paid")
    assert (paid["total_cents"], len(file["sha256"]), differences) == (20_00, 64, [])
    assert len(steps) == 5
    assert listed == [seen] == [paid]
