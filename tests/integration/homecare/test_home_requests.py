"""A family asks for hours at home, a provider plans them or says why not, and the family books what it was offered."""

from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.bookings import place, quote
from chalicelib.bookings.lines import Wish as Place
from chalicelib.catalogue import browse
from chalicelib.catalogue.model import MadeForAnother, PriceUnit
from chalicelib.homecare import answer, ask, read
from chalicelib.homecare.ask import Wish
from chalicelib.homecare.model import (
    ANSWER_HOURS,
    AlreadyAnswered,
    HomePeriodInvalid,
    HomeRequest,
    HomeRequestState,
    MoreThanAsked,
    NotByTheHour,
    NothingToPropose,
)
from chalicelib.kernel.clock import hours_after
from chalicelib.kernel.identifiers import IdempotencyKeyReused
from chalicelib.kernel.paging import Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.people.model import NotForThisPerson, Person
from chalicelib.schedules.model import Pattern, Weekday
from tests import builders as a
from tests.integration.schedules.scenes import MARCH_1, Cooperative, hours, pattern, weekly

pytestmark = pytest.mark.usefixtures("aws")

APRIL_11 = date(2027, 4, 11)
WEEK = pattern(hours(Weekday.MONDAY, "09:00", "11:00"), hours(Weekday.THURSDAY, "09:00", "10:00"), session_minutes=None)
MINUTE = timedelta(minutes=1)


def coop() -> Cooperative:
    return Cooperative(price_unit=PriceUnit.HOUR)


def asked(
    by: Cooperative, person: Person, caller: Any = None, *, named: str = "", said: str = "same", **wish: Any
) -> HomeRequest:
    known = {"week_minutes": 180, "from_on": date(2027, 3, 15), "to_on": APRIL_11, **wish}
    caller = caller or a.citizen(person)
    wanted = Wish(by.offering.id, person.id, preferred=(hours(Weekday.MONDAY, "08:00", "12:00"),), **known)
    return ask.request(wanted, by=caller, key=a.key(caller, named, said), at=a.NOW).value


def proposed(by: Cooperative, request: HomeRequest, week: Pattern = WEEK, at: Any = a.NOW) -> HomeRequest:
    return answer.proposal(request.id, week, by=by.manager, at=at)


def test_the_answer_keeps_the_sessions_of_the_plan_for_the_person_alone_without_holidays() -> None:
    home, someone = coop(), a.person()

    answered = proposed(home, asked(home, someone))

    sessions = browse.several(answered.session_ids)
    days = [one.days[0].isoformat() for one in sessions]
    assert days == [f"2027-{day}" for day in ("03-15", "03-18", "03-22", "03-25", "04-01", "04-05", "04-08")]
    assert {one.person_id for one in sessions} == {someone.id}
    assert [one.price_cents for one in sessions[:2]] == [4000, 2000]
    assert home.sessions(MARCH_1) == []  # the catalogue does not show them


def test_the_family_books_them_in_one_quote() -> None:
    home, someone = coop(), a.person()
    answered = proposed(home, asked(home, someone))
    wishes = [Place(session_id, someone.id) for session_id in answered.session_ids]

    quoted = quote.bookings(wishes, means=a.OWN_MONEY, by=a.citizen(someone), at=a.NOW)
    placed = place.bookings(quoted.token, by=a.citizen(someone), key=a.key(a.citizen(someone)), at=a.NOW)

    assert (quoted.own_cents, len(placed.value.items)) == (20000, 7)


def test_nobody_else_can_book_them() -> None:
    home = coop()
    answered = proposed(home, asked(home, a.person()))

    with pytest.raises(MadeForAnother):
        a.book(a.person(), browse.session(answered.session_ids[0]))


def test_a_worker_who_is_elsewhere_is_left_there() -> None:
    home, someone = coop(), a.person()
    worker = home.worker()
    home.schedules(weekly(pattern(hours(Weekday.THURSDAY, "09:30", "10:30"), worker_id=worker.account_id)))
    week = pattern(*WEEK.hours, session_minutes=None, worker_id=worker.account_id)

    answered = proposed(home, asked(home, someone), week)

    assert {one.days[0].weekday() for one in browse.several(answered.session_ids)} == {0}


def test_and_the_workers_schedule_leaves_the_family_what_it_was_offered() -> None:
    home = coop()
    worker = home.worker().account_id
    week = pattern(*WEEK.hours, session_minutes=None, worker_id=worker)
    proposed(home, asked(home, a.person()), week)

    home.schedules(weekly(pattern(hours(Weekday.MONDAY, "10:00", "11:00"), worker_id=worker)))

    assert home.open(date(2027, 3, 8), date(2027, 3, 15)) == ["08/03 10:00"]


