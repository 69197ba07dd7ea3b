"""Hours and dates: nothing is published or changed that was not seen before, and nobody's edit is lost unseen."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page

from chalicelib.kernel import clock
from chalicelib.kernel.caller import Role
from tests.journey.api import ok
from tests.pages.browser import PHONE
from tests.pages.conftest import Territory, Visit
from tests.pages.cooperative import Cooperative, later
from tests.pages.stage import Stage
from tests.pages.test_provider import ATTACK
from tests.pages.test_provider_door import meeting

DAYS = ("lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica")


def worker(stage: Stage, cooperative: Cooperative) -> str:
    """Somebody new who can be sent."""
    email = stage.employed(Role.PROVIDER_WORKER, cooperative.provider_id, "ghirlanda-fontana-ombrello-luna")
    known = ok(stage.staff(Role.PROVIDER_MANAGER, "melograno").get("/v1/workers"))
    return next(str(one["id"]) for one in known["items"] if one["email"] == email)


def test_hours_show_what_follows_and_what_not_before_they_are_published(
    visit: Visit, territory: Territory, stage: Stage, melograno: Cooperative
) -> None:
    offering, busy = melograno.offering(), worker(stage, melograno)
    _, elsewhere = melograno.weekly(melograno.offering(), worker_id=busy)
    taken = clock.local_day(elsewhere[0].starts_at)
    with visit(as_=territory.account(Role.PROVIDER_MANAGER, "melograno"), width=PHONE) as visitor:
        page = visitor.page
        visitor.open(f"/desk/orari/nuovo/{offering.id}")
        page.get_by_role("button", name="Guarda che cosa nasce").click()
        page.get_by_role("link", name="Scegli almeno un giorno").wait_for()
        visitor.check("provider-schedule-wrong")
        page.get_by_label("Nome dell'orario").fill("Inverno")
        for day in (taken, taken + timedelta(days=1)):
            page.get_by_label(DAYS[day.weekday()]).check()
        page.get_by_label("Dalle", exact=True).fill("09:00")
        page.get_by_label("Fino alle", exact=True).fill("12:00")
        page.get_by_label("Posti").fill("4")
        page.get_by_label("Ultimo giorno").fill(f"{taken + timedelta(days=8)}")
        page.get_by_label("Chi se ne occupa").select_option(busy)
        page.get_by_role("button", name="Guarda che cosa nasce").click()
        page.get_by_role("heading", name="Che cosa non nasce").wait_for()
        assert f"{DAYS[taken.weekday()]} {taken.day} " in visitor.text()
        visitor.check("provider-schedule-preview")
        page.get_by_label("Posti").fill("5")
        assert page.get_by_role("button", name="Pubblica queste date").count() == 0
        page.get_by_role("button", name="Guarda che cosa nasce").click()
        page.get_by_role("button", name="Pubblica queste date").click()
        page.get_by_text("L'orario è pubblicato").wait_for()
        visitor.check("provider-schedule")
        assert f"{DAYS[taken.weekday()]}, 09:00–12:00" in visitor.text()


def test_a_change_says_who_is_booked_and_is_seen_anew_when_somebody_books_meanwhile(
    visit: Visit, territory: Territory, melograno: Cooperative
) -> None:
    offering = melograno.offering()
    schedule, sessions = melograno.weekly(offering)
    melograno.booked(sessions[0], "Irma")
    with visit(as_=territory.account(Role.PROVIDER_MANAGER, "melograno"), width=PHONE) as visitor:
        page = visitor.page
        visitor.open(f"/desk/orari/{schedule.id}")
        page.get_by_label("Chiudi dei giorni").check()
        page.get_by_label("Chiuso dal").fill(str(clock.local_day(sessions[0].starts_at)))
        page.get_by_label("Chiuso fino al").fill(str(clock.local_day(sessions[1].starts_at)))
        page.get_by_label("Motivo").fill(ATTACK)
        page.get_by_role("button", name="Guarda che cosa succede").click()
        page.get_by_text("Irma").wait_for()
        visitor.check("provider-plan")
        melograno.booked(sessions[1], "Lea")
        page.get_by_role("button", name="Fai proprio questo").click()
        page.get_by_text("Qualcosa è cambiato nel frattempo").wait_for()
        page.get_by_text("Lea").wait_for()
        visitor.check("provider-plan-anew")
        page.get_by_role("button", name="Fai proprio questo").click()
        page.get_by_text("Fatto: le date seguono il nuovo orario.").wait_for()
        page.get_by_role("heading", name="Chiusure").wait_for()
        assert ATTACK in visitor.text()
        visitor.check("provider-schedule-changed")


def _edit(page: Page, places: str) -> None:
    page.get_by_label("Posti").fill(places)
    page.get_by_role("button", name="Salva").click()


@pytest.mark.parametrize(("choice", "places"), [("Tieni la mia", 9), ("Tieni quella salvata", 7)])
def test_the_second_manager_who_edits_a_date_gets_a_clear_choice(
    visit: Visit, territory: Territory, melograno: Cooperative, choice: str, places: int
) -> None:
    session = melograno.session(melograno.offering(), begins=later())
    manager = territory.account(Role.PROVIDER_MANAGER, "melograno")
    with visit(as_=manager, width=PHONE) as second, visit(as_=manager) as first:
        for visitor in (second, first):
            visitor.open(f"/desk/date/{session.id}")
        _edit(first.page, "7")
        first.page.get_by_text("Abbiamo salvato").wait_for()
        _edit(second.page, "9")
        second.page.get_by_role("button", name=choice).wait_for()
        second.check("provider-conflict")
        second.page.get_by_role("button", name=choice).click()
        second.page.locator(".alert-success").wait_for()
        second.page.get_by_text(f"Posti presi: 0 su {places}").wait_for()
        assert second.page.get_by_label("Posti").input_value() == str(places)


def test_who_is_ill_is_replaced_and_who_has_booked_stays(
    visit: Visit, territory: Territory, stage: Stage, melograno: Cooperative
) -> None:
    ill, well = worker(stage, melograno), worker(stage, melograno)
    _, [session, *_] = melograno.weekly(melograno.offering(), worker_id=ill)
    melograno.booked(session, "Gina")
    with visit(as_=territory.account(Role.PROVIDER_MANAGER, "melograno"), width=PHONE) as visitor:
        visitor.open(f"/desk/date/{session.id}")
        sent = visitor.page.get_by_label("Chi se ne occupa")
        assert sent.input_value() == ill
        sent.select_option(well)
        visitor.enter("Salva")
        visitor.see("Abbiamo salvato")
        visitor.settle()
        visitor.check("provider-worker-changed")
        assert sent.input_value() == well
        visitor.open(f"/desk/presenze?giorno={clock.local_day(session.starts_at)}")
        there = meeting(visitor, session).inner_text()
        assert "Ivana" in there
        assert "Gina" in there


def test_a_date_that_is_called_off_says_first_who_is_booked(
    visit: Visit, territory: Territory, melograno: Cooperative
) -> None:
    session = melograno.session(melograno.offering(), begins=later())
    melograno.booked(session, "Mina")
    with visit(as_=territory.account(Role.PROVIDER_MANAGER, "melograno"), width=PHONE) as visitor:
        page = visitor.page
        visitor.open(f"/desk/date/{session.id}")
        page.get_by_label("Dalle", exact=True).fill("11:00")
        page.get_by_label("Fino alle", exact=True).fill("12:00")
        page.get_by_role("button", name="Salva").click()
        page.get_by_text(re.compile("posti presi 1")).wait_for()
        page.get_by_role("button", name="Annulla questa data").click()
        page.get_by_text("Mina").wait_for()
        visitor.check("provider-call-off")
        page.get_by_label("Motivo").fill("L'educatrice è malata")
        page.get_by_role("button", name="Sì, annulla per tutti").click()
        page.get_by_text("Questa data non si fa.").wait_for()
        visitor.check("provider-called-off")


def test_a_date_whose_bookings_are_not_all_cancelled_yet_goes_on_where_it_stopped(
    visit: Visit, territory: Territory, melograno: Cooperative
) -> None:
    session = melograno.session(melograno.offering(), begins=later())
    with visit(as_=territory.account(Role.PROVIDER_MANAGER, "melograno"), service_workers="block") as visitor:
        page = visitor.page
        page.route("**/cancellation", lambda route: route.fulfill(json={"bookings_left": 3}), times=1)
        visitor.open(f"/desk/date/{session.id}")
        page.get_by_role("button", name="Annulla questa data").click()
        page.get_by_label("Motivo").fill("Manca la luce")
        page.get_by_role("button", name="Sì, annulla per tutti").click()
        page.locator("dialog .alert-danger:focus", has_text="restano 3 prenotazioni").wait_for()
        page.get_by_role("button", name="Sì, annulla per tutti").click()
        visitor.see("Questa data non si fa.")
