"""The platform as its callers reach it: over HTTP, with a token, to get the yes or the no that the story expects."""

import base64
import json
import secrets
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyotp
import requests

from tests.journey.telling import Off, say

Json = dict[str, Any]

CALL_SECONDS_MAX = 30


class Api:
    """One caller's side of the HTTP interface."""

    def __init__(self, url: str, token: str | None = None) -> None:
        self._url = url
        self._token = token
        self._run = secrets.token_hex(8)
        self._http = requests.Session()
        if token:
            self._http.headers["Authorization"] = f"Bearer {token}"

    def get(self, path: str, params: Json | None = None) -> requests.Response:
        """Read."""
        return self._http.get(self._url + path, params=params, timeout=CALL_SECONDS_MAX)

    def post(self, path: str, body: Json, *, key: str | None = None, language: str = "it") -> requests.Response:
        """Change something; `key` names the wish, within this caller's run."""
        headers = {"Accept-Language": language}
        if key:
            headers["Idempotency-Key"] = f"{self._run}-{key}"
        return self._http.post(self._url + path, json=body, headers=headers, timeout=CALL_SECONDS_MAX)

    def put(self, path: str, body: Json, *, edition: str) -> requests.Response:
        """Edit what was read in an edition."""
        return self._http.put(self._url + path, json=body, headers={"If-Match": edition}, timeout=CALL_SECONDS_MAX)

    def quote(
        self, person_id: str, session_id: str, voucher_id: str | None, *, language: str = "it"
    ) -> requests.Response:
        """Ask how a place would be paid."""
        asked = {"person_id": person_id, "session_id": session_id}
        return self.post("/v1/quotes", asked | ({"voucher_id": voucher_id} if voucher_id else {}), language=language)

    def all(self, path: str, params: Json | None = None) -> Iterator[Json]:
        """Every item of a list, page after page."""
        page = ok(self.get(path, params))
        yield from page["items"]
        while page["next"] is not None:
            # The local gateway tells the handler neither its scheme nor its whole path: only the cursor can be used.
            cursor = parse_qs(urlsplit(page["next"]).query)["cursor"][0]
            page = ok(self.get(path, (params or {}) | {"cursor": cursor}))
            yield from page["items"]

    def claims(self) -> dict[str, str]:
        """What the gateway tells the handler of this caller, once it has checked the token's signature."""
        ok(self.get("/v1/me"))
        payload = (self._token or "").split(".")[1]
        said = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        return {"username": said["username"], "cognito:groups": ",".join(said["cognito:groups"])}


def sign_in(visitor: Api, email: str, password: str, totp_secret: str | None = None, **how: str) -> requests.Response:
    """Sign in with a password, and with the authenticator's code where there is one."""
    answer = visitor.post("/v1/sign-ins", {"email": email, "password": password, **how})
    if not totp_secret:
        return answer
    code = {"session": ok(answer)["session"], "code": pyotp.TOTP(totp_secret).now(), **how}
    return visitor.post("/v1/sign-ins/second-factor", code)


def ok(response: requests.Response, status: int = 200) -> Json:
    """The body of an answer that must be a yes."""
    if response.status_code != status:
        asked = f"{response.request.method} {response.request.path_url}"
        raise Off(f"{asked} answered {response.status_code}, not {status}: {response.text}")
    body: Json = response.json() if response.content else {}
    return body


def refused(response: requests.Response, status: int, code: str | None = None) -> None:
    """Check that an answer is the expected no, and tell its reasons and remedies."""
    problem = response.json()
    if (response.status_code, problem["code"]) != (status, code or problem["code"]):
        asked = f"{response.request.method} {response.request.path_url}"
        raise Off(f"{asked} answered {response.status_code} {problem}, not {status} {code}")
    for reason in problem["reasons"] or [problem]:  # the gateway's own problems have no reasons
        say(f"NO {status} {reason['code']}: {reason['detail']} {reason.get('remedy') or ''}".rstrip())
