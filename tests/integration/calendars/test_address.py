"""Calendars and reminders over HTTP: an address without sign-in, cheap to poll; a choice that is edited in place."""

import json
from typing import Any

import pytest

import app
from chalicelib.calendars import issue, revoke
from chalicelib.kernel import clock
from chalicelib.kernel.caller import Caller
from chalicelib.people.model import Person
from tests import builders as a
from tests import cloud, rfc5545

pytestmark = pytest.mark.usefixtures("aws")

CHOICE = {"language": "en", "leads": [{"amount": 2, "unit": "hours"}], "quiet_from": "22:00", "quiet_to": "07:30"}


def call(
    method: str,
    resource: str,
    *,
    by: Caller | None = None,
    body: Any = None,
    headers: dict[str, str] | None = None,
    **ids: str,
) -> dict[str, Any]:
    """What the handler answers, as the gateway would ask it."""
    path = resource.format(**ids)
    claims = {"username": by.account_id, "cognito:groups": " ".join(by.roles)} if by else {}
    event = {
        "resource": resource,
        "path": path,
        "httpMethod": method,
        "headers": {"Host": "api.example.org", "Content-Type": "application/json", **(headers or {})},
        "multiValueQueryStringParameters": None,
        "pathParameters": ids,
        "stageVariables": None,
        "isBase64Encoded": False,
        "body": json.dumps(body) if body is not None else None,
        "requestContext": {
            "resourcePath": resource,
            "httpMethod": method,
            "path": f"/api{path}",
            "requestId": "11111111-2222-3333-4444-555555555555",
            "identity": {"sourceIp": "192.0.2.1"},
            "authorizer": {"claims": claims},
        },
    }
    answer: dict[str, Any] = app.app(event, None)
    answer["headers"] |= {name: values[-1] for name, values in (answer.get("multiValueHeaders") or {}).items()}
    return answer


def calendar(address: str, **headers: str) -> dict[str, Any]:
    asked = {name.replace("_", "-"): value for name, value in headers.items()}
    return call("GET", "/v1/calendars/{address_id}", address_id=address, headers=asked)


def made(someone: Person) -> str:
    """The last part of a new address."""
    issued = issue.of_person(someone.id, origin="", by=a.citizen(someone), at=clock.now())
    return issued.url.rpartition("/")[2]


def test_an_address_is_made_where_the_api_is_reached_and_read_there() -> None:
    someone = a.person()
    answer = call("POST", "/v1/people/{person_id}/calendar-feed", by=a.citizen(someone), person_id=someone.id)

    url = json.loads(answer["body"])["url"]
    assert answer["statusCode"] == 201
    assert url.startswith("https://api.example.org/api/v1/calendars/")
    assert calendar(url.rpartition("/")[2])["statusCode"] == 200


