"""Refusals and faults as application/problem+json (RFC 9457), in the caller's language."""

import re
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


class IfMatchRequired(Refusal):
    """An edit must say which edition it saw."""

    status = 428
    detail = Text(
        "Manca l'intestazione If-Match con l'ETag letto.", "The If-Match header with the ETag read is missing."
    )
    remedy = Text("Leggi prima la risorsa, poi invia il suo ETag.", "Read the resource first, then send its ETag.")


class ShapeInvalid(Invalid):
    """The request does not have the shape the interface describes."""

    detail = Text("Controlla «{field}»: {problem}.", "Check “{field}”: {problem}.")


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
        reasons=[reason(one, language) for one in (refusal, *refusal.others)],
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


# What msgspec says of a value, and how a person is told; the first that fits.
SAYINGS: tuple[tuple[str, Text], ...] = (
    (r"unknown field", Text("non è previsto", "it is not expected")),
    (r"missing required field", Text("manca", "it is missing")),
    (r"matching regex", Text("non è scritto come previsto", "it is not written as expected")),
    (r"of length <= (\d+)", Text("è troppo lungo: al massimo {0}", "it is too long: at most {0}")),
    (r"of length >= (\d+)", Text("è troppo corto: almeno {0}", "it is too short: at least {0}")),
    (r"<= (-?\d+)", Text("è troppo grande: al massimo {0}", "it is too large: at most {0}")),
    (r">= (-?\d+)", Text("è troppo piccolo: almeno {0}", "it is too small: at least {0}")),
    (r"[Ii]nvalid enum value", Text("non è tra i valori ammessi", "it is not among the values allowed")),
    (r"RFC3339|ISO8601|timezone", Text("non è una data o un'ora valida", "it is not a valid date or time")),
    (r"Expected `(\w+)", Text("non è del tipo giusto: serve {0}", "it is of the wrong type: {0} is needed")),
)


KINDS = {
    "int": Text("un numero intero", "a whole number"),
    "str": Text("un testo", "a text"),
    "bool": Text("vero o falso", "true or false"),
    "array": Text("un elenco", "a list"),
    "object": Text("un oggetto", "an object"),
}


def _plain(message: str) -> Text:
    for pattern, saying in SAYINGS:
        if found := re.search(pattern, message):
            kind = KINDS.get(found[1], Text(found[1], found[1])) if found.groups() else Text("", "")
            return Text(saying.it.format(kind.it), saying.en.format(kind.en))
    return Text("non è valido", "it is not valid")


def reason(refusal: Refusal, language: Language) -> Reason:
    """What a person is told of one refusal."""
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
