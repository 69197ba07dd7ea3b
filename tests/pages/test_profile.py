"""A resident's own data: their reminders, also when somebody else changes them, and who looked."""

import re
from collections.abc import Iterator

import pytest

from tests.conftest import ROOT
from tests.journey.api import Api, ok
from tests.pages.browser import PHONE, SCREENS, Visitor
from tests.pages.conftest import Visit
from tests.pages.stage import Family, Stage
from tests.pages.words import words

CHILD = "Luce"
WORDS = {
    "it": {
        "second": "Secondo promemoria",
        "save": "Salva le scelte",
        "mine": "Tieni la mia",
        "theirs": "Tieni quella salvata",
        "registered": "Ti sei registrato a un Social Point",
    },
    "en": {
        "second": "Second reminder",
        "save": "Save the choices",
        "mine": "Keep mine",
        "theirs": "Keep the saved one",
        "registered": "You registered at a Social Point",
    },
}
CONTEXTS = ("people", "bookings", "vouchers", "waitlists", "homecare", "calendars", "access", "desks", "schedules")
WRITTEN = re.compile(r"\b(what|purpose)=\"([^\"]+)\"")


@pytest.mark.parametrize("language", ["it", "en"])
def test_one_reads_what_is_known_of_oneself_and_who_looked(visit: Visit, resident: Family, language: str) -> None:
    with visit(as_=resident.account, language=language) as visitor:
        visitor.open("/profilo")
        visitor.check("profile", *SCREENS)
        assert WORDS[language]["registered"] in visitor.text()
        looks = visitor.page.get_by_role("table", name=words(language, "profile")["accesses"])
        assert "Social Point Tradate" in looks.inner_text()
        assert CHILD in visitor.page.locator("section.box h3").inner_text()
        assert resident.id not in visitor.page.content()


@pytest.mark.parametrize("language", ["it", "en"])
def test_reminders_are_chosen_by_keyboard(visit: Visit, resident: Family, stage: Stage, language: str) -> None:
    says, api = WORDS[language], stage.signed_in(resident.account)
    _remind(api, resident, [{"amount": 3, "unit": "days"}])
    with visit(as_=resident.account, language=language, width=PHONE) as visitor:
        visitor.open("/profilo")
        visitor.tab_to(says["second"])
        visitor.press("ArrowDown")
        visitor.tab_to(says["save"])
        visitor.press("Enter")
        visitor.page.locator(".alert-success:focus").wait_for()
        visitor.settle()
        assert visitor.faults() == []
    assert _leads(api, resident) == [{"amount": 3, "unit": "days"}, {"amount": 1, "unit": "hours"}]


@pytest.mark.parametrize("language", ["it", "en"])
def test_of_two_who_edit_at_once_neither_loses_what_they_wrote_unseen(
    visit: Visit, resident: Family, stage: Stage, language: str
) -> None:
    says, api = WORDS[language], stage.signed_in(resident.account)
    _remind(api, resident, [{"amount": 2, "unit": "days"}])
    with visit(as_=resident.account, language=language, width=PHONE) as visitor:
        visitor.open("/profilo")
        _remind(api, resident, [{"amount": 7, "unit": "days"}])
        _choose_and_save(visitor, says, "12 hours")
        visitor.page.locator(".alert-warning:focus").wait_for()
        visitor.check("profile-conflict", *SCREENS)
        assert _leads(api, resident) == [{"amount": 7, "unit": "days"}]
        visitor.tab_to(says["mine"])
        visitor.press("Enter")
        visitor.page.locator(".alert-success:focus").wait_for()
        visitor.settle()
        assert _leads(api, resident) == [{"amount": 2, "unit": "days"}, {"amount": 12, "unit": "hours"}]
        _remind(api, resident, [{"amount": 4, "unit": "hours"}])
        _choose_and_save(visitor, says, "1 hours")
        visitor.page.locator(".alert-warning:focus").wait_for()
        visitor.tab_to(says["theirs"])
        visitor.press("Enter")
        visitor.page.locator(".alert-success:focus").wait_for()
        visitor.settle()
        assert visitor.page.locator("[name=first]").input_value() == "4 hours"
    assert _leads(api, resident) == [{"amount": 4, "unit": "hours"}]


def test_a_reminder_that_this_page_does_not_offer_stays(visit: Visit, resident: Family, stage: Stage) -> None:
    api = stage.signed_in(resident.account)
    _remind(api, resident, [{"amount": 17, "unit": "hours"}])
    with visit(as_=resident.account) as visitor:
        visitor.open("/profilo")
        visitor.page.get_by_role("button", name="Salva le scelte").click()
        visitor.page.locator(".alert-success:focus").wait_for()
    assert _leads(api, resident) == [{"amount": 17, "unit": "hours"}]


def test_the_reminders_of_who_one_acts_for_are_theirs(visit: Visit, resident: Family, stage: Stage) -> None:
    own = stage.signed_in(resident.account)
    before = _leads(own, resident)
    with visit(as_=resident.account, width=PHONE) as visitor:
        visitor.open("/profilo")
        visitor.page.get_by_label("Di chi?").select_option(label=CHILD)
        visitor.page.get_by_role("form", name=f"Promemoria di {CHILD}").wait_for()
        visitor.settle()
        visitor.page.locator("[name=first]").select_option("1 hours")
        visitor.page.get_by_role("button", name="Salva le scelte").click()
        visitor.page.locator(".alert-success:focus").wait_for()
    of_child: list[dict[str, object]] = ok(own.get(f"/v1/people/{resident.child_id}/reminders"))["leads"]
    assert of_child[0] == {"amount": 1, "unit": "hours"}
    assert _leads(own, resident) == before


@pytest.mark.parametrize("language", ["it", "en"])
def test_what_the_staff_do_is_told_in_words(language: str) -> None:
    groups = {"what": "seen", "purpose": "purpose"}
    written = {f"{groups[kind]}.{said}" for kind, said in _written()}
    assert written
    assert written - set(words(language, "profile")) == set()


def _written() -> Iterator[tuple[str, str]]:
    """What the platform's own code writes into access logs, as keys of texts."""
    for context in CONTEXTS:
        for module in (ROOT / "chalicelib" / context).rglob("*.py"):
            traces = re.findall(r"(?:leave_trace|must_see|channel)\([^)]*\)", module.read_text())
            for kind, said in (one for trace in traces for one in WRITTEN.findall(trace)):
                yield kind, re.sub(r"[^a-z]+", "_", said)


def _choose_and_save(visitor: Visitor, says: dict[str, str], lead: str) -> None:
    visitor.page.locator("[name=second]").select_option(lead)
    visitor.page.get_by_role("button", name=says["save"]).click()


def _remind(api: Api, resident: Family, leads: list[dict[str, object]]) -> None:
    """Choose reminders as somebody else would, on another page."""
    path = f"/v1/people/{resident.id}/reminders"
    seen = api.get(path)
    wished = {"language": "it", "leads": leads, "quiet_from": "21:00", "quiet_to": "08:00"}
    ok(api.put(path, wished, edition=seen.headers["ETag"]))


def _leads(api: Api, resident: Family) -> list[dict[str, object]]:
    leads: list[dict[str, object]] = ok(api.get(f"/v1/people/{resident.id}/reminders"))["leads"]
    return leads
