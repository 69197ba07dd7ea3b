"""Whom a cooperative cannot serve any more is moved at the desk, person by person, after reading where to."""

import secrets
from datetime import date, timedelta

import pytest
from playwright.sync_api import Route, expect

from chalicelib.catalogue.model import Session
from chalicelib.kernel import clock
from chalicelib.kernel.caller import Role
from chalicelib.kernel.territory import Category
from chalicelib.providers import accredit, admit
from chalicelib.providers.model import Network
from infra.local.accounts import DemoAccount
from tests import builders
from tests.awaiting import eventually
from tests.journey.api import Api, Json
from tests.pages import cooperative, home_plan, reading
from tests.pages.browser import LOST, PHONE, SCREENS, Visitor
from tests.pages.conftest import Territory, Visit
from tests.pages.cooperative import Cooperative
from tests.pages.stage import Stage
from tests.pages.words import words

LANGUAGES = pytest.mark.parametrize("language", ["it", "en"])
WHY = "In quella data Brezza non è accreditata per questa area."
NOT_ACCREDITED = {"it": "non è accreditata per questa area.", "en": "is not accredited for this area."}
NOWHERE = "Non c'è un altro incontro vicino a quell'orario."
FULL = "I posti sono finiti."


@LANGUAGES
def test_who_cannot_be_served_is_moved_with_the_keyboard_alone(
    visit: Visit, territory: Territory, operator: DemoAccount, stage: Stage, language: str
) -> None:
    says, api = words(language, "desk-operator"), stage.staff(Role.DESK_OPERATOR, "tradate")
    with cooperative.acting():
        name = f"Brezza {secrets.token_hex(4)}"
        coop = _own_cooperative(name)
        lost = _with_another_a_week_before(coop)
        booking = coop.booked(lost)
        _accredit(coop, until=lost.days[0] - timedelta(days=1))
    eventually(lambda: _affected(api, coop), "nobody is affected")
    with visit(as_=territory.account(Role.PROGRAMME_OFFICER), language=language) as visitor:
        visitor.open(f"/desk/cooperative/{coop.provider_id}")
        caption = words(language, "desk-officer")["affected"]
        row = visitor.page.get_by_role("table", name=caption).locator("tbody tr").inner_text()
        assert booking.title in row
        assert booking.person_given_name in row
        assert f"{name} {NOT_ACCREDITED[language]}" in row
        visitor.check("officer-provider-affected", *SCREENS)
    with visit(as_=operator, language=language, width=PHONE) as visitor:
        visitor.open("/desk/ricollocare")
        visitor.tab_to(says["cooperative"])
        visitor.type(name)
        visitor.enter(says["relocation_see"])
        visitor.see(says["relocation_count.one"])
        assert name in visitor.text()
        assert f"cooperativa={coop.provider_id}" in visitor.page.url
        visitor.check("relocation-people", *SCREENS)
        visitor.enter(says["relocation_find"])
        visitor.page.locator(".alert-info:focus").wait_for()
        visitor.check("relocation-found", *SCREENS)
        assert says["relocation_instead"] in visitor.text()
        assert [one["state"] for one in _bookings(api, booking.person_id)] == ["booked"]
        visitor.enter(says["confirm"])
        visitor.page.locator(".alert-success:focus").wait_for()
        visitor.see(says["relocation_none"])
        visitor.check("relocation-moved", *SCREENS)
    by_state = {one["state"]: one for one in _bookings(api, booking.person_id)}
    assert by_state["moved"]["id"] == booking.id
    assert by_state["booked"]["moved_from"] == booking.id


def test_what_is_found_for_a_person_is_read_before_anybody_says_yes(visit: Visit, operator: DemoAccount) -> None:
    paid = {"payments": [{"voucher_id": "v", "amount": 12_00, "unit": "cents"}], "own_cents": 8_00}
    lines = [_line("new-1", "one", 5_00, **paid), _line("new-2", "two", -2_00, respond_until_at=home_plan.FIRST)]
    found = _relocation(lines, unplaced=[_unplaced("three", NOWHERE)])
    with visit(as_=operator, width=PHONE, service_workers="block") as visitor:
        _affects(visitor, _booking("one"), _booking("ugo", "Ugo"), _booking("two"), _booking("three"))
        visitor.page.route("**/relocation-quotes", lambda route: route.fulfill(json=found))
        _look(visitor)
        visitor.see("2 persone da ricollocare")
        cards = visitor.page.locator("main .cards > li")
        assert [cards.nth(at).get_by_text(WHY).count() for at in (0, 1)] == [3, 1]
        assert "<b>Ada</b>" in cards.first.inner_text()
        assert "può leggere che l'hai visto" in visitor.text()
        assert reading.plain(visitor.prose()) >= reading.GULPEASE_MIN
        visitor.check("relocation-several", *SCREENS)
        visitor.enter("Trova un altro posto per <b>Ada</b>")
        visitor.page.locator(".alert-info:focus").wait_for()
        told = visitor.text().replace("\xa0", " ")
        assert reading.plain(visitor.prose()) >= reading.GULPEASE_MIN
        visitor.check("relocation-several-found", *SCREENS)
        for text in (
            "12,00 €",
            "8,00 €",
            "5,00 € in più",
            "2,00 € in meno",
            "3,00 € in più",
            "Melograno",
            "La cooperativa risponde entro",
        ):
            assert text in told, text
        assert told.count("Al posto di") == len(lines)
        assert all(told.count(f"Visita di {one}") == 1 for one in ("one", "two"))
        assert NOWHERE in visitor.page.locator(".alert-warning").inner_text()
        visitor.enter("Torna indietro")
        expect(visitor.page.locator("main h3:focus")).to_have_text("<b>Ada</b>")


