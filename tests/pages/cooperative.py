"""What a cooperative of the demo territory has on its hands: dates under way, bookings, requests, at any instant."""

import random
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from chalicelib.bookings import place, quote
from chalicelib.bookings.lines import Means
from chalicelib.bookings.model import Booking
from chalicelib.catalogue import browse, publish
from chalicelib.catalogue.model import Offering, Session
from chalicelib.catalogue.publish import OfferingDraft, SessionDraft
from chalicelib.homecare import ask
from chalicelib.homecare.model import HomeRequest
from chalicelib.kernel import clock
from chalicelib.kernel.caller import Caller, Role
from chalicelib.kernel.identifiers import RequestKey
from chalicelib.kernel.paging import Span
from chalicelib.kernel.weekdays import WEEK
from chalicelib.people import register
from chalicelib.people.model import Person
from chalicelib.providers import read as providers
from chalicelib.schedules import create
from chalicelib.schedules.model import Hours, Pattern, Schedule, ScheduleKind, Stretch
from infra.local import stack
from tests import builders
from tests.e2e.conftest import forget_clients

GRID = timedelta(minutes=5)
HOUR = timedelta(hours=1)
HOURLY, BY_SESSION = "assistenza-anziani", "attivita-per-la-memoria"


@dataclass(frozen=True)
class Cooperative:
    """One cooperative, by the use cases themselves: what has begun cannot be made by the pages."""

    provider_id: str

    def offering(
        self, title: str = "Ginnastica dolce", *, service: str = BY_SESSION, price_cents: int = 1000
    ) -> Offering:
        """A service in the catalogue."""
        draft = OfferingDraft(service, title, "Per le prove delle pagine.", "L319", "Via Roma 1", price_cents, True)
        return publish.offering(draft, provider_id=self.provider_id, key=_key(self.provider_id)).value

    def session(
        self, offering: Offering, *, begins: datetime, ends: datetime | None = None, places: int = 5, **more: Any
    ) -> Session:
        """A date of it, published two days before."""
        draft = SessionDraft(begins, ends or begins + HOUR, places, **more)
        before = min(clock.now(), begins - timedelta(days=2))
        key = _key(self.provider_id)
        published = publish.sessions(offering.id, [draft], provider_id=self.provider_id, key=key, at=before)
        return published.value.items[0]

    def under_way(self, offering: Offering | None = None, **more: Any) -> Session:
        """A date that has begun and not ended."""
        begins = _began()
        return self.session(offering or self.offering(), begins=begins, **more)

    def weekly(self, offering: Offering, *, worker_id: str | None = None) -> tuple[Schedule, list[Session]]:
        """Hours once a week from three days on, at ten, and their dates."""
        first = clock.today() + timedelta(days=3)
        pattern = Pattern((Hours(WEEK[first.weekday()], 600, 660),), 5, worker_id=worker_id)
        wanted = Schedule("", offering.id, "", ScheduleKind.GROUP, (Stretch(first, pattern),), title="Orario di prova")
        key = _key(self.provider_id)
        schedule = create.schedule(wanted, provider_id=self.provider_id, key=key, at=clock.now()).value
        last = first + timedelta(days=21)
        sessions = browse.sessions_of(offering.id, from_on=first, to_on=last, span=Span()).items
        return schedule, sorted(sessions, key=lambda one: one.starts_at)

    def booked(self, session: Session, given_name: str = "Ada") -> Booking:
        """Somebody who pays by themselves, and booked a day before at the latest."""
        return _booked(session, person(given_name))

    def asked_for(self, offering: Offering, given_name: str = "Ada") -> HomeRequest:
        """Somebody who asks for two hours a week at home."""
        someone = person(given_name)
        caller, first = builders.citizen(someone), clock.today() + timedelta(days=7)
        wish = ask.Wish(offering.id, someone.id, 120, first, first + timedelta(days=27), (), "Il citofono è «Rossi».")
        return ask.request(wish, by=caller, key=_key(caller.account_id), at=clock.now()).value


def person(given_name: str) -> Person:
    """A resident whom nobody else knows."""
    born_on = date(1940, 1, 1) + timedelta(days=random.randrange(9000))
    code = builders.tax_code(born_on=born_on, serial=random.randrange(10_000))
    wanted = builders.registration(
        tax_code=code, born_on=born_on, given_name=given_name, email=f"{secrets.token_hex(6)}@example.org"
    )
    key = _key(builders.OPERATOR.account_id)
    return register.person(wanted, desk_id="desk", by=builders.OPERATOR, key=key, at=clock.now()).value


@contextmanager
def acting() -> Iterator[None]:
    """Our own code, run in this process, works on the platform that the pages talk to."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in stack.environment().items():
            patch.setenv(name, value)
        forget_clients()
        yield


def named(name: str) -> Cooperative:
    """A cooperative of the demo territory."""
    return Cooperative(next(one.id for one in providers.every() if one.name == name))


def later(days: int = 3, *, hour: int = 10) -> datetime:
    """An instant of a coming day."""
    return clock.at_local(clock.today() + timedelta(days=days), time(hour))


def _booked(session: Session, someone: Person) -> Booking:
    caller, at = builders.citizen(someone), min(clock.now(), session.starts_at - timedelta(days=1))
    quoted = quote.booking(session.id, person_id=someone.id, means=Means(()), by=caller, at=at)
    return place.booking(quoted.token, by=caller, key=_key(caller.account_id), at=at).value


def _began() -> datetime:
    now = clock.now()
    midnight = clock.at_local(clock.local_day(now), time(0))
    began = max(midnight, min(now - 2 * GRID, midnight + timedelta(hours=23)))
    return datetime.fromtimestamp(began.timestamp() // GRID.total_seconds() * GRID.total_seconds(), UTC)


def _key(account_id: str) -> RequestKey:
    return builders.key(Caller(account_id, frozenset({Role.PROVIDER_MANAGER})), secrets.token_hex(8))
