"""All that decides whether people can have places: read together, judged as if each came after the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from chalicelib.catalogue.model import MadeForAnother, QuoteOutdated, Session, SessionCancelled, SessionState
from chalicelib.kernel import clock
from chalicelib.kernel.refusals import Refusal
from chalicelib.kernel.territory import Category
from chalicelib.ledger import model as ledger
from chalicelib.ledger.model import Account, Cap, Kind, Movement
from chalicelib.people.model import Person
from chalicelib.providers.model import Accreditation
from chalicelib.providers.model import why_not as why_not_accredited
from chalicelib.vouchers.model import NotTheBeneficiary, Voucher, VouchersNotAccepted

from .agenda import Agenda
from .lines import Line, OptionUnknown, Wish
from .model import Booking, Overlapping, Payment
from .payment_plan import Purse

Accreditations = Mapping[tuple[str, Category], Accreditation | None]  # by provider and area


@dataclass(frozen=True, slots=True)
class Payer:
    """A voucher with its account, and what its holder's household has that it cannot be had together with."""

    voucher: Voucher
    account: Account
    beside: tuple[Refusal, ...] = ()

    def why_not_cover(self, session: Session, person: Person) -> list[Refusal]:
        """Every reason why it can pay nothing of a session, however much is on it."""
        voucher, on = self.voucher, clock.local_day(session.starts_at)
        if voucher.person_id != person.id:  # and nothing else: what is left of it is not theirs to know
            return [NotTheBeneficiary(voucher_id=voucher.id)]
        why: list[Refusal] = [] if session.accepts_vouchers else [VouchersNotAccepted(session_id=session.id)]
        why += voucher.why_not(person, category=session.category, service_id=session.service_id, on=on)
        return why + list(self.beside)

    def why_not_pay(self, session: Session, amount: int) -> list[Refusal]:
        """Every reason why this much of it cannot be kept for a session."""
        return self.account.why_not_hold(amount, delivered_at(session), self.caps(session))

    def caps(self, session: Session) -> list[Cap]:
        """The caps of the voucher that a session counts under."""
        return self.voucher.rules.caps.on(
            starts_at=session.starts_at, category=session.category, provider_id=session.provider_id
        )

    def purse(self, session: Session) -> Purse:
        """The voucher as the payment plan sees it: what it can pay of a session."""
        uses, available = self.account.uses, self.account.available
        room = min([available, *(cap.units_max - uses.get(cap.count, 0) for cap in self.caps(session))])
        voucher = self.voucher
        return Purse(voucher.id, voucher.unit, room, available, voucher.last_usable_on, voucher.rules.breadth)

    def payment(self, session: Session, amount: int) -> Payment:
        """What it pays of a session."""
        counts, voucher = tuple(cap.count for cap in self.caps(session)), self.voucher
        return Payment(voucher.id, voucher.programme_id, voucher.unit, amount, counts, voucher.rules.confirm_days)


