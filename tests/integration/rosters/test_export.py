"""The printed roster: who comes, and nothing that a door does not need."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from chalicelib.bookings.model import Booking
from chalicelib.catalogue.terms import Mode, Option, Terms
from chalicelib.people import find
from chalicelib.rosters import export, model, write
from chalicelib.rosters.model import TooMuchToPrint
from chalicelib.runtime.aws import client
from tests import builders as a
from tests.integration.rosters.days import TEN, TUESDAY, Coop, booked, given_to
from tests.integration.rosters.test_check_in import tick
from tests.unit.runtime.test_checklists import pages

pytestmark = pytest.mark.usefixtures("aws")


def printed(coop: Coop, *, with_notes: bool = False, by: object = None, days: int = 0) -> str:
    """All that is written on the paper that a manager fetches."""
    who = coop.worker if by == "worker" else coop.manager
    offer = export.paper(TUESDAY, TUESDAY + timedelta(days=days), with_notes=with_notes, by=who, at=TEN)
    key = urlsplit(offer.url).path.removeprefix("/")
    content: bytes = client("s3").get_object(Bucket="reports", Key=key)["Body"].read()
    return "\n".join(pages(content))


def noted(of: Booking, text: str, coop: Coop, *, for_family: bool = False) -> None:
    write.note(of.id, text=text, for_family=for_family, by=coop.worker, key=a.key(coop.worker), at=TEN)


def test_it_says_who_where_and_when() -> None:
    coop = Coop()
    booked(coop.session(), "Serafina")

    text = printed(coop)

    assert coop.provider.name in text
    for said in ("marzo 2027, 10:00-11:00", "a casa", "Serafina", "Contiene dati personali"):
        assert said in text


def test_it_says_what_is_to_be_ready_and_what_waits() -> None:
    coop = Coop()
    where = coop.session(terms=Terms(mode=Mode.REQUEST), options=(Option("cake", "Torta", 500, 3),), guests_max=5)
    booked(where, options={"cake": 2}, guests=4)

    text = printed(coop)

    for said in ("Torta x 2", "Accompagnatori: 4", "DA CONFERMARE"):
        assert said in text


def test_who_has_arrived_has_the_hour() -> None:
    coop = Coop()
    tick(booked(coop.session()), by=coop.worker)

    assert "Ingresso alle 10:00" in printed(coop)


def test_it_names_nobody_further_and_nothing_that_they_have() -> None:
    coop = Coop()
    booking = booked(coop.session())
    person = find.by_id(booking.person_id)

    text = printed(coop, with_notes=True)

    assert person.email
    for secret in (person.family_name, person.email, person.id, booking.id, "20,00"):
        assert secret not in text


def test_notes_are_printed_only_where_asked_for_and_never_those_for_the_family() -> None:
    coop = Coop()
    booking = booked(coop.session())
    noted(booking, "Suonare due volte", coop)
    noted(booking, "Per i genitori", coop, for_family=True)

    assert "Suonare" not in printed(coop)
    with_notes = printed(coop, with_notes=True)
    assert "Suonare due volte" in with_notes
    assert "genitori" not in with_notes


@pytest.mark.parametrize("hostile", [") Tj ET (", "\x0bfine" * 200, "{nb}", "🧡" * 1000, "\u202ea", "=1+1\n\n\t"])
def test_whatever_a_note_says_the_next_name_is_printed(hostile: str) -> None:
    coop = Coop()
    where = coop.session()
    noted(booked(where, "Anna"), hostile, coop)
    booked(where, "Zita")

    assert "(Zita)" in printed(coop, with_notes=True)


def test_a_worker_prints_what_a_worker_sees() -> None:
    coop = Coop()
    mine, other = coop.session(), coop.session()
    booked(mine, "Anna")
    booked(other, "Zita")
    given_to(coop.worker, mine)
    given_to(coop.manager, other)

    text = printed(coop, by="worker")

    assert "Anna" in text
    assert "Zita" not in text


def test_a_day_without_sessions_says_so() -> None:
    assert "Nessun incontro" in printed(Coop())


def test_too_much_is_refused_before_it_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    coop = Coop()
    where = coop.session()
    for _ in range(3):
        booked(where)
    monkeypatch.setattr(export, "LINES_WITH_NOTES_MAX", 2)

    with pytest.raises(TooMuchToPrint):
        printed(coop, with_notes=True)
    assert "Anna" in printed(coop)
    assert model.LINES_WITH_NOTES_MAX > 2
