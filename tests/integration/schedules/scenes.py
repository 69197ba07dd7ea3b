"""A cooperative with an offering, its people, and the schedules it makes."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from chalicelib.catalogue import browse, publish
from chalicelib.catalogue.model import Offering, PriceUnit, Service, Session, SessionState
from chalicelib.catalogue.publish import OfferingDraft
from chalicelib.kernel.caller import Caller, Role
from chalicelib.kernel.clock import at_local, local
from chalicelib.kernel.paging import Span
from chalicelib.kernel.territory import Audience, Category
from chalicelib.providers.model import Provider
from chalicelib.schedules import create
from chalicelib.schedules.model import WEEK, Hours, Pattern, Schedule, ScheduleKind, Stretch, Weekday
from tests import builders as a

MARCH_1 = date(2027, 3, 1)  # a Monday, the day of `a.NOW`
MONDAY = Weekday.MONDAY


def minute(shown: str) -> int:
    """So many minutes after midnight."""
    hours, minutes = shown.split(":")
    return int(hours) * 60 + int(minutes)


def hours(weekday: Weekday = MONDAY, opens: str = "16:00", closes: str = "18:00") -> Hours:
    """Hours of a weekday."""
    return Hours(weekday, minute(opens), minute(closes))


def pattern(*open_: Hours, **changes: Any) -> Pattern:
    """A week; by default a Monday afternoon of two appointments, or of what `changes` say."""
    return Pattern(**{"hours": open_ or (hours(),), "places_max": 1, "session_minutes": 60, **changes})


def weekly(
    week: Pattern, kind: ScheduleKind = ScheduleKind.GROUP, *, offering_id: str = "", **changes: Any
) -> Schedule:
    """A schedule that is still to be created."""
    stretch = Stretch(changes.pop("from_on", MARCH_1), week)
    return Schedule("", offering_id, "", kind, (stretch,), title="Orario", **changes)


@dataclass
class Cooperative:
    """A provider with its manager and an offering."""

    provider: Provider = field(default_factory=a.provider)
    price_unit: PriceUnit = PriceUnit.SESSION

    def __post_init__(self) -> None:
        self.manager = a.staff(Role.PROVIDER_MANAGER, self.provider.id)
        self.offering = self.offer()

    def offer(self) -> Offering:
        """Another offering of the cooperative."""
        service = Service(
            f"service-{self.price_unit}", "Aiuto", Category.SILVER_CARE, Audience.ELDERLY, self.price_unit
        )
        publish.services([service])
        draft = OfferingDraft(service.id, "Aiuto a casa", "Aiuto.", "L319", "via Roma 1", 2000, accepts_vouchers=True)
        return publish.offering(draft, provider_id=self.provider.id, key=a.key()).value

    def worker(self) -> Caller:
        """Someone who works for it."""
        return a.staff(Role.PROVIDER_WORKER, self.provider.id)

    def schedules(
        self, wanted: Schedule, *, of: Offering | None = None, at: datetime = a.NOW, named: str = ""
    ) -> Schedule:
        """Create a schedule of an offering."""
        wanted = replace(wanted, offering_id=(of or self.offering).id)
        return create.schedule(wanted, provider_id=self.provider.id, key=a.key(self.manager, named), at=at).value

    def sessions(self, from_on: date, to_on: date | None = None, *, of: Offering | None = None) -> list[Session]:
        """The offering's sessions between two days, cancelled ones too."""
        last = to_on or from_on + timedelta(days=60)
        return browse.sessions_of((of or self.offering).id, from_on=from_on, to_on=last, span=Span(1000)).items

    def open(self, from_on: date = MARCH_1, to_on: date | None = None, *, of: Offering | None = None) -> list[str]:
        """When its open sessions begin."""
        found = self.sessions(from_on, to_on, of=of)
        return [f"{local(one.starts_at):%d/%m %H:%M}" for one in found if one.state is SessionState.OPEN]

    def session(self, day: date, shown: str = "16:00") -> Session:
        """The session that begins on a day at an hour."""
        [found] = [one for one in self.sessions(day, day) if one.starts_at == at_local(day, time.fromisoformat(shown))]
        return found


EVERY_DAY = tuple(hours(weekday, "08:00", "17:00") for weekday in WEEK[:5])
