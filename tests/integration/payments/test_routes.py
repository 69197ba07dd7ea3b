"""Own money over HTTP: at the till, at home, and from Stripe."""

import base64
import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine

import app
from chalicelib.catalogue.terms import Band, Terms
from chalicelib.kernel.caller import Caller
from tests import builders as a
from tests.integration.payments.scenes import Till
from tests.integration.payments.stand_in import StandIn, signed

ONE = "/v1/bookings/{booking_id}"


def call(
    method: str,
    resource: str,
    by: Caller | None = None,
    body: object = None,
    *,
    raw: bytes | None = None,
    encoded: bool = False,
    headers: dict[str, str] | None = None,
    **path: str,
) -> dict[str, Any]:
    """What the handler answers."""
    said = raw if raw is not None else json.dumps(body).encode()
    claims = {"username": by.account_id, "cognito:groups": " ".join(by.roles)} if by else {}
    event = {
        "resource": resource,
        "path": resource.format(**path),
        "httpMethod": method,
        "headers": {"Content-Type": "application/json", "Idempotency-Key": f"key-{a.number()}"} | (headers or {}),
        "multiValueQueryStringParameters": None,
        "pathParameters": path,
        "stageVariables": None,
        "isBase64Encoded": encoded,
        "body": base64.b64encode(said).decode() if encoded else said.decode(),
        "requestContext": {
            "resourcePath": resource,
            "httpMethod": method,
            "requestId": "11111111-2222-3333-4444-555555555555",
            "identity": {"sourceIp": "192.0.2.1"},
            "authorizer": {"claims": claims},
        },
    }
    answer: dict[str, Any] = app.app(event, None)
    answer["said"] = json.loads(answer["body"]) if answer["body"] else None
    return answer


def stripe_says(raw: bytes, signature: str, **more: Any) -> dict[str, Any]:
    """What Stripe is answered."""
    return call("POST", "/payments/stripe", raw=raw, headers={"Stripe-Signature": signature}, **more)


@pytest.mark.usefixtures("aws")
def test_a_booking_is_paid_in_cash_and_refunded_over_http() -> None:
    with time_machine.travel(a.NOW, tick=False):
        till = Till()
        wish: dict[str, object] = {"amount_cents": 20_00, "way": "cash"}
        paid = call("POST", f"{ONE}/receipts", till.manager, wish, booking_id=till.booking.id)
        till.cancel()
        [open_one] = call("GET", "/v1/open-own-money", till.manager)["said"]["items"]
        wish = {"receipt_id": paid["said"]["account"]["entries"][0]["id"], "amount_cents": 20_00, "way": "cash"}
        refunded = call("POST", f"{ONE}/refunds", till.manager, wish, booking_id=till.booking.id)
        seen = call("GET", f"{ONE}/own-money", till.citizen, booking_id=till.booking.id)
        file = call("POST", "/v1/own-money-files", till.manager, {"month": "2027-03"})

    assert (paid["statusCode"], paid["said"]["to_pay_cents"]) == (201, 0)
    assert (open_one["booking"]["id"], open_one["to_refund_cents"]) == (till.booking.id, 20_00)
    assert refunded["said"] == seen["said"]
    assert (seen["said"]["account"]["refunded_cents"], len(file["said"]["sha256"])) == (20_00, 64)


@pytest.mark.usefixtures("aws")
def test_own_money_says_what_a_late_cancellation_has_charged_until_it_is_given_up() -> None:
    till = Till()
    session = a.session(by=till.coop, price_cents=20_00, terms=Terms(bands=(Band(0, 50),)))
    booking = a.book(till.holder, session).value
    with time_machine.travel(session.starts_at - timedelta(hours=1), tick=False):
        call("POST", f"{ONE}/cancellation", till.citizen, {}, booking_id=booking.id)
        charged = call("GET", f"{ONE}/own-money", till.manager, booking_id=booking.id)["said"]
        call("POST", f"{ONE}/waiver", till.manager, {"reason": "Lutto in famiglia"}, booking_id=booking.id)
        waived = call("GET", f"{ONE}/own-money", till.manager, booking_id=booking.id)["said"]

    assert (charged["booking"]["charged_percent"], charged["booking"]["charged_cents"]) == (50, 10_00)
    assert (waived["booking"]["charged_percent"], waived["booking"]["charged_cents"]) == (0, 0)
    assert (charged["to_pay_cents"], waived["to_pay_cents"]) == (10_00, 0)


