"""The expiry job among many vouchers: what it reads and writes follows what is due; several at once do it once."""

import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from chalicelib.controls import reconcile
from chalicelib.kernel.clock import start_of_day
from chalicelib.kernel.texts import Language
from chalicelib.ledger import model as ledger
from chalicelib.people import table as people
from chalicelib.people.model import Person
from chalicelib.programmes.model import Programme
from chalicelib.runtime import aws, queues
from chalicelib.runtime.dynamodb import Reads, Transaction
from chalicelib.runtime.settings import settings
from chalicelib.vouchers import expire, holdings_table, issue, table
from chalicelib.vouchers.model import Voucher
from infra.local import cloud as embedded
from tests import builders as a
from tests import cloud
from tests.conftest import TABLES, template_tables
from tests.e2e import units
from tests.e2e.conftest import forget_clients

TODAY = date(2027, 6, 1)
AT = start_of_day(TODAY) + timedelta(minutes=15)
LONG_AFTER = date(2028, 12, 31)
DUE = 1000  # half of them expired yesterday, half are warned today
FEW, MANY = 10_000, 100_000
BATCH = 25  # of BatchWriteItem
TOLERANCE = 0.05
MEASURED = Path(__file__).parents[2] / "build" / "expiry-cost.json"

SOMEONE = Person(
    id="someone",
    given_name="Anna",
    family_name="Prova",
    born_on=date(1950, 5, 4),
    municipality_code="L319",
    language=Language.IT,
    email="anna@example.org",
    delegate_id=None,
    registered_at=a.NOW,
    registered_at_desk_id="desk",
    fingerprint="same",
)

Item = dict[str, Any]


@pytest.fixture(scope="module")
def tables() -> Iterator[None]:
    """The template's tables on an embedded AWS of their own, without the platform on it."""
    declared = template_tables()
    with embedded.running() as endpoint, pytest.MonkeyPatch.context() as patch:
        for name, value in {**embedded.CREDENTIALS, "AWS_ENDPOINT_URL": endpoint}.items():
            patch.setenv(name, value)
        for name in TABLES:
            patch.setenv(f"{name.upper()}_TABLE", name)
        forget_clients()
        for name, value in cloud.furnish(declared).items():
            patch.setenv(name, value)
        cloud.forget_settings()
        yield
    forget_clients()


@pytest.fixture
def left(monkeypatch: pytest.MonkeyPatch) -> list[Item]:
    """The notices that are left; there is no queue here."""
    notices: list[Item] = []
    monkeypatch.setattr(queues, "put_notice", notices.append)
    return notices


def items(writes: Transaction) -> list[tuple[str, Item]]:
    """What a transaction would put, made ready for a batch: nothing is committed."""
    return [(write["Put"]["TableName"], write["Put"]["Item"]) for write in writes._writes if "Put" in write]


def put_all(ready: list[tuple[str, Item]]) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(_put, (ready[start : start + BATCH] for start in range(0, len(ready), BATCH))))


def _put(batch: list[tuple[str, Item]]) -> None:
    requests: dict[str, list[Any]] = {}
    for name, item in batch:
        requests.setdefault(name, []).append({"PutRequest": {"Item": item}})
    answer = aws.client("dynamodb").batch_write_item(RequestItems=requests)
    assert not answer["UnprocessedItems"]


def residents(count: int) -> list[Person]:
    """So many people, without the registration that makes them elsewhere."""
    found = [replace(SOMEONE, id=f"person{a.number():06d}", household_id="") for _ in range(count)]
    ready = []
    for one in found:
        writes = Transaction()
        people.add_person(writes, one, tax_code=one.id, sealed="sealed", phone=None)
        ready.append(items(writes)[1])
    put_all(ready)
    return found


def issued(under: Programme, holders: list[Person]) -> list[Voucher]:
    """A voucher for each, under one programme."""
    found = []
    for start in range(0, len(holders), issue.TOGETHER_MAX):
        some = holders[start : start + issue.TOGETHER_MAX]
        with Reads() as reads:
            arounds = [holdings_table.around(reads, one.id, one.household_id) for one in some]
        vouchers = [issue.draft(under, one, 100_00, voucher_id=f"voucher{a.number():06d}", at=a.NOW) for one in some]
        source = ledger.fund(under.id)
        with Transaction() as writes:
            issue.together(writes, vouchers, arounds, source=source, about=under.id, by="officer", at=a.NOW)
        found += vouchers
    return found


