"""A Social Point's pages: finding, registering and serving people, with the keyboard alone."""

import random
from datetime import date, timedelta

import pytest
from playwright.sync_api import Route, expect

from chalicelib.kernel.caller import Role
from infra.local.accounts import DemoAccount
from tests import particulars
from tests.awaiting import eventually, mails_to
from tests.journey.api import ok
from tests.pages import desk
from tests.pages.browser import LOST, PHONE, SCREENS
from tests.pages.conftest import Territory, Visit
from tests.pages.stage import COSTLY, Stage

LANGUAGES = pytest.mark.parametrize("language", ["it", "en"])
WORDS = {
    "it": {
        "register": "Registra", "next": "Prossima persona", "again": "Invia di nuovo",
        "sent": "Abbiamo inviato le credenziali a",
        "find": "Trova", "register_them": "Registra questa persona", "choose": "Scegli", "summary": "Vedi il riepilogo",
        "confirm": "Conferma per la persona", "bookings": "Prenotazioni", "cancel": "Annulla", "yes": "Sì, annulla",
        "free": "Non costa niente",
    },
    "en": {
        "register": "Register", "next": "Next person", "again": "Send the credentials again",
        "sent": "We have sent the credentials to",
        "find": "Find", "register_them": "Register this person", "choose": "Choose", "summary": "See the summary",
        "confirm": "Confirm for the person", "bookings": "Bookings", "cancel": "Cancel", "yes": "Yes, cancel",
        "free": "It costs nothing",
    },
}  # fmt: skip
PARTS = 8  # what can be done with a person
GRANDFATHER = "CLMRST44B03C300I"  # Ernesto Colombini, who has vouchers
GRANDMOTHER = "PRDSVN47M57C30LH"  # Silvana Prada, whose code has a letter for a digit


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
        for name, text in (("given_name", "Ada"), ("family_name", "Prova"), ("email", desk.new_address())):
            visitor.page.locator(f"[name={name}]").fill(text)
        visitor.page.locator("[name=tax_code]").evaluate(_PASTED_AND_SENT, desk.new_tax_code())
        visitor.see("Abbiamo inviato le credenziali a")


_PASTED_AND_SENT = """async (field, code) => {
  field.value = code;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  await null; // the page is drawn, and nothing that waits for the next frame has been done
  field.form.requestSubmit();
}"""

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


def test_a_tax_code_says_what_it_means_while_it_is_typed(visit: Visit, operator: DemoAccount) -> None:
    with visit(as_=operator) as visitor:
        visitor.open("/desk/registra")
        for typed, said in CODES:
            visitor.page.locator("[name=tax_code]").fill(typed)
            expect(visitor.page.locator(".told").first).to_contain_text(said)


def test_a_refusal_stands_at_its_field_and_nothing_typed_is_lost(visit: Visit, operator: DemoAccount) -> None:
    with visit(as_=operator, width=PHONE) as visitor:
        visitor.open("/desk/registra")
        for name, text in (("tax_code", desk.KNOWN), ("given_name", "Chiara"), ("family_name", "Ferrario")):
            visitor.page.locator(f"[name={name}]").fill(text)
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
        for name, text in (
            ("tax_code", code),
            ("given_name", "Ugo"),
            ("family_name", "Prova"),
            ("delegate_code", desk.KNOWN),
        ):
            visitor.page.locator(f"[name={name}]").fill(text)
        assert visitor.page.get_by_label("mar 2019").is_checked()
        assert visitor.page.get_by_label("mar 1919").count() == 1, "two digits of a year can mean a century more"
        visitor.check("operator-register-child")
        visitor.page.locator("[name=delegate_code]").press("Enter")
        visitor.page.get_by_text("Le comunicazioni arrivano a chi aiuta la persona").wait_for()


