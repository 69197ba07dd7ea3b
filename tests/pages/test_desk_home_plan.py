"""A plan of help at home is booked at the desk to its last meeting, however many there are."""

from datetime import timedelta

import pytest
from playwright.sync_api import Route

from chalicelib.kernel import clock
from chalicelib.kernel.caller import Role
from chalicelib.kernel.weekdays import WEEK
from infra.local.accounts import DemoAccount
from tests.journey.api import Json, ok
from tests.pages import desk, home_plan
from tests.pages.browser import LOST, PHONE, Visitor
from tests.pages.conftest import Visit
from tests.pages.stage import PRICE_CENTS, Stage
from tests.pages.words import words

TOGETHER = 16  # as many as one quote takes
WEEKS = 3


@pytest.mark.parametrize("language", ["it", "en"])
def test_a_plan_longer_than_one_quote_is_booked_to_its_end_with_the_keyboard_alone(
    visit: Visit, operator: DemoAccount, stage: Stage, language: str
) -> None:
    says = words(language, "desk-operator")
    with visit(as_=operator, language=language, width=PHONE, service_workers="block") as visitor:
        desk.registered(visitor)
        person = visitor.page.url.rsplit("/", 1)[1]
        request = _proposed(stage, person)
        whole = len(request["session_ids"])
        assert TOGETHER < whole <= 2 * TOGETHER
        visitor.enter(says["part.home"])
        visitor.enter(says["home_see_plan"].replace("{count}", str(whole)))
        lost = _lose_the_first_answer(visitor)
        visitor.see(says["plan_progress"].replace("{booked}", "0").replace("{whole}", str(whole)))
        visitor.page.locator(".alert:focus").wait_for()
        visitor.check("operator-plan")
        visitor.enter(says["confirm"])
        visitor.page.locator("main form .alert-danger:focus").wait_for()
        visitor.tab_to(says["back"])
        visitor.press("Shift+Tab", "Enter")  # the same button: nobody knows what became of it
        visitor.see(says["plan_progress"].replace("{booked}", str(TOGETHER)).replace("{whole}", str(whole)))
        visitor.page.locator(".alert-info:focus").wait_for()
        visitor.enter(says["confirm"])
        visitor.page.locator(".alert-success:focus").wait_for()
        visitor.check("operator-plan-booked")
        assert says["plan_done.other"].replace("{count}", str(whole)) in visitor.text()
        assert says["skipped"] not in visitor.text()
    assert lost[0] == lost[1]
    bookings = list(stage.staff(Role.DESK_OPERATOR, "tradate").all(f"/v1/people/{person}/bookings"))
    assert sorted(one["session_id"] for one in bookings) == sorted(request["session_ids"])
    assert {one["price_cents"] for one in bookings} == {PRICE_CENTS}


def test_what_of_a_plan_cannot_be_had_is_told_and_the_rest_is_booked(visit: Visit, operator: DemoAccount) -> None:
    ids = [f"s{number}" for number in range(40)]
    asked: list[list[str]] = []

    def quote(route: Route) -> None:
        wanted = [one["session_id"] for one in home_plan.sent(route)["wishes"]]
        asked.append(wanted)
        if len(wanted) > 8 and "s20" in wanted:
            return home_plan.refuse(route, "too_much_at_once", "Sono troppe prenotazioni da confermare insieme.")
        if wanted[0] == "s17":
            return home_plan.refuse(route, "overlapping", "Ha già un impegno a quell'ora.")
        lost = [one for one in wanted if one == "s30"]
        skipped = [home_plan.missed(one, "Il posto non c'è più.") for one in lost]
        quotes = [home_plan.quote(one) for one in wanted if one not in lost]
        return route.fulfill(json=home_plan.joint(quotes, skipped=skipped, token=wanted[0]))

    with visit(as_=operator, service_workers="block") as visitor:
        page = visitor.page
        page.route("**/home-requests?*", lambda route: route.fulfill(json=home_plan.listed(home_plan.request(ids))))
        had = home_plan.listed({"session_id": "s0", "state": "booked"}, {"session_id": "s1", "state": "cancelled"})
        page.route("**/bookings?*", lambda route: route.fulfill(json=had))
        page.route("**/v1/sessions/s*", lambda route: route.fulfill(json={"starts_at": home_plan.FIRST}))
        page.route("**/v1/joint-quotes", quote)
        page.route("**/v1/joint-bookings", lambda route: route.fulfill(status=201, json={"items": []}))
        desk.registered(visitor)
        page.get_by_role("button", name="Richieste a domicilio").click()
        page.get_by_role("button", name="Vedi il piano: 40 incontri").click()
        for booked in ("1", "17", "24"):
            visitor.see(f"Incontri prenotati: {booked} su 40.")
            page.get_by_role("button", name="Conferma per la persona").click()
        visitor.see("Il piano è prenotato")
        told = visitor.text()
    assert [len(one) for one in asked] == [16, 16, 8, 8, 7]
    assert told.count("Ha già un impegno a quell'ora.") == 8
    assert told.count("Il posto non c'è più.") == 1


