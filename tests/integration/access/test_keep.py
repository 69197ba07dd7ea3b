"""A browser keeps its refresh token in a cookie; a program keeps it itself."""

import json
from typing import Any

import pytest

from chalicelib.runtime import identity
from tests.wire import call

from .test_sign_in import PASSWORD, code, enrolled, resident

pytestmark = pytest.mark.usefixtures("pool")

COOKIE = "__Host-refresh"
MONTH_SECONDS = 30 * 24 * 60 * 60


def post(path: str, body: dict[str, Any], **headers: str) -> dict[str, Any]:
    return call("POST", path, body=json.dumps(body), query=None, **headers)


def signed_in(**more: str) -> dict[str, Any]:
    return post("/v1/sign-ins", {"email": resident().email, "password": PASSWORD, **more})


def kept(answer: dict[str, Any]) -> str:
    """What a browser sends after an answer."""
    return str(answer["headers"]["Set-Cookie"]).partition(";")[0]


def told(answer: dict[str, Any]) -> tuple[int, str]:
    return answer["statusCode"], json.loads(answer["body"])["code"]


def test_a_program_gets_its_refresh_token_and_no_cookie() -> None:
    answer = signed_in()

    assert json.loads(answer["body"])["tokens"]["refresh_token"]
    assert "Set-Cookie" not in answer["headers"]


def test_a_browser_gets_a_cookie_and_no_refresh_token() -> None:
    answer = signed_in(keep="cookie")

    name, _, secret = kept(answer).partition("=")
    assert json.loads(answer["body"])["tokens"]["refresh_token"] is None
    assert (name, len(secret) > 20) == (COOKIE, True)
    assert answer["headers"]["Set-Cookie"].endswith(
        f"; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age={MONTH_SECONDS}"
    )


def test_staff_get_their_cookie_after_the_second_factor() -> None:
    _, email, secret = enrolled()
    asked = post("/v1/sign-ins", {"email": email, "password": PASSWORD, "keep": "cookie"})

    session = json.loads(asked["body"])["session"]
    answer = post("/v1/sign-ins/second-factor", {"session": session, "code": code(secret), "keep": "cookie"})

    assert "Set-Cookie" not in asked["headers"]
    assert kept(answer).startswith(f"{COOKIE}=")
    assert json.loads(answer["body"])["tokens"]["refresh_token"] is None


def test_the_cookie_renews_the_access_token() -> None:
    renewed = post("/v1/tokens", {}, Cookie=kept(signed_in(keep="cookie")), Sec_Fetch_Site="same-origin")

    tokens = json.loads(renewed["body"])["tokens"]
    assert (renewed["statusCode"], bool(tokens["access_token"]), tokens["refresh_token"]) == (200, True, None)


def test_a_new_refresh_token_goes_into_the_cookie_again(monkeypatch: pytest.MonkeyPatch) -> None:
    cookie = kept(signed_in(keep="cookie"))
    renewed = identity.refresh

    def rotated(refresh_token: str) -> identity.Tokens:
        return identity.Tokens(renewed(refresh_token).access_token, "the-next-one", 900)

    monkeypatch.setattr(identity, "refresh", rotated)
    answer = post("/v1/tokens", {}, Cookie=cookie)

    assert kept(answer) == f"{COOKIE}=the-next-one"
    assert "the-next-one" not in answer["body"]


def test_who_signs_out_is_forgotten_and_cannot_renew() -> None:
    cookie = kept(signed_in(keep="cookie"))

    out = post("/v1/sign-outs", {}, Cookie=cookie)

    assert (out["statusCode"], kept(out)) == (204, f"{COOKIE}=")
    assert "Max-Age=0" in out["headers"]["Set-Cookie"]
    assert told(post("/v1/tokens", {}, Cookie=cookie)) == (401, "sign_in_refused")


def test_a_cookie_that_is_no_longer_good_is_forgotten_too() -> None:
    cookie = kept(signed_in(keep="cookie"))
    post("/v1/sign-outs", {}, Cookie=cookie)

    assert kept(post("/v1/sign-outs", {}, Cookie=cookie)) == f"{COOKIE}="


@pytest.mark.parametrize("path", ["/v1/tokens", "/v1/sign-outs"])
def test_without_token_and_cookie_one_is_signed_out(path: str) -> None:
    assert told(post(path, {})) == (401, "signed_out")


@pytest.mark.parametrize("path", ["/v1/tokens", "/v1/sign-outs"])
@pytest.mark.parametrize("page", [{"Sec_Fetch_Site": "cross-site"}, {"Origin": "https://evil.example.org"}])
def test_another_sites_page_cannot_use_the_cookie(path: str, page: dict[str, str]) -> None:
    cookie = kept(signed_in(keep="cookie"))

    assert told(post(path, {}, Cookie=cookie, **page)) == (403, "foreign_page")
    assert post("/v1/tokens", {}, Cookie=cookie)["statusCode"] == 200


def test_a_token_in_the_body_counts_before_the_cookie() -> None:
    cookie = kept(signed_in(keep="cookie"))
    own = json.loads(signed_in()["body"])["tokens"]["refresh_token"]

    out = post("/v1/sign-outs", {"refresh_token": own}, Cookie=cookie)

    assert "Set-Cookie" not in out["headers"]
    assert post("/v1/tokens", {}, Cookie=cookie)["statusCode"] == 200
    assert told(post("/v1/tokens", {"refresh_token": own})) == (401, "sign_in_refused")


def test_no_log_tells_the_cookie(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def broken(refresh_token: str) -> None:
        raise RuntimeError("the pool does not answer")

    monkeypatch.setattr(identity, "refresh", broken)
    fault = post("/v1/tokens", {}, Cookie=f"{COOKIE}=hush-hush")
    refused = post("/v1/tokens", {}, Cookie=f"{COOKIE}=hush-hush", Sec_Fetch_Site="cross-site")

    said = caplog.text + str([vars(record) for record in caplog.records])
    assert (fault["statusCode"], refused["statusCode"]) == (500, 403)
    assert ("fault" in said, "refused" in said) == (True, True)
    assert "hush-hush" not in said + fault["body"] + refused["body"]
