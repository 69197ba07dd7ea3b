"""Quoting: whether a person can have a place, how it would be paid, and every reason why not."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from chalicelib.catalogue import browse
from chalicelib.catalogue.model import Session
from chalicelib.kernel.caller import Caller
from chalicelib.kernel.clock import local_day
from chalicelib.kernel.refusals import NotFound, refuse_any
from chalicelib.ledger import model as ledger
from chalicelib.ledger import read as accounts
from chalicelib.people import find as people
from chalicelib.providers import read as providers
from chalicelib.runtime import secrets
from chalicelib.runtime.dynamodb import Later, Reads
from chalicelib.vouchers import read as vouchers

from . import table
from .model import QUOTE_MINUTES, Agenda, Circumstances, Payment, Quote, QuoteInvalid


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quote, and the token that commits exactly it."""

    quote: Quote
    token: str


def booking(session_id: str, *, person_id: str, voucher_id: str | None, by: Caller, at: datetime) -> Quoted:
    """The quote for a place, and the token that commits it; without a voucher the person pays the provider.

    Raises NotFound, NotForThisPerson, and every refusal that stands in the way, together.
    """
    session = browse.session(session_id)
    circumstances = _circumstances(session, person_id, voucher_id, by, at)
    people.leave_trace(person_id, what="vouchers and agenda", purpose="quote on behalf, at the desk", by=by, at=at)
    refuse_any(circumstances.why_not(at=at))
    quote = _quote(circumstances, by, at)
    return Quoted(quote, secrets.sign(msgspec.json.encode(quote), purpose="quote", scope=by.account_id))


def opened(token: str, *, by: Caller) -> Quote:
    """The quote that a token stands for. Raises QuoteInvalid for a forged one, or another caller's."""
    payload = secrets.unsign(token, purpose="quote", scope=by.account_id)
    if payload is None:
        raise QuoteInvalid
    return msgspec.json.decode(payload, type=Quote)


def _circumstances(session: Session, person_id: str, voucher_id: str | None, by: Caller, at: datetime) -> Circumstances:
    with Reads() as reads:
        asked = people.person(reads, person_id)
        right = people.delegation(reads, person_id, by.account_id)
        accreditation = providers.accreditation(reads, session.provider_id, session.category)
        agenda = table.agenda(reads, person_id, local_day(session.starts_at))
        voucher = vouchers.voucher(reads, voucher_id) if voucher_id else Later()
        account = accounts.account(reads, ledger.voucher(voucher_id)) if voucher_id else Later()
    people.must_act_for(by, person_id, right.found(), at=at)
    person = asked.must(NotFound(person_id=person_id))
    paying = voucher.must(NotFound(voucher_id=voucher_id)) if voucher_id else None
    with Reads() as reads:
        around = vouchers.around(reads, person_id, person.household_id) if paying else None
    return Circumstances(
        session=session,
        person=person,
        accreditation=accreditation.found(),
        agenda=agenda.found() or Agenda({}),
        voucher=paying,
        account=account.must(NotFound(voucher_id=voucher_id)) if voucher_id else None,
        beside=vouchers.why_not_beside(paying, around),
    )


def _quote(circumstances: Circumstances, by: Caller, at: datetime) -> Quote:
    session, voucher = circumstances.session, circumstances.voucher
    payments: tuple[Payment, ...] = ()
    if voucher is not None:
        amount = voucher.cost(price_cents=session.price_cents, minutes=session.minutes)
        counts, days = tuple(cap.count for cap in circumstances.caps()), voucher.rules.confirm_days
        paid = Payment(voucher.id, voucher.programme_id, voucher.unit, amount, counts, days)
        payments = (paid,) if amount else ()
    return Quote(
        session_id=session.id,
        person_id=circumstances.person.id,
        household_id=circumstances.person.household_id,
        provider_id=session.provider_id,
        provider_name=session.provider_name,
        category=session.category,
        title=session.title,
        place=session.place,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        cancel_until_at=session.cancel_until_at,
        price_cents=session.price_cents,
        payments=payments,
        own_cents=0 if voucher else session.price_cents,
        asked_by=by.account_id,
        expires_at=at + timedelta(minutes=QUOTE_MINUTES),
    )
