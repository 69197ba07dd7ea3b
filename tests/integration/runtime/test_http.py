"""The rim: one request in, one answer out, whatever happens."""

import json

import pytest

from chalicelib.kernel.refusals import Contention
from chalicelib.runtime import aws, dynamodb, throttle
from chalicelib.runtime.dynamodb import Stale, until_settled
from tests import builders as a
from tests.cloud import FRONT_KEY
from tests.wire import call

pytestmark = pytest.mark.usefixtures("aws")


def test_a_list_goes_on_under_an_absolute_uri() -> None:
    a.session()
    a.session()

    first = call("GET", "/v1/offerings", query={"limit": ["1"]})
    going_on = json.loads(first["body"])["next"]

    assert going_on.startswith("https://api.example.org/api/v1/offerings?limit=1&cursor=")
    cursor = going_on.partition("cursor=")[2]
    second = call("GET", "/v1/offerings", query={"limit": ["1"], "cursor": [cursor]})
    assert json.loads(second["body"])["next"] is None
    assert json.loads(first["body"])["items"] != json.loads(second["body"])["items"]


def test_what_has_not_changed_is_not_sent_again() -> None:
    first = call("GET", "/v1/desks")
    again = call("GET", "/v1/desks", If_None_Match=first["headers"]["ETag"])

    assert (again["statusCode"], again["body"]) == (304, "")
    assert first["headers"]["Cache-Control"] == "public, max-age=300"


def test_a_refusal_speaks_the_callers_language() -> None:
    backwards = {"from_on": ["2027-02-01"], "to_on": ["2027-01-01"]}
    italian = json.loads(call("GET", "/v1/sessions", query=backwards)["body"])
    english = json.loads(call("GET", "/v1/sessions", query=backwards, Accept_Language="en-GB,en;q=0.9")["body"])

    assert italian["code"] == english["code"] == "period_invalid"
    assert italian["detail"].startswith("Il periodo è troppo lungo")
    assert english["detail"].startswith("The period is too long")


def test_an_error_names_its_request_and_its_field() -> None:
    answer = call("GET", "/v1/offerings", query={"price_max_cents": ["cheap"]})
    problem = json.loads(answer["body"])

    assert answer["statusCode"] == 422
    assert problem["instance"] == "urn:uuid:11111111-2222-3333-4444-555555555555"
    assert problem["reasons"][0]["facts"]["field"] == "price_max_cents"


def test_every_answer_carries_security_and_rate_headers() -> None:
    for answer in (call("GET", "/v1/desks"), call("GET", "/v1/offerings", query={"limit": ["0"]})):
        assert answer["headers"]["X-Content-Type-Options"] == "nosniff"
        assert answer["headers"]["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
        assert int(answer["headers"]["X-RateLimit-Remaining"]) < int(answer["headers"]["X-RateLimit-Limit"])


def test_who_goes_too_fast_is_told_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "REQUESTS_PER_MINUTE", 3)
    answers = [call("GET", "/v1/desks")["statusCode"] for _ in range(4)]

    assert answers == [200, 200, 200, 429]
    assert call("GET", "/v1/desks")["headers"]["Retry-After"] == "2"


def test_those_who_come_by_the_pages_are_counted_by_their_own_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "REQUESTS_PER_MINUTE", 1)

    def comes(viewer: str, key: str) -> int:
        status: int = call("GET", "/v1/desks", X_Viewer=viewer, X_Front_Key=key)["statusCode"]
        return status

    one, other = "192.0.2.1", "192.0.2.2"
    assert [comes(one, FRONT_KEY), comes(other, FRONT_KEY), comes(one, FRONT_KEY)] == [200, 200, 429]
    comes("192.0.2.3", "a guess")
    assert comes("192.0.2.4", "a guess") == 429


def test_a_method_that_is_not_there_is_a_problem() -> None:
    answer = call("DELETE", "/v1/desks")

    assert (answer["statusCode"], answer["headers"]["Content-Type"]) == (405, "application/problem+json")


def test_a_form_is_not_json() -> None:
    answer = call("POST", "/v1/sign-ins", body="a=b", Content_Type="application/x-www-form-urlencoded")

    assert json.loads(answer["body"])["code"] == "unsupported_media_type"


def test_the_status_says_so_when_the_tables_cannot_be_reached() -> None:
    assert json.loads(call("GET", "/v1/status")["body"]) == {"status": "ok"}

    aws.client("dynamodb").delete_table(TableName="desks")
    down = call("GET", "/v1/status")

    assert (down["statusCode"], json.loads(down["body"])["code"]) == (503, "unavailable")
    assert down["headers"]["Retry-After"] == "2"
    aws.client("dynamodb").create_table(
        TableName="desks",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )


def test_a_decision_that_never_settles_is_refused_as_contention(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dynamodb, "PATIENCE_SECONDS", 0.05)

    def always_stale() -> None:
        raise Stale

    with pytest.raises(Contention):
        until_settled(always_stale)


@pytest.mark.parametrize(
    ("query", "italian", "english"),
    [
        (
            {"limit": ["0"]},
            "Controlla «limit»: è troppo piccolo: almeno 1.",
            "Check “limit”: it is too small: at least 1.",
        ),
        ({"limit": ["x"]}, "Controlla «limit»: non è del tipo giusto: serve un numero intero.", "Check “limit”: it is"),
        ({"what": ["1"]}, "Controlla «what»: non è previsto.", "Check “what”: it is not expected."),
        ({"category": ["x"]}, "Controlla «category»: non è tra i valori ammessi.", "Check “category”: it is not among"),
        ({"text": [""]}, "Controlla «text»: è troppo corto: almeno 1.", "Check “text”: it is too short: at least 1."),
        ({"municipality_code": ["x"]}, "Controlla «municipality_code»: non è scritto come previsto.", "Check “mun"),
        ({"limit": ["1", "2"]}, "Controlla «limit»: compare più di una volta.", "Check “limit”: it is given more"),
    ],
)
def test_a_wrong_field_is_told_in_words(query: dict[str, list[str]], italian: str, english: str) -> None:
    in_italian = json.loads(call("GET", "/v1/offerings", query=query)["body"])
    in_english = json.loads(call("GET", "/v1/offerings", query=query, Accept_Language="en")["body"])

    assert in_italian["detail"] == italian
    assert in_english["detail"].startswith(english)


def test_a_missing_field_and_a_wrong_date_are_told_in_words() -> None:
    missing = json.loads(call("GET", "/v1/sessions", query={"to_on": ["2027-01-01"]})["body"])
    wrong = json.loads(call("GET", "/v1/sessions", query={"from_on": ["ieri"], "to_on": ["2027-01-01"]})["body"])

    assert missing["detail"] == "Controlla «from_on»: manca."
    assert wrong["detail"] == "Controlla «from_on»: non è una data o un'ora valida."
