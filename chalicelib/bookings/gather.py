"""Reading what decides on wishes and quotes: consistently, in as few round trips as their keys allow."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from chalicelib.catalogue import browse
from chalicelib.kernel.caller import Caller
from chalicelib.kernel.refusals import NotFound
from chalicelib.kernel.territory import Category
from chalicelib.ledger import model as ledger
from chalicelib.ledger import read as accounts
from chalicelib.ledger.model import Account
from chalicelib.people import find as people
from chalicelib.people.model import Delegation, Person
from chalicelib.providers import read as providers
from chalicelib.providers.model import Accreditation
from chalicelib.runtime.dynamodb import Later, Reads
from chalicelib.vouchers import read as vouchers
from chalicelib.vouchers.model import Voucher

from . import table
from .agenda import Agenda
from .lines import Line, Means, Quote, Wish
from .model import Booking
from .standing import Payer, Standing


class Asked:
    """What was asked for, by what it belongs to; there once the reads have run."""

    def __init__(self, reads: Reads, by: Caller) -> None:
        self._reads, self._by = reads, by
        self.people: dict[str, tuple[Later[Person], Later[Delegation]]] = {}
        self.accreditations: dict[tuple[str, Category], Later[Accreditation]] = {}
        self.agendas: dict[tuple[str, date], Later[Agenda]] = {}
        self.vouchers: dict[str, tuple[Later[Voucher], Later[Account]]] = {}
        self.around: dict[str, vouchers.Around] = {}

    def persons(self, person_ids: Iterable[str]) -> None:
        """Ask for people, and for the caller's right to act for them."""
        for person_id in dict.fromkeys(person_ids):
            right = people.delegation(self._reads, person_id, self._by.account_id)
            self.people[person_id] = (people.person(self._reads, person_id), right)

    def what_decides(
        self,
        accreditations: Iterable[tuple[str, Category]],
        days: Iterable[tuple[str, date]],
        voucher_ids: Iterable[str],
        households: Iterable[tuple[str, str]],
    ) -> None:
        """Ask for accreditations, agendas, vouchers with their accounts, and what households have."""
        for provider_id, category in set(accreditations):
            asked = providers.accreditation(self._reads, provider_id, category)
            self.accreditations[provider_id, category] = asked
        for person_id, day in set(days):
            self.agendas[person_id, day] = table.agenda(self._reads, person_id, day)
        for voucher_id in dict.fromkeys(voucher_ids):
            account = accounts.account(self._reads, ledger.voucher(voucher_id))
            self.vouchers[voucher_id] = (vouchers.voucher(self._reads, voucher_id), account)
        for person_id, household_id in set(households) if self.vouchers else ():
            self.around[person_id] = vouchers.around(self._reads, person_id, household_id)

    def found_people(self, *, at: datetime) -> dict[str, Person]:
        """The people. Raises NotForThisPerson, NotFound."""
        for person_id, (_, right) in self.people.items():
            people.must_act_for(self._by, person_id, right.found(), at=at)
        return {person_id: asked.must(NotFound(person_id=person_id)) for person_id, (asked, _) in self.people.items()}

    def found_agendas(self) -> dict[tuple[str, date], Agenda]:
        """The agendas of the days on which something was ever booked."""
        return {key: agenda for key, asked in self.agendas.items() if (agenda := asked.found())}

    def found_accreditations(self) -> dict[tuple[str, Category], Accreditation | None]:
        """The accreditations, none where there never was one."""
        return {key: asked.found() for key, asked in self.accreditations.items()}

    def found_payers(self) -> dict[str, Payer]:
        """The vouchers with their accounts. Raises NotFound for one that is not there, or was never granted."""
        found = {}
        for voucher_id, (asked, account) in self.vouchers.items():
            voucher, missing = asked.must(NotFound(voucher_id=voucher_id)), NotFound(voucher_id=voucher_id)
            beside = vouchers.why_not_beside(voucher, self.around.get(voucher.person_id))
            found[voucher_id] = Payer(voucher, account.must(missing), beside)
        return found


