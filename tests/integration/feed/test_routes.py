"""The feed over HTTP: what HSDS wants, what is shown in the catalogue and nothing else."""

import json
import os
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine

import app
from chalicelib.catalogue import change, publish
from chalicelib.catalogue.model import Session
from chalicelib.catalogue.premises import Premises
from chalicelib.catalogue.publish import SessionDraft
from chalicelib.feed.model import uuid_of
from chalicelib.kernel.territory import Category
from chalicelib.providers import accredit
from chalicelib.providers.model import AccreditationState
from tests import builders as a
from tests import hsds
from tests.conftest import ROOT

pytestmark = pytest.mark.usefixtures("aws")

SCHEMAS = Path(os.environ.get("SHARED", ROOT.parent / "shared")) / "hsds"


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(a.NOW, tick=False):
        yield


def ask(address: str) -> dict[str, Any]:
    """What the handler answers to anybody."""
    parts = urlsplit(address)
    service_id = parts.path.partition("/hsds/services/")[2]
    resource = "/hsds/services/{service_id}" if service_id else parts.path
    event = {
        "resource": resource,
        "path": parts.path,
        "httpMethod": "GET",
        "headers": {},
        "multiValueQueryStringParameters": parse_qs(parts.query) or None,
        "pathParameters": {"service_id": service_id} if service_id else {},
        "stageVariables": None,
        "isBase64Encoded": False,
        "body": None,
        "requestContext": {
            "resourcePath": resource,
            "httpMethod": "GET",
            "path": parts.path,
            "requestId": "11111111-2222-3333-4444-555555555555",
            "identity": {"sourceIp": "192.0.2.1"},
        },
    }
    answer: dict[str, Any] = app.app(event, None)
    return answer


def fetch(address: str) -> Any:
    answer = ask(address)
    assert answer["statusCode"] == 200, answer
    return json.loads(answer["body"])


def service_of(session: Session) -> Any:
    return fetch(f"/hsds/services/{uuid_of(session.offering_id)}")


@pytest.mark.skipif(
    not SCHEMAS.exists(), reason="HSDS's schemas are not here; .ci/run, which has them, checks the feed too"
)
def test_the_feed_is_what_the_published_schemas_say() -> None:
    for price_cents in (0, 1999):
        session = a.session(price_cents=price_cents)
        change.premises(session.offering_id, Premises(lift=True), provider_id=session.provider_id)

    assert list(hsds.problems(fetch, SCHEMAS)) == []


def test_pages_say_where_they_are() -> None:
    for _ in range(3):
        a.session()

    pages = [fetch(f"/hsds/services?page={number}&per_page=2") for number in (1, 2, 3)]

    assert [(page["size"], page["first_page"], page["last_page"], page["empty"]) for page in pages] == [
        (2, True, False, False),
        (1, False, True, False),
        (0, False, False, True),
    ]
    assert {(page["total_items"], page["total_pages"]) for page in pages} == {(3, 2)}
    assert len({one["id"] for page in pages for one in page["contents"]}) == 3


def test_an_organization_can_be_asked_for_alone() -> None:
    mine = a.session()
    a.session()

    page = fetch(f"/hsds/services?organization_id={uuid_of(mine.provider_id)}")

    assert [one["id"] for one in page["contents"]] == [uuid_of(mine.offering_id)]


def test_who_may_not_deliver_is_not_in_the_feed() -> None:
    session = a.session()
    period = {"category": Category.SILVER_CARE, "from_on": date(2026, 1, 1), "to_on": date(2028, 1, 1)}
    accredit.provider(session.provider_id, **period, state=AccreditationState.SUSPENDED)  # type: ignore[arg-type]

    assert fetch("/hsds/services")["contents"] == []
    assert ask(f"/hsds/services/{uuid_of(session.offering_id)}")["statusCode"] == 404


def test_costs_tell_today_and_what_is_to_come() -> None:
    session = a.session(price_cents=2000)
    begins = date(2027, 4, 1)
    change.price(
        session.offering_id,
        price_cents=2550,
        from_on=begins,
        provider_id=session.provider_id,
        key=a.key(),
        at=a.NOW,
    )

    costs = service_of(session)["cost_options"]

    assert [(one["amount"], one["currency"], one.get("valid_from"), one.get("valid_to")) for one in costs] == [
        (25.5, "EUR", "2027-04-01", None),
        (20.0, "EUR", None, "2027-03-31"),
    ]


def test_free_places_and_times_are_those_of_the_sessions_to_come() -> None:
    coop = a.provider()
    session = a.session(places=5, by=coop)
    drafts = [
        SessionDraft(session.starts_at + timedelta(weeks=week), session.ends_at + timedelta(weeks=week), 5)
        for week in (1, 2)
    ]
    publish.sessions(session.offering_id, drafts, provider_id=coop.id, key=a.key(), at=a.NOW)
    a.book(a.person(), session)

    told = service_of(session)

    [schedule], [capacity] = told["schedules"], told["capacities"]
    assert (schedule["freq"], schedule["count"]) == ("WEEKLY", 3)
    assert (capacity["available"], capacity["maximum"]) == (14, 15)


def test_what_is_unknown_of_a_place_is_not_told_as_missing() -> None:
    session = a.session()
    draft = publish.OfferingDraft(session.service_id, "In sede", "", "L319", "Via Roma 1, Tradate (sala)", 0, True)
    offering = publish.offering(draft, provider_id=session.provider_id, key=a.key()).value
    change.premises(offering.id, Premises(lift=False, step_free_entrance=True), provider_id=session.provider_id)

    [place] = fetch(f"/hsds/services/{uuid_of(offering.id)}")["service_at_locations"]

    said = {one["description"]: one["details"] for one in place["location"]["accessibility"]}
    assert said == {"ingresso senza gradini": "sì", "ascensore, o tutto al piano terra": "no"}
    [address] = place["location"]["addresses"]
    assert (address["address_1"], address["city"], address["postal_code"]) == ("Via Roma 1", "Tradate", "21049")


@pytest.mark.parametrize("name", ["x", "11111111-2222-3333-4444-555555555555", "a.b"])
def test_a_service_that_is_not_there_is_not_found(name: str) -> None:
    assert ask(f"/hsds/services/{name}")["statusCode"] == 404


def test_the_feed_may_be_kept_for_a_while() -> None:
    a.session()
    kept = [ask(path)["headers"]["Cache-Control"] for path in ("/hsds", "/hsds/services")]

    assert kept == ["public, max-age=86400", "public, max-age=300"]
