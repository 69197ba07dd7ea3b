"""A provider gives up what an absence or a late cancellation has charged: the money goes back, once."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from chalicelib.bookings import announce, close, read, waive
from chalicelib.bookings.model import Booking, BookingState
from chalicelib.bookings.refusals import NothingCharged
from chalicelib.bookings.steps import Party, StepKind
from chalicelib.catalogue import browse
from chalicelib.catalogue.terms import Band, Terms
from chalicelib.controls import reconcile
from chalicelib.kernel.caller import Caller, Role
from chalicelib.kernel.clock import end_of_day, local_day
from chalicelib.kernel.identifiers import IdempotencyKeyReused, Outcome
from chalicelib.kernel.paging import Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.ledger import model as ledger
from chalicelib.ledger import move
from chalicelib.ledger.model import Bucket, NothingDue, Unit
from chalicelib.people.model import Person
from chalicelib.runtime.dynamodb import Transaction
from chalicelib.vouchers import expire
from chalicelib.vouchers.model import Voucher
from tests import builders as a
from tests import cloud
from tests.integration.bookings.deliveries import meanwhile
from tests.integration.bookings.test_mail import image

pytestmark = pytest.mark.usefixtures("aws")

STRICT = Terms(bands=(Band(48, 0), Band(1, 50)), no_show_percent=80)


@dataclass(frozen=True)
class Charged:
    """A booking of 20 euro, paid by a voucher of 100, of which something is due without a delivery."""

    person: Person
    voucher: Voucher
    booking: Booking
    manager: Caller

    def split(self) -> tuple[int, int, int]:
        """What the voucher has captured, held and available, and that it adds up."""
        account = a.voucher_account(self.voucher)
        assert account.conserves()
        return account.captured, account.held, account.available

    def due(self) -> int:
        payable = ledger.payable(self.booking.provider_id, self.voucher.programme_id)
        return a.account(payable).balances[Bucket.DUE]

    def now(self) -> Booking:
        return read.booking(self.booking.id, by=self.manager, at=a.NOW)


def placed(granted: int = 100_00) -> Charged:
    person = a.person()
    voucher = a.voucher(person, granted)
    where = a.session(terms=STRICT)
    booking = a.book(person, where, voucher).value
    return Charged(person, voucher, booking, a.staff(Role.PROVIDER_MANAGER, booking.provider_id))


def absent() -> Charged:
    made = placed()
    by = made.manager
    close.attended(made.booking.id, delivered_minutes=0, by=by, key=a.key(by), at=made.booking.ends_at)
    return made


def cancelled_late() -> Charged:
    made = placed()
    family = a.citizen(made.person)
    close.cancelled(made.booking.id, by=family, key=a.key(family), at=made.booking.starts_at - timedelta(hours=2))
    return made


def waived(of: Charged, *, by: Caller | None = None, name: str = "", said: str = "same") -> Outcome[Booking]:
    by = by or of.manager
    return waive.charge(
        of.booking.id, reason="Era in ospedale", by=by, key=a.key(by, name, said), at=of.booking.ends_at
    )


def test_what_an_absence_charged_goes_back_to_the_voucher() -> None:
    made = absent()
    assert (made.split(), made.due()) == ((16_00, 0, 84_00), 16_00)

    after = waived(made).value

    assert (after.state, after.charged_percent) == (BookingState.ABSENT, 0)
    assert (made.split(), made.due()) == ((0, 0, 100_00), 0)


def test_what_a_late_cancellation_charged_goes_back_to_the_voucher() -> None:
    made = cancelled_late()
    assert made.split() == (10_00, 0, 90_00)

    assert waived(made).value.state is BookingState.CANCELLED
    assert (made.split(), made.due()) == ((0, 0, 100_00), 0)


def test_the_person_no_longer_owes_their_own_part() -> None:
    person = a.person()
    booking = a.book(person, a.session(terms=STRICT)).value
    made = Charged(person, a.voucher(person), booking, a.staff(Role.PROVIDER_MANAGER, booking.provider_id))
    close.attended(booking.id, delivered_minutes=0, by=made.manager, key=a.key(made.manager), at=booking.ends_at)
    assert made.now().own_due_cents == 16_00

    assert waived(made).value.own_due_cents == 0


def test_a_manager_finds_what_is_charged_in_a_session_of_their_own_until_it_is_waived() -> None:
    made = cancelled_late()
    session_id = made.booking.session_id
    a.book(a.person(), browse.session(session_id))  # who is expected

    assert [one.id for one in read.charged(session_id, by=made.manager)] == [made.booking.id]
    with pytest.raises(NotFound):
        read.charged(session_id, by=a.staff(Role.PROVIDER_MANAGER, "another"))
    waived(made)
    assert read.charged(session_id, by=made.manager) == []


def test_where_nothing_was_charged_nothing_is_waived() -> None:
    made = placed()
    close.cancelled(made.booking.id, by=made.manager, key=a.key(made.manager), at=a.NOW)

    for one in (placed(), made):
        with pytest.raises(NothingCharged):
            waived(one)


def test_a_charge_is_waived_once() -> None:
    made = absent()
    waived(made)

    with pytest.raises(NothingCharged):
        waived(made)
    assert made.split() == (0, 0, 100_00)


def test_waiving_twice_with_one_key_is_waiving_once() -> None:
    made = absent()

    waived(made, name="once")
    again = waived(made, name="once")

    assert (again.replayed, again.value.charged_percent, made.split()) == (True, 0, (0, 0, 100_00))
    with pytest.raises(IdempotencyKeyReused):
        waived(made, name="once", said="something else")


def test_of_two_who_waive_at_once_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    made = absent()

    with meanwhile(lambda: waived(made), monkeypatch), pytest.raises(NothingCharged):
        waived(made)
    assert (made.split(), made.due()) == ((0, 0, 100_00), 0)


def test_what_the_provider_was_paid_for_is_no_longer_its_to_give_up() -> None:
    made = absent()
    payable = ledger.payable(made.booking.provider_id, made.voucher.programme_id)
    with Transaction() as writes:
        move.settle(
            writes, settlement_id="2027-03", payable_id=payable, units=16_00, unit=Unit.CENTS, by="me", at=a.NOW
        )

    with pytest.raises(NothingDue):
        waived(made)
    assert (made.split(), made.now().charged_percent) == ((16_00, 0, 84_00), 80)


def test_another_providers_manager_waives_nothing() -> None:
    made = absent()

    with pytest.raises(NotFound):
        waived(made, by=a.staff(Role.PROVIDER_MANAGER, a.provider().id))
    assert made.split() == (16_00, 0, 84_00)


def test_what_comes_back_to_a_voucher_that_has_expired_goes_on_to_its_fund() -> None:
    made = absent()
    midnight = end_of_day(local_day(made.booking.ends_at) + timedelta(days=800))
    expire.vouchers(at=midnight)

    waived(made)

    assert expire.vouchers(at=midnight + timedelta(days=1)) == 1
    account = a.voucher_account(made.voucher)
    assert (account.available, account.lapsed, account.conserves()) == (0, 100_00, True)


def test_a_waiver_is_in_the_history_with_its_reason() -> None:
    made = absent()
    waived(made)

    history = read.steps(made.booking.id, Span(), by=a.citizen(made.person), at=a.NOW).items
    [step] = [one for one in history if one.kind is StepKind.WAIVED]

    assert (step.party, step.reason, step.by) == (Party.PROVIDER, "Era in ospedale", made.manager.account_id)


def test_the_books_agree_after_a_waiver() -> None:
    waived(absent())
    waived(cancelled_late())

    assert reconcile.everything(at=a.NOW).differences == []


def test_a_waiver_does_not_tell_the_cancellation_again() -> None:
    made = cancelled_late()
    before = image(made.booking)
    waived(made)

    announce.change(before, image(made.booking))

    assert cloud.outbox() == []
