"""A voucher lasts longer when its funder says so; what is left of it moves within a household where rules allow."""

from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.bookings import close
from chalicelib.kernel.clock import end_of_day
from chalicelib.kernel.paging import Span
from chalicelib.ledger import model as ledger
from chalicelib.ledger.model import AccountClosed, ExpiredByThen
from chalicelib.people import household
from chalicelib.people.model import Person
from chalicelib.programmes.rules import AgeNotAdmitted
from chalicelib.vouchers import expire, read
from chalicelib.vouchers.model import (
    ChangeKind,
    ExtensionNotAdmitted,
    TransferNotAdmitted,
    Voucher,
    VoucherState,
    VoucherStateConflict,
)
from tests import builders as a

pytestmark = pytest.mark.usefixtures("aws")

EXTEND, TRANSFER = ChangeKind.EXTEND, ChangeKind.TRANSFER
SHORT: dict[str, Any] = {"expires_on": date(2027, 12, 31), "months": 1}  # a voucher ends on 1 April 2027


def family(**rules: object) -> tuple[Person, Person, Voucher]:
    mother, son = a.person(), a.person()
    household.joined(son.id, with_person_id=mother.id, by=a.OPERATOR, at=a.NOW)
    programme = a.programme(budget=1000_00, rules={"is_transferable": True, **rules})
    return mother, son, a.voucher(mother, 100_00, under=programme)


def test_an_extended_voucher_pays_until_its_new_last_day() -> None:
    holder = a.person()
    voucher = a.voucher(holder, under=a.programme(**SHORT))
    late = a.session(starts_at=end_of_day(date(2027, 5, 31)) - timedelta(hours=12))

    with pytest.raises(ExpiredByThen):
        a.book(holder, late, voucher)
    extended = a.changed(voucher, EXTEND, expires_on=date(2027, 5, 31)).value

    assert extended.expires_on == date(2027, 5, 31)
    assert a.book(holder, late, voucher).value.payments


def test_an_extended_voucher_lapses_after_its_new_last_day() -> None:
    voucher = a.voucher(a.person(), under=a.programme(**SHORT))
    a.changed(voucher, EXTEND, expires_on=date(2027, 5, 31))

    assert expire.vouchers(at=end_of_day(date(2027, 4, 1))) == 0
    assert expire.vouchers(at=end_of_day(date(2027, 5, 31))) == 1


@pytest.mark.parametrize("expires_on", [date(2027, 4, 1), date(2027, 3, 2), date(2028, 1, 1)])
def test_a_last_day_that_is_not_later_or_outlives_the_programme_is_refused(expires_on: date) -> None:
    voucher = a.voucher(a.person(), under=a.programme(**SHORT))

    with pytest.raises(ExtensionNotAdmitted):
        a.changed(voucher, EXTEND, expires_on=expires_on)


def test_an_expired_voucher_is_not_extended() -> None:
    voucher = a.voucher(a.person(), under=a.programme(**SHORT))
    expire.vouchers(at=end_of_day(date(2027, 4, 1)))

    with pytest.raises(VoucherStateConflict):
        a.changed(voucher, EXTEND, expires_on=date(2027, 5, 31))


def test_what_is_left_goes_to_a_member_of_the_household() -> None:
    mother, son, voucher = family()
    a.book(mother, a.session(), voucher)

    assert a.changed(voucher, TRANSFER, to_person_id=son.id).value.state is VoucherState.TRANSFERRED

    old = a.voucher_account(voucher)
    (new,) = read.of_person(son.id, Span(), by=a.citizen(son), at=a.NOW).items
    assert (old.available, old.held, old.transferred, old.open) == (0, 20_00, 80_00, False)
    assert (new.account.available, new.account.granted) == (80_00, 80_00)
    assert old.conserves()
    assert new.account.conserves()


def test_a_transferred_voucher_pays_nothing_new_the_other_does() -> None:
    mother, son, voucher = family()
    a.changed(voucher, TRANSFER, to_person_id=son.id)
    (new,) = read.of_person(son.id, Span(), by=a.citizen(son), at=a.NOW).items

    with pytest.raises(AccountClosed):
        a.book(mother, a.session(), voucher)
    assert a.book(son, a.session(), new.voucher).value.payments


def test_what_a_transferred_vouchers_bookings_free_goes_back_to_the_fund() -> None:
    mother, son, voucher = family()
    booking = a.book(mother, a.session(), voucher).value
    a.changed(voucher, TRANSFER, to_person_id=son.id)
    caller = a.citizen(mother)
    close.cancelled(booking.id, by=caller, key=a.key(caller), at=a.NOW)

    assert expire.vouchers(at=a.NOW + timedelta(days=1)) == 1
    assert a.account(ledger.fund(voucher.programme_id)).available == 920_00
    assert a.voucher_account(voucher).conserves()


def test_the_same_transfer_happens_once() -> None:
    _, son, voucher = family()
    a.changed(voucher, TRANSFER, to_person_id=son.id, named="once")

    assert a.changed(voucher, TRANSFER, to_person_id=son.id, named="once").replayed
    assert len(read.of_person(son.id, Span(), by=a.citizen(son), at=a.NOW).items) == 1


def test_a_transfer_that_the_rules_do_not_allow_is_refused() -> None:
    _, son, voucher = family(is_transferable=False)

    with pytest.raises(TransferNotAdmitted):
        a.changed(voucher, TRANSFER, to_person_id=son.id)


def test_a_transfer_outside_the_household_or_to_oneself_is_refused() -> None:
    mother, _, voucher = family()

    with pytest.raises(TransferNotAdmitted):
        a.changed(voucher, TRANSFER, to_person_id=a.person().id)
    with pytest.raises(TransferNotAdmitted):
        a.changed(voucher, TRANSFER, to_person_id=mother.id)


def test_a_transfer_to_someone_the_programme_is_not_for_is_refused() -> None:
    mother, daughter = a.person(), a.person(born_on=date(2019, 5, 4), delegate_id=a.person().id)
    household.joined(daughter.id, with_person_id=mother.id, by=a.OPERATOR, at=a.NOW)
    voucher = a.voucher(mother, under=a.programme(ages=(18, 130), rules={"is_transferable": True}))

    with pytest.raises(AgeNotAdmitted):
        a.changed(voucher, TRANSFER, to_person_id=daughter.id)