@dataclass(slots=True)
class Standing:
    """What was read, as it would be once the lines judged so far were booked."""

    sessions: dict[str, Session]
    people: Mapping[str, Person]
    accreditations: Accreditations
    agendas: dict[tuple[str, date], Agenda]
    payers: dict[str, Payer] = field(default_factory=dict)
    offered: bool = False  # the places were kept for who waited
    left: Mapping[str, Booking] = field(default_factory=dict)  # the bookings that are moved away from
    sessions_left: Mapping[str, Session] = field(default_factory=dict)  # where those are, as far as it was asked

    def copied(self) -> "Standing":
        """The same, to be judged on without changing this one."""
        return replace(self, sessions=dict(self.sessions), agendas=dict(self.agendas), payers=dict(self.payers))

    def is_exempt(self, booking: Booking) -> bool:
        """Whether a booking can be moved without notice: its session is off, or its provider may not deliver it."""
        session = self.sessions_left.get(booking.session_id)
        return session is not None and bool(why_not_delivered(session, self.accreditations))

    def leave(self, booking: Booking) -> None:
        """Judge as if a booking had been given up: its place, its time and its money are there again."""
        if gone := self.sessions.get(booking.session_id):
            self.sessions[gone.id] = replace(gone, places_taken=gone.places_taken - 1)
        for day in booking.days:
            agenda = self.agendas.get((booking.person_id, day))
            if agenda is not None:
                self.agendas[booking.person_id, day] = agenda.without({booking.id})
        for hold in booking.holds():
            self._move(hold.account_id, Kind.RELEASE, ledger.release_entries(hold), hold.uses(-hold.units))

    def why_not_come(self, wish: Wish, *, places: int, at: datetime) -> list[Refusal]:
        """Every reason why a person cannot have a place, whoever pays; `places` is how many are wanted together."""
        session, person = self.sessions[wish.session_id], self.people[wish.person_id]
        why = session.why_not_take(at=at, count=places, offered=self.offered)
        if session.person_id not in (None, person.id):
            why.append(MadeForAnother(session_id=session.id))
        for day in dict.fromkeys((session.days[0], session.days[-1])):
            why += _why_not_accredited(session, self.accreditations, on=day)
        clashes = [self._clash(session, person.id, day) for day in session.days] if session.occupies else []
        if began := min(filter(None, clashes), default=None):
            why.append(Overlapping(other_starts_at=began))
        return why + _why_not_choose(session, wish)

    def why_not_commit(self, line: Line, *, places: int, at: datetime) -> list[Refusal]:
        """Every reason why a line cannot be booked exactly as it was quoted."""
        session, person = self.sessions[line.session_id], self.people[line.person_id]
        same = (session.edition, session.cost_cents(line.options)) == (line.edition, line.price_cents)
        if not same or person.household_id != line.household_id:
            return [QuoteOutdated(session_id=session.id)]
        why = self.why_not_come(line.wish, places=places, at=at)
        for paid in line.payments:
            payer = self.payers[paid.voucher_id]
            why += payer.why_not_cover(session, person) or payer.why_not_pay(session, paid.amount)
        return why

    def enter(self, booking: Booking) -> None:
        """Judge what follows as if a booking were placed."""
        session = self.sessions[booking.session_id]
        taken, offered = (0, 1) if self.offered else (1, 0)
        self.sessions[session.id] = replace(
            session, places_taken=session.places_taken + taken, places_offered=session.places_offered - offered
        )
        for day in booking.days:
            self.agendas[booking.person_id, day] = self.agenda(booking.person_id, day).with_one(booking, day)
        for hold in booking.holds():
            self._move(hold.account_id, Kind.HOLD, ledger.hold_entries(hold), hold.uses(hold.units))

    def agenda(self, person_id: str, day: date) -> Agenda:
        """When a person is busy on a day."""
        return self.agendas.get((person_id, day)) or Agenda()

    def _clash(self, session: Session, person_id: str, day: date) -> datetime | None:
        times = [time for time in session.times if time.day == day]
        agenda = self.agenda(person_id, day)
        return min(filter(None, (agenda.clash(time.starts_at, time.ends_at) for time in times)), default=None)

    def _move(self, account_id: str, kind: Kind, entries: Sequence[ledger.Entry], uses: tuple[ledger.Use, ...]) -> None:
        payer = self.payers.get(account_id.removeprefix(ledger.VOUCHER))
        if payer is not None:
            movement = Movement("", kind, payer.account.unit, payer.voucher.issued_at, "", "", tuple(entries), uses)
            self.payers[payer.voucher.id] = replace(payer, account=payer.account.after(movement))


def why_not_delivered(session: Session, accreditations: Accreditations) -> list[Refusal]:
    """Why a session will not be delivered: it is off, or its provider may not deliver it to its last day."""
    off: list[Refusal] = [SessionCancelled(session_id=session.id)] if session.state is SessionState.CANCELLED else []
    return off + _why_not_accredited(session, accreditations, on=session.days[-1])


def delivered_at(session: Session) -> datetime:
    """The instant up to which a voucher must last to pay for a session: the beginning of its last meeting."""
    return session.times[-1].starts_at


def _why_not_accredited(session: Session, accreditations: Accreditations, *, on: date) -> list[Refusal]:
    accreditation = accreditations.get((session.provider_id, session.category))
    return why_not_accredited(
        accreditation, provider_id=session.provider_id, provider_name=session.provider_name, on=on
    )


def _why_not_choose(session: Session, wish: Wish) -> list[Refusal]:
    most = {option.id: option.quantity_max for option in session.options}
    fits = all(0 <= count <= most.get(option_id, -1) for option_id, count in wish.options.items())
    return [] if fits and 0 <= wish.guests <= session.guests_max else [OptionUnknown(session_id=session.id)]
