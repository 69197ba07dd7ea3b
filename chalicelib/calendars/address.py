"""The addresses at which calendars are read: random, told once, kept as a digest."""

import hashlib
import re
import secrets
from base64 import b32encode

from .model import ADDRESS_BYTES

WORD = re.compile(r"[a-z2-7]{32}")


def word() -> str:
    """The word of a new address, that nobody can guess."""
    return b32encode(secrets.token_bytes(ADDRESS_BYTES)).decode().lower()


def digest(word: str) -> str:
    """What is kept of a word. It has enough randomness of its own: a plain digest tells nothing of it."""
    return hashlib.sha256(word.encode()).hexdigest()


def url(origin: str, word: str) -> str:
    """The address as a calendar is given it, at the place where the API is reached."""
    return f"{origin}/v1/calendars/{word}.ics"
