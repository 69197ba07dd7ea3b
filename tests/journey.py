"""Plays the whole story of the platform over HTTP against the running local stack, and checks every sum on the way.

    python -m tests.journey        (PORT= when the platform does not run on 4566)

Everything goes through the deployed API with real tokens, but for what its output says otherwise: the mails are read
where the local SES keeps them, the nightly jobs are started through the Lambda API, and where the story would have to
wait for days the same handler runs in this process under a moved clock, against the same cloud.
"""

import base64
import json
import logging
import os
import random
import re
import secrets
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as hour
from typing import Any, Literal
from urllib.parse import parse_qs, urlsplit

import boto3
import pyotp
import requests
import time_machine
from botocore.exceptions import BotoCoreError, ClientError
from codicefiscale import codicefiscale

import app
from chalicelib.kernel import clock
from chalicelib.kernel.texts import money
from chalicelib.ledger import model as ledger
from chalicelib.ledger import read as ledger_accounts
from chalicelib.runtime.dynamodb import Reads
from infra.deploy import DeployFailed
from infra.local import cloud, mailbox, stack

Json = dict[str, Any]

MAIL_SECONDS_MAX = 20  # a stream, a queue and two workers that may have to start
CALL_SECONDS_MAX = 30
OPERATOR = "operatrice.tradate@example.org"
OFFICER = "ufficio.di.piano@example.org"
FINANCE = "ragioneria@example.org"
ADMINISTRATOR = "amministrazione@example.org"
MANAGER = "responsabile.melograno@example.org"
NEIGHBOUR = "ernesto.colombini@example.org"
COOPERATIVE = "Melograno"
HELP = "Assistenza a casa per anziani"
GRANTED_CENTS = 100_00
BUDGET_CENTS = 1_000_00
PLANNED_MINUTES = 90


class Off(Exception):
    """Something is not as it must be; the message is one line for a person."""


def main() -> None:
    """Play the story, and end with one clear line when anything is off."""
    began = time.monotonic()
    try:
        os.environ.update(stack.environment())
        logging.getLogger("welfare").setLevel(logging.ERROR)  # the steps in this process must not log into the story
        _play(_Stage())
    except (Off, DeployFailed, OSError, BotoCoreError, ClientError) as off:
        sys.exit(f"\nTHE JOURNEY IS OFF: {off}")
    print(f"\nEverything adds up. {time.monotonic() - began:.0f} seconds.")


@dataclass
class _Person:
    """Someone in the story: how to reach them, and their side of the API once they have signed in."""

    id: str
    given_name: str
    email: str
    password: str
    api: "_Api"
    refresh_token: str = ""


@dataclass(frozen=True)
class _Money:
    """A programme of the story and its one voucher."""

    programme_id: str
    voucher_id: str


