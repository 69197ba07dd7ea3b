"""The platform's secret, and what is derived from it: signatures, link tokens, blind indexes."""

import base64
import hashlib
import hmac
from functools import cache

from .aws import client
from .settings import settings


@cache
def _platform_secret() -> bytes:
    found = client("secretsmanager").get_secret_value(SecretId=settings().platform_secret_arn)
    return str(found["SecretString"]).encode()


def keyed_digest(purpose: str, *parts: str) -> str:
    """A digest only this platform can make, 43 URL-safe characters; purposes never share digests."""
    return base64.urlsafe_b64encode(_digest(purpose, parts)).decode().rstrip("=")


def digits(purpose: str, *parts: str) -> str:
    """Six digits that only this platform can make of these parts: short enough to be told, so bound the guesses."""
    return f"{int.from_bytes(_digest(purpose, parts), 'big') % 1_000_000:06d}"


def same(one: str, other: str) -> bool:
    """Whether two digests are equal, in a time that does not tell where they differ."""
    return hmac.compare_digest(one.encode(errors="replace"), other.encode(errors="replace"))


def sign(payload: bytes, *, purpose: str, scope: str = "") -> str:
    """The payload as URL-safe text that only this platform can have made, for this purpose and scope."""
    text = base64.urlsafe_b64encode(payload).decode().rstrip("=")
    return f"{text}.{keyed_digest(purpose, scope, text)}"


def unsign(token: str, *, purpose: str, scope: str = "") -> bytes | None:
    """The payload that was signed for this purpose and scope; None for anything else."""
    text, _, signature = token.partition(".")
    if not same(signature, keyed_digest(purpose, scope, text)):
        return None
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _digest(purpose: str, parts: tuple[str, ...]) -> bytes:
    key = hmac.digest(_platform_secret(), purpose.encode(), hashlib.sha256)
    return hmac.digest(key, "\x1f".join(parts).encode(errors="replace"), hashlib.sha256)
