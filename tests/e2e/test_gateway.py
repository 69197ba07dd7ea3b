"""What only the deployed platform shows: the gateway, streams, queues, mail, tokens."""

import re
from typing import Any

import pyotp
import requests

from chalicelib.access import accept, invite
from chalicelib.bookings import close
from chalicelib.kernel import clock, identifiers
from chalicelib.kernel.caller import Role
from chalicelib.runtime.aws import client
from tests import builders as a
from tests.awaiting import eventually, mails_to
from tests.e2e.conftest import Deployment

PASSWORD = "quattro-gatti-verdi-sul-tetto"


def post(deployment: Deployment, path: str, body: dict[str, Any], **headers: str) -> requests.Response:
    return requests.post(deployment.api_url + path, json=body, headers=headers, timeout=30)


def test_an_invitation_goes_by_mail_and_opens_an_account_once(deployment: Deployment) -> None:
    someone = a.person()

    mail = eventually(lambda: mails_to(someone.email, deployment.endpoint))[0]
    link = re.search(r"/attivazione#([a-z0-9-]+)\.([\w-]+)", str(mail))
    assert link, mail
    acceptance = {"token": link[2], "password": PASSWORD}
    path = f"/v1/invitations/{link[1]}/acceptance"

    assert post(deployment, path, acceptance).status_code == 204
    assert post(deployment, path, acceptance).json()["code"] == "invitation_invalid"
    tokens = post(deployment, "/v1/sign-ins", {"email": someone.email, "password": PASSWORD}).json()["tokens"]
    me = requests.get(
        f"{deployment.api_url}/v1/me", headers={"Authorization": f"Bearer {tokens['access_token']}"}, timeout=30
    )
    assert me.json()["id"] == someone.id


def test_signing_out_ends_the_refresh_token(deployment: Deployment) -> None:
    someone = a.signed_up(PASSWORD)
    signed_in = post(deployment, "/v1/sign-ins", {"email": someone.email, "password": PASSWORD}).json()
    renewal = {"refresh_token": signed_in["tokens"]["refresh_token"]}

    assert post(deployment, "/v1/tokens", renewal).json()["step"] == "signed_in"
    assert post(deployment, "/v1/sign-outs", renewal).status_code == 204
    assert post(deployment, "/v1/tokens", renewal).json()["code"] == "sign_in_refused"


def test_a_wrong_password_and_an_unknown_address_look_the_same(deployment: Deployment) -> None:
    someone = a.signed_up(PASSWORD)
    wrong = post(deployment, "/v1/sign-ins", {"email": someone.email, "password": "sbagliata-sbagliata"})
    unknown = post(deployment, "/v1/sign-ins", {"email": "nobody@example.org", "password": "sbagliata-sbagliata"})

    assert (wrong.status_code, unknown.status_code) == (401, 401)
    assert {**wrong.json(), "instance": ""} == {**unknown.json(), "instance": ""}


def test_a_booking_and_its_cancellation_are_told_by_mail(deployment: Deployment) -> None:
    holder = a.person()
    booking = a.book(holder, a.session(starts_at=a.soon(), at=clock.now()), at=clock.now()).value
    close.cancelled(booking.id, by=a.citizen(holder), key=a.key(a.citizen(holder)), at=clock.now())

    eventually(lambda: len(mails_to(holder.email, deployment.endpoint)) == 3)
    told = str(mails_to(holder.email, deployment.endpoint))
    assert "La tua prenotazione è confermata" in told
    assert "La tua prenotazione è stata disdetta" in told


def test_a_list_is_followed_page_by_page(deployment: Deployment) -> None:
    coop = a.provider()
    expected = {a.session(by=coop).offering_id for _ in range(3)}
    seen: list[str] = []
    address = f"{deployment.api_url}/v1/offerings?limit=2&text={coop.name.split()[-1]}"
    of_coop = f"{deployment.api_url}/v1/providers/{coop.id}/offerings"
    eventually(lambda: len(requests.get(of_coop, timeout=30).json()["items"]) == 3)
    while address:
        answer = requests.get(address, timeout=30).json()
        assert len(answer["items"]) <= 2
        seen += [offering["id"] for offering in answer["items"] if offering["provider_id"] == coop.id]
        address = answer["next"]

    assert sorted(seen) == sorted(expected)


def test_an_unchanged_answer_is_not_sent_again(deployment: Deployment) -> None:
    address = f"{deployment.api_url}/v1/desks"
    first = requests.get(address, timeout=30)
    again = requests.get(address, headers={"If-None-Match": first.headers["ETag"]}, timeout=30)

    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


def test_staff_need_their_second_factor_even_after_switching_it_off(deployment: Deployment) -> None:
    email, secret = enrolled_administrator(deployment)
    asked = post(deployment, "/v1/sign-ins", {"email": email, "password": PASSWORD}).json()
    assert asked["step"] == "second_factor"
    code = {"session": asked["session"], "code": pyotp.TOTP(secret).now()}
    tokens = post(deployment, "/v1/sign-ins/second-factor", code).json()["tokens"]

    # What the bearer of an access token can do at the pool by itself, past our own interface.
    client("cognito-idp").set_user_mfa_preference(
        AccessToken=tokens["access_token"], SoftwareTokenMfaSettings={"Enabled": False, "PreferredMfa": False}
    )
    without = post(deployment, "/v1/sign-ins", {"email": email, "password": PASSWORD})
    again = post(deployment, "/v1/sign-ins", {"email": email, "password": PASSWORD})

    assert (without.status_code, without.json()["code"]) == (401, "sign_in_refused")
    assert again.json()["step"] == "second_factor"


def test_roles_work_only_after_the_second_factor(deployment: Deployment) -> None:
    email = invited_administrator()
    begun = post(deployment, "/v1/sign-ins", {"email": email, "password": PASSWORD}).json()

    # The enrolment's session is a token without roles: it opens nothing else.
    answer = requests.get(
        f"{deployment.api_url}/v1/me", headers={"Authorization": f"Bearer {begun['session']}"}, timeout=30
    )
    assert (begun["step"], answer.status_code) == ("second_factor_enrolment", 403)


def invited_administrator() -> str:
    """An administrator who has chosen a password."""
    colleague = a.staff(Role.ADMINISTRATOR, "desk", active=False)
    invitation_id = identifiers.derived("invitation", colleague.account_id)
    account = accept.invitation(invitation_id, token=invite.token(invitation_id), password=PASSWORD, at=clock.now())
    return account.email


def enrolled_administrator(deployment: Deployment) -> tuple[str, str]:
    """An administrator with an authenticator: the address, and the authenticator's secret."""
    email = invited_administrator()
    begun = post(deployment, "/v1/sign-ins", {"email": email, "password": PASSWORD}).json()
    code = pyotp.TOTP(begun["secret"]).now()
    confirmed = post(deployment, "/v1/second-factors", {"session": begun["session"], "code": code})
    assert confirmed.status_code == 204
    return email, begun["secret"]
