"""What a voucher pays: a programme, a voucher, an hour, all as of then; delivered or not, and a month, settled."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from chalicelib.bookings import close, place, quote
from chalicelib.bookings.model import Booking
from chalicelib.catalogue.model import Session
from chalicelib.kernel import clock
from chalicelib.kernel.caller import Caller, Role
from chalicelib.kernel.identifiers import RequestKey
from chalicelib.kernel.territory import Category
from chalicelib.ledger.model import Unit
from chalicelib.programmes import create
from chalicelib.programmes.award import Facts
from chalicelib.programmes.create import ProgrammeDraft
from chalicelib.programmes.rules import Rules
from chalicelib.settlements import issue
from chalicelib.settlements.model import Settlement
from chalicelib.vouchers import issue as vouchers
from tests import builders
from tests.pages.cooperative import Cooperative, person

CENTS = 100_00
OFFICER = Caller("officer", frozenset({Role.PROGRAMME_OFFICER}))


@dataclass(frozen=True)
class Delivery:
    """An hour of a cooperative that a voucher pays."""

    programme_id: str
    voucher_id: str
    booking: Booking


def delivery(
    of: Cooperative, *, manager_id: str, funder_id: str, holder_id: str, begins: datetime, confirm_days: int = 0
) -> Delivery:
    """An hour that somebody booked with a voucher of a funder, recorded when it ended."""
    manager = Caller(manager_id, frozenset({Role.PROVIDER_MANAGER}))
    session = of.session(of.offering(), begins=begins)
    made = booked(session, funder_id=funder_id, holder_id=holder_id, confirm_days=confirm_days)
    key, ended_at = _key(manager), session.ends_at
    recorded = close.attended(made.booking.id, delivered_minutes=60, by=manager, key=key, at=ended_at)
    return replace(made, booking=recorded.value)


def booked(session: Session, *, funder_id: str, holder_id: str, confirm_days: int = 0) -> Delivery:
    """An hour that somebody booked the day before with a voucher of a funder."""
    holder = Caller(holder_id, frozenset({Role.CITIZEN}))
    granted_at, booked_at = session.starts_at - timedelta(days=8), session.starts_at - timedelta(days=1)
    from_on = clock.local_day(granted_at)
    rules = Rules((Category.SILVER_CARE,), 0, 130, ("L319",), confirm_days=confirm_days)
    draft = ProgrammeDraft(
        title="Misura di prova",
        legal_basis="Prova",
        unit=Unit.CENTS,
        rules=rules,
        budget=CENTS,
        voucher_max=CENTS,
        from_on=from_on,
        expires_on=from_on + timedelta(days=300),
    )
    programme = create.programme(draft, funder_id=funder_id, by=OFFICER, key=_key(OFFICER), at=granted_at).value
    voucher = vouchers.voucher(
        programme_id=programme.id,
        person_id=holder_id,
        facts=Facts(granted=CENTS),
        funder_id=funder_id,
        by=OFFICER,
        key=_key(OFFICER),
        at=granted_at,
    ).value
    quoted = quote.booking(session.id, person_id=holder_id, voucher_id=voucher.id, by=holder, at=booked_at)
    booking = place.booking(quoted.token, by=holder, key=_key(holder), at=booked_at).value
    return Delivery(programme.id, voucher.id, booking)


def month(of: Cooperative, *, manager_id: str) -> Settlement:
    """What a funder that nobody else has owes a cooperative for one session of the month that is over."""
    begins = clock.at_local(clock.today().replace(day=1) - timedelta(days=12), time(10))
    funder_id = f"funder-{secrets.token_hex(4)}"
    delivery(of, manager_id=manager_id, funder_id=funder_id, holder_id=person("Rita").id, begins=begins)
    return issue.settlement(
        funder_id=funder_id,
        provider_id=of.provider_id,
        month=f"{begins:%Y-%m}",
        by=OFFICER,
        key=_key(OFFICER),
        at=clock.now(),
    ).value


def _key(caller: Caller) -> RequestKey:
    return builders.key(caller, secrets.token_hex(8))
