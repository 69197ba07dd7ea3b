"""A funder looks at its programme's vouchers without learning whose they are."""

from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.kernel.paging import Page, Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.programmes.model import Programme
from chalicelib.vouchers import read
from chalicelib.vouchers.model import ChangeKind, VoucherState
from chalicelib.vouchers.read import OutlineBalance
from chalicelib.vouchers.shapes import OutlineBalanceView
from tests import builders as a
from tests.wire import shown

pytestmark = pytest.mark.usefixtures("aws")

TODAY, IN_MARCH, IN_MAY = date(2027, 3, 1), date(2027, 3, 29), date(2027, 5, 1)


def page(
    programme: Programme, span: Span = Span(), *, state: VoucherState | None = None, until: date | None = None
) -> Page[OutlineBalance]:
    return read.of_programme(programme.id, span, funder_id=a.FUNDER_ID, state=state, expires_until=until)


def listed(programme: Programme, **asked: Any) -> list[OutlineBalance]:
    return page(programme, **asked).items


def ends(balances: list[OutlineBalance]) -> list[date]:
    return [one.voucher.expires_on for one in balances]


def monthly() -> Programme:
    """A programme with vouchers of two months: one issued today, one a month ago, one at its end."""
    programme = a.programme(expires_on=None, months=2, at=a.NOW - timedelta(days=60))
    for days in (0, 59, 31):
        a.voucher(a.person(), under=programme, at=a.NOW - timedelta(days=days))
    a.voucher(a.person())  # another programme's
    return programme


def test_a_programmes_vouchers_are_listed_the_soonest_to_expire_first() -> None:
    programme = monthly()

    assert ends(listed(programme)) == [TODAY, IN_MARCH, IN_MAY]


def test_who_plans_asks_for_those_that_expire_until_a_day() -> None:
    programme = monthly()

    assert ends(listed(programme, until=IN_MARCH)) == [TODAY, IN_MARCH]


def test_pages_follow_each_other_among_those_of_one_state() -> None:
    programme = a.programme()
    kept = [a.voucher(a.person(), under=programme) for _ in range(5)]
    for number in (0, 2):
        a.changed(kept[number], ChangeKind.SUSPEND)

    first = page(programme, Span(2), state=VoucherState.OPEN)
    rest = page(programme, Span(2, first.rest), state=VoucherState.OPEN)

    assert {one.voucher.id for one in first.items + rest.items} == {kept[number].id for number in (1, 3, 4)}
    assert (len(first.items), len(rest.items), rest.rest) == (2, 1, None)


def test_each_tells_what_became_of_it() -> None:
    programme, holder = a.programme(), a.person()
    voucher = a.voucher(holder, 100_00, under=programme)
    a.book(holder, a.session(price_cents=2000), voucher)

    [one] = listed(programme)

    account = one.account
    assert (one.voucher.issued_on, one.voucher.unit) == (TODAY, voucher.unit)
    assert (account.granted, account.available, account.held, account.captured) == (100_00, 80_00, 20_00, 0)


def test_a_proposed_voucher_has_been_granted_nothing_yet() -> None:
    programme = a.programme(second_person_above=50_00)
    a.voucher(a.person(), 100_00, under=programme)

    [one] = listed(programme, state=VoucherState.PROPOSED)

    assert (one.account.granted, one.account.available) == (0, 0)


def test_nobody_is_named() -> None:
    programme, holder = a.programme(), a.person()
    a.voucher(holder, under=programme)

    told = str(shown(listed(programme)[0], OutlineBalanceView))

    assert holder.id not in told
    assert holder.household_id not in told
    assert holder.given_name not in told


def test_another_funders_programme_is_not_found() -> None:
    programme = a.programme()

    for programme_id, funder_id in ((programme.id, "another"), ("nothing", a.FUNDER_ID)):
        with pytest.raises(NotFound):
            read.of_programme(programme_id, Span(), funder_id=funder_id, state=None, expires_until=None)
