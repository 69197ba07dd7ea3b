"""A place is quoted, booked, refused, given back."""

from datetime import datetime

from chalicelib.kernel import clock
from chalicelib.kernel.texts import money
from tests.journey.api import Json, ok, refused
from tests.journey.funding import Grant
from tests.journey.stage import Person, Stage
from tests.journey.telling import equal, say

NEIGHBOUR = "ernesto.colombini@example.org"


def book_twice(person: Person, session_id: str, other_session_id: str, voucher_id: str) -> Json:
    """Send a booking again, as a client does whose first answer was lost; then misuse its key for another wish."""
    tokens = [ok(person.api.quote(person.id, one, voucher_id))["token"] for one in (session_id, other_session_id)]
    first, again, other = (
        person.api.post("/v1/bookings", {"quote_token": token}, key="twice") for token in (tokens[0], *tokens)
    )
    equal("the booking of the same Idempotency-Key", ok(again, 201), ok(first, 201))
    equal("Idempotent-Replayed", again.headers.get("Idempotent-Replayed"), "true")
    say(f"booked: {first.json()['title']}; sent again: the same booking, Idempotent-Replayed: true")
    refused(other, 422, "idempotency_key_reused")
    return ok(first, 201)


def refusals(
    stage: Stage, teresa: Person, grandchild_id: str, care: Grant, sessions: list[Json], free_session: Json
) -> None:
    """Ask for what cannot be had: each no comes with its reason."""
    refused(teresa.api.quote(teresa.id, sessions[4]["id"], care.voucher_id), 409, "overlapping")
    refused(teresa.api.quote(teresa.id, free_session["id"], care.voucher_id), 409, "vouchers_not_accepted")
    refused(teresa.api.quote(grandchild_id, sessions[1]["id"], care.voucher_id), 409, "not_the_beneficiary")
    neighbour = stage.resident(NEIGHBOUR)
    refused(teresa.api.quote(neighbour.id, sessions[1]["id"], None), 403, "not_for_this_person")
    refused(neighbour.api.get(f"/v1/vouchers/{care.voucher_id}"), 404, "not_found")
    taken = book(neighbour, sessions[5]["id"], None)
    full = teresa.api.quote(teresa.id, sessions[5]["id"], care.voucher_id, language="en")
    refused(full, 409, "session_full")
    ok(neighbour.api.post(f"/v1/bookings/{taken['id']}/cancellation", {}, key=f"cancel-{taken['id']}"))
    refused(neighbour.api.post("/v1/bookings", {"quote_token": "forged.token"}, key="forged"), 422, "quote_invalid")


def cancel(person: Person, booking: Json, session: Json) -> None:
    """Give a place back, once; it is free again."""
    before = ok(person.api.get(f"/v1/sessions/{session['id']}"))["places_free"]
    path = f"/v1/bookings/{booking['id']}/cancellation"
    key = f"cancel-{booking['id']}"
    equal("the state", ok(person.api.post(path, {}, key=key))["state"], "cancelled")
    equal("the replayed state", ok(person.api.post(path, {}, key=key))["state"], "cancelled")
    refused(person.api.post(path, {}, key=f"{key}-again"), 409, "already_closed")
    equal("free places", ok(person.api.get(f"/v1/sessions/{session['id']}"))["places_free"], before + 1)


def book(person: Person, session_id: str, voucher_id: str | None) -> Json:
    """Book a place as it was quoted."""
    quoted = ok(person.api.quote(person.id, session_id, voucher_id))
    quote = quoted["quote"]
    paid = sum(payment["amount"] for payment in quote["payments"])
    equal("voucher and own money of the quote", paid + quote["own_cents"], quote["price_cents"])
    placed = person.api.post("/v1/bookings", {"quote_token": quoted["token"]}, key=f"book-{session_id}")
    booking = ok(placed, 201)
    when = clock.local(datetime.fromisoformat(booking["starts_at"]))
    cost = f"voucher {money(paid)}, own money {money(quote['own_cents'])}"
    say(f"booked: {booking['title']}, {when:%d/%m/%Y %H:%M}, {cost}")
    return booking
