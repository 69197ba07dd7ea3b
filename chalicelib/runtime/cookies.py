"""The one cookie there is: a browser keeps a refresh token in it, and no script can read it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar
from urllib.parse import urlsplit

from chalicelib.kernel.refusals import Forbidden, Unauthenticated
from chalicelib.kernel.texts import Text

from .settings import settings

T = TypeVar("T")

NAME = "__Host-refresh"  # the prefix makes browsers refuse one that another host, or plain HTTP, tries to set
SECRET = re.compile(r"[\x21\x23-\x2B\x2D-\x3A\x3C-\x5B\x5D-\x7E]{1,8192}")  # RFC 6265, cookie-octet


class SignedOut(Unauthenticated):
    """The browser keeps nothing that could renew the access token."""

    detail = Text("La sessione su questo dispositivo è finita.", "The session on this device is over.")
    remedy = Text("Entra di nuovo con e-mail e password.", "Sign in again with e-mail and password.")


class ForeignPage(Forbidden):
    """A page that is not the platform's own made the browser show its cookie."""

    detail = Text("La richiesta arriva da un altro sito.", "The request comes from another site.")
    remedy = Text("Apri il sito del welfare e riprova da lì.", "Open the welfare site and try again from there.")


@dataclass(frozen=True, slots=True)
class Kept:
    """What a browser keeps for us, and whether one of our own pages made it show it."""

    secret: str | None = field(repr=False)
    from_own_page: bool

    def shown(self) -> str:
        """The secret. Raises ForeignPage, SignedOut."""
        if not self.from_own_page:
            raise ForeignPage
        if self.secret is None:
            raise SignedOut
        return self.secret


@dataclass(frozen=True, slots=True)
class Cookie:
    """What a browser is to keep, and how long."""

    secret: str = field(repr=False)
    seconds: int

    def header(self) -> str:
        """The words of Set-Cookie."""
        return f"{NAME}={self.secret}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age={self.seconds}"


FORGOTTEN = Cookie("", 0)


@dataclass(frozen=True, slots=True)
class Keeping(Generic[T]):
    """An answer, and what the browser keeps from now on; without a cookie, what it kept before."""

    value: T
    cookie: Cookie | None = None


def kept(headers: Mapping[str, str]) -> Kept:
    """What a request's headers show of the cookie and of the page that sent it."""
    pairs = (pair.strip().partition("=") for pair in str(headers.get("cookie") or "").split(";"))
    found = next((secret for name, _, secret in pairs if name == NAME), "")
    return Kept(found if SECRET.fullmatch(found) else None, _is_own_page(headers))


def _is_own_page(headers: Mapping[str, str]) -> bool:
    portal = urlsplit(settings().portal_url)
    own = f"{portal.scheme}://{portal.netloc}"
    return headers.get("sec-fetch-site", "same-origin") == "same-origin" and headers.get("origin", own) == own
