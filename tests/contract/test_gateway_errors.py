"""Errors that the gateway makes by itself have the platform's shape."""

import json

import pytest

from tests.contract.template import packaged

GATEWAY_ERRORS = {
    "ACCESS_DENIED": (403, "forbidden"),
    "API_CONFIGURATION_ERROR": (500, "fault"),
    "AUTHORIZER_CONFIGURATION_ERROR": (500, "fault"),
    "AUTHORIZER_FAILURE": (500, "fault"),
    "BAD_REQUEST_BODY": (400, "bad_request"),
    "BAD_REQUEST_PARAMETERS": (400, "bad_request"),
    "DEFAULT_4XX": (400, "bad_request"),
    "DEFAULT_5XX": (500, "fault"),
    "EXPIRED_TOKEN": (401, "unauthenticated"),
    "INTEGRATION_FAILURE": (504, "fault"),
    "INTEGRATION_TIMEOUT": (504, "fault"),
    "INVALID_API_KEY": (403, "forbidden"),
    "INVALID_SIGNATURE": (403, "forbidden"),
    "MISSING_AUTHENTICATION_TOKEN": (404, "not_found"),
    "QUOTA_EXCEEDED": (429, "too_many_requests"),
    "REQUEST_TOO_LARGE": (413, "payload_too_large"),
    "RESOURCE_NOT_FOUND": (404, "not_found"),
    "THROTTLED": (429, "too_many_requests"),
    "UNAUTHORIZED": (401, "unauthenticated"),
    "UNSUPPORTED_MEDIA_TYPE": (415, "unsupported_media_type"),
    "WAF_FILTERED": (403, "forbidden"),
}
SECURITY_HEADERS = {
    "Content-Type": "'application/problem+json'",
    "Cache-Control": "'no-store'",
    "Content-Security-Policy": "'default-src 'none'; frame-ancestors 'none''",
    "Referrer-Policy": "'no-referrer'",
    "Strict-Transport-Security": "'max-age=63072000; includeSubDomains'",
    "X-Content-Type-Options": "'nosniff'",
    "X-Frame-Options": "'DENY'",
}


@pytest.mark.parametrize("kind", sorted(GATEWAY_ERRORS))
def test_the_gateway_speaks_as_the_platform_does(kind: str) -> None:
    status, code = GATEWAY_ERRORS[kind]
    response = packaged()["Resources"]["RestAPI"]["Properties"]["GatewayResponses"][kind]
    problem = json.loads(response["ResponseTemplates"]["application/json"])
    assert response["StatusCode"] == problem["status"] == status
    assert list(problem) == ["type", "title", "status", "detail", "instance", "code", "remedy", "reasons"]
    assert (problem["type"], problem["remedy"]) == (f"urn:welfare:problem:{code}", None)
    assert (problem["code"], problem["instance"], problem["reasons"]) == (code, "urn:uuid:$context.requestId", [])
    assert response["ResponseParameters"]["Headers"].items() >= SECURITY_HEADERS.items()


def test_no_other_gateway_error_is_left_out() -> None:
    shaped = packaged()["Resources"]["RestAPI"]["Properties"]["GatewayResponses"]
    assert shaped.keys() == GATEWAY_ERRORS.keys()


def test_whoever_is_throttled_is_told_when_to_come_back() -> None:
    shaped = packaged()["Resources"]["RestAPI"]["Properties"]["GatewayResponses"]
    assert "Retry-After" in shaped["THROTTLED"]["ResponseParameters"]["Headers"]
