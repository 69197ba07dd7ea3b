"""The administrator's pages: who works here, the desks, needs and services, what people think."""

import secrets
from pathlib import Path

import pytest
from playwright.sync_api import expect

from chalicelib.kernel.caller import Role
from infra.local.accounts import DemoAccount
from tests.awaiting import eventually, mails_to
from tests.pages.browser import PHONE, SCREENS, Visitor
from tests.pages.conftest import Territory, Visit


@pytest.fixture
def administrator(territory: Territory) -> DemoAccount:
    """Who looks after the platform."""
    return territory.account(Role.ADMINISTRATOR)


def narrowed(visitor: Visitor, name: str, text: str) -> None:
    """Show only the rows of a list that have a text."""
    visitor.page.locator(f"#{name}-search").fill(text)
    expect(visitor.page.locator(f".list:has(#{name}-search) tbody tr")).to_have_count(1)


def write(visitor: Visitor, name: str, text: str) -> None:
    """Type into a field of the window that stands open, once the focus has come to rest."""
    visitor.page.locator("dialog[open] :focus").wait_for()
    visitor.page.locator(f"dialog [name={name}]").focus()
    visitor.type(text)


@pytest.mark.parametrize("language", ["it", "en"])
def test_somebody_is_invited_suspended_and_let_in_again_with_the_keyboard_alone(
    visit: Visit, territory: Territory, administrator: DemoAccount, language: str
) -> None:
    words = {
        "it": ("Invita una persona", "Compito", "Lavora a", "Social Point T", "Invia l'invito",
            "Invita di nuovo {}", "Sospendi {}", "Riammetti {}", "Sospeso", "Invitato"),
        "en": ("Invite a person", "Task", "Desk", "Social Point T", "Send the invitation", "Invite again: {}",
            "Suspend {}", "Let in again: {}", "Suspended", "Invited"),
    }[language]  # fmt: skip
    invite, _, role, desk, send, again, suspend, reactivate, suspended, invited = words
    name, address = f"=cmd|{secrets.token_hex(3)}", f"collega.{secrets.token_hex(5)}@example.org"
    with visit(as_=administrator, language=language, width=PHONE) as visitor:
        visitor.open("/desk/personale")
        visitor.tab_to(invite)
        visitor.press("Enter")
        write(visitor, "given_name", name)
        visitor.press("Tab")
        visitor.type(address)
        visitor.press("Tab")
        visitor.type(role)
        visitor.press("Tab")
        visitor.type(desk)
        visitor.check("administrator-invite", *SCREENS)
        visitor.tab_to(send)
        visitor.press("Enter")
        visitor.page.locator(".alert-success:focus").wait_for()
        assert name in visitor.page.locator(".alert-success").inner_text()
        eventually(lambda: mails_to(address, territory.mailbox), f"no mail came to {address}")
        visitor.settle()
        narrowed(visitor, "staff", address)
        assert "Social Point Tradate" in visitor.text()
        visitor.tab_to(again.format(name))
        visitor.press("Enter")
        visitor.page.get_by_text({"it": "nuovo link", "en": "new link"}[language]).wait_for()
        eventually(lambda: len(mails_to(address, territory.mailbox)) == 2, f"no second mail came to {address}")
        visitor.tab_to(suspend.format(name))
        visitor.press("Enter")
        write(visitor, "reason", "")
        visitor.press("Tab", "Enter")
        visitor.page.locator("dialog .alert:focus").wait_for()  # no suspension without a reason
        visitor.check("administrator-suspend", *SCREENS)
        write(visitor, "reason", "Prova <img src=x>")
        visitor.press("Tab", "Enter")
        visitor.page.locator(".alert-success:focus").wait_for()
        visitor.settle()
        expect(visitor.page.locator("tbody")).to_contain_text(suspended)
        visitor.tab_to(reactivate.format(name))
        visitor.press("Enter")
        visitor.page.get_by_text("Prova <img src=x>").wait_for()
        write(visitor, "reason", "Prova")
        visitor.press("Tab", "Enter")
        expect(visitor.page.locator("tbody")).to_contain_text(invited)


def test_a_name_that_would_be_a_formula_leaves_the_sheet_as_text(
    visit: Visit, administrator: DemoAccount, tmp_path: Path
) -> None:
    name, address = f"=cmd|' /C calc'!{secrets.token_hex(3)}", f"collega.{secrets.token_hex(5)}@example.org"
    with visit(as_=administrator) as visitor:
        visitor.open("/desk/personale")
        visitor.page.get_by_role("button", name="Invita una persona").click()
        visitor.page.locator("[name=given_name]").fill(name)
        visitor.page.locator("[name=email]").fill(address)
        visitor.page.locator("[name=role]").select_option("provider_worker")
        visitor.page.locator("[name=organisation_id]").select_option(index=1)
        visitor.page.get_by_role("button", name="Invia l'invito").click()
        visitor.page.locator(".alert-success").wait_for()
        visitor.settle()
        narrowed(visitor, "staff", address)
        with visitor.page.expect_download() as saved:
            visitor.page.get_by_role("button", name="Scarica il foglio").click()
        saved.value.save_as(tmp_path / "staff.csv")
    sheet = (tmp_path / "staff.csv").read_text(encoding="utf-8-sig")
    assert f"'{name};{address};" in sheet


