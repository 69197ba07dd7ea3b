"""The catalogue over HTTP: public, cacheable, and read from no table while nothing changes."""

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from PIL import Image

import app
from chalicelib.catalogue import publish, stock
from chalicelib.catalogue.model import Session
from chalicelib.catalogue.needs import Need, NeedKind
from chalicelib.kernel.caller import Caller, Role
from chalicelib.kernel.texts import Text
from chalicelib.runtime import aws, files
from tests import builders as a

pytestmark = pytest.mark.usefixtures("aws")

OFFERING = "/v1/offerings/{offering_id}"


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(a.NOW, tick=False):
        yield


@pytest.fixture
def reads() -> Iterator[list[str]]:
    """What is asked of DynamoDB."""
    asked: list[str] = []

    def ask(model: Any, **_: object) -> None:
        asked.append(model.name)

    events = aws.client("dynamodb").meta.events
    events.register("provide-client-params.dynamodb", ask)
    yield asked
    events.unregister("provide-client-params.dynamodb", ask)


def call(
    method: str,
    resource: str,
    by: Caller | None = None,
    body: object = None,
    query: dict[str, list[str]] | None = None,
    headers: dict[str, str] | None = None,
    **path: str,
) -> Any:
    """What the handler answers."""
    claims = {"username": by.account_id, "cognito:groups": " ".join(by.roles)} if by else {}
    event = {
        "resource": resource,
        "path": resource.format(**path),
        "httpMethod": method,
        "headers": {"Content-Type": "application/json", "Idempotency-Key": f"key-{a.number()}", **(headers or {})},
        "multiValueQueryStringParameters": query,
        "pathParameters": path,
        "stageVariables": None,
        "isBase64Encoded": False,
        "body": json.dumps(body) if body is not None else None,
        "requestContext": {
            "resourcePath": resource,
            "httpMethod": method,
            "path": resource.format(**path),
            "requestId": "11111111-2222-3333-4444-555555555555",
            "identity": {"sourceIp": "192.0.2.1"},
            "authorizer": {"claims": claims},
        },
    }
    return app.app(event, None)


def manager(session: Session) -> Caller:
    return a.staff(Role.PROVIDER_MANAGER, session.provider_id)


def test_the_answer_tells_what_its_order_was_drawn_from() -> None:
    a.session()

    told = json.loads(call("GET", "/v1/offerings", query={"category": ["silver_care"]})["body"])

    assert told["seed"] == "tradate|2027-03-01|category=silver_care"


def test_every_public_reading_of_the_catalogue_asks_no_table_once_it_is_published(reads: list[str]) -> None:
    session = a.session()
    publish.need(Need("aiuto", NeedKind.NEED, Text("Cerco aiuto", "I need help"), (session.service_id,)))
    stock.everything()
    reads.clear()

    answers = [
        call("GET", "/v1/services"),
        call("GET", "/v1/needs"),
        call("GET", "/v1/offerings", query={"text": ["asistenza"], "need": ["aiuto"]}),
        call("GET", OFFERING, offering_id=session.offering_id),
        call("GET", f"{OFFERING}/price-lists", offering_id=session.offering_id),
        call("GET", "/v1/providers/{provider_id}/offerings", provider_id=session.provider_id),
        call("GET", "/hsds/services"),
    ]

    assert [answer["statusCode"] for answer in answers] == [200] * len(answers)
    assert all(answer["headers"]["Cache-Control"].startswith("public, max-age=") for answer in answers)
    assert reads == []


def test_what_has_not_changed_is_not_sent_again_and_asks_no_table(reads: list[str]) -> None:
    a.session()
    stock.everything()
    first = call("GET", "/v1/offerings")
    reads.clear()

    again = call("GET", "/v1/offerings", headers={"If-None-Match": first["headers"]["ETag"]})

    assert (again["statusCode"], again["body"], reads) == (304, "", [])


def test_needs_are_told_in_the_readers_language() -> None:
    publish.need(Need("nascita", NeedKind.LIFE_EVENT, Text("È nato un bambino", "A child was born"), ("ostetrica",)))

    told = [
        json.loads(call("GET", "/v1/needs", headers={"Accept-Language": language})["body"])["items"][0]["title"]
        for language in ("it", "en")
    ]

    assert told == ["È nato un bambino", "A child was born"]


def test_an_unknown_need_is_not_found() -> None:
    assert call("GET", "/v1/offerings", query={"need": ["niente"]})["statusCode"] == 404


def test_a_manager_publishes_a_price_that_holds_later() -> None:
    session = a.session(price_cents=2000)

    answer = call(
        "POST",
        f"{OFFERING}/price-lists",
        manager(session),
        {"price_cents": 2200, "from_on": "2027-04-01"},
        offering_id=session.offering_id,
    )

    lists = json.loads(answer["body"])["price_lists"]
    assert answer["statusCode"] == 201
    assert [(one["price_cents"], one["from_on"], one["to_on"]) for one in lists] == [
        (2200, "2027-04-01", None),
        (2000, None, "2027-03-31"),
    ]
    shown = json.loads(call("GET", f"{OFFERING}/price-lists", offering_id=session.offering_id)["body"])
    assert shown["items"] == lists


