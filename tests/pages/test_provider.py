"""A cooperative's pages: each can be read by everybody, and does nothing that a name asks for."""

import pytest

from chalicelib.kernel import clock
from chalicelib.kernel.caller import Role
from tests.pages import reading
from tests.pages.conftest import Territory, Visit
from tests.pages.cooperative import Cooperative, later

ATTACK = '<img src=x onerror="document.title=1">=1+1'


@pytest.mark.parametrize("language", ["it", "en"])
def test_every_page_can_be_read_by_everybody(
    visit: Visit, territory: Territory, melograno: Cooperative, language: str
) -> None:
    offering = melograno.offering()
    session = melograno.session(offering, begins=later())
    booking = melograno.booked(session)
    particular = (
        f"/desk/presenze?giorno={clock.local_day(session.starts_at)}",
        "/desk/servizi/nuovo",
        f"/desk/servizi/{offering.id}",
        f"/desk/orari?servizio={offering.id}",
        f"/desk/orari/nuovo/{offering.id}",
        f"/desk/date/{session.id}",
        f"/desk/soldi/{booking.id}",
    )
    with visit(as_=territory.account(Role.PROVIDER_MANAGER, "melograno"), language=language) as visitor:
        visitor.open("/desk")
        paths = reading.menu(visitor)
        assert {"/desk/richieste", "/desk/soldi", "/desk/rendiconti", "/desk/agenda"} <= set(paths)
        assert reading.wrong(visitor, ["/desk", *paths, *particular]) == []


def test_a_worker_finds_only_what_a_worker_does(visit: Visit, territory: Territory) -> None:
    with visit(as_=territory.account(Role.PROVIDER_WORKER, "melograno")) as visitor:
        visitor.open("/desk")
        entries = visitor.page.locator("#menu a").all_inner_texts()
        assert entries == ["Chi viene oggi", "Orari e date", "Quote delle famiglie"]
        visitor.open("/desk/servizi")
        assert visitor.heading() == "Questa pagina non è per il tuo accesso"


def test_a_service_with_a_hostile_name_does_nothing_on_pages_and_sheets(
    visit: Visit, territory: Territory, melograno: Cooperative
) -> None:
    title = '=HYPERLINK("http://x.example")<script>document.title=1</script>'
    offering = melograno.offering(title)
    session = melograno.under_way(offering, places=2)
    melograno.booked(session, ATTACK)
    with visit(as_=territory.account(Role.PROVIDER_MANAGER, "melograno")) as visitor:
        for path in (f"/desk/servizi/{offering.id}", f"/desk/date/{session.id}", "/desk/presenze", "/desk/servizi"):
            visitor.open(path)
            assert title in visitor.text()
            assert visitor.heading() in visitor.page.title()
        with visitor.page.expect_download() as leaving:
            visitor.page.get_by_role("button", name="Scarica il foglio").click()
        sheet = leaving.value.path().read_bytes().decode()
    quoted = title.replace('"', '""')
    assert f'\r\n"\'{quoted}";' in sheet
