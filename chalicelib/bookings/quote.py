"""Quoting: whether people can have places, how they would be paid, and every reason why not."""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from chalicelib.catalogue.model import Session
from chalicelib.catalogue.terms import Meeting, Mode
from chalicelib.kernel.caller import Caller
from chalicelib.kernel.refusals import Refusal, refuse_any
from chalicelib.people import find as people
from chalicelib.people.model import Person
from chalicelib.runtime import secrets

from . import gather, payment_plan, steps
from .lines import LINES_MAX, QUOTE_MINUTES, WRITES_MAX, Line, Means, Moved, Quote, QuoteInvalid, TooMuchAtOnce, Wish
from .model import Charge, Payment
from .payment_plan import Plan, Share
from .standing import Standing

AUTOMATIC = Means()


@dataclass(frozen=True, slots=True)
class Preview:
    """One line of a quote, as a person is shown it."""

    session_id: str
    person_id: str
    provider_name: str
    title: str
    place: str
    starts_at: datetime
    ends_at: datetime
    meetings: tuple[Meeting, ...]
    price_cents: int
    options: Mapping[str, int]
    guests: int
    payments: tuple[Payment, ...]
    own_cents: int
    mode: Mode
    respond_until_at: datetime | None
    cancel_until_at: datetime
    charges: tuple[Charge, ...]
    no_show_percent: int
    moves_booking_id: str | None
    difference_cents: int | None  # in price, against the booking that it takes the place of
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Skipped:
    """A wish that cannot be had, and every reason why."""

    session_id: str
    person_id: str
    starts_at: datetime
    reasons: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class Quoted:
    """What a quote shows, what it leaves out, and the token that commits exactly it."""

    quotes: tuple[Preview, ...]
    token: str
    skipped: tuple[Skipped, ...] = ()
    missing: tuple[datetime, ...] = ()  # when a series has no session

    @property
    def quote(self) -> Preview:
        """The first of them: of a single place, the only one."""
        return self.quotes[0]

    @property
    def price_cents(self) -> int:
        """What everything costs."""
        return sum(one.price_cents for one in self.quotes)

    @property
    def own_cents(self) -> int:
        """What the people pay of it by themselves."""
        return sum(one.own_cents for one in self.quotes)


def booking(
    session_id: str,
    *,
    person_id: str,
    voucher_id: str | None = None,
    means: Means = AUTOMATIC,
    by: Caller,
    at: datetime,
) -> Quoted:
    """The quote for one place; with a `voucher_id` that voucher pays all of it. Raises what `bookings` does."""
    alone = Means((voucher_id,), alone=True) if voucher_id else means
    return bookings([Wish(session_id, person_id)], means=alone, by=by, at=at)


def bookings(
    wishes: Sequence[Wish],
    *,
    means: Means = AUTOMATIC,
    by: Caller,
    at: datetime,
    skipping: bool = False,
    offer_id: str | None = None,
) -> Quoted:
    """The quote for several places, to be had together; `skipping` leaves out those that cannot be had.

    `offer_id` says that the places are kept for who waited. Raises NotFound, NotForThisPerson, TooMuchAtOnce, and every
    refusal that stands in the way, together.
    """
    if len(wishes) > LINES_MAX:
        raise TooMuchAtOnce(lines_max=LINES_MAX)
    standing = gather.for_wishes(wishes, means, by=by, at=at, offered=offer_id is not None)
    for person_id in dict.fromkeys(wish.person_id for wish in wishes):
        people.leave_trace(person_id, what="vouchers and agenda", purpose="quote on behalf, at the desk", by=by, at=at)
    lines, previews, skipped = [], [], []
    expires_at = at + timedelta(minutes=QUOTE_MINUTES)
    for booking in () if skipping else standing.left.values():
        standing.leave(booking)  # together, places can be exchanged
    for number, wish in enumerate(wishes):
        session, together = standing.sessions[wish.session_id], _together(wishes[number:], wish)
        trial = standing.copied()
        if skipping and wish.moves_booking_id:
            trial.leave(standing.left[wish.moves_booking_id])
        why, line = judged(trial, wish, means, places=1 if skipping else together, at=at)
        if line is None:
            skipped.append(Skipped(session.id, wish.person_id, session.starts_at, tuple(why)))
            continue
        lines.append(line)
        previews.append(_preview(line, session, standing, at, expires_at))
        standing = trial
        person = standing.people[wish.person_id]
        standing.enter(line.booked(session, person, booking_id=str(number), by=by.account_id, at=at))
    if skipped and not (skipping and lines):
        refuse_any(_distinct(reason for one in skipped for reason in one.reasons))
    quote = Quote(tuple(lines), by.account_id, expires_at, offer_id)
    if quote.writes(list(standing.left.values())) > WRITES_MAX:
        raise TooMuchAtOnce
    token = secrets.sign(zlib.compress(msgspec.json.encode(quote)), purpose="quote", scope=by.account_id)
    return Quoted(tuple(previews), token, tuple(skipped))


