"""A programme officer's day: programmes, vouchers by sheet, colleagues who were first, figures, cooperatives."""

import json
import re
import secrets
from datetime import timedelta

import pytest
from playwright.sync_api import FilePayload

from chalicelib.kernel import clock
from chalicelib.kernel.caller import Role
from infra.local import stack
from infra.local.accounts import DemoAccount
from tests.conftest import ROOT
from tests.journey.api import ok
from tests.pages import reading
from tests.pages.browser import PHONE, SCREENS, Visitor
from tests.pages.conftest import Territory, Visit
from tests.pages.stage import Stage

LANGUAGES = pytest.mark.parametrize("language", ["it", "en"])
WORDS = {
    "it": {
        "title": "Nome", "basis": "Base giuridica", "months": "Mesi di validità", "area": "Anziani", "go_on": "Avanti",
        "budget": "Fondo", "most": "Massimo di un buono", "begin": "Come comincia", "create": "Crea la misura",
        "draft": "in bozza", "open": "Apri la misura", "reason": "Motivo", "opened": "La misura è aperta.",
        "act": "L'atto che lo decide", "try": "Prova il foglio", "tried": "La prova è finita.",
        "commit": "Emetti un buono", "issued": "Emesso un buono, per 150,00 €.", "validity": "I buoni valgono 12 mesi.",
    },
    "en": {
        "title": "Name", "basis": "Legal basis", "months": "Months of validity", "area": "Elderly people",
        "go_on": "Go on", "budget": "Budget", "most": "Most of one voucher", "begin": "How it begins",
        "create": "Create the programme", "draft": "draft", "open": "Open the programme", "reason": "Reason",
        "opened": "The programme is open.", "act": "The act that decides it", "try": "Try the sheet",
        "tried": "The trial is over.", "commit": "Issue one voucher", "issued": "One voucher issued, €150.00.",
        "validity": "Vouchers last 12 months.",
    },
}  # fmt: skip
LONG_MS = 90_000  # a dry run and an issue pass through a queue
HOSTILE = "<img src=x onerror=alert(1)>.csv"


@pytest.fixture(scope="module")
def officer(territory: Territory) -> DemoAccount:
    return territory.account(Role.PROGRAMME_OFFICER)


@pytest.fixture(scope="module")
def colleague(territory: Territory, officer: DemoAccount) -> DemoAccount:
    return next(one for one in territory.accounts if one.role is Role.PROGRAMME_OFFICER and one.email != officer.email)


@pytest.fixture(scope="module")
def after_school(stage: Stage) -> str:
    """A demo programme that has a past."""
    known = ok(stage.staff(Role.PROGRAMME_OFFICER).get("/v1/programmes"))["items"]
    return str(next(one["id"] for one in known if one["title"] == "Doposcuola"))


@LANGUAGES
def test_every_page_can_be_read_by_everybody(
    visit: Visit, officer: DemoAccount, after_school: str, stage: Stage, language: str
) -> None:
    provider = ok(stage.visitor.get("/v1/providers"))["items"][0]["id"]
    programme = f"/desk/misure/{after_school}"
    parts = ("", "/modifica", "/fondi", "/buoni", "/elenchi", "/andamento", "/contestazioni")
    particular = ("/desk/misure/nuova", "/desk/cooperative/nuova", f"/desk/cooperative/{provider}")
    with visit(as_=officer, language=language) as visitor:
        visitor.open("/desk")
        paths = reading.menu(visitor)
        assert {"/desk/misure", "/desk/proposte", "/desk/spesa", "/desk/cooperative"} <= set(paths)
        wanted = ["/desk", *paths, *particular, *(programme + part for part in parts)]
        assert reading.wrong(visitor, wanted) == []


@LANGUAGES
def test_a_programme_is_created_opened_and_issued_by_sheet_with_the_keyboard(
    visit: Visit, officer: DemoAccount, language: str
) -> None:
    words = WORDS[language]
    with visit(as_=officer, language=language, width=PHONE) as visitor:
        visitor.forgiven += (f"a request went elsewhere: {stack.endpoint()}/",)
        _create(visitor, words)
        _open(visitor, words)
        visitor.open(visitor.page.url.removeprefix(visitor.portal + visitor.prefix) + "/elenchi")
        _issue_by_sheet(visitor, words)


def test_what_is_wrong_is_said_at_the_top_and_at_the_field(visit: Visit, officer: DemoAccount) -> None:
    with visit(as_=officer, width=PHONE) as visitor:
        visitor.open("/desk/misure/nuova")
        visitor.page.get_by_role("button", name="Avanti").press("Enter")
        visitor.page.locator(".alert-danger:focus").wait_for()
        visitor.tab_to("Scrivi l'ultimo giorno")
        visitor.press("Enter")
        visitor.page.locator("[name=expires_on]:focus").wait_for()
        visitor.check("officer-errors")


