"""A cooperative's days: sessions, who booked them, who works there."""

from datetime import date, datetime, time, timedelta
from typing import Any

from chalicelib.bookings import place, quote
from chalicelib.bookings.lines import Wish
from chalicelib.bookings.model import Booking
from chalicelib.catalogue.model import Session
from chalicelib.catalogue.session_table import SESSION, SessionRecord
from chalicelib.catalogue.terms import Meeting
from chalicelib.kernel.caller import Caller, Role
from chalicelib.kernel.clock import at_local
from chalicelib.kernel.paging import Page, Span
from chalicelib.people.model import Person
from chalicelib.providers.model import Provider
from chalicelib.rosters import read
from chalicelib.rosters.model import Roster
from tests import builders as a

MOMENT = timedelta(microseconds=1)
MINUTE = timedelta(minutes=1)
TUESDAY = date(2027, 3, 9)
TEN = at_local(TUESDAY, time(10))


class Coop:
    """A cooperative with a manager and a worker."""

    def __init__(self) -> None:
        self.provider: Provider = a.provider()
        self.manager: Caller = a.staff(Role.PROVIDER_MANAGER, self.provider.id)
        self.worker: Caller = a.staff(Role.PROVIDER_WORKER, self.provider.id)

    def session(self, starts_at: datetime = TEN, **more: Any) -> Session:
        return a.session(by=self.provider, starts_at=starts_at, **more)

    def course(self, *begins: datetime, minutes: int = 60, **more: Any) -> Session:
        times = tuple(Meeting(begin, begin + timedelta(minutes=minutes)) for begin in begins)
        return self.session(times[0].starts_at, meetings=times, **more)

    def see(
        self,
        from_on: date = TUESDAY,
        to_on: date | None = None,
        *,
        by: Caller | None = None,
        span: Span = Span(100),
        at: datetime = a.NOW,
    ) -> Page[Roster]:
        return read.rosters(from_on, to_on or from_on, span, by=by or self.manager, at=at)


def booked(
    where: Session,
    name: str = "Anna",
    *,
    holder: Person | None = None,
    by: Caller | None = None,
    at: datetime = a.NOW,
    **more: Any,
) -> Booking:
    """A booking of somebody with that first name, paid by themselves; `more`: options, guests."""
    holder = holder or a.person(given_name=name)
    wish, caller = Wish(where.id, holder.id, **more), by or a.citizen(holder)
    quoted = quote.bookings([wish], means=a.OWN_MONEY, by=caller, at=at)
    return place.booking(quoted.token, by=caller, key=a.key(caller), at=at).value


def given_to(worker: Caller, session: Session) -> None:
    """Say who delivers a session."""
    SessionRecord(pk=f"session#{session.id}", sk=SESSION).update([SessionRecord.worker_id.set(worker.account_id)])
