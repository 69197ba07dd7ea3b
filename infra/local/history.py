"""The past of the demo territory: what would have happened in some weeks, told to the use cases at past instants.

Everything is decided by numbers, and counted from the day on which the programme began: told again, it is all there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from chalicelib.bookings import close, confirm, place, quote
from chalicelib.bookings import read as bookings
from chalicelib.bookings.model import Booking, BookingState
from chalicelib.catalogue import browse, publish
from chalicelib.catalogue.model import Session
from chalicelib.catalogue.publish import SessionDraft
from chalicelib.kernel.caller import PLATFORM, Caller, Role
from chalicelib.kernel.clock import at_local
from chalicelib.kernel.days import A_DAY, A_WEEK
from chalicelib.kernel.identifiers import RequestKey
from chalicelib.kernel.refusals import NotFound
from chalicelib.kernel.weekdays import WEEK
from chalicelib.people import find as people
from chalicelib.programmes import read as programmes
from chalicelib.runtime.dynamodb import Reads
from chalicelib.vouchers import issue
from infra.local import names
from infra.local.territory import HistoryEntry

JOINING = 2  # people who are granted a voucher each week, until all have one
PLACES_MAX = 8
OPENS_AT = time(9)
RECORDED_AFTER, CONFIRMED_AFTER = timedelta(hours=1), timedelta(hours=3)  # the same day: nothing is still to come


class Fate(StrEnum):
    """What became of a visit."""

    CAME = "came"
    LEFT_EARLY = "left_early"
    STAYED_AWAY = "stayed_away"
    CANCELLED = "cancelled"


def lived(entries: Sequence[HistoryEntry], *, funder_id: str) -> Iterator[None]:
    """Let every programme have had its past; what is there already stays as it is."""
    for entry in entries:
        began_on = _began_on(entry)
        visits = list(_visits(entry, _met(entry, began_on), _granted(entry, began_on, funder_id)))
        known = {booking.id: booking for booking in bookings.several([visit.booking_id for visit in visits])}
        for visit in visits:
            visit.happen(known.get(visit.booking_id))
        yield


def fate(week: int, number: int) -> Fate:
    """What becomes of the visit of somebody's in a week: every third many are ill, every fourth some cancel."""
    if week % 3 == 2 and number % 2 == 0:
        return Fate.STAYED_AWAY
    if week % 4 == 1 and number % 3 == 0:
        return Fate.CANCELLED
    return Fate.LEFT_EARLY if (week + number) % 5 == 0 else Fate.CAME


@dataclass(frozen=True, slots=True)
class _Visit:
    """Somebody's place in a session, from the booking to what the provider recorded."""

    name: str
    fate: Fate
    session: Session
    person_id: str
    voucher_id: str
    family: Caller
    provider: Caller

    @property
    def booking_id(self) -> str:
        return self._placing.id_for("booking")

    @property
    def _placing(self) -> RequestKey:
        return RequestKey(self.family.account_id, f"demo-visit-{self.name}", "")

    def happen(self, known: Booking | None) -> None:
        """Let it be booked, and come to its end; from where an earlier loading has left it."""
        booking = known or self._booked(self.session.starts_at - 3 * A_DAY)
        if booking.state is BookingState.BOOKED:
            booking = self._ended(booking)
        if booking.state is BookingState.RECORDED:
            key = RequestKey(self.family.account_id, f"demo-confirmation-{self.name}", "")
            confirm.delivery(booking.id, code=None, by=self.family, key=key, at=booking.ends_at + CONFIRMED_AFTER)

    def _booked(self, at: datetime) -> Booking:
        quoted = quote.booking(
            self.session.id, person_id=self.person_id, voucher_id=self.voucher_id, by=self.family, at=at
        )
        return place.booking(quoted.token, by=self.family, key=self._placing, at=at).value

    def _ended(self, booking: Booking) -> Booking:
        if self.fate is Fate.CANCELLED:
            key = RequestKey(self.family.account_id, f"demo-cancellation-{self.name}", "")
            return close.cancelled(booking.id, by=self.family, key=key, at=booking.starts_at - 2 * A_DAY).value
        minutes = {Fate.STAYED_AWAY: 0, Fate.LEFT_EARLY: booking.minutes - 15}.get(self.fate, booking.minutes)
        key = RequestKey(self.provider.account_id, f"demo-recording-{self.name}", "")
        at = booking.ends_at + RECORDED_AFTER
        return close.attended(booking.id, delivered_minutes=minutes, by=self.provider, key=key, at=at).value


def _began_on(entry: HistoryEntry) -> date:
    with Reads() as reads:
        asked = programmes.programme(reads, names.id_of("programme", entry.programme))
    return asked.must(NotFound()).from_on


def _granted(entry: HistoryEntry, began_on: date, funder_id: str) -> list[str]:
    """The vouchers of the people, in their order: a few each week."""
    return [
        issue.voucher(
            programme_id=names.id_of("programme", entry.programme),
            person_id=names.id_of("person", slug),
            facts=entry.facts,
            funder_id=funder_id,
            by=PLATFORM,
            key=names.key("voucher", f"history-{entry.slug}-{slug}", entry.facts),
            at=at_local(began_on + A_DAY + A_WEEK * (number // JOINING), OPENS_AT),
        ).value.id
        for number, slug in enumerate(entry.people)
    ]


def _met(entry: HistoryEntry, began_on: date) -> list[Session]:
    """The sessions, week after week, from the programme's second week on."""
    second_week = began_on + A_WEEK
    first_on = second_week + A_DAY * ((WEEK.index(entry.weekday) - second_week.weekday()) % len(WEEK))
    starts = [at_local(first_on + A_WEEK * week, time.fromisoformat(entry.from_time)) for week in range(entry.weeks)]
    offering = browse.latest(names.id_of("offering", entry.offering))
    return publish.sessions(
        offering.id,
        [SessionDraft(at, at + timedelta(minutes=entry.minutes), PLACES_MAX) for at in starts],
        provider_id=offering.provider_id,
        key=names.key("sessions", f"history-{entry.slug}", entry),
        at=at_local(began_on, OPENS_AT),
    ).value.items


def _visits(entry: HistoryEntry, sessions: Sequence[Session], voucher_ids: Sequence[str]) -> Iterator[_Visit]:
    provider = Caller(names.id_of("account", entry.recorded_by), frozenset({Role.PROVIDER_MANAGER}))
    families = [_family(names.id_of("person", slug)) for slug in entry.people]
    for week, session in enumerate(sessions):
        for number in range(min(len(families), JOINING * (week + 1))):
            person_id, family = families[number]
            name, what = f"{entry.slug}-{week}-{number}", fate(week, number)
            yield _Visit(name, what, session, person_id, voucher_ids[number], family, provider)


def _family(person_id: str) -> tuple[str, Caller]:
    """A person, and who books for them: who looks after them, or they themselves."""
    person = people.by_id(person_id)
    return person_id, Caller(person.delegate_id or person_id, frozenset({Role.CITIZEN}))