def test_a_lost_connection_loses_nothing_that_was_typed(
    visit: Visit, territory: Territory, operator: DemoAccount
) -> None:
    code, address = desk.new_tax_code(), desk.new_address()
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
        for name, text in (("tax_code", code), ("given_name", "Ada"), ("family_name", "Prova"), ("email", address)):
            visitor.page.locator(f"[name={name}]").fill(text)
        visitor.press("Enter")
        visitor.page.get_by_text("La connessione è caduta").wait_for()
        assert visitor.page.locator("[name=email]").input_value() == address
        visitor.page.locator("[name=email]").press("Enter")
        visitor.page.get_by_text("Abbiamo inviato le credenziali").wait_for()
        eventually(lambda: mails_to(address, territory.mailbox), f"no mail came to {address}")


def test_a_token_that_ends_in_the_middle_is_renewed_unseen(visit: Visit, operator: DemoAccount) -> None:
    with visit(as_=operator, service_workers="block") as visitor:
        visitor.open("/desk/persone")
        refused: list[str] = []

        def refuse_once(route: Route) -> None:
            if refused:
                return route.fallback()
            refused.append(route.request.url)
            return route.fulfill(
                status=401,
                content_type="application/problem+json",
                body='{"status": 401, "code": "unauthenticated", "title": ""}',
            )

        visitor.page.route("**/v1/people/search", refuse_once)
        visitor.page.locator("[name=tax_code]").fill(desk.KNOWN)
        visitor.page.locator("[name=tax_code]").press("Enter")
        visitor.page.get_by_role("heading", name="Chiara Ferrario").wait_for()
        assert refused


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


@LANGUAGES
def test_every_part_of_a_persons_page_can_be_read_by_everybody(
    visit: Visit, operator: DemoAccount, language: str
) -> None:
    with visit(as_=operator, language=language, width=PHONE) as visitor:
        desk.found(visitor, GRANDFATHER)
        buttons = visitor.page.locator(".person-parts button")
        assert buttons.count() == PARTS
        for at in range(PARTS):
            buttons.nth(at).click()
            expect(visitor.page.locator("h2:focus")).to_have_text(buttons.nth(at).inner_text())
            visitor.check(f"operator-person-{at}", *SCREENS)


def test_a_page_that_is_read_anew_remembers_nobody(visit: Visit, operator: DemoAccount) -> None:
    with visit(as_=operator) as visitor:
        desk.found(visitor)
        kept = visitor.page.evaluate(
            "JSON.stringify([{...localStorage}, {...sessionStorage}, history.state, location.href])"
        )
        assert "Ferrario" not in kept
        assert desk.KNOWN not in kept
        visitor.page.reload()
        visitor.settle()
        assert "Ferrario" not in visitor.text()
        visitor.check("operator-person-again")
        assert visitor.page.get_by_role("link", name="Trova una persona").count()


@LANGUAGES
def test_a_place_is_booked_and_cancelled_for_a_person_with_the_keyboard_alone(
    visit: Visit, operator: DemoAccount, language: str
) -> None:
    words = WORDS[language]
    with visit(as_=operator, language=language, width=PHONE) as visitor:
        desk.registered(visitor)
        visitor.tab_to({"it": "Tema", "en": "Theme"}[language])
        with visitor.page.expect_response("**/v1/offerings?*social_point*"):
            visitor.page.locator("#wanted-category").select_option("social_point")
        visitor.tab_to(words["choose"])
        visitor.press("Enter")
        visitor.page.locator("main h3:focus").wait_for()
        visitor.check("operator-book-dates")
        visitor.page.locator("main li .btn").nth(-1).focus()  # the last date: free for longest, and far from now
        visitor.press("Enter")
        visitor.page.locator(".alert:focus").wait_for()  # read together before anybody says yes
        visitor.tab_to(words["confirm"])
        visitor.check("operator-book-summary", *SCREENS)
        visitor.press("Enter")
        visitor.page.locator(".alert-success:focus").wait_for()
        visitor.page.get_by_role("button", name=words["bookings"], exact=True).focus()
        visitor.press("Enter")
        visitor.page.locator("h2:focus").wait_for()
        visitor.tab_to(words["cancel"])
        visitor.press("Enter")
        visitor.check("operator-cancel")
        visitor.tab_to(words["yes"])
        visitor.press("Enter")
        visitor.page.get_by_text(words["free"]).wait_for()


