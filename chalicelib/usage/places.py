"""What became of the places that providers offer: taken, used, left empty."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from datetime import date

from chalicelib.bookings.model import Booking, BookingState
from chalicelib.catalogue.model import Session, SessionState
from chalicelib.kernel.days import monday, mondays

from .model import PEOPLE_MIN

ATTENDED = frozenset({BookingState.RECORDED, BookingState.CONTESTED, BookingState.ATTENDED})


@dataclass(frozen=True, slots=True)
class Occupancy:
    """The sessions that began on some days and took place, and what became of their places."""

    sessions: int = 0
    places_offered: int = 0
    places_taken: int = 0
    attended: int = 0
    absent: int = 0
    cancelled: int = 0  # bookings: each gave its place back

    def __add__(self, other: "Occupancy") -> "Occupancy":
        return Occupancy(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))


@dataclass(frozen=True, slots=True)
class OccupancyWeek:
    """The same for a week; None where it would show too few people apart."""

    week_on: date  # its Monday
    sessions: int
    places_offered: int
    places_taken: int | None
    attended: int | None
    absent: int | None
    cancelled: int | None


def of_session(session: Session, bookings: Iterable[Booking]) -> Occupancy:
    """What became of one session's places. One that was cancelled offered none."""
    states = [booking.state for booking in bookings]
    is_open = session.state is SessionState.OPEN
    return Occupancy(
        sessions=int(is_open),
        places_offered=session.places_max if is_open else 0,
        places_taken=session.places_taken - session.places_offered if is_open else 0,
        attended=sum(state in ATTENDED for state in states),
        absent=states.count(BookingState.ABSENT),
        cancelled=states.count(BookingState.CANCELLED),
    )


def weeks(by_day: Mapping[date, Occupancy], *, from_on: date, to_on: date) -> list[OccupancyWeek]:
    """Some days of one provider, week by week; of the first and the last week only the days that are asked for."""
    by_week: dict[date, Occupancy] = defaultdict(Occupancy)
    for on, occupancy in by_day.items():
        by_week[monday(on)] += occupancy
    return [OccupancyWeek(week_on, *astuple(by_week[week_on])) for week_on in mondays(from_on, to_on)]


def for_others(week: OccupancyWeek) -> OccupancyWeek:
    """A week as other organisations see it: no figure tells of fewer than PEOPLE_MIN people, nor lets them be computed.

    Who came and who did not make up who had a place: where one of these is too small, neither is told.
    """
    taken, parts = _enough(week.places_taken), (_enough(week.attended), _enough(week.absent))
    attended, absent = parts if taken is not None and None not in parts else (None, None)
    return OccupancyWeek(
        week_on=week.week_on,
        sessions=week.sessions,
        places_offered=week.places_offered,
        places_taken=taken,
        attended=attended,
        absent=absent,
        cancelled=_enough(week.cancelled),
    )


def _enough(people: int | None) -> int | None:
    return people if people == 0 or (people or 0) >= PEOPLE_MIN else None