def _play(stage: "_Stage") -> None:
    act("The staff signs in: password, then authenticator")
    operator, officer, finance = (stage.staff(email) for email in (OPERATOR, OFFICER, FINANCE))
    administrator, manager = stage.staff(ADMINISTRATOR), stage.staff(MANAGER)
    _wrong_password(stage)

    act("The administrator invites an educator, who enrols a second factor")
    worker = _hire(stage, administrator, manager)

    act("At the Social Point the operator registers Teresa, and her grandchild without e-mail")
    teresa, grandchild_id = _register(stage, operator)

    act("Teresa receives the invitation, sets a password, signs in")
    _activate(stage, teresa)
    _keep_signed_in(stage, teresa)
    _who_looked(teresa)

    act("The programme officer creates a programme and issues a voucher")
    care = _fund(officer, teresa, grandchild_id)

    act("The cooperative publishes sessions; Teresa browses")
    sessions = _publish(stage, manager)
    free_session = _browse(stage, sessions)

    act("Teresa asks for a quote and books with her voucher")
    first = _book_twice(teresa, sessions[0]["id"], sessions[1]["id"], care.voucher_id)
    stage.mail(teresa.email, "La tua prenotazione è confermata")
    _expect_account(teresa, care, available=67_00, held=33_00)

    act("Every no has its reason and its remedy")
    _refusals(stage, teresa, grandchild_id, care, sessions, free_session)

    act("Teresa cancels: the place and the money come back")
    _cancel(teresa, first, sessions[0])
    stage.mail(teresa.email, "La tua prenotazione è stata disdetta")
    _expect_account(teresa, care, available=GRANTED_CENTS)

    act("She books again, three times; an appointment at the Social Point costs nothing, and she gives it back")
    booked = [_book(teresa, session["id"], care.voucher_id) for session in sessions[1:4]]
    _cancel(teresa, _book(teresa, free_session["id"], None), free_session)
    _expect_account(teresa, care, available=1_00, held=99_00)
    refused(teresa.api.quote(teresa.id, sessions[0]["id"], care.voucher_id), 409, "insufficient_balance")

    act("The educator sees who comes, and records who came")
    _attend(stage, worker, booked)
    _expect_account(teresa, care, available=50_50, captured=49_50)

    act("A voucher expires: what is left goes back to the programme")
    soon = _expire(stage, officer, teresa, sessions[0])

    act("The nightly jobs, through the Lambda API")
    say(f"vouchers that expire_vouchers let lapse: {stage.run('expire_vouchers')}")
    _reconcile(stage)

    act("The final accounts")
    _statement(teresa, care)
    for money_of in (care, soon):
        _conserves(finance, teresa, money_of, provider_id=sessions[0]["provider_id"])


def _wrong_password(stage: "_Stage") -> None:
    wrong = {"email": OPERATOR, "password": "not the password at all"}
    refused(stage.visitor.post("/v1/sign-ins", wrong), 401, "sign_in_refused")
    refused(stage.visitor.get("/v1/programmes"), 401)


def _hire(stage: "_Stage", administrator: "_Api", manager: "_Api") -> "_Api":
    email, password = f"educatrice.{stage.run_id}@example.org", f"gradino-fagiolo-{stage.run_id}-ruota"
    organisation = ok(manager.get("/v1/me"))["organisation_id"]
    invited = {"email": email, "given_name": "Ivana", "role": "provider_worker", "organisation_id": organisation}
    ok(administrator.post("/v1/staff", invited, key="invite"), 201)
    refused(manager.post("/v1/staff", invited, key="invite"), 403, "forbidden")
    invitation_id, token = stage.invitation(email)
    accepted = {"token": token, "password": password}
    ok(stage.visitor.post(f"/v1/invitations/{invitation_id}/acceptance", accepted), 204)
    enrolment = ok(stage.visitor.post("/v1/sign-ins", {"email": email, "password": password}))
    equal("the next step", enrolment["step"], "second_factor_enrolment")
    refused(_Api(stage.url, enrolment["session"]).get("/v1/me"), 403, "forbidden")
    code = pyotp.TOTP(enrolment["secret"]).now()
    ok(stage.visitor.post("/v1/second-factors", {"session": enrolment["session"], "code": code}), 204)
    worker = stage.signed_in(email, password, enrolment["secret"])
    say(f"now she signs in with both; her roles: {', '.join(ok(worker.get('/v1/me'))['roles'])}")
    return worker


def _register(stage: "_Stage", operator: "_Api") -> tuple[_Person, str]:
    family_name = "".join(random.choice(("ba", "ce", "di", "fo", "gu", "la", "me", "ni", "ro", "vu")) for _ in range(4))
    person = _registration("Teresa", family_name.title(), "F", date(1940, 1, 1) + timedelta(random.randrange(5000)))
    contact = {"email": f"teresa.{stage.run_id}@example.org", "phone": "+39 0331 009999"}
    registered = ok(operator.post("/v1/people", person | contact, key="register"), 201)
    say(f"Teresa {family_name.title()}, born {person['born_on']}, codice fiscale {person['tax_code']} (synthetic)")
    again = operator.post("/v1/people", person | contact, key="register-again")
    refused(again, 409, "person_already_registered")
    mistyped = {**person, **contact, "born_on": "1950-02-01"}
    refused(operator.post("/v1/people", mistyped, key="mistyped"), 422, "tax_code_mismatch")
    child = _registration("Pietro", family_name.title(), "M", date(2017, 1, 1) + timedelta(random.randrange(700)))
    grandchild = ok(operator.post("/v1/people", child | {"delegate_id": registered["id"]}, key="child"), 201)
    sought = {"tax_code": person["tax_code"], "purpose": "Colloquio allo sportello"}
    equal("whom the codice fiscale finds", ok(operator.post("/v1/people/search", sought))["id"], registered["id"])
    password = f"mongolfiera-ruscello-{stage.run_id}-candela"
    return _Person(registered["id"], "Teresa", contact["email"], password, stage.visitor), grandchild["id"]


