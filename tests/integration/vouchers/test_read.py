"""A holder reads what is left of a voucher and how it came to that; strangers read nothing."""

from datetime import date, timedelta

import pytest

from chalicelib.bookings import close
from chalicelib.kernel.caller import Caller, Role
from chalicelib.kernel.paging import Position, Span
from chalicelib.kernel.refusals import Forbidden, NotFound
from chalicelib.ledger.model import Kind, Line
from chalicelib.people.model import Person
from chalicelib.vouchers import read
from chalicelib.vouchers.model import Voucher
from tests import builders as a

pytestmark = pytest.mark.usefixtures("aws")


def lived() -> tuple[Person, Voucher]:
    """A voucher that saw a hold, its release, another hold, and its capture in part."""
    holder = a.person()
    voucher = a.voucher(holder, 100_00)
    caller, later = a.citizen(holder), a.NOW + timedelta(days=40)
    dropped = a.book(holder, a.session(price_cents=2000, starts_at=later), voucher, at=a.NOW + timedelta(hours=1)).value
    close.cancelled(dropped.id, by=caller, key=a.key(caller), at=a.NOW + timedelta(hours=2))
    kept = a.book(holder, a.session(price_cents=3000, starts_at=later), voucher, at=a.NOW + timedelta(hours=3)).value
    worker = a.staff(Role.PROVIDER_WORKER, kept.provider_id)
    close.attended(kept.id, delivered_minutes=30, by=worker, key=a.key(worker), at=kept.ends_at)
    return holder, voucher


def whole(voucher: Voucher, holder: Person, limit: int) -> list[Line]:
    lines: list[Line] = []
    after: Position | None = None
    while True:
        page = read.statement(voucher.id, Span(limit, after), by=a.citizen(holder), at=a.NOW)
        lines += page.items
        if (after := page.rest) is None:
            return lines


def test_a_statement_tells_every_movement_and_what_was_left_after_it() -> None:
    holder, voucher = lived()

    lines = [(line.kind, line.available_after, line.held_after) for line in whole(voucher, holder, 25)]

    assert lines == [
        (Kind.ISSUE, 100_00, 0),
        (Kind.HOLD, 80_00, 20_00),
        (Kind.RELEASE, 100_00, 0),
        (Kind.HOLD, 70_00, 30_00),
        (Kind.CAPTURE, 85_00, 0),
    ]


@pytest.mark.parametrize("limit", [1, 2, 5])
def test_balances_run_on_from_page_to_page(limit: int) -> None:
    holder, voucher = lived()

    assert whole(voucher, holder, limit) == whole(voucher, holder, 25)


def test_a_statement_ends_where_the_balance_stands() -> None:
    holder, voucher = lived()

    account = read.balance(voucher.id, by=a.citizen(holder), at=a.NOW).account

    last = whole(voucher, holder, 25)[-1]
    assert (last.available_after, last.held_after) == (account.available, account.held)
    assert (account.granted, account.captured, account.conserves()) == (100_00, 15_00, True)


def test_ones_vouchers_are_listed_the_soonest_to_expire_first() -> None:
    holder = a.person()
    ends = [date(2027, 12, 31), date(2027, 6, 30), date(2028, 1, 31)]
    for end in ends:
        a.voucher(holder, under=a.programme(expires_on=end))
    a.voucher(a.person())

    first = read.of_person(holder.id, Span(2), by=a.citizen(holder), at=a.NOW)
    rest = read.of_person(holder.id, Span(2, first.rest), by=a.citizen(holder), at=a.NOW)

    assert [balance.voucher.expires_on for balance in first.items + rest.items] == sorted(ends)
    assert rest.rest is None


def test_strangers_find_no_voucher() -> None:
    voucher, stranger = a.voucher(a.person()), a.citizen(a.person())

    for voucher_id in (voucher.id, "nothing"):
        with pytest.raises(NotFound):
            read.balance(voucher_id, by=stranger, at=a.NOW)
        with pytest.raises(NotFound):
            read.statement(voucher_id, Span(), by=stranger, at=a.NOW)


def test_nobody_lists_a_strangers_vouchers() -> None:
    holder = a.person()

    with pytest.raises(NotFound):
        read.of_person(holder.id, Span(), by=a.citizen(a.person()), at=a.NOW)


def test_a_parent_reads_a_childs_voucher() -> None:
    parent = a.person()
    child = a.person(born_on=date(2018, 6, 1), email=None, delegate_id=parent.id)
    voucher = a.voucher(child)

    assert read.balance(voucher.id, by=a.citizen(parent), at=a.NOW).voucher == voucher


def test_the_funder_reads_the_vouchers_of_its_programmes_and_no_others() -> None:
    voucher = a.voucher(a.person())
    own, other = a.staff(Role.PROGRAMME_OFFICER, a.FUNDER_ID), a.staff(Role.PROGRAMME_OFFICER, "another")

    assert read.balance(voucher.id, by=own, at=a.NOW).voucher == voucher
    with pytest.raises(NotFound):
        read.balance(voucher.id, by=other, at=a.NOW)


def test_staff_without_an_account_read_nothing() -> None:
    voucher = a.voucher(a.person())

    with pytest.raises(Forbidden):
        read.balance(voucher.id, by=Caller("nobody", frozenset({Role.PROGRAMME_OFFICER})), at=a.NOW)


def test_a_balance_of_the_past_is_what_the_entries_say() -> None:
    holder = a.person()
    voucher = a.voucher(holder, 100_00)
    a.book(holder, a.session(), voucher, at=a.NOW + timedelta(hours=1))
    a.book(holder, a.session(), voucher, at=a.NOW + timedelta(hours=2))

    def had(after: timedelta) -> tuple[int, int]:
        then = read.as_of(voucher.id, a.NOW + after, by=a.citizen(holder), at=a.NOW)
        return then.available, then.held

    moment = timedelta(microseconds=1)
    assert had(-moment) == (0, 0)
    assert had(timedelta()) == (100_00, 0)
    assert had(timedelta(hours=2) - moment) == (80_00, 20_00)
    assert had(timedelta(hours=2)) == (60_00, 40_00)
    now = a.voucher_account(voucher)
    assert had(timedelta(days=365)) == (now.available, now.held)
