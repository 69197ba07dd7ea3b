"""Counting: what the figures say is what the ledger says, to the cent, whenever and however often they are counted."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.bookings import close
from chalicelib.kernel.caller import Role
from chalicelib.kernel.clock import end_of_day, local_day, start_of_day
from chalicelib.kernel.territory import Category
from chalicelib.ledger import audit
from chalicelib.ledger import model as ledger
from chalicelib.ledger.model import Account, Posting
from chalicelib.ledger.seal import SETTLED_HOURS
from chalicelib.runtime.aws import client
from chalicelib.usage import count, model, table
from chalicelib.usage.model import Flow
from chalicelib.usage.places import Occupancy
from chalicelib.vouchers import audit as vouchers
from tests import builders as a
from tests.integration.controls import story

pytestmark = pytest.mark.usefixtures("aws")

TODAY = local_day(a.NOW)
TONIGHT = end_of_day(TODAY) + timedelta(hours=4)
MUCH_LATER = story.OVER + timedelta(days=2)


def counted(programme_id: str) -> Flow:
    return sum((day.flow for day in table.days(programme_id, date.min, date.max)), Flow())


def heads(programme_id: str) -> Counter[str]:
    """What the heads and the entries of a programme's accounts add up to, read without the figures."""
    mine = {one.account_id for one in vouchers.everything() if one.programme_id == programme_id}
    stands: Counter[str] = Counter()
    for kept in audit.everything():
        if isinstance(kept, Account) and kept.id in mine:
            stands.update(available=kept.available, held=kept.held, captured=kept.captured)
            stands.update(lapsed=kept.lapsed, returned=kept.returned)
        elif isinstance(kept, Account) and kept.id == ledger.fund(programme_id):
            stands.update(fund=kept.available)
        elif isinstance(kept, Account) and kept.id.startswith(ledger.COMMITMENT):
            stands.update(set_aside=kept.available)
        elif isinstance(kept, Posting) and kept.account_id in mine and kept.kind == ledger.Kind.ISSUE:
            stands.update(issued=sum(kept.changes.values()))
    return stands


def test_the_days_add_up_to_the_ledger_to_the_cent() -> None:
    told = story.told()

    count.days(at=MUCH_LATER)

    flow, stands = counted(told.programme.id), heads(told.programme.id)
    for name in ("issued", "captured", "lapsed", "returned", "fund", "available", "held", "set_aside"):
        assert getattr(flow, name) == stands[name], name
    assert flow.endowed == told.programme.budget
    assert min(flow.issued, flow.captured, flow.lapsed, flow.returned, flow.set_aside, flow.held) > 0


def test_what_was_captured_by_area_of_help_is_what_was_captured() -> None:
    told = story.told()
    count.days(at=MUCH_LATER)

    together = model.together(
        share for day in table.days(told.programme.id, date.min, date.max) for share in day.shares
    )

    assert {category: share.captured for category, share in together.items()} == {
        Category.SILVER_CARE: counted(told.programme.id).captured
    }
    assert len(together[Category.SILVER_CARE].people) == 1


def test_counted_night_after_night_or_at_once_the_figures_are_the_same() -> None:
    told = story.told()
    for night in range((local_day(MUCH_LATER) - TODAY).days + 1):
        count.days(at=TONIGHT + timedelta(days=night))
    nightly = table.days(told.programme.id, date.min, date.max), table.places(date.min, date.max)
    for on in {day.on for day in nightly[0]}:
        for day in count.money(on, audit.on_day(on)):
            table.put_day(day)

    assert (table.days(told.programme.id, date.min, date.max), table.places(date.min, date.max)) == nightly


def test_every_day_is_counted_once_from_the_first_programme_on() -> None:
    a.programme(at=a.NOW - timedelta(days=9))

    assert count.days(at=TONIGHT) == 10
    assert count.days(at=TONIGHT) == 0
    assert table.counted_until() == TODAY
    assert count.days(at=TONIGHT + timedelta(days=3)) == 3


def test_a_day_is_counted_when_all_its_entries_are_there() -> None:
    a.programme(at=a.NOW - timedelta(days=1))
    ready = end_of_day(TODAY) + timedelta(hours=SETTLED_HOURS)

    count.days(at=ready - timedelta(seconds=1))
    assert table.counted_until() == TODAY - timedelta(days=1)
    count.days(at=ready)
    assert table.counted_until() == TODAY


def test_a_territory_without_programmes_is_counted_too() -> None:
    assert count.days(at=TONIGHT) == 1
    assert table.counted_until() == TODAY


def test_days_without_entries_cost_next_to_nothing() -> None:
    story.told()
    count.days(at=MUCH_LATER)
    calls: list[str] = []

    def called(model: Any, **_: object) -> None:
        calls.append(model.name)

    events = client("dynamodb").meta.events
    events.register("before-call.dynamodb", called)
    count.days(at=MUCH_LATER + timedelta(days=count.PLACES_DAYS))
    events.unregister("before-call.dynamodb", called)

    assert calls.count("Scan") == 0
    assert calls.count("BatchGetItem") == 1  # until when it was counted


def session_day() -> tuple[str, dict[str, Occupancy]]:
    """A session of ten places in which one came, one did not, one cancelled and one is still expected."""
    session = a.session(places=10, starts_at=start_of_day(TODAY) + timedelta(days=3, hours=10))
    booked = [a.book(a.person(), session).value for _ in range(4)]
    worker = a.staff(Role.PROVIDER_MANAGER, session.provider_id)
    close.cancelled(booked[0].id, by=worker, key=a.key(worker), at=a.NOW)
    for booking, minutes in ((booked[1], 60), (booked[2], 0)):
        close.attended(booking.id, delivered_minutes=minutes, by=worker, key=a.key(worker), at=session.ends_at)
    return session.provider_id, count.of_places(local_day(session.starts_at))


def test_a_sessions_places_are_told_by_what_became_of_its_bookings() -> None:
    provider_id, by_provider = session_day()

    expected = Occupancy(sessions=1, places_offered=10, places_taken=3, attended=1, absent=1, cancelled=1)
    assert by_provider == {provider_id: expected}


def test_who_paid_by_themselves_is_counted_on_the_day_of_the_session_when_recorded_within_days() -> None:
    booking = a.book(a.person(), a.session()).value
    day = local_day(booking.starts_at)
    count.days(at=end_of_day(day) + timedelta(hours=4))
    worker = a.staff(Role.PROVIDER_MANAGER, booking.provider_id)
    close.attended(booking.id, delivered_minutes=60, by=worker, key=a.key(worker), at=booking.ends_at)

    count.days(at=end_of_day(day + timedelta(days=count.PLACES_DAYS - 1)) + timedelta(hours=4))

    assert table.places(day, day)[day][booking.provider_id].attended == 1


def test_who_is_recorded_days_later_is_counted_on_the_day_of_the_session() -> None:
    scene = a.scene()
    booking = a.book(scene.person, scene.session, scene.voucher).value
    day = local_day(booking.starts_at)
    long_after = end_of_day(day + timedelta(days=40))
    count.days(at=end_of_day(day + timedelta(days=39)) + timedelta(hours=4))
    before = table.places(day, day)[day][booking.provider_id]
    worker = a.staff(Role.PROVIDER_MANAGER, booking.provider_id)

    close.attended(booking.id, delivered_minutes=60, by=worker, key=a.key(worker), at=long_after - timedelta(hours=1))
    count.days(at=long_after + timedelta(hours=4))

    after = table.places(day, day)[day][booking.provider_id]
    assert (before.attended, after.attended) == (0, 1)