def _registration(given_name: str, family_name: str, gender: Literal["F", "M"], born_on: date) -> Json:
    tax_code = codicefiscale.encode(
        lastname=family_name, firstname=given_name, gender=gender, birthdate=born_on.isoformat(), birthplace="L319"
    )
    return {
        "tax_code": tax_code,
        "given_name": given_name,
        "family_name": family_name,
        "born_on": born_on.isoformat(),
        "birth_place_code": "L319",
        "municipality_code": "L319",
    }


def _activate(stage: "_Stage", person: _Person) -> None:
    invitation_id, token = stage.invitation(person.email)
    path = f"/v1/invitations/{invitation_id}/acceptance"
    refused(stage.visitor.post(path, {"token": token, "password": "teresa2026"}), 422, "password_too_weak")
    ok(stage.visitor.post(path, {"token": token, "password": person.password}), 204)
    refused(stage.visitor.post(path, {"token": token, "password": person.password}), 410, "invitation_invalid")
    tokens = ok(stage.visitor.post("/v1/sign-ins", {"email": person.email, "password": person.password}))["tokens"]
    person.api, person.refresh_token = _Api(stage.url, tokens["access_token"]), tokens["refresh_token"]
    say("the link worked once; she is in")


def _keep_signed_in(stage: "_Stage", person: _Person) -> None:
    renewed = ok(stage.visitor.post("/v1/tokens", {"refresh_token": person.refresh_token}))["tokens"]
    person.api = _Api(stage.url, renewed["access_token"])
    equal("whose the renewed token is", ok(person.api.get("/v1/me"))["id"], person.id)
    say("the refresh token renews her access; after signing out it does not:")
    ok(stage.visitor.post("/v1/sign-outs", {"refresh_token": person.refresh_token}), 204)
    refused(stage.visitor.post("/v1/tokens", {"refresh_token": person.refresh_token}), 401, "sign_in_refused")
    person.api = stage.signed_in(person.email, person.password)


def _who_looked(person: _Person) -> None:
    seen = ok(person.api.get(f"/v1/people/{person.id}/accesses"))["items"]
    say("she reads who of the staff looked at her data, and why:")
    for one in seen:
        say(f"  {one['what']} ({one['purpose']})")
    equal("entries of her access log", len(seen), 2)


def _fund(officer: "_Api", teresa: _Person, grandchild_id: str) -> _Money:
    care = _programme(officer, "Assistenza domiciliare (percorso di prova)", clock.today() + timedelta(days=364))
    path = f"/v1/programmes/{care}/vouchers"
    too_young = officer.post(path, {"person_id": grandchild_id, "granted": GRANTED_CENTS}, key="child")
    refused(too_young, 409, "age_not_admitted")
    too_much = officer.post(path, {"person_id": teresa.id, "granted": BUDGET_CENTS}, key="much")
    refused(too_much, 409, "amount_not_admitted")
    return _Money(care, _voucher(officer, care, teresa))


def _programme(officer: "_Api", title: str, expires_on: date) -> str:
    draft = {
        "title": title,
        "legal_basis": "Percorso dimostrativo: nessuna norma",
        "unit": "cents",
        "rules": {"categories": ["silver_care"], "age_min": 65, "age_max": 130, "municipality_codes": ["L319", "C300"]},
        "budget": BUDGET_CENTS,
        "voucher_max": BUDGET_CENTS // 2,
        "from_on": clock.today().isoformat(),
        "expires_on": expires_on.isoformat(),
    }
    created = ok(officer.post("/v1/programmes", draft, key=f"programme-{expires_on}"), 201)
    say(f"programme “{title}”: ages 65 and over, budget {money(BUDGET_CENTS)}, until {expires_on}")
    return str(created["id"])


