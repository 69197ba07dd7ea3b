"""Opaque identifiers: random ones, and ones derived from what a client sent, so that a retry finds the first answer."""

import base64
import hashlib
import secrets
from dataclasses import dataclass
from typing import Generic, TypeVar

from .refusals import Invalid
from .texts import Text

T = TypeVar("T")
ID_BYTES = 15  # 120 bits, 24 characters: not to be guessed, short enough to read aloud


def new() -> str:
    """A fresh identifier, 24 lower-case letters and digits."""
    return _spell(secrets.token_bytes(ID_BYTES))


def derived(*parts: str) -> str:
    """The identifier that these parts always give."""
    return _spell(hashlib.blake2b("\x1f".join(parts).encode(), digest_size=ID_BYTES).digest())


class IdempotencyKeyReused(Invalid):
    """The key was used before for another request."""

    detail = Text(
        "Questa chiave di richiesta è già stata usata per un'altra richiesta.",
        "This Idempotency-Key was already used for another request.",
    )
    remedy = Text("Invia di nuovo con una chiave nuova.", "Send it again under a new key.")


@dataclass(frozen=True, slots=True)
class RequestKey:
    """A client's name for one wish: the same key from the same caller is the same wish."""

    caller_id: str
    key: str
    fingerprint: str

    def id_for(self, kind: str) -> str:
        """The identifier of the one object of this kind that the wish creates."""
        return derived(kind, self.caller_id, self.key)

    def match(self, fingerprint: str) -> None:
        """Raise IdempotencyKeyReused when the first request under this key said something else."""
        if fingerprint != self.fingerprint:
            raise IdempotencyKeyReused


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What a wish led to, and whether an earlier request had already fulfilled it."""

    value: T
    replayed: bool = False


def _spell(raw: bytes) -> str:
    return base64.b32encode(raw).decode().lower()
