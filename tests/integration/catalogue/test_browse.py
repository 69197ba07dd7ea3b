"""What someone looks for is found, once, in order, and with places where there are any."""

import itertools
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from chalicelib.catalogue import browse, publish, stock
from chalicelib.catalogue.model import Offering, PriceUnit, Scope, Service, Session, Wish
from chalicelib.catalogue.publish import OfferingDraft, SessionDraft
from chalicelib.kernel.clock import at_local
from chalicelib.kernel.days import PeriodInvalid
from chalicelib.kernel.paging import Page, Position, Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.kernel.territory import Audience, Category
from chalicelib.providers import accredit, admit
from chalicelib.providers.model import Network
from tests import builders as a

pytestmark = pytest.mark.usefixtures("aws")

TODAY = date(2027, 3, 1)
SPRING = date(2027, 3, 28)


def provider(network: Network = Network.LOCAL, name: str = "Il Ponte sull'Olona") -> str:
    """A cooperative that may deliver everything."""
    admitted = admit.provider(
        name=name,
        network=network,
        description="Aiuto in casa.",
        municipality_code="L319",
        address="via Roma 1",
        email="coop@example.org",
        phone="0331 000000",
        key=a.key(),
    ).value.id
    for category in Category:
        accredit.provider(admitted, category=category, from_on=date(2026, 1, 1), to_on=date(2028, 12, 31))
    return admitted


def offering(
    title: str = "Aiuto",
    *,
    by: str,
    category: Category = Category.SILVER_CARE,
    audience: Audience = Audience.ELDERLY,
    **changes: Any,
) -> Offering:
    service = Service(f"{category}-{audience}", "Aiuto", category, audience, PriceUnit.SESSION)
    publish.services([service])
    said = {"municipality_code": "L319", "price_cents": 2000, "accepts_vouchers": True, "description": "", **changes}
    return publish.offering(
        OfferingDraft(service_id=service.id, title=title, place="qui", **said), provider_id=by, key=a.key()
    ).value


def titles(limit: int = 25, **wish: Any) -> list[str]:
    """What is found, by title: the order is another matter."""
    return sorted(found.title for found in browse.offerings(Wish(**wish), Span(limit), on=TODAY).items)


def pages(read: Any, limit: int) -> list[Page[Any]]:
    """Every page of a list, from the first to the last."""
    found: list[Page[Any]] = []
    after: Position | None = None
    for _ in range(50):
        found.append(read(Span(limit, after)))
        after = found[-1].rest
        if after is None:
            return found
    raise AssertionError("the list does not end")


def published(offering: Offering, *begins: datetime, places: int = 5) -> list[Session]:
    drafts = [SessionDraft(at, at + timedelta(minutes=30), places) for at in begins]
    return publish.sessions(offering.id, drafts, provider_id=offering.provider_id, key=a.key(), at=a.NOW).value.items


def test_a_category_shows_its_own_offerings() -> None:
    coop = provider()
    offering("A casa", by=coop)
    offering("Compiti", by=coop, category=Category.CHILD_CARE)

    assert titles(category=Category.CHILD_CARE) == ["Compiti"]


def test_a_category_is_not_the_beginning_of_another() -> None:
    coop = provider()
    offering("Famiglia", by=coop, category=Category.FAMILY_CARE)

    assert titles(category=Category.SILVER_CARE) == []


def test_a_municipality_shows_its_own_offerings_and_those_for_everywhere() -> None:
    coop = provider()
    for title, code in (("Qui", "L319"), ("Altrove", "C273"), ("Ovunque", None)):
        offering(title, by=coop, municipality_code=code)

    assert titles(municipality_code="L319") == ["Ovunque", "Qui"]


def test_an_audience_shows_its_own_offerings_and_those_for_everyone() -> None:
    coop = provider()
    for title, audience in (("Bimbi", Audience.CHILDREN), ("Nonni", Audience.ELDERLY), ("Tutti", Audience.EVERYONE)):
        offering(title, by=coop, audience=audience)

    assert titles(audience=Audience.CHILDREN) == ["Bimbi", "Tutti"]


