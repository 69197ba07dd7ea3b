"""A file becomes vouchers as an officer does it: over HTTP, by the queue, in the function.

Apart from test_batches.py, whose own platform must be gone before the one that the others share is there.
"""

import csv
import io
from typing import Any

import pyotp
import requests

from chalicelib.access import accept, invite
from chalicelib.kernel import clock, identifiers
from chalicelib.kernel.caller import Role
from tests import builders as a
from tests.awaiting import eventually
from tests.e2e.conftest import Deployment
from tests.e2e.test_gateway import PASSWORD, post


def test_a_file_becomes_vouchers_through_the_gateway_the_queue_and_the_function(deployment: Deployment) -> None:
    programme = a.programme(budget=10_000_00, at=clock.now())
    codes = [a.tax_code() for _ in range(3)]
    for code in codes:
        a.person(tax_code=code)
    nobody = a.tax_code()
    content = "\n".join(["C.F.,Importo", *(f'{code},"1.000,50"' for code in codes), f"{nobody},10"]).encode()
    officer = Officer(deployment)

    submission = officer.sends(
        f"/v1/programmes/{programme.id}/batches", act="Determina 12", format="csv", size_bytes=len(content)
    )
    upload = submission["upload"]
    larger = requests.put(
        upload["url"], data=content + b" ", headers={"Content-Type": upload["content_type"]}, timeout=30
    )
    assert larger.status_code == 403
    left = requests.put(upload["url"], data=content, headers={"Content-Type": upload["content_type"]}, timeout=30)
    assert left.status_code == 200, left.text

    batch = f"/v1/batches/{submission['batch']['id']}"
    officer.sends(f"{batch}/check")
    checked = eventually(lambda: officer.sees(batch)["batch"]["checked"])
    assert (checked["rows"], checked["total"], checked["problems"]) == (3, 3001_50, 1)
    [problem] = officer.sees(f"{batch}/problems")["items"]
    assert (problem["line"], problem["column"], problem["code"]) == (5, "codice_fiscale", "person_not_registered")
    assert nobody not in str(problem)

    officer.sends(f"{batch}/commit", rows=3, total=3001_50)
    report = eventually(lambda: officer.sees(batch)["report"])
    lines = list(
        csv.DictReader(io.StringIO(requests.get(report, timeout=30).content.decode("utf-8-sig")), delimiter=";")
    )
    assert [line["esito"] for line in lines] == ["emesso", "emesso", "emesso", "scartata dalla prova"]
    assert officer.sees(f"/v1/programmes/{programme.id}")["available"] == 10_000_00 - 3001_50


class Officer:
    """A programme officer of the funder, signed in with both factors."""

    def __init__(self, deployment: Deployment) -> None:
        self.deployment = deployment
        account_id = a.staff(Role.PROGRAMME_OFFICER, a.FUNDER_ID, active=False).account_id
        invitation_id = identifiers.derived("invitation", account_id)
        account = accept.invitation(invitation_id, token=invite.token(invitation_id), password=PASSWORD, at=clock.now())
        credentials = {"email": account.email, "password": PASSWORD}
        begun = post(deployment, "/v1/sign-ins", credentials).json()
        totp = pyotp.TOTP(begun["secret"])
        post(deployment, "/v1/second-factors", {"session": begun["session"], "code": totp.now()})
        asked = post(deployment, "/v1/sign-ins", credentials).json()
        code = {"session": asked["session"], "code": totp.now()}
        signed_in = post(deployment, "/v1/sign-ins/second-factor", code).json()
        self.headers = {"Authorization": f"Bearer {signed_in['tokens']['access_token']}"}

    def sends(self, path: str, **body: Any) -> Any:
        """What comes back from a POST."""
        key = {"Idempotency-Key": path}
        answer = post(self.deployment, path, body, **self.headers, **key)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    def sees(self, path: str) -> Any:
        """What comes back from a GET."""
        answer = requests.get(self.deployment.api_url + path, headers=self.headers, timeout=30)
        assert answer.status_code == 200, answer.text
        return answer.json()
