"""A plan of help at home as the platform tells it, for pages that ask for one."""

from datetime import timedelta

from playwright.sync_api import Route

from chalicelib.kernel import clock
from tests.journey.api import Json

BEGINS, ENDS = (f"{clock.today() + timedelta(days=days)}" for days in (60, 120))
FIRST = f"{BEGINS}T09:00:00Z"
FREE = {"until_at": FIRST, "percent": 0, "charged_cents": 0, "own_cents": 0}


def sent(route: Route) -> Json:
    """What a page asks for."""
    body: Json = route.request.post_data_json or {}
    return body


def refuse(route: Route, code: str, detail: str, *, status: int = 409) -> None:
    """Say no to a page, for one reason."""
    reasons = [{"code": code, "detail": detail}]
    told = {"status": status, "code": code, "title": detail, "detail": detail, "reasons": reasons}
    route.fulfill(status=status, content_type="application/problem+json", json=told)


def request(session_ids: list[str]) -> Json:
    """A request that a cooperative has answered with meetings."""
    return {
        "id": "r", "person_id": "p", "week_minutes": 120, "state": "proposed", "from_on": BEGINS,
        "to_on": ENDS, "preferred": [], "reason": "", "answer_until_at": FIRST, "session_ids": session_ids,
    }  # fmt: skip


def quote(session_id: str) -> Json:
    """How one meeting would be paid."""
    return {
        "session_id": session_id, "person_id": "p", "guests": 0, "title": f"Visita {session_id}",
        "starts_at": FIRST, "ends_at": FIRST, "difference_cents": None, "expires_at": FIRST,
        "place": "A casa", "provider_name": "Melograno", "price_cents": 2000, "own_cents": 2000, "payments": [],
        "meetings": [], "respond_until_at": None, "charges": [FREE], "cancel_until_at": FIRST, "no_show_percent": 0,
    }  # fmt: skip


def missed(session_id: str, detail: str) -> Json:
    """A meeting that cannot be had."""
    reasons = [{"code": "gone", "detail": detail}]
    return {"session_id": session_id, "person_id": "p", "starts_at": FIRST, "reasons": reasons}


def joint(quotes: list[Json], *, skipped: list[Json] | None = None, token: str) -> Json:
    """How several meetings would be paid together."""
    price = sum(one["price_cents"] for one in quotes)
    return {"quotes": quotes, "skipped": skipped or [], "price_cents": price, "own_cents": price, "token": token}


def listed(*items: Json) -> Json:
    """A list that is told whole."""
    return {"items": list(items), "next": None}
