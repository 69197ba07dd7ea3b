"""Social Points."""

from dataclasses import dataclass
from enum import StrEnum


class DeskKind(StrEnum):
    """Whose door it is."""

    PUBLIC = "public"
    COMPANY = "company"


@dataclass(frozen=True, slots=True)
class Desk:
    """A Social Point: where it is and when it is open."""

    id: str
    name: str
    municipality_code: str
    address: str
    opening_hours: str
    kind: DeskKind = DeskKind.PUBLIC