def test_a_manager_says_what_a_place_has_and_the_rest_stays_unknown() -> None:
    session = a.session()
    said = {"seen_on": "2027-02-01", "lift": False}

    call("POST", f"{OFFERING}/premises", manager(session), said, offering_id=session.offering_id)

    premises = json.loads(call("GET", OFFERING, offering_id=session.offering_id)["body"])["premises"]
    assert (premises["lift"], premises["hearing_loop"], premises["seen_on"]) == (False, None, "2027-02-01")


def test_a_manager_withdraws_an_offering() -> None:
    session = a.session()

    answer = call("POST", f"{OFFERING}/withdrawal", manager(session), {}, offering_id=session.offering_id)

    assert answer["statusCode"] == 204
    assert call("GET", OFFERING, offering_id=session.offering_id)["statusCode"] == 404


def test_another_cooperatives_manager_finds_nothing_to_change() -> None:
    session, other = a.session(), a.staff(Role.PROVIDER_MANAGER, a.provider().id)

    for act, body in (
        ("price-lists", {"price_cents": 1, "from_on": "2027-04-01"}),
        ("premises", {"seen_on": "2027-02-01"}),
        ("withdrawal", {}),
        ("photos", {"content_type": "image/png", "size_bytes": 10}),
    ):
        answer = call("POST", f"{OFFERING}/{act}", other, body, offering_id=session.offering_id)
        assert answer["statusCode"] == 404, act


@pytest.mark.parametrize(
    "body",
    [
        {"content_type": "image/svg+xml", "size_bytes": 10},
        {"content_type": "image/png", "size_bytes": 10_000_001},
        {"content_type": "image/png", "size_bytes": 0},
    ],
)
def test_only_pictures_of_a_sound_size_are_taken(body: dict[str, Any]) -> None:
    session = a.session()

    answer = call("POST", f"{OFFERING}/photos", manager(session), body, offering_id=session.offering_id)

    assert answer["statusCode"] == 422


def test_a_photo_goes_from_upload_to_a_cacheable_picture() -> None:
    session = a.session()
    by = manager(session)
    known: dict[str, Any] = {"offering_id": session.offering_id}
    into = io.BytesIO()
    Image.new("RGB", (8, 6), "green").save(into, "PNG")
    asked = {"content_type": "image/png", "size_bytes": len(into.getvalue())}
    upload = json.loads(call("POST", f"{OFFERING}/photos", by, asked, **known)["body"])
    files.keep(f"uploads/photos/{session.offering_id}/{upload['photo_id']}", into.getvalue(), "image/png")
    photo = f"{OFFERING}/photos/{{photo_id}}"

    without_words = call("POST", f"{photo}/publication", by, {}, photo_id=upload["photo_id"], **known)
    published = call("POST", f"{photo}/publication", by, {"alt_it": "Un prato"}, photo_id=upload["photo_id"], **known)
    shown = call("GET", photo, headers={"Accept": "image/avif,image/webp,*/*"}, photo_id=upload["photo_id"], **known)

    assert (without_words["statusCode"], published["statusCode"], shown["statusCode"]) == (422, 201, 200)
    assert shown["isBase64Encoded"] is True
    assert shown["headers"]["Content-Type"] == "image/jpeg"
    assert shown["headers"]["Cache-Control"] == "public, max-age=86400"
    again = {"Accept": "image/*", "If-None-Match": shown["headers"]["ETag"]}
    assert call("GET", photo, headers=again, photo_id=upload["photo_id"], **known)["statusCode"] == 304
    assert call("POST", f"{photo}/removal", by, {}, photo_id=upload["photo_id"], **known)["statusCode"] == 204
    assert call("GET", photo, photo_id=upload["photo_id"], **known)["statusCode"] == 404


def test_an_administrator_defines_a_need_in_both_languages() -> None:
    administrator = a.staff(Role.ADMINISTRATOR, "territory")
    said = {
        "id": "nascita",
        "kind": "life_event",
        "title_it": "È nato un bambino",
        "title_en": "A child was born",
        "service_ids": ["ostetrica"],
    }

    answer = call("POST", "/v1/needs", administrator, said)

    assert json.loads(answer["body"])["title"] == "È nato un bambino"
    assert call("POST", "/v1/needs", a.staff(Role.PROVIDER_MANAGER, "coop"), said)["statusCode"] == 403


def test_the_price_shown_is_that_of_the_italian_day() -> None:
    session = a.session(price_cents=2000)
    body = {"price_cents": 2200, "from_on": "2027-03-28"}
    call("POST", f"{OFFERING}/price-lists", manager(session), body, offering_id=session.offering_id)

    def shown(at: str) -> int:
        with time_machine.travel(at, tick=False):
            price: int = json.loads(call("GET", OFFERING, offering_id=session.offering_id)["body"])["price_cents"]
            return price

    assert [shown("2027-03-27T22:59:59Z"), shown("2027-03-27T23:00:00Z")] == [2000, 2200]