def _voucher(officer: "_Api", programme_id: str, person: _Person) -> str:
    granted = {"person_id": person.id, "granted": GRANTED_CENTS}
    voucher = ok(officer.post(f"/v1/programmes/{programme_id}/vouchers", granted, key=f"voucher-{programme_id}"), 201)
    say(f"a voucher of {money(GRANTED_CENTS)} for {person.given_name}, good until {voucher['expires_on']}")
    return str(voucher["id"])


def _publish(stage: "_Stage", manager: "_Api") -> list[Json]:
    """Four sessions on four days from the day after tomorrow on, and two that overlap them."""
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


def _browse(stage: "_Stage", published: list[Json]) -> Json:
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


def _book(person: _Person, session_id: str, voucher_id: str | None) -> Json:
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


def _book_twice(person: _Person, session_id: str, other_session_id: str, voucher_id: str) -> Json:
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


def _refusals(
    stage: "_Stage", teresa: _Person, grandchild_id: str, care: _Money, sessions: list[Json], free_session: Json
) -> None:
    refused(teresa.api.quote(teresa.id, sessions[4]["id"], care.voucher_id), 409, "overlapping")
    refused(teresa.api.quote(teresa.id, free_session["id"], care.voucher_id), 409, "vouchers_not_accepted")
    refused(teresa.api.quote(grandchild_id, sessions[1]["id"], care.voucher_id), 409, "not_the_beneficiary")
    neighbour = stage.resident(NEIGHBOUR)
    refused(teresa.api.quote(neighbour.id, sessions[1]["id"], None), 403, "not_for_this_person")
    refused(neighbour.api.get(f"/v1/vouchers/{care.voucher_id}"), 404, "not_found")
    taken = _book(neighbour, sessions[5]["id"], None)
    full = teresa.api.quote(teresa.id, sessions[5]["id"], care.voucher_id, language="en")
    refused(full, 409, "session_full")
    ok(neighbour.api.post(f"/v1/bookings/{taken['id']}/cancellation", {}, key=f"cancel-{taken['id']}"))
    refused(neighbour.api.post("/v1/bookings", {"quote_token": "forged.token"}, key="forged"), 422, "quote_invalid")


def _cancel(person: _Person, booking: Json, session: Json) -> None:
    before = ok(person.api.get(f"/v1/sessions/{session['id']}"))["places_free"]
    path = f"/v1/bookings/{booking['id']}/cancellation"
    key = f"cancel-{booking['id']}"
    equal("the state", ok(person.api.post(path, {}, key=key))["state"], "cancelled")
    equal("the replayed state", ok(person.api.post(path, {}, key=key))["state"], "cancelled")
    refused(person.api.post(path, {}, key=f"{key}-again"), 409, "already_closed")
    equal("free places", ok(person.api.get(f"/v1/sessions/{session['id']}"))["places_free"], before + 1)


def _attend(stage: "_Stage", worker: "_Api", booked: list[Json]) -> None:
    for booking in booked:
        roster = ok(worker.get(f"/v1/sessions/{booking['session_id']}/roster"))["items"]
        equal("who is on the roster", [line["id"] for line in roster], [booking["id"]])
        say(f"roster of {booking['starts_at']}: {', '.join(line['person_given_name'] for line in roster)}")
    early = worker.post(f"/v1/bookings/{booked[0]['id']}/attendance", {"delivered_minutes": 90}, key="early")
    refused(early, 409, "not_yet_delivered")
    # Attendance begins with the session, which cannot be booked less than two hours ahead.
    for booking, minutes, state in zip(booked, (90, 45, 0), ("attended", "attended", "absent"), strict=True):
        with stage.clock_moved_to(datetime.fromisoformat(booking["starts_at"]) + timedelta(minutes=PLANNED_MINUTES)):
            line = _attendance_in_process(worker, booking["id"], minutes)
        equal("the state", line["state"], state)
        say(f"{line['person_given_name']}: {minutes} of {PLANNED_MINUTES} minutes delivered, {line['state']}")


