"""Who works at the door: arrivals, attendance, notes, the sheet on paper; with one hand and on a bad line."""

import pytest
from playwright.sync_api import Locator, Request

from chalicelib.catalogue.model import Session
from chalicelib.kernel.caller import Role
from chalicelib.rosters import code
from tests.pages import settled
from tests.pages.browser import PHONE, Visitor
from tests.pages.conftest import Territory, Visit
from tests.pages.cooperative import Cooperative, person

WORDS = {
    "it": {
        "arrived": "È qui: {}",
        "presence": "Presenza di {}",
        "minutes": "Minuti di",
        "record": "Registra le presenze",
        "recorded": "Presenze registrate: 3",
        "absent": "Assente",
        "hour": "1 ora ",
    },
    "en": {
        "arrived": "Is here: {}",
        "presence": "Attendance of {}",
        "minutes": "Minutes of",
        "record": "Record the attendance",
        "recorded": "People recorded: 3",
        "absent": "Absent",
        "hour": "1 hour ",
    },
}


def meeting(visitor: Visitor, session: Session) -> Locator:
    """The part of the page that is about one session."""
    return visitor.page.locator(".meeting", has=visitor.page.locator(f"a[href$='{session.id}']"))


def sent(visitor: Visitor, ending: str) -> list[Request]:
    """The requests that the page sends to such an address, as they go."""
    found: list[Request] = []
    visitor.page.on("request", lambda one: found.append(one) if one.url.endswith(ending) else None)
    return found


@pytest.mark.parametrize("language", ["it", "en"])
def test_a_worker_records_who_was_there_with_the_keyboard_alone(
    visit: Visit, territory: Territory, melograno: Cooperative, language: str
) -> None:
    words, session = WORDS[language], melograno.under_way()
    for name in ("Adele", "Bice", "Corrado"):
        melograno.booked(session, f"{name} {session.id[:4]}")
    mark = session.id[:4]
    with visit(as_=territory.account(Role.PROVIDER_WORKER, "melograno"), language=language, width=PHONE) as visitor:
        visitor.open("/desk/presenze")
        visitor.tab_to(words["arrived"].format(f"Adele {mark}"))
        visitor.press("Enter")
        meeting(visitor, session).locator(".badge").first.wait_for()
        visitor.tab_to(words["presence"].format(f"Bice {mark}"))
        visitor.press("ArrowDown")
        visitor.tab_to(words["minutes"])
        visitor.type("20")
        visitor.tab_to(words["presence"].format(f"Corrado {mark}"))
        visitor.press("ArrowUp")
        visitor.check("provider-marked")
        visitor.tab_to(words["record"])
        visitor.press("Enter")
        meeting(visitor, session).get_by_text(words["recorded"]).wait_for()
        meeting(visitor, session).locator(".badge", has_text=words["absent"]).wait_for()
        visitor.check("provider-recorded")
        lines = meeting(visitor, session).locator(".roster > li").all_inner_texts()
    assert words["hour"] in lines[0]
    assert "20 min" in lines[1]
    assert words["absent"] in lines[2]


def test_each_recording_is_said_where_the_focus_is(visit: Visit, territory: Territory, melograno: Cooperative) -> None:
    session = melograno.under_way()
    name, funder_id = f"Ines {session.id[:4]}", f"funder-{session.id}"
    settled.booked(session, funder_id=funder_id, holder_id=person(name).id, confirm_days=5)
    with visit(as_=territory.account(Role.PROVIDER_WORKER, "melograno"), width=PHONE) as visitor:
        visitor.open("/desk/presenze")
        said = meeting(visitor, session).locator(".alert-success:focus")
        visitor.tab_to(f"Presenza di {name}")
        visitor.press("Space")
        visitor.enter("Registra le presenze")
        said.wait_for()
        visitor.enter("Correggi le presenze")
        visitor.tab_to(f"Presenza di {name}")
        visitor.press("ArrowDown")
        visitor.tab_to("Minuti di")
        visitor.type("20")
        visitor.enter("Registra le presenze")
        said.wait_for()


