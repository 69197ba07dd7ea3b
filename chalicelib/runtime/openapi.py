"""The OpenAPI 3.1 document, from the routes' own types, refusals and docstrings."""

import inspect
import re
from http import HTTPStatus
from typing import Any

import msgspec

from chalicelib.kernel.refusals import Contention, Forbidden, NotFound, Refusal, Unauthenticated
from chalicelib.kernel.texts import Language

from . import cookies
from .cookies import Kept
from .http import Routes
from .problems import Fault, Problem, ShapeInvalid, TooManyRequests
from .route import JSON, Route
from .shapes import Body, Edition, Image, Query

REF = "#/components/schemas/{name}"
SERVER = "https://welfare.example.org"
PREFIX = "/v1"
TAGS = {
    "access": "Signing in, invitations, accounts.",
    "batches": "Vouchers from a file: dry run, commitment, progress, report.",
    "bookings": "Quotes, bookings, rosters, attendance.",
    "calendars": "Private addresses that calendars read.",
    "catalogue": "What can be had, at what price, when.",
    "controls": "Reconciliation cases, seals of the ledger, past balances.",
    "desks": "Social Points.",
    "feed": "The catalogue for other registries of services: HSDS 3.",
    "feedback": "What people think of the pages.",
    "homecare": "Help at home on request: asked, proposed, booked.",
    "payments": "The person's own money: receipts, refunds, paying online.",
    "people": "Registering people; reading one's own data.",
    "programmes": "Funded policies and their budgets.",
    "providers": "Cooperatives and their accreditations.",
    "rosters": "Who comes, who was there, and what is written about it.",
    "runtime": "Whether the platform answers.",
    "schedules": "When offerings take place, and the sessions that follow.",
    "settlements": "What funders owe providers, month by month.",
    "usage": "Figures: what became of budgets and of places, week by week.",
    "vouchers": "Vouchers, balances, statements.",
    "waitlists": "Waiting for a place: joining, positions, offers.",
}
INFO = {
    "title": "Territorial Welfare",
    "version": "0.1.0",
    "summary": "Find help, choose the cooperative, book, with a voucher or without.",
    "x-summary": "Find help, choose the cooperative, book, with a voucher or without.",
    "x-api-id": "territorial-welfare",
    "description": (
        "The platform of a welfare district: residents find help, see who offers it and at what price, choose the "
        "cooperative and book; funders run programmes and see every cent.\n\nErrors are `application/problem+json` "
        "(RFC 9457) in the language of `Accept-Language` (it, en), with a stable `code`, every reason, and what would "
        "help. Money is in integer cents, hours in integer minutes."
    ),
    "termsOfService": "https://welfare.example.org/note-legali",
    "contact": {
        "name": "Ufficio di Piano",
        "url": "https://welfare.example.org",
        "email": "piattaforma@welfare.example.org",
    },
    "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
}
RATE_HEADERS = {
    "X-RateLimit-Limit": "Requests a caller may make in a minute.",
    "X-RateLimit-Remaining": "Requests left in this minute.",
    "X-RateLimit-Reset": "Seconds until the count starts again.",
}
SEED = {
    "type": "string",
    "description": "What the neutral order was drawn from: territory, Italian day, question (see docs/catalogue.md).",
}
COUNT = {"type": "integer", "format": "int32", "minimum": 0}