def test_a_price_limit_is_included() -> None:
    coop = provider()
    for cents in (1999, 2000, 2001):
        offering(str(cents), by=coop, price_cents=cents)

    assert titles(price_max_cents=2000) == ["1999", "2000"]
    assert titles(price_max_cents=0) == []


def test_one_kind_of_help_can_be_asked_for() -> None:
    coop = provider()
    wanted = offering("Per anziani", by=coop)
    offering("Per tutti", by=coop, audience=Audience.EVERYONE)

    assert titles(service_id=wanted.service_id) == ["Per anziani"]


def test_where_vouchers_are_accepted_can_be_asked_both_ways() -> None:
    coop = provider()
    offering("Con buono", by=coop)
    offering("Senza buono", by=coop, accepts_vouchers=False)

    assert (titles(accepts_vouchers=True), titles(accepts_vouchers=False)) == (["Con buono"], ["Senza buono"])


@pytest.mark.parametrize("text", ["attività", "ATTIVITA", "attiv", "olona motor", "memoria", "dell'eta"])
def test_words_are_found_by_their_beginning_without_accents(text: str) -> None:
    offering("Attività motoria", by=provider(), description="Per la memoria, dell'età che avanza")

    assert titles(text=text) == ["Attività motoria"]


@pytest.mark.parametrize("text", ["oto", "motoria nuoto", "vita"])
def test_the_middle_of_a_word_or_a_word_too_many_finds_nothing(text: str) -> None:
    offering("Attività motoria", by=provider())

    assert titles(text=text) == []


def test_local_offerings_come_before_national_ones() -> None:
    far, near = provider(Network.NATIONAL), provider()
    for coop, title in itertools.product((far, near), "ABC"):
        offering(title, by=coop)

    found = browse.offerings(Wish(), Span(), on=TODAY).items

    assert [one.scope for one in found] == [Scope.LOCAL] * 3 + [Scope.NATIONAL] * 3
    assert {one.scope for one in browse.offerings(Wish(scope=Scope.NATIONAL), Span(), on=TODAY).items} == {
        Scope.NATIONAL
    }


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_turning_the_pages_shows_every_offering_once(limit: int) -> None:
    coops = [provider(), provider(Network.NATIONAL)]
    for number, coop in itertools.product(range(3), coops):
        offering(f"Stesso titolo {number % 2}", by=coop)

    turned = pages(lambda span: browse.offerings(Wish(), span, on=TODAY), limit)

    shown = [found.id for page in turned for found in page.items]
    assert shown == [found.id for found in browse.offerings(Wish(), Span(100), on=TODAY).items]
    assert len(set(shown)) == 6
    assert all(len(page.items) <= limit for page in turned)


def test_filtered_pages_are_full_until_the_last() -> None:
    coop = provider()
    for number in range(6):
        offering(f"{number}", by=coop, price_cents=1000 * (number % 2))

    turned = pages(lambda span: browse.offerings(Wish(price_max_cents=0), span, on=TODAY), 2)

    assert [len(page.items) for page in turned] == [2, 1]
    assert {found.title for page in turned for found in page.items} == {"0", "2", "4"}


def test_more_offerings_than_one_reading_of_an_index_are_all_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stock, "PAGE", 2)
    coop, far = provider(), provider(Network.NATIONAL)
    for number in range(5):
        offering(f"{number}", by=coop if number < 4 else far)

    assert titles() == ["0", "1", "2", "3", "4"]


def test_an_unknown_offering_or_session_is_not_found() -> None:
    with pytest.raises(NotFound):
        browse.offering("nothing", on=TODAY)
    with pytest.raises(NotFound):
        browse.session("nothing")


def test_a_providers_page_shows_what_it_offers() -> None:
    mine, other = provider(), provider()
    shown = offering("Mio", by=mine)
    offering("Altrui", by=other)

    assert browse.offerings_of(mine, on=TODAY) == [shown]


