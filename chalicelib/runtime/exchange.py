"""One request and its answer: who asks, what they say, what they are told."""

import hashlib
import hmac
import re
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote, urlencode

import msgspec
from chalice.app import Response

from chalicelib.kernel.caller import Caller, Role
from chalicelib.kernel.identifiers import Outcome, RequestKey
from chalicelib.kernel.paging import Page, Span
from chalicelib.kernel.refusals import EditedMeanwhile, Forbidden, NotFound, Refusal, Unauthenticated
from chalicelib.kernel.texts import Language, Text

from . import cookies, cursors, throttle
from .cookies import Keeping, Kept
from .observability import event, logger
from .problems import (
    PROBLEM,
    RETRY_AFTER_SECONDS,
    Fault,
    IdempotencyKeyRequired,
    IfMatchRequired,
    MalformedBody,
    PayloadTooLarge,
    ShapeInvalid,
    TooManyRequests,
    UnsupportedMediaType,
    problem,
    reason,
    shape_problem,
)
from .route import JSON, Route
from .settings import settings
from .shapes import Body, EditableView, Edition, Image, ListQuery, Origin, Query, Signed

Headers = dict[str, str | list[str]]

BODY_BYTES_MAX = 256 * 1024
SIGNATURE = "stripe-signature"
FRONT_KEY, VIEWER = "x-front-key", "x-viewer"
PATH_ID = re.compile(r"[a-z0-9-]{1,64}")
EDITION_TAG = re.compile(r'"edition-(\d{1,9})"')
IDEMPOTENCY_KEY = re.compile(r"[\x20-\x7e]{1,255}")
SECURITY_HEADERS = {
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
}


