"""Where the Social Points are."""

from chalicelib.access import permissions
from chalicelib.kernel.identifiers import Outcome, RequestKey
from chalicelib.runtime.http import Routes
from chalicelib.runtime.shapes import Belfiore, Body, Line, View

from . import open as opening
from . import read
from .model import Desk, DeskKind

routes = Routes(__name__)


class DeskView(View, frozen=True, kw_only=True):
    """A Social Point."""

    id: str
    name: str
    municipality_code: str
    address: str
    opening_hours: str
    kind: DeskKind


class NewDesk(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A Social Point to be opened."""

    name: Line
    municipality_code: Belfiore
    address: Line
    opening_hours: Line


@routes.get("/v1/desks", answer=DeskView, listing=True, max_age_seconds=300)
def list_desks() -> list[Desk]:
    """All Social Points of the territory."""
    return read.every()


@routes.post("/v1/desks", answer=DeskView, allow=permissions.OPEN_DESK)
def open_desk(key: RequestKey, body: NewDesk) -> Outcome[Desk]:
    """Open a Social Point."""
    return opening.desk(
        name=body.name,
        municipality_code=body.municipality_code,
        address=body.address,
        opening_hours=body.opening_hours,
        key=key,
    )
