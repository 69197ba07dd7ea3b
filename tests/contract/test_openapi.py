"""The OpenAPI document is what the code says, and says what clients need."""

import json
import re
from typing import Any

from openapi_spec_validator import validate

import app
from chalicelib.runtime import openapi
from chalicelib.runtime.http import Routes
from tests.conftest import ROOT

assert app.app.routes  # importing it is what registers the routes
DOCUMENT = openapi.document()


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    """Every operation, with its method and path."""
    return [
        (method, path, operation)
        for path, methods in DOCUMENT["paths"].items()
        for method, operation in methods.items()
    ]


def test_the_published_document_has_not_drifted() -> None:
    published = json.loads((ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))

    assert published == json.loads(json.dumps(DOCUMENT)), "run `make openapi`"


def test_the_document_is_valid() -> None:
    validate(json.loads(json.dumps(DOCUMENT)))


def test_paths_are_kebab_case_nouns() -> None:
    parts = {part for _, path, _ in operations() for part in path.strip("/").split("/")}
    odd = [part for part in parts if not re.fullmatch(r"[a-z]+(-[a-z]+)*|{[a-z_]+_id}", part)]

    assert odd == []
    assert not parts & {"get", "create", "update", "delete", "list", "add", "remove"}


def test_no_query_or_path_carries_personal_or_secret_data() -> None:
    named = {
        parameter["name"]
        for _, _, operation in operations()
        for parameter in operation["parameters"]
        if parameter["in"] in ("query", "path")
    }
    assert not [name for name in named if re.search("tax|email|phone|password|secret|token|given|family|born", name)]


def test_every_response_has_headers_and_every_429_says_when_to_come_back() -> None:
    for method, path, operation in operations():
        for status, response in operation["responses"].items():
            assert response.get("headers"), (method, path, status)
        assert "Retry-After" in operation["responses"]["429"]["headers"], (method, path)
        assert "Retry-After" in operation["responses"]["503"]["headers"], (method, path)


def test_whatever_takes_a_place_or_moves_money_requires_a_key() -> None:
    moving = {"place_booking", "cancel_booking", "record_attendance", "issue_voucher", "create_programme"}
    moving |= {"issue_settlement", "revise_settlement", "resolve_row", "approve_settlement", "pay_settlement"}
    moving |= {"confirm_delivery", "contest_delivery", "resolve_contest", "correct_delivery"}
    moving |= {"commit_batch", "approve_batch"}
    moving |= {"record_receipt", "record_refund", "pay_online"}
    moving |= {"place_together", "accept_request", "decline_request", "join_waiting_list", "accept_offer"}
    moving |= {"decline_offer", "leave_waiting_list"}
    keyed = {route.view.__name__ for route in Routes.registered if route.idempotent}

    assert moving <= keyed


def test_shapes_have_names_of_their_own() -> None:
    assert [name for name in DOCUMENT["components"]["schemas"] if "." in name] == []


def test_every_tag_says_what_it_is() -> None:
    told = {tag["name"] for tag in DOCUMENT["tags"]}
    assert {tag for _, _, operation in operations() for tag in operation["tags"]} <= told