def test_pressing_twice_and_again_after_a_lost_line_moves_once(visit: Visit, operator: DemoAccount) -> None:
    keys: list[str | None] = []

    def move(route: Route) -> None:
        keys.append(route.request.header_value("Idempotency-Key"))
        assert home_plan.sent(route) == {"quote_token": "here"}
        if len(keys) == 1:
            return route.abort()
        return route.fulfill(status=201, json={"items": [{"state": "requested", "moved_from": "one"}]})

    with visit(as_=operator, width=PHONE, service_workers="block") as visitor:
        visitor.forgiven = (*visitor.forgiven, LOST)
        page = visitor.page
        asked = _affects(visitor, _booking("one"), _booking("ugo", "Ugo"))
        page.route("**/relocation-quotes", lambda route: route.fulfill(json=_relocation([_line("new", "one", 0)])))
        page.route("**/v1/joint-bookings", move)
        _look(visitor)
        page.get_by_role("button", name="Trova un altro posto per <b>Ada</b>").click()
        confirm = page.get_by_role("button", name="Conferma per la persona")
        confirm.dblclick()
        page.locator(".alert-danger:focus", has_text="La connessione è caduta").wait_for()
        assert len(keys) == 1
        confirm.dblclick()
        page.locator(".alert-success:focus", has_text="abbiamo spostato una prenotazione").wait_for()
        visitor.settle()
        assert "Per 1 la cooperativa deve ancora dire di sì" in visitor.text()
        expect(page.locator("main .cards > li h3")).to_have_text(["Ugo"])  # though the list still told the other too
    assert (len(keys), len(set(keys))) == (2, 1)
    assert len(asked) == 2


def test_a_relocation_that_is_refused_is_looked_for_anew_and_says_why(visit: Visit, operator: DemoAccount) -> None:
    tokens = iter(("old", "new"))
    sent: list[str] = []

    def move(route: Route) -> None:
        sent.append(home_plan.sent(route)["quote_token"])
        if sent == ["old"]:
            return home_plan.refuse(route, "full", FULL)
        return route.fulfill(status=201, json={"items": [{"state": "booked", "moved_from": "one"}]})

    def find(route: Route) -> None:
        assert home_plan.sent(route) == {"provider_id": "brezza"}
        route.fulfill(json=_relocation([_line("new", "one", 0)], token=next(tokens)))

    with visit(as_=operator, width=PHONE, service_workers="block") as visitor:
        _affects(visitor, _booking("one"))
        visitor.page.route("**/relocation-quotes", find)
        visitor.page.route("**/v1/joint-bookings", move)
        _look(visitor)
        visitor.enter("Trova un altro posto")
        visitor.page.locator(".alert-info:focus").wait_for()
        visitor.enter("Conferma per la persona")
        visitor.page.locator(".alert-danger:focus", has_text=FULL).wait_for()
        visitor.check("relocation-refused", *SCREENS)
        visitor.enter("Conferma per la persona")
        visitor.page.locator(".alert-success:focus").wait_for()
    assert sent == ["old", "new"]


def test_where_there_is_no_other_place_the_platform_says_so(visit: Visit, operator: DemoAccount) -> None:
    with visit(as_=operator, width=PHONE, service_workers="block") as visitor:
        _affects(visitor, _booking("one"))
        visitor.page.route("**/relocation-quotes", lambda route: home_plan.refuse(route, "nowhere_else", NOWHERE))
        _look(visitor)
        visitor.enter("Trova un altro posto")
        visitor.page.locator(".alert-danger:focus", has_text=NOWHERE).wait_for()
        visitor.check("relocation-nowhere", *SCREENS)