def _attendance_in_process(worker: "_Api", booking_id: str, minutes: int) -> Json:
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


def _expire(stage: "_Stage", officer: "_Api", teresa: _Person, session: Json) -> _Money:
    last_day = clock.today() + timedelta(days=1)
    programme_id = _programme(officer, "Un buono che scade domani (percorso di prova)", last_day)
    soon = _Money(programme_id, _voucher(officer, programme_id, teresa))
    refused(teresa.api.quote(teresa.id, session["id"], soon.voucher_id), 409, "expired_by_then")
    midnight = clock.end_of_day(last_day)
    with stage.clock_moved_to(midnight + timedelta(minutes=15)):
        lapsed = app.expire_vouchers(_schedule_event(midnight), None)
    say(f"vouchers that expire_vouchers let lapse: {lapsed}")
    _expect_account(teresa, soon, lapsed=GRANTED_CENTS)
    return soon


def _expect_account(
    person: _Person, money_of: _Money, *, available: int = 0, held: int = 0, captured: int = 0, lapsed: int = 0
) -> None:
    account = ok(person.api.get(f"/v1/vouchers/{money_of.voucher_id}"))["account"]
    say("the voucher: " + ", ".join(f"{name} {money(cents)}" for name, cents in account.items()))
    parts = {"available": available, "held": held, "captured": captured, "lapsed": lapsed}
    equal("the voucher's account", account, {"granted": GRANTED_CENTS} | parts)
    equal("available + held + captured + lapsed", sum(account[part] for part in parts), account["granted"])


def _reconcile(stage: "_Stage") -> None:
    differences = stage.run("reconcile_ledger")
    key = f"reconciliation/{clock.stamp(clock.now())[:10]}.json"
    kept = boto3.client("s3").get_object(Bucket=os.environ["REPORTS_BUCKET"], Key=key)
    report = json.loads(kept["Body"].read())
    say(f"reconcile_ledger: {report['accounts']} accounts, {report['entries']} entries, {differences} differences")
    say(f"its report is kept in the bucket as {key}")
    equal("differences that reconcile_ledger found", (differences, report["differences"]), (0, []))


def _statement(person: _Person, money_of: _Money) -> None:
    """Show every movement, a few at a time, and fold them into the balance again."""
    available = held = 0
    for line in person.api.all(f"/v1/vouchers/{money_of.voucher_id}/statement", {"limit": 4}):
        available, held = available + line["available_change"], held + line["held_change"]
        when = clock.local(datetime.fromisoformat(line["at"]))
        change = f"available {line['available_change']:+6d}  held {line['held_change']:+6d}"
        left = f"{line['available_after']:6d} {line['held_after']:6d}"
        say(f"{when:%d/%m/%Y %H:%M}  {line['kind']:8}{change}  -> {left}")
        equal("the running balance", (line["available_after"], line["held_after"]), (available, held))
    account = ok(person.api.get(f"/v1/vouchers/{money_of.voucher_id}"))["account"]
    equal("the statement's end", (available, held), (account["available"], account["held"]))


def _conserves(finance: "_Api", person: _Person, money_of: _Money, *, provider_id: str) -> None:
    budget = ok(finance.get(f"/v1/programmes/{money_of.programme_id}"))
    account = ok(person.api.get(f"/v1/vouchers/{money_of.voucher_id}"))["account"]
    with Reads() as reads:  # what is owed to providers has no route yet: it is read in the ledger itself
        asked = ledger_accounts.account(reads, ledger.payable(provider_id, money_of.programme_id))
    payable = asked.found()
    due = payable.balances[ledger.Bucket.DUE] if payable else 0
    fund, voucher = budget["available"], account["available"] + account["held"]
    say(f"{budget['programme']['title']}: fund {money(fund)} + voucher {money(voucher)} + owed {money(due)}")
    equal("what the provider is owed", due, account["captured"])
    equal("fund + vouchers + payables", fund + voucher + due, budget["programme"]["budget"])


