"""Placing a booking: the place, the money and the booking itself, together or not at all."""

from datetime import datetime

from chalicelib.catalogue import browse, take
from chalicelib.catalogue.model import QuoteOutdated
from chalicelib.kernel.caller import Caller
from chalicelib.kernel.identifiers import Outcome, RequestKey
from chalicelib.kernel.refusals import NotFound, refuse_any
from chalicelib.ledger import model as ledger
from chalicelib.ledger import move
from chalicelib.ledger import read as accounts
from chalicelib.people import find as people
from chalicelib.people.model import Person
from chalicelib.providers import read as providers
from chalicelib.providers.model import NotAccredited
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import Later, Reads, Transaction
from chalicelib.vouchers import read as vouchers

from . import quote as quotes
from . import table
from .model import Agenda, Booking, BookingState, Circumstances, Quote, QuoteExpired


def booking(quote_token: str, *, by: Caller, key: RequestKey, at: datetime) -> Outcome[Booking]:
    """Commit a quote, exactly as it was shown; the same key gives the same booking.

    Raises QuoteInvalid, QuoteExpired, QuoteOutdated, and every refusal that a quote raises. One consistent read and
    one transaction: two round trips, however many bookings, vouchers and sessions there are.
    """
    quote = quotes.opened(quote_token, by=by)
    return dynamodb.until_settled(lambda: _placed(quote, by, key, at))


def _placed(quote: Quote, by: Caller, key: RequestKey, at: datetime) -> Outcome[Booking]:
    voucher_id = quote.payments[0].voucher_id if quote.payments else None
    with Reads() as reads:
        earlier = table.booking(reads, key.id_for("booking"))
        session = browse.ask_session(reads, quote.session_id)
        person = people.person(reads, quote.person_id)
        right = people.delegation(reads, quote.person_id, by.account_id)
        accreditation = providers.accreditation(reads, quote.provider_id, quote.category)
        agenda = table.agenda(reads, quote.person_id, quote.day)
        voucher = vouchers.voucher(reads, voucher_id) if voucher_id else Later()
        account = accounts.account(reads, ledger.voucher(voucher_id)) if voucher_id else Later()
        around = vouchers.around(reads, quote.person_id, quote.household_id) if voucher_id else None
    if found := earlier.found():
        key.match(found.fingerprint)
        return Outcome(found, replayed=True)
    if at > quote.expires_at:
        raise QuoteExpired
    people.must_act_for(by, quote.person_id, right.found(), at=at)
    circumstances = Circumstances(
        session=session.must(NotFound()),
        person=person.must(NotFound()),
        accreditation=accreditation.found(),
        agenda=agenda.found() or Agenda({}),
        voucher=voucher.found(),
        account=account.found(),
        beside=vouchers.why_not_beside(voucher.found(), around),
    )
    if circumstances.person.household_id != quote.household_id:
        raise QuoteOutdated(session_id=quote.session_id)
    refuse_any(circumstances.why_not(at=at))
    placed = _booking(quote, circumstances.person, by, key, at)
    _write(placed, quote, circumstances, by, at)
    return Outcome(placed)


def _write(placed: Booking, quote: Quote, circumstances: Circumstances, by: Caller, at: datetime) -> None:
    refused = NotAccredited(provider_id=quote.provider_id, provider_name=quote.provider_name, day_on=quote.day)
    with Transaction() as writes:
        table.add(writes, placed)
        take.place(
            writes,
            quote.session_id,
            price_cents=quote.price_cents,
            starts_at=quote.starts_at,
            ends_at=quote.ends_at,
            at=at,
        )
        providers.must_be_accredited(writes, quote.provider_id, quote.category, on=quote.day, otherwise=refused)
        table.mark_busy(writes, placed, circumstances.agenda)
        for hold in placed.holds():
            caps = circumstances.caps()
            move.hold(writes, hold, delivered_at=quote.starts_at, by=by.account_id, at=at, caps=caps)


def _booking(quote: Quote, person: Person, by: Caller, key: RequestKey, at: datetime) -> Booking:
    return Booking(
        id=key.id_for("booking"),
        session_id=quote.session_id,
        person_id=quote.person_id,
        person_given_name=person.given_name,
        provider_id=quote.provider_id,
        provider_name=quote.provider_name,
        title=quote.title,
        place=quote.place,
        starts_at=quote.starts_at,
        ends_at=quote.ends_at,
        cancel_until_at=quote.cancel_until_at,
        price_cents=quote.price_cents,
        payments=quote.payments,
        own_cents=quote.own_cents,
        state=BookingState.BOOKED,
        placed_by=by.account_id,
        placed_at=at,
        fingerprint=key.fingerprint,
    )