def document() -> dict[str, Any]:
    """The whole document, the same for the same code."""
    published = [route for route in Routes.registered if route.path.startswith(PREFIX)]
    routes = sorted(published, key=lambda route: (route.path, route.method))
    shapes = _shapes(routes)
    _, schemas = msgspec.json.schema_components(shapes, schema_hook=_refusal, ref_template=REF)
    paths: dict[str, Any] = {}
    for route in routes:
        path = route.path.removeprefix(PREFIX)
        paths.setdefault(path, {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": INFO,
        "servers": [{"url": f"{SERVER}{PREFIX}", "description": "Production"}],
        "security": [],
        "tags": [{"name": name, "description": text} for name, text in TAGS.items()],
        "paths": paths,
        "components": {
            "schemas": _formatted(dict(sorted(schemas.items()))),
            "securitySchemes": {
                "AccessToken": {
                    "type": "http",
                    "scheme": "bearer",
                    "bearerFormat": "JWT",
                    "description": "The access token of a sign-in, good for 15 minutes.",
                }
            },
            "headers": {name: {"description": text, "schema": COUNT} for name, text in RATE_HEADERS.items()}
            | {
                "Retry-After": {"description": "Seconds to wait before the next try.", "schema": COUNT},
                "Cache-Control": {
                    "description": "`no-store` for personal answers, `public, max-age` for the catalogue, `private, "
                    "no-cache` for calendars.",
                    "schema": {"type": "string"},
                },
                "Set-Cookie": {
                    "description": f"`{cookies.NAME}`, which scripts cannot read: set where the refresh token is to be "
                    "kept in a cookie, emptied at sign-out. Absent when the client keeps its token itself.",
                    "schema": {"type": "string"},
                },
                "ETag": {"description": "The version of this answer.", "schema": {"type": "string"}},
                "Idempotent-Replayed": {
                    "description": "`true` when an earlier request under this key had already done it.",
                    "schema": {"type": "string", "enum": ["true"]},
                },
            },
        },
    }


def _shapes(routes: list[Route]) -> list[Any]:
    found: list[Any] = [Problem]
    for route in routes:
        if body := route.parameter(Body):
            found.append(body[1])
        if route.answer not in (None, Image) and route.media == JSON:
            found.append(route.answer)
    return list(dict.fromkeys(found))


def _operation(route: Route) -> dict[str, Any]:
    summary = inspect.cleandoc(route.view.__doc__ or "")
    operation: dict[str, Any] = {
        "operationId": route.view.__name__,
        "summary": summary.split(".")[0].split(":")[0].split(";")[0],
        "description": summary + (f"\n\nAction: `{route.permission.action}`." if route.permission else ""),
        "tags": [route.tag],
        "parameters": _parameters(route),
        "responses": _responses(route),
        "security": [{"AccessToken": []}] if route.permission else [],
    }
    if not route.path.startswith(PREFIX):
        operation["servers"] = [{"url": SERVER, "description": "Production, outside the versions of our own interface"}]
    if route.permission:
        operation["x-roles"] = sorted(route.permission.roles)
    if body := route.parameter(Body):
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": REF.format(name=body[1].__name__)}}},
        }
    return operation


def _parameters(route: Route) -> list[dict[str, Any]]:
    ending = f"({re.escape(route.suffix)})?" if route.suffix else ""
    identifier = {"type": "string", "pattern": f"^[a-z0-9-]{{1,64}}{ending}$"}
    found: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "description": "An opaque identifier.", "schema": identifier}
        for name in re.findall(r"{(\w+)}", route.path)
    ]
    found += _query_parameters(route.query)
    if route.idempotent:
        found.append(
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": True,
                "description": "The client's name for this wish: sent again, it gives the same answer.",
                "schema": {"type": "string", "minLength": 1, "maxLength": 255},
            }
        )
    if Edition in route.hints().values():
        found.append(
            {
                "name": "If-Match",
                "in": "header",
                "required": True,
                "description": "The ETag of what was read: the edit is refused when it has changed since.",
                "schema": {"type": "string", "minLength": 1, "maxLength": 64},
            }
        )
    if Kept in route.hints().values():
        found.append(
            {
                "name": cookies.NAME,
                "in": "cookie",
                "required": False,
                "description": "The refresh token that a browser keeps: it counts when the body has none.",
                "schema": {"type": "string", "minLength": 1, "maxLength": 8192},
            }
        )
    found.append(
        {
            "name": "Accept-Language",
            "in": "header",
            "required": False,
            "description": "The language of texts.",
            "schema": {"type": "string", "enum": [str(one) for one in Language], "default": "it"},
        }
    )
    return found


def _query_parameters(kind: type[Query]) -> list[dict[str, Any]]:
    _, components = msgspec.json.schema_components([kind], ref_template=REF)
    definition = components[kind.__name__]
    found = []
    for name, shape in definition.get("properties", {}).items():
        plain = _inlined(shape, components)
        found.append(
            {
                "name": name,
                "in": "query",
                "required": name in definition.get("required", []),
                "description": plain.pop("description", None) or name.replace("_", " ").capitalize() + ".",
                "schema": _formatted(plain),
            }
        )
    return found