class Exchange:
    """One request and its answer."""

    def __init__(self, route: Route, request: Any) -> None:
        self.route = route
        self.request = request
        self.context: dict[str, Any] = request.context
        self.language = _language(request.headers.get("accept-language", ""))
        self.request_id = request_id_of(request)
        self.path: str = request.to_original_event()["path"]

    def answered(self, path_parameters: dict[str, str]) -> Response:
        """Run the view and answer, whatever happens."""
        claims = (self.context.get("authorizer") or {}).get("claims") or {}
        allowance = throttle.take(str(claims.get("username") or self._source()))
        try:
            if allowance.exceeded:
                raise TooManyRequests
            return self._success(self._call(path_parameters, claims), allowance.headers())
        except Refusal as refusal:
            event("refused", code=refusal.code, route=self.route.path, request_id=self.request_id)
            return refused(refusal, self.language, self.request_id, allowance.headers())
        except Exception:  # the rim: a fault is logged with its request id and told as one
            logger.exception("fault", extra={"route": self.route.path, "request_id": self.request_id})
            return refused(Fault(), self.language, self.request_id, allowance.headers())

    def _source(self) -> str:
        """The address of who asks: the gateway sees that of the distribution, which tells the one it sees itself."""
        headers = self.request.headers
        if hmac.compare_digest(str(headers.get(FRONT_KEY, "")).encode(), settings().front_key.encode()):
            return str(headers.get(VIEWER, ""))
        return str((self.context.get("identity") or {}).get("sourceIp", ""))

    def _call(self, path_parameters: dict[str, str], claims: dict[str, str]) -> Any:
        caller = self._authorised(claims)
        query = self._query(self.route.query)
        arguments = {
            name: _path_id(path_parameters[name].removesuffix(self.route.suffix))
            if name in path_parameters
            else self._argument(hint, caller, query, path_parameters)
            for name, hint in self.route.hints().items()
        }
        return self.route.view(**arguments)

    def _argument(self, hint: Any, caller: Caller | None, query: Query, path_parameters: dict[str, str]) -> Any:
        if hint is Caller:
            return caller
        if hint is Language:
            return self.language
        if hint is RequestKey:
            return self._request_key(caller, path_parameters)
        if hint is Origin:
            return Origin(self._origin())
        if hint is Edition:
            return self._edition()
        if hint is Kept:
            return cookies.kept(self.request.headers)
        if hint is Span:
            return self._span(query, caller)
        if hint is Signed:
            return Signed(self._raw_body(), str(self.request.headers.get(SIGNATURE, "")))
        return query if issubclass(hint, Query) else self._body(hint)

    def _authorised(self, claims: dict[str, str]) -> Caller | None:
        if self.route.permission is None:
            return None
        if not claims.get("username"):
            raise Unauthenticated
        groups = re.split(r"[\s,]+", str(claims.get("cognito:groups", "")).strip("[]"))
        caller = Caller(claims["username"], frozenset(Role(group) for group in groups if group in set(Role)))
        if not caller.roles & self.route.permission.roles:
            raise Forbidden
        return caller

    def _raw_body(self) -> bytes:
        try:
            raw: bytes = self.request.raw_body
        except (UnicodeError, ValueError) as error:
            raise MalformedBody from error
        if len(raw) > BODY_BYTES_MAX:
            raise PayloadTooLarge
        return raw

    def _body(self, kind: type[Body]) -> Body:
        raw = self._raw_body()
        if str(self.request.headers.get("content-type", "")).split(";")[0].strip().lower() != JSON:
            raise UnsupportedMediaType
        try:
            return msgspec.json.decode(raw, type=kind)
        except msgspec.ValidationError as error:
            raise shape_problem(error) from error
        except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
            raise MalformedBody from error

    def _query(self, kind: type[Query]) -> Query:
        try:
            return msgspec.convert(self._parameters(), kind, strict=False)
        except msgspec.ValidationError as error:
            raise shape_problem(error) from error

    def _parameters(self) -> dict[str, str]:
        found = self.request.query_params
        if not found:
            return {}
        for name in found:
            if len(found.getlist(name)) > 1:
                raise ShapeInvalid(field=name, problem=Text("compare più di una volta", "it is given more than once"))
        return dict(found)

    def _span(self, query: Query, caller: Caller | None) -> Span:
        asked = query if isinstance(query, ListQuery) else ListQuery()
        return Span(asked.limit, cursors.read(asked.cursor, self._scope(caller)) if asked.cursor else None)

    def _scope(self, caller: Caller | None) -> str:
        asked = {name: value for name, value in self._parameters().items() if name not in ("cursor", "limit")}
        return "\x1f".join((self.path, caller.account_id if caller else "", urlencode(sorted(asked.items()))))

    def _request_key(self, caller: Caller | None, path_parameters: dict[str, str]) -> RequestKey:
        key = str(self.request.headers.get("idempotency-key", ""))
        if not IDEMPOTENCY_KEY.fullmatch(key) or caller is None:
            raise IdempotencyKeyRequired
        said = b"\x1f".join(
            (self.route.path.encode(), *(value.encode() for value in path_parameters.values()), self._raw_body())
        )
        return RequestKey(caller.account_id, key, hashlib.blake2b(said, digest_size=15).hexdigest())

    def _edition(self) -> Edition:
        asked = str(self.request.headers.get("if-match", ""))
        if not asked:
            raise IfMatchRequired
        tag = EDITION_TAG.fullmatch(asked.removeprefix("W/").strip())
        if tag is None:
            raise EditedMeanwhile
        return Edition(tag[1])

    def _success(self, result: Any, allowance: dict[str, str]) -> Response:
        replayed = isinstance(result, Outcome) and result.replayed
        value = result.value if isinstance(result, Outcome | Keeping) else result
        headers: Headers = {"Content-Type": self.route.media, **SECURITY_HEADERS, **allowance, **self._caching()}
        if replayed:
            headers["Idempotent-Replayed"] = "true"
        if isinstance(result, Keeping) and result.cookie:
            headers["Set-Cookie"] = result.cookie.header()
        if self.route.answer is None:
            return Response("", headers, self.route.status)
        shown = value if isinstance(value, Image) else self._shown(value)
        body = self._body_of(shown)
        if isinstance(shown, Image):
            headers |= {"Content-Type": shown.content_type, "Cross-Origin-Resource-Policy": "cross-origin"}
        if self.route.method in ("GET", "PUT"):
            headers["ETag"] = tag = _tag(shown, body)
            if self.route.method == "GET" and tag in str(self.request.headers.get("if-none-match", "")):
                return Response(b"" if isinstance(shown, Image) else "", headers, 304)
        return Response(body if isinstance(shown, Image) else body.decode(), headers, self.route.status)

    def _body_of(self, shown: Any) -> bytes:
        if isinstance(shown, Image):
            return shown.content
        return shown.encode() if isinstance(shown, str) else msgspec.json.encode(shown, enc_hook=self._told)

    def _shown(self, value: Any) -> Any:
        if not self.route.listing:
            return msgspec.convert(value, self.route.answer, from_attributes=True)
        page: Page[Any] = value if isinstance(value, Page) else Page(list(value))
        shown = [msgspec.convert(item, self.route.answer, from_attributes=True) for item in page.items]
        answer = {"items": shown, "next": self._next(page) if page.rest else None}
        return answer | {"seed": page.seed} if self.route.seeded else answer

    def _told(self, refusal: Any) -> Any:
        """A refusal inside an answer, in the caller's language."""
        if not isinstance(refusal, Refusal):
            raise NotImplementedError(f"{type(refusal)} cannot be shown")
        return reason(refusal, self.language)

    def _next(self, page: Page[Any]) -> str:
        claims = (self.context.get("authorizer") or {}).get("claims") or {}
        caller = Caller(claims["username"], frozenset()) if self.route.permission else None
        asked = {**self._parameters(), "cursor": cursors.write(page.rest or {}, self._scope(caller))}
        return f"{self._origin()}{unquote(self.path)}?{urlencode(asked)}"

    def _origin(self) -> str:
        if base := settings().api_url:
            return base
        host, scheme = self.request.headers.get("host", ""), self.request.headers.get("x-forwarded-proto", "https")
        return f"{scheme}://{host}{str(self.context.get('path', '')).removesuffix(self.path)}"

    def _caching(self) -> dict[str, str]:
        if self.route.media != JSON:  # asked for again and again: it may be kept, never used without asking
            return {"Cache-Control": "private, no-cache"}
        seconds = self.route.max_age_seconds
        return {"Cache-Control": f"public, max-age={seconds}" if seconds else "no-store", "Vary": "Accept-Language"}


def refused(refusal: Refusal, language: Language, request_id: str, allowance: dict[str, str]) -> Response:
    """The answer that tells a refusal or a fault."""
    headers: Headers = {"Content-Type": PROBLEM, "Cache-Control": "no-store", **SECURITY_HEADERS, **allowance}
    if refusal.status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    body = msgspec.json.encode(problem(refusal, language, request_id)).decode()
    return Response(body, headers, refusal.status)


def _tag(shown: Any, body: bytes) -> str:
    if isinstance(shown, EditableView):
        return f'"edition-{shown.edition}"'
    return f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'


def _language(accepted: str) -> Language:
    for one in accepted.lower().split(","):
        if one.strip()[:2] in set(Language):
            return Language(one.strip()[:2])
    return Language.IT


def request_id_of(request: Any) -> str:
    """The id under which the gateway and the logs know a request."""
    return str((getattr(request, "context", None) or {}).get("requestId", "00000000-0000-0000-0000-000000000000"))


def _path_id(encoded: str) -> str:
    # aws/chalice#511: path parameters arrive percent-encoded.
    identifier = unquote(encoded)
    if not PATH_ID.fullmatch(identifier):
        raise NotFound
    return identifier
