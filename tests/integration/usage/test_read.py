"""Who sees which figures: their own to the cent, those of others never of a few people."""

from datetime import date, datetime, timedelta
from unittest.mock import Mock

import pytest

from chalicelib.bookings import audit as bookings
from chalicelib.bookings import close
from chalicelib.kernel.caller import Caller, Role
from chalicelib.kernel.clock import end_of_day, local_day
from chalicelib.kernel.days import PeriodInvalid
from chalicelib.kernel.refusals import Forbidden, NotFound
from chalicelib.kernel.territory import Category
from chalicelib.programmes.model import Programme
from chalicelib.providers.model import Provider
from chalicelib.usage import count, read, table
from chalicelib.usage.forecast import WEEKS_MIN
from chalicelib.usage.shapes import BurnDownView, OccupancyView, UsageByCategoryView
from chalicelib.vouchers import audit as vouchers
from tests import builders as a
from tests.wire import shown

pytestmark = pytest.mark.usefixtures("aws")

MONDAY = local_day(a.NOW)
SUNDAY = MONDAY + timedelta(days=6)


def night(on: date) -> datetime:
    """When the job counts a day."""
    return end_of_day(on) + timedelta(hours=4)


def delivered(
    programme: Programme, coop: Provider, on: date, *, people: int = 1, category: Category = Category.SILVER_CARE
) -> datetime:
    """Some people each use 20 euro of a voucher of their own on a day; returns the end of their session."""
    starts_at = a.NOW + (on - MONDAY)
    before = starts_at - timedelta(hours=2)
    session = a.session(by=coop, category=category, price_cents=20_00, starts_at=starts_at, at=before)
    worker = a.staff(Role.PROVIDER_MANAGER, coop.id)
    for _ in range(people):
        holder = a.person()
        booking = a.book(holder, session, a.voucher(holder, 100_00, under=programme, at=before), at=before).value
        close.attended(booking.id, delivered_minutes=60, by=worker, key=a.key(worker), at=session.ends_at)
    return session.ends_at


def weeks_of_deliveries(count_of: int) -> Programme:
    """A programme of 1,000 euro under which a voucher of 100 is used for 20 every Tuesday."""
    programme, coop = a.programme(budget=1000_00, at=a.NOW), a.provider()
    for number in range(count_of):
        delivered(programme, coop, MONDAY + timedelta(days=1 + 7 * number))
    return programme


def burn_down(programme: Programme, at: datetime) -> read.BurnDown:
    return read.burn_down(programme.id, funder_id=a.FUNDER_ID, at=at)


def test_a_budget_burns_down_week_by_week_and_is_foreseen() -> None:
    programme = weeks_of_deliveries(5)
    last = MONDAY + timedelta(days=34)
    count.days(at=night(last))

    told = burn_down(programme, night(last))

    assert [week.captured for week in told.weeks[:5]] == [20_00] * 5
    assert [week.fund_left for week in told.weeks[:5]] == [900_00, 800_00, 700_00, 600_00, 500_00]
    assert [week.vouchers_left for week in told.weeks[:5]] == [80_00, 160_00, 240_00, 320_00, 400_00]
    assert (told.left, told.budget, told.counted_until) == (900_00, 1000_00, last + timedelta(days=1))
    assert told.forecast.expected
    assert (told.forecast.weeks, told.forecast.expected.pace) == (4, 20_00)
    assert told.forecast.expected.runs_out_week_on == date(2028, 2, 14)


def test_in_its_first_weeks_it_is_too_early_to_say() -> None:
    programme = weeks_of_deliveries(WEEKS_MIN)
    last = MONDAY + timedelta(days=7 * WEEKS_MIN - 1)
    count.days(at=night(last))

    told = burn_down(programme, night(last))

    assert (told.forecast.too_early, told.forecast.expected) == (True, None)