def test_two_who_change_the_same_programme_both_see_it(
    visit: Visit, officer: DemoAccount, colleague: DemoAccount, stage: Stage
) -> None:
    programme = stage.programme()
    with visit(as_=officer) as visitor:
        visitor.open(f"/desk/misure/{programme}/modifica")
        alert = {"alert_below": 100_00, "alert_to": "collega@example.org"}
        theirs = {"version": 1, "title": "Titolo della collega", "reason": "prima io", **alert}
        ok(
            stage.signed_in(colleague).post(f"/v1/programmes/{programme}/versions", theirs, key=secrets.token_hex(8)),
            201,
        )
        visitor.page.locator("[name=title]").fill("Titolo mio")
        visitor.page.locator("[name=reason]").fill("poi io")
        visitor.page.get_by_role("button", name="Salva").press("Enter")
        table = visitor.page.get_by_role("table")
        table.wait_for()
        assert "Titolo mio" in table.inner_text()
        assert "Titolo della collega" in table.inner_text()
        assert "a collega@example.org" in table.inner_text()
        visitor.check("officer-conflict")
        visitor.page.get_by_role("button", name="Tieni la mia").press("Enter")
        visitor.page.get_by_role("heading", name="Titolo mio", level=1).wait_for()
    assert ok(stage.staff(Role.PROGRAMME_OFFICER).get(f"/v1/programmes/{programme}"))["programme"]["version"] == 3


def test_a_colleague_decides_on_a_large_voucher(visit: Visit, colleague: DemoAccount, stage: Stage) -> None:
    programme = stage.programme(second_person_above=100_00)
    voucher = stage.granted(programme, stage.newcomer()["id"], 150_00)
    with visit(as_=colleague, width=PHONE) as visitor:
        visitor.open("/desk/proposte")
        visitor.page.locator(f"a[href='/desk/buoni/{voucher}']").press("Enter")
        visitor.page.get_by_role("button", name="Approva").press("Enter")
        visitor.page.locator("dialog [name=reason]").fill("Va bene")
        visitor.check("officer-decision")
        visitor.page.locator("dialog").get_by_role("button", name="Approva").press("Enter")
        visitor.page.get_by_text("Approvato.").wait_for()
        visitor.page.locator(".badge", has_text="valido").wait_for()


def test_a_voucher_is_suspended_with_a_reason(visit: Visit, officer: DemoAccount, stage: Stage) -> None:
    voucher = stage.granted(stage.programme(), stage.newcomer()["id"], 50_00)
    with visit(as_=officer) as visitor:
        visitor.open(f"/desk/buoni/{voucher}")
        visitor.tab_to("Sospendi il buono")
        visitor.press("Enter")
        visitor.tab_to("Perché?")
        visitor.type("In attesa di un documento")
        visitor.tab_to("Sospendi il buono")
        visitor.press("Enter")
        visitor.page.get_by_text("In attesa di un documento").wait_for()
        visitor.check("officer-voucher")
        visitor.page.locator(".badge", has_text="sospeso").wait_for()


def test_the_expiring_vouchers_stay_chosen_over_a_reload(visit: Visit, officer: DemoAccount, stage: Stage) -> None:
    programme = stage.programme(expires_on=(clock.today() + timedelta(days=20)).isoformat())
    stage.granted(programme, stage.newcomer()["id"], 50_00)
    with visit(as_=officer) as visitor:
        visitor.open(f"/desk/misure/{programme}/buoni")
        visitor.page.locator("#entro").select_option("30")
        visitor.page.wait_for_url("**/buoni?entro=30")
        visitor.page.reload()
        visitor.settle()
        assert visitor.page.locator("#entro").input_value() == "30"
        assert visitor.page.locator("tbody tr").count() == 1


def test_the_burn_down_is_a_picture_a_sentence_and_a_table(
    visit: Visit, officer: DemoAccount, after_school: str, stage: Stage
) -> None:
    weeks = ok(stage.staff(Role.PROGRAMME_OFFICER).get(f"/v1/programmes/{after_school}/burn-down"))["weeks"]
    with visit(as_=officer) as visitor:
        visitor.open(f"/desk/misure/{after_school}/andamento")
        assert visitor.page.get_by_role("img", name="Quanto resta del fondo").count() == 1
        assert "Al ritmo delle ultime settimane" in visitor.text()
        visitor.page.locator("summary").last.press("Enter")
        assert visitor.page.locator("table").last.locator("tbody tr").count() == len(weeks)


def test_money_is_added_and_set_aside(visit: Visit, officer: DemoAccount, stage: Stage) -> None:
    programme = stage.programme()
    with visit(as_=officer, width=PHONE) as visitor:
        visitor.open(f"/desk/misure/{programme}/fondi")
        visitor.tab_to("Importo")
        visitor.type("1.500,50")
        visitor.tab_to("Motivo")
        visitor.type("Delibera di prova")
        visitor.tab_to("Aumenta il fondo")
        visitor.press("Enter")
        visitor.page.get_by_text("Il fondo è aumentato.").wait_for()
        visitor.page.get_by_role("cell", name="1.500,50 €").wait_for()
        visitor.check("officer-funds-increased")


