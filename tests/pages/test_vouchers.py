"""What a resident reads of their vouchers."""

from collections import Counter
from urllib.parse import urlsplit

import pytest
import requests

from tests.pages.browser import DESK, PHONE, SCREENS
from tests.pages.conftest import Visit
from tests.pages.stage import GRANTED_CENTS, Family, Stage

WORDS = {
    "it": {
        "pdf": "Prepara il PDF",
        "held": "Messi da parte per una prenotazione",
        "left": "Restano",
        "of": "I buoni di Luce",
    },
    "en": {
        "pdf": "Make the PDF",
        "held": "Set aside for a booking",
        "left": "left of",
        "of": "Vouchers of Luce",
    },
}


@pytest.mark.parametrize("language", ["it", "en"])
def test_one_sees_what_is_left_for_oneself_and_those_one_acts_for(
    visit: Visit, resident: Family, language: str
) -> None:
    with visit(as_=resident.account, language=language) as visitor:
        visitor.open("/buoni")
        visitor.check("vouchers", *SCREENS)
        assert visitor.page.get_by_role("heading", name=WORDS[language]["of"]).count() == 1
        assert WORDS[language]["left"] in visitor.text()
        meter = visitor.page.get_by_role("meter")
        assert int(meter.get_attribute("value") or 0) < int(meter.get_attribute("max") or 0) == GRANTED_CENTS


@pytest.mark.parametrize("language", ["it", "en"])
def test_a_statement_is_read_and_taken_away_by_keyboard(
    visit: Visit, resident: Family, stage: Stage, language: str
) -> None:
    words = WORDS[language]
    with visit(as_=resident.account, language=language, width=PHONE) as visitor:
        visitor.open("/buoni")
        visitor.tab_to("Buono di prova")
        visitor.press("Enter")
        visitor.page.get_by_role("heading", level=1, name="Buono di prova").wait_for()
        visitor.settle()
        assert words["held"] in visitor.text()
        visitor.tab_to(words["pdf"])
        visitor.press("Enter")
        visitor.page.locator(".alert-success:focus").wait_for()
        visitor.check("voucher")
        file = requests.get(visitor.page.locator(".alert-success a").get_attribute("href") or "", timeout=30)
    assert file.content.startswith(b"%PDF")


def test_the_movements_add_up_to_what_is_left(visit: Visit, resident: Family) -> None:
    left_cents = GRANTED_CENTS - sum(paid["amount"] for paid in resident.booking["payments"])
    with visit(as_=resident.account, width=DESK) as visitor:
        visitor.open(f"/buoni/{resident.voucher_id}")
        visitor.check("voucher")
        rows = visitor.page.locator("table tbody tr").all_inner_texts()
    assert len(rows) == 2
    assert f"{left_cents / 100:.2f}".replace(".", ",") in rows[0]


def test_what_one_may_not_see_looks_like_what_is_not_there(visit: Visit, resident: Family) -> None:
    with visit(as_=resident.account, width=PHONE) as visitor:
        visitor.open("/buoni/27gw347na3ubximlmkhhfrpy")
        visitor.page.get_by_role("alert").wait_for()
        assert visitor.faults() == []


def test_a_voucher_leads_to_what_it_can_be_used_for(visit: Visit, resident: Family) -> None:
    with visit(as_=resident.account, width=PHONE) as visitor:
        visitor.open(f"/buoni/{resident.voucher_id}")
        visitor.enter("Anziani")
        visitor.arrive("Catalogo")
        chosen = visitor.page.locator("#category"), visitor.page.locator("#accepts_vouchers")
        assert (chosen[0].input_value(), chosen[1].is_checked()) == ("silver_care", True)
        assert visitor.page.locator(".cards > li").count()


def test_a_voucher_for_one_kind_of_help_leads_to_who_offers_it(visit: Visit, resident: Family, stage: Stage) -> None:
    balance = stage.signed_in(resident.account).get(f"/v1/vouchers/{resident.voucher_id}").json()
    offered = Counter(one["service_id"] for one in stage.visitor.all("/v1/offerings?accepts_vouchers=true"))
    rarest = min(offered, key=lambda service_id: offered[service_id])
    kind = next(one for one in stage.visitor.get("/v1/services").json()["items"] if one["id"] == rarest)
    own = balance["voucher"] | {"rules": {"categories": [kind["category"]], "service_ids": [kind["id"]]}}
    path = f"/v1/vouchers/{resident.voucher_id}"
    with visit(as_=resident.account, width=PHONE, service_workers="block") as visitor:
        told = balance | {"voucher": own}
        visitor.page.route(lambda address: urlsplit(address).path == path, lambda route: route.fulfill(json=told))
        visitor.open(f"/buoni/{resident.voucher_id}")
        visitor.enter(kind["title"])
        visitor.arrive("Catalogo")
        visitor.see(f"Hai scelto: {kind['title']}")
        visitor.check("catalogue-service", *SCREENS)
        found = visitor.page.locator(".cards > li")
        alone = found.count()
        assert alone == offered[rarest]
        visitor.enter("Togli e guarda tutto")
        found.nth(alone).wait_for()
        assert "service_id" not in visitor.page.url


def test_a_voucher_that_ends_soon_says_so(visit: Visit, resident: Family, stage: Stage) -> None:
    api = stage.signed_in(resident.account)
    balance = api.get(f"/v1/vouchers/{resident.voucher_id}").json()
    soon = balance | {"voucher": balance["voucher"] | {"expires_on": resident.booking["starts_at"][:10]}}
    with visit(as_=resident.account, width=PHONE, service_workers="block") as visitor:
        own = f"/v1/vouchers/{resident.voucher_id}"
        visitor.page.route(lambda address: urlsplit(address).path == own, lambda route: route.fulfill(json=soon))
        visitor.open(f"/buoni/{resident.voucher_id}")
        assert "L'ultimo giorno è" in visitor.text()
        visitor.check("voucher-ends-soon")
