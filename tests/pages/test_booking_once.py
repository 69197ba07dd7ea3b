"""Whatever happens at the confirm button, there is one booking, and the voucher has paid once."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, Route

from tests.journey.api import Json
from tests.pages.browser import EXPECTED, LOST, Visitor
from tests.pages.conftest import Visit
from tests.pages.stage import PRICE_CENTS, Family, Stage

CONFIRM = "**/v1/bookings"


@dataclass
class Confirming:
    """A visitor with a quote before them."""

    visitor: Visitor
    session: Json


@pytest.fixture
def confirming(visit: Visit, stage: Stage, family: Family) -> Iterator[Confirming]:
    """Somebody about to confirm; afterwards there is one booking, paid for once."""
    [session] = stage.sessions()
    before = family.available()
    with visit(as_=family.account) as visitor:
        visitor.forgiven = (*EXPECTED, LOST)
        visitor.open(f"/prenota/{session['id']}")
        _to_summary(visitor.page)
        yield Confirming(visitor, session)
    assert len(family.of_session(session["id"])) == 1
    assert family.available() == before - PRICE_CENTS


def test_pressing_again_after_the_line_was_lost(confirming: Confirming) -> None:
    page = confirming.visitor.page
    with _answer_lost(page):
        _press(page)
        confirming.visitor.see("La connessione è caduta.")
    confirming.visitor.check("book-lost")
    _press(page)
    confirming.visitor.see("È prenotato")


def test_reloading_after_the_line_was_lost(confirming: Confirming) -> None:
    page = confirming.visitor.page
    with _answer_lost(page):
        _press(page)
        confirming.visitor.see("La connessione è caduta.")
    page.reload()
    confirming.visitor.see("Non sappiamo se la conferma è arrivata")
    confirming.visitor.check("book-resume")
    page.get_by_role("button", name="Controlla e completa").click()
    confirming.visitor.see("È prenotato")


def test_pressing_twice_at_once(confirming: Confirming) -> None:
    confirming.visitor.page.get_by_role("button", name="Conferma").dblclick()
    confirming.visitor.see("È prenotato")


def test_reloading_at_every_step_and_going_back(confirming: Confirming) -> None:
    page, visitor = confirming.visitor.page, confirming.visitor
    page.reload()
    page.get_by_role("button", name="Conferma").wait_for()
    page.go_back()
    visitor.see("Chi paga quanto")
    page.reload()
    visitor.see("Chi paga quanto")
    page.go_back()
    visitor.see("Per chi prenoti?")
    page.reload()
    visitor.see("Per chi prenoti?")
    _to_summary(page)
    _press(page)
    visitor.see("È prenotato")
    page.reload()
    visitor.see("È prenotato")
    page.go_back()
    visitor.see("In quell'orario c'è già un'altra prenotazione")


def test_confirming_in_two_tabs(confirming: Confirming) -> None:
    page, other = confirming.visitor.page, confirming.visitor.page.context.new_page()
    other.goto(page.url)
    _to_summary(other)
    _press(page)
    confirming.visitor.see("È prenotato")
    _press(other)
    other.get_by_text("In quell'orario c'è già un'altra prenotazione").wait_for()


def test_a_token_that_ends_in_the_middle(confirming: Confirming) -> None:
    page, answered = confirming.visitor.page, list[str]()

    def ended(route: Route) -> None:
        answered.append(route.request.headers["idempotency-key"])
        if len(answered) > 1:
            route.continue_()
        else:
            route.fulfill(status=401, content_type="application/problem+json", body='{"status": 401, "code": "ended"}')

    page.route(CONFIRM, ended)
    _press(page)
    confirming.visitor.see("È prenotato")
    assert len(answered) == 2
    assert len(set(answered)) == 1


def test_a_quote_that_is_no_longer_good_is_made_anew(confirming: Confirming) -> None:
    page, keys = confirming.visitor.page, list[str]()
    late = {"status": 410, "code": "quote_expired", "title": "Gone", "detail": "Il preventivo è scaduto."}

    def refuse_once(route: Route) -> None:
        keys.append(route.request.headers["idempotency-key"])
        if len(keys) > 1:
            route.continue_()
        else:
            route.fulfill(status=410, content_type="application/problem+json", body=json.dumps(late))

    page.route(CONFIRM, refuse_once)
    with page.expect_response("**/v1/quotes"):
        _press(page)
    confirming.visitor.see("Il preventivo è scaduto.")
    confirming.visitor.settle()
    _press(page)
    confirming.visitor.see("È prenotato")
    assert len(set(keys)) == 2  # another quote is another wish


@contextmanager
def _answer_lost(page: Page) -> Iterator[None]:
    """The request reaches the platform, and its answer never comes back."""

    def lose(route: Route) -> None:
        assert route.fetch().status == 201
        route.abort()

    page.route(CONFIRM, lose)
    yield
    page.unroute(CONFIRM)


def _to_summary(page: Page) -> None:
    page.get_by_role("button", name="Continua").click()
    page.get_by_text("Chi paga quanto").wait_for()
    page.get_by_role("button", name="Continua").click()
    page.get_by_role("button", name="Conferma").wait_for()


def _press(page: Page) -> None:
    page.get_by_role("button", name="Conferma").click()