def due(count: int) -> tuple[Programme, Programme]:
    """So many vouchers for which there is something to do today: half to lapse, half to be warned of."""
    half = count // 2
    ended, ending = (a.programme(budget=half * 100_00, expires_on=TODAY + timedelta(days=days)) for days in (-1, 42))
    for under in (ended, ending):
        issued(under, residents(half))
    return ended, ending


def fill(count: int) -> None:
    """So many more open vouchers, for which there is nothing to do before the winter after next."""
    writes = Transaction()
    table.add(writes, issue.draft(a.programme(expires_on=LONG_AFTER), SOMEONE, 100_00, voucher_id="", at=a.NOW))
    [(name, ready)] = items(writes)
    numbers = [a.number() for _ in range(count)]
    put_all([(name, ready | _own(number)) for number in numbers])


def _own(number: int) -> Item:
    """What one voucher has for itself."""
    shard = table.shards()[number % len(table.shards())]
    own = {"pk": f"voucher#filler{number:06d}", "person_id": f"filler{number}", "due_shard": shard}
    return {name: {"S": text} for name, text in own.items()}


@dataclass
class Cost:
    """What a run of the job asked of DynamoDB."""

    calls: int = 0
    read_units: float = 0
    transactions: list[Item] = field(default_factory=list)

    def write_units(self) -> int:
        names = {getattr(settings(), f"{name}_table"): f"{name.capitalize()}Table" for name in TABLES}
        with ThreadPoolExecutor(4) as pool:
            counted = pool.map(lambda params: units.of_transaction(params, names), self.transactions)
        return sum(write.units for writes in counted for write in writes)


@contextmanager
def counted() -> Iterator[Cost]:
    """The cost of what the block does, by AWS's rule."""
    cost, asked, events = Cost(), {}, aws.client("dynamodb").meta.events

    def ask(params: Item, model: Any, **_: object) -> None:
        cost.calls += 1
        asked[model.name] = params
        if model.name == "TransactWriteItems":
            cost.transactions.append(params)

    def answer(parsed: Item, model: Any, **_: object) -> None:
        if model.name == "BatchGetItem":
            cost.read_units += units.of_batch_get(asked[model.name], parsed)
        elif model.name == "Query":
            cost.read_units += units.of_query(parsed)

    events.register("provide-client-params.dynamodb", ask)
    events.register("after-call.dynamodb", answer)
    yield cost
    events.unregister("provide-client-params.dynamodb", ask)
    events.unregister("after-call.dynamodb", answer)


def run(left: list[Item], show: Callable[[str], None], among: int) -> dict[str, Any]:
    """A night of the job among so many vouchers, and what it cost."""
    left.clear()
    ended, ending = due(DUE)
    began = time.monotonic()
    with counted() as cost:
        lapsed = expire.vouchers(at=AT)
    seconds = time.monotonic() - began
    assert (lapsed, len(left)) == (DUE // 2, DUE // 2)
    assert a.account(ledger.fund(ended.id)).available == ended.budget
    assert a.account(ledger.fund(ending.id)).available == 0
    measured = {"read_units": cost.read_units, "write_units": cost.write_units(), "calls": cost.calls}
    show(f"the expiry job, {DUE} due of {among} vouchers: {json.dumps(measured)} in {seconds:.0f} s")
    return measured


def test_runs_at_the_same_time_do_everything_once(tables: None, left: list[Item], show: Callable[[str], None]) -> None:
    ended, ending = due(60)
    a.session(starts_at=AT + timedelta(days=7, hours=10))

    with ThreadPoolExecutor(4) as pool:
        lapsed = list(pool.map(lambda _: expire.vouchers(at=AT), range(4)))

    show(f"four runs of the expiry job at once: {lapsed} lapsed, {len(left)} notices left under 30 ids")
    assert sum(lapsed) == 30
    assert len({notice["id"] for notice in left}) == 30
    assert len({json.dumps(notice, sort_keys=True) for notice in left}) == 30
    assert a.account(ledger.fund(ended.id)).available == ended.budget
    assert a.account(ledger.fund(ending.id)).available == 0
    assert reconcile.everything(at=AT).differences == []
    assert expire.vouchers(at=AT) == 0


def test_the_job_costs_what_is_due_and_not_what_exists(
    tables: None, left: list[Item], show: Callable[[str], None]
) -> None:
    fill(FEW - DUE)
    few = run(left, show, FEW)
    fill(MANY - FEW - DUE)
    many = run(left, show, MANY)

    MEASURED.parent.mkdir(exist_ok=True)
    MEASURED.write_text(json.dumps({str(FEW): few, str(MANY): many}, indent=2) + "\n")
    for name, units_few in few.items():
        assert abs(many[name] - units_few) <= TOLERANCE * units_few, name