@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize(
    "body",
    [
        {"amount_cents": 0, "way": "cash"},
        {"amount_cents": -1, "way": "cash"},
        {"amount_cents": 1.5, "way": "cash"},
        {"amount_cents": 100, "way": "crypto"},
        {"amount_cents": 100, "way": "cash", "reference": "x" * 81},
        {"amount_cents": 100, "way": "cash", "at": "2027-01-01"},
    ],
)
def test_what_has_not_the_shape_of_a_receipt_is_refused(body: dict[str, object]) -> None:
    till = Till()

    assert call("POST", f"{ONE}/receipts", till.manager, body, booking_id=till.booking.id)["statusCode"] == 422


@pytest.mark.usefixtures("aws")
def test_a_citizen_records_no_receipt() -> None:
    till = Till()
    body = {"amount_cents": 100, "way": "cash"}

    assert call("POST", f"{ONE}/receipts", till.citizen, body, booking_id=till.booking.id)["statusCode"] == 403


@pytest.mark.usefixtures("aws")
def test_without_a_key_paying_online_is_refused_with_what_to_do_instead() -> None:
    till = Till()
    answer = call("POST", f"{ONE}/checkout", till.citizen, {}, booking_id=till.booking.id)

    assert (answer["statusCode"], answer["said"]["code"]) == (409, "online_payments_off")
    assert "alla cooperativa" in answer["said"]["remedy"]


@pytest.mark.usefixtures("aws")
def test_without_a_key_stripe_is_not_listened_to() -> None:
    assert stripe_says(b"{}", "t=1,v1=00")["said"]["code"] == "online_payments_off"


def test_a_booking_is_paid_online_over_http(stripe: StandIn) -> None:
    till = Till()
    checkout = call("POST", f"{ONE}/checkout", till.citizen, {}, booking_id=till.booking.id)
    session_id = next(iter(stripe.sessions))
    stripe.pay(session_id)
    raw = stripe.about_session("completed", session_id)
    heard = stripe_says(raw, signed(raw))
    seen = call("GET", f"{ONE}/own-money", till.citizen, booking_id=till.booking.id)["said"]

    assert (checkout["statusCode"], checkout["said"]["url"]) == (201, f"https://checkout.stripe.example/{session_id}")
    assert (heard["statusCode"], heard["body"]) == (200, "")
    assert (seen["to_pay_cents"], seen["account"]["received_cents"], seen["payable_online"]) == (0, 20_00, True)


def test_from_paying_one_comes_back_to_the_language_one_left(stripe: StandIn) -> None:
    till = Till()
    call("POST", f"{ONE}/checkout", till.citizen, {"language": "en"}, booking_id=till.booking.id)
    said = next(iter(stripe.sessions.values()))["said"]

    page = f"https://portal.example.org/en/prenotazioni/{till.booking.id}"
    assert (said["success_url"], said["cancel_url"]) == (f"{page}?pagamento=inviato", f"{page}?pagamento=annullato")


def test_a_signature_is_over_the_very_bytes_that_came(stripe: StandIn) -> None:
    raw = '{ "id":"evt_é", "type":"invoice.paid","livemode":false,\n"data":{"object":{"id":"in_1"}} }'.encode()

    assert stripe_says(raw, signed(raw))["statusCode"] == 200
    assert stripe_says(raw, signed(raw), encoded=True)["statusCode"] == 200
    assert stripe_says(raw.replace(b"\n", b""), signed(raw))["statusCode"] == 400


@pytest.mark.parametrize("raw", [b"", b"{}", b"[" * 100_000, b"null"])
def test_a_hostile_body_is_refused(stripe: StandIn, raw: bytes) -> None:
    assert stripe_says(raw, signed(raw))["statusCode"] == 400
    assert stripe_says(raw, "")["statusCode"] == 400


def test_bytes_that_are_no_text_are_refused(stripe: StandIn) -> None:
    assert stripe_says(b"\xff\xfe\x00", "t=1,v1=00", encoded=True)["statusCode"] == 400


def test_a_body_that_is_too_large_is_not_read(stripe: StandIn) -> None:
    raw = b" " * (256 * 1024 + 1)

    assert stripe_says(raw, signed(raw))["statusCode"] == 413


def test_news_that_cannot_be_dealt_with_are_asked_for_again(stripe: StandIn) -> None:
    till = Till()
    session_id = till.check_out().session_id or ""
    stripe.pay(session_id)
    raw = stripe.about_session("completed", session_id)
    stripe.down = True

    assert stripe_says(raw, signed(raw))["statusCode"] == 503