def test_a_cooperative_is_admitted_accredited_and_paid_somewhere(visit: Visit, officer: DemoAccount) -> None:
    with visit(as_=officer, width=PHONE) as visitor:
        visitor.open("/desk/cooperative/nuova")
        for name, text in {
            "name": f"Prova {secrets.token_hex(3)}", "description": "Per le prove.", "address": "Via di Prova 1",
            "email": "prova@example.org", "phone": "+39 0331 000009",
        }.items():  # fmt: skip
            visitor.page.locator(f"[name={name}]").fill(text)
        visitor.page.locator("[name=municipality_code]").select_option("L319")
        visitor.page.get_by_role("button", name="Ammetti").press("Enter")
        visitor.page.get_by_role("heading", name="Dove viene pagata").wait_for()
        visitor.page.locator("[name=category]").select_option("child_care")
        visitor.page.get_by_role("button", name="Salva").first.press("Enter")
        visitor.page.get_by_role("rowheader", name="Bambini e ragazzi").wait_for()
        visitor.page.locator("[name=iban]").fill("IT60X0542811101000000123457")
        visitor.page.get_by_role("button", name="Salva").last.press("Enter")
        visitor.page.locator("section .alert-danger").wait_for()
        visitor.check("officer-wrong-iban")
        visitor.page.locator("[name=iban]").fill("IT60X0542811101000000123456")
        visitor.page.get_by_role("button", name="Salva").last.press("Enter")
        visitor.page.get_by_text("Il conto è salvato.").wait_for()


def _create(visitor: Visitor, words: dict[str, str]) -> None:
    visitor.open("/desk/misure/nuova")
    visitor.tab_to(words["title"])
    visitor.type(f"Misura di prova {secrets.token_hex(3)}")
    visitor.tab_to(words["basis"])
    visitor.type("Prova: nessuna norma")
    visitor.tab_to(words["months"])
    visitor.type("12")
    visitor.press("Enter")
    visitor.tab_to(words["area"])
    visitor.press("Space")
    visitor.tab_to(words["go_on"])
    visitor.press("Enter")
    visitor.tab_to(words["budget"])
    visitor.type("1.000")
    visitor.tab_to(words["most"])
    visitor.type("200,00")
    visitor.press("Enter")
    visitor.tab_to(words["begin"])
    visitor.press("ArrowDown")
    visitor.check("officer-summary", *SCREENS)
    assert words["validity"] in visitor.text()
    visitor.tab_to(words["create"])
    visitor.press("Enter")
    visitor.page.wait_for_url(re.compile(r"/desk/misure/[a-z0-9]{20,}$"))
    visitor.page.locator(".badge", has_text=words["draft"]).first.wait_for()
    visitor.settle()


def _open(visitor: Visitor, words: dict[str, str]) -> None:
    visitor.tab_to(words["open"])
    visitor.press("Enter")
    visitor.check("officer-reason", *SCREENS)
    visitor.tab_to(words["reason"])
    visitor.type("Prova")
    visitor.tab_to(words["open"])
    visitor.press("Enter")
    visitor.page.get_by_text(words["opened"]).wait_for()


def _issue_by_sheet(visitor: Visitor, words: dict[str, str]) -> None:
    lines = ["codice_fiscale;importo;note", f"{_tax_code()};150;", "=cmd|' /C calc'!A0;20;", "RSSMRA80A01L319X;mille;"]
    file: FilePayload = {"name": HOSTILE, "mimeType": "text/csv", "buffer": "\r\n".join(lines).encode()}
    visitor.page.locator("[name=file]").set_input_files(file)
    visitor.tab_to(words["act"])
    visitor.type("Determina di prova")
    visitor.tab_to(words["try"])
    visitor.press("Enter")
    visitor.page.wait_for_url(re.compile(r"/desk/elenchi/[a-z0-9]{20,}$"))
    visitor.page.reload()  # the address is all one needs
    visitor.page.get_by_text(words["tried"]).wait_for(timeout=LONG_MS)
    visitor.check("officer-dry-run", *SCREENS)
    assert "cmd" not in visitor.text()
    assert set(visitor.page.locator("tbody tr > :first-child").all_inner_texts()) == {"3", "4"}  # lines of the sheet
    visitor.tab_to(words["commit"])
    visitor.press("Enter")
    visitor.page.get_by_text(words["issued"]).wait_for(timeout=LONG_MS)
    visitor.check("officer-issued", *SCREENS)


def _tax_code() -> str:
    residents = json.loads((ROOT / "data/residents.json").read_text(encoding="utf-8"))
    return str(next(one["tax_code"] for one in residents if one["slug"] == "ernesto-colombini"))
