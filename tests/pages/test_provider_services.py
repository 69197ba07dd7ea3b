"""Services and requests: what a manager publishes, prices, shows, and answers."""

from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Route

from chalicelib.catalogue import change
from chalicelib.catalogue.terms import Mode, Terms
from chalicelib.kernel import clock
from chalicelib.kernel.caller import Role
from infra.local import stack
from tests.pages.browser import PHONE, Visitor
from tests.pages.conftest import Territory, Visit
from tests.pages.cooperative import HOURLY, Cooperative, later
from tests.pages.test_provider import ATTACK

WORDS = {
    "it": {
        "service": "Tipo di aiuto",
        "title": "Nome",
        "place": "Dove",
        "price": "Prezzo in euro",
        "publish": "Pubblica il servizio",
        "published": "Il servizio è pubblicato",
        "hours": "Nuovo orario",
        "name": "Nome dell'orario",
        "day": "mercoledì",
        "from": "Dalle",
        "to": "Fino alle",
        "kind": "A",
        "places": "Posti",
        "preview": "Guarda che cosa nasce",
        "create": "Pubblica queste date",
        "created": "L'orario è pubblicato",
        "accept": "Sì, accetta la richiesta di {}",
        "accepted": "Hai detto di sì a {}",
    },
    "en": {
        "service": "Kind of help",
        "title": "Name",
        "place": "Where",
        "price": "Price in euro",
        "publish": "Publish the service",
        "published": "The service is published",
        "hours": "New hours",
        "name": "Name of these hours",
        "day": "Wednesday",
        "from": "From",
        "to": "Until",
        "kind": "E",
        "places": "Places",
        "preview": "See what follows",
        "create": "Publish these dates",
        "created": "The hours are published",
        "accept": "Yes, accept the request of {}",
        "accepted": "You said yes to {}",
    },
}
ASKS = Terms(mode=Mode.REQUEST)


@pytest.mark.parametrize("language", ["it", "en"])
def test_a_manager_publishes_a_service_and_answers_a_request_with_the_keyboard_alone(
    visit: Visit, territory: Territory, melograno: Cooperative, language: str
) -> None:
    words = WORDS[language]
    name = f"Nives {clock.now():%H%M%S}"
    melograno.booked(melograno.session(melograno.offering(), begins=later(), terms=ASKS), name)
    with visit(as_=territory.account(Role.PROVIDER_MANAGER, "melograno"), language=language, width=PHONE) as visitor:
        visitor.open("/desk/servizi/nuovo")
        _fill(
            visitor,
            {"service": words["kind"], "title": "Passeggiata guidata", "place": "Via Roma 1", "price": "12,50"},
            words,
        )
        visitor.tab_to(words["publish"])
        visitor.press("Enter")
        visitor.page.get_by_text(words["published"]).wait_for()
        visitor.check("provider-offering-published")
        visitor.tab_to(words["hours"])
        visitor.press("Enter")
        visitor.page.locator("#field-kind").wait_for()
        _fill(visitor, {"name": "Primavera"}, words)
        visitor.tab_to(words["day"])
        visitor.press("Space")
        _fill(visitor, {"from": "1000AM", "to": "1100AM", "places": "6"}, words)
        visitor.tab_to(words["preview"])
        visitor.press("Enter")
        visitor.page.get_by_role("button", name=words["create"]).wait_for()
        visitor.tab_to(words["create"])
        visitor.press("Enter")
        visitor.page.get_by_text(words["created"]).wait_for()
        visitor.open("/desk/richieste")
        visitor.tab_to(words["accept"].format(name))
        visitor.check("provider-requests-full")
        visitor.press("Enter")
        visitor.page.get_by_text(words["accepted"].format(name)).wait_for()
        visitor.check("provider-request-accepted")


def _fill(visitor: Visitor, typed: dict[str, str], words: dict[str, str]) -> None:
    for field, text in typed.items():
        visitor.tab_to(words[field])
        visitor.type(text)


