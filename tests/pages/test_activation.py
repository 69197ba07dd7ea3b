"""From the mail to the first sign-in, and back after a forgotten password."""

import json
import subprocess

import pytest

from chalicelib.kernel.caller import Role
from infra import pages
from tests.journey.api import ok
from tests.pages.browser import PHONE, SCREENS, Visitor
from tests.pages.conftest import Visit
from tests.pages.stage import Family, Stage, link

PASSWORD = "tazza-nuvola-treno-limone-8"
SAVE = {"it": "Salva la password", "en": "Save the password"}
NEW_PASSWORD = {"it": "La tua nuova password", "en": "Your new password"}
SIGN_IN = {"it": "Accedi", "en": "Sign in"}
ELSEWHERE = ("//example.com", "/%5Cexample.com", "/%09/example.com", "https://example.com", "javascript:alert(1)")


@pytest.mark.parametrize("language", ["it", "en"])
def test_a_link_from_a_mail_is_followed_by_keyboard(visit: Visit, stage: Stage, language: str) -> None:
    person = stage.newcomer()
    invitation_id, token = link(person["email"])
    with visit(language=language, width=PHONE) as visitor:
        visitor.open(f"/attivazione#{invitation_id}.{token}")
        assert visitor.page.url.endswith("/attivazione")
        visitor.check("activation", *SCREENS)
        _choose(visitor, "corta")
        visitor.page.locator("#field-password[aria-invalid]").wait_for()
        visitor.check("activation-short", *SCREENS)
        _choose(visitor, "password1234")
        visitor.page.get_by_role("alert").get_by_text("12").wait_for()
        _choose(visitor, PASSWORD)
        visitor.page.locator(".alert-success:focus").wait_for()
        visitor.check("activation-done", *SCREENS)
        visitor.tab_to(SIGN_IN[language])
        visitor.press("Enter")
        visitor.page.locator("[name=email]").wait_for()
        visitor.tab_to("E-mail")
        visitor.type(person["email"])
        visitor.press("Tab")
        visitor.type(PASSWORD)
        visitor.press("Enter")
        visitor.page.wait_for_url("**/prenotazioni")
        visitor.settle()


def _choose(visitor: Visitor, password: str) -> None:
    visitor.tab_to(NEW_PASSWORD[visitor.language], kind="input")  # not the link to it, when it is wrong
    visitor.press("Control+A")
    visitor.type(password)
    visitor.press("Enter")


@pytest.mark.parametrize("language", ["it", "en"])
def test_a_link_that_does_not_work_says_what_to_do(visit: Visit, language: str) -> None:
    with visit(language=language) as visitor:
        visitor.open("/attivazione")
        assert visitor.page.locator("main a[href$='/recupero']").count() == 1
        visitor.open("/attivazione?#nothing.here")
        visitor.page.locator("[type=password]").fill(PASSWORD)
        visitor.page.get_by_role("button", name=SAVE[language]).click()
        visitor.page.locator(".alert-danger:focus").wait_for()
        visitor.check("activation-ended", *SCREENS)
        assert visitor.page.locator("main a[href$='/social-point']").count() == 1


def test_the_link_goes_along_to_the_other_language_and_into_no_address(visit: Visit) -> None:
    with visit() as visitor:
        visitor.open("/attivazione#abc.def")
        visitor.page.get_by_role("button", name="Continue in English").click()
        visitor.page.wait_for_url("**/en/attivazione")
        visitor.page.get_by_label("Your new password").wait_for()
        assert visitor.page.evaluate("location.hash + JSON.stringify(history.state) + localStorage.length") == "null0"


def test_the_password_can_be_shown(visit: Visit) -> None:
    with visit() as visitor:
        visitor.open("/attivazione#abc.def")
        visitor.page.get_by_label("La tua nuova password").fill(PASSWORD)
        visitor.page.get_by_label("Mostra la password").check()
        assert visitor.page.get_by_label("La tua nuova password").get_attribute("type") == "text"


def test_a_forgotten_password_is_replaced_by_the_link_in_a_mail(visit: Visit, stage: Stage) -> None:
    person = stage.newcomer()
    first, _ = link(person["email"])
    stage.signed_up(person)
    with visit(width=PHONE) as visitor:
        _ask(visitor, person["email"])
        invitation_id, token = link(person["email"], known=first)
        visitor.open(f"/attivazione#{invitation_id}.{token}")
        _choose(visitor, PASSWORD)
        visitor.page.locator(".alert-success:focus").wait_for()
    answer = stage.visitor.post("/v1/sign-ins", {"email": person["email"], "password": PASSWORD})
    assert answer.json()["step"] == "signed_in"


@pytest.mark.parametrize("language", ["it", "en"])
def test_asking_for_a_link_tells_nobody_who_has_an_account(visit: Visit, resident: Family, language: str) -> None:
    told = set()
    for email in (resident.account.email, "nobody.at.all@example.org"):
        with visit(language=language, width=PHONE) as visitor:
            _ask(visitor, email)
            visitor.check("recovery-asked")
            told.add(visitor.text())
    assert len(told) == 1


def _ask(visitor: Visitor, email: str) -> None:
    visitor.open("/recupero")
    assert visitor.faults() == []
    visitor.tab_to("E-mail")
    visitor.type(email)
    visitor.press("Enter")
    visitor.page.locator(".alert-success:focus").wait_for()


def test_a_sign_in_goes_on_to_no_other_site(visit: Visit, resident: Family) -> None:
    with visit(as_=resident.account) as visitor:
        for address in ELSEWHERE:
            visitor.open(f"/accesso?poi={address}")
            visitor.page.wait_for_url("**/prenotazioni")


def test_a_sign_in_goes_on_to_where_one_wanted_to_go(visit: Visit, resident: Family) -> None:
    with visit(as_=resident.account) as visitor:
        visitor.open("/accesso?poi=%2Fbuoni%3Fa%3D1")
        visitor.page.wait_for_url("**/buoni?a=1")


def test_the_code_to_scan_says_what_can_be_typed(visit: Visit, stage: Stage) -> None:
    organisation_id = ok(stage.staff(Role.PROVIDER_MANAGER).get("/v1/me"))["organisation_id"]
    email = stage.employed(Role.PROVIDER_WORKER, organisation_id, PASSWORD)
    with visit() as visitor:
        visitor.open("/accesso")
        visitor.page.get_by_label("E-mail").fill(email)
        visitor.page.get_by_label("Password").fill(PASSWORD)
        visitor.page.locator("main button[type=submit]").click()
        code = visitor.page.get_by_role("img", name="Quadrato da inquadrare")
        code.wait_for()
        visitor.check("enrolment", *SCREENS)
        secret = visitor.page.locator("code.secret").inner_text().replace(" ", "")
        drawn = code.locator("path").get_attribute("d")
    name = f"Welfare%20di%20Tradate%3A{email.replace('@', '%40')}"
    assert drawn == _code(f"otpauth://totp/{name}?secret={secret}&issuer=Welfare+di+Tradate")


def _code(text: str) -> str:
    """The path that draws a text as a code, as the library makes it."""
    script = """
      import { encode } from "uqr";
      const { data } = encode(process.argv[1], { ecc: "M", border: 4 });
      const dark = data.flatMap((row, y) => row.flatMap((is, x) => (is ? [`M${x} ${y}h1v1h-1z`] : [])));
      console.log(JSON.stringify(dark));
    """
    told = subprocess.run(
        ["node", "--input-type=module", "-e", script, text], cwd=pages.WEB, check=True, capture_output=True
    )
    return "".join(json.loads(told.stdout))
