"""Cursors: where a list goes on, signed for the list and the caller they were made for."""

import msgspec

from chalicelib.kernel.paging import Position
from chalicelib.kernel.refusals import Invalid
from chalicelib.kernel.texts import Text

from . import secrets


class CursorInvalid(Invalid):
    """The cursor was not made for this list."""

    detail = Text("Il cursore non vale per questo elenco.", "This cursor does not belong to this list.")
    remedy = Text("Riparti dalla prima pagina.", "Start again from the first page.")


def write(position: Position, scope: str) -> str:
    """The cursor that goes on from a position, good for this scope (list, filters, caller) only."""
    return secrets.sign(msgspec.json.encode(dict(position)), purpose="cursor", scope=scope)


def read(cursor: str, scope: str) -> Position:
    """The position a cursor stands for; raises CursorInvalid for another list's, another caller's, or a forged one."""
    payload = secrets.unsign(cursor, purpose="cursor", scope=scope)
    if payload is None:
        raise CursorInvalid
    return msgspec.json.decode(payload, type=dict[str, str])