def test_a_round_that_is_refused_is_asked_for_anew_and_says_why(visit: Visit, operator: DemoAccount) -> None:
    tokens = iter(("old", "new"))
    sent: list[str] = []

    def book(route: Route) -> None:
        sent.append(home_plan.sent(route)["quote_token"])
        if sent == ["old"]:
            return home_plan.refuse(route, "quote_expired", "Il preventivo è scaduto.", status=410)
        return route.fulfill(status=201, json={"items": []})

    with visit(as_=operator, service_workers="block") as visitor:
        page = visitor.page
        page.route("**/home-requests?*", lambda route: route.fulfill(json=home_plan.listed(home_plan.request(["s1"]))))
        page.route("**/bookings?*", lambda route: route.fulfill(json=home_plan.listed()))
        page.route(
            "**/v1/joint-quotes",
            lambda route: route.fulfill(json=home_plan.joint([home_plan.quote("s1")], token=next(tokens))),
        )
        page.route("**/v1/joint-bookings", book)
        desk.registered(visitor)
        page.get_by_role("button", name="Richieste a domicilio").click()
        page.get_by_role("button", name="Vedi il piano").click()
        page.get_by_role("button", name="Conferma per la persona").click()
        page.locator(".alert-danger:focus", has_text="Il preventivo è scaduto.").wait_for()
        page.get_by_role("button", name="Conferma per la persona").click()
        visitor.see("Il piano è prenotato: un incontro.")
    assert sent == ["old", "new"]


def _proposed(stage: Stage, person_id: str) -> Json:
    """A request of a person that their desk made, answered with an hour on each day."""
    desk, manager = stage.staff(Role.DESK_OPERATOR, "tradate"), stage.staff(Role.PROVIDER_MANAGER, "melograno")
    [session] = stage.sessions()
    first = clock.today() + timedelta(days=40)
    day = {"weekday": "monday", "from_time": "06:00", "to_time": "07:00"}
    wish = {
        "person_id": person_id, "week_minutes": 60 * len(WEEK), "from_on": first.isoformat(),
        "to_on": (first + timedelta(days=WEEKS * len(WEEK) - 1)).isoformat(), "preferred": [day], "note": "",
    }  # fmt: skip
    path = f"/v1/offerings/{session['offering_id']}/home-requests"
    asked = ok(desk.post(path, wish, key=f"ask-{person_id}"), 201)
    week = {"hours": [day | {"weekday": weekday} for weekday in WEEK], "places_max": 1}
    return ok(manager.post(f"/v1/home-requests/{asked['id']}/proposal", {"week": week}), 200)


def _lose_the_first_answer(visitor: Visitor) -> list[str | None]:
    """Let the platform book, and the line break before it says so; the keys that were sent."""
    keys: list[str | None] = []

    def lose(route: Route) -> None:
        keys.append(route.request.header_value("Idempotency-Key"))
        if len(keys) > 1:
            return route.fallback()
        route.fetch()
        return route.abort()

    visitor.forgiven = (*visitor.forgiven, LOST)
    visitor.page.route("**/v1/joint-bookings", lose)
    return keys
