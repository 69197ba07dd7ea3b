"""A voucher is suspended, reactivated or revoked by its funder, with a reason; what it already pays stands."""

from datetime import timedelta

import pytest

from chalicelib.bookings import close, place, quote
from chalicelib.controls import reconcile
from chalicelib.kernel.caller import Role
from chalicelib.kernel.clock import end_of_day, local_day
from chalicelib.kernel.identifiers import IdempotencyKeyReused, Outcome
from chalicelib.kernel.paging import Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.ledger import model as ledger
from chalicelib.ledger.model import AccountClosed
from chalicelib.vouchers import expire, read
from chalicelib.vouchers.model import ChangeKind, Voucher, VoucherState, VoucherStateConflict
from tests import builders as a

pytestmark = pytest.mark.usefixtures("aws")

SUSPENDED, OPEN, REVOKED = VoucherState.SUSPENDED, VoucherState.OPEN, VoucherState.REVOKED
SUSPEND, REACTIVATE, REVOKE = ChangeKind.SUSPEND, ChangeKind.REACTIVATE, ChangeKind.REVOKE


def changed(
    voucher: Voucher, kind: ChangeKind, *, name: str = "", said: str = "same", funder_id: str = a.FUNDER_ID
) -> Outcome[Voucher]:
    return a.changed(voucher, kind, named=name, said=said, funder_id=funder_id)


def honest() -> bool:
    return reconcile.everything(at=a.NOW).differences == []


def test_a_suspended_voucher_pays_nothing_new_until_it_is_reactivated() -> None:
    scene = a.scene()

    assert changed(scene.voucher, SUSPEND).value.state is SUSPENDED
    with pytest.raises(AccountClosed):
        a.book(scene.person, scene.session, scene.voucher)
    assert changed(scene.voucher, REACTIVATE).value.state is OPEN
    assert a.book(scene.person, scene.session, scene.voucher).value.payments
    assert honest()


def test_a_suspension_between_quote_and_booking_stops_it() -> None:
    scene = a.scene()
    caller = a.citizen(scene.person)
    quoted = quote.booking(
        scene.session.id, person_id=scene.person.id, voucher_id=scene.voucher.id, by=caller, at=a.NOW
    )
    changed(scene.voucher, SUSPEND)

    with pytest.raises(AccountClosed):
        place.booking(quoted.token, by=caller, key=a.key(caller), at=a.NOW)


def test_what_a_suspended_voucher_already_pays_is_delivered_and_captured() -> None:
    scene = a.scene()
    booking = a.book(scene.person, scene.session, scene.voucher).value
    changed(scene.voucher, SUSPEND)
    worker = a.staff(Role.PROVIDER_WORKER, booking.provider_id)

    close.attended(booking.id, delivered_minutes=60, by=worker, key=a.key(worker), at=booking.starts_at)

    assert a.voucher_account(scene.voucher).captured == 20_00
    assert honest()


def test_revoking_returns_what_is_free_to_the_fund_at_once() -> None:
    under, holder = a.programme(budget=1000_00), a.person()
    voucher = a.voucher(holder, 100_00, under=under)
    a.book(holder, a.session(), voucher)

    changed(voucher, REVOKE)

    account = a.voucher_account(voucher)
    assert (account.available, account.held, account.returned, account.open) == (0, 20_00, 80_00, False)
    assert a.account(ledger.fund(under.id)).available == 980_00
    assert honest()


def test_what_a_revoked_vouchers_bookings_free_goes_back_with_the_nightly_expiry() -> None:
    under, holder = a.programme(budget=1000_00), a.person()
    voucher = a.voucher(holder, 100_00, under=under)
    booking = a.book(holder, a.session(), voucher).value
    changed(voucher, REVOKE)
    caller = a.citizen(holder)
    close.cancelled(booking.id, by=caller, key=a.key(caller), at=a.NOW)

    assert expire.vouchers(at=end_of_day(local_day(a.NOW))) == 1
    assert a.account(ledger.fund(under.id)).available == 1000_00
    assert read.balance(voucher.id, by=caller, at=a.NOW).voucher.state is REVOKED
    assert expire.vouchers(at=a.NOW + timedelta(days=900)) == 0
    assert honest()


def test_a_voucher_spent_whole_is_revoked_too() -> None:
    holder = a.person()
    voucher = a.voucher(holder, 20_00)
    a.book(holder, a.session(), voucher)

    changed(voucher, REVOKE)

    assert (a.voucher_account(voucher).open, a.voucher_account(voucher).returned) == (False, 0)
    assert honest()


@pytest.mark.parametrize(
    ("before", "wanted"),
    [(None, REACTIVATE), (SUSPEND, SUSPEND), (REVOKE, REACTIVATE), (REVOKE, SUSPEND), (REVOKE, REVOKE)],
)
def test_a_state_that_does_not_allow_it_is_told(before: ChangeKind | None, wanted: ChangeKind) -> None:
    voucher = a.voucher(a.person())
    if before:
        changed(voucher, before)

    with pytest.raises(VoucherStateConflict):
        changed(voucher, wanted)


def test_the_same_request_changes_once_and_gives_the_first_answer() -> None:
    voucher = a.voucher(a.person())
    changed(voucher, SUSPEND, name="once")
    changed(voucher, REACTIVATE)

    again = changed(voucher, SUSPEND, name="once")

    assert (again.value.state, again.replayed) == (SUSPENDED, True)
    assert a.voucher_account(voucher).open


def test_a_key_changes_one_voucher_and_says_one_thing() -> None:
    one, other = a.voucher(a.person()), a.voucher(a.person())
    changed(one, SUSPEND, name="once")

    with pytest.raises(IdempotencyKeyReused):
        changed(other, SUSPEND, name="once")
    with pytest.raises(IdempotencyKeyReused):
        changed(one, SUSPEND, name="once", said="other")


def test_the_holder_reads_what_happened_and_why() -> None:
    holder = a.person()
    voucher = a.voucher(holder)
    changed(voucher, SUSPEND)
    changed(voucher, REVOKE)

    made = read.changes(voucher.id, Span(), by=a.citizen(holder), at=a.NOW).items

    assert {one.kind for one in made} == {SUSPEND, REVOKE}
    assert {(one.reason, one.by) for one in made} == {("Verifica in corso", a.OFFICER.account_id)}


def test_another_funders_voucher_is_not_to_be_found() -> None:
    with pytest.raises(NotFound):
        changed(a.voucher(a.person()), SUSPEND, funder_id="another")
