"""What an operator does before anything else: somebody is found, or registered."""

import secrets
from datetime import date, timedelta

from tests import particulars
from tests.pages.browser import Visitor

KNOWN = "FRRCHR87E54L319H"  # Chiara Ferrario of the demo territory


def new_tax_code() -> str:
    """A synthetic codice fiscale of an adult, that is most unlikely to be there already."""
    born_on = date(1940, 1, 1) + timedelta(days=secrets.randbelow(20000))
    return particulars.tax_code("Marta", particulars.family_name(), born_on)


def new_address() -> str:
    return f"nuova.{secrets.token_hex(6)}@example.org"


def found(visitor: Visitor, code: str = KNOWN) -> None:
    """Find a person, and come to their page."""
    visitor.open("/desk/persone")
    visitor.page.locator("[name=tax_code]").fill(code)
    visitor.page.locator("[name=tax_code]").press("Enter")
    visitor.page.locator(".person-parts").wait_for()
    visitor.settle()


def registered(visitor: Visitor) -> None:
    """Register a person, and come to their page."""
    visitor.open("/desk/registra")
    write(visitor)
    visitor.page.locator(".alert-success:focus").wait_for()
    visitor.page.locator("main a[href*='/desk/persone/']").click()
    visitor.page.locator(".person-parts").wait_for()
    visitor.settle()


def write(visitor: Visitor, *, email: str = "") -> None:
    """Write down a new person, and send it."""
    fill(visitor, tax_code=new_tax_code(), given_name="Ada", family_name="Prova", email=email or new_address())
    visitor.press("Enter")


def fill(visitor: Visitor, **typed: str) -> None:
    """Write into the fields of these names, one after the other."""
    for name, text in typed.items():
        visitor.page.locator(f"[name={name}]").fill(text)