def test_more_time_a_week_than_was_asked_is_refused() -> None:
    home, someone = coop(), a.person()
    request = asked(home, someone, week_minutes=175)

    with pytest.raises(MoreThanAsked):
        proposed(home, request)


def test_a_plan_without_a_session_is_refused() -> None:
    home, someone = coop(), a.person()
    request = asked(home, someone, from_on=date(2027, 3, 16), to_on=date(2027, 3, 17))

    with pytest.raises(NothingToPropose):
        proposed(home, request)


def test_the_same_answer_again_makes_nothing_new() -> None:
    home, someone = coop(), a.person()
    request = asked(home, someone)

    assert proposed(home, request) == proposed(home, request)


def test_a_provider_declines_with_a_reason_that_the_family_reads() -> None:
    home, someone = coop(), a.person()
    request = asked(home, someone)

    answer.declined(request.id, reason="nessuno libero il lunedì", by=home.manager, at=a.NOW)

    seen = read.request(request.id, by=a.citizen(someone), at=a.NOW)
    assert (seen.state, seen.reason) == (HomeRequestState.DECLINED, "nessuno libero il lunedì")
    with pytest.raises(AlreadyAnswered):
        proposed(home, request)


@pytest.mark.parametrize(
    ("late", "state"), [(-MINUTE, "proposed"), (timedelta(), "proposed"), (timedelta(microseconds=1), "expired")]
)
def test_silence_ends_a_request_to_the_minute(late: timedelta, state: str) -> None:
    home, someone = coop(), a.person()
    request = asked(home, someone)
    when = hours_after(a.NOW, ANSWER_HOURS) + late

    if state == "expired":
        with pytest.raises(AlreadyAnswered):
            proposed(home, request, at=when)
    else:
        proposed(home, request, at=when)

    assert read.of_person(someone.id, Span(), by=a.citizen(someone), at=when).items[0].state == state


def test_three_days_are_three_days_on_the_clock_also_when_it_changes() -> None:
    home, someone = coop(), a.person()
    friday = hours_after(a.NOW, 25 * 24)  # 26 March, ten o'clock
    wanted = Wish(home.offering.id, someone.id, 180, APRIL_11, APRIL_11, (hours(),))
    request = ask.request(wanted, by=a.citizen(someone), key=a.key(a.citizen(someone)), at=friday).value

    assert request.answer_until_at.isoformat() == "2027-03-29T08:00:00+00:00"  # ten o'clock again


def test_a_family_takes_back_what_it_asked() -> None:
    home, someone = coop(), a.person()
    request = asked(home, someone)

    ask.withdrawn(request.id, by=a.citizen(someone), at=a.NOW)

    with pytest.raises(AlreadyAnswered):
        proposed(home, request)


def test_an_operator_asks_for_who_is_at_the_desk_and_leaves_a_trace() -> None:
    home, someone = coop(), a.person()

    asked(home, someone, a.OPERATOR)

    assert [one.person_given_name for one in read.of_provider(Span(), by=home.manager, at=a.NOW).items] == [
        someone.given_name
    ]


def test_nobody_asks_for_a_stranger() -> None:
    home = coop()

    with pytest.raises(NotForThisPerson):
        asked(home, a.person(), a.citizen(a.person()))


def test_a_request_is_its_familys_and_its_providers_alone() -> None:
    home, other, someone = coop(), coop(), a.person()
    request = asked(home, someone)

    for stranger in (a.citizen(a.person()), other.manager):
        with pytest.raises(NotFound):
            read.request(request.id, by=stranger, at=a.NOW)
    with pytest.raises(NotFound):
        proposed(other, request)


def test_the_same_key_asks_once() -> None:
    home, someone = coop(), a.person()
    first = asked(home, someone, named="once")

    assert asked(home, someone, named="once").id == first.id
    with pytest.raises(IdempotencyKeyReused):
        asked(home, someone, named="once", said="another")


@pytest.mark.parametrize(
    ("from_on", "to_on"),
    [
        (MARCH_1, APRIL_11),
        (APRIL_11, APRIL_11 - timedelta(days=1)),
        (date(2027, 3, 2), date(2027, 3, 2) + timedelta(days=92)),
    ],
)
def test_a_period_begins_tomorrow_or_later_and_is_a_quarter_at_most(from_on: date, to_on: date) -> None:
    with pytest.raises(HomePeriodInvalid):
        asked(coop(), a.person(), from_on=from_on, to_on=to_on)


def test_what_is_not_priced_by_the_hour_is_not_asked_for() -> None:
    with pytest.raises(NotByTheHour):
        asked(Cooperative(), a.person())
