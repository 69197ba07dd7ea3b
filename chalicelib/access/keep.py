"""Keeping a sign-in: programs keep the refresh token themselves, browsers in a cookie that no script can read."""

from dataclasses import replace
from enum import StrEnum

from chalicelib.runtime.cookies import FORGOTTEN, Cookie, Keeping, Kept
from chalicelib.runtime.identity import REFRESH_DAYS

from . import sign_in
from .sign_in import SignIn

DAY_SECONDS = 24 * 60 * 60


class Keep(StrEnum):
    """Where the refresh token of a sign-in goes."""

    BODY = "body"
    COOKIE = "cookie"


def signed_in(where: SignIn, keep: Keep) -> Keeping[SignIn]:
    """The answer to a sign-in, with its refresh token where the client wants it."""
    return _in_cookie(where) if keep is Keep.COOKIE else Keeping(where)


def renewed(refresh_token: str | None, kept: Kept) -> Keeping[SignIn]:
    """A new access token; a new refresh token goes where the old one was.

    Raises SignInRefused, and without a token in the body SignedOut and ForeignPage.
    """
    if refresh_token is not None:
        return Keeping(sign_in.refresh(refresh_token))
    return _in_cookie(sign_in.refresh(kept.shown()))


def ended(refresh_token: str | None, kept: Kept) -> Keeping[None]:
    """End a refresh token; the one in the cookie is forgotten too. Raises SignedOut, ForeignPage."""
    sign_in.out(kept.shown() if refresh_token is None else refresh_token)
    return Keeping(None, FORGOTTEN if refresh_token is None else None)


def _in_cookie(where: SignIn) -> Keeping[SignIn]:
    if where.tokens is None or where.tokens.refresh_token is None:
        return Keeping(where)
    shown = replace(where, tokens=replace(where.tokens, refresh_token=None))
    return Keeping(shown, Cookie(where.tokens.refresh_token, REFRESH_DAYS * DAY_SECONDS))
