"""What the story would have to wait days for: the same handlers in this process, their clock moved, the same cloud."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import time_machine

import app
from chalicelib.kernel import clock
from tests.journey import funding
from tests.journey.api import Api, Json, ok, refused
from tests.journey.funding import Grant
from tests.journey.jobs import schedule_event
from tests.journey.stage import Person
from tests.journey.sums import expect_account
from tests.journey.telling import Off, equal, say
from tests.journey.timetable import PLANNED_MINUTES


def attend(worker: Api, booked: list[Json]) -> None:
    """Record who came, once each session has begun."""
    for booking in booked:
        roster = ok(worker.get(f"/v1/sessions/{booking['session_id']}/roster"))["items"]
        equal("who is on the roster", [line["id"] for line in roster], [booking["id"]])
        say(f"roster of {booking['starts_at']}: {', '.join(line['person_given_name'] for line in roster)}")
    early = worker.post(f"/v1/bookings/{booked[0]['id']}/attendance", {"delivered_minutes": 90}, key="early")
    refused(early, 409, "not_yet_delivered")
    # Attendance begins with the session, which cannot be booked less than two hours ahead.
    for booking, minutes, state in zip(booked, (90, 45, 0), ("attended", "attended", "absent"), strict=True):
        with _clock_moved_to(datetime.fromisoformat(booking["starts_at"]) + timedelta(minutes=PLANNED_MINUTES)):
            line = _attendance_in_process(worker, booking["id"], minutes)
        equal("the state", line["state"], state)
        say(f"{line['person_given_name']}: {minutes} of {PLANNED_MINUTES} minutes delivered, {line['state']}")


def _attendance_in_process(worker: Api, booking_id: str, minutes: int) -> Json:
    """Call the handler that Lambda runs with the event that the API's gateway makes of such a request."""
    resource = "/v1/bookings/{booking_id}/attendance"
    event = {
        "resource": resource,
        "path": resource.format(booking_id=booking_id),
        "httpMethod": "POST",
        "headers": {"content-type": "application/json", "idempotency-key": f"attend-{booking_id}"},
        "multiValueQueryStringParameters": None,
        "pathParameters": {"booking_id": booking_id},
        "stageVariables": None,
        "body": json.dumps({"delivered_minutes": minutes}),
        "isBase64Encoded": False,
        "requestContext": {
            "httpMethod": "POST",
            "resourcePath": resource,
            "requestId": "in-process",
            "identity": {"sourceIp": "127.0.0.1"},
            "authorizer": {"claims": worker.claims()},
        },
    }
    answer = app.app(event, None)
    body: Json = json.loads(answer["body"])
    if answer["statusCode"] != 200:
        raise Off(f"attendance was refused: {answer['statusCode']} {body}")
    return body


def expire(officer: Api, teresa: Person, session: Json) -> Grant:
    """Grant a voucher that ends tomorrow, and let the night after it take back what is left."""
    last_day = clock.today() + timedelta(days=1)
    programme_id = funding.programme(officer, "Un buono che scade domani (percorso di prova)", last_day)
    soon = Grant(programme_id, funding.voucher(officer, programme_id, teresa))
    refused(teresa.api.quote(teresa.id, session["id"], soon.voucher_id), 409, "expired_by_then")
    midnight = clock.end_of_day(last_day)
    with _clock_moved_to(midnight + timedelta(minutes=15)):
        lapsed = app.expire_vouchers(schedule_event(midnight), None)
    say(f"vouchers that expire_vouchers let lapse: {lapsed}")
    expect_account(teresa, soon, lapsed=funding.GRANTED_CENTS)
    return soon


@contextmanager
def _clock_moved_to(at: datetime) -> Iterator[None]:
    """Run what follows in this process, at another time, against the same cloud."""
    say(f"[in this process, clock moved to {clock.local(at):%d/%m/%Y %H:%M}, same handler, same cloud]")
    with time_machine.travel(at):
        yield
