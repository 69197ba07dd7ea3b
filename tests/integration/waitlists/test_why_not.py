"""Why not: every reason, and ways that really lead to a place when they are followed."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import pytest

from chalicelib.bookings import close, place, quote
from chalicelib.bookings.lines import Means, OptionUnknown, TooMuchAtOnce, Wish
from chalicelib.bookings.model import Booking, BookingState, Overlapping
from chalicelib.bookings.shapes import NewQuote
from chalicelib.bookings.steps import AlreadyClosed, MovesNowhere, TooLateToMove
from chalicelib.bookings.ways import Change, Way
from chalicelib.bookings.why_not import Advice
from chalicelib.catalogue import publish
from chalicelib.catalogue.model import (
    MadeForAnother,
    Session,
    SessionCancelled,
    SessionFull,
    TooLateToBook,
    WaitingListFirst,
)
from chalicelib.catalogue.publish import SessionDraft
from chalicelib.catalogue.terms import Band, Meeting, Option, Terms
from chalicelib.kernel.caller import Role
from chalicelib.kernel.refusals import NotFound, Refusal
from chalicelib.kernel.territory import Category
from chalicelib.ledger.model import AccountClosed, CapReached, ExpiredByThen, InsufficientBalance
from chalicelib.people import household
from chalicelib.people.model import NotForThisPerson, Person
from chalicelib.people.table import PersonRecord
from chalicelib.programmes.rules import (
    AgeNotAdmitted,
    Caps,
    CategoryNotAdmitted,
    Exclusion,
    Reach,
    ResidenceNotAdmitted,
    ServiceNotAdmitted,
)
from chalicelib.providers.model import NotAccredited
from chalicelib.schedules import cancel
from chalicelib.vouchers.holdings import NotCumulable
from chalicelib.vouchers.model import ChangeKind, NotTheBeneficiary, VouchersNotAccepted
from chalicelib.waitlists import advise, join, read
from chalicelib.waitlists.join import Group
from chalicelib.waitlists.shapes import AdviceView
from tests import builders as a
from tests import wire

pytestmark = pytest.mark.usefixtures("aws")

IN_NINE_DAYS = a.NOW + timedelta(days=9)
DAY = timedelta(days=1)
OWN = Means(())


@dataclass
class Asked:
    """What someone asks for and cannot have."""

    holder: Person
    session: Session
    means: Means = OWN
    more: dict[str, object] = field(default_factory=dict)

    @property
    def wish(self) -> Wish:
        return Wish(self.session.id, self.holder.id, **self.more)  # type: ignore[arg-type]

    def advice(self) -> Advice:
        return advise.person(self.wish, means=self.means, by=a.citizen(self.holder), at=a.NOW)


def again(session: Session, *, after: timedelta, **more: object) -> Session:
    """Another session of the same offering."""
    begins = session.starts_at + after
    draft = SessionDraft(begins, begins + timedelta(hours=1), 10, **more)  # type: ignore[arg-type]
    key, coop = a.key(), session.provider_id
    return publish.sessions(session.offering_id, [draft], provider_id=coop, key=key, at=a.NOW).value.items[0]


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


def full() -> Asked:
    session = a.session(places=1, starts_at=IN_NINE_DAYS)
    a.book(a.person(), session)
    again(session, after=DAY)
    return Asked(a.person(), session)


def place_came_back() -> Asked:
    session = a.session(places=1, starts_at=IN_NINE_DAYS)
    first, waits = a.person(), [a.person(), a.person()]
    booking = a.book(first, session).value
    caller = a.citizen(waits[0])
    join.line(Group(session.id, (waits[0].id,)), by=caller, key=a.key(caller), at=a.NOW)
    close.cancelled(booking.id, by=a.citizen(first), key=a.key(a.citizen(first)), at=a.NOW)
    again(session, after=DAY)
    return Asked(waits[1], session)


def too_late() -> Asked:
    session = a.session(starts_at=a.NOW + timedelta(hours=1))
    again(session, after=DAY)
    return Asked(a.person(), session)


def made_for_another() -> Asked:
    session = a.session(starts_at=IN_NINE_DAYS, person_id=a.person().id)
    again(session, after=DAY)
    return Asked(a.person(), session)


def not_accredited() -> Asked:
    session = a.session(by=a.provider(until=a.NOW.date()), starts_at=IN_NINE_DAYS)
    a.session(starts_at=IN_NINE_DAYS + DAY)
    return Asked(a.person(), session)


def overlapping() -> Asked:
    holder, session = a.person(), a.session(starts_at=IN_NINE_DAYS)
    a.book(holder, a.session(starts_at=IN_NINE_DAYS))
    return Asked(holder, session)


def too_many_extras() -> Asked:
    session = a.session(starts_at=IN_NINE_DAYS, guests_max=3, options=(Option("cake", "Torta", 40_00, 2),))
    return Asked(a.person(), session, more={"options": {"cake": 3, "clown": 1}, "guests": 4})


def vouchers_not_accepted() -> Asked:
    scene = a.scene()
    return _paid(scene.person, a.session(accepts_vouchers=False), scene.voucher.id)


def a_stranger_s_voucher() -> Asked:
    return _paid(a.person(), a.session(), a.voucher(a.person()).id)


def another_category() -> Asked:
    scene = a.scene()
    return _paid(scene.person, a.session(category=Category.CHILD_CARE), scene.voucher.id)


def another_service() -> Asked:
    holder = a.person()
    voucher = a.voucher(holder, under=a.programme(rules={"service_ids": ("service-other",)}))
    return _paid(holder, a.session(), voucher.id)


def too_old_by_then() -> Asked:
    holder = a.person(born_on=date(1950, 3, 10))
    voucher = a.voucher(holder, under=a.programme(ages=(0, 76)))
    session = a.session(starts_at=IN_NINE_DAYS)
    again(session, after=-2 * DAY)
    return _paid(holder, session, voucher.id)


def suspended() -> Asked:
    scene = a.scene()
    a.changed(scene.voucher, ChangeKind.SUSPEND)
    return _paid(scene.person, scene.session, scene.voucher.id)


def too_little_left() -> Asked:
    holder = a.person()
    return _paid(holder, a.session(price_cents=25_00), a.voucher(holder, 15_00).id)


def cap_reached() -> Asked:
    holder = a.person()
    voucher = a.voucher(holder, 100_00, under=a.programme(rules={"caps": Caps(month_max=15_00)}))
    return _paid(holder, a.session(), voucher.id)


def expired_by_then() -> Asked:
    holder = a.person()
    under = a.programme(expires_on=a.NOW.date() + 5 * DAY)
    return _paid(holder, a.session(starts_at=IN_NINE_DAYS), a.voucher(holder, under=under).id)


def moved_away() -> Asked:
    scene = a.scene()
    record = PersonRecord(pk=f"person#{scene.person.id}", sk="person")
    record.update([PersonRecord.municipality_code.set("C273")])
    return _paid(scene.person, scene.session, scene.voucher.id)


def excluded_by_the_household_s() -> Asked:
    first, other = a.person(), a.person()
    under = a.programme()
    rules = {"exclusions": (Exclusion(under.id, Reach.HOUSEHOLD, "art. 3"),)}
    a.voucher(first, under=under)
    voucher = a.voucher(other, under=a.programme(rules=rules))
    household.joined(other.id, with_person_id=first.id, by=a.OPERATOR, at=a.NOW)
    return _paid(other, a.session(), voucher.id)


def cancelled_by_its_provider() -> Asked:
    coop = a.provider()
    session = a.session(by=coop, starts_at=IN_NINE_DAYS)
    again(session, after=DAY)
    manager = a.staff(Role.PROVIDER_MANAGER, coop.id)
    cancel.session(session.id, reason="neve", by=manager, at=a.NOW)
    return Asked(a.person(), session)


def more_than_a_transaction_bears() -> Asked:
    begins = [IN_NINE_DAYS + number * DAY for number in range(100)]
    course = a.session(meetings=tuple(Meeting(at, at + timedelta(hours=1)) for at in begins), starts_at=IN_NINE_DAYS)
    a.session(starts_at=IN_NINE_DAYS)
    return Asked(a.person(), course)


def moved_to_where_it_is() -> Asked:
    scene = a.scene()
    booking = a.book(scene.person, scene.session).value
    again(scene.session, after=DAY)
    return Asked(scene.person, scene.session, more={"moves_booking_id": booking.id})


def moved_too_late() -> Asked:
    holder = a.person()
    booking = a.book(holder, a.session(starts_at=a.NOW + timedelta(hours=20))).value
    return Asked(holder, a.session(starts_at=IN_NINE_DAYS), more={"moves_booking_id": booking.id})


def moved_what_is_closed() -> Asked:
    holder = a.person()
    booking = a.book(holder, a.session()).value
    close.cancelled(booking.id, by=a.citizen(holder), key=a.key(a.citizen(holder)), at=a.NOW)
    return Asked(holder, a.session(starts_at=IN_NINE_DAYS), more={"moves_booking_id": booking.id})


def _paid(holder: Person, session: Session, voucher_id: str) -> Asked:
    return Asked(holder, session, Means((voucher_id,), alone=True))


CASES = [
    (full, SessionFull),
    (place_came_back, WaitingListFirst),
    (too_late, TooLateToBook),
    (made_for_another, MadeForAnother),
    (not_accredited, NotAccredited),
    (overlapping, Overlapping),
    (cancelled_by_its_provider, SessionCancelled),
    (more_than_a_transaction_bears, TooMuchAtOnce),
    (moved_away, ResidenceNotAdmitted),
    (excluded_by_the_household_s, NotCumulable),
    (too_many_extras, OptionUnknown),
    (vouchers_not_accepted, VouchersNotAccepted),
    (a_stranger_s_voucher, NotTheBeneficiary),
    (another_category, CategoryNotAdmitted),
    (another_service, ServiceNotAdmitted),
    (too_old_by_then, AgeNotAdmitted),
    (suspended, AccountClosed),
    (too_little_left, InsufficientBalance),
    (cap_reached, CapReached),
    (expired_by_then, ExpiredByThen),
    (moved_to_where_it_is, MovesNowhere),
    (moved_too_late, TooLateToMove),
    (moved_what_is_closed, AlreadyClosed),
]


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
    asked = _paid(asked.holder, asked.session, a.voucher(asked.holder, 15_00).id)

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
