"""Registering people at a Social Point: one after the other, with the keyboard alone, and nothing typed is lost."""

import random
from datetime import date

import pytest
from playwright.sync_api import Route, expect

from infra.local.accounts import DemoAccount
from tests import particulars
from tests.awaiting import eventually, mails_to
from tests.pages import desk
from tests.pages.browser import LOST, PHONE, SCREENS
from tests.pages.conftest import Territory, Visit

LANGUAGES = pytest.mark.parametrize("language", ["it", "en"])
WORDS = {
    "it": {
        "sent": "Abbiamo inviato le credenziali a", "again": "Invia di nuovo",
        "register_them": "Registra questa persona",
    },
    "en": {
        "sent": "We have sent the credentials to", "again": "Send the credentials again",
        "register_them": "Register this person",
    },
}  # fmt: skip
GRANDMOTHER = "PRDSVN47M57C30LH"  # Silvana Prada, whose code has a letter for a digit
CODES = [
    ("FRRCHR87E54L319H", "14 mag 1987, Tradate"),
    ("frr chr 87e54 l319h", "14 mag 1987, Tradate"),
    (GRANDMOTHER, "17 ago 1947, Castiglione Olona"),  # omocodia
    ("LMRSMR90A67Z330C", "27 gen 1990, all'estero (stato Z330)"),
    ("LNRDVD85P30L682H", "30 set 1985, in un altro comune (codice L682)"),
    ("FRRCHR87E54L319A", "l'ultima lettera non torna"),
    ("FRRCHR87E5XL319H", "non è un codice fiscale"),
    ("FRRCHR87B70L319S", "un giorno che non esiste"),
    ("FRRCHR87E54L319", "Manca un carattere"),
]
_PASTED_AND_SENT = """async (field, code) => {
  field.value = code;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  await null; // the page is drawn, and nothing that waits for the next frame has been done
  field.form.requestSubmit();
}"""


@LANGUAGES
def test_a_person_is_registered_with_the_keyboard_alone(
    visit: Visit, territory: Territory, operator: DemoAccount, language: str
) -> None:
    words, code, address = WORDS[language], desk.new_tax_code(), desk.new_address()
    with visit(as_=operator, language=language, width=PHONE) as visitor:
        visitor.open("/desk/registra")
        visitor.tab_to({"it": "Codice fiscale", "en": "Tax code"}[language])
        for text in (code.lower(), "Zoë", "D'Àngelo <b>"):
            visitor.type(text)
            visitor.press("Tab")
        visitor.check("operator-register", *SCREENS)
        visitor.press("Tab", "Tab")  # the municipality of the desk and the language are there already
        visitor.type(address)
        visitor.press("Enter")
        visitor.page.get_by_text(words["sent"]).wait_for()
        assert address in visitor.text()
        eventually(lambda: mails_to(address, territory.mailbox), f"no mail came to {address}")
        visitor.check("operator-registered", *SCREENS)
        visitor.tab_to(words["again"])
        visitor.press("Enter")
        visitor.page.locator(".alert >> nth=1").wait_for()
        eventually(lambda: len(mails_to(address, territory.mailbox)) == 2, f"no second mail came to {address}")
        visitor.press("Shift+Tab", "Shift+Tab", "Shift+Tab", "Enter")
        visitor.page.locator("[name=tax_code]:focus").wait_for()
        assert [visitor.page.locator(f"[name={one}]").input_value() for one in ("tax_code", "given_name", "email")] == [
            ""
        ] * 3
        expect(visitor.page.locator("[name=municipality_code]")).to_have_value("L319")


def test_where_the_desk_is_is_chosen_before_anybody_can_type(visit: Visit, operator: DemoAccount) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    with visit(as_=operator, service_workers="block") as visitor:
        visitor.page.route("**/v1/desks", hold)
        with visitor.page.expect_request("**/v1/desks"):
            visitor.page.goto(f"{visitor.portal}/desk/registra")
        visitor.page.locator("h1", has_text="Registra una persona").wait_for()
        assert not visitor.page.locator("[name=tax_code]").count()
        [asked] = held
        asked.fallback()
        expect(visitor.page.locator("[name=municipality_code]")).to_have_value("L319")


def test_people_are_registered_where_nobody_says_where_the_desk_is(visit: Visit, operator: DemoAccount) -> None:
    with visit(as_=operator, service_workers="block") as visitor:
        visitor.forgiven = (*visitor.forgiven, LOST)
        visitor.page.route("**/v1/desks", lambda route: route.abort())
        visitor.open("/desk/registra")
        expect(visitor.page.locator("[name=municipality_code]")).to_have_value("")
        visitor.page.locator("[name=municipality_code]").select_option("L319")
        desk.write(visitor)
        visitor.see("Abbiamo inviato le credenziali a")