def for_wishes(wishes: Sequence[Wish], means: Means, *, by: Caller, at: datetime, offered: bool) -> Standing:
    """What decides on wishes. Raises NotFound, NotForThisPerson."""
    with Reads() as reads:
        asked_sessions = {wish.session_id: browse.ask_session(reads, wish.session_id) for wish in wishes}
        asked_left = {
            wish.moves_booking_id: table.booking(reads, wish.moves_booking_id)
            for wish in wishes
            if wish.moves_booking_id
        }
        asked = Asked(reads, by)
        asked.persons(wish.person_id for wish in wishes)
    known = asked.found_people(at=at)
    sessions = {name: one.must(NotFound(session_id=name)) for name, one in asked_sessions.items()}
    left = {booking_id: one.must(NotFound(booking_id=booking_id)) for booking_id, one in asked_left.items()}
    for wish in wishes:
        if wish.moves_booking_id and left[wish.moves_booking_id].person_id != wish.person_id:
            raise NotFound(booking_id=wish.moves_booking_id)
    sessions_left = {found.id: found for found in browse.several({booking.session_id for booking in left.values()})}
    with Reads() as reads:
        asked = Asked(reads, by)
        everywhere = [*sessions.values(), *sessions_left.values()]
        asked.what_decides(
            [(session.provider_id, session.category) for session in everywhere],
            [
                *((wish.person_id, day) for wish in wishes for day in sessions[wish.session_id].days),
                *((booking.person_id, day) for booking in left.values() for day in booking.days),
            ],
            _candidates(known, means),
            [(person.id, person.household_id) for person in known.values()],
        )
    return Standing(
        sessions=sessions,
        people=known,
        accreditations=asked.found_accreditations(),
        agendas=asked.found_agendas(),
        payers=asked.found_payers(),
        offered=offered,
        left=left,
        sessions_left=sessions_left,
    )


def for_quote(
    quote: Quote, booking_ids: Sequence[str], *, by: Caller, at: datetime
) -> tuple[list[Booking], Standing | None]:
    """The bookings that a request made before; or else what decides on its quote. One round trip.

    Raises NotFound, NotForThisPerson.
    """
    with Reads() as reads:
        earlier = [table.booking(reads, booking_id) for booking_id in booking_ids]
        sessions = {line.session_id: browse.ask_session(reads, line.session_id) for line in quote.lines}
        moved = [line.moved for line in quote.lines if line.moved]
        left = {one.booking_id: table.booking(reads, one.booking_id) for one in moved}
        asked = Asked(reads, by)
        asked.persons(line.person_id for line in quote.lines)
        asked.what_decides(
            [(line.provider_id, line.category) for line in quote.lines],
            [(line.person_id, day) for line in quote.lines for day in _days(line)],
            sorted(quote.voucher_ids()),
            [(line.person_id, line.household_id) for line in quote.lines],
        )
    if found := [booking for one in earlier if (booking := one.found())]:
        return found, None
    return [], Standing(
        sessions={name: one.must(NotFound(session_id=name)) for name, one in sessions.items()},
        people=asked.found_people(at=at),
        accreditations=asked.found_accreditations(),
        agendas=asked.found_agendas(),
        payers=asked.found_payers(),
        offered=quote.offer_id is not None,
        left={booking_id: one.must(NotFound(booking_id=booking_id)) for booking_id, one in left.items()},
    )


def _candidates(known: dict[str, Person], means: Means) -> list[str]:
    """The vouchers that were named; or, where the plan is the platform's, those that people have."""
    if means.voucher_ids is not None:
        return list(means.voucher_ids)
    return [voucher_id for person_id in known for voucher_id in vouchers.live_ids_of(person_id)]


def _days(line: Line) -> tuple[date, ...]:
    return tuple(dict.fromkeys(line.days + (line.moved.days if line.moved else ())))
