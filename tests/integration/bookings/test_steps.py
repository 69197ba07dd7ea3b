"""Of two who speak at once one is heard; the person reads who did what, and the books agree."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from chalicelib.bookings import close, code, confirm, read
from chalicelib.bookings.refusals import BookingStateConflict, CodeWrong, NothingContested
from chalicelib.bookings.steps import Party, StepKind
from chalicelib.controls import reconcile
from chalicelib.kernel.paging import Span
from chalicelib.kernel.refusals import NotFound
from tests import builders as a
from tests.integration.bookings.deliveries import (
    PLANNED,
    Case,
    case,
    confirmed,
    contested,
    meanwhile,
    officer,
    record,
    recorded,
    resolved,
    until,
    worker,
)

pytestmark = pytest.mark.usefixtures("aws")


@pytest.mark.parametrize("first", [confirmed, partial(contested, minutes=480)])
@pytest.mark.parametrize("other", [confirmed, partial(contested, minutes=300)])
def test_of_two_who_speak_at_once_one_is_heard(
    monkeypatch: pytest.MonkeyPatch, first: Callable[[Case], Any], other: Callable[[Case], Any]
) -> None:
    made = recorded()

    with meanwhile(lambda: other(made), monkeypatch), pytest.raises(BookingStateConflict):
        first(made)
    assert made.split() == ((510, 0, 90) if other is confirmed else (300, 210, 90))


def test_of_two_requests_with_one_key_at_once_one_is_a_replay(monkeypatch: pytest.MonkeyPatch) -> None:
    made = recorded()

    with meanwhile(lambda: contested(made, 480, name="once"), monkeypatch):
        second = contested(made, 480, name="once")

    assert (second.replayed, made.split()) == (True, (480, 30, 90))


def test_a_code_told_while_the_recording_changes_confirms_neither(monkeypatch: pytest.MonkeyPatch) -> None:
    made = recorded(510)
    by, told = worker(made), code.of(made.now())

    with meanwhile(lambda: record(made, PLANNED), monkeypatch), pytest.raises(CodeWrong):
        confirmed(made, by=by, told=told)
    assert made.split() == (0, PLANNED, 0)


def test_a_contest_while_the_recording_changes_is_about_the_new_one(monkeypatch: pytest.MonkeyPatch) -> None:
    made = recorded(510)

    with meanwhile(lambda: record(made, 400), monkeypatch), pytest.raises(NothingContested):
        contested(made, 480)
    assert made.split() == (0, PLANNED, 0)


def test_the_person_reads_who_did_what_when_and_why() -> None:
    made = recorded(510)
    contested(made, 480)
    resolved(made, 500)

    history = read.steps(made.booking.id, Span(), by=made.family, at=a.NOW).items

    told = {(step.kind, step.party, step.minutes, step.reason) for step in history}
    assert told == {
        (StepKind.RECORDED, Party.PROVIDER, 510, None),
        (StepKind.CONTESTED, Party.FAMILY, 480, "È andata via prima"),
        (StepKind.RESOLVED, Party.FUNDER, 500, "Sentiti entrambi"),
    }
    assert {step.at for step in history} == {made.booking.ends_at}


def test_the_history_is_in_order_and_ends_with_what_the_platform_did() -> None:
    made = recorded(510)
    record(made, 480, at=made.booking.ends_at + timedelta(hours=1))
    confirm.deliveries(at=until(made))

    first = read.steps(made.booking.id, Span(2), by=worker(made), at=a.NOW)
    rest = read.steps(made.booking.id, Span(2, first.rest), by=officer(), at=a.NOW)

    assert [(step.kind, step.party, step.minutes) for step in (*first.items, *rest.items)] == [
        (StepKind.RECORDED, Party.PROVIDER, 510),
        (StepKind.RECORDED, Party.PROVIDER, 480),
        (StepKind.CONFIRMED, Party.PLATFORM, 480),
    ]


def test_a_cancellation_is_in_the_history_too() -> None:
    made = case()
    close.cancelled(made.booking.id, by=a.OPERATOR, key=a.key(), at=a.NOW)

    (step,) = read.steps(made.booking.id, Span(), by=made.family, at=a.NOW).items
    assert (step.kind, step.party) == (StepKind.CANCELLED, Party.DESK)


def test_a_stranger_reads_no_history() -> None:
    made = recorded()

    with pytest.raises(NotFound):
        read.steps(made.booking.id, Span(), by=a.citizen(a.person()), at=a.NOW)


def test_the_books_agree_with_bookings_at_every_step() -> None:
    made = case()
    for step in (record, partial(contested, minutes=480), partial(resolved, minutes=500)):
        step(made)
        assert reconcile.everything(at=a.NOW).differences == []
