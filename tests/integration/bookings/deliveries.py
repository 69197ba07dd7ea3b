"""Ten hours booked, recorded, confirmed, contested, resolved: what the tests of deliveries are told with."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.bookings import close, confirm, contest, correct, read, resolve
from chalicelib.bookings.model import Booking
from chalicelib.kernel.caller import Caller, Role
from chalicelib.kernel.identifiers import Outcome
from chalicelib.ledger import model as ledger
from chalicelib.ledger.model import Bucket, Unit
from chalicelib.people.model import Person
from chalicelib.runtime.aws import client
from chalicelib.vouchers.model import Voucher
from tests import builders as a

MOMENT = timedelta(microseconds=1)
DAYS = 5
PLANNED = 600


@dataclass(frozen=True)
class Case:
    """Ten hours booked with an hours voucher whose programme gives the family five days."""

    person: Person
    voucher: Voucher
    booking: Booking

    @property
    def family(self) -> Caller:
        return a.citizen(self.person)

    def split(self) -> tuple[int, int, int]:
        """What the voucher has captured, held and available again."""
        account = a.voucher_account(self.voucher)
        assert account.conserves()
        return account.captured, account.held, account.available

    def due(self) -> int:
        payable = ledger.payable(self.booking.provider_id, self.voucher.programme_id)
        return a.account(payable).balances[Bucket.DUE]

    def now(self) -> Booking:
        return read.booking(self.booking.id, by=self.family, at=a.NOW)


def case(*, starts_at: datetime | None = None, holder: Person | None = None, days: int = DAYS) -> Case:
    person = holder or a.person()
    voucher = a.voucher(
        person, PLANNED, under=a.programme(unit=Unit.MINUTES, budget=6000, rules={"confirm_days": days})
    )
    booking = a.book(person, a.session(minutes=PLANNED, starts_at=starts_at), voucher).value
    return Case(person, voucher, booking)


def worker(of: Case) -> Caller:
    return a.staff(Role.PROVIDER_WORKER, of.booking.provider_id)


def officer(funder_id: str = a.FUNDER_ID) -> Caller:
    return a.staff(Role.PROGRAMME_OFFICER, funder_id)


def record(
    of: Case, minutes: int = 510, *, by: Caller | None = None, name: str = "", at: datetime | None = None
) -> Booking:
    by = by or worker(of)
    key = a.key(by, name, str(minutes))
    return close.attended(of.booking.id, delivered_minutes=minutes, by=by, key=key, at=at or of.booking.ends_at).value


def recorded(minutes: int = 510, **about: Any) -> Case:
    made = case(**about)
    record(made, minutes)
    return made


def confirmed(
    of: Case,
    *,
    by: Caller | None = None,
    told: str | None = None,
    name: str = "",
    said: str | None = None,
    at: datetime | None = None,
) -> Outcome[Booking]:
    by = by or of.family
    key = a.key(by, name, str(told) if said is None else said)
    return confirm.delivery(of.booking.id, code=told, by=by, key=key, at=at or of.booking.ends_at)


def contested(
    of: Case, minutes: int, *, by: Caller | None = None, name: str = "", at: datetime | None = None
) -> Outcome[Booking]:
    by = by or of.family
    key = a.key(by, name, str(minutes))
    at = at or of.booking.ends_at
    return contest.delivery(
        of.booking.id, delivered_minutes=minutes, reason="È andata via prima", by=by, key=key, at=at
    )


def resolved(of: Case, minutes: int, *, by: Caller | None = None, name: str = "") -> Outcome[Booking]:
    by = by or officer()
    key = a.key(by, name, str(minutes))
    return resolve.contest(
        of.booking.id, delivered_minutes=minutes, reason="Sentiti entrambi", by=by, key=key, at=of.booking.ends_at
    )


def corrected(of: Case, minutes: int, *, by: Caller | None = None, name: str = "") -> Outcome[Booking]:
    by = by or officer()
    key = a.key(by, name, str(minutes))
    return correct.delivery(
        of.booking.id, delivered_minutes=minutes, reason="Registro sbagliato", by=by, key=key, at=of.booking.ends_at
    )


def until(of: Case) -> datetime:
    found = of.now().confirm_until_at
    assert found is not None
    return found


def wrong(right: str) -> Iterator[str]:
    """Codes that are not the right one."""
    return (f"{number:06d}" for number in range(1_000_000) if f"{number:06d}" != right)


@contextmanager
def meanwhile(other: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let something else happen between what the block first reads and what it then writes."""
    dynamodb = client("dynamodb")
    write = dynamodb.transact_write_items

    def interrupted(**request: Any) -> Any:
        monkeypatch.setattr(dynamodb, "transact_write_items", write)
        other()
        return write(**request)

    monkeypatch.setattr(dynamodb, "transact_write_items", interrupted)
    yield
    monkeypatch.setattr(dynamodb, "transact_write_items", write)
