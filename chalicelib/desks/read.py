"""Where people can go."""

from . import table
from .model import Desk


def every() -> list[Desk]:
    """All Social Points of the territory."""
    return table.every()
