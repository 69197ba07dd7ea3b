"""Schedules over HTTP, as a manager and a family use them."""

import json
from datetime import date
from typing import Any

import pytest
import time_machine

import app
from chalicelib.catalogue.model import PriceUnit
from chalicelib.kernel.caller import Caller
from tests import builders as a
from tests.integration.schedules.scenes import Cooperative

pytestmark = pytest.mark.usefixtures("aws")

MARCH_8 = date(2027, 3, 8)
WEEK = {
    "hours": [{"weekday": "monday", "from_time": "16:00", "to_time": "18:00"}],
    "places_max": 1,
    "session_minutes": 60,
}


def call(method: str, resource: str, by: Caller, body: object = None, status: int = 0, /, **path: str) -> Any:
    """What the handler answers."""
    event = {
        "resource": resource,
        "path": resource.format(**path),
        "httpMethod": method,
        "headers": {"Content-Type": "application/json", "Idempotency-Key": f"key-{a.number()}"},
        "multiValueQueryStringParameters": None,
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
    assert answer["statusCode"] == status if status else answer["statusCode"] < 300, answer["body"]
    return json.loads(answer["body"])


@time_machine.travel(a.NOW, tick=False)
def test_a_schedule_goes_its_whole_way_over_http() -> None:
    coop = Cooperative()
    by, offering = coop.manager, {"offering_id": coop.offering.id}
    wanted = {"kind": "slots", "title": "Lunedì", "from_on": "2027-03-01", "pattern": WEEK}

    told = call("POST", "/v1/offerings/{offering_id}/schedule-previews", by, wanted, **offering)
    made = call("POST", "/v1/offerings/{offering_id}/schedules", by, wanted, **offering)
    key = {"schedule_id": made["id"]}
    a.book(a.person(), coop.sessions(MARCH_8)[0])
    change = {"closures": [{"from_on": "2027-03-08", "to_on": "2027-03-08", "reason": "ferie"}]}
    plan = call("POST", "/v1/schedules/{schedule_id}/change-plans", by, change, **key)
    refused = call("POST", "/v1/schedules/{schedule_id}/changes", by, change | {"digest": "a" * 24}, 409, **key)
    changed = call("POST", "/v1/schedules/{schedule_id}/changes", by, change | {"digest": plan["digest"]}, **key)
    listed = call("GET", "/v1/schedules", by)["items"]
    seen = call("GET", "/v1/schedules/{schedule_id}", by, **key)

    assert (len(told["made"]), told["gaps"][0]["told"]) == (16, "Lunedì dell'Angelo")
    assert made["stretches"][0]["pattern"]["hours"][0]["from_time"] == "16:00"
    assert (len(plan["withdrawn"]), len(plan["staying"]), len(plan["affected"])) == (1, 1, 1)
    assert set(plan["affected"][0]) == {"session_id", "booking_id", "person_given_name", "starts_at", "contact"}
    assert refused["code"] == "schedule_changed"
    assert changed["closures"][0] | {"reason": ""} == {
        "from_on": "2027-03-08",
        "to_on": "2027-03-08",
        "from_time": "00:00",
        "to_time": "24:00",
        "reason": "",
    }
    assert listed == [seen] == [changed]


@time_machine.travel(a.NOW, tick=False)
def test_one_session_is_planned_changed_and_cancelled_over_http() -> None:
    coop = Cooperative()
    wanted = {"kind": "slots", "title": "Lunedì", "from_on": "2027-03-01", "pattern": WEEK}
    call("POST", "/v1/offerings/{offering_id}/schedules", coop.manager, wanted, offering_id=coop.offering.id)
    session = coop.sessions(MARCH_8)[0]
    key = {"session_id": session.id}
    edit = {"place": "Sala grande", "terms": {"bands": [{"until_hours": 48, "percent": 0}]}}

    plan = call("POST", "/v1/sessions/{session_id}/change-plans", coop.manager, edit, **key)
    edition = {"edition": plan["edition"]}
    changed = call("POST", "/v1/sessions/{session_id}/changes", coop.manager, edit | edition, **key)
    a.book(a.person(), coop.sessions(MARCH_8)[0])
    taken = call("POST", "/v1/sessions/{session_id}/changes", coop.manager, {**edit, "edition": 2}, 409, **key)
    affected = call("GET", "/v1/sessions/{session_id}/affected", coop.manager, **key)["items"]
    gone = call("POST", "/v1/sessions/{session_id}/cancellation", coop.manager, {"reason": "neve"}, **key)

    assert (plan["becomes"]["place"], plan["reasons"], plan["affected"]) == ("Sala grande", [], [])
    assert (changed["place"], changed["terms"]["bands"]) == ("Sala grande", [{"until_hours": 48, "percent": 0}])
    assert taken["code"] == "session_taken"
    assert len(affected) == 1
    assert (gone["session"]["state"], gone["bookings_left"]) == ("cancelled", 0)


@time_machine.travel(a.NOW, tick=False)
def test_terms_meetings_and_options_are_published_and_shown() -> None:
    coop = Cooperative()
    draft = {
        "starts_at": "2027-03-08T18:00:00Z",
        "ends_at": "2027-03-15T20:00:00Z",
        "places_max": 12,
        "meetings": [
            {"starts_at": "2027-03-08T18:00:00Z", "ends_at": "2027-03-08T20:00:00Z"},
            {"starts_at": "2027-03-15T18:00:00Z", "ends_at": "2027-03-15T20:00:00Z"},
        ],
        "options": [{"id": "libro", "title": "Libro", "price_cents": 1500, "quantity_max": 1}],
        "guests_max": 2,
        "terms": {"mode": "request", "respond_hours": 24},
    }
    path = "/v1/offerings/{offering_id}/sessions"

    [shown] = call("POST", path, coop.manager, {"sessions": [draft]}, offering_id=coop.offering.id)["items"]
    unsound = {**draft, "terms": {"bands": [{"until_hours": 24, "percent": 0}, {"until_hours": 48, "percent": 50}]}}
    refused = call("POST", path, coop.manager, {"sessions": [unsound]}, 422, offering_id=coop.offering.id)

    assert (shown["terms"]["mode"], shown["terms"]["respond_hours"], len(shown["meetings"])) == ("request", 24, 2)
    assert (shown["options"][0]["title"], shown["guests_max"], shown["occupies"]) == ("Libro", 2, True)
    assert refused["code"] == "terms_invalid"


@time_machine.travel(a.NOW, tick=False)
def test_help_at_home_goes_its_whole_way_over_http() -> None:
    coop, someone = Cooperative(price_unit=PriceUnit.HOUR), a.person()
    wish = {
        "person_id": someone.id,
        "week_minutes": 180,
        "from_on": "2027-03-15",
        "to_on": "2027-04-11",
        "preferred": [{"weekday": "monday", "from_time": "08:00", "to_time": "12:00"}],
        "note": "citofono Prova",
    }
    citizen, path = a.citizen(someone), "/v1/offerings/{offering_id}/home-requests"

    asked = call("POST", path, citizen, wish, offering_id=coop.offering.id)
    [seen] = call("GET", "/v1/home-requests", coop.manager)["items"]
    key = {"home_request_id": asked["id"]}
    answered = call("POST", "/v1/home-requests/{home_request_id}/proposal", coop.manager, {"week": WEEK}, **key)
    wishes = [{"session_id": one, "person_id": someone.id} for one in answered["session_ids"]]
    quoted = call("POST", "/v1/joint-quotes", citizen, {"wishes": wishes})

    assert seen == asked
    assert (answered["state"], len(answered["session_ids"])) == ("proposed", 6)
    assert quoted["price_cents"] == 6 * 2000
