"""A person's own calendar reads their appointments at a private address, until they end it."""

from tests import rfc5545
from tests.journey.api import Json, ok, refused
from tests.journey.stage import Person, Stage
from tests.journey.telling import equal, say


def subscribe(stage: Stage, person: Person, booking: Json) -> None:
    """Make an address, read it without signing in, ask again for nothing, end it."""
    feed = f"/v1/people/{person.id}/calendar-feed"
    url = ok(person.api.post(feed, {}), 201)["url"]
    address = f"/v1/calendars/{url.rpartition('/')[2]}"
    read = stage.visitor.get(address)
    equal("the kind of what is read", read.headers["Content-Type"].partition(";")[0], "text/calendar")
    equal("what RFC 5545 says of it", rfc5545.faults(read.content.decode()), [])
    events = rfc5545.calendar(read.content.decode()).parts
    equal("the appointments", [event.values("UID") for event in events], [[f"booking-{booking['id']}@welfare"]])
    say(f"in the calendar: {events[0].text('SUMMARY')}")
    ok(person.api.post(f"{feed}/revocation", {}))
    refused(stage.visitor.get(address), 410, "feed_revoked")
    say("the address is ended: 410 at once")
