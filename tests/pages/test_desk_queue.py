"""A Social Point's day: who comes, who is there, who was served."""

from datetime import timedelta

import pytest
from playwright.sync_api import Route

from chalicelib.kernel import clock
from infra.local.accounts import DemoAccount
from tests.pages.browser import LOST, PHONE, SCREENS
from tests.pages.conftest import Visit

LANGUAGES = pytest.mark.parametrize("language", ["it", "en"])


def queued(**changes: object) -> dict[str, object]:
    """An appointment of today's queue, as the platform tells it."""
    ordinary = {
        "booking_id": "one", "session_id": "morning", "person_given_name": "<b>Ada</b>", "person_family_initial": "P",
        "starts_at": "2026-11-25T13:00:00Z", "ends_at": "2026-11-25T13:45:00Z", "state": "booked",
        "checked_in_at": None,
        "planned_minutes": 45, "recorded_minutes": None,
    }  # fmt: skip
    return ordinary | changes


@LANGUAGES
def test_the_days_appointments_are_received_with_the_keyboard_alone(
    visit: Visit, operator: DemoAccount, language: str
) -> None:
    arrived, served, absent = {
        "it": ("È qui", "Incontro fatto", "Assente"),
        "en": ("Is here", "Meeting done", "Absent"),
    }[language]
    queue = [queued(), queued(booking_id="two", person_given_name="Ugo", state="absent")]
    sent: list[tuple[str, object]] = []

    def answer(route: Route) -> None:
        sent.append((route.request.url.split("/v1/")[1], route.request.post_data_json))
        arrival, end = {"checked_in_at": "2026-11-25T12:55:00Z"}, {"recorded_minutes": 45, "state": "attended"}
        queue[0] = queue[0] | (arrival if "check-ins" in route.request.url else end)
        route.fulfill(json={})

    with visit(as_=operator, language=language, width=PHONE, service_workers="block") as visitor:
        visitor.page.route("**/v1/desk-queue?*", lambda route: route.fulfill(json={"items": queue, "next": None}))
        visitor.page.route("**/v1/check-ins", answer)
        visitor.page.route("**/v1/bookings/one/attendance", answer)
        visitor.open("/desk/coda")
        assert "<b>Ada</b> P." in visitor.text()
        assert absent in visitor.page.locator("main li").nth(1).inner_text()
        visitor.check("operator-queue", *SCREENS)
        visitor.tab_to(arrived)
        visitor.press("Enter")
        visitor.page.locator(f"main li button:focus:has-text('{served}')").wait_for()
        visitor.press("Enter")
        visitor.page.locator("main li h3:focus").wait_for()
        assert sent == [("check-ins", {"booking_id": "one"}), ("bookings/one/attendance", {"delivered_minutes": 45})]
        visitor.check("operator-queue-served")


def test_nobody_of_a_day_stands_under_the_name_of_another(visit: Visit, operator: DemoAccount) -> None:
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) > 1:
            return route.abort()
        return route.fulfill(json={"items": [queued()], "next": None})

    with visit(as_=operator, service_workers="block") as visitor:
        visitor.forgiven = (*visitor.forgiven, LOST)
        visitor.page.route("**/v1/desk-queue?*", answer)
        visitor.open("/desk/coda")
        visitor.see("<b>Ada</b> P.")
        visitor.page.get_by_role("button", name="Giorno dopo").click()
        visitor.see("La connessione è caduta")
        assert "Ada" not in visitor.text()
    assert len(asked) == 2


def test_today_is_the_platforms_day_however_the_desks_clock_goes(visit: Visit, operator: DemoAccount) -> None:
    with visit(as_=operator) as visitor:
        visitor.page.clock.set_system_time(clock.now() + timedelta(days=2))
        visitor.open("/desk/coda")
        assert visitor.page.locator("#queue-day").input_value() == str(clock.today())


@LANGUAGES
def test_another_day_of_the_queue_stays_in_the_address(visit: Visit, operator: DemoAccount, language: str) -> None:
    with visit(as_=operator, language=language, width=PHONE) as visitor:
        visitor.open("/desk/coda")
        assert visitor.page.locator("main [role=alert]").count() == 0, "the platform tells the queue of today"
        visitor.tab_to({"it": "Giorno dopo", "en": "Day after"}[language])
        visitor.press("Enter")
        visitor.settle()
        day = str(clock.today() + timedelta(days=1))
        assert visitor.page.locator("#queue-day").input_value() == day
        assert visitor.page.url.endswith(f"?giorno={day}")
        visitor.page.reload()
        visitor.settle()
        assert visitor.page.locator("#queue-day").input_value() == day