def test_a_request_is_declined_with_a_reason(visit: Visit, territory: Territory, melograno: Cooperative) -> None:
    name = f"Olga {clock.now():%H%M%S}"
    melograno.booked(melograno.session(melograno.offering(), begins=later(), terms=ASKS), name)
    with visit(as_=territory.account(Role.PROVIDER_MANAGER, "melograno"), width=PHONE) as visitor:
        page = visitor.page
        visitor.open("/desk/richieste")
        page.get_by_role("button", name=f"No, rifiuta la richiesta di {name}").click()
        page.get_by_role("button", name="Rifiuta la richiesta", exact=True).click()
        page.get_by_role("link", name="Scrivi: Motivo").wait_for()
        visitor.check("provider-request-declining")
        page.get_by_label("Motivo").fill("Quel giorno siamo chiusi")
        page.get_by_role("button", name="Rifiuta la richiesta", exact=True).click()
        page.get_by_text(f"Hai detto di no a {name}").wait_for()
        assert page.get_by_role("button", name=f"Sì, accetta la richiesta di {name}").count() == 0


@pytest.mark.parametrize("answer", ["plan", "no"])
def test_help_at_home_is_answered_with_a_weekly_plan_or_a_reason(
    visit: Visit, territory: Territory, melograno: Cooperative, answer: str
) -> None:
    request = melograno.asked_for(melograno.offering(service=HOURLY), "Pina")
    with visit(as_=territory.account(Role.PROVIDER_MANAGER, "melograno"), width=PHONE) as visitor:
        page = visitor.page
        visitor.open(f"/desk/richieste/{request.id}")
        assert "Il citofono è «Rossi»." in visitor.text()
        if answer == "plan":
            page.get_by_label("martedì").check()
            page.get_by_label("Dalle", exact=True).fill("09:00")
            page.get_by_label("Fino alle", exact=True).fill("11:00")
            visitor.check("provider-home-request")
            page.get_by_role("button", name="Manda il piano").click()
            page.get_by_text("Piano mandato:").wait_for()
            page.get_by_text("Piano proposto").wait_for()
        else:
            page.get_by_role("button", name="No, rifiuta").click()
            page.get_by_label("Motivo").fill("Non abbiamo personale")
            page.get_by_role("button", name="Rifiuta la richiesta", exact=True).click()
            page.get_by_text("Hai detto di no a Pina").wait_for()
        visitor.check(f"provider-home-request-{answer}")


def test_a_service_gets_a_later_price_a_described_place_and_a_date_by_hand(
    visit: Visit, territory: Territory, melograno: Cooperative
) -> None:
    offering = melograno.offering()
    with visit(as_=territory.account(Role.PROVIDER_MANAGER, "melograno"), width=PHONE) as visitor:
        page = visitor.page
        visitor.open(f"/desk/servizi/{offering.id}")
        for summary in page.locator("main summary").all():
            summary.click()
        visitor.check("provider-offering-open")
        price = page.locator("section", has=page.locator("#prices"))
        price.get_by_label("Prezzo in euro").fill("undici")
        price.get_by_role("button", name="Aggiungi il prezzo").click()
        price.get_by_role("link", name="Scrivi il prezzo così").wait_for()
        price.get_by_label("Prezzo in euro").fill("11,50")
        price.get_by_role("button", name="Aggiungi il prezzo").click()
        page.get_by_text("Il prezzo è aggiunto.").wait_for()
        price.get_by_text("In arrivo").wait_for()
        assert "11,50" in price.inner_text()
        place = page.locator("section", has=page.locator("#premises"))
        place.get_by_role("group", name="Ingresso senza gradini").get_by_label("Sì").check()
        place.get_by_label("Da sapere").fill(ATTACK)
        place.get_by_role("button", name="Salva la descrizione").click()
        page.get_by_text("La descrizione del posto è aggiornata.").wait_for()
        place.get_by_text(ATTACK).first.wait_for()
        dates = page.locator("section", has=page.locator("#dates"))
        dates.get_by_label("Giorno").fill(str(clock.today() + timedelta(days=4)))
        dates.get_by_label("Dalle", exact=True).fill("15:00")
        dates.get_by_label("Fino alle", exact=True).fill("16:30")
        dates.get_by_label("Posti").fill("3")
        dates.get_by_role("button", name="Pubblica la data").click()
        dates.get_by_text("15:00–16:30").wait_for()
        visitor.check("provider-offering-done")