def test_a_code_that_is_pasted_last_and_sent_at_once_tells_when_somebody_was_born(
    visit: Visit, operator: DemoAccount
) -> None:
    with visit(as_=operator) as visitor:
        visitor.open("/desk/registra")
        desk.fill(visitor, given_name="Ada", family_name="Prova", email=desk.new_address())
        visitor.page.locator("[name=tax_code]").evaluate(_PASTED_AND_SENT, desk.new_tax_code())
        visitor.see("Abbiamo inviato le credenziali a")


def test_a_tax_code_says_what_it_means_while_it_is_typed(visit: Visit, operator: DemoAccount) -> None:
    with visit(as_=operator) as visitor:
        visitor.open("/desk/registra")
        for typed, said in CODES:
            visitor.page.locator("[name=tax_code]").fill(typed)
            expect(visitor.page.locator(".told").first).to_contain_text(said)


def test_a_refusal_stands_at_its_field_and_nothing_typed_is_lost(visit: Visit, operator: DemoAccount) -> None:
    with visit(as_=operator, width=PHONE) as visitor:
        visitor.open("/desk/registra")
        desk.fill(visitor, tax_code=desk.KNOWN, given_name="Chiara", family_name="Ferrario")
        visitor.page.locator("[name=family_name]").press("Enter")
        assert "Scrivi un'e-mail, oppure" in visitor.page.locator("#field-email-error").inner_text()
        visitor.check("operator-register-refused")
        visitor.page.locator("[name=delegate_code]").fill(desk.new_tax_code())
        visitor.page.locator("[name=delegate_code]").press("Enter")
        assert "registra prima questa persona" in visitor.page.locator("#field-delegate_code-error").inner_text()
        visitor.page.locator("[name=delegate_code]").fill("")
        visitor.page.locator("[name=email]").fill(desk.new_address())
        visitor.page.locator("[name=email]").press("Enter")
        assert "già registrata" in visitor.page.locator("#field-tax_code-error").inner_text()
        assert visitor.page.locator("[name=family_name]").input_value() == "Ferrario"


def test_a_child_is_reached_through_who_helps_them(visit: Visit, operator: DemoAccount) -> None:
    born_on = date(2019, 3, random.randint(1, 28))
    code = particulars.tax_code("Ugo", particulars.family_name(), born_on, gender="M")
    with visit(as_=operator) as visitor:
        visitor.open("/desk/registra")
        desk.fill(visitor, tax_code=code, given_name="Ugo", family_name="Prova", delegate_code=desk.KNOWN)
        assert visitor.page.get_by_label("mar 2019").is_checked()
        assert visitor.page.get_by_label("mar 1919").count() == 1, "two digits of a year can mean a century more"
        visitor.check("operator-register-child")
        visitor.page.locator("[name=delegate_code]").press("Enter")
        visitor.page.get_by_text("Le comunicazioni arrivano a chi aiuta la persona").wait_for()


def test_a_lost_connection_loses_nothing_that_was_typed(
    visit: Visit, territory: Territory, operator: DemoAccount
) -> None:
    address = desk.new_address()
    with visit(as_=operator, service_workers="block") as visitor:
        visitor.open("/desk/registra")
        lost: list[str] = []

        def lose_the_answer(route: Route) -> None:
            if lost:
                return route.fallback()
            lost.append(route.fetch().text())
            return route.abort()

        visitor.forgiven = (*visitor.forgiven, LOST)
        visitor.page.route("**/v1/people", lose_the_answer)
        desk.write(visitor, email=address)
        visitor.page.get_by_text("La connessione è caduta").wait_for()
        assert visitor.page.locator("[name=email]").input_value() == address
        visitor.page.locator("[name=email]").press("Enter")
        visitor.page.get_by_text("Abbiamo inviato le credenziali").wait_for()
        eventually(lambda: mails_to(address, territory.mailbox), f"no mail came to {address}")


@LANGUAGES
def test_who_is_not_there_yet_is_registered_under_the_code_that_was_typed(
    visit: Visit, operator: DemoAccount, language: str
) -> None:
    code = desk.new_tax_code()
    with visit(as_=operator, language=language, width=PHONE) as visitor:
        visitor.open("/desk/persone")
        visitor.tab_to({"it": "Codice fiscale", "en": "Tax code"}[language])
        visitor.type(code)
        visitor.press("Tab", "ArrowUp")  # the last reason: another one, in words
        visitor.check("operator-find", *SCREENS)
        visitor.press("Tab")
        visitor.type("=1+1 <script>")
        with visitor.page.expect_request("**/v1/people/search") as asked:
            visitor.press("Enter")
        assert asked.value.post_data_json == {"tax_code": code, "purpose": "=1+1 <script>"}
        visitor.page.locator(".alert:focus").wait_for()
        visitor.check("operator-find-nobody")
        visitor.tab_to(WORDS[language]["register_them"])
        visitor.press("Enter")
        visitor.page.locator("[name=given_name]:focus").wait_for()
        assert visitor.page.locator("[name=tax_code]").input_value() == code
        assert code not in visitor.page.url + visitor.page.evaluate(
            "JSON.stringify([{...localStorage}, {...sessionStorage}, history.state])"
        )
