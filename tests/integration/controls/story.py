"""An eventful month on an honest ledger: every kind of movement happens, on the days from 1 March 2027 on."""

from dataclasses import dataclass
from datetime import timedelta

from chalicelib.bookings import close, correct
from chalicelib.bookings.model import Booking
from chalicelib.kernel.caller import Caller, Role
from chalicelib.kernel.clock import end_of_day, local_day
from chalicelib.kernel.territory import Category
from chalicelib.ledger import model as ledger
from chalicelib.ledger import move
from chalicelib.ledger.model import Unit
from chalicelib.people import household
from chalicelib.programmes import commit, create
from chalicelib.programmes.create import ProgrammeDraft
from chalicelib.programmes.model import Programme
from chalicelib.programmes.rules import Caps, Rules
from chalicelib.runtime.dynamodb import Transaction
from chalicelib.vouchers import expire
from chalicelib.vouchers.model import ChangeKind, Voucher
from tests import builders as a

EXPIRES_ON = local_day(a.NOW) + timedelta(days=10)
OVER = end_of_day(EXPIRES_ON) + timedelta(hours=1)


@dataclass(frozen=True)
class Story:
    """What a test may want to tamper with."""

    programme: Programme
    voucher: Voucher
    attended: Booking
    standing: Booking
    payable_id: str


def told(*, paid: bool = True) -> Story:
    """Endow, commit, issue, hold, capture whole and in part, release, refund, settle, transfer, return, lapse.

    What is paid is paid without a settlement, which the weekly control names.
    """
    programme = _programme()
    coop = a.provider()
    worker = a.staff(Role.PROVIDER_MANAGER, coop.id)
    holder, relative = a.person(), a.person()
    commit.budget(
        programme.id, units=50_00, act="Det. 1", funder_id=a.FUNDER_ID, by=a.OFFICER, key=a.key(a.OFFICER), at=a.NOW
    )
    household.joined(relative.id, with_person_id=holder.id, by=a.OPERATOR, at=a.NOW)
    voucher = a.voucher(holder, 200_00, under=programme)

    def booked(day: int) -> Booking:
        session = a.session(by=coop, price_cents=20_00, starts_at=a.NOW + timedelta(days=day))
        return a.book(holder, session, voucher, at=a.NOW + timedelta(minutes=day)).value

    whole, part, absent, cancelled, standing = (booked(day) for day in (2, 3, 4, 5, 9))
    _attended(whole, 60, worker)
    _attended(part, 25, worker)
    _attended(absent, 0, worker)
    close.cancelled(cancelled.id, by=worker, key=a.key(worker), at=a.NOW + timedelta(hours=1))
    payable_id = ledger.payable(coop.id, programme.id)
    officer = a.staff(Role.PROGRAMME_OFFICER, a.FUNDER_ID)
    later = whole.ends_at + timedelta(days=1)
    correct.delivery(whole.id, delivered_minutes=30, reason="meno", by=officer, key=a.key(officer), at=later)
    if paid:
        _paid(payable_id, part)
    to_give, to_revoke, _to_lapse = (a.voucher(holder, units, under=programme) for units in (30_00, 40_00, 50_00))
    a.changed(to_give, ChangeKind.TRANSFER, to_person_id=relative.id, at=a.NOW + timedelta(days=1))
    a.changed(to_revoke, ChangeKind.REVOKE, at=a.NOW + timedelta(days=1))
    expire.vouchers(at=OVER)
    return Story(programme, voucher, part, standing, payable_id)


def _programme() -> Programme:
    """A programme whose vouchers are capped by the month, and can be handed on in the family."""
    draft = ProgrammeDraft(
        title="Assistenza domiciliare",
        legal_basis="Demo",
        unit=Unit.CENTS,
        rules=Rules((Category.SILVER_CARE,), 0, 130, ("L319",), caps=Caps(month_max=150_00), is_transferable=True),
        budget=1000_00,
        voucher_max=1000_00,
        from_on=local_day(a.NOW),
        expires_on=EXPIRES_ON,
    )
    key = a.key(a.OFFICER)
    return create.programme(draft, funder_id=a.FUNDER_ID, by=a.OFFICER, key=key, at=a.NOW - timedelta(minutes=1)).value


def _attended(booking: Booking, minutes: int, worker: Caller) -> None:
    key = a.key(worker)
    close.attended(booking.id, delivered_minutes=minutes, by=worker, key=key, at=booking.ends_at + timedelta(hours=2))


def _paid(payable_id: str, booking: Booking) -> None:
    at = booking.ends_at + timedelta(days=4)
    with Transaction() as writes:
        move.settle(
            writes, settlement_id="march", payable_id=payable_id, units=5_00, unit=Unit.CENTS, by="finance", at=at
        )