def _inlined(shape: dict[str, Any], components: dict[str, Any]) -> dict[str, Any]:
    """A parameter's schema without the null that only its Python default needs, and without references."""
    if "anyOf" in shape:
        shape = next(one for one in shape["anyOf"] if one.get("type") != "null")
    if "$ref" in shape:
        shape = {name: value for name, value in components[shape["$ref"].split("/")[-1]].items() if name != "title"}
    return {name: value for name, value in shape.items() if not (name == "default" and value is None)}


def _responses(route: Route) -> dict[str, Any]:
    responses: dict[str, Any] = {str(route.status): _success(route)}
    if route.method == "GET":
        responses["304"] = {"description": "What the client already has is still true.", "headers": _headers()}
    refusals: list[type[Refusal]] = [ShapeInvalid, TooManyRequests, Contention, Fault, *route.refusals]
    if route.permission:
        refusals += [Unauthenticated, Forbidden]
    if "{" in route.path:
        refusals.append(NotFound)
    by_status: dict[int, list[str]] = {}
    for refusal in dict.fromkeys(refusals):
        by_status.setdefault(refusal.status, []).append(refusal().code)
    if route.parameter(Body):
        by_status |= {400: ["malformed_body"], 413: ["payload_too_large"], 415: ["unsupported_media_type"]}
    if route.idempotent:
        by_status.setdefault(400, []).append("idempotency_key_required")
        by_status[422].append("idempotency_key_reused")
    for status, codes in sorted(by_status.items()):
        responses[str(status)] = _problem(status, codes)
    return dict(sorted(responses.items()))


def _success(route: Route) -> dict[str, Any]:
    answer: dict[str, Any] = {"description": "Found." if route.method == "GET" else "Done.", "headers": _headers()}
    if route.method in ("GET", "PUT"):
        answer["headers"]["ETag"] = {"$ref": "#/components/headers/ETag"}
    if route.idempotent:
        answer["headers"]["Idempotent-Replayed"] = {"$ref": "#/components/headers/Idempotent-Replayed"}
    if route.keeps:
        answer["headers"]["Set-Cookie"] = {"$ref": "#/components/headers/Set-Cookie"}
    if route.answer is Image:
        answer["content"] = {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}}
    elif route.media != JSON:
        answer["content"] = {route.media.partition(";")[0]: {"schema": {"type": "string"}}}
    elif route.answer is not None:
        shape: dict[str, Any] = {"$ref": REF.format(name=route.answer.__name__)}
        if route.listing:
            shape = {
                "type": "object",
                "required": ["items", "next", *(["seed"] if route.seeded else [])],
                "properties": {
                    "items": {"type": "array", "items": shape},
                    "next": {"type": ["string", "null"], "format": "uri", "description": "The next page, if any."},
                    **({"seed": SEED} if route.seeded else {}),
                },
            }
        answer["content"] = {"application/json": {"schema": shape}}
    return answer


def _problem(status: int, codes: list[str]) -> dict[str, Any]:
    headers = _headers() if status < 500 else {"Cache-Control": {"$ref": "#/components/headers/Cache-Control"}}
    if status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        headers["Retry-After"] = {"$ref": "#/components/headers/Retry-After"}
    return {
        "description": f"{HTTPStatus(status).phrase}: " + ", ".join(f"`{code}`" for code in sorted(set(codes))) + ".",
        "headers": headers,
        "content": {"application/problem+json": {"schema": {"$ref": REF.format(name="Problem")}}},
    }


def _headers() -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in ("Cache-Control", *RATE_HEADERS)}


def _refusal(kind: Any) -> dict[str, Any]:
    """A refusal inside an answer is told as a problem's reasons are."""
    if kind is not Refusal:
        raise NotImplementedError(f"{kind} has no schema")
    return {"$ref": REF.format(name="Reason")}


def _formatted(schema: Any) -> Any:
    """The schema with a format on every number, as the Italian guidelines ask (RAC_REST_FORMAT_004)."""
    if isinstance(schema, list):
        return [_formatted(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    made = {name: _formatted(value) for name, value in schema.items()}
    if made.get("type") == "integer":
        made.setdefault("format", "int64")
    if made.get("type") == "number":
        made.setdefault("format", "double")
    if "(?![\\s\\S])" in str(made.get("pattern", "")):
        made["pattern"] = made["pattern"].replace("(?![\\s\\S])", "$")  # JSON Schema's $ is the very end already
    return made
