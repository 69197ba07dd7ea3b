"""The stage on which the story plays: the running platform, and who can sign in to it."""

import json
import secrets
from dataclasses import dataclass

from infra.local import stack
from infra.local.accounts import kept_in
from tests.journey.api import Api, Json, ok, sign_in
from tests.journey.inbox import Inbox
from tests.journey.telling import Off, say


@dataclass
class Person:
    """Someone in the story: how to reach them, and their side of the API once they have signed in."""

    id: str
    given_name: str
    email: str
    password: str
    api: Api
    refresh_token: str = ""


class Stage:
    """The running platform: its address, its demo accounts, its mails."""

    def __init__(self) -> None:
        self.run_id = secrets.token_hex(4)
        self.url = stack.api_url()
        self.visitor = Api(self.url)
        accounts = kept_in()
        if not accounts.exists():
            raise Off("there are no demo accounts: start the platform with `make run`")
        self._accounts: dict[str, Json] = {one["email"]: one for one in json.loads(accounts.read_text())}
        self.inbox = Inbox()

    def staff(self, email: str) -> Api:
        """A member of the demo staff, signed in."""
        known = self._known(email)
        say(f"{known['given_name']}, {known['role']}, {known['organisation']}")
        return self.signed_in(email, known["password"], known["totp_secret"])

    def resident(self, email: str) -> Person:
        """A demo resident, signed in."""
        known = self._known(email)
        api = self.signed_in(email, known["password"])
        return Person(ok(api.get("/v1/me"))["id"], known["given_name"], email, known["password"], api)

    def signed_in(self, email: str, password: str, totp_secret: str | None = None) -> Api:
        """Sign in with a password, and with the authenticator's code where there is one."""
        answer = ok(sign_in(self.visitor, email, password, totp_secret))
        return Api(self.url, answer["tokens"]["access_token"])

    def _known(self, email: str) -> Json:
        known = self._accounts.get(email)
        if known is None or (known["role"] != "citizen" and not known["totp_secret"]):
            raise Off(f"nobody can sign in as {email}: start the platform with `make run RESET=1`")
        return known
