"""What people come with: a need, or something that happens in life; and the kinds of help that answer it."""

from dataclasses import dataclass
from enum import StrEnum

from chalicelib.kernel.texts import Text


class NeedKind(StrEnum):
    """What somebody starts from."""

    NEED = "need"
    LIFE_EVENT = "life_event"


@dataclass(frozen=True, slots=True)
class Need:
    """A sentence that somebody would say of themselves, and the kinds of help that answer it."""

    id: str
    kind: NeedKind
    title: Text
    service_ids: tuple[str, ...]