def _schedule_event(at: datetime) -> Json:
    return {
        "version": "0",
        "id": "journey",
        "account": "000000000000",
        "region": "eu-south-1",
        "source": "aws.events",
        "detail-type": "Scheduled Event",
        "detail": {},
        "time": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "resources": [],
    }


class _Api:
    """One caller's side of the HTTP interface."""

    def __init__(self, url: str, token: str | None = None) -> None:
        self._url = url
        self._token = token
        self._run = secrets.token_hex(8)
        self._http = requests.Session()
        if token:
            self._http.headers["Authorization"] = f"Bearer {token}"

    def get(self, path: str, params: Json | None = None) -> requests.Response:
        """Read."""
        return self._http.get(self._url + path, params=params, timeout=CALL_SECONDS_MAX)

    def post(self, path: str, body: Json, *, key: str | None = None, language: str = "it") -> requests.Response:
        """Change something; `key` names the wish, within this caller's run."""
        headers = {"Accept-Language": language}
        if key:
            headers["Idempotency-Key"] = f"{self._run}-{key}"
        return self._http.post(self._url + path, json=body, headers=headers, timeout=CALL_SECONDS_MAX)

    def quote(
        self, person_id: str, session_id: str, voucher_id: str | None, *, language: str = "it"
    ) -> requests.Response:
        """Ask how a place would be paid."""
        asked = {"person_id": person_id, "session_id": session_id}
        return self.post("/v1/quotes", asked | ({"voucher_id": voucher_id} if voucher_id else {}), language=language)

    def all(self, path: str, params: Json | None = None) -> Iterator[Json]:
        """Every item of a list, page after page."""
        page = ok(self.get(path, params))
        yield from page["items"]
        while page["next"] is not None:
            # The local gateway tells the handler neither its scheme nor its whole path: only the cursor can be used.
            cursor = parse_qs(urlsplit(page["next"]).query)["cursor"][0]
            page = ok(self.get(path, (params or {}) | {"cursor": cursor}))
            yield from page["items"]

    def claims(self) -> dict[str, str]:
        """What the gateway tells the handler of this caller, once it has checked the token's signature."""
        ok(self.get("/v1/me"))
        payload = (self._token or "").split(".")[1]
        said = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        return {"username": said["username"], "cognito:groups": ",".join(said["cognito:groups"])}


