"""The way of a booking: its steps, by keyboard, in both languages, on the smallest screen."""

from datetime import timedelta

import pytest

from chalicelib.kernel import clock
from tests.journey.api import Json, ok
from tests.pages.browser import DESK, PHONE, Visitor
from tests.pages.conftest import Visit
from tests.pages.stage import PRICE_CENTS, Family, Stage
from tests.pages.words import words

LANGUAGES = pytest.mark.parametrize("language", ["it", "en"])
REQUEST = {
    "mode": "request", "respond_hours": 48, "book_notice_hours": 2, "move_notice_hours": 24, "no_show_percent": 100,
    "bands": [{"until_hours": 72, "percent": 0}, {"until_hours": 24, "percent": 50}],
}  # fmt: skip
SCRIPT = "<img src=x onerror=\"document.body.id='hit'\"><script>document.body.id='hit'</script>"


@LANGUAGES
def test_a_voucher_pays_by_keyboard_on_a_phone(visit: Visit, stage: Stage, family: Family, language: str) -> None:
    [session] = stage.sessions()
    before, says = family.available(), words(language, "booking")
    with visit(as_=family.account, language=language, width=PHONE) as visitor:
        visitor.open(f"/prenota/{session['id']}")
        visitor.check("book-who")
        visitor.enter(says["go_on"])
        visitor.see(says["own_nothing"])
        visitor.check("book-plan")
        visitor.enter(says["go_on"])
        visitor.arrive(says["step.check"])
        visitor.check("book-check")
        visitor.enter(says["confirm"])
        visitor.see(says["done_booked"])
        visitor.check("book-done")
    [booking] = family.of_session(session["id"])
    assert [one["amount"] for one in booking["payments"]] == [PRICE_CENTS]
    assert family.available() == before - PRICE_CENTS


@LANGUAGES
def test_own_money_pays_by_keyboard_on_a_phone(visit: Visit, stage: Stage, family: Family, language: str) -> None:
    [session] = stage.sessions()
    says = words(language, "booking")
    with visit(as_=family.account, language=language, width=PHONE) as visitor:
        visitor.open(f"/prenota/{session['id']}")
        visitor.enter(says["go_on"])
        visitor.see(says["own_nothing"])
        visitor.enter(says["means_change"])
        visitor.tab_to(says["means"])
        visitor.press("ArrowDown", "ArrowDown")
        visitor.check("book-means")
        visitor.enter(says["means_go"])
        visitor.see(says["own"].rpartition("{sum}")[2].strip(", "))
        visitor.enter(says["go_on"])
        visitor.arrive(says["step.check"])
        visitor.enter(says["confirm"])
        visitor.see(says["done_booked"])
    [booking] = family.of_session(session["id"])
    assert (booking["payments"], booking["own_cents"]) == ([], PRICE_CENTS)


@LANGUAGES
def test_a_request_has_extras_guests_and_terms(visit: Visit, stage: Stage, family: Family, language: str) -> None:
    cake = {"id": "torta", "title": "Torta", "price_cents": 25_00, "quantity_max": 2}
    [session] = stage.sessions(options=[cake], guests_max=10, terms=REQUEST)
    says = words(language, "booking")
    with visit(as_=family.account, language=language, width=DESK) as visitor:
        visitor.open(f"/prenota/{session['id']}")
        visitor.page.locator("[name=option-torta]").fill("3")
        visitor.page.get_by_role("button", name=says["go_on"]).click()
        visitor.page.locator("[name=option-torta][aria-invalid]").wait_for()
        visitor.check("book-wrong")
        visitor.page.locator("[name=option-torta]").fill("1")
        visitor.page.locator("[name=guests]").fill("4")
        visitor.page.get_by_role("button", name=says["go_on"]).click()
        visitor.see(says["asks_title"])
        assert "(50%)" in visitor.text()
        assert says["no_show"].format(percent=100) in visitor.text()
        visitor.check("book-plan-request")
        visitor.page.get_by_role("button", name=says["go_on"]).click()
        visitor.page.get_by_role("button", name=says["confirm_request"]).click()
        visitor.see(says["done_asked"])
    [booking] = family.of_session(session["id"])
    assert (booking["state"], booking["options"], booking["guests"]) == ("requested", {"torta": 1}, 4)


