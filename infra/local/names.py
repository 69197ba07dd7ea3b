"""What the demo territory's things are called: ids follow from slugs, so that loading again finds them."""

import hashlib

import msgspec

from chalicelib.kernel.caller import PLATFORM
from chalicelib.kernel.identifiers import RequestKey


def key(kind: str, slug: str, content: object) -> RequestKey:
    """The request that makes a thing of `data/`; asked again with other content, it is refused."""
    digest = hashlib.blake2b(msgspec.json.encode(content), digest_size=15).hexdigest()
    return RequestKey(PLATFORM.account_id, f"demo-{kind}-{slug}", digest)


def id_of(kind: str, slug: str) -> str:
    """The id of a thing of `data/`."""
    return key(kind, slug, None).id_for(kind)