def test_an_operator_reads_what_cancelling_costs_before(visit: Visit, operator: DemoAccount, stage: Stage) -> None:
    [session] = stage.sessions(terms=COSTLY)
    api = stage.staff(Role.DESK_OPERATOR, "tradate")
    with visit(as_=operator) as visitor:
        desk.registered(visitor)
        quoted = ok(api.quote(visitor.page.url.rsplit("/", 1)[1], session["id"], None))
        ok(api.post("/v1/bookings", {"quote_token": quoted["token"]}, key=session["id"]), 201)
        visitor.enter("Prenotazioni")
        visitor.enter(f"Annulla {session['title']}")
        visitor.see("Annullare adesso costa 10,00 €, il 50% del prezzo. Di tasca propria: 10,00 €.")
        visitor.enter("Sì, annulla")
        visitor.see("Si paga il 50% del prezzo: 10,00 €. Di tasca propria: 10,00 €.")


def test_of_two_who_edit_a_persons_reminders_neither_loses_what_they_wrote_unseen(
    visit: Visit, territory: Territory, operator: DemoAccount, stage: Stage
) -> None:
    api = stage.staff(Role.DESK_OPERATOR, "tradate")

    def remind(days: int) -> None:
        wished = {
            "language": "en",
            "leads": [{"amount": days, "unit": "days"}],
            "quiet_from": "21:00",
            "quiet_to": "08:00",
        }
        ok(api.put(path, wished, edition=api.get(path).headers["ETag"]))

    def leads() -> list[str]:
        return [f"{one['amount']} {one['unit']}" for one in ok(api.get(path))["leads"]]

    with visit(as_=operator, width=PHONE) as visitor:
        desk.registered(visitor)
        path = f"/v1/people/{visitor.page.url.rsplit('/', 1)[1]}/reminders"
        visitor.enter("Promemoria")
        visitor.page.locator("[name='12-hours']").wait_for()
        remind(7)
        visitor.page.locator("[name='12-hours']").check()
        visitor.enter("Salva")
        visitor.page.locator(".alert-warning:focus").wait_for()
        visitor.check("operator-reminders-conflict")
        assert leads() == ["7 days"]
        assert visitor.page.locator("[name='12-hours']").is_checked()
        visitor.enter("Tieni la mia")
        visitor.page.locator(".alert-success:focus").wait_for()
        visitor.settle()
        assert "12 hours" in leads()
        remind(2)
        visitor.enter("Salva")
        visitor.page.locator(".alert-warning:focus").wait_for()
        visitor.enter("Tieni quella salvata")
        visitor.page.locator(".alert-success:focus").wait_for()
        visitor.settle()
        assert visitor.page.locator("[name='2-days']").is_checked()
    assert leads() == ["2 days"]


def test_dates_later_than_those_shown_are_reached_from_another_day(visit: Visit, operator: DemoAccount) -> None:
    with visit(as_=operator) as visitor:
        page = visitor.page
        desk.registered(visitor)
        with page.expect_response("**/v1/offerings?*social_point*"):
            page.locator("#wanted-category").select_option("social_point")
        visitor.settle()
        with page.expect_response("**/v1/offerings/*/sessions?*") as told:
            page.get_by_role("button", name="Scegli").first.click()
        visitor.settle()
        shown = told.value.json()
        day = (date.fromisoformat(shown["items"][-1]["starts_at"][:10]) + timedelta(days=1)).isoformat()
        assert ("Dopo ce ne sono altre" in visitor.text()) == (shown["next"] is not None)
        with page.expect_response("**/v1/offerings/*/sessions?*") as later:
            page.get_by_label("Date dal giorno").fill(day)
            page.get_by_label("Date dal giorno").press("Tab")
        assert f"from_on={day}" in later.value.url
        visitor.settle()
        starts = [one["starts_at"][:10] for one in later.value.json()["items"]]
        assert all(one >= day for one in starts)
        visitor.check("operator-dates-later")
