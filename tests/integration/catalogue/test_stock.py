"""The shelf follows the tables: every change reaches it, whoever is quicker, and a night puts right what did not."""

from datetime import date
from typing import Any

import pytest

import app
from chalicelib.catalogue import browse, change, look, publish, stock, table
from chalicelib.catalogue.model import Offering, PriceUnit, Service, Wish
from chalicelib.catalogue.needs import Need, NeedKind
from chalicelib.catalogue.publish import OfferingDraft
from chalicelib.kernel.paging import Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.kernel.territory import Audience, Category
from chalicelib.kernel.texts import Language, Text
from chalicelib.providers import accredit
from chalicelib.providers.model import AccreditationState
from chalicelib.runtime import files
from tests import builders as a

pytestmark = pytest.mark.usefixtures("aws")

TODAY = date(2027, 3, 1)


def offering(title: str = "Aiuto", *, by: str | None = None) -> Offering:
    publish.service(Service("aiuto", "Aiuto", Category.SILVER_CARE, Audience.ELDERLY, PriceUnit.SESSION))
    draft = OfferingDraft("aiuto", title, "", "L319", "qui", 2000, True)
    return publish.offering(draft, provider_id=by or a.provider().id, key=a.key()).value


def told(*keys: tuple[str, str]) -> dict[str, Any]:
    """What the function answers to a batch of changes of a stream."""
    records = [
        {"dynamodb": {"Keys": {"pk": {"S": pk}, "sk": {"S": sk}}, "SequenceNumber": str(place)}}
        for place, (pk, sk) in enumerate(keys)
    ]
    answer: dict[str, Any] = app.publish_catalogue({"Records": records}, None)
    return answer


def about(*offerings: Offering) -> list[tuple[str, str]]:
    """The changes that tell of offerings and of who may deliver them."""
    coops = [(f"accreditations#{one.provider_id}", str(one.category)) for one in offerings]
    return [(f"offering#{one.id}", "offering") for one in offerings] + coops


def shown() -> set[str]:
    return {one.title for one in browse.offerings(Wish(), Span(), on=TODAY).items}


def test_without_a_file_the_tables_are_shown() -> None:
    offering("A")

    assert shown() == {"A"}


def test_a_change_reaches_the_shelf_and_what_was_not_told_does_not() -> None:
    first = offering("A")
    told(*about(first))
    second, _ = offering("B"), offering("C")

    told(*about(second))

    assert shown() == {"A", "B"}


def test_who_is_told_twice_writes_once() -> None:
    told(*about(offering("A")))
    before = files.version(stock.NAME)

    told(*about(*look.shelf().offerings))

    assert files.version(stock.NAME) == before


def test_the_quicker_of_two_is_not_undone(monkeypatch: pytest.MonkeyPatch) -> None:
    first = offering("A")
    told(*about(first))
    second, third = offering("B"), offering("C")
    real, raced = stock.read, list[bool]()

    def while_another_writes(content: bytes) -> Any:
        found = real(content)
        if not raced:
            raced.append(True)
            told(*about(third))
        return found

    monkeypatch.setattr(stock, "read", while_another_writes)
    told(*about(second))

    assert shown() == {"A", "B", "C"}


def test_the_first_file_is_written_by_one_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = offering("A"), offering("B")
    real, raced = stock.gathered, list[bool]()

    def while_another_writes(before: Any) -> Any:
        found = real(before)
        if not raced:
            raced.append(True)
            told(*about(second))
        return found

    monkeypatch.setattr(stock, "gathered", while_another_writes)
    told(*about(first))

    assert shown() == {"A", "B"}


def test_a_suspended_cooperative_vanishes_and_comes_back() -> None:
    coop = a.provider()
    told(*about(offering("A", by=coop.id)))
    key = (f"accreditations#{coop.id}", str(Category.SILVER_CARE))
    period = {"category": Category.SILVER_CARE, "from_on": date(2026, 1, 1), "to_on": date(2028, 12, 31)}

    accredit.provider(coop.id, **period, state=AccreditationState.SUSPENDED)  # type: ignore[arg-type]
    told(key)
    assert shown() == set()

    accredit.provider(coop.id, **period)  # type: ignore[arg-type]
    told(key)
    assert shown() == {"A"}


def test_a_withdrawn_offering_vanishes_from_lists_from_its_address_and_from_the_calendar() -> None:
    session = a.session()
    told((f"offering#{session.offering_id}", "offering"))
    change.withdrawal(session.offering_id, provider_id=session.provider_id, at=a.NOW)
    told((f"offering#{session.offering_id}", "offering"))
    day = session.starts_at.date()

    assert shown() == set()
    with pytest.raises(NotFound):
        browse.offering(session.offering_id, on=TODAY)
    found = browse.sessions(from_on=day, to_on=day, category=None, municipality_code=None, span=Span())
    assert found.items == []


def test_needs_reach_the_shelf_in_both_languages() -> None:
    told(*about(offering()))
    publish.need(Need("nascita", NeedKind.LIFE_EVENT, Text("È nato un bambino", "A child is born"), ("aiuto",)))
    told((table.NEEDS, "nascita"))

    assert [one.title for one in browse.needs(Language.IT)] == ["È nato un bambino"]
    assert [one.title for one in browse.needs(Language.EN)] == ["A child is born"]
    assert len(browse.offerings(Wish(need="nascita"), Span(), on=TODAY).items) == 1


def test_a_night_puts_right_what_no_change_told() -> None:
    told(*about(offering("A")))
    lost = offering("B")

    assert stock.everything() == 2
    assert shown() == {"A", lost.title}


def test_a_night_keeps_what_an_index_does_not_know_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    told(*about(offering("A")))
    monkeypatch.setattr(stock, "_ids", lambda scope: [])

    stock.everything()

    assert shown() == {"A"}


def test_what_cannot_be_written_comes_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr(files, "move_on", broken)

    assert told(*about(offering())) == {"batchItemFailures": [{"itemIdentifier": "0"}]}


def test_what_is_not_on_the_shelf_does_not_move_it() -> None:
    told(*about(offering()))
    before = files.version(stock.NAME)

    told(("session#x", "session"), ("bank_accounts#x", "y"))

    assert files.version(stock.NAME) == before


def test_a_process_asks_again_only_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    told(*about(offering("A")))
    shown()
    monkeypatch.setattr(look, "FRESH_SECONDS", 60.0)
    told(*about(offering("B")))
    assert shown() == {"A"}

    look.forget()
    assert shown() == {"A", "B"}


def test_an_offering_that_has_just_come_is_seen_at_its_address() -> None:
    told(*about(offering("A")))
    fresh = offering("B")

    assert browse.offering(fresh.id, on=TODAY) == fresh


def test_pages_go_on_in_the_order_of_the_day_on_which_they_began() -> None:
    coop = a.provider().id
    for title in "ABCDEF":
        offering(title, by=coop)
    whole = [one.id for one in browse.offerings(Wish(), Span(), on=TODAY).items]
    first = browse.offerings(Wish(), Span(2), on=TODAY)

    second = browse.offerings(Wish(), Span(10, first.rest), on=date(2027, 3, 2))

    assert [one.id for one in (*first.items, *second.items)] == whole
    assert first.seed == second.seed == "tradate|2027-03-01|"
