"""Browsing among few and many offerings: what it asks of DynamoDB and S3, and how long it takes, side by side."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from chalicelib.catalogue import browse, change, look, stock, table
from chalicelib.catalogue.model import Offering, PriceUnit, Scope, Service, Wish
from chalicelib.catalogue.needs import Need, NeedKind
from chalicelib.feed import read as feed
from chalicelib.kernel.paging import Span
from chalicelib.kernel.territory import Audience, Category
from chalicelib.kernel.texts import Text
from chalicelib.providers import table as providers
from chalicelib.providers.model import Accreditation, Network, Provider
from chalicelib.runtime import aws
from chalicelib.runtime.dynamodb import Transaction
from infra.local.territory import read_data
from tests import builders as a
from tests.e2e.test_expiry_cost import counted, items, put_all, tables  # noqa: F401 - the fixture is used by name

TODAY = date(2027, 3, 1)
FEW, MANY, COOPS = 100, 10_000, 100
RUNS = 15
LIMITS = range(3000, 3000 + RUNS)  # each asks something new: none is answered from what was asked before
MEASURED = Path(__file__).parents[2] / "build" / "catalogue-cost.json"
QUESTIONS: dict[str, Wish] = {
    "first page": Wish(),
    "filter": Wish(category=Category.SILVER_CARE, municipality_code="L319"),
    "need": Wish(need="bisogno"),
    "text": Wish(text="assistenza anziani"),
    "text with slips": Wish(text="asistenza anzziani"),
}


@pytest.fixture
def stocked(tables: None) -> Iterator[Callable[[int], None]]:  # noqa: F811
    """A territory of a hundred cooperatives that can be filled up to so many offerings."""
    coops = [
        Provider(f"coop{number:03d}", _name(number), Network.LOCAL, "", "L319", "via Roma 1", "c@example.org", "0331")
        for number in range(COOPS)
    ]
    writes = Transaction()
    for coop in coops:
        providers.add_provider(writes, coop, ValueError())
        for category in Category:
            period = Accreditation(coop.id, category, date(2026, 1, 1), date(2028, 12, 31))
            providers.put_accreditation(writes, period)
    kinds = read_data().services
    for kind in kinds:
        table.add_service(writes, Service(kind.slug, kind.title, kind.category, kind.audience, kind.price_unit))
    answering = tuple(kind.slug for kind in kinds[:4])
    table.add_need(writes, Need("bisogno", NeedKind.NEED, Text("Ho bisogno", "I need"), answering))
    put_all(items(writes))
    there = 0

    def up_to(count: int) -> None:
        nonlocal there
        put_all([made for number in range(there, count) for made in items(_added(number, coops))])
        there = count

    yield up_to
    look.forget()


def _added(number: int, coops: list[Provider]) -> Transaction:
    """The writing of one more offering, worded like those of the demo territory but each in its own way."""
    data = read_data()
    kinds = {kind.slug: kind for kind in data.services}
    like, other = data.offerings[number % len(data.offerings)], data.offerings[(number * 7 + 3) % len(data.offerings)]
    kind = kinds[like.service]
    offering = Offering(
        id=f"offering{number:06d}",
        service_id=like.service,
        provider_id=coops[number % COOPS].id,
        provider_name=coops[number % COOPS].name,
        title=like.title,
        description=f"{like.description} {_name(number)}. {other.description}",
        category=Category(kind.category),
        audience=Audience(kind.audience),
        scope=Scope.NATIONAL if number % 5 == 0 else Scope.LOCAL,
        municipality_code="L319" if number % 2 else None,
        place=like.place,
        price_cents=1000 + number % 4000,
        price_unit=PriceUnit(kind.price_unit),
        accepts_vouchers=True,
        fingerprint="same",
    )
    writes = Transaction()
    table.add_offering(writes, offering)
    return writes


def _name(number: int) -> str:
    """A word that no other offering has: a district's vocabulary grows with what is offered."""
    syllables = ("ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru")
    return "".join(islice(cycle(syllables[int(digit)] for digit in f"{number:05d}"), 5))


@dataclass
class Calls:
    """What was asked of S3."""

    asked: int = 0
    bytes_read: int = 0


def watched() -> Calls:
    calls, events = Calls(), aws.client("s3").meta.events

    def answered(parsed: Any, **_: object) -> None:
        calls.asked += 1
        calls.bytes_read += int(parsed.get("ContentLength", 0))

    events.register("after-call.s3", answered)
    return calls


def timed(act: Callable[[], object]) -> float:
    begins = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - begins)


def measured(count: int, show: Callable[[str], None]) -> dict[str, Any]:
    """What browsing costs among so many offerings."""
    with counted() as cost:
        made = stock.everything()
    assert made == count
    figures: dict[str, Any] = {"made anew": {"calls": cost.calls, "read units": cost.read_units}}
    look.forget()
    s3 = watched()
    figures["a process sees it first"] = {"ms": round(timed(look.shelf)), "bytes": s3.bytes_read}
    figures["the first question of a process"] = {"ms": round(timed(lambda: ask(Wish())))}
    figures["the first text of a process"] = {"ms": round(timed(lambda: ask(Wish(text="assistenza"))))}
    for name, wish in QUESTIONS.items():
        s3.asked = 0
        with counted() as cost:
            times = [timed(lambda: ask(replace(wish, price_max_cents=limit))) for limit in LIMITS]  # noqa: B023
        figures[name] = {
            "dynamodb": cost.calls,
            "read units": cost.read_units,
            "s3": s3.asked,
            "ms": round(median(times), 1),
        }
    with counted() as cost:
        times = [timed(lambda: feed.page(1, 50, None, on=TODAY)) for _ in range(RUNS)]
    figures["a page of the feed"] = {"dynamodb": cost.calls, "ms": round(median(times), 1)}
    changed = change.price(
        f"offering{count - 1:06d}",
        price_cents=count,
        from_on=date(2027, 4, 1),
        provider_id=f"coop{(count - 1) % COOPS:03d}",
        key=a.key(name=f"price-{count}"),
        at=a.NOW,
    ).value
    with counted() as cost:
        took = timed(lambda: stock.changes([(f"offering#{changed.id}", "offering")]))
    figures["one change goes onto it"] = {"dynamodb": cost.calls, "read units": cost.read_units, "ms": round(took)}
    show(f"the catalogue with {count} offerings: {json.dumps(figures)}")
    return figures


def ask(wish: Wish) -> None:
    assert browse.offerings(wish, Span(), on=TODAY).items


def test_browsing_asks_nothing_of_the_tables_however_much_there_is(
    stocked: Callable[[int], None], show: Callable[[str], None]
) -> None:
    stocked(FEW)
    few = measured(FEW, show)
    stocked(MANY)
    many = measured(MANY, show)

    MEASURED.parent.mkdir(exist_ok=True)
    MEASURED.write_text(json.dumps({str(FEW): few, str(MANY): many}, indent=2) + "\n")
    for figures in (few, many):
        for name in (*QUESTIONS, "a page of the feed"):
            assert figures[name]["dynamodb"] == 0, name
        assert figures["one change goes onto it"]["dynamodb"] == 1
        assert figures["one change goes onto it"]["read units"] == 1
