"""What was captured by mistake goes back to the voucher, as long as the provider was not paid for it."""

from datetime import date, timedelta
from functools import partial

import pytest

from chalicelib.bookings import read
from chalicelib.bookings.model import BookingState
from chalicelib.bookings.refusals import BookingStateConflict, CorrectionNotLower
from chalicelib.bookings.steps import Party, StepKind
from chalicelib.controls import reconcile
from chalicelib.kernel.clock import at_local, end_of_day
from chalicelib.kernel.paging import Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.ledger import model as ledger
from chalicelib.ledger import move
from chalicelib.ledger.model import Account as LedgerAccount
from chalicelib.ledger.model import NothingDue, Unit
from chalicelib.runtime.dynamodb import Transaction
from chalicelib.vouchers import expire
from chalicelib.vouchers import read as vouchers
from chalicelib.vouchers.model import ChangeKind, VoucherState
from tests import builders as a
from tests.integration.bookings.deliveries import (
    DAYS,
    PLANNED,
    Case,
    case,
    confirmed,
    contested,
    corrected,
    meanwhile,
    officer,
    record,
    recorded,
    resolved,
)

pytestmark = pytest.mark.usefixtures("aws")

LAST_DAY = date(2027, 3, 28)  # clocks change on it
MIDNIGHT = end_of_day(LAST_DAY)


def captured(minutes: int = 510) -> Case:
    made = recorded(minutes)
    confirmed(made)
    return made


def expiring() -> Case:
    """Ten hours, captured whole, of a voucher that is good until that day."""
    person = a.person()
    under = a.programme(unit=Unit.MINUTES, budget=6000, expires_on=LAST_DAY, rules={"confirm_days": DAYS})
    voucher = a.voucher(person, PLANNED, under=under)
    where = a.session(minutes=PLANNED, starts_at=at_local(LAST_DAY - timedelta(days=9), a.NOW.time()))
    made = Case(person, voucher, a.book(person, where, voucher).value)
    record(made, PLANNED)
    confirmed(made)
    return made


def settle(of: Case, units: int) -> None:
    payable = ledger.payable(of.booking.provider_id, of.voucher.programme_id)
    with Transaction() as writes:
        move.settle(
            writes, settlement_id="2027-03", payable_id=payable, units=units, unit=Unit.MINUTES, by="me", at=a.NOW
        )


def state(of: Case) -> VoucherState:
    return vouchers.balance(of.voucher.id, by=of.family, at=a.NOW).voucher.state


def head(of: Case) -> LedgerAccount:
    return a.voucher_account(of.voucher)


def fund(of: Case) -> int:
    return a.account(ledger.fund(of.voucher.programme_id)).available


def test_what_was_captured_by_mistake_goes_back_to_the_voucher() -> None:
    made = captured(510)

    after = corrected(made, 480).value

    assert (after.state, after.delivered_minutes) == (BookingState.ATTENDED, 480)
    assert (made.split(), made.due()) == ((480, 0, 120), 480)


def test_nothing_delivered_after_all_is_an_absence() -> None:
    made = captured(510)

    assert corrected(made, 0).value.state is BookingState.ABSENT
    assert (made.split(), made.due()) == ((0, 0, PLANNED), 0)


def test_what_was_captured_at_once_can_be_corrected_too() -> None:
    made = case(days=0)
    record(made, 510)

    corrected(made, 480)

    assert made.split() == (480, 0, 120)


def test_what_was_resolved_can_be_corrected_too() -> None:
    made = recorded(510)
    contested(made, 480)
    resolved(made, 500)

    corrected(made, 450)

    assert made.split() == (450, 0, 150)


def test_corrections_go_on_from_each_other() -> None:
    made = captured(510)

    for minutes in (500, 480, 300):
        corrected(made, minutes)

    assert (made.split(), made.due()) == ((300, 0, 300), 300)


@pytest.mark.parametrize("minutes", [510, 511, PLANNED])
def test_a_correction_lowers(minutes: int) -> None:
    made = captured(510)

    with pytest.raises(CorrectionNotLower):
        corrected(made, minutes)


def test_only_what_is_settled_is_corrected() -> None:
    waiting, disputed = recorded(), recorded()
    contested(disputed, 480)

    for made in (case(), waiting, disputed):
        with pytest.raises(BookingStateConflict):
            corrected(made, 10)


def test_another_funders_officer_corrects_nothing() -> None:
    made = captured()

    with pytest.raises(NotFound):
        corrected(made, 0, by=officer("another-funder"))
    assert made.split() == (510, 0, 90)


def test_what_the_provider_was_paid_for_is_not_taken_back() -> None:
    made = captured(510)
    settle(made, 500)

    with pytest.raises(NothingDue):
        corrected(made, 480)
    assert (made.split(), made.now().delivered_minutes) == ((510, 0, 90), 510)
    assert corrected(made, 500).value.delivered_minutes == 500


