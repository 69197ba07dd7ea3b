"""A crash between any two steps, and a retry: the same state as one clean run.

Every call to AWS that a request makes is a failure point: it is enumerated from a clean run, and broken in four ways.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.access import invite
from chalicelib.access.model import REDEEM_LEASE
from chalicelib.catalogue import browse
from chalicelib.controls import reconcile
from chalicelib.kernel import clock, identifiers
from chalicelib.kernel.caller import Role
from chalicelib.kernel.paging import Span
from chalicelib.ledger import model as ledger
from chalicelib.people.model import Person
from chalicelib.providers import assign
from chalicelib.settlements import answer as answering
from chalicelib.settlements import approve, read, verify
from chalicelib.settlements.coverage import Month
from tests import builders as a
from tests.e2e import breaks
from tests.e2e.breaks import Scenario
from tests.e2e.conftest import Deployment
from tests.e2e.fleet import Ask, Fleet

PASSWORD = "quattro-gatti-verdi-sul-tetto"
IBAN = "IT60X0542811101000000123456"


def placing(fleet: Fleet) -> Scenario:
    scene, token = _quoted(fleet)
    return Scenario(_book(scene, token), lambda: _state(scene))


def cancelling(fleet: Fleet) -> Scenario:
    scene, token = _quoted(fleet)
    booking = fleet.ask(_book(scene, token)).body
    path = f"/v1/bookings/{booking['id']}/cancellation"
    ask = Ask("POST", path, {}, scene.person.id, ("citizen",), {"Idempotency-Key": "cancel"})
    return Scenario(ask, lambda: _state(scene))


def attending(fleet: Fleet) -> Scenario:
    scene, token = _quoted(fleet)
    return Scenario(_attend(fleet, scene, token), lambda: _state(scene))


def _attend(fleet: Fleet, scene: a.Scene, token: str) -> Ask:
    booking = fleet.ask(_book(scene, token)).body
    worker = a.staff(Role.PROVIDER_WORKER, scene.session.provider_id)
    path, groups = f"/v1/bookings/{booking['id']}/attendance", ("provider_worker",)
    after = scene.session.ends_at.isoformat()
    body, key = {"delivered_minutes": 30}, {"Idempotency-Key": "attend"}
    return Ask("POST", path, body, worker.account_id, groups, key, at=after)


def confirming(fleet: Fleet) -> Scenario:
    return _speaking(fleet, "confirmation", {})


def contesting(fleet: Fleet) -> Scenario:
    return _speaking(fleet, "contest", {"delivered_minutes": 15, "reason": "Poco tempo"})


def _speaking(fleet: Fleet, step: str, body: dict[str, Any]) -> Scenario:
    """What a family says of half an hour that was recorded, before its days are over."""
    scene, token = _quoted(fleet, rules={"confirm_days": 5})
    path = f"/v1/bookings/{fleet.ask(_book(scene, token)).body['id']}"
    worker, after = a.staff(Role.PROVIDER_WORKER, scene.session.provider_id), scene.session.ends_at.isoformat()
    attended, key = {"delivered_minutes": 30}, {"Idempotency-Key": "attend"}
    told = fleet.ask(
        Ask("POST", f"{path}/attendance", attended, worker.account_id, ("provider_worker",), key, at=after)
    )
    assert told.body["state"] == "recorded", told.body
    ask = Ask("POST", f"{path}/{step}", body, scene.person.id, ("citizen",), {"Idempotency-Key": "speak"}, at=after)
    return Scenario(ask, lambda: _state(scene))


def issuing(fleet: Fleet) -> Scenario:
    now = clock.now()
    holder, programme = a.person(), a.programme(at=now)
    officer = a.staff(Role.PROGRAMME_OFFICER, a.FUNDER_ID)
    path = f"/v1/programmes/{programme.id}/vouchers"
    body, key = {"person_id": holder.id, "granted": 5000}, {"Idempotency-Key": "issue"}
    ask = Ask("POST", path, body, officer.account_id, ("programme_officer",), key)
    return Scenario(ask, lambda: a.account(f"fund:{programme.id}").available)


def registering(fleet: Fleet) -> Scenario:
    operator = a.staff(Role.DESK_OPERATOR, "desk")
    found = a.registration()
    body = {
        "tax_code": found.tax_code,
        "given_name": "Ada",
        "family_name": "Prova",
        "born_on": found.born_on.isoformat(),
        "birth_place_code": "L319",
        "municipality_code": "L319",
        "email": found.email,
    }
    search = {"tax_code": found.tax_code, "purpose": "test"}
    ask = Ask("POST", "/v1/people", body, operator.account_id, ("desk_operator",), {"Idempotency-Key": "register"})
    look = Ask("POST", "/v1/people/search", search, operator.account_id, ("desk_operator",))

    def given_name() -> str:
        return str(fleet.ask(look).body["given_name"])

    return Scenario(ask, given_name)


def settling(fleet: Fleet) -> Scenario:
    scene = _delivered(fleet)
    return Scenario(_settle(scene), lambda: _settled(scene))


def paying(fleet: Fleet) -> Scenario:
    scene = _delivered(fleet)
    settlement = fleet.ask(_settle(scene)).body
    officer, finance = a.staff(Role.PROGRAMME_OFFICER, a.FUNDER_ID), a.staff(Role.FINANCE_OFFICER, a.FUNDER_ID)
    manager = a.staff(Role.PROVIDER_MANAGER, scene.session.provider_id)
    assign.bank_account(scene.session.provider_id, iban=IBAN, by=officer, key=a.key(officer), at=clock.now())
    answering.acknowledged(settlement["id"], by=manager, key=a.key(manager), at=clock.now())
    approve.settlement(
        settlement["id"],
        debtor_name="Ente",
        debtor_iban=IBAN,
        execute_on=clock.today(),
        by=finance,
        key=a.key(finance),
        at=clock.now(),
    )
    path, key = f"/v1/settlements/{settlement['id']}/payment", {"Idempotency-Key": "pay"}
    ask = Ask("POST", path, {"reason": "Mandato 1"}, finance.account_id, ("finance_officer",), key)
    return Scenario(ask, lambda: _settled(scene))


def _delivered(fleet: Fleet) -> a.Scene:
    """A booking that was attended, and so is owed to its provider."""
    # A settlement reads every programme of its funder: one that has only this one.
    a.FUNDER_ID = identifiers.new()
    scene, token = _quoted(fleet)
    fleet.ask(_attend(fleet, scene, token))
    return scene


def _settle(scene: a.Scene) -> Ask:
    """Settle the month of a delivery, once it is over."""
    officer = a.staff(Role.PROGRAMME_OFFICER, a.FUNDER_ID)
    month = Month.of(clock.local_day(scene.session.ends_at))
    body = {"provider_id": scene.session.provider_id, "month": str(month)}
    at, key = (month.ends_at + timedelta(days=1)).isoformat(), {"Idempotency-Key": "settle"}
    return Ask("POST", "/v1/settlements", body, officer.account_id, ("programme_officer",), key, at=at)


def _settled(scene: a.Scene) -> tuple[Any, ...]:
    provider_id = scene.session.provider_id
    made = read.every(Span(), by=a.staff(Role.PROVIDER_MANAGER, provider_id)).items
    payable = a.account(ledger.payable(provider_id, scene.voucher.programme_id))
    differences = verify.chain(a.FUNDER_ID, provider_id)
    return [(one.state, one.revision, one.total_cents) for one in made], payable.balances, differences


def _quoted(fleet: Fleet, **about: Any) -> tuple[a.Scene, str]:
    now = clock.now()
    holder, under = a.person(), a.programme(at=now, **about)
    scene = a.Scene(holder, a.voucher(holder, under=under, at=now), a.session(starts_at=a.soon(), at=now))
    asked = {"session_id": scene.session.id, "person_id": holder.id, "voucher_id": scene.voucher.id}
    return scene, fleet.ask(Ask("POST", "/v1/quotes", asked, holder.id, ("citizen",))).body["token"]


def _book(scene: a.Scene, token: str) -> Ask:
    return Ask("POST", "/v1/bookings", {"quote_token": token}, scene.person.id, ("citizen",), {"Idempotency-Key": "b"})


def _state(scene: a.Scene) -> tuple[Any, ...]:
    account = a.voucher_account(scene.voucher)
    return browse.session(scene.session.id).places_taken, account.balances, account.captured, account.lapsed


@pytest.fixture(autouse=True)
def ordinary_funder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever funder a scenario makes up, the next test has the ordinary one."""
    monkeypatch.setattr(a, "FUNDER_ID", a.FUNDER_ID)


