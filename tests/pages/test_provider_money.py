"""What families pay at the desk, the file of a month, and the address of the cooperative's calendar."""

from chalicelib.kernel.caller import Role
from tests.pages import settled
from tests.pages.browser import PHONE
from tests.pages.conftest import Territory, Visit
from tests.pages.cooperative import Cooperative, later
from tests.pages.stage import Stage


def test_a_receipt_is_recorded_once_and_nothing_is_left_to_pay(
    visit: Visit, territory: Territory, melograno: Cooperative
) -> None:
    booking = melograno.booked(melograno.session(melograno.offering(), begins=later()), "Quinta")
    with visit(as_=territory.account(Role.PROVIDER_WORKER, "melograno"), width=PHONE) as visitor:
        page = visitor.page
        visitor.open(f"/desk/soldi/{booking.id}")
        page.get_by_role("button", name="Registra l'incasso").click()
        page.get_by_role("link", name="Scegli: Come").wait_for()
        visitor.check("provider-receipt-wrong")
        page.get_by_label("contanti").check()
        page.get_by_label("Numero della ricevuta").fill("R-12")
        page.get_by_role("button", name="Registra l'incasso").dblclick()
        page.get_by_text("L'incasso è registrato.").wait_for()
        page.get_by_text("Numero della ricevuta: R-12").wait_for()
        visitor.check("provider-receipt")
        assert page.locator("main ul.lines > li").count() == 1
        assert "Da pagare\n0,00" in visitor.text()
        assert page.locator("[name=amount]").input_value() == "", "what was just paid is not proposed again"


def test_a_month_leaves_as_a_file_and_a_calendar_address_is_shown_once(visit: Visit, territory: Territory) -> None:
    with visit(as_=territory.account(Role.PROVIDER_MANAGER, "melograno"), width=PHONE) as visitor:
        page = visitor.page
        visitor.open("/desk/soldi")
        page.get_by_role("button", name="Prepara il file").click()
        page.get_by_role("link", name="Scarica il file (CSV)").wait_for()
        visitor.check("provider-month-file")
        visitor.open("/desk/agenda")
        page.get_by_role("button", name="Crea").click()
        page.get_by_text("Ecco l'indirizzo").wait_for()
        visitor.check("provider-feed-issued")
        page.get_by_role("button", name="Spegni l'indirizzo").click()
        page.get_by_text("L'indirizzo è spento.").wait_for()
        page.get_by_role("button", name="Crea l'indirizzo").wait_for()


def test_a_row_of_a_settlement_is_contested_with_a_reason(
    visit: Visit, territory: Territory, melograno: Cooperative, stage: Stage
) -> None:
    manager_id = stage.staff(Role.PROVIDER_MANAGER, "melograno").get("/v1/me").json()["id"]
    settlement = settled.month(melograno, manager_id=manager_id)
    with visit(as_=territory.account(Role.PROVIDER_MANAGER, "melograno"), width=PHONE) as visitor:
        page = visitor.page
        visitor.open(f"/desk/rendiconti/{settlement.id}")
        assert page.get_by_role("button", name="Va bene così").count() == 1
        visitor.check("provider-settlement")
        page.get_by_role("button", name="Foglio (CSV)").click()
        page.get_by_role("link", name="Scarica il file").wait_for()
        page.get_by_role("button", name="Contesta Ginnastica dolce").click()
        page.get_by_label("Motivo").fill("Erano due ore")
        visitor.check("provider-contest")
        page.get_by_role("button", name="Contesta la riga").click()
        page.get_by_text("La riga è contestata.").wait_for()
        page.get_by_text("Contestata", exact=True).first.wait_for()
        visitor.check("provider-contested")
