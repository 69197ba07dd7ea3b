"""Hostile input on every route: a 4xx problem, never a 500, never another person's data."""

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests

from chalicelib.access import accept, invite
from chalicelib.kernel import clock, identifiers
from chalicelib.kernel.caller import Role
from chalicelib.runtime import identity
from chalicelib.runtime.aws import client
from chalicelib.runtime.settings import settings
from tests import builders as a
from tests.awaiting import eventually
from tests.e2e.conftest import Deployment
from tests.e2e.fleet import Answer, Ask, Fleet
from tests.e2e.samples import Operation, operations

PASSWORD = "quattro-gatti-verdi-sul-tetto"
OPERATIONS = operations()
PROTECTED = [operation for operation in OPERATIONS if operation.roles]
WITH_BODY = [operation for operation in OPERATIONS if operation.body is not None]
LISTS = [one for one in OPERATIONS if any(parameter["name"] == "cursor" for parameter in one.parameters("query"))]
WRONG: list[Any] = [
    None,
    0,
    -1,
    1.5,
    True,
    "",
    "x" * 10_000,
    "\u0000",
    "a\nb\u001b[2J",
    [],
    {},
    [[]],
    {"a": {}},
    10**30,
]
PROBLEM_MEMBERS = {"type", "title", "status", "detail", "instance", "code", "remedy", "reasons"}


def is_problem(answer: Answer) -> bool:
    """Whether an answer is a 4xx problem of the documented shape."""
    return (
        400 <= answer.status < 500
        and answer.headers["Content-Type"] == "application/problem+json"
        and set(answer.body) == PROBLEM_MEMBERS
        and answer.body["status"] == answer.status
    )


def ask(operation: Operation, **changes: Any) -> Ask:
    """A well-formed request of someone who may make it, but for the changes."""
    known = {"path": operation.url, "body": operation.body, "headers": operation.headers, **changes}
    return Ask(operation.method, username="nobody", groups=tuple(operation.roles), **known)


def bad_bodies(operation: Operation) -> Iterator[Any]:
    """Everything that can be wrong with a body: the whole, and each field in turn."""
    body = operation.body or {}
    yield from ("", "{", "[]", "null", '"text"', '{"a":1e999}', "[" * 100_000, '{"a":"\\ud800"}', "\ud800", "NaN")
    yield {**body, "unknown_field": 1}
    yield {"x" * 1000: 1}
    yield json.dumps(body) + " " * 1_000_000
    for name in body:
        for wrong in WRONG:
            if not operation.admits(name, wrong):
                yield {**body, name: wrong}


@pytest.mark.parametrize("operation", WITH_BODY, ids=str)
def test_a_body_that_is_wrong_is_a_problem(deployment: Deployment, fleet: Fleet, operation: Operation) -> None:
    answers = fleet.ask_all([ask(operation, body=wrong) for wrong in bad_bodies(operation)])

    assert [answer.body for answer in answers if not is_problem(answer)] == []


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_a_path_or_query_that_is_wrong_is_a_problem(deployment: Deployment, fleet: Fleet, operation: Operation) -> None:
    url, mark = operation.url, "&" if "?" in operation.url else "?"
    urls = [url + f"{mark}unknown=1", url + f"{mark}limit=-1", url + f"{mark}limit=x", url + f"{mark}cursor=%00"]
    if "some-id" in url:
        urls += [url.replace("some-id", bad) for bad in ("%00", "..%2f..", "A" * 300, "%F0%9F%92%A9", "a b", "'", "%")]
    answers = fleet.ask_all([ask(operation, path=bad) for bad in urls])

    assert [(answer.status, answer.body) for answer in answers if not is_problem(answer)] == []


@pytest.mark.parametrize("operation", LISTS, ids=str)
def test_a_cursor_from_elsewhere_is_a_problem(deployment: Deployment, fleet: Fleet, operation: Operation) -> None:
    forged = base64.urlsafe_b64encode(b'{"pk":"person#1","sk":"person"}').decode().rstrip("=")
    real = _cursor_of_another_list(fleet)
    mark = "&" if "?" in operation.url else "?"
    cursors = [forged, f"{forged}.{'a' * 43}", "x", ".", real]
    answers = fleet.ask_all([ask(operation, path=f"{operation.url}{mark}cursor={cursor}") for cursor in cursors])

    assert {(answer.status, answer.code) for answer in answers} <= {(422, "cursor_invalid"), (404, "not_found")}


@pytest.mark.parametrize("operation", PROTECTED, ids=str)
def test_the_wrong_role_is_forbidden(deployment: Deployment, fleet: Fleet, operation: Operation) -> None:
    others = [role for role in Role if role not in operation.roles]
    asks = [
        Ask(operation.method, operation.url, operation.body, "nobody", (role,), operation.headers) for role in others
    ]
    asks.append(Ask(operation.method, operation.url, operation.body, "nobody", (), operation.headers))

    assert {(answer.status, answer.code) for answer in fleet.ask_all(asks)} == {(403, "forbidden")}


def _cursor_of_another_list(fleet: Fleet) -> str:
    a.session()
    a.session()
    more = eventually(lambda: fleet.ask(Ask("GET", "/v1/offerings?limit=1&text=assistenza")).body["next"])
    return re.search(r"cursor=([^&]+)", more)[1]  # type: ignore[index]


@dataclass(frozen=True)
class Tokens:
    """What a signed-in resident holds."""

    access: str
    identity: str