def test_what_can_no_longer_be_cancelled_is_not_called_free(visit: Visit, operator: DemoAccount) -> None:
    late = _line("new", "one", 0, charges=[], cancel_until_at=f"{clock.today() - timedelta(days=1)}T09:00:00Z")
    with visit(as_=operator, width=PHONE, service_workers="block") as visitor:
        _affects(visitor, _booking("one"))
        visitor.page.route("**/relocation-quotes", lambda route: route.fulfill(json=_relocation([late])))
        _look(visitor)
        visitor.enter("Trova un altro posto")
        visitor.see("Si poteva annullare fino a")
        assert "Gratis" not in visitor.text()
        visitor.check("relocation-late", *SCREENS)


@LANGUAGES
def test_nobody_is_looked_at_before_a_cooperative_is_asked_for(
    visit: Visit, operator: DemoAccount, language: str
) -> None:
    says = words(language, "desk-operator")
    with visit(as_=operator, language=language, width=PHONE, service_workers="block") as visitor:
        asked = _affects(visitor)
        visitor.open("/desk/ricollocare")
        visitor.enter(says["relocation_see"])
        visitor.page.locator(".alert-danger:focus").wait_for()
        visitor.tab_to(says["cooperative"], kind="select")
        visitor.type("Brezza")
        visitor.settle()
        assert asked == []
        visitor.enter(says["relocation_see"])
        visitor.see(says["relocation_none"])
        visitor.check("relocation-nobody", *SCREENS)
    assert len(asked) == 1


def _own_cooperative(name: str) -> Cooperative:
    """One that no other test knows, whose accreditation can end."""
    admitted = admit.provider(
        name=name, network=Network.LOCAL, description="Per le prove delle pagine.", municipality_code="L319",
        address="Via Roma 1, Tradate", email="brezza@example.org", phone="0331 000000",
        key=builders.key(name=secrets.token_hex(8)),
    )  # fmt: skip
    coop = Cooperative(admitted.value.id)
    _accredit(coop, until=clock.today() + timedelta(days=300))
    return coop


def _accredit(coop: Cooperative, *, until: date) -> None:
    accredit.provider(coop.provider_id, category=Category.SILVER_CARE, from_on=clock.today(), to_on=until)


def _with_another_a_week_before(coop: Cooperative) -> Session:
    """A session of an offering that has another one, to which its people can go."""
    offering = coop.offering("Ginnastica dolce di prova")
    coop.session(offering, begins=cooperative.later(20))
    return coop.session(offering, begins=cooperative.later(27))


def _affected(api: Api, coop: Cooperative) -> list[Json]:
    return list(api.all(f"/v1/providers/{coop.provider_id}/affected-bookings"))


def _bookings(api: Api, person_id: str) -> list[Json]:
    return list(api.all(f"/v1/people/{person_id}/bookings"))


def _affects(visitor: Visitor, *items: Json) -> list[str]:
    """Let a cooperative have these bookings that it cannot deliver; the looks at them."""
    asked: list[str] = []

    def tell(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(json=home_plan.listed(*items))

    brezza = {"id": "brezza", "name": "Brezza"}
    visitor.page.route("**/v1/providers", lambda route: route.fulfill(json=home_plan.listed(brezza)))
    visitor.page.route("**/affected-bookings?*", tell)
    return asked


def _look(visitor: Visitor) -> None:
    """Look at whom the cooperative cannot serve, from an address that names it."""
    visitor.open("/desk/ricollocare?cooperativa=brezza")
    expect(visitor.page.locator("[name=provider_id]")).to_have_value("brezza")


def _booking(booking_id: str, name: str = "<b>Ada</b>") -> Json:
    booking = {
        "id": booking_id, "session_id": f"s-{booking_id}", "person_id": f"p-{name[-3:-1]}", "person_given_name": name,
        "title": f"Visita di {booking_id}", "place": "Via Roma 1", "starts_at": home_plan.FIRST,
        "ends_at": home_plan.FIRST,
    }  # fmt: skip
    return {"booking": booking, "reasons": [{"code": "not_accredited", "detail": WHY}]}


def _line(session_id: str, booking_id: str, difference: int, **more: object) -> Json:
    return home_plan.quote(session_id) | {"moves_booking_id": booking_id, "difference_cents": difference} | more


def _unplaced(booking_id: str, why: str) -> Json:
    reasons = [{"code": "nowhere_else", "detail": why}]
    return {"booking_id": booking_id, "starts_at": home_plan.FIRST, "reasons": reasons}


def _relocation(lines: list[Json], *, unplaced: list[Json] | None = None, token: str = "here") -> Json:
    return {"quote": home_plan.joint(lines, token=token), "unplaced": unplaced or []}