def test_today_is_counted_when_somebody_asks() -> None:
    count.days(at=night(MONDAY - timedelta(days=1)))
    programme = a.programme(at=a.NOW)
    ended_at = delivered(programme, a.provider(), MONDAY)

    told = burn_down(programme, ended_at)

    assert (told.weeks[-1].captured, told.counted_until) == (20_00, MONDAY)


def test_who_asks_for_a_budget_waits_for_no_booking(monkeypatch: pytest.MonkeyPatch) -> None:
    count.days(at=night(MONDAY - timedelta(days=1)))
    programme = a.programme(at=a.NOW)
    ended_at = delivered(programme, a.provider(), MONDAY)
    monkeypatch.setattr(bookings, "several", lambda _: pytest.fail("bookings were read"))

    assert burn_down(programme, ended_at).weeks[-1].captured == 20_00


def test_who_asks_for_areas_of_help_waits_for_no_voucher_and_no_booking_of_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    count.days(at=night(MONDAY - timedelta(days=1)))
    programme = a.programme(at=a.NOW)
    ended_at = delivered(programme, a.provider(), MONDAY)
    several = Mock(wraps=bookings.several)
    monkeypatch.setattr(bookings, "several", several)
    monkeypatch.setattr(vouchers, "several", lambda _: pytest.fail("vouchers were read"))

    own, other = (a.staff(Role.FINANCE_OFFICER, funder_id) for funder_id in (a.FUNDER_ID, "another"))
    assert by_category(own, ended_at) == {f"{programme.id} {Category.SILVER_CARE}": 20_00}
    assert by_category(other, ended_at) == {}
    assert [len(asked.args[0]) for asked in several.call_args_list] == [1, 0]


def test_while_the_job_is_late_only_what_was_counted_is_told() -> None:
    programme = a.programme(at=a.NOW)
    count.days(at=night(MONDAY))
    delivered(programme, a.provider(), MONDAY + timedelta(days=2))

    told = burn_down(programme, a.NOW + timedelta(days=read.UNCOUNTED_MAX + 1))

    assert (told.counted_until, told.left) == (MONDAY, programme.budget)


def test_before_anything_was_counted_nothing_is_told() -> None:
    programme = weeks_of_deliveries(1)

    told = burn_down(programme, a.NOW + timedelta(days=2))

    assert (told.counted_until, told.weeks, told.forecast.too_early) == (None, [], True)
    assert shown(told, BurnDownView)["counted_until"] is None


def test_another_funders_budget_is_not_found() -> None:
    programme = a.programme()

    with pytest.raises(NotFound):
        read.burn_down(programme.id, funder_id="another", at=a.NOW)


def by_category(by: Caller, at: datetime, to_on: date = SUNDAY) -> dict[str, int | None]:
    answer = read.by_category(MONDAY, to_on, by=by, at=at)
    assert shown(answer, UsageByCategoryView)["counted_until"]
    return {f"{row.programme_id} {row.category}": row.captured for row in answer.rows}


def test_a_funder_sees_what_its_programmes_paid_by_area_of_help() -> None:
    both = a.programme(categories=(Category.CHILD_CARE, Category.SILVER_CARE))
    for category, on in ((Category.CHILD_CARE, 0), (Category.SILVER_CARE, 1), (Category.SILVER_CARE, 2)):
        delivered(both, a.provider(category), MONDAY + timedelta(days=on), category=category)
    count.days(at=night(SUNDAY))
    finance = a.staff(Role.FINANCE_OFFICER, a.FUNDER_ID)

    assert by_category(finance, night(SUNDAY)) == {
        f"{both.id} {Category.CHILD_CARE}": 20_00,
        f"{both.id} {Category.SILVER_CARE}": 40_00,
    }
    assert by_category(finance, night(SUNDAY), to_on=MONDAY) == {f"{both.id} {Category.CHILD_CARE}": 20_00}


