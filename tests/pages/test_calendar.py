"""A resident's appointments, and the address at which their telephone reads them."""

import pytest
import requests

from tests.pages.browser import PHONE, SCREENS, Visitor
from tests.pages.conftest import Visit
from tests.pages.stage import Family

WORDS = {
    "it": {
        "make": "Crea l'indirizzo",
        "renew": "Crea un indirizzo nuovo",
        "renew_yes": "Sì, creane",
        "end": "Chiudi l'indirizzo",
        "end_yes": "Sì, chiudilo",
    },
    "en": {
        "make": "Make the address",
        "renew": "Make a new address",
        "renew_yes": "Yes, make",
        "end": "Close the address",
        "end_yes": "Yes, close",
    },
}


@pytest.mark.parametrize("language", ["it", "en"])
def test_appointments_stand_in_their_month(visit: Visit, resident: Family, language: str) -> None:
    day = resident.booking["starts_at"][:10]
    for width in SCREENS:
        with visit(as_=resident.account, language=language, width=width) as visitor:
            visitor.open("/calendario")
            assert resident.booking["title"] in visitor.page.locator(".appointments").inner_text()
            visitor.turn_to(visitor.page.locator(f".month time[datetime='{day}']"))
            visitor.check("calendar")
            link = visitor.page.locator(".month").get_by_role("link", name=resident.booking["title"])
            assert (link.get_attribute("href") or "").endswith(f"/prenotazioni/{resident.booking['id']}")
            assert visitor.page.get_by_role("table").count() == (0 if width == PHONE else 1)


def test_months_are_turned_by_keyboard_and_the_table_tells_its_days(visit: Visit, resident: Family) -> None:
    with visit(as_=resident.account) as visitor:
        visitor.open("/calendario")
        before = visitor.page.locator(".month-name").inner_text()
        visitor.tab_to(visitor.page.locator(".month-head button").last.inner_text().strip("→"))
        visitor.press("Enter", "Enter")
        visitor.settle()
        assert visitor.page.evaluate("document.activeElement.tagName") == "BUTTON"
        assert visitor.page.locator(".month-name").inner_text() != before
        visitor.press("Shift+Tab", "Enter", "Enter")
        visitor.settle()
        assert visitor.page.locator(".month-name").inner_text() == before
        assert visitor.page.locator(".month th[scope=col]").count() == 7
        assert visitor.page.locator(".month td[aria-current=date]").count() == 1
        assert visitor.page.locator(".month caption").count() == 1


@pytest.mark.parametrize("language", ["it", "en"])
def test_an_address_is_made_replaced_and_ended_by_keyboard(visit: Visit, resident: Family, language: str) -> None:
    words = WORDS[language]
    with visit(as_=resident.account, language=language, width=PHONE) as visitor:
        visitor.open("/calendario")
        visitor.tab_to(words["make"])
        visitor.press("Enter")
        first = _shown(visitor)
        visitor.check("calendar-address")
        assert requests.get(first, timeout=30).text.startswith("BEGIN:VCALENDAR")
        visitor.tab_to(words["renew"])
        visitor.press("Enter")
        visitor.page.get_by_role("dialog").wait_for()
        visitor.check("calendar-renew")
        visitor.tab_to(words["renew_yes"])
        visitor.press("Enter")
        visitor.page.get_by_role("dialog").wait_for(state="detached")
        second = _shown(visitor)
        assert requests.get(first, timeout=30).status_code == 410
        visitor.tab_to(words["end"])
        visitor.press("Enter")
        visitor.tab_to(words["end_yes"])
        visitor.press("Enter")
        visitor.page.locator(".alert-success:focus").wait_for()
        visitor.settle()
        assert visitor.faults() == []
        assert visitor.page.locator("code.address").count() == 0
        assert requests.get(second, timeout=30).status_code == 410


def _shown(visitor: Visitor) -> str:
    visitor.page.locator(".alert-success:focus code.address").wait_for()
    visitor.settle()
    return visitor.page.locator("code.address").inner_text()


def test_an_address_is_not_shown_again(visit: Visit, resident: Family) -> None:
    with visit(as_=resident.account) as visitor:
        visitor.open("/calendario")
        card = visitor.page.locator("section.box").last
        card.get_by_role("button", name="Crea l'indirizzo").click()
        visitor.page.locator("code.address").wait_for()
        visitor.page.reload()
        visitor.settle()
        assert "C'è un indirizzo" in visitor.text()
        assert visitor.page.locator("code.address").count() == 0
