"""Finance pays what is owed, and an auditor finds out whether the books are as they were."""

import re
import secrets
from datetime import datetime, time, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from chalicelib.kernel import clock
from chalicelib.kernel.caller import Role
from infra.local.accounts import DemoAccount
from tests.journey import jobs
from tests.journey.api import Json, ok
from tests.pages import reading
from tests.pages.browser import LOST, PHONE, SCREENS
from tests.pages.conftest import Territory, Visit
from tests.pages.cooperative import Cooperative
from tests.pages.stage import Stage

LANGUAGES = pytest.mark.parametrize("language", ["it", "en"])
LONG_MS = 90_000  # every entry of the days is read and hashed anew
IBAN = "IT60X0542811101000000123456"
WORDS = {
    "it": {
        "approve": "Approva il pagamento", "payer": "Chi paga", "iban": "IBAN di chi paga",
        "approved": "Il pagamento è approvato.", "pay": "Registra il pagamento",
        "reference": "Riferimento della banca", "paid": "Il pagamento è registrato.",
        "verify": "Verifica", "untouched": "Niente è stato toccato.",
    },
    "en": {
        "approve": "Approve the payment", "payer": "Who pays", "iban": "IBAN of who pays",
        "approved": "The payment is approved.", "pay": "Record the payment",
        "reference": "The bank's reference", "paid": "The payment is recorded.",
        "verify": "Verify", "untouched": "Nothing was touched.",
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def finance(territory: Territory) -> DemoAccount:
    return territory.account(Role.FINANCE_OFFICER)


@pytest.fixture(scope="module")
def auditor(territory: Territory) -> DemoAccount:
    return territory.account(Role.AUDITOR)


@pytest.fixture(scope="module")
def settlements(stage: Stage) -> list[Json]:
    """A month of the demo territory's past, settled with every cooperative that is owed something."""
    officer = stage.staff(Role.PROGRAMME_OFFICER)
    month = (clock.today().replace(day=1) - timedelta(days=1)).strftime("%Y-%m")
    for provider in ok(stage.visitor.get("/v1/providers"))["items"]:
        wish = {"provider_id": provider["id"], "month": month}
        officer.post("/v1/settlements", wish, key=secrets.token_hex(8))  # nothing is owed, or it is settled: so be it
    return list(officer.all("/v1/settlements"))


@pytest.fixture(scope="module")
def sealed(melograno: Cooperative) -> None:
    """The nightly job has sealed the days that are over."""
    jobs.run("seal_ledger")


@LANGUAGES
def test_every_page_can_be_read_by_everybody(
    visit: Visit, finance: DemoAccount, settlements: list[Json], sealed: None, language: str
) -> None:
    with visit(as_=finance, language=language) as visitor:
        visitor.open("/desk")
        paths = reading.menu(visitor)
        assert {"/desk/liquidazioni", "/desk/casi", "/desk/sigilli", "/desk/misure", "/desk/spesa"} <= set(paths)
        assert reading.wrong(visitor, ["/desk", *paths, f"/desk/liquidazioni/{settlements[0]['id']}"]) == []


@LANGUAGES
def test_a_settlement_is_approved_and_paid_with_the_keyboard(
    visit: Visit, finance: DemoAccount, stage: Stage, settlements: list[Json], language: str
) -> None:
    words, settlement = WORDS[language], _acknowledged(stage, settlements)
    with visit(as_=finance, language=language, width=PHONE) as visitor:
        visitor.open(f"/desk/liquidazioni/{settlement}")
        visitor.tab_to(words["payer"])
        visitor.type("Ambito di Tradate")
        visitor.tab_to(words["iban"])
        visitor.type(IBAN)
        visitor.tab_to(words["approve"])
        visitor.press("Enter")
        visitor.page.get_by_text(words["approved"]).wait_for()
        visitor.page.get_by_role("button", name=re.compile("pain.001")).wait_for()
        visitor.tab_to(words["pay"])
        visitor.press("Enter")
        visitor.tab_to(words["reference"])
        visitor.type("CRO 12345")
        visitor.check("finance-payment", *SCREENS)
        visitor.tab_to(words["pay"])
        visitor.press("Enter")
        visitor.page.get_by_text(words["paid"]).wait_for()
        visitor.settle()
        assert "CRO 12345" in visitor.text()


@LANGUAGES
def test_an_auditor_verifies_seals_and_the_days_survive_a_reload(
    visit: Visit, auditor: DemoAccount, sealed: None, language: str
) -> None:
    words = WORDS[language]
    with visit(as_=auditor, language=language, width=PHONE) as visitor:
        visitor.open("/desk/sigilli")
        visitor.tab_to(words["verify"])
        visitor.press("Enter")
        visitor.page.get_by_text(words["untouched"]).wait_for(timeout=LONG_MS)
        visitor.check("auditor-verified", *SCREENS)
        visitor.page.reload()
        visitor.page.get_by_text(words["untouched"]).wait_for(timeout=LONG_MS)


def test_a_verification_that_the_line_broke_off_is_done_again_when_one_asks_again(
    visit: Visit, auditor: DemoAccount, sealed: None
) -> None:
    with visit(as_=auditor, service_workers="block") as visitor:
        visitor.forgiven = (*visitor.forgiven, LOST)
        visitor.page.route("**/v1/seals/verification", lambda route: route.abort(), times=1)
        visitor.open("/desk/sigilli")
        verify = visitor.page.get_by_role("button", name="Verifica")
        verify.click()
        visitor.page.locator(".alert-danger:focus").wait_for()
        verify.click()
        visitor.page.locator(".alert-success:focus", has_text="Niente è stato toccato.").wait_for()


def test_an_auditor_sees_everything_and_can_do_nothing(
    visit: Visit, auditor: DemoAccount, settlements: list[Json]
) -> None:
    with visit(as_=auditor) as visitor:
        visitor.open(f"/desk/liquidazioni/{settlements[0]['id']}")
        assert "Il rendiconto coincide con i libri" in visitor.text()
        acting = visitor.page.get_by_role("button", name=re.compile("Approva|Registra|revisione|Decidi|pain"))
        assert acting.count() == 0
        visitor.open("/desk/cooperative")
        assert visitor.heading() == "Questa pagina non è per il tuo accesso"


def test_a_balance_of_the_past_is_told_in_words(visit: Visit, auditor: DemoAccount, stage: Stage) -> None:
    programme = ok(stage.staff(Role.PROGRAMME_OFFICER).get("/v1/programmes"))["items"][0]["id"]
    with visit(as_=auditor) as visitor:
        visitor.open("/desk/sigilli")
        visitor.page.locator("[name=account_id]").fill(f"fund:{programme}")
        visitor.page.locator("[name=at]").fill(f"{clock.today() - timedelta(days=1)}T12:00")
        visitor.page.get_by_role("button", name="Calcola").press("Enter")
        visitor.page.locator("section .alert").wait_for()
        assert visitor.faults() == []


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Tokyo", "UTC"])
def test_a_past_instant_is_what_clocks_in_italy_showed_wherever_one_sits(
    visit: Visit, auditor: DemoAccount, stage: Stage, zone: str
) -> None:
    programme = ok(stage.staff(Role.PROGRAMME_OFFICER).get("/v1/programmes"))["items"][0]["id"]
    yesterday = clock.today() - timedelta(days=1)
    with visit(as_=auditor, zone=zone) as visitor:
        visitor.open("/desk/sigilli")
        visitor.page.locator("[name=account_id]").fill(f"fund:{programme}")
        visitor.page.locator("[name=at]").fill(f"{yesterday}T00:30")
        with visitor.page.expect_request("**/past-balance?*") as asked:
            visitor.page.get_by_role("button", name="Calcola").press("Enter")
        visitor.page.locator("section .alert-success", has_text="00:30").wait_for()
    [at] = parse_qs(urlsplit(asked.value.url).query)["at"]
    assert datetime.fromisoformat(at) == clock.at_local(yesterday, time(0, 30))


def _acknowledged(stage: Stage, settlements: list[Json]) -> str:
    """A settlement that its cooperative has accepted, and whose IBAN is known."""
    officer = stage.staff(Role.PROGRAMME_OFFICER)
    for of in ("melograno", "il-ponte-sull-olona"):
        manager = stage.staff(Role.PROVIDER_MANAGER, of)
        known = {one["id"] for one in settlements}
        for one in (mine for mine in manager.all("/v1/settlements") if mine["id"] in known):
            if one["state"] not in {"issued", "acknowledged"}:
                continue
            officer.post(f"/v1/providers/{one['provider_id']}/bank-accounts", {"iban": IBAN}, key=secrets.token_hex(8))
            if one["state"] == "issued":
                ok(manager.post(f"/v1/settlements/{one['id']}/acknowledgement", {}, key=secrets.token_hex(8)))
            return str(one["id"])
    raise AssertionError("every settlement of the running territory is paid: start it anew")
