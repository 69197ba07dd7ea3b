"""A Social Point's pages: finding and serving people, with the keyboard alone."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Route, expect

from chalicelib.kernel.caller import Role
from infra.local.accounts import DemoAccount
from tests.journey.api import ok
from tests.pages import desk
from tests.pages.browser import PHONE, SCREENS
from tests.pages.conftest import Territory, Visit
from tests.pages.stage import COSTLY, Stage

LANGUAGES = pytest.mark.parametrize("language", ["it", "en"])
WORDS = {
    "it": {
        "choose": "Scegli", "confirm": "Conferma per la persona", "bookings": "Prenotazioni", "cancel": "Annulla",
        "yes": "Sì, annulla", "free": "Non costa niente",
    },
    "en": {
        "choose": "Choose", "confirm": "Confirm for the person", "bookings": "Bookings", "cancel": "Cancel",
        "yes": "Yes, cancel", "free": "It costs nothing",
    },
}  # fmt: skip
PARTS = 8  # what can be done with a person
GRANDFATHER = "CLMRST44B03C300I"  # Ernesto Colombini, who has vouchers


def test_a_token_that_ends_in_the_middle_is_renewed_unseen(visit: Visit, operator: DemoAccount) -> None:
    with visit(as_=operator, service_workers="block") as visitor:
        visitor.open("/desk/persone")
        refused: list[str] = []

        def refuse_once(route: Route) -> None:
            if refused:
                return route.fallback()
            refused.append(route.request.url)
            return route.fulfill(
                status=401,
                content_type="application/problem+json",
                body='{"status": 401, "code": "unauthenticated", "title": ""}',
            )

        visitor.page.route("**/v1/people/search", refuse_once)
        visitor.page.locator("[name=tax_code]").fill(desk.KNOWN)
        visitor.page.locator("[name=tax_code]").press("Enter")
        visitor.page.get_by_role("heading", name="Chiara Ferrario").wait_for()
        assert refused


@LANGUAGES
def test_every_part_of_a_persons_page_can_be_read_by_everybody(
    visit: Visit, operator: DemoAccount, language: str
) -> None:
    with visit(as_=operator, language=language, width=PHONE) as visitor:
        desk.found(visitor, GRANDFATHER)
        buttons = visitor.page.locator(".person-parts button")
        assert buttons.count() == PARTS
        for at in range(PARTS):
            buttons.nth(at).click()
            expect(visitor.page.locator("h2:focus")).to_have_text(buttons.nth(at).inner_text())
            visitor.check(f"operator-person-{at}", *SCREENS)


def test_a_page_that_is_read_anew_remembers_nobody(visit: Visit, operator: DemoAccount) -> None:
    with visit(as_=operator) as visitor:
        desk.found(visitor)
        kept = visitor.page.evaluate(
            "JSON.stringify([{...localStorage}, {...sessionStorage}, history.state, location.href])"
        )
        assert "Ferrario" not in kept
        assert desk.KNOWN not in kept
        visitor.page.reload()
        visitor.settle()
        assert "Ferrario" not in visitor.text()
        visitor.check("operator-person-again")
        assert visitor.page.get_by_role("link", name="Trova una persona").count()


@LANGUAGES
def test_a_place_is_booked_and_cancelled_for_a_person_with_the_keyboard_alone(
    visit: Visit, operator: DemoAccount, language: str
) -> None:
    words = WORDS[language]
    with visit(as_=operator, language=language, width=PHONE) as visitor:
        desk.registered(visitor)
        visitor.tab_to({"it": "Tema", "en": "Theme"}[language])
        with visitor.page.expect_response("**/v1/offerings?*social_point*"):
            visitor.page.locator("#wanted-category").select_option("social_point")
        visitor.tab_to(words["choose"])
        visitor.press("Enter")
        visitor.page.locator("main h3:focus").wait_for()
        visitor.check("operator-book-dates")
        visitor.page.locator("main li .btn").nth(-1).focus()  # the last date: free for longest, and far from now
        visitor.press("Enter")
        visitor.page.locator(".alert:focus").wait_for()  # read together before anybody says yes
        visitor.tab_to(words["confirm"])
        visitor.check("operator-book-summary", *SCREENS)
        visitor.press("Enter")
        visitor.page.locator(".alert-success:focus").wait_for()
        visitor.page.get_by_role("button", name=words["bookings"], exact=True).focus()
        visitor.press("Enter")
        visitor.page.locator("h2:focus").wait_for()
        visitor.tab_to(words["cancel"])
        visitor.press("Enter")
        visitor.check("operator-cancel")
        visitor.tab_to(words["yes"])
        visitor.press("Enter")
        visitor.page.get_by_text(words["free"]).wait_for()


def test_an_operator_reads_what_cancelling_costs_before(visit: Visit, operator: DemoAccount, stage: Stage) -> None:
    [session] = stage.sessions(terms=COSTLY)
    api = stage.staff(Role.DESK_OPERATOR, "tradate")
    with visit(as_=operator) as visitor:
        desk.registered(visitor)
        quoted = ok(api.quote(visitor.page.url.rsplit("/", 1)[1], session["id"], None))
        ok(api.post("/v1/bookings", {"quote_token": quoted["token"]}, key=session["id"]), 201)
        visitor.enter("Prenotazioni")
        visitor.enter(f"Annulla {session['title']}")
        visitor.see("Annullare adesso costa 10,00 €, il 50% del prezzo. Di tasca propria: 10,00 €.")
        visitor.enter("Sì, annulla")
        visitor.see("Si paga il 50% del prezzo: 10,00 €. Di tasca propria: 10,00 €.")


def test_of_two_who_edit_a_persons_reminders_neither_loses_what_they_wrote_unseen(
    visit: Visit, territory: Territory, operator: DemoAccount, stage: Stage
) -> None:
    api = stage.staff(Role.DESK_OPERATOR, "tradate")

    def remind(days: int) -> None:
        wished = {
            "language": "en",
            "leads": [{"amount": days, "unit": "days"}],
            "quiet_from": "21:00",
            "quiet_to": "08:00",
        }
        ok(api.put(path, wished, edition=api.get(path).headers["ETag"]))

    def leads() -> list[str]:
        return [f"{one['amount']} {one['unit']}" for one in ok(api.get(path))["leads"]]

    with visit(as_=operator, width=PHONE) as visitor:
        desk.registered(visitor)
        path = f"/v1/people/{visitor.page.url.rsplit('/', 1)[1]}/reminders"
        visitor.enter("Promemoria")
        visitor.page.locator("[name='12-hours']").wait_for()
        remind(7)
        visitor.page.locator("[name='12-hours']").check()
        visitor.enter("Salva")
        visitor.page.locator(".alert-warning:focus").wait_for()
        visitor.check("operator-reminders-conflict")
        assert leads() == ["7 days"]
        assert visitor.page.locator("[name='12-hours']").is_checked()
        visitor.enter("Tieni la mia")
        visitor.page.locator(".alert-success:focus").wait_for()
        visitor.settle()
        assert "12 hours" in leads()
        remind(2)
        visitor.enter("Salva")
        visitor.page.locator(".alert-warning:focus").wait_for()
        visitor.enter("Tieni quella salvata")
        visitor.page.locator(".alert-success:focus").wait_for()
        visitor.settle()
        assert visitor.page.locator("[name='2-days']").is_checked()
    assert leads() == ["2 days"]


def test_dates_later_than_those_shown_are_reached_from_another_day(visit: Visit, operator: DemoAccount) -> None:
    with visit(as_=operator) as visitor:
        page = visitor.page
        desk.registered(visitor)
        with page.expect_response("**/v1/offerings?*social_point*"):
            page.locator("#wanted-category").select_option("social_point")
        visitor.settle()
        with page.expect_response("**/v1/offerings/*/sessions?*") as told:
            page.get_by_role("button", name="Scegli").first.click()
        visitor.settle()
        shown = told.value.json()
        day = (date.fromisoformat(shown["items"][-1]["starts_at"][:10]) + timedelta(days=1)).isoformat()
        assert ("Dopo ce ne sono altre" in visitor.text()) == (shown["next"] is not None)
        with page.expect_response("**/v1/offerings/*/sessions?*") as later:
            page.get_by_label("Date dal giorno").fill(day)
            page.get_by_label("Date dal giorno").press("Tab")
        assert f"from_on={day}" in later.value.url
        visitor.settle()
        starts = [one["starts_at"][:10] for one in later.value.json()["items"]]
        assert all(one >= day for one in starts)
        visitor.check("operator-dates-later")