SCENARIOS = [placing, cancelling, attending, confirming, contesting, issuing, registering, settling, paying]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_crash_anywhere_and_a_retry_end_as_one_clean_run(
    deployment: Deployment, fleet: Fleet, show: Callable[[str], None], scenario: Callable[[Fleet], Scenario]
) -> None:
    show(breaks.everywhere(fleet, scenario))
    assert reconcile.everything(at=clock.now()).differences == []


def test_a_crash_while_accepting_an_invitation_leaves_a_link_that_works(
    deployment: Deployment, fleet: Fleet, show: Callable[[str], None]
) -> None:
    clean = fleet.ask(_acceptance(a.person()))
    assert clean.status == 204, clean.body

    for number in range(1, len(clean.calls) + 1):
        for kind in breaks.KINDS:
            someone = a.person()
            breaks.at(fleet, _acceptance(someone), number, kind)
            # The same link works again when the lease of the interrupted attempt is over.
            later = (clock.now() + REDEEM_LEASE).isoformat()
            answer = fleet.ask(replace(_acceptance(someone), at=later))
            signed_in = fleet.ask(Ask("POST", "/v1/sign-ins", {"email": someone.email, "password": PASSWORD}))
            # 410 only where everything had been done and the answer alone was lost.
            assert answer.status == 204 or (number, answer.status) == (len(clean.calls), 410), (number, kind)
            assert signed_in.body["step"] == "signed_in", (number, kind)
    show(f"accepting: {4 * len(clean.calls)} failure points in {[call['operation'] for call in clean.calls]}")


def _acceptance(someone: Person) -> Ask:
    invitation_id = identifiers.derived("invitation", someone.id)
    body = {"token": invite.token(invitation_id), "password": PASSWORD}
    return Ask("POST", f"/v1/invitations/{invitation_id}/acceptance", body)