def test_a_photo_is_shown_with_words_and_taken_away(
    visit: Visit, territory: Territory, melograno: Cooperative, tmp_path: Path
) -> None:
    offering = melograno.offering()
    Image.new("RGB", (60, 40), "green").save(tmp_path / "prato.png")
    with visit(as_=territory.account(Role.PROVIDER_MANAGER, "melograno"), width=PHONE) as visitor:
        page = visitor.page
        visitor.forgiven = (*visitor.forgiven, f"a request went elsewhere: {stack.endpoint()}/")  # where files are left
        visitor.open(f"/desk/servizi/{offering.id}")
        page.get_by_text("Aggiungi una foto").click()
        page.get_by_label("La foto").set_input_files(tmp_path / "prato.png")
        page.get_by_label("Che cosa si vede, in italiano").fill("Un prato verde")
        page.get_by_role("button", name="Mostra la foto").click()
        page.get_by_role("img", name="Un prato verde").wait_for()
        visitor.check("provider-photo")
        page.get_by_role("button", name="Togli la foto: Un prato verde").click()
        page.locator(".alert-success:focus", has_text="La foto è tolta.").wait_for()
        page.get_by_text("Ancora nessuna foto.").wait_for()


def test_a_photo_that_did_not_arrive_is_sent_again_as_the_same_one(
    visit: Visit, territory: Territory, melograno: Cooperative, tmp_path: Path
) -> None:
    offering, keys = melograno.offering(), list[str | None]()
    Image.new("RGB", (60, 40), "green").save(tmp_path / "prato.png")

    def keep(route: Route) -> None:
        keys.append(route.request.header_value("Idempotency-Key"))
        route.fallback()

    def refuse_once(route: Route) -> None:
        if len(keys) > 1:
            return route.fallback()
        return route.fulfill(status=403, headers={"Access-Control-Allow-Origin": "*"})

    with visit(as_=territory.account(Role.PROVIDER_MANAGER, "melograno"), service_workers="block") as visitor:
        page = visitor.page
        visitor.forgiven = (*visitor.forgiven, f"a request went elsewhere: {stack.endpoint()}/")
        page.route(f"{stack.endpoint()}/**", refuse_once)
        page.route("**/photos", keep)
        visitor.open(f"/desk/servizi/{offering.id}")
        page.get_by_text("Aggiungi una foto").click()
        page.get_by_role("button", name="Mostra la foto").click()
        page.get_by_role("link", name="Scegli: La foto").wait_for()
        page.get_by_label("La foto").set_input_files(tmp_path / "prato.png")
        page.get_by_label("Che cosa si vede, in italiano").fill("Un prato verde")
        page.get_by_role("button", name="Mostra la foto").click()
        page.locator(".alert-danger:focus", has_text="Il file non è arrivato.").wait_for()
        page.get_by_role("button", name="Mostra la foto").click()
        page.get_by_role("img", name="Un prato verde").wait_for()
    assert len(keys) == 2
    assert len(set(keys)) == 1


def test_a_service_that_is_taken_away_is_asked_for_twice(
    visit: Visit, territory: Territory, melograno: Cooperative
) -> None:
    offering = melograno.offering("Da togliere")
    with visit(as_=territory.account(Role.PROVIDER_MANAGER, "melograno"), width=PHONE) as visitor:
        visitor.open(f"/desk/servizi/{offering.id}")
        visitor.page.get_by_role("button", name="Togli dal catalogo").click()
        visitor.check("provider-withdrawal")
        visitor.page.get_by_role("button", name="Sì, togli il servizio").click()
        visitor.page.get_by_text("Il servizio è tolto.").wait_for()
        visitor.check("provider-withdrawn")
    assert change.own(offering.id, melograno.provider_id).withdrawn_at
