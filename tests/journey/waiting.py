"""A place in a full session is waited for, offered, and booked."""

from tests.journey.api import Json, ok, refused
from tests.journey.booking import NEIGHBOUR
from tests.journey.stage import Person, Stage
from tests.journey.telling import equal, say


def wait(stage: Stage, teresa: Person, session: Json) -> Json:
    """The neighbour takes the last place and gives it back; Teresa, who waits, is asked before anyone else."""
    neighbour = stage.resident(NEIGHBOUR)
    taken = _place(neighbour, session, "last place")
    path = f"/v1/sessions/{session['id']}/waiting-list"
    turn = ok(teresa.api.post(path, {"person_ids": [teresa.id]}, key="wait"), 201)
    equal("the position in the waiting list", turn["position"], 1)
    say("the session is full: Teresa waits, first in line")
    ok(neighbour.api.post(f"/v1/bookings/{taken['id']}/cancellation", {}, key="give back"))
    stage.inbox.mail(teresa.email, "Si è liberato un posto")
    entry = f"/v1/waiting-list-entries/{turn['entry']['id']}"
    equal("the entry's state", ok(teresa.api.get(entry))["entry"]["state"], "offered")
    refused(neighbour.api.quote(neighbour.id, session["id"], None), 409, "session_full")
    quoted = ok(teresa.api.post(f"{entry}/quotes", {}, key=""))
    accepted = teresa.api.post(f"{entry}/acceptance", {"quote_token": quoted["token"]}, key="accept")
    [booking] = ok(accepted, 201)["items"]
    say(f"the place came back, was kept for Teresa and is hers: {booking['title']}")
    return dict(booking)


def _place(person: Person, session: Json, key: str) -> Json:
    token = ok(person.api.quote(person.id, session["id"], None))["token"]
    return ok(person.api.post("/v1/bookings", {"quote_token": token}, key=key), 201)