def test_a_calendar_needs_no_sign_in_and_is_kept_by_nobody_else() -> None:
    answer = calendar(made(a.person()))

    assert answer["headers"]["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["headers"]["Cache-Control"] == "private, no-cache"
    assert rfc5545.faults(answer["body"]) == []


def test_a_calendar_is_read_with_and_without_its_ending() -> None:
    address = made(a.person())

    assert calendar(address)["body"] == calendar(address.removesuffix(".ics"))["body"]


def test_polling_an_unchanged_calendar_sends_nothing() -> None:
    address = made(a.person())
    tag = calendar(address)["headers"]["ETag"]

    again = calendar(address, If_None_Match=tag)

    assert (again["statusCode"], again["body"]) == (304, "")


def test_a_revoked_address_is_gone_and_an_unknown_one_is_not_found() -> None:
    someone = a.person()
    address = made(someone)
    revoke.of_person(someone.id, by=a.citizen(someone), at=clock.now())

    assert calendar(address)["statusCode"] == 410
    assert calendar(address, If_None_Match="*")["statusCode"] == 410
    assert calendar("a" * 32 + ".ics")["statusCode"] == 404
    assert calendar("..%2F..%2Fetc.ics")["statusCode"] == 404


def test_readers_of_calendars_are_counted_like_everyone() -> None:
    cloud.forget_settings()
    answer = calendar(made(a.person()))

    assert int(answer["headers"]["X-RateLimit-Remaining"]) < int(answer["headers"]["X-RateLimit-Limit"])


def test_what_is_logged_of_a_calendar_is_never_its_address(caplog: pytest.LogCaptureFixture) -> None:
    someone = a.person()
    address = made(someone)
    revoke.of_person(someone.id, by=a.citizen(someone), at=clock.now())
    calendar(address)

    logged = str([vars(record) for record in caplog.records])
    assert "feed_revoked" in logged
    assert address.removesuffix(".ics") not in logged


def reminders(method: str, someone: Person, *, by: Caller | None = None, **more: Any) -> dict[str, Any]:
    resource = "/v1/people/{person_id}/reminders"
    return call(method, resource, by=by or a.citizen(someone), person_id=someone.id, **more)


def edited(someone: Person, *, tag: str, **changes: Any) -> dict[str, Any]:
    return reminders("PUT", someone, body={**CHOICE, **changes}, headers={"If-Match": tag})


def test_who_never_chose_sees_what_is_usual() -> None:
    answer = json.loads(reminders("GET", a.person())["body"])

    assert answer["leads"] == [{"amount": 1, "unit": "days"}]
    assert (answer["language"], answer["quiet_from"], answer["quiet_to"]) == ("it", "21:00", "08:00")


def test_a_choice_is_what_is_seen_afterwards() -> None:
    someone = a.person()
    answer = edited(someone, tag=reminders("GET", someone)["headers"]["ETag"])

    seen = reminders("GET", someone)
    assert (answer["statusCode"], answer["body"]) == (200, seen["body"])
    assert answer["headers"]["ETag"] == seen["headers"]["ETag"]
    assert {name: json.loads(seen["body"])[name] for name in CHOICE} == CHOICE


def test_an_edit_of_something_older_is_refused() -> None:
    someone = a.person()
    tag = reminders("GET", someone)["headers"]["ETag"]
    edited(someone, tag=tag)

    answer = edited(someone, tag=tag, quiet_from="23:00")

    assert (answer["statusCode"], json.loads(answer["body"])["code"]) == (412, "edited_meanwhile")
    assert json.loads(reminders("GET", someone)["body"])["quiet_from"] == "22:00"


@pytest.mark.parametrize("tag", ['"other"', "*", "edition-0", '"edition-0", "edition-1"'])
def test_an_edit_of_something_else_is_refused(tag: str) -> None:
    assert edited(a.person(), tag=tag)["statusCode"] == 412


def test_an_edit_says_what_it_saw() -> None:
    answer = reminders("PUT", a.person(), body=CHOICE)

    assert (answer["statusCode"], json.loads(answer["body"])["code"]) == (428, "if_match_required")


def test_a_booking_does_not_make_a_choice_outdated() -> None:
    someone = a.person()
    tag = reminders("GET", someone)["headers"]["ETag"]
    a.book(someone, a.session())

    assert edited(someone, tag=tag)["statusCode"] == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"leads": [{"amount": count, "unit": "hours"} for count in range(1, 5)]},
        {"leads": [{"amount": 0, "unit": "hours"}]},
        {"leads": [{"amount": 31, "unit": "days"}]},
        {"leads": [{"amount": 1, "unit": "weeks"}]},
        {"quiet_from": "24:00"},
        {"quiet_to": "8:00"},
        {"language": "fr"},
        {"sms": True},
    ],
)
def test_a_choice_that_is_none_is_told(changes: dict[str, Any]) -> None:
    assert edited(a.person(), tag='"edition-0"', **changes)["statusCode"] == 422


def test_a_stranger_neither_sees_nor_chooses() -> None:
    someone, stranger = a.person(), a.citizen(a.person())

    assert reminders("GET", someone, by=stranger)["statusCode"] == 404
    body, seen = CHOICE, {"If-Match": '"edition-0"'}
    assert reminders("PUT", someone, by=stranger, body=body, headers=seen)["statusCode"] == 404
