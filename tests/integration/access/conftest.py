"""What the small AWS's user pool lacks beside the real one: sign-in by address, revocation, codes that are checked."""

import json
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from moto.cognitoidp.models import cognitoidp_backends

from chalicelib.runtime.aws import client
from chalicelib.runtime.settings import settings

AT_SECONDS = 1_800_000_000  # the time on every authenticator, so that no code changes between two lines


@pytest.fixture(autouse=True)
def nobody(aws: None) -> None:
    """The user pool is one for the whole run: each test finds it without users."""
    _user_pool().users.clear()


@pytest.fixture
def pool(aws: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A user pool that takes e-mail addresses for names, checks codes, and ends refresh tokens."""
    monkeypatch.setenv("MOTO_COGNITO_IDP_USER_POOL_ENABLE_TOTP", "true")
    monkeypatch.setattr("moto.cognitoidp.utils.time", SimpleNamespace(time=lambda: AT_SECONDS))
    monkeypatch.setattr("moto.cognitoidp.models.COGNITO_TOTP_MFA_SECRET", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    hooks: dict[str, Callable[..., Any]] = {
        "provide-client-params.cognito-idp.AdminInitiateAuth": _by_address,
        "after-call.cognito-idp.AdminInitiateAuth": _tell_the_account,
        "before-call.cognito-idp.RevokeToken": _revoke,
    }
    events = client("cognito-idp").meta.events
    for name, hook in hooks.items():
        events.register_first(name, hook)
    yield
    for name, hook in hooks.items():
        events.unregister(name, hook)


def _by_address(params: dict[str, Any], **_: object) -> dict[str, Any]:
    given = params["AuthParameters"]
    known = {_email(user): user.username for user in _user_pool().users.values()}
    name = known.get(given.get("USERNAME", ""), given.get("USERNAME", ""))
    return {**params, "AuthParameters": {**given, "USERNAME": name}}


def _tell_the_account(parsed: dict[str, Any], **_: object) -> None:
    if session := parsed.get("Session"):
        parsed["ChallengeParameters"]["USER_ID_FOR_SRP"] = _backend().sessions[session][0]


def _revoke(params: dict[str, Any], **_: object) -> tuple[Any, dict[str, Any]]:
    _user_pool().refresh_tokens[json.loads(params["body"])["Token"]] = None
    return SimpleNamespace(status_code=200), {}


def _email(user: Any) -> str:
    return next(str(attribute["Value"]) for attribute in user.attributes if attribute["Name"] == "email")


def _backend() -> Any:
    return cognitoidp_backends["123456789012"]["eu-south-1"]


def _user_pool() -> Any:
    return _backend().user_pools[settings().user_pool_id]
