"""Refusals and faults as application/problem+json (RFC 9457), in the caller's language."""

from collections.abc import Iterable
from datetime import date, datetime
from http import HTTPStatus
from typing import Any

import msgspec

from chalicelib.kernel.refusals import Invalid, NotFound, Refusal
from chalicelib.kernel.texts import Amount, Language, Text

PROBLEM = "application/problem+json"
RETRY_AFTER_SECONDS = 2


class MalformedBody(Refusal):
    """The body is not JSON."""

    status = 400
    detail = Text("Il contenuto inviato non è JSON valido.", "The body is not valid JSON.")


class PayloadTooLarge(Refusal):
    """The body is larger than the platform takes."""

    status = 413
    detail = Text("Il contenuto inviato supera 256 KiB.", "The body is over 256 KiB.")


class UnsupportedMediaType(Refusal):
    """The body is of a type the platform does not read."""

    status = 415
    detail = Text("Il contenuto deve essere application/json.", "The body must be application/json.")


class MethodNotAllowed(Refusal):
    """The resource exists, but does not answer to this method."""

    status = 405
    detail = Text("Questa risorsa non accetta il metodo usato.", "This resource does not take this method.")


class TooManyRequests(Refusal):
    """The caller goes too fast."""

    status = 429
    detail = Text("Troppe richieste in poco tempo.", "Too many requests in a short time.")
    remedy = Text("Aspetta qualche secondo e riprova.", "Wait a few seconds and try again.")


class IdempotencyKeyRequired(Refusal):
    """A request that takes a place or moves money must carry its own name."""

    status = 400
    detail = Text(
        "Manca l'intestazione Idempotency-Key (da 1 a 255 caratteri stampabili).",
        "The Idempotency-Key header is missing (1 to 255 printable characters).",
    )


class ShapeInvalid(Invalid):
    """The request does not have the shape the interface describes."""

    detail = Text("Il campo «{field}» non va bene: {problem}.", "Field “{field}” is wrong: {problem}.")


class Fault(Refusal):
    """A bug or an outage: nothing was left half done."""

    status = 500
    detail = Text(
        "Si è verificato un errore nostro. Nessuna operazione è rimasta a metà.",
        "Something went wrong on our side. Nothing was left half done.",
    )
    remedy = Text(
        "Riprova; se continua, segnala il codice della richiesta.", "Try again; if it goes on, report the request id."
    )


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that stands in the way."""

    code: str
    detail: str
    remedy: str | None
    facts: dict[str, Any]


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """An error, as RFC 9457 describes it."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    remedy: str | None
    reasons: list[Reason]


def problem(refusal: Refusal, language: Language, request_id: str) -> Problem:
    """What a client is told of a refusal."""
    return Problem(
        type=f"urn:welfare:problem:{refusal.code}",
        title=HTTPStatus(refusal.status).phrase,
        status=refusal.status,
        detail=refusal.detail.say(language, refusal.facts),
        instance=f"urn:uuid:{request_id}",
        code=refusal.code,
        remedy=refusal.remedy.say(language, refusal.facts) if refusal.remedy else None,
        reasons=[_reason(one, language) for one in (refusal, *refusal.others)],
    )


def shape_problem(error: msgspec.ValidationError) -> ShapeInvalid:
    """What a validation error means to who sent the request."""
    message, _, path = str(error).partition(" - at `")
    field = path.rstrip("`").removeprefix("$").removeprefix(".")
    named = message.split("`")[1] if "field `" in message else ""
    return ShapeInvalid(field=".".join(filter(None, (field, named))) or "body", problem=_plain(message))


BY_STATUS: dict[int, type[Refusal]] = {
    404: NotFound,
    405: MethodNotAllowed,
    413: PayloadTooLarge,
    415: UnsupportedMediaType,
}


def _plain(message: str) -> str:
    if "unknown field" in message:
        return "unknown field"
    return "missing" if "missing required field" in message else message.replace("`", "")


def _reason(refusal: Refusal, language: Language) -> Reason:
    return Reason(
        code=refusal.code,
        detail=refusal.detail.say(language, refusal.facts),
        remedy=refusal.remedy.say(language, refusal.facts) if refusal.remedy else None,
        facts={name: _fact(value, language) for name, value in refusal.facts.items()},
    )


def _fact(value: object, language: Language) -> object:
    match value:
        case Text():
            return value.say(language)
        case Amount():
            return {"amount": value.units, "unit": str(value.unit)}
        case bool() | int() | str() | None:
            return value
        case datetime() | date():
            return msgspec.to_builtins(value)
        case Iterable():
            return [_fact(one, language) for one in value]
        case _:
            return str(value)
