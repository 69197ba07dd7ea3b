"""What the API can do, a page does: nobody has to write requests by hand."""

import json
import re

from tests.conftest import ROOT

METHODS = ("get", "post", "put", "delete")
ELSEWHERE = {
    "get /calendars/{address_id}": "calendar programs ask it",
    "get /offerings/{offering_id}/photos/{photo_id}": "it is the source of a picture, as the offering tells it",
    "get /sessions/{session_id}/roster": "the day's rosters tell the same and more",
}


def routes() -> list[str]:
    paths = json.loads((ROOT / "docs" / "openapi.json").read_text(encoding="utf-8"))["paths"]
    return [f"{method} {path}" for path, verbs in paths.items() for method in METHODS if method in verbs]


def pages() -> str:
    parts = [ROOT / "web" / part for part in ("desk", "portal", "shared")]
    return "\n".join(file.read_text(encoding="utf-8") for part in parts for file in sorted(part.rglob("*.js")))


def is_asked(path: str, written: str) -> bool:
    """Whether pages name a route: by the word it ends with, or, where that is an id, by what stands before it."""
    before, last = path.rsplit("/", 1)
    if last.startswith("{"):
        return f"/v1{before}/" in written
    return re.search(rf'/{last}[`"?]|"{last}"', written) is not None


def test_every_route_is_asked_by_a_page_or_is_for_others() -> None:
    written = pages()

    unasked = {route for route in routes() if not is_asked(route.split(" ")[1], written)}

    assert unasked == set(ELSEWHERE)
