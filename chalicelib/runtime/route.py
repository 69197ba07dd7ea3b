"""What is known of one route."""

import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast, get_origin, get_type_hints

from chalicelib.kernel.caller import Permission
from chalicelib.kernel.paging import Span
from chalicelib.kernel.refusals import Refusal

from .cookies import Keeping
from .shapes import ListQuery, Query

View = Callable[..., Any]

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Route:
    """What is known of one route, for the wrapper and for the OpenAPI document."""

    method: str
    path: str
    view: View
    tag: str
    permission: Permission | None
    answer: Any
    status: int
    listing: bool
    idempotent: bool
    max_age_seconds: int
    refusals: tuple[type[Refusal], ...]
    media: str = JSON
    suffix: str = ""  # what may end the path, for readers who look for it
    seeded: bool = False  # a list whose order follows from a seed, which is told

    def parameter(self, kind: type) -> tuple[str, Any] | None:
        """The view's parameter of a kind, with its exact type."""
        for name, hint in self.hints().items():
            if inspect.isclass(hint) and issubclass(hint, kind):
                return name, hint
        return None

    @property
    def query(self) -> type[Query]:
        """What the query string may hold: the view's own parameters, a page's, or nothing."""
        own = self.parameter(Query)
        if own:
            return cast("type[Query]", own[1])
        return ListQuery if Span in self.hints().values() else Query

    @property
    def keeps(self) -> bool:
        """Whether the answer may tell a browser what to keep."""
        return get_origin(get_type_hints(self.view).get("return")) is Keeping

    def hints(self) -> dict[str, Any]:
        """The types of the view's parameters, by name."""
        return _hints(self.view)


@functools.cache
def _hints(view: View) -> dict[str, Any]:
    return {name: hint for name, hint in get_type_hints(view).items() if name != "return"}