def test_what_was_marked_survives_a_lost_line_and_counts_once(
    visit: Visit, territory: Territory, melograno: Cooperative
) -> None:
    session = melograno.under_way()
    booking = melograno.booked(session, "Delia")
    with visit(as_=territory.account(Role.PROVIDER_WORKER, "melograno"), width=PHONE) as visitor:
        visitor.forgiven = (*visitor.forgiven, "Failed to load resource: net::ERR_INTERNET_DISCONNECTED")
        visitor.open("/desk/presenze")
        requests = sent(visitor, f"/v1/sessions/{session.id}/attendance")
        form = visitor.page.locator("form", has=visitor.page.locator(f"#field-mark-{booking.id}"))
        form.get_by_label("C'era", exact=True).check()
        visitor.page.context.set_offline(True)
        form.get_by_role("button", name="Registra le presenze").click()
        form.get_by_text("Quello che hai segnato è ancora qui").wait_for()
        assert form.get_by_label("C'era", exact=True).is_checked()
        visitor.check("provider-line-lost")
        visitor.page.context.set_offline(False)
        form.get_by_role("button", name="Registra le presenze").dblclick()
        visitor.page.get_by_text("Una presenza registrata.").wait_for()
        keys = {one.headers["idempotency-key"] for one in requests}
    assert (len(requests), len(keys)) == (2, 1)


def test_a_code_that_is_read_aloud_marks_an_arrival(visit: Visit, territory: Territory, melograno: Cooperative) -> None:
    booking = melograno.booked(melograno.under_way(), "Elvira")
    spelt = code.token(booking.id).lower()
    with visit(as_=territory.account(Role.PROVIDER_WORKER, "melograno"), width=PHONE) as visitor:
        visitor.open("/desk/presenze")
        typed = visitor.page.get_by_label("Codice di arrivo")
        typed.fill("non è un codice")
        typed.press("Enter")
        visitor.page.locator(".arrival .alert-danger").wait_for()
        visitor.check("provider-code-wrong")
        typed.fill(f"{spelt[:4]} {spelt[4:]}")
        typed.press("Enter")
        visitor.page.get_by_text("Elvira è qui").wait_for()
        assert typed.input_value() == ""


def test_a_note_stays_text_and_says_who_reads_it(visit: Visit, territory: Territory, melograno: Cooperative) -> None:
    session = melograno.under_way()
    melograno.booked(session, "Fosca")
    note = "<b onclick=alert(1)>Ha portato la merenda</b>"
    with visit(as_=territory.account(Role.PROVIDER_WORKER, "melograno"), width=PHONE) as visitor:
        visitor.open("/desk/presenze")
        meeting(visitor, session).get_by_role("button", name="Note su Fosca").click()
        visitor.page.get_by_text("Ancora nessuna nota").wait_for()
        visitor.page.get_by_label("Nuova nota").fill(note)
        visitor.page.get_by_label("La famiglia e noi").check()
        visitor.page.get_by_role("button", name="Aggiungi la nota").click()
        visitor.page.get_by_text("Nota aggiunta.").wait_for()
        visitor.page.locator(".written", has_text=note).wait_for()
        visitor.check("provider-notes")
        visitor.press("Escape")
        visitor.page.locator("[aria-label='Note su Fosca']:focus").wait_for()


def test_the_roster_goes_on_paper(visit: Visit, territory: Territory, melograno: Cooperative) -> None:
    melograno.booked(melograno.under_way(), "Gilda")
    with visit(as_=territory.account(Role.PROVIDER_WORKER, "melograno"), width=PHONE) as visitor:
        visitor.open("/desk/presenze")
        visitor.page.get_by_role("button", name="Prepara il foglio").click()
        paper = visitor.page.get_by_role("link", name="Apri il foglio (PDF)")
        paper.wait_for()
        visitor.check("provider-paper")
        assert visitor.page.request.get(paper.get_attribute("href") or "").body().startswith(b"%PDF")