def test_another_funder_sees_nothing_of_it() -> None:
    delivered(a.programme(), a.provider(), MONDAY)
    count.days(at=night(SUNDAY))

    assert by_category(a.staff(Role.PROGRAMME_OFFICER, "another"), night(SUNDAY)) == {}


def test_an_auditor_sees_every_funder_but_no_amount_of_fewer_than_five_people() -> None:
    coop, small, large = a.provider(), a.programme(), a.programme()
    delivered(small, coop, MONDAY, people=4)
    delivered(large, coop, MONDAY, people=5)
    count.days(at=night(SUNDAY))

    for organisation_id in ("court", a.FUNDER_ID):
        seen = by_category(a.staff(Role.AUDITOR, organisation_id), night(SUNDAY))
        assert seen == {f"{small.id} {Category.SILVER_CARE}": None, f"{large.id} {Category.SILVER_CARE}": 100_00}


def occupancy(by: Caller, at: datetime) -> read.OccupancyByWeek:
    answer = read.occupancy(MONDAY, SUNDAY + timedelta(days=7), by=by, at=at)
    assert shown(answer, OccupancyView)["weeks"]
    return answer


def test_a_cooperative_sees_its_own_places_to_the_last_person() -> None:
    own, other, programme = a.provider(), a.provider(), a.programme()
    delivered(programme, own, MONDAY, people=2)
    delivered(programme, other, MONDAY, people=3)
    count.days(at=night(SUNDAY))

    first, second = occupancy(a.staff(Role.PROVIDER_MANAGER, own.id), night(SUNDAY + timedelta(days=1))).weeks

    assert (first.sessions, first.places_offered, first.places_taken, first.attended) == (1, 10, 2, 2)
    assert (second.week_on, second.sessions, second.places_taken) == (SUNDAY + timedelta(days=1), 0, 0)


def test_an_officer_sees_all_cooperatives_together() -> None:
    programme = a.programme()
    for people in (2, 3):
        delivered(programme, a.provider(), MONDAY, people=people)
    count.days(at=night(SUNDAY))

    officer = a.staff(Role.PROGRAMME_OFFICER, a.FUNDER_ID)
    [week] = occupancy(officer, end_of_day(SUNDAY) - timedelta(minutes=1)).weeks

    assert (week.sessions, week.places_offered, week.places_taken, week.attended) == (2, 20, 5, 5)


def test_an_officer_is_told_no_figure_of_a_few_people() -> None:
    delivered(a.programme(), a.provider(), MONDAY, people=4)
    count.days(at=night(SUNDAY))

    week = occupancy(a.staff(Role.PROGRAMME_OFFICER, a.FUNDER_ID), night(SUNDAY)).weeks[0]

    assert (week.sessions, week.places_taken, week.attended) == (1, None, None)


def test_todays_places_are_counted_when_somebody_asks() -> None:
    own = a.provider()
    count.days(at=night(MONDAY - timedelta(days=1)))
    ended_at = delivered(a.programme(), own, MONDAY)

    [week] = occupancy(a.staff(Role.PROVIDER_MANAGER, own.id), ended_at).weeks

    assert (week.sessions, week.attended) == (1, 1)
    assert table.places(MONDAY, MONDAY) == {}


@pytest.mark.parametrize(("from_on", "to_on"), [(SUNDAY, MONDAY), (MONDAY, MONDAY + timedelta(days=read.DAYS_MAX))])
def test_a_period_is_a_year_at_most_and_not_turned_around(from_on: date, to_on: date) -> None:
    auditor = a.staff(Role.AUDITOR, "court")

    for asked in (read.by_category, read.occupancy):
        with pytest.raises(PeriodInvalid):
            asked(from_on, to_on, by=auditor, at=a.NOW)


def test_staff_without_an_account_sees_no_figures() -> None:
    for asked in (read.by_category, read.occupancy):
        with pytest.raises(Forbidden):
            asked(MONDAY, SUNDAY, by=Caller("nobody", frozenset({Role.PROGRAMME_OFFICER})), at=a.NOW)
