"""The sessions of the story: a cooperative publishes them, and anybody finds them."""

from datetime import UTC, datetime, timedelta
from datetime import time as hour

from chalicelib.kernel import clock
from chalicelib.kernel.texts import money
from tests.journey.api import Api, Json, ok
from tests.journey.stage import Stage
from tests.journey.telling import Off, equal, say

COOPERATIVE = "Melograno"
HELP = "Assistenza a casa per anziani"
PLANNED_MINUTES = 90


def publish(stage: Stage, manager: Api) -> list[Json]:
    """Publish four evenings from the third day on, a session that overlaps the first and a place just before it."""
    providers = {one["name"]: one for one in stage.visitor.all("/v1/providers")}
    cooperative = providers[COOPERATIVE]
    say(f"{cooperative['name']}: {cooperative['description']} {cooperative['phone']}, {cooperative['email']}")
    offered = {one["title"]: one for one in stage.visitor.all(f"/v1/providers/{cooperative['id']}/offerings")}
    for one in offered.values():
        say(f"  {one['title']}, {money(one['price_cents'])} / {one['price_unit']}")
    days = [clock.today() + timedelta(days=ahead) for ahead in (3, 4, 5, 6)]
    begins = [clock.at_local(day, hour(20, 0)) for day in days] + [clock.at_local(days[0], hour(21, 0))]
    drafts = [_draft(starts_at, places=3) for starts_at in begins] + [_draft(begins[0] - timedelta(hours=2), places=1)]
    path = f"/v1/offerings/{offered[HELP]['id']}/sessions"
    published: list[Json] = ok(manager.post(path, {"sessions": drafts}, key="sessions"), 201)["items"]
    equal("sessions published", len(published), len(drafts))
    return published


def _draft(starts_at: datetime, *, places: int) -> Json:
    ends_at = starts_at + timedelta(minutes=PLANNED_MINUTES)
    return {"starts_at": starts_at.isoformat(), "ends_at": ends_at.isoformat(), "places_max": places}


def browse(stage: Stage, published: list[Json]) -> Json:
    """Look around as anybody can, and find a free appointment at a Social Point."""
    wish = {"category": "silver_care", "text": "assistenza casa", "price_max_cents": 2500, "accepts_vouchers": "true"}
    for found in stage.visitor.all("/v1/offerings", wish | {"limit": 2}):
        say(f"{found['title']}, {found['provider_name']}: {money(found['price_cents'])} / {found['price_unit']}")
    national = list(stage.visitor.all("/v1/offerings", {"scope": "national"}))
    say(f"{len(national)} national offerings, the first: {national[0]['title']}, {national[0]['provider_name']}")
    period = {"from_on": clock.today().isoformat(), "to_on": (clock.today() + timedelta(days=14)).isoformat()}
    calendar = list(stage.visitor.all(f"/v1/offerings/{published[0]['offering_id']}/sessions", period))
    absent = {one["id"] for one in published} - {one["id"] for one in calendar}
    equal("published sessions that the calendar does not show", len(absent), 0)
    free = sum(one["places_free"] for one in calendar)
    say(f"{len(calendar)} sessions of {calendar[0]['title']} in two weeks, {free} free places")
    desk = list(stage.visitor.all("/v1/sessions", period | {"category": "social_point", "municipality_code": "L319"}))
    free_of_charge = next((one for one in desk if _can_be_cancelled(one)), None)
    if free_of_charge is None:
        raise Off("the Social Point of Tradate has no free appointment in two weeks")
    return free_of_charge


def _can_be_cancelled(session: Json) -> bool:
    return datetime.now(UTC) + timedelta(minutes=5) < datetime.fromisoformat(session["cancel_until_at"])
