"""What a provider sees of its day and its week."""

from datetime import date, time, timedelta
from typing import Any

import pytest

from chalicelib.bookings import close
from chalicelib.bookings import read as bookings
from chalicelib.bookings import table as booking_table
from chalicelib.bookings.model import Booking, BookingState
from chalicelib.catalogue.terms import Mode, Option, Terms
from chalicelib.kernel.caller import Role
from chalicelib.kernel.clock import at_local
from chalicelib.kernel.days import PeriodInvalid
from chalicelib.kernel.paging import Span
from chalicelib.kernel.refusals import NotFound
from tests import builders as a
from tests.integration.rosters.days import MINUTE, TEN, TUESDAY, Coop, booked, given_to

pytestmark = pytest.mark.usefixtures("aws")

DAY = timedelta(days=1)


def names(roster: Any) -> list[str]:
    return [line.person_given_name for line in roster.lines]


def test_a_day_shows_its_sessions_in_order_of_time_with_who_comes() -> None:
    coop = Coop()
    late, early = coop.session(TEN + 3 * 60 * MINUTE), coop.session(TEN)
    for name in ("Maria", "Bruno"):
        booked(early, name)
    booked(late, "Luca")

    shown = coop.see().items

    assert [roster.session_id for roster in shown] == [early.id, late.id]
    assert [names(roster) for roster in shown] == [["Bruno", "Maria"], ["Luca"]]


def test_a_session_nobody_booked_is_there_empty() -> None:
    coop = Coop()
    empty = coop.session()

    [shown] = coop.see().items

    assert (shown.session_id, shown.lines) == (empty.id, [])


def test_a_week_holds_its_first_and_its_last_day_and_no_other() -> None:
    coop = Coop()
    midnight = at_local(TUESDAY, time(0))
    first, last = coop.session(midnight), coop.session(midnight + 7 * DAY - 60 * MINUTE)
    coop.session(midnight - 60 * MINUTE)
    coop.session(midnight + 7 * DAY)

    shown = coop.see(TUESDAY, TUESDAY + 6 * DAY).items

    assert [roster.session_id for roster in shown] == [first.id, last.id]


@pytest.mark.parametrize("on", [date(2027, 3, 28), date(2027, 10, 31)])
def test_a_day_on_which_clocks_change_is_shown_whole(on: date) -> None:
    coop = Coop()
    first, last = coop.session(at_local(on, time(0))), coop.session(at_local(on, time(23)), minutes=60)
    coop.session(at_local(on + DAY, time(0)))
    coop.session(at_local(on - DAY, time(23)))

    assert [roster.session_id for roster in coop.see(on).items] == [first.id, last.id]


@pytest.mark.parametrize("days", [-1, 7, 60])
def test_a_period_is_a_day_to_a_week(days: int) -> None:
    with pytest.raises(PeriodInvalid):
        Coop().see(TUESDAY, TUESDAY + days * DAY)


def test_a_course_that_began_long_ago_is_there_on_the_day_of_its_meeting() -> None:
    coop = Coop()
    course = coop.course(*(TEN + 7 * number * DAY for number in range(30)))
    booked(course, "Elena")

    [shown] = coop.see(TUESDAY + 7 * 29 * DAY).items

    assert (shown.session_id, shown.starts_at, names(shown)) == (course.id, TEN + 7 * 29 * DAY, ["Elena"])
    assert coop.see(TUESDAY + DAY).items == []


def test_a_camp_week_has_a_roster_for_each_of_its_meetings() -> None:
    coop = Coop()
    camp = coop.course(*(TEN + number * DAY for number in range(5)))
    booked(camp)

    shown = coop.see(TUESDAY, TUESDAY + 6 * DAY).items

    assert [(roster.starts_at, names(roster)) for roster in shown] == [
        (TEN + number * DAY, ["Anna"]) for number in range(5)
    ]


def test_another_providers_sessions_are_not_shown() -> None:
    Coop().session()

    assert Coop().see().items == []


def test_a_worker_sees_what_is_theirs_or_nobodys() -> None:
    coop = Coop()
    mine, other, free = coop.session(), coop.session(TEN + 60 * MINUTE), coop.session(TEN + 120 * MINUTE)
    given_to(coop.worker, mine)
    given_to(a.staff(Role.PROVIDER_WORKER, coop.provider.id), other)

    assert [roster.session_id for roster in coop.see(by=coop.worker).items] == [mine.id, free.id]
    assert len(coop.see().items) == 3


def test_a_worker_does_not_see_a_colleagues_roster_by_its_session_either() -> None:
    coop = Coop()
    where = coop.session()
    given_to(a.staff(Role.PROVIDER_WORKER, coop.provider.id), where)

    with pytest.raises(NotFound):
        bookings.roster(where.id, by=coop.worker)
    assert bookings.roster(where.id, by=coop.manager) == []


def test_who_gave_the_place_back_is_not_expected() -> None:
    coop = Coop()
    where = coop.session()
    gone = booked(where, "Bruno")
    close.cancelled(gone.id, by=coop.manager, key=a.key(coop.manager), at=a.NOW)

    [shown] = coop.see().items

    assert shown.lines == []


def test_a_request_is_marked_until_it_is_answered() -> None:
    coop = Coop()
    where = coop.session(terms=Terms(mode=Mode.REQUEST))
    booked(where)

    [line] = coop.see().items[0].lines

    assert (line.state, line.is_pending) == (BookingState.REQUESTED, True)
    assert line.respond_until_at == a.NOW + 2 * DAY


def test_guests_and_options_are_named() -> None:
    coop = Coop()
    where = coop.session(options=(Option("cake", "Torta", 500, 3),), guests_max=5)
    booked(where, options={"cake": 2}, guests=4)

    [line] = coop.see().items[0].lines

    assert (line.options, line.guests) == ({"Torta": 2}, 4)


def test_pages_follow_each_other_without_gap_or_repetition() -> None:
    coop = Coop()
    made = [coop.session(TEN + 5 * number * MINUTE).id for number in range(5)]

    first = coop.see(span=Span(2))
    second = coop.see(span=Span(2, first.rest))
    third = coop.see(span=Span(2, second.rest))

    assert [roster.session_id for page in (first, second, third) for roster in page.items] == made
    assert third.rest is None


def test_nobody_is_looked_for_where_no_place_was_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    coop = Coop()
    coop.session()
    taken = coop.session(TEN + 60 * MINUTE)
    booked(taken)
    asked: list[str] = []
    of_session = booking_table.of_session

    def counted(session_id: str) -> list[Booking]:
        asked.append(session_id)
        return of_session(session_id)

    monkeypatch.setattr(booking_table, "of_session", counted)
    coop.see()

    assert asked == [taken.id]