def test_an_address_that_is_taken_is_refused_at_its_field(visit: Visit, administrator: DemoAccount) -> None:
    with visit(as_=administrator, width=PHONE) as visitor:
        visitor.open("/desk/personale")
        visitor.page.get_by_role("button", name="Invita una persona").click()
        visitor.page.locator("[name=given_name]").fill("Alessio")
        visitor.page.locator("[name=email]").fill(administrator.email)
        visitor.page.locator("[name=role]").select_option("auditor")
        visitor.page.locator("[name=organisation_id]").select_option(label="Il tuo ente")
        visitor.page.get_by_role("button", name="Invia l'invito").click()
        visitor.page.locator("#field-email-error").wait_for()
        visitor.check("administrator-invite-refused")
        assert visitor.page.locator("[name=given_name]").input_value() == "Alessio"


def test_the_days_of_opinions_survive_a_reload(visit: Visit, administrator: DemoAccount) -> None:
    with visit(as_=administrator) as visitor:
        visitor.open("/desk/opinioni")
        visitor.page.get_by_label("Dal giorno").fill("2026-01-02")
        visitor.page.get_by_label("Dal giorno").press("Tab")
        visitor.settle()
        with visitor.page.expect_request("**/v1/feedback?*") as asked:
            visitor.page.reload()
        assert "from_on=2026-01-02" in asked.value.url
        visitor.settle()
        assert visitor.page.get_by_label("Dal giorno").input_value() == "2026-01-02"


def test_nobody_suspends_themselves(visit: Visit, administrator: DemoAccount) -> None:
    with visit(as_=administrator) as visitor:
        visitor.open("/desk/personale")
        narrowed(visitor, "staff", administrator.email)
        assert visitor.page.get_by_role("button", name=f"Sospendi {administrator.given_name}").count() == 0


def test_a_desk_is_opened_and_seen_at_once(visit: Visit, administrator: DemoAccount) -> None:
    name = f"Social Point di prova {secrets.token_hex(3)}"
    with visit(as_=administrator, width=PHONE) as visitor:
        visitor.open("/desk/sportelli")
        visitor.page.get_by_role("button", name="Apri uno sportello").click()
        write(visitor, "name", name)
        visitor.check("administrator-desk")
        visitor.press("Tab")
        visitor.type("Vedano")
        visitor.press("Tab")
        visitor.type("Via di prova 1")
        visitor.press("Tab")
        visitor.type("lunedì, 9:00–12:00")
        visitor.press("Enter")
        visitor.page.locator(".alert-success:focus").wait_for()
        visitor.settle()
        narrowed(visitor, "desks", name)
        assert "Vedano Olona" in visitor.page.locator("tbody").inner_text()


@pytest.mark.parametrize("language", ["it", "en"])
def test_a_need_is_added_and_edited_in_both_languages(visit: Visit, administrator: DemoAccount, language: str) -> None:
    title = f"Cerco una prova {secrets.token_hex(3)}"
    add, save, edit = {
        "it": ("Aggiungi un bisogno", "Salva", "Modifica:"), "en": ("Add a need", "Save", "Edit:"),
    }[language]  # fmt: skip
    with visit(as_=administrator, language=language, width=PHONE) as visitor:
        visitor.open("/desk/bisogni")
        visitor.tab_to(add)
        visitor.press("Enter")
        write(visitor, "title_it", title)
        visitor.press("Enter")
        visitor.page.locator("dialog .alert:focus").wait_for()
        assert visitor.page.locator("[name=title_en][aria-invalid]").count() == 1
        write(visitor, "title_en", "I look for a test")
        visitor.press("Tab", "Tab", "Space")
        visitor.check("administrator-need")
        visitor.tab_to(save)
        visitor.press("Enter")
        visitor.page.locator(".alert-success:focus").wait_for()
        visitor.settle()
        narrowed(visitor, "needs", title)
        visitor.tab_to(edit)
        visitor.press("Enter")
        visitor.page.locator("[name=title_en]").fill("I look for another test")
        visitor.page.locator("[name=title_en]").press("Enter")
        visitor.page.locator(".alert-success:focus").wait_for()
        expect(visitor.page.locator("tbody").first).to_contain_text("I look for another test")


def test_a_service_is_not_saved_over_another(visit: Visit, administrator: DemoAccount) -> None:
    with visit(as_=administrator) as visitor:
        visitor.open("/desk/bisogni")
        visitor.page.get_by_role("button", name="Aggiungi un servizio").click()
        visitor.page.locator("[name=title]").fill("Aiuto compiti in gruppo!")
        visitor.page.locator("[name=category]").select_option("child_care")
        visitor.page.locator("[name=audience]").select_option("children")
        visitor.page.locator("[name=price_unit]").select_option("month")
        visitor.page.get_by_role("button", name="Salva").click()
        assert "C'è già" in visitor.page.locator("#field-title-error").inner_text()
        visitor.check("administrator-service")
