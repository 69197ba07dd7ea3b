"""Keeping the documents of settlements: written once, under their own digest."""

import msgspec

from chalicelib.kernel.refusals import Conflict
from chalicelib.kernel.texts import Text
from chalicelib.runtime import files

from .model import Document, Settlement


class DocumentAltered(Conflict):
    """The rows that are kept are not those that were settled."""

    detail = Text(
        "Le righe conservate non sono più quelle del rendiconto.", "The rows that are kept are not the settlement's."
    )
    remedy = Text("Avvisa chi amministra la piattaforma.", "Tell who runs the platform.")


def encoded(document: Document) -> bytes:
    """A document as it is kept: the same content, the same bytes."""
    return msgspec.json.format(msgspec.json.encode(document), indent=2)


def keep(document: Document) -> str:
    """Keep a document, and return the digest it is kept under."""
    content = encoded(document)
    sha256 = files.digest(content)
    files.keep(_name(document.settlement_id, document.revision, sha256), content, "application/json")
    return sha256


def raw(settlement: Settlement) -> bytes | None:
    """The bytes kept for a settlement's revision, whatever they are; None where there are none."""
    return files.found(_name(settlement.id, settlement.revision, settlement.sha256))


def opened(settlement: Settlement) -> Document:
    """The document of a settlement's revision. Raises DocumentAltered when it is not the one that was settled."""
    content = raw(settlement)
    if content is None or files.digest(content) != settlement.sha256:
        raise DocumentAltered(settlement_id=settlement.id, revision=settlement.revision)
    return msgspec.json.decode(content, type=Document)


def _name(settlement_id: str, revision: int, sha256: str) -> str:
    return f"settlements/{settlement_id}/{revision}-{sha256}.json"
