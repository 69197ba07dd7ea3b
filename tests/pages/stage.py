"""People and sessions that a test makes for itself, so that it disturbs nobody and nobody disturbs it."""

import random
import re
import secrets
from dataclasses import dataclass, field
from datetime import date, timedelta
from datetime import time as hour
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from playwright.sync_api import StorageState, StorageStateCookie

from chalicelib.kernel import clock
from chalicelib.kernel.caller import Role
from chalicelib.runtime.cookies import NAME
from infra.local import stack
from infra.local.accounts import DemoAccount
from tests import particulars
from tests.awaiting import eventually, mails_to
from tests.journey.api import Api, Json, ok, sign_in

if TYPE_CHECKING:
    from tests.pages.conftest import Territory

GRANTED_CENTS = 400_00
PRICE_CENTS = 20_00
RULES = {"categories": ["silver_care"], "age_min": 0, "age_max": 130, "municipality_codes": ["L319"]}
COSTLY = {
    "mode": "instant", "respond_hours": 48, "book_notice_hours": 2, "move_notice_hours": 24, "no_show_percent": 0,
    "bands": [{"until_hours": 720, "percent": 0}, {"until_hours": 24, "percent": 50}],
}  # fmt: skip


@dataclass
class Family:
    """A resident who can sign in, a child they act for, and a voucher."""

    account: DemoAccount
    id: str
    child_id: str
    api: Api
    voucher_id: str = ""
    booking: Json = field(default_factory=dict)  # the appointment that was made for them, if any

    def bookings(self, person_id: str | None = None) -> list[Json]:
        """All bookings of the resident, or of the child."""
        return list(self.api.all(f"/v1/people/{person_id or self.id}/bookings"))

    def available(self) -> int:
        """What is left on the voucher, in cents."""
        left: int = ok(self.api.get(f"/v1/vouchers/{self.voucher_id}"))["account"]["available"]
        return left

    def of_session(self, session_id: str, person_id: str | None = None) -> list[Json]:
        """The bookings of one session."""
        return [one for one in self.bookings(person_id) if one["session_id"] == session_id]

    def book(self, session_id: str) -> Json:
        """Book a place beside the pages."""
        quoted = ok(self.api.quote(self.id, session_id, None))
        key = secrets.token_hex(8)
        return ok(self.api.post("/v1/bookings", {"quote_token": quoted["token"]}, key=key), 201)


