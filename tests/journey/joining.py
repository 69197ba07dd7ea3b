"""How people join: staff by invitation and a second factor, residents through the desk, and both through sign-in."""

import random
from datetime import date, timedelta

import pyotp

from tests import particulars
from tests.journey.api import Api, ok, refused
from tests.journey.stage import Person, Stage
from tests.journey.telling import equal, say


def wrong_password(stage: Stage, email: str) -> None:
    """Knock with a wrong password, and with no token at all."""
    wrong = {"email": email, "password": "not the password at all"}
    refused(stage.visitor.post("/v1/sign-ins", wrong), 401, "sign_in_refused")
    refused(stage.visitor.get("/v1/programmes"), 401)


def hire(stage: Stage, administrator: Api, manager: Api) -> Api:
    """Let an administrator, and nobody else, invite an educator, who signs in only with a second factor."""
    email, password = f"educatrice.{stage.run_id}@example.org", f"gradino-fagiolo-{stage.run_id}-ruota"
    organisation = ok(manager.get("/v1/me"))["organisation_id"]
    invited = {"email": email, "given_name": "Ivana", "role": "provider_worker", "organisation_id": organisation}
    ok(administrator.post("/v1/staff", invited, key="invite"), 201)
    refused(manager.post("/v1/staff", invited, key="invite"), 403, "forbidden")
    invitation_id, token = stage.inbox.invitation(email)
    accepted = {"token": token, "password": password}
    ok(stage.visitor.post(f"/v1/invitations/{invitation_id}/acceptance", accepted), 204)
    enrolment = ok(stage.visitor.post("/v1/sign-ins", {"email": email, "password": password}))
    equal("the next step", enrolment["step"], "second_factor_enrolment")
    refused(Api(stage.url, enrolment["session"]).get("/v1/me"), 403, "forbidden")
    code = pyotp.TOTP(enrolment["secret"]).now()
    ok(stage.visitor.post("/v1/second-factors", {"session": enrolment["session"], "code": code}), 204)
    worker = stage.signed_in(email, password, enrolment["secret"])
    say(f"now she signs in with both; her roles: {', '.join(ok(worker.get('/v1/me'))['roles'])}")
    return worker


def register(stage: Stage, operator: Api) -> tuple[Person, str]:
    """Register Teresa and her grandchild at the desk, which mistypes, tries twice and looks her up."""
    family_name = particulars.family_name()
    person = particulars.of("Teresa", family_name, date(1940, 1, 1) + timedelta(random.randrange(5000)))
    contact = {"email": f"teresa.{stage.run_id}@example.org", "phone": "+39 0331 009999"}
    registered = ok(operator.post("/v1/people", person | contact, key="register"), 201)
    say(f"Teresa {family_name}, born {person['born_on']}, codice fiscale {person['tax_code']} (synthetic)")
    again = operator.post("/v1/people", person | contact, key="register-again")
    refused(again, 409, "person_already_registered")
    mistyped = {**person, **contact, "born_on": "1950-02-01"}
    refused(operator.post("/v1/people", mistyped, key="mistyped"), 422, "tax_code_mismatch")
    born_on = date(2017, 1, 1) + timedelta(random.randrange(700))
    child = particulars.of("Pietro", family_name, born_on, gender="M")
    grandchild = ok(operator.post("/v1/people", child | {"delegate_id": registered["id"]}, key="child"), 201)
    sought = {"tax_code": person["tax_code"], "purpose": "Colloquio allo sportello"}
    equal("whom the codice fiscale finds", ok(operator.post("/v1/people/search", sought))["id"], registered["id"])
    password = f"mongolfiera-ruscello-{stage.run_id}-candela"
    return Person(registered["id"], "Teresa", contact["email"], password, stage.visitor), grandchild["id"]


def activate(stage: Stage, person: Person) -> None:
    """Set a password by the invitation's link, which works once, and sign in."""
    invitation_id, token = stage.inbox.invitation(person.email)
    path = f"/v1/invitations/{invitation_id}/acceptance"
    refused(stage.visitor.post(path, {"token": token, "password": "teresa2026"}), 422, "password_too_weak")
    ok(stage.visitor.post(path, {"token": token, "password": person.password}), 204)
    refused(stage.visitor.post(path, {"token": token, "password": person.password}), 410, "invitation_invalid")
    tokens = ok(stage.visitor.post("/v1/sign-ins", {"email": person.email, "password": person.password}))["tokens"]
    person.api, person.refresh_token = Api(stage.url, tokens["access_token"]), tokens["refresh_token"]
    say("the link worked once; she is in")


def keep_signed_in(stage: Stage, person: Person) -> None:
    """Renew the access until the person signs out."""
    renewed = ok(stage.visitor.post("/v1/tokens", {"refresh_token": person.refresh_token}))["tokens"]
    person.api = Api(stage.url, renewed["access_token"])
    equal("whose the renewed token is", ok(person.api.get("/v1/me"))["id"], person.id)
    say("the refresh token renews her access; after signing out it does not:")
    ok(stage.visitor.post("/v1/sign-outs", {"refresh_token": person.refresh_token}), 204)
    refused(stage.visitor.post("/v1/tokens", {"refresh_token": person.refresh_token}), 401, "sign_in_refused")
    person.api = stage.signed_in(person.email, person.password)


def who_looked(person: Person) -> None:
    """Show a person who of the staff looked at their data."""
    seen = ok(person.api.get(f"/v1/people/{person.id}/accesses"))["items"]
    say("she reads who of the staff looked at her data, and why:")
    for one in seen:
        say(f"  {one['what']} ({one['purpose']})")
    equal("entries of her access log", len(seen), 2)