def test_a_parent_and_a_child_are_booked_together(visit: Visit, stage: Stage, family: Family) -> None:
    [session] = stage.sessions()
    with visit(as_=family.account) as visitor:
        visitor.open(f"/prenota/{session['id']}")
        visitor.page.get_by_label("Luce").check()
        _confirm(visitor)
    both = [*family.of_session(session["id"]), *family.of_session(session["id"], family.child_id)]
    assert len({one["together_id"] for one in both}) == 1
    assert [one["person_id"] for one in both] == [family.id, family.child_id]


def test_the_same_hour_is_booked_week_after_week(visit: Visit, stage: Stage, family: Family) -> None:
    weekly = stage.sessions(count=3, days_apart=7)
    with visit(as_=family.account, width=PHONE) as visitor:
        visitor.open(f"/prenota/{weekly[0]['id']}")
        visitor.page.locator("[name=times]").select_option("4")
        visitor.page.get_by_role("button", name="Continua").click()
        visitor.see("nessun incontro")  # the fourth week has none
        visitor.check("book-series")
        visitor.page.get_by_role("button", name="Continua").click()
        visitor.page.get_by_role("button", name="Conferma").click()
        visitor.see("È prenotato")
    assert [len(family.of_session(one["id"])) for one in weekly] == [1, 1, 1]


def test_whoever_cannot_have_it_is_shown_the_ways(visit: Visit, stage: Stage, family: Family) -> None:
    first, second = stage.sessions(count=2)
    family.book(first["id"])
    with visit(as_=family.account, width=PHONE) as visitor:
        visitor.open(f"/prenota/{first['id']}")
        visitor.page.get_by_role("button", name="Continua").click()
        visitor.see("Che cosa puoi fare")
        visitor.check("book-refused")
        visitor.page.locator("li", has_text="Un'altra data").get_by_role("button").first.click()
        visitor.page.wait_for_url(f"**/prenota/{second['id']}")
        visitor.page.get_by_role("button", name="Continua").click()
        visitor.page.get_by_role("button", name="Conferma").click()
        visitor.see("È prenotato")
    assert len(family.of_session(second["id"])) == 1


def test_an_appointment_at_a_social_point_is_free(visit: Visit, stage: Stage, family: Family) -> None:
    session = _appointment(stage)
    with visit(as_=family.account, width=PHONE) as visitor:
        visitor.open(f"/prenota/{session['id']}")
        assert "gratis" in visitor.text()
        _confirm(visitor)
    [booking] = family.of_session(session["id"])
    assert booking["price_cents"] == 0
    ok(family.api.post(f"/v1/bookings/{booking['id']}/cancellation", {}, key="not needed"))


def test_a_title_is_text_whatever_it_says(visit: Visit, stage: Stage, family: Family) -> None:
    [session] = stage.sessions(title=SCRIPT[:70])
    with visit(as_=family.account) as visitor:
        visitor.open(f"/prenota/{session['id']}")
        _confirm(visitor)
        [booking] = family.of_session(session["id"])
        for path in ("/prenotazioni", f"/prenotazioni/{booking['id']}", f"/prenota/{session['id']}"):
            visitor.open(path)
            assert "<img src=x" in visitor.text()
            assert visitor.page.evaluate("document.body.id") == ""


def _confirm(visitor: Visitor) -> None:
    visitor.page.get_by_role("button", name="Continua").click()
    visitor.see("Chi paga quanto")
    visitor.page.get_by_role("button", name="Continua").click()
    visitor.page.get_by_role("button", name="Conferma").click()
    visitor.see("È prenotato")


def _appointment(stage: Stage) -> Json:
    period = {"from_on": str(clock.today() + timedelta(days=3)), "to_on": str(clock.today() + timedelta(days=20))}
    return next(stage.visitor.all("/v1/sessions", period | {"category": "social_point"}))
