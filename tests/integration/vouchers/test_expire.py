"""After its last day what is left of a voucher goes back to its fund, whatever happens in between."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.bookings import close
from chalicelib.bookings.model import Booking
from chalicelib.kernel.caller import Role
from chalicelib.kernel.clock import at_local, end_of_day
from chalicelib.kernel.paging import Span
from chalicelib.ledger import model as ledger
from chalicelib.ledger.model import Account, AccountClosed
from chalicelib.ledger.table import AccountRecord
from chalicelib.people.model import Person
from chalicelib.programmes.model import Programme
from chalicelib.runtime.aws import client
from chalicelib.vouchers import expire, read
from chalicelib.vouchers.model import Voucher, VoucherState
from tests import builders as a

pytestmark = pytest.mark.usefixtures("aws")

LAST_DAY = date(2027, 3, 28)  # clocks change on it: it has 23 hours
MIDNIGHT = end_of_day(LAST_DAY)
MOMENT = timedelta(microseconds=1)


def programme() -> Programme:
    return a.programme(budget=1000_00, expires_on=LAST_DAY)


def fund(of: Programme) -> Account:
    return a.account(ledger.fund(of.id))


def state(of: Voucher, holder: Person) -> VoucherState:
    return read.balance(of.id, by=a.citizen(holder), at=a.NOW).voucher.state


def booked(holder: Person, paid_by: Voucher, price_cents: int = 2000) -> Booking:
    where = a.session(price_cents=price_cents, starts_at=at_local(LAST_DAY, a.NOW.time()))
    return a.book(holder, where, paid_by).value


@contextmanager
def counted() -> Iterator[list[tuple[str, int]]]:
    """The calls to DynamoDB and the items each touched, while the block runs."""
    calls: list[tuple[str, int]] = []
    events = client("dynamodb").meta.events

    def count(operation: str) -> Callable[..., None]:
        def heard(parsed: dict[str, Any], **_: object) -> None:
            batches = (parsed.get("Responses") or {}).values()
            calls.append((operation, sum(len(items) for items in (parsed.get("Items", []), *batches))))

        return heard

    heard = {name: count(name) for name in ("Query", "Scan", "GetItem", "BatchGetItem", "TransactWriteItems")}
    for operation, hook in heard.items():
        events.register(f"after-call.dynamodb.{operation}", hook)
    yield calls
    for operation, hook in heard.items():
        events.unregister(f"after-call.dynamodb.{operation}", hook)


def test_what_is_left_goes_back_to_the_fund() -> None:
    under, holder = programme(), a.person()
    voucher = a.voucher(holder, 300_00, under=under)

    assert expire.vouchers(at=MIDNIGHT) == 1

    account = a.voucher_account(voucher)
    assert (account.available, account.lapsed, account.conserves()) == (0, 300_00, True)
    assert fund(under).available == 1000_00
    assert state(voucher, holder) is VoucherState.EXPIRED


def test_a_voucher_is_good_until_italian_midnight() -> None:
    holder = a.person()
    voucher = a.voucher(holder, under=programme())

    assert expire.vouchers(at=MIDNIGHT - MOMENT) == 0
    assert state(voucher, holder) is VoucherState.OPEN


@pytest.mark.parametrize("late", [timedelta(), timedelta(days=400)])
def test_running_twice_or_late_comes_to_the_same(late: timedelta) -> None:
    under = programme()
    voucher = a.voucher(a.person(), 300_00, under=under)

    expire.vouchers(at=MIDNIGHT + late)
    after_one = (a.voucher_account(voucher), fund(under))

    assert expire.vouchers(at=MIDNIGHT + late) == 0
    assert (a.voucher_account(voucher), fund(under)) == after_one


def test_what_a_booking_holds_waits_for_it() -> None:
    under, holder = programme(), a.person()
    voucher = a.voucher(holder, 300_00, under=under)
    booked(holder, voucher)

    expire.vouchers(at=MIDNIGHT)

    account = a.voucher_account(voucher)
    assert (account.available, account.held, account.lapsed) == (0, 20_00, 280_00)
    assert state(voucher, holder) is VoucherState.OPEN


def test_what_a_late_cancellation_gives_back_lapses_too() -> None:
    under, holder = programme(), a.person()
    voucher = a.voucher(holder, 300_00, under=under)
    booking = booked(holder, voucher)
    expire.vouchers(at=MIDNIGHT)
    manager = a.staff(Role.PROVIDER_MANAGER, booking.provider_id)
    close.cancelled(booking.id, by=manager, key=a.key(manager), at=MIDNIGHT + timedelta(hours=9))

    assert expire.vouchers(at=MIDNIGHT + timedelta(days=1)) == 1

    assert a.voucher_account(voucher).lapsed == 300_00
    assert (fund(under).available, state(voucher, holder)) == (1000_00, VoucherState.EXPIRED)


def test_what_was_held_and_not_delivered_lapses_the_delivered_part_is_paid() -> None:
    under, holder = programme(), a.person()
    voucher = a.voucher(holder, 300_00, under=under)
    booking = booked(holder, voucher)
    expire.vouchers(at=MIDNIGHT)
    worker = a.staff(Role.PROVIDER_WORKER, booking.provider_id)
    close.attended(booking.id, delivered_minutes=45, by=worker, key=a.key(worker), at=MIDNIGHT + timedelta(hours=9))

    expire.vouchers(at=MIDNIGHT + timedelta(days=1))

    account = a.voucher_account(voucher)
    assert (account.captured, account.lapsed, account.conserves()) == (15_00, 285_00, True)
    assert fund(under).available == 985_00


def test_two_bookings_settled_on_two_days_lapse_on_two_days() -> None:
    under, holder = programme(), a.person()
    voucher = a.voucher(holder, 40_00, under=under)
    first = booked(holder, voucher)
    second = a.book(holder, a.session(price_cents=2000, starts_at=a.NOW + timedelta(days=3)), voucher).value
    for day, booking in enumerate((first, second), start=1):
        manager = a.staff(Role.PROVIDER_MANAGER, booking.provider_id)
        close.cancelled(booking.id, by=manager, key=a.key(manager), at=MIDNIGHT + timedelta(days=day))
        assert expire.vouchers(at=MIDNIGHT + timedelta(days=day, hours=1)) == 1

    assert a.voucher_account(voucher).lapsed == 40_00
    assert state(voucher, holder) is VoucherState.EXPIRED


def test_a_voucher_that_was_spent_whole_just_expires() -> None:
    under, holder = programme(), a.person()
    voucher = a.voucher(holder, 20_00, under=under)
    booking = booked(holder, voucher)
    worker = a.staff(Role.PROVIDER_WORKER, booking.provider_id)
    close.attended(booking.id, delivered_minutes=60, by=worker, key=a.key(worker), at=booking.ends_at)

    assert expire.vouchers(at=MIDNIGHT) == 0
    assert (state(voucher, holder), a.voucher_account(voucher).lapsed) == (VoucherState.EXPIRED, 0)


def test_a_lapse_is_in_the_statement_as_the_platforms() -> None:
    holder = a.person()
    voucher = a.voucher(holder, under=programme())
    expire.vouchers(at=MIDNIGHT)

    last = read.statement(voucher.id, Span(), by=a.citizen(holder), at=MIDNIGHT).items[-1]

    assert (last.kind, last.by, last.available_after) == ("lapse", "platform", 0)


def run_counting(at: datetime) -> list[tuple[str, int]]:
    with counted() as calls:
        expire.vouchers(at=at)
    return calls


def test_only_vouchers_that_are_due_are_read() -> None:  # the voucher and its account, then what its household has
    holder, lasting, ending = a.person(), a.programme(), programme()
    for _ in range(5):
        a.voucher(holder, under=lasting)
    a.voucher(holder, under=ending)

    calls = run_counting(MIDNIGHT)

    assert sum(items for operation, items in calls if operation == "Query") == 1
    assert [items for operation, items in calls if operation == "BatchGetItem"] == [2, 2]
    assert not any(operation == "Scan" for operation, _ in calls)


def test_with_nothing_due_a_run_costs_a_query_for_each_shard() -> None:
    holder, lasting = a.person(), a.programme()
    before = run_counting(MIDNIGHT)
    for _ in range(5):
        a.voucher(holder, under=lasting)

    assert run_counting(MIDNIGHT) == before == [("Query", 0)] * 4


def test_on_its_last_day_a_voucher_that_was_warned_is_not_even_read() -> None:
    a.voucher(a.person(), under=programme())
    expire.vouchers(at=MIDNIGHT - timedelta(days=2))

    assert run_counting(MIDNIGHT - MOMENT) == [("Query", 0)] * 4


def test_between_two_warnings_a_voucher_is_not_even_read() -> None:
    a.voucher(a.person(), under=programme())
    expire.vouchers(at=MIDNIGHT - timedelta(days=14))

    assert run_counting(MIDNIGHT - timedelta(days=5)) == [("Query", 0)] * 4


def test_an_expired_voucher_is_not_looked_at_again() -> None:
    a.voucher(a.person(), under=programme())
    expire.vouchers(at=MIDNIGHT)

    assert run_counting(MIDNIGHT + timedelta(days=1)) == [("Query", 0)] * 4


def test_one_voucher_that_cannot_be_expired_stops_no_other() -> None:
    spoiled, sound = programme(), programme()
    first, second = a.voucher(a.person(), under=spoiled), a.voucher(a.person(), under=sound)
    account = AccountRecord(pk=f"account#{ledger.fund(spoiled.id)}", sk="head")
    account.update([AccountRecord.unit.set("minutes")])

    with pytest.raises(AccountClosed):
        expire.vouchers(at=end_of_day(second.expires_on))
    assert (a.voucher_account(first).lapsed, a.voucher_account(second).lapsed) == (0, second.granted)
