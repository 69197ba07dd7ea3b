"""Signing in, staying signed in without anything personal in storage, signing out."""

import pytest
from playwright.sync_api import Route

from chalicelib.kernel.caller import Role
from tests.pages.browser import SCREENS
from tests.pages.conftest import Territory, Visit

# Whether each notice has the focus once it stands, before the browser does anything else.
WATCH = """() => {
  window.focused = [];
  new MutationObserver((changes) => {
    const notices = changes.flatMap((one) => [...one.addedNodes]).filter((one) => one.matches?.(".alert"));
    window.focused.push(...notices.map((one) => one === document.activeElement));
  }).observe(document.querySelector("main"), { childList: true, subtree: true });
}"""


def test_a_resident_stays_signed_in_over_a_reload(visit: Visit, territory: Territory) -> None:
    resident = territory.account(Role.CITIZEN)
    with visit() as visitor:
        visitor.sign_in(resident)
        visitor.page.reload()
        visitor.settle()
        assert resident.given_name in visitor.page.locator(".slim-links").inner_text()
        stored = visitor.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
        assert stored == '[{"signed-in":"yes"},{},""]'


def test_who_signs_out_is_out_in_every_tab(visit: Visit, territory: Territory) -> None:
    resident = territory.account(Role.CITIZEN)
    with visit() as visitor:
        visitor.sign_in(resident)
        other = visitor.page.context.new_page()
        other.goto(f"{territory.portal}/prenotazioni")
        other.locator(".slim-links").get_by_text(resident.given_name).wait_for()
        visitor.open("/uscita")
        visitor.page.get_by_text("Sei uscito").wait_for()
        other.wait_for_url("**/accesso?**")


@pytest.mark.parametrize("why", ["La connessione è caduta.", "In questo momento il servizio non risponde."])
def test_who_cannot_be_known_right_now_is_not_sent_away(visit: Visit, territory: Territory, why: str) -> None:
    def broken(route: Route) -> None:
        if "connessione" in why:
            route.abort()
        else:
            route.fulfill(status=502, content_type="text/plain", body="The API does not answer")

    with visit(as_=territory.account(Role.CITIZEN), service_workers="block") as visitor:
        visitor.forgiven = (*visitor.forgiven, "Failed to load resource: ")
        visitor.page.route("**/v1/tokens", broken)
        visitor.open("/prenotazioni")
        visitor.see(why)
        visitor.check("who-is-there")
        visitor.page.unroute_all()
        visitor.page.get_by_role("button", name="Riprova").click()
        visitor.see("Le tue e quelle delle persone per cui agisci.")


def test_what_was_said_has_the_focus_before_the_next_key(visit: Visit) -> None:
    with visit() as visitor:
        visitor.open("/recupero")
        visitor.page.evaluate(WATCH)
        visitor.page.locator("main button[type=submit]").click()
        visitor.page.locator(".alert-danger").wait_for()
        assert visitor.page.evaluate("window.focused") == [True]


def test_the_staff_show_a_second_factor(visit: Visit, territory: Territory) -> None:
    with visit() as visitor:
        visitor.sign_in(territory.account(Role.DESK_OPERATOR))
        visitor.page.wait_for_url("**/desk")
        assert visitor.page.get_by_role("link", name="La coda di oggi").count()


@pytest.mark.parametrize("language", ["it", "en"])
def test_a_wrong_password_is_told_and_everything_can_be_read(visit: Visit, language: str) -> None:
    with visit(language=language) as visitor:
        visitor.open("/accesso")
        visitor.page.locator("[name=email]").fill("nobody.at.all@example.org")
        visitor.page.locator("[name=password]").fill("wrong password")
        visitor.page.locator("main button[type=submit]").click()
        visitor.page.locator(".alert-danger:focus").wait_for()
        visitor.check("sign-in-refused", *SCREENS)