def opened(token: str, *, by: Caller) -> Quote:
    """The quote that a token stands for. Raises QuoteInvalid for a forged one, or another caller's."""
    payload = secrets.unsign(token, purpose="quote", scope=by.account_id)
    if payload is None:
        raise QuoteInvalid
    return msgspec.json.decode(zlib.decompress(payload), type=Quote)


def judged(
    standing: Standing, wish: Wish, means: Means, *, places: int, at: datetime
) -> tuple[list[Refusal], Line | None]:
    """Every reason why a wish cannot be had so, or else the line that it becomes; `places` are wanted together."""
    session, person = standing.sessions[wish.session_id], standing.people[wish.person_id]
    moved, why = None, list[Refusal]()
    if wish.moves_booking_id:
        gone = standing.left[wish.moves_booking_id]
        moved = Moved(gone.id, gone.session_id, gone.steps, gone.days, standing.is_exempt(gone))
        why = steps.why_not_move(gone, session_id=session.id, exempt=moved.exempt, at=at)
    why += standing.why_not_come(wish, places=places, at=at)
    unpaid, payments, own_cents = _payment(standing, session, person, wish, means)
    if why + unpaid:
        return why + unpaid, None
    return [], Line(
        session_id=session.id,
        edition=session.edition,
        provider_id=session.provider_id,
        category=session.category,
        days=session.days if session.occupies else (),
        person_id=person.id,
        household_id=person.household_id,
        price_cents=session.cost_cents(wish.options),
        payments=payments,
        own_cents=own_cents,
        options={name: count for name, count in wish.options.items() if count},
        guests=wish.guests,
        moved=moved,
    )


def _together(wishes: Sequence[Wish], wish: Wish) -> int:
    """How many places of a wish's session are still wanted."""
    return sum(one.session_id == wish.session_id for one in wishes)


def _distinct(refusals: Iterable[Refusal]) -> list[Refusal]:
    """The refusals, the same one told once."""
    return list({(refusal.code, repr(refusal.facts)): refusal for refusal in refusals}.values())


def _payment(
    standing: Standing, session: Session, person: Person, wish: Wish, means: Means
) -> tuple[list[Refusal], tuple[Payment, ...], int]:
    """Why it cannot be paid so, what each voucher pays, and what is left for the person's own money."""
    price, minutes = session.cost_cents(wish.options), session.minutes
    mine = [payer for payer in standing.payers.values() if payer.voucher.person_id == person.id]
    if means.voucher_ids is None:
        fitting = [payer for payer in mine if not payer.why_not_cover(session, person) and payer.account.open]
        purses = [payer.purse(session) for payer in fitting if not payer.why_not_pay(session, 0)]
        plan = payment_plan.best(purses, price_cents=price, minutes=minutes)
        return [], _payments(standing, session, plan), plan.own_cents
    chosen = [standing.payers[voucher_id] for voucher_id in means.voucher_ids]
    if len(standing.people) > 1:  # each of several people is paid for by their own
        chosen = [payer for payer in chosen if payer in mine]
    why = [reason for payer in chosen for reason in payer.why_not_cover(session, person)]
    if means.alone:
        [payer] = chosen
        cost = payer.voucher.cost(price_cents=price, minutes=minutes)
        plan = Plan((Share(payer.voucher.id, cost),) if cost else (), 0)
        known = payer.voucher.person_id == person.id
        return why + (payer.why_not_pay(session, cost) if known else []), _payments(standing, session, plan), 0
    why += [] if why else [reason for payer in chosen for reason in payer.why_not_pay(session, 0)]
    plan = payment_plan.in_turn([payer.purse(session) for payer in chosen], price_cents=price, minutes=minutes)
    return why, _payments(standing, session, plan), plan.own_cents


def _payments(standing: Standing, session: Session, plan: Plan) -> tuple[Payment, ...]:
    return tuple(standing.payers[share.voucher_id].payment(session, share.amount) for share in plan.shares)


def _preview(line: Line, session: Session, standing: Standing, at: datetime, expires_at: datetime) -> Preview:
    terms, starts_at = session.terms, session.starts_at
    gone = standing.left.get(line.moved.booking_id) if line.moved else None
    return Preview(
        session_id=session.id,
        person_id=line.person_id,
        provider_name=session.provider_name,
        title=session.title,
        place=session.place,
        starts_at=starts_at,
        ends_at=session.ends_at,
        meetings=session.meetings,
        price_cents=line.price_cents,
        options=line.options,
        guests=line.guests,
        payments=line.payments,
        own_cents=line.own_cents,
        mode=terms.mode,
        respond_until_at=terms.respond_until_at(starts_at, asked_at=at) if terms.mode is Mode.REQUEST else None,
        cancel_until_at=session.cancel_until_at,
        charges=tuple(one for one in line.cost.charges(terms, starts_at) if one.until_at >= at),
        no_show_percent=terms.no_show_percent,
        moves_booking_id=line.moved.booking_id if line.moved else None,
        difference_cents=line.price_cents - gone.price_cents if gone else None,
        expires_at=expires_at,
    )