@dataclass
class Stage:
    """Who makes what a test needs: an operator, an officer, a cooperative."""

    territory: "Territory"
    _apis: dict[str, Api] = field(default_factory=dict)
    _published: int = 0

    @property
    def visitor(self) -> Api:
        """Nobody in particular."""
        return Api(self.territory.portal)

    def staff(self, role: Role, of: str = "") -> Api:
        """Somebody who works, signed in."""
        account = self.territory.account(role, of)
        if account.email not in self._apis:
            self._apis[account.email] = self.signed_in(account)
        return self._apis[account.email]

    def signed_in(self, account: DemoAccount) -> Api:
        """Sign in beside the pages."""
        known = sign_in(self.visitor, account.email, account.password, account.totp_secret)
        return Api(self.territory.portal, ok(known)["tokens"]["access_token"])

    def family(self, *, granted_cents: int = GRANTED_CENTS) -> Family:
        """Register a resident and a child at the desk, let the resident in, grant a voucher."""
        person = self.newcomer()
        child = particulars.of("Luce", person["family_name"], date(2015, 1, 1) + timedelta(random.randrange(2000)))
        key = f"child-{person['id']}"
        ward = ok(self._desk.post("/v1/people", child | {"delegate_id": person["id"]}, key=key), 201)
        account = self.signed_up(person)
        family = Family(account, person["id"], ward["id"], self.signed_in(account))
        if granted_cents:
            family.voucher_id = self._voucher(person["id"], granted_cents)
        return family

    def newcomer(self) -> Json:
        """Somebody whom the desk registers now: a link goes to their address."""
        mark, born_on = secrets.token_hex(4), date(1940, 1, 1) + timedelta(random.randrange(5000))
        written = particulars.of("Bruna", particulars.family_name(), born_on)
        email = f"bruna.{mark}@example.org"
        return ok(self._desk.post("/v1/people", written | {"email": email}, key=f"parent-{mark}"), 201)

    def signed_up(self, person: Json) -> DemoAccount:
        """The account of somebody who has followed the link in their mail."""
        password = f"mongolfiera-ruscello-{secrets.token_hex(4)}-candela"
        self.accept(person["email"], password)
        return DemoAccount(Role.CITIZEN, "", person["given_name"], person["email"], password)

    def employed(self, role: Role, organisation_id: str, password: str) -> str:
        """The e-mail of somebody of the staff who has a password and no second factor yet."""
        email = f"ivana.{secrets.token_hex(5)}@example.org"
        invited = {"email": email, "given_name": "Ivana", "role": role, "organisation_id": organisation_id}
        ok(self.staff(Role.ADMINISTRATOR).post("/v1/staff", invited, key=email), 201)
        self.accept(email, password)
        return email

    def accept(self, email: str, password: str) -> None:
        """Follow the link in somebody's mail, beside the pages."""
        invitation_id, token = link(email)
        accepted = {"token": token, "password": password}
        ok(self.visitor.post(f"/v1/invitations/{invitation_id}/acceptance", accepted), 204)

    @property
    def _desk(self) -> Api:
        return self.staff(Role.DESK_OPERATOR, "tradate")

    def sessions(self, *, title: str = "Prova", count: int = 1, days_apart: int = 1, **facts: Any) -> list[Json]:
        """Publish an offering of one's own for 20 euro and sessions of it: never at the hour of earlier ones."""
        manager, mark = self.staff(Role.PROVIDER_MANAGER, "melograno"), secrets.token_hex(4)
        alike = next(one for one in manager.all("/v1/offerings") if one["title"] == "Assistenza a casa per anziani")
        draft = {
            "service_id": alike["service_id"], "title": f"{title} {mark}", "description": "Per le prove delle pagine.",
            "place": "A casa tua", "price_cents": PRICE_CENTS, "accepts_vouchers": True,
        }  # fmt: skip
        offering = ok(manager.post("/v1/offerings", draft, key=f"offering-{mark}"), 201)
        month, number = divmod(self._published, 11)
        self._published += 1
        days = [clock.today() + timedelta(days=5 + 30 * month + days_apart * one) for one in range(count)]
        begins = [clock.at_local(day, hour(8 + number, 0)) for day in days]
        wanted = [
            {"starts_at": one.isoformat(), "ends_at": (one + timedelta(hours=1)).isoformat(), "places_max": 3, **facts}
            for one in begins
        ]
        path = f"/v1/offerings/{offering['id']}/sessions"
        published: list[Json] = ok(manager.post(path, {"sessions": wanted}, key=f"sessions-{mark}"), 201)["items"]
        return sorted(published, key=lambda one: str(one["starts_at"]))

    def programme(self, **more: Any) -> str:
        """A programme of the office for who is from Tradate, or what `more` says of it."""
        draft = {
            "title": f"Misura di prova {secrets.token_hex(3)}", "legal_basis": "Prova: nessuna norma", "unit": "cents",
            "rules": RULES, "budget": 1000_00, "voucher_max": 200_00,
            "from_on": clock.today().isoformat(), "expires_on": (clock.today() + timedelta(days=300)).isoformat(),
        }  # fmt: skip
        made = self.staff(Role.PROGRAMME_OFFICER).post("/v1/programmes", draft | more, key=secrets.token_hex(8))
        return str(ok(made, 201)["id"])

    def granted(self, programme_id: str, person_id: str, cents: int) -> str:
        """A voucher of a programme."""
        officer, wish = self.staff(Role.PROGRAMME_OFFICER), {"person_id": person_id, "granted": cents}
        path = f"/v1/programmes/{programme_id}/vouchers"
        return str(ok(officer.post(path, wish, key=secrets.token_hex(8)), 201)["id"])

    def _voucher(self, person_id: str, granted_cents: int) -> str:
        title = f"Buono di prova {secrets.token_hex(4)}"
        programme_id = self.programme(title=title, budget=granted_cents, voucher_max=granted_cents)
        return self.granted(programme_id, person_id, granted_cents)


def keeps(portal: str, account: DemoAccount) -> StorageState:
    """What a browser keeps of somebody who has signed in."""
    cookies = sign_in(Api(portal), account.email, account.password, account.totp_secret, keep="cookie").cookies
    refresh: StorageStateCookie = {
        "name": NAME, "value": cookies[NAME], "domain": str(urlsplit(portal).hostname), "path": "/", "expires": -1,
        "secure": True, "httpOnly": True, "sameSite": "Strict",
    }  # fmt: skip
    return {
        "cookies": [refresh],
        "origins": [{"origin": portal, "localStorage": [{"name": "signed-in", "value": "yes"}]}],
    }


def link(email: str, *, known: str = "") -> tuple[str, str]:
    """The two parts of the newest link that somebody was mailed, other than that of a `known` invitation."""

    def newest() -> tuple[str, str] | None:
        texts = (mail.text for mail in mails_to(email, stack.endpoint()))
        links = (re.search(r"/attivazione#([a-z0-9-]+)\.([\w-]+)", text) for text in texts)
        return next(((one[1], one[2]) for one in links if one and one[1] != known), None)

    return eventually(newest, f"no link came to {email}")