class _Stage:
    """The running platform: its address, its demo accounts, its mails, its jobs, its clock."""

    def __init__(self) -> None:
        self.run_id = secrets.token_hex(4)
        self.url = stack.api_url()
        self.visitor = _Api(self.url)
        accounts = cloud.HOME / "accounts.json"
        if not accounts.exists():
            raise Off("there are no demo accounts: start the platform with `make run`")
        self._accounts: dict[str, Json] = {one["email"]: one for one in json.loads(accounts.read_text())}
        self._shown: set[str] = {mail.mail_id for mail in mailbox.mails(stack.endpoint())}

    def staff(self, email: str) -> _Api:
        """A member of the demo staff, signed in."""
        known = self._known(email)
        say(f"{known['given_name']}, {known['role']}, {known['organisation']}")
        return self.signed_in(email, known["password"], known["totp_secret"])

    def resident(self, email: str) -> _Person:
        """A demo resident, signed in."""
        known = self._known(email)
        api = self.signed_in(email, known["password"])
        return _Person(ok(api.get("/v1/me"))["id"], known["given_name"], email, known["password"], api)

    def signed_in(self, email: str, password: str, totp_secret: str | None = None) -> _Api:
        """Sign in with a password, and with the authenticator's code where there is one."""
        answer = ok(self.visitor.post("/v1/sign-ins", {"email": email, "password": password}))
        if totp_secret:
            equal("the next step", answer["step"], "second_factor")
            code = {"session": answer["session"], "code": pyotp.TOTP(totp_secret).now()}
            answer = ok(self.visitor.post("/v1/sign-ins/second-factor", code))
        return _Api(self.url, answer["tokens"]["access_token"])

    def _known(self, email: str) -> Json:
        known = self._accounts.get(email)
        if known is None or (known["role"] != "citizen" and not known["totp_secret"]):
            raise Off(f"nobody can sign in as {email}: start the platform with `make run RESET=1`")
        return known

    def invitation(self, email: str) -> tuple[str, str]:
        """The two parts of the link in somebody's invitation."""
        text = self.mail(email, "Il tuo accesso è pronto")
        link = re.search(r"/attivazione#([a-z0-9]+)\.([A-Za-z0-9_-]+)", text)
        if link is None:
            raise Off(f"the invitation of {email} has no link")
        return link[1], link[2]

    def mail(self, email: str, subject: str) -> str:
        """Wait for a mail to somebody, show it, and return its text."""

        def arrived() -> mailbox.Mail | None:
            fresh = (mail for mail in mailbox.mails(stack.endpoint()) if mail.mail_id not in self._shown)
            return next((mail for mail in fresh if (mail.to, mail.subject) == (email, subject)), None)

        mail = _wait(arrived, f"no mail “{subject}” to {email}")
        self._shown.add(mail.mail_id)
        body = "\n".join(f"      | {line}" for line in mail.text.strip().splitlines())
        print(f"    MAIL to {mail.to}\n      | {mail.subject}\n      |\n{body}")
        return mail.text

    def run(self, handler: str) -> int:
        """Invoke a nightly job through the Lambda API and return its answer."""
        functions = boto3.client("lambda")
        pages = functions.get_paginator("list_functions").paginate()
        names = {one["Handler"]: one["FunctionName"] for page in pages for one in page["Functions"]}
        event = json.dumps(_schedule_event(datetime.now(UTC)))
        answer = functions.invoke(FunctionName=names[f"app.{handler}"], Payload=event)
        payload = answer["Payload"].read().decode()
        if "FunctionError" in answer:
            raise Off(f"{handler} failed: {payload}")
        return int(payload)

    @contextmanager
    def clock_moved_to(self, at: datetime) -> Iterator[None]:
        """Run what follows in this process, at another time, against the same cloud."""
        say(f"[in this process, clock moved to {clock.local(at):%d/%m/%Y %H:%M}, same handler, same cloud]")
        with time_machine.travel(at):
            yield


def act(title: str) -> None:
    """Begin a part of the story."""
    print(f"\n## {title}", flush=True)


def say(line: str) -> None:
    """Tell what happened."""
    print(f"    {line}", flush=True)


def ok(response: requests.Response, status: int = 200) -> Json:
    """The body of an answer that must be a yes."""
    if response.status_code != status:
        asked = f"{response.request.method} {response.request.path_url}"
        raise Off(f"{asked} answered {response.status_code}, not {status}: {response.text}")
    body: Json = response.json() if response.content else {}
    return body


def refused(response: requests.Response, status: int, code: str | None = None) -> None:
    """Check that an answer is the expected no, and tell its reasons and remedies."""
    problem = response.json()
    if (response.status_code, problem["code"]) != (status, code or problem["code"]):
        asked = f"{response.request.method} {response.request.path_url}"
        raise Off(f"{asked} answered {response.status_code} {problem}, not {status} {code}")
    for reason in problem["reasons"] or [problem]:  # the gateway's own problems have no reasons
        say(f"NO {status} {reason['code']}: {reason['detail']} {reason.get('remedy') or ''}".rstrip())


def equal(what: str, found: object, wanted: object) -> None:
    """Check one fact of the story."""
    if found != wanted:
        raise Off(f"{what}: found {found}, wanted {wanted}")


def _wait(look: "Callable[[], mailbox.Mail | None]", otherwise: str) -> mailbox.Mail:
    deadline = time.monotonic() + MAIL_SECONDS_MAX
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(0.2)
    raise Off(f"{otherwise} within {MAIL_SECONDS_MAX} seconds")


if __name__ == "__main__":
    main()
