"""What crosses the wire: a request to the handler, and what a caller is shown of an answer, in Italian."""

from typing import Any

import msgspec

import app
from chalicelib.kernel.texts import Language
from chalicelib.runtime.problems import reason


def shown(value: object, view: Any) -> Any:
    """An answer as its view shows it."""
    told = msgspec.convert(value, view, from_attributes=True)
    return msgspec.json.decode(msgspec.json.encode(told, enc_hook=lambda refusal: reason(refusal, Language.IT)))


def call(
    method: str, resource: str, *, query: dict[str, list[str]] | None = None, body: str | None = None, **headers: str
) -> dict[str, Any]:
    """What the handler answers to a public request."""
    path = resource
    event = {
        "resource": resource,
        "path": path,
        "httpMethod": method,
        "headers": {"Host": "api.example.org", "Content-Type": "application/json"}
        | {name.replace("_", "-"): value for name, value in headers.items()},
        "multiValueQueryStringParameters": query,
        "pathParameters": {},
        "stageVariables": None,
        "isBase64Encoded": False,
        "body": body,
        "requestContext": {
            "resourcePath": resource,
            "httpMethod": method,
            "path": f"/api{path}",
            "requestId": "11111111-2222-3333-4444-555555555555",
            "identity": {"sourceIp": "192.0.2.1"},
        },
    }
    answer: dict[str, Any] = app.app(event, None)
    answer["headers"] |= {name: values[-1] for name, values in (answer.get("multiValueHeaders") or {}).items()}
    return answer
