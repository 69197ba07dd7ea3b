"""What nobody contested in time stands by itself, however often and late the job runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.bookings import confirm
from chalicelib.bookings.model import BookingState
from chalicelib.kernel.clock import at_local, end_of_day
from chalicelib.ledger.model import AlreadyResolved, Unit
from chalicelib.ledger.table import MovementRecord
from chalicelib.runtime.aws import client
from chalicelib.vouchers import expire
from tests import builders as a
from tests.integration.bookings.deliveries import (
    DAYS,
    MOMENT,
    PLANNED,
    Case,
    case,
    confirmed,
    contested,
    meanwhile,
    record,
    recorded,
    until,
)

pytestmark = pytest.mark.usefixtures("aws")


def test_what_nobody_contested_stands_by_itself() -> None:
    made = recorded(510)

    assert confirm.deliveries(at=until(made)) == 1
    assert (made.now().state, made.split(), made.due()) == (BookingState.ATTENDED, (510, 0, 90), 510)


@pytest.mark.parametrize("late", [timedelta(), timedelta(days=400)])
def test_running_twice_or_late_comes_to_the_same(late: timedelta) -> None:
    made = recorded()
    over = until(made) + late
    confirm.deliveries(at=over)
    after_one = (made.now(), made.split())

    assert confirm.deliveries(at=over + timedelta(days=1)) == 0
    assert (made.now(), made.split()) == after_one


def test_what_was_contested_does_not_stand_by_itself() -> None:
    made = recorded()
    over = until(made)
    contested(made, 480)

    assert confirm.deliveries(at=over) == 0
    assert made.split() == (480, 30, 90)


def test_two_runs_at_once_confirm_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made = recorded()
    over, ran = until(made), []

    with meanwhile(lambda: ran.append(confirm.deliveries(at=over)), monkeypatch):
        ran.append(confirm.deliveries(at=over))

    assert (sorted(ran), made.split()) == ([0, 1], (510, 0, 90))


def test_a_family_that_confirms_while_the_job_runs_is_told_that_it_did(monkeypatch: pytest.MonkeyPatch) -> None:
    made = recorded()
    over = until(made)

    with meanwhile(lambda: confirmed(made, at=over), monkeypatch):
        assert confirm.deliveries(at=over) == 0
    assert made.split() == (510, 0, 90)


def test_after_a_crash_in_the_middle_the_next_run_does_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = recorded(), recorded()
    over = max(until(one), until(other))

    def crash() -> None:
        raise KeyboardInterrupt

    with meanwhile(crash, monkeypatch), pytest.raises(KeyboardInterrupt):
        confirm.deliveries(at=over)

    assert confirm.deliveries(at=over) == 2
    assert (one.split(), other.split()) == ((510, 0, 90), (510, 0, 90))


def test_one_that_cannot_be_settled_stops_no_other() -> None:
    spoiled, sound = recorded(), recorded()
    (hold,) = spoiled.now().holds()
    movement: Any = MovementRecord(
        pk=f"movement#{hold.resolution_id}", sk="movement", kind="release", unit="minutes", at=a.NOW
    )
    movement.save()

    with pytest.raises(AlreadyResolved):
        confirm.deliveries(at=max(until(spoiled), until(sound)))
    assert (spoiled.split(), sound.split()) == ((0, PLANNED, 0), (510, 0, 90))


@contextmanager
def items_read() -> Iterator[list[int]]:
    """How many items each reading call to DynamoDB brought, while the block runs."""
    counts: list[int] = []

    def heard(parsed: dict[str, Any], **_: object) -> None:
        counts.append(len(parsed.get("Items", [])) + sum(map(len, (parsed.get("Responses") or {}).values())))

    events, reading = client("dynamodb").meta.events, ("Query", "BatchGetItem", "Scan", "GetItem")
    for operation in reading:
        events.register(f"after-call.dynamodb.{operation}", heard)
    yield counts
    for operation in reading:
        events.unregister(f"after-call.dynamodb.{operation}", heard)


def test_only_what_is_due_is_read() -> None:
    due = recorded()
    over = until(due)
    for days in (40, 50):
        record(case(starts_at=at_local(date(2027, 3, 1) + timedelta(days=days), a.NOW.time())))
    case()

    with items_read() as counts:
        confirm.deliveries(at=over)

    assert counts == [1, 1]  # one entry of the index, one booking


def test_on_its_last_day_a_recording_is_not_even_read() -> None:
    made = recorded()
    last = until(made) - MOMENT

    with items_read() as counts:
        confirm.deliveries(at=last)

    assert counts == [0]


def test_what_was_recorded_anew_at_the_last_moment_has_its_days(monkeypatch: pytest.MonkeyPatch) -> None:
    made = recorded(510)
    over = until(made)

    with meanwhile(lambda: record(made, 480, at=over - MOMENT), monkeypatch):
        assert confirm.deliveries(at=over) == 0
    assert made.split() == (0, PLANNED, 0)


def test_a_voucher_that_expires_meanwhile_pays_all_the_same_and_the_rest_lapses() -> None:
    person = a.person()
    last_day = date(2027, 3, 28)
    under = a.programme(unit=Unit.MINUTES, budget=6000, expires_on=last_day, rules={"confirm_days": DAYS})
    voucher = a.voucher(person, PLANNED, under=under)
    where = a.session(minutes=PLANNED, starts_at=at_local(last_day, a.NOW.time()))
    made = Case(person, voucher, a.book(person, where, voucher).value)
    record(made, 510)
    expire.vouchers(at=end_of_day(last_day))
    assert made.split() == (0, PLANNED, 0)

    over = until(made)
    confirm.deliveries(at=over)
    expire.vouchers(at=over)

    account = a.voucher_account(voucher)
    assert (account.captured, account.lapsed, account.conserves()) == (510, 90, True)
