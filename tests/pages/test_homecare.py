"""Help at home: asking for hours, the answer, and booking what is kept."""

import pytest
from playwright.sync_api import Route

from chalicelib.kernel.caller import Role
from tests.journey.api import ok
from tests.pages import home_plan
from tests.pages.browser import PHONE
from tests.pages.conftest import Visit
from tests.pages.stage import Family, Stage
from tests.pages.words import words

LANGUAGES = pytest.mark.parametrize("language", ["it", "en"])


@LANGUAGES
def test_hours_are_asked_for_answered_and_booked(visit: Visit, stage: Stage, language: str) -> None:
    family = stage.family()
    [session] = stage.sessions()
    says = words(language, "homecare")
    manager = stage.staff(Role.PROVIDER_MANAGER, "melograno")
    with visit(as_=family.account, language=language, width=PHONE) as visitor:
        visitor.open("/richieste-a-casa")
        visitor.check("home-requests-none")
        visitor.open(f"/richieste-a-casa/{session['offering_id']}")
        visitor.enter(says["send"])
        visitor.page.locator("[aria-invalid=true]").first.wait_for()
        visitor.check("home-request-wrong")
        visitor.enter(says["hours"])  # the link of the summary of what is wrong leads to the field
        visitor.type("2")
        visitor.tab_to({"it": "lunedì", "en": "Monday"}[language])
        visitor.press("Space")
        visitor.tab_to(says["note"])
        visitor.type("Citofono 3")
        visitor.check("home-request")
        visitor.enter(says["send"])
        visitor.see(says["sent"])
        visitor.check("home-requests-asked")
        [asked] = family.api.all(f"/v1/people/{family.id}/home-requests")
        hours = [{"weekday": "monday", "from_time": "09:00", "to_time": "10:00"}]
        ok(manager.post(f"/v1/home-requests/{asked['id']}/proposal", {"week": {"hours": hours, "places_max": 1}}), 200)
        visitor.open("/richieste-a-casa")
        visitor.enter(says["proposal_see"])
        visitor.see(says["plan"])
        visitor.check("home-requests-proposal")
        visitor.enter(says["accept"].split("{count}", maxsplit=1)[0].strip())
        visitor.see(says["all_booked"])
    assert asked["week_minutes"] == 120
    kept = ok(family.api.get(f"/v1/home-requests/{asked['id']}"))["session_ids"]
    assert {one["session_id"] for one in family.bookings()} == set(kept)


def test_a_request_is_taken_back(visit: Visit, stage: Stage, family: Family) -> None:
    [session] = stage.sessions()
    day = str(session["starts_at"])[:10]
    hours = [{"weekday": "monday", "from_time": "09:00", "to_time": "10:00"}]
    wish = {"person_id": family.id, "week_minutes": 120, "from_on": day, "to_on": day, "preferred": hours}
    asked = ok(family.api.post(f"/v1/offerings/{session['offering_id']}/home-requests", wish, key="ask"), 201)
    with visit(as_=family.account) as visitor:
        visitor.open("/richieste-a-casa")
        visitor.page.get_by_role("button", name="Ritira la richiesta").first.click()
        visitor.see("Ritirata")
    assert ok(family.api.get(f"/v1/home-requests/{asked['id']}"))["state"] == "withdrawn"


def test_where_the_first_of_a_plan_cannot_be_had_the_next_are_offered(visit: Visit, family: Family) -> None:
    ids = [f"s{number}" for number in range(17)]

    def quoted(route: Route) -> None:
        wanted = [one["session_id"] for one in home_plan.sent(route)["wishes"]]
        if "s0" in wanted:
            return home_plan.refuse(route, "overlapping", "Ha già un impegno a quell'ora.")
        return route.fulfill(json=home_plan.joint([home_plan.quote(one) for one in wanted], token="t"))

    with visit(as_=family.account, service_workers="block") as visitor:
        page = visitor.page
        asked = home_plan.request(ids) | {"person_id": family.id, "asked_at": home_plan.FIRST, "offering_id": "o"}
        page.route(f"**/people/{family.id}/home-requests*", lambda route: route.fulfill(json=home_plan.listed(asked)))
        page.route("**/v1/sessions/s*", lambda route: route.fulfill(json={"starts_at": home_plan.FIRST}))
        page.route("**/v1/joint-quotes", quoted)
        visitor.open("/richieste-a-casa")
        page.get_by_role("button", name="Guarda il piano").click()
        visitor.see("Accetta e prenota un incontro")
        assert visitor.text().count("Ha già un impegno a quell'ora.") == 16
