"""A schedule is compared with what there is: free sessions follow it, all others stay, and nobody is in two places."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.catalogue.model import Offering, PriceUnit, Scope, Session, SessionState
from chalicelib.kernel.clock import start_of_day
from chalicelib.kernel.territory import Audience, Category
from chalicelib.schedules import compare, holiday, lay
from chalicelib.schedules.compare import Agendas
from chalicelib.schedules.model import Pattern, Schedule, ScheduleKind, Stretch
from tests.unit.schedules.test_lay import DAYS, MARCH_1, MONDAY, hours, weeks

OFFERING = Offering(
    "offering",
    "service",
    "provider",
    "Cooperativa",
    "Aiuto",
    "",
    Category.SILVER_CARE,
    Audience.ELDERLY,
    Scope.LOCAL,
    "L319",
    "via Roma 1",
    2000,
    PriceUnit.SESSION,
    True,
)
LONG_AGO = start_of_day(date(2020, 1, 1))


def of_worker(schedule: Schedule, name: str, worker_id: str = "worker") -> Schedule:
    [stretch] = schedule.stretches
    pattern = replace(stretch.pattern, worker_id=worker_id)
    return replace(schedule, id=name, stretches=(Stretch(stretch.from_on, pattern),), on_holidays=True)


def wanted(schedule: Schedule, day: date) -> list[Session]:
    drafts, _ = lay.sessions(schedule, day, day, home="L319", holiday_of=holiday.name)
    return [compare.session_of(schedule, OFFERING, draft) for draft in drafts]


def overlap(one: Session, other: Session) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


@given(weeks(), weeks(), DAYS)
def test_a_worker_of_two_schedules_is_never_in_two_sessions(first: Schedule, second: Schedule, day: date) -> None:
    found: list[Session] = []
    agendas = Agendas("first")
    for name, schedule in (("first", first), ("second", second)):
        mine = replace(agendas, schedule_id=name)
        outcome = compare.day(name, wanted(of_worker(schedule, name), day), {}, mine, at=LONG_AGO)
        for session in outcome.made:
            mine = mine.with_one(session)
        agendas = mine
        found += outcome.made

    assert not [pair for pair in combinations(found, 2) if overlap(*pair)]


@given(weeks(), weeks(), weeks(), DAYS, st.data())
def test_whoever_is_booked_finds_their_session_as_it_was(
    before: Schedule, after: Schedule, elsewhere: Schedule, day: date, data: st.DataObject
) -> None:
    there = {one.id: one for one in wanted(of_worker(before, "same"), day)}
    names = st.sets(st.sampled_from(sorted(there))) if there else st.just(set[str]())
    booked, waited = data.draw(names), data.draw(names)
    for name in booked:
        there[name] = replace(there[name], places_taken=1)
    for name in waited:
        there[name] = replace(there[name], in_line=1)
    others = wanted(of_worker(elsewhere, "another", "colleague"), day)
    agendas = Agendas("another")
    for one in others:
        agendas = agendas.with_one(one)
    agendas = replace(agendas, schedule_id="same")
    for one in there.values():
        agendas = agendas.with_one(one)
    comes = data.draw(st.sampled_from(["worker", "colleague"]))
    then = data.draw(st.sampled_from([before, after]), "before or after")

    outcome = compare.day("same", wanted(of_worker(then, "same", comes), day), there, agendas, at=LONG_AGO)

    assert not {one.id for one in outcome.withdrawn} & (booked | waited)
    for was, one in outcome.changed:
        if was.id in booked | waited:
            assert replace(one, worker_id=was.worker_id, places_max=was.places_max, edition=was.edition) == was
    now = {**there, **{one.id: one for one in outcome.made}, **{one.id: one for _, one in outcome.changed}}
    for gone in outcome.withdrawn:
        del now[gone.id]
    assert not [pair for pair in combinations(now.values(), 2) if overlap(*pair)]
    of_colleague = [one for one in now.values() if one.worker_id == "colleague"]
    assert not [pair for pair in combinations([*others, *of_colleague], 2) if overlap(*pair)]


@given(weeks(), weeks(), DAYS)
def test_comparing_again_after_what_was_done_finds_nothing_more_to_do(
    before: Schedule, after: Schedule, day: date
) -> None:
    there = {one.id: one for one in wanted(of_worker(before, "same"), day)}
    agendas = Agendas("same")
    for one in there.values():
        agendas = agendas.with_one(one)
    outcome = compare.day("same", wanted(of_worker(after, "same"), day), there, agendas, at=LONG_AGO)
    there |= {one.id: one for one in outcome.made} | {one.id: one for _, one in outcome.changed}
    there |= {one.id: compare.withdrawn(one) for one in outcome.withdrawn}
    agendas = Agendas("same")
    for one in there.values():
        agendas = agendas.with_one(one) if compare.is_on(one) else agendas

    again = compare.day("same", wanted(of_worker(after, "same"), day), there, agendas, at=LONG_AGO)

    assert (again.made, again.changed, again.withdrawn, again.staying) == ((), (), (), ())


def schedule(places_max: int = 1) -> Schedule:

    pattern = Pattern((hours(MONDAY, "10:00", "11:00"),), places_max)
    return Schedule("same", "offering", "provider", ScheduleKind.GROUP, (Stretch(MARCH_1, pattern),))


def test_what_has_begun_is_left_alone_to_the_minute() -> None:
    [session] = wanted(schedule(), MARCH_1)
    there, agendas = {session.id: session}, Agendas("same").with_one(session)

    at_the_beginning = compare.day("same", [], there, agendas, at=session.starts_at)
    a_minute_before = compare.day("same", [], there, agendas, at=session.starts_at - timedelta(minutes=1))

    assert (len(at_the_beginning.withdrawn), len(a_minute_before.withdrawn)) == (0, 1)


def test_a_session_changed_by_hand_is_the_schedules_no_more() -> None:
    [session] = wanted(schedule(), MARCH_1)
    by_hand = replace(session, by_hand=True, place="altrove")
    cancelled = replace(by_hand, state=SessionState.CANCELLED)

    for there in (by_hand, cancelled):
        outcome = compare.day("same", [session], {session.id: there}, Agendas("same"), at=LONG_AGO)
        assert outcome == compare.Outcome()


def test_a_withdrawn_session_comes_back_under_another_edition() -> None:
    [session] = wanted(schedule(), MARCH_1)
    gone = compare.withdrawn(session)

    outcome = compare.day("same", [session], {session.id: gone}, Agendas("same"), at=LONG_AGO)

    [(_, back)] = outcome.changed
    assert (back.state, back.edition) == (SessionState.OPEN, 3)