def test_correcting_twice_with_one_key_is_correcting_once() -> None:
    made, by = captured(510), officer()

    first, again = corrected(made, 480, by=by, name="once"), corrected(made, 480, by=by, name="once")

    assert (first.value, again.replayed, made.split()) == (again.value, True, (480, 0, 120))


def test_a_replay_shows_the_booking_as_it_is_now() -> None:
    made, by = captured(510), officer()
    corrected(made, 480, by=by, name="first")
    corrected(made, 300, by=by)

    assert corrected(made, 480, by=by, name="first").value.delivered_minutes == 300
    assert made.split() == (300, 0, 300)


def test_of_two_corrections_at_once_both_are_made_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    made = captured(510)

    with meanwhile(lambda: corrected(made, 400), monkeypatch):
        corrected(made, 300)

    assert (made.split(), made.due()) == ((300, 0, 300), 300)


def test_of_two_corrections_at_once_the_one_that_no_longer_lowers_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    made = captured(510)

    with meanwhile(lambda: corrected(made, 300), monkeypatch), pytest.raises(CorrectionNotLower):
        corrected(made, 400)
    assert made.split() == (300, 0, 300)


def test_a_correction_is_in_the_history_with_its_reason() -> None:
    made = captured(510)
    corrected(made, 480)

    last = next(
        step
        for step in read.steps(made.booking.id, Span(), by=made.family, at=a.NOW).items
        if step.kind is StepKind.CORRECTED
    )
    assert (last.party, last.minutes, last.reason) == (Party.FUNDER, 480, "Registro sbagliato")


def test_the_books_agree_after_a_correction() -> None:
    corrected(captured(510), 480)

    assert reconcile.everything(at=a.NOW).differences == []


def test_what_comes_back_to_a_voucher_that_is_good_can_be_spent() -> None:
    made = captured(PLANNED)
    corrected(made, 480)

    a.book(made.person, a.session(minutes=120), made.voucher)

    assert made.split() == (480, 120, 0)


@pytest.mark.parametrize("expired_first", [True, False])
def test_what_comes_back_to_a_voucher_that_has_expired_goes_on_to_its_fund(expired_first: bool) -> None:
    made = expiring()
    if expired_first:
        expire.vouchers(at=MIDNIGHT)
    before = fund(made)

    corrected(made, 480)

    assert expire.vouchers(at=MIDNIGHT + timedelta(days=1)) == 1
    assert (head(made).lapsed, head(made).available, head(made).conserves()) == (120, 0, True)
    assert (fund(made), state(made)) == (before + 120, VoucherState.EXPIRED)


def test_once_it_has_gone_on_the_voucher_is_left_alone() -> None:
    made = expiring()
    expire.vouchers(at=MIDNIGHT)
    corrected(made, 480)
    expire.vouchers(at=MIDNIGHT + timedelta(days=1))
    after_one = head(made)

    assert expire.vouchers(at=MIDNIGHT + timedelta(days=2)) == 0
    assert head(made) == after_one


def test_each_correction_of_an_expired_voucher_lapses_by_itself() -> None:
    made = expiring()
    expire.vouchers(at=MIDNIGHT)
    for night, minutes in enumerate((480, 300), start=1):
        corrected(made, minutes)
        assert expire.vouchers(at=MIDNIGHT + timedelta(days=night)) == 1

    assert (head(made).lapsed, state(made)) == (300, VoucherState.EXPIRED)


@pytest.mark.parametrize("nights_before", [0, 1])
def test_what_comes_back_to_a_revoked_voucher_goes_on_to_its_fund(nights_before: int) -> None:
    made = captured(510)
    a.changed(made.voucher, ChangeKind.REVOKE)
    for night in range(nights_before):
        expire.vouchers(at=a.NOW + timedelta(days=1 + night))
    before = fund(made)

    corrected(made, 480)

    assert not head(made).open
    assert expire.vouchers(at=made.booking.ends_at + timedelta(days=1)) == 1
    assert (fund(made), state(made), head(made).conserves()) == (before + 30, VoucherState.REVOKED, True)


def test_a_correction_while_the_expiry_runs_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    made = expiring()

    with meanwhile(lambda: corrected(made, 480), monkeypatch):
        expire.vouchers(at=MIDNIGHT)

    assert (head(made).lapsed, head(made).available, state(made)) == (120, 0, VoucherState.EXPIRED)


def test_a_correction_while_the_rest_lapses_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    made = expiring()
    corrected(made, 590)

    with meanwhile(partial(corrected, made, 480), monkeypatch):
        expire.vouchers(at=MIDNIGHT)

    assert (head(made).lapsed, head(made).available, state(made)) == (120, 0, VoucherState.EXPIRED)


def test_an_expiry_while_a_correction_runs_leaves_it_to_the_next_night(monkeypatch: pytest.MonkeyPatch) -> None:
    made = expiring()

    with meanwhile(lambda: expire.vouchers(at=MIDNIGHT), monkeypatch):
        corrected(made, 480)
    expire.vouchers(at=MIDNIGHT + timedelta(days=1))

    assert (head(made).lapsed, head(made).available, state(made)) == (120, 0, VoucherState.EXPIRED)
