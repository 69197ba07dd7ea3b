"""A crash in the middle of a move, a group, a request or an offer, and a retry: the same state as one clean run."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from chalicelib.catalogue import browse
from chalicelib.catalogue.model import Session
from chalicelib.catalogue.terms import Mode, Terms
from chalicelib.controls import reconcile
from chalicelib.kernel import clock
from chalicelib.kernel.caller import Role
from chalicelib.people.model import Person
from chalicelib.vouchers.model import Voucher
from chalicelib.waitlists import offer
from tests import builders as a
from tests.e2e import breaks
from tests.e2e.breaks import Scenario
from tests.e2e.conftest import Deployment
from tests.e2e.fleet import Ask, Fleet


@dataclass(frozen=True)
class Family:
    """A parent with two children, each with a voucher."""

    parent: Person
    children: list[Person]
    vouchers: list[Voucher]

    def ask(self, path: str, body: object, key: str) -> Ask:
        return Ask("POST", path, body, self.parent.id, ("citizen",), {"Idempotency-Key": key})

    def quoted(self, fleet: Fleet, session: Session, *, moves: str | None = None, children: int = 2) -> Ask:
        """The request that commits places for the children, quoted."""
        wishes = [
            {"session_id": session.id, "person_id": child.id, "moves_booking_id": moves}
            for child in self.children[:children]
        ]
        token = fleet.ask(self.ask("/v1/joint-quotes", {"wishes": wishes}, "")).body["token"]
        return self.ask("/v1/joint-bookings", {"quote_token": token}, f"commit {session.id}")

    def state(self, *sessions: Session) -> tuple[Any, ...]:
        """What the sessions and the vouchers say."""
        now = [browse.session(session.id) for session in sessions]
        places = [(one.places_taken, one.places_offered, one.in_line, one.list_first) for one in now]
        accounts = [a.voucher_account(voucher) for voucher in self.vouchers]
        return places, [(account.balances, account.uses) for account in accounts]


def family() -> Family:
    now = clock.now()
    parent, programme = a.person(born_on=date(1985, 1, 1)), a.programme(at=now)
    children = [a.person(born_on=date(2018, 6, 1), email=None, delegate_id=parent.id) for _ in range(2)]
    return Family(parent, children, [a.voucher(child, under=programme, at=now) for child in children])


def session(**more: Any) -> Session:
    return a.session(starts_at=a.soon(), at=clock.now(), **more)


def booking_together(fleet: Fleet) -> Scenario:
    who, where = family(), session()
    return Scenario(who.quoted(fleet, where), lambda: who.state(where))


def moving(fleet: Fleet) -> Scenario:
    who, here, there = family(), session(), session()
    [booking] = fleet.ask(who.quoted(fleet, here, children=1)).body["items"]
    return Scenario(who.quoted(fleet, there, moves=booking["id"], children=1), lambda: who.state(here, there))


def accepting_a_request(fleet: Fleet) -> Scenario:
    return answering_a_request(fleet, "acceptance", {})


def declining_a_request(fleet: Fleet) -> Scenario:
    return answering_a_request(fleet, "decline", {"reason": "Siamo al completo"})


def answering_a_request(fleet: Fleet, way: str, body: object) -> Scenario:
    who, where = family(), session(terms=Terms(mode=Mode.REQUEST))
    [booking] = fleet.ask(who.quoted(fleet, where, children=1)).body["items"]
    manager = a.staff(Role.PROVIDER_MANAGER, where.provider_id)
    path, key = f"/v1/bookings/{booking['id']}/{way}", {"Idempotency-Key": "answer"}
    ask = Ask("POST", path, body, manager.account_id, ("provider_manager",), key)
    return Scenario(ask, lambda: who.state(where))


def joining_a_waiting_list(fleet: Fleet) -> Scenario:
    who, where, _ = full(fleet)
    people = {"person_ids": [child.id for child in who.children]}
    return Scenario(who.ask(f"/v1/sessions/{where.id}/waiting-list", people, "join"), lambda: who.state(where))


def accepting_an_offer(fleet: Fleet) -> Scenario:
    who, where, path = offered(fleet)
    token = fleet.ask(who.ask(f"{path}/quotes", {}, "")).body["token"]
    return Scenario(who.ask(f"{path}/acceptance", {"quote_token": token}, "accept"), lambda: who.state(where))


def declining_an_offer(fleet: Fleet) -> Scenario:
    who, where, path = offered(fleet)
    return Scenario(who.ask(f"{path}/decline", {}, "decline"), lambda: who.state(where))


def full(fleet: Fleet) -> tuple[Family, Session, list[Ask]]:
    """A family before a session of two places that strangers have, who may give them back."""
    where, leaving = session(places=2), []
    for _ in range(2):
        stranger = a.person()
        quoted = fleet.ask(
            Ask("POST", "/v1/quotes", {"session_id": where.id, "person_id": stranger.id}, *_as(stranger))
        )
        key = {"Idempotency-Key": "stranger"}
        token = {"quote_token": quoted.body["token"]}
        booking = fleet.ask(Ask("POST", "/v1/bookings", token, *_as(stranger), key)).body
        leaving.append(Ask("POST", f"/v1/bookings/{booking['id']}/cancellation", {}, *_as(stranger), key))
    return family(), where, leaving


def offered(fleet: Fleet) -> tuple[Family, Session, str]:
    """A family to whom both places are offered."""
    who, where, leaving = full(fleet)
    people = {"person_ids": [child.id for child in who.children]}
    entry = fleet.ask(who.ask(f"/v1/sessions/{where.id}/waiting-list", people, "join")).body["entry"]
    for ask in leaving:
        assert fleet.ask(ask).status == 200
    offer.places(where.id, at=clock.now())
    return who, where, f"/v1/waiting-list-entries/{entry['id']}"


def _as(someone: Person) -> tuple[str, tuple[str, ...]]:
    return someone.id, ("citizen",)


SCENARIOS = [
    booking_together,
    moving,
    accepting_a_request,
    declining_a_request,
    joining_a_waiting_list,
    accepting_an_offer,
    declining_an_offer,
]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_crash_anywhere_and_a_retry_end_as_one_clean_run(
    deployment: Deployment, fleet: Fleet, show: Callable[[str], None], scenario: Callable[[Fleet], Scenario]
) -> None:
    show(breaks.everywhere(fleet, scenario))
    assert reconcile.everything(at=clock.now()).differences == []


def test_three_vouchers_and_own_money_are_one_read_and_one_transaction(
    deployment: Deployment, fleet: Fleet, show: Callable[[str], None]
) -> None:
    now, holder = clock.now(), a.person()
    vouchers = [a.voucher(holder, 10_00, under=a.programme(at=now), at=now) for _ in range(3)]
    wanted = {"session_id": session(price_cents=50_00).id, "person_id": holder.id}
    quoted = fleet.ask(Ask("POST", "/v1/quotes", wanted, *_as(holder)))
    key = {"Idempotency-Key": "three"}

    placed = fleet.ask(Ask("POST", "/v1/bookings", {"quote_token": quoted.body["token"]}, *_as(holder), key))

    assert placed.status == 201, placed.body
    assert [call["operation"] for call in placed.calls] == ["BatchGetItem", "TransactWriteItems"]
    assert (len(placed.body["payments"]), placed.body["own_cents"]) == (3, 20_00)
    assert [a.voucher_account(voucher).held for voucher in vouchers] == [10_00] * 3
    show(f"three vouchers: {len(placed.calls[1]['params']['TransactItems'])} writes in one transaction")