@pytest.fixture(scope="module")
def tokens(deployment: Deployment) -> Tokens:
    """A resident's real tokens."""
    someone = a.person()
    invitation_id = identifiers.derived("invitation", someone.id)
    accept.invitation(invitation_id, token=invite.token(invitation_id), password=PASSWORD, at=clock.now())
    assert isinstance(identity.sign_in(str(someone.email), PASSWORD), identity.Tokens)
    answer = client("cognito-idp").admin_initiate_auth(
        UserPoolId=settings().user_pool_id,
        ClientId=settings().user_pool_client_id,
        AuthFlow="ADMIN_USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": someone.email, "PASSWORD": PASSWORD},
    )["AuthenticationResult"]
    return Tokens(answer["AccessToken"], answer["IdToken"])


def forged(token: str) -> dict[str, str]:
    """The same token, tampered with in the ways that are tried first."""
    header, payload, signature = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=="))

    def encoded(value: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    promoted = encoded({**claims, "cognito:groups": ["administrator"]})
    return {
        "missing": "",
        "garbage": "x.y.z",
        "promoted": f"{header}.{promoted}.{signature}",
        "expired": f"{header}.{encoded({**claims, 'exp': 1})}.{signature}",
        "unsigned": f"{encoded({'alg': 'none'})}.{payload}.",
        "other key": f"{header}.{payload}.{signature[:-8]}AAAAAAAA",
    }


@pytest.mark.parametrize("operation", PROTECTED, ids=str)
def test_the_gateway_takes_no_forged_token(deployment: Deployment, tokens: Tokens, operation: Operation) -> None:
    for kind, token in {**forged(tokens.access), "identity": tokens.identity}.items():
        answer = requests.request(
            operation.method,
            deployment.api_url + operation.url,
            json=operation.body,
            headers={**operation.headers, **({"Authorization": f"Bearer {token}"} if token else {})},
            timeout=20,
        )
        assert answer.status_code == 401, (kind, answer.text)
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["code"] == "unauthenticated"


def test_an_unknown_path_is_a_problem(deployment: Deployment) -> None:
    answer = requests.get(f"{deployment.api_url}/v1/no-such-thing", timeout=20)

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_real_token_opens_what_it_should(deployment: Deployment, tokens: Tokens) -> None:
    answer = requests.get(
        f"{deployment.api_url}/v1/me", headers={"Authorization": f"Bearer {tokens.access}"}, timeout=20
    )

    assert (answer.status_code, answer.json()["roles"]) == (200, ["citizen"])
    assert answer.headers["Cache-Control"] == "no-store"


def test_other_peoples_ids_tell_nothing(deployment: Deployment, fleet: Fleet) -> None:
    now = clock.now()
    victim = a.person(given_name="Segretissima")
    voucher = a.voucher(victim, under=a.programme(at=now), at=now)
    session = a.session(starts_at=a.soon(), at=now)
    booking = a.book(victim, session, voucher, at=now).value
    stranger, coop = a.person(), a.staff(Role.PROVIDER_MANAGER, a.provider().id)
    officer = a.staff(Role.PROGRAMME_OFFICER, "another-funder")
    key = {"Idempotency-Key": "steal"}
    asks = [
        Ask("GET", f"/v1/people/{victim.id}", None, stranger.id, ("citizen",)),
        Ask("GET", f"/v1/people/{victim.id}/accesses", None, stranger.id, ("citizen",)),
        Ask("GET", f"/v1/people/{victim.id}/vouchers", None, stranger.id, ("citizen",)),
        Ask("GET", f"/v1/people/{victim.id}/bookings", None, stranger.id, ("citizen",)),
        Ask("GET", f"/v1/vouchers/{voucher.id}", None, stranger.id, ("citizen",)),
        Ask("GET", f"/v1/vouchers/{voucher.id}/statement", None, stranger.id, ("citizen",)),
        Ask("GET", f"/v1/vouchers/{voucher.id}", None, officer.account_id, ("programme_officer",)),
        Ask("GET", f"/v1/programmes/{voucher.programme_id}", None, officer.account_id, ("programme_officer",)),
        Ask("GET", f"/v1/bookings/{booking.id}", None, stranger.id, ("citizen",)),
        Ask("GET", f"/v1/bookings/{booking.id}", None, coop.account_id, ("provider_manager",)),
        Ask("GET", f"/v1/sessions/{session.id}/roster", None, coop.account_id, ("provider_manager",)),
        Ask("POST", f"/v1/bookings/{booking.id}/cancellation", {}, stranger.id, ("citizen",), key),
        Ask("POST", f"/v1/bookings/{booking.id}/cancellation", {}, coop.account_id, ("provider_manager",), key),
        Ask(
            "POST",
            f"/v1/bookings/{booking.id}/attendance",
            {"delivered_minutes": 60},
            coop.account_id,
            ("provider_manager",),
            key,
        ),
    ]
    said = {"delivered_minutes": 0, "reason": "mai fatto"}
    steps = f"/v1/bookings/{booking.id}"
    asks += [
        Ask("GET", f"{steps}/steps", None, stranger.id, ("citizen",)),
        Ask("POST", f"{steps}/confirmation", {}, stranger.id, ("citizen",), key),
        Ask("POST", f"{steps}/confirmation", {"code": "123456"}, coop.account_id, ("provider_manager",), key),
        Ask("POST", f"{steps}/contest", said, stranger.id, ("citizen",), key),
        Ask("POST", f"{steps}/resolution", said, officer.account_id, ("programme_officer",), key),
        Ask("POST", f"{steps}/corrections", said, officer.account_id, ("programme_officer",), key),
        Ask("GET", f"/v1/programmes/{voucher.programme_id}/contests", None, officer.account_id, ("programme_officer",)),
    ]
    answers = fleet.ask_all(asks)

    assert {(answer.status, answer.code) for answer in answers} == {(404, "not_found")}
    assert "Segretissima" not in json.dumps([answer.body for answer in answers])
