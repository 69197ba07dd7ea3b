"""Why not: every reason, and ways that really lead to a place when they are followed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.bookings import close, place, quote
from chalicelib.bookings.lines import Means, Wish
from chalicelib.bookings.model import Booking, BookingState
from chalicelib.bookings.shapes import NewQuote
from chalicelib.bookings.ways import Change, Way
from chalicelib.catalogue.model import (
    SessionFull,
)
from chalicelib.catalogue.terms import Band, Terms
from chalicelib.kernel.refusals import NotFound, Refusal
from chalicelib.ledger.model import InsufficientBalance
from chalicelib.people.model import NotForThisPerson, Person
from chalicelib.vouchers.model import NotTheBeneficiary
from chalicelib.waitlists import advise, join, read
from chalicelib.waitlists.join import Group
from chalicelib.waitlists.shapes import AdviceView
from tests import builders as a
from tests import wire
from tests.integration.waitlists.refused import (
    CASES,
    DAY,
    IN_NINE_DAYS,
    OWN,
    Asked,
    a_stranger_s_voucher,
    again,
    full,
    not_accredited,
    overlapping,
    paid,
    too_little_left,
)

pytestmark = pytest.mark.usefixtures("aws")


def quoted(way: Way, holder: Person) -> quote.Quoted:
    """The quote that a way leads to, asked with what it says and nothing else."""
    ask = way.ask
    means = Means((ask.voucher_id,), alone=True) if ask.voucher_id else Means(ask.voucher_ids)
    wish = Wish(ask.session_id, ask.person_id, ask.options, ask.guests, ask.moves_booking_id)
    return quote.bookings([wish], means=means, by=a.citizen(holder), at=a.NOW)


def followed(way: Way, holder: Person) -> Booking:
    """The booking that one has at the end of a way."""
    caller = a.citizen(holder)
    for cancelled in way.cancels:
        close.cancelled(cancelled.booking_id, by=caller, key=a.key(caller), at=a.NOW)
    return place.booking(quoted(way, holder).token, by=caller, key=a.key(caller), at=a.NOW).value


@pytest.mark.parametrize(("scene", "refusal"), CASES)
def test_the_smallest_way_followed_ends_in_a_booking(scene: Callable[[], Asked], refusal: type[Refusal]) -> None:
    asked = scene()
    advice = asked.advice()

    assert not advice.possible
    assert refusal in {type(reason) for reason in advice.reasons}
    [way, *_] = [way for way in advice.ways if Change.WAITING_LIST not in way.changes]
    booking = followed(way, asked.holder)
    assert (booking.price_cents, booking.own_cents) == (way.price_cents, way.own_cents)
    assert booking.state is BookingState.BOOKED


@pytest.mark.parametrize("scene", [scene for scene, _ in CASES])
def test_every_way_that_needs_no_cancelling_is_quoted_as_it_was_told(scene: Callable[[], Asked]) -> None:
    asked = scene()

    for way in asked.advice().ways:
        if way.line and not way.cancels:
            preview = quoted(way, asked.holder).quote
            told = (way.session.id, way.payments, way.own_cents)
            assert (preview.session_id, preview.payments, preview.own_cents) == told


def test_what_can_be_had_needs_no_way() -> None:
    scene = a.scene()

    advice = Asked(scene.person, scene.session, Means()).advice()

    assert (advice.possible, advice.ways) == (True, ())


def test_every_reason_is_told_and_not_the_first_alone() -> None:
    asked = replace(too_little_left(), session=full().session)

    assert {type(reason) for reason in asked.advice().reasons} == {SessionFull, InsufficientBalance}


def test_a_clash_can_be_moved_here_or_cancelled_and_both_ways_work() -> None:
    asked = overlapping()
    instead, cancel, *_ = asked.advice().ways

    assert (instead.changes, cancel.changes) == ((Change.INSTEAD_OF_BOOKING,), (Change.CANCEL_BOOKINGS,))
    assert instead.ask.moves_booking_id == cancel.cancels[0].booking_id
    assert followed(cancel, asked.holder).session_id == asked.session.id


def test_a_clash_that_can_no_longer_be_cancelled_is_no_way() -> None:
    begins = a.NOW + timedelta(hours=20)
    holder = a.person()
    a.book(holder, a.session(starts_at=begins))

    changes = [way.changes for way in Asked(holder, a.session(starts_at=begins)).advice().ways]

    assert (Change.CANCEL_BOOKINGS,) not in changes
    assert (Change.INSTEAD_OF_BOOKING,) not in changes


def test_what_cancelling_costs_is_told_and_not_spent_twice() -> None:
    scene = a.scene(granted=20_00)
    half = Terms(bands=(Band(24, 50),), move_notice_hours=12 * 24)
    a.book(scene.person, a.session(starts_at=IN_NINE_DAYS, terms=half), scene.voucher)
    session = a.session(starts_at=IN_NINE_DAYS)
    [way] = [way for way in Asked(scene.person, session, Means()).advice().ways if way.cancels]

    assert (way.cancels[0].charged_percent, way.cancels[0].charged_cents, way.own_cents) == (50, 10_00, 10_00)
    assert followed(way, scene.person).own_cents == 10_00


def test_it_is_told_to_the_cent_that_each_who_pays_is_charged() -> None:
    scene = a.scene(granted=10_05)  # the half of it, and of the 9,95 of one's own: each to the nearest cent
    half = Terms(bands=(Band(24, 50),), move_notice_hours=12 * 24)
    busy, caller = a.session(starts_at=IN_NINE_DAYS, terms=half), a.citizen(scene.person)
    token = quote.booking(busy.id, person_id=scene.person.id, by=caller, at=a.NOW).token
    place.booking(token, by=caller, key=a.key(caller), at=a.NOW)
    session = a.session(starts_at=IN_NINE_DAYS)
    [way] = [way for way in Asked(scene.person, session, Means()).advice().ways if way.cancels]

    assert way.cancels[0].charged_cents == 10_01


def test_the_waiting_list_is_a_way_and_says_how_many_wait() -> None:
    asked = full()
    first = a.citizen(a.person())
    join.line(Group(asked.session.id, (first.account_id,)), by=first, key=a.key(first), at=a.NOW)

    way = asked.advice().ways[-1]

    assert (way.changes, way.in_line) == ((Change.WAITING_LIST,), 1)
    caller = a.citizen(asked.holder)
    entry = join.line(Group(way.ask.session_id, (way.ask.person_id,)), by=caller, key=a.key(caller), at=a.NOW).value
    assert read.entry(entry.entry.id, by=caller, at=a.NOW).position == 2


def test_who_waits_already_is_not_told_to_wait() -> None:
    asked = full()
    caller = a.citizen(asked.holder)
    join.line(Group(asked.session.id, (asked.holder.id,)), by=caller, key=a.key(caller), at=a.NOW)

    assert Change.WAITING_LIST not in {change for way in asked.advice().ways for change in way.changes}


def test_the_nearest_in_time_come_first_and_no_more_than_three_of_a_kind() -> None:
    asked = full()
    for days in (-3, 5, 2, -1):
        again(asked.session, after=days * DAY)

    told = [way.session.starts_at for way in asked.advice().ways if way.changes == (Change.OTHER_SESSION,)]

    gaps = [abs(at - asked.session.starts_at) for at in told]
    assert gaps == [DAY, DAY, 2 * DAY]


def test_full_sessions_next_to_a_full_one_are_passed_over() -> None:
    asked = full()
    neighbour = again(asked.session, after=timedelta(hours=2))
    for _ in range(10):
        a.book(a.person(), neighbour)

    assert neighbour.id not in {way.session.id for way in asked.advice().ways}


def test_the_same_service_elsewhere_is_a_way() -> None:
    asked, other = not_accredited(), a.session(starts_at=IN_NINE_DAYS + timedelta(hours=3))

    way = asked.advice().ways[0]

    assert (way.changes, way.session.id) == ((Change.OTHER_OFFERING,), other.id)


def test_two_changes_are_told_only_where_one_is_not_enough() -> None:
    asked = full()
    asked = paid(asked.holder, asked.session, a.voucher(asked.holder, 15_00).id)

    ways = [way for way in asked.advice().ways if Change.WAITING_LIST not in way.changes]

    assert {way.changes for way in ways} == {(Change.OTHER_SESSION, Change.OTHER_PAYMENT)}
    assert ways[0].own_cents == 5_00


def test_nothing_is_told_of_a_stranger_s_voucher() -> None:
    [reason] = a_stranger_s_voucher().advice().reasons

    assert isinstance(reason, NotTheBeneficiary)
    assert set(reason.facts) == {"voucher_id"}


def test_nobody_asks_for_a_stranger() -> None:
    scene = a.scene()

    with pytest.raises(NotForThisPerson):
        advise.person(Wish(scene.session.id, scene.person.id), means=OWN, by=a.citizen(a.person()), at=a.NOW)


def test_a_session_that_does_not_exist_is_not_found() -> None:
    holder = a.person()

    with pytest.raises(NotFound):
        advise.person(Wish("nowhere", holder.id), means=OWN, by=a.citizen(holder), at=a.NOW)


def test_the_answer_crosses_the_wire_with_its_reasons_and_what_to_ask() -> None:
    shown = wire.shown(overlapping().advice(), AdviceView)

    assert [reason["code"] for reason in shown["reasons"]] == ["overlapping"]
    assert shown["ways"][1]["changes"] == ["cancel_bookings"]
    assert shown["ways"][1]["cancels"][0]["charged_cents"] == 0
    assert set(shown["ways"][0]["ask"]) == set(NewQuote.__struct_fields__)
