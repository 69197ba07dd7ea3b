"""The shapes of what crosses the wire: strict on the way in, plain on the way out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta

T = TypeVar("T")

# `$` would let a final line feed through; the look-ahead means the very end, in Python as in JSON Schema.
END = r"(?![\s\S])"
Line = Annotated[str, Meta(min_length=1, max_length=200, pattern=rf"^[^\u0000-\u001F\u007F\u2028\u2029]*{END}")]
# What a booking carries with it is short: it is written three times, and each started KB of it costs.
Name = Annotated[str, Meta(min_length=1, max_length=80, pattern=rf"^[^\u0000-\u001F\u007F\u2028\u2029]*{END}")]
Prose = Annotated[str, Meta(max_length=2000, pattern=rf"^[^\u0000-\u0008\u000B-\u001F\u007F]*{END}")]
Id = Annotated[str, Meta(pattern=rf"^[a-z0-9-]{{1,64}}{END}", description="An opaque identifier.")]
Secret = Annotated[str, Meta(min_length=1, max_length=256)]
Token = Annotated[str, Meta(min_length=1, max_length=8192, pattern=rf"^[\x21-\x7E]+{END}")]
Code = Annotated[str, Meta(pattern=rf"^[0-9]{{6}}{END}", description="Six digits.")]
Email = Annotated[str, Meta(min_length=3, max_length=254, pattern=rf"^[^\s@]+@[^\s@]+{END}")]
Belfiore = Annotated[
    str, Meta(pattern=rf"^[A-Z][0-9]{{3}}{END}", description="Cadastral code of a municipality or foreign state.")
]
Iban = Annotated[
    str, Meta(pattern=rf"^[A-Za-z0-9 ]{{15,42}}{END}", description="An IBAN; spaces and small letters do no harm.")
]
Cents = Annotated[int, Meta(ge=0, le=100_000_000, description="Euro cents.")]
Units = Annotated[int, Meta(ge=1, le=100_000_000, description="Euro cents, or minutes for hour vouchers.")]


class Edition(int):
    """Which edition of a thing the caller read before changing it: what its ETag said, sent back as If-Match."""


class Origin(str):
    """Where the caller reaches the API: what its addresses begin with."""

    __slots__ = ()


class Body(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a client sends. Unknown fields are refused."""

    def into(self, kind: type[T]) -> T:
        """The same content as the model's own type."""
        return msgspec.convert(self, kind, from_attributes=True)


@dataclass(frozen=True, slots=True)
class Signed:
    """What another system sends, byte for byte, with its signature over it."""

    raw: bytes
    signature: str


class Query(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a client asks in the query string. Unknown parameters are refused."""

    def into(self, kind: type[T]) -> T:
        """The same content as the model's own type."""
        return msgspec.convert(self, kind, from_attributes=True)


class ListQuery(Query, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A list is read a page at a time."""

    limit: Annotated[int, Meta(ge=1, le=100, description="How many items a page has at most.")] = 25
    cursor: Annotated[str, Meta(max_length=2048, description="Where a page begins: taken from `next`.")] | None = None


class View(msgspec.Struct, frozen=True, kw_only=True):
    """What a client is shown of a model: the fields named here and no others."""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture, answered as it is."""

    content: bytes
    content_type: str


class EditableView(View, frozen=True, kw_only=True):
    """What is edited in place: its edition is its ETag."""

    edition: Annotated[int, Meta(ge=0, description="How often it was changed.")]


class FileView(View, frozen=True, kw_only=True):
    """A file, where it can be fetched for a few minutes, and the digest of its bytes."""

    url: str
    sha256: str
    expires_at: datetime
