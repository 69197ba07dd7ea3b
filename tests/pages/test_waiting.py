"""Waiting for a place: joining, seeing the position, taking what is kept, letting it go."""

import secrets

import pytest

from tests.awaiting import eventually
from tests.journey.api import Json, ok
from tests.pages.browser import PHONE, SCREENS
from tests.pages.conftest import Visit
from tests.pages.stage import Family, Stage
from tests.pages.words import words

LANGUAGES = pytest.mark.parametrize("language", ["it", "en"])


@pytest.fixture(scope="module")
def neighbour(stage: Stage) -> Family:
    """Somebody who had the last place."""
    return stage.family(granted_cents=0)


@LANGUAGES
def test_a_list_is_joined_by_keyboard_on_a_phone(
    visit: Visit, stage: Stage, family: Family, neighbour: Family, language: str
) -> None:
    [session] = stage.sessions(places_max=1)
    neighbour.book(session["id"])
    says, waits = words(language, "booking"), words(language, "waiting")
    with visit(as_=family.account, language=language, width=PHONE) as visitor:
        visitor.open(f"/prenota/{session['id']}")
        visitor.enter(says["go_on"])
        visitor.see(says["change.waiting_list"])
        visitor.check("book-full")
        visitor.enter(says["wait"])
        visitor.see(waits["told.waiting"])
        visitor.check("waiting-entry")
        visitor.open("/attese")
        visitor.check("waiting")
        visitor.enter(session["title"])
        visitor.see(waits["told.waiting"])
        visitor.enter(waits["leave"])
        visitor.see(waits["told.left"])
    assert ok(family.api.get(f"/v1/sessions/{session['id']}"))["in_line"] == 0


def test_a_group_waits_together(visit: Visit, stage: Stage, family: Family, neighbour: Family) -> None:
    [session] = stage.sessions(places_max=2)
    neighbour.book(session["id"])
    with visit(as_=family.account) as visitor:
        visitor.open(f"/prenota/{session['id']}")
        visitor.page.get_by_label("Luce").check()
        visitor.page.get_by_role("button", name="Continua").click()
        visitor.page.get_by_role("button", name="Mettiti in lista d'attesa").click()
        visitor.see("Sei in lista d'attesa.")
        assert "Tu, Luce" in visitor.text()


@LANGUAGES
def test_the_place_that_is_kept_is_booked(
    visit: Visit, stage: Stage, family: Family, neighbour: Family, language: str
) -> None:
    session, entry = _offered(stage, family, neighbour)
    waits = words(language, "waiting")
    with visit(as_=family.account, language=language, width=PHONE) as visitor:
        visitor.open(f"/attese/{entry['id']}")
        visitor.see(waits["silence"])
        visitor.check("offer", *SCREENS)
        visitor.enter(waits["accept"])
        visitor.see(waits["told.booked"])
        visitor.check("offer-accepted", *SCREENS)
    assert [one["state"] for one in family.of_session(session["id"])] == ["booked"]


def test_the_first_no_keeps_the_turn(visit: Visit, stage: Stage, family: Family, neighbour: Family) -> None:
    _, entry = _offered(stage, family, neighbour)
    with visit(as_=family.account) as visitor:
        visitor.open(f"/attese/{entry['id']}")
        visitor.page.get_by_role("button", name="Lascia il posto").click()
        visitor.see("Sei in lista d'attesa.")
    assert ok(family.api.get(f"/v1/waiting-list-entries/{entry['id']}"))["entry"]["declines"] == 1


def _offered(stage: Stage, family: Family, neighbour: Family) -> tuple[Json, Json]:
    [session] = stage.sessions(places_max=1)
    taken = neighbour.book(session["id"])
    path = f"/v1/sessions/{session['id']}/waiting-list"
    turn = ok(family.api.post(path, {"person_ids": [family.id]}, key=secrets.token_hex(8)), 201)
    ok(neighbour.api.post(f"/v1/bookings/{taken['id']}/cancellation", {}, key=secrets.token_hex(8)))
    eventually(lambda: _is_offered(family, turn["entry"]["id"]), "nobody was offered the place that came back")
    return session, turn["entry"]


def _is_offered(family: Family, entry_id: str) -> bool:
    state: str = ok(family.api.get(f"/v1/waiting-list-entries/{entry_id}"))["entry"]["state"]
    return state == "offered"
