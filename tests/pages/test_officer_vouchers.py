"""What an officer can still do with a voucher: pass it on within the household, take back what was paid too much."""

import secrets
from datetime import date, timedelta

import pytest

from chalicelib.kernel.caller import Role
from tests import particulars
from tests.journey.api import Api, Json, ok
from tests.pages import settled
from tests.pages.browser import PHONE, SCREENS
from tests.pages.conftest import Territory, Visit
from tests.pages.cooperative import Cooperative, later, person
from tests.pages.stage import RULES, Stage
from tests.pages.words import words

LANGUAGES = pytest.mark.parametrize("language", ["it", "en"])
GRANTED_CENTS = 150_00
WHY = "Prova: la madre non ne ha più bisogno"


@LANGUAGES
def test_what_is_left_goes_to_another_of_the_household_by_their_codice_fiscale(
    visit: Visit, territory: Territory, stage: Stage, language: str
) -> None:
    voucher_id, lives_with, stranger = _transferable(stage)
    says = words(language, "desk-officer")
    with visit(as_=territory.account(Role.PROGRAMME_OFFICER), language=language, width=PHONE) as visitor:
        visitor.open(f"/desk/buoni/{voucher_id}")
        visitor.enter(says["transfer"])
        visitor.tab_to(says["to_tax_code"])
        visitor.type(stranger)
        visitor.tab_to(says["reason_read"])
        visitor.type(WHY)
        visitor.enter(says["transfer"])
        visitor.page.locator("dialog [name=to_tax_code][aria-invalid=true]").wait_for()
        visitor.check("officer-transfer-refused")
        visitor.page.locator("dialog [name=to_tax_code]").fill("")
        visitor.tab_to(says["to_tax_code"])
        visitor.type(lives_with["tax_code"].lower())
        visitor.check("officer-transfer", *SCREENS)
        visitor.enter(says["transfer"])
        visitor.see(says["voucher.transferred"])
        visitor.see(WHY)
        visitor.check("officer-transferred")
    had = ok(_desk(stage).get(f"/v1/people/{lives_with['id']}/vouchers"))["items"]
    assert [one["account"]["available"] for one in had] == [GRANTED_CENTS]


@pytest.mark.parametrize(("language", "hour"), [("it", 13), ("en", 15)])
def test_what_was_paid_too_much_goes_back_to_the_voucher(
    visit: Visit, territory: Territory, melograno: Cooperative, stage: Stage, language: str, hour: int
) -> None:
    says, officer = words(language, "desk-officer"), stage.staff(Role.PROGRAMME_OFFICER)
    delivery = settled.delivery(
        melograno,
        manager_id=ok(stage.staff(Role.PROVIDER_MANAGER, "melograno").get("/v1/me"))["id"],
        funder_id=ok(officer.get("/v1/me"))["organisation_id"],
        holder_id=person("Pia").id,
        begins=later(-1, hour=hour),
    )
    voucher = f"/v1/vouchers/{delivery.voucher_id}"
    before = ok(officer.get(voucher))["account"]["available"]
    with visit(as_=territory.account(Role.PROGRAMME_OFFICER), language=language, width=PHONE) as visitor:
        visitor.open(f"/desk/buoni/{delivery.voucher_id}")
        visitor.enter(says["correct_of"].split("{day}", maxsplit=1)[0].strip())
        visitor.see(says["correct_now"])
        visitor.tab_to(says["delivered_minutes"])
        visitor.type("45")
        visitor.tab_to(says["reason_both"])
        visitor.type("Il foglio firmato dice tre quarti d'ora")
        visitor.check("officer-correction", *SCREENS)
        visitor.enter(says["correct"])
        visitor.see(says["corrected"])
        visitor.check("officer-corrected")
    after = ok(officer.get(voucher))["account"]["available"]
    assert after - before == delivery.booking.price_cents // 4
    assert ok(officer.get(f"/v1/bookings/{delivery.booking.id}"))["delivered_minutes"] == 45


def _transferable(stage: Stage) -> tuple[str, Json, str]:
    """A voucher that can pass on, somebody who lives with its holder, and the codice fiscale of nobody."""
    desk, mark = _desk(stage), secrets.token_hex(4)
    holder = stage.newcomer()
    written = particulars.of("Ivo", particulars.family_name(), date(1970, 1, 1) + timedelta(secrets.randbelow(9000)))
    other = ok(desk.post("/v1/people", written | {"email": f"ivo.{mark}@example.org"}, key=f"other-{mark}"), 201)
    ok(desk.post(f"/v1/people/{other['id']}/household", {"with_person_id": holder["id"]}))
    programme_id = stage.programme(rules=RULES | {"is_transferable": True})
    voucher_id = stage.granted(programme_id, holder["id"], GRANTED_CENTS)
    nobody = particulars.tax_code("Ugo", particulars.family_name(), date(1901, 1, 1))
    return voucher_id, other | {"tax_code": written["tax_code"]}, nobody


def _desk(stage: Stage) -> Api:
    return stage.staff(Role.DESK_OPERATOR, "tradate")