def between(from_on: date, to_on: date, limit: int = 25, **wish: Any) -> list[datetime]:
    asked = {"category": None, "municipality_code": None, **wish}
    found = browse.sessions(from_on=from_on, to_on=to_on, span=Span(limit), **asked)
    return [session.starts_at for session in found.items]


def around_the_change() -> list[datetime]:
    """The first and the last half hours of the days around the spring change, on an Italian clock."""
    days = [SPRING - timedelta(days=1), SPRING, SPRING + timedelta(days=1)]
    return [at_local(day, hour) for day in days for hour in (time(0), time(23, 30))]


def test_sessions_between_two_days_are_those_of_italian_days_also_when_clocks_change() -> None:
    begins = around_the_change()
    published(offering(by=provider()), *begins)

    assert between(SPRING, SPRING) == begins[2:4]
    assert between(SPRING - timedelta(days=1), SPRING) == begins[:4]


def test_an_offerings_calendar_is_of_italian_days_too() -> None:
    shown, begins = offering(by=provider()), around_the_change()
    published(shown, *begins)

    found = browse.sessions_of(shown.id, from_on=SPRING, to_on=SPRING, span=Span())

    assert [session.starts_at for session in found.items] == begins[2:4]


def test_an_offerings_calendar_shows_full_sessions_the_territorys_does_not() -> None:
    accredited = a.provider()
    shown = offering(by=accredited.id)
    (session,) = published(shown, at_local(SPRING, time(10)), places=1)
    a.book(a.person(), session)

    assert between(SPRING, SPRING) == []
    (full,) = browse.sessions_of(shown.id, from_on=SPRING, to_on=SPRING, span=Span()).items
    assert full.places_free == 0


def test_sessions_are_chosen_by_category_and_municipality() -> None:
    coop, ten = provider(), at_local(SPRING, time(10))
    published(offering(by=coop), ten)
    published(offering(by=coop, category=Category.YOU_CARE), ten + timedelta(hours=1))
    published(offering(by=coop, municipality_code="C273"), ten + timedelta(hours=2))
    published(offering(by=coop, municipality_code=None), ten + timedelta(hours=3))

    hours = [(at - ten) // timedelta(hours=1) for at in between(SPRING, SPRING, municipality_code="L319")]
    assert hours == [0, 1, 3]
    assert between(SPRING, SPRING, category=Category.YOU_CARE) == [ten + timedelta(hours=1)]


@pytest.mark.parametrize("limit", [1, 2, 5])
def test_turning_the_pages_shows_every_session_once(limit: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browse, "SHELF_PAGE", 2)
    shown, begins = offering(by=provider()), around_the_change()
    published(shown, *begins)

    anywhere = pages(
        lambda span: browse.sessions(
            from_on=SPRING - timedelta(days=2),
            to_on=SPRING + timedelta(days=2),
            category=None,
            municipality_code=None,
            span=span,
        ),
        limit,
    )
    calendar = pages(
        lambda span: browse.sessions_of(
            shown.id, from_on=SPRING - timedelta(days=2), to_on=SPRING + timedelta(days=2), span=span
        ),
        limit,
    )

    assert [session.starts_at for page in anywhere for session in page.items] == begins
    assert [session.starts_at for page in calendar for session in page.items] == begins


@pytest.mark.parametrize("days", [-1, 63])
def test_a_period_is_two_months_at_most_and_never_backwards(days: int) -> None:
    with pytest.raises(PeriodInvalid):
        between(SPRING, SPRING + timedelta(days=days))
    with pytest.raises(PeriodInvalid):
        browse.sessions_of("any", from_on=SPRING, to_on=SPRING + timedelta(days=days), span=Span())


def test_two_months_are_not_too_long() -> None:
    assert between(SPRING, SPRING + timedelta(days=62)) == []


def test_every_session_of_a_day_is_there_for_the_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browse, "SHELF_PAGE", 1)
    begins = around_the_change()
    published(offering(by=provider()), *begins)

    assert [session.starts_at for session in browse.on(SPRING)] == begins[2:4]
