"""What holds on every page that has an address of its own, for everybody who may open it."""

import re

import pytest

from chalicelib.kernel.caller import Role
from infra import pages
from tests.pages import reading
from tests.pages.browser import DESK, PHONE
from tests.pages.conftest import Territory, Visit

LANGUAGES = pytest.mark.parametrize("language", ["it", "en"])
ROLES = (Role.DESK_OPERATOR, Role.PROVIDER_WORKER, Role.AUDITOR, Role.ADMINISTRATOR)  # the others: where their work is


def portal_pages(*, personal: bool) -> list[str]:
    """The addresses of the portal's pages: those for everybody, or a resident's own."""
    listed = (pages.WEB / "portal/site.js").read_text()
    found = re.findall(r'path: "(/[^":]*)",.*?load: [^\n]*?(roles: CITIZEN)?,? \}', listed)
    return [path for path, own in found if bool(own) is personal and path != "/uscita"]


@LANGUAGES
def test_the_portal_is_open_to_everybody(visit: Visit, language: str) -> None:
    with visit(language=language) as visitor:
        assert reading.wrong(visitor, [*portal_pages(personal=False), "/niente"]) == []


@LANGUAGES
def test_a_residents_own_pages_are_open_to_everybody(visit: Visit, territory: Territory, language: str) -> None:
    with visit(as_=territory.account(Role.CITIZEN), language=language) as visitor:
        assert reading.wrong(visitor, portal_pages(personal=True)) == []


@LANGUAGES
@pytest.mark.parametrize("role", ROLES)
def test_the_desk_is_open_to_everybody(visit: Visit, territory: Territory, role: Role, language: str) -> None:
    with visit(as_=territory.account(role), language=language) as visitor:
        visitor.open("/desk")
        paths = reading.menu(visitor)
        assert paths
        assert reading.wrong(visitor, ["/desk", *paths]) == []


@pytest.mark.parametrize(
    "how",
    [
        {"forced_colors": "active"},
        {"reduced_motion": "reduce"},
        {"color_scheme": "dark"},
    ],
    ids="-".join,
)
def test_the_portal_stands_how_a_person_sets_their_screen(visit: Visit, how: dict[str, str]) -> None:
    with visit(width=PHONE, **how) as visitor:
        assert reading.wrong(visitor, ["/", "/catalogo"], PHONE) == []
        moving = visitor.page.evaluate("document.getAnimations().length")
        assert moving == 0


def test_at_twice_the_size_nothing_is_lost(visit: Visit) -> None:
    with visit(width=DESK // 2, device_scale_factor=2) as visitor:
        assert reading.wrong(visitor, portal_pages(personal=False), DESK // 2) == []
