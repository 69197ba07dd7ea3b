"""Waiting for a place: asked in turn, kept until answered, nobody skipped, nobody asked twice."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest

from chalicelib.bookings import close, place
from chalicelib.bookings.lines import Means, QuoteInvalid
from chalicelib.bookings.model import Booking, Overlapping
from chalicelib.catalogue import browse, publish
from chalicelib.catalogue.model import OfferOver, Session, WaitingListFirst
from chalicelib.catalogue.publish import SessionDraft
from chalicelib.kernel.caller import Caller, Role
from chalicelib.kernel.identifiers import Outcome
from chalicelib.kernel.paging import Page, Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.people import household
from chalicelib.people.model import Person
from chalicelib.waitlists import answer, expire, join, offer, read
from chalicelib.waitlists.join import Group
from chalicelib.waitlists.model import AlreadyWaiting, EntryState, GroupInvalid, NothingOffered, PlacesFree
from chalicelib.waitlists.read import Turn
from tests import builders as a

pytestmark = pytest.mark.usefixtures("aws")

MINUTE = timedelta(minutes=1)
LATER = a.NOW + MINUTE
NEXT_DAY = a.NOW + timedelta(hours=24)


class Full:
    """A session whose places are all taken, in nine days."""

    def __init__(self, places: int = 1) -> None:
        self.session: Session = a.session(places=places, starts_at=a.NOW + timedelta(days=9))
        self.taken: list[Booking] = [a.book(a.person(), self.session).value for _ in range(places)]

    def waits(self, *people: Person, by: Caller | None = None, at: datetime = a.NOW, **more: str) -> Turn:
        caller = by or a.citizen(people[0])
        group = Group(self.session.id, tuple(person.id for person in people), **more)
        return join.line(group, by=caller, key=a.key(caller), at=at).value

    def frees(self, at: datetime = LATER) -> None:
        """Someone cancels; what the sessions' stream does follows."""
        booking = self.taken.pop()
        caller = Caller(booking.person_id, frozenset({Role.CITIZEN}))
        close.cancelled(booking.id, by=caller, key=a.key(caller), at=at)
        offer.places(self.session.id, at=at)

    def now(self) -> tuple[int, int, int, int]:
        """Places taken, of them offered, how many wait, whether they are asked first."""
        session = browse.session(self.session.id)
        return session.places_taken, session.places_offered, session.in_line, session.list_first


def state(turn: Turn, who: Person) -> EntryState:
    return read.entry(turn.entry.id, by=a.citizen(who), at=a.NOW).entry.state


def position(turn: Turn, who: Person) -> int | None:
    return read.entry(turn.entry.id, by=a.citizen(who), at=a.NOW).position


def accept(turn: Turn, who: Person, *, at: datetime = LATER, named: str = "") -> Outcome[Page[Booking]]:
    caller = a.citizen(who)
    quoted = answer.quoted(turn.entry.id, means=Means(), by=caller, at=at)
    return answer.accepted(turn.entry.id, quote_token=quoted.token, by=caller, key=a.key(caller, named), at=at)


def decline(turn: Turn, who: Person, *, at: datetime = LATER, named: str = "") -> Turn:
    caller = a.citizen(who)
    return answer.declined(turn.entry.id, by=caller, key=a.key(caller, named), at=at).value


def people(count: int) -> list[Person]:
    return [a.person() for _ in range(count)]


def family(count: int = 2) -> tuple[Person, list[Person]]:
    parent = a.person(born_on=date(1985, 1, 1))
    return parent, [a.person(born_on=date(2018, 6, 1), email=None, delegate_id=parent.id) for _ in range(count)]


def test_the_place_that_comes_back_is_offered_to_the_first() -> None:
    full, (first, second) = Full(), people(2)
    turns = [full.waits(first), full.waits(second, at=LATER)]

    full.frees()

    assert [state(turns[0], first), state(turns[1], second)] == [EntryState.OFFERED, EntryState.WAITING]
    assert full.now() == (1, 1, 1, 0)


def test_each_sees_their_position() -> None:
    full, three = Full(), people(3)
    turns = [full.waits(person, at=a.NOW + number * MINUTE) for number, person in enumerate(three)]

    assert [position(turn, person) for turn, person in zip(turns, three, strict=True)] == [1, 2, 3]


def test_an_accepted_offer_is_a_booking_with_its_money() -> None:
    full, (first,) = Full(), people(1)
    voucher = a.voucher(first, 100_00)
    turn = full.waits(first)
    full.frees()

    [booking] = accept(turn, first).value.items

    assert (booking.session_id, a.voucher_account(voucher).held) == (full.session.id, 20_00)
    assert (state(turn, first), full.now()[:3]) == (EntryState.BOOKED, (1, 0, 0))


def test_the_same_acceptance_sent_twice_is_one_booking() -> None:
    full, (first,) = Full(), people(1)
    turn = full.waits(first)
    full.frees()
    caller = a.citizen(first)
    token = answer.quoted(turn.entry.id, means=Means(), by=caller, at=LATER).token

    outcomes = [
        answer.accepted(turn.entry.id, quote_token=token, by=caller, key=a.key(caller, "same"), at=LATER)
        for _ in range(2)
    ]

    assert outcomes[0].value == outcomes[1].value
    assert outcomes[1].replayed


def test_while_who_waits_is_asked_nobody_walks_in() -> None:
    full, (first, passer_by) = Full(), people(2)
    full.waits(first)
    booking = full.taken.pop()
    caller = Caller(booking.person_id, frozenset({Role.CITIZEN}))
    close.cancelled(booking.id, by=caller, key=a.key(caller), at=LATER)

    with pytest.raises(WaitingListFirst):
        a.book(passer_by, full.session, at=LATER)


def test_what_nobody_who_waits_wants_is_open_to_all() -> None:
    full, (first, passer_by) = Full(), people(2)
    turn = full.waits(first)
    full.frees()
    decline(turn, first)

    a.book(passer_by, full.session, at=LATER)

    assert full.now() == (1, 0, 1, 0)


def test_an_offer_is_good_until_its_very_last_minute() -> None:
    full, (first,) = Full(), people(1)
    turn = full.waits(first)
    full.frees(at=a.NOW)

    with pytest.raises(NothingOffered):
        accept(turn, first, at=NEXT_DAY + MINUTE)
    assert accept(turn, first, at=NEXT_DAY).value.items


def test_an_offer_that_ends_between_quote_and_answer_is_over() -> None:
    full, (first,) = Full(), people(1)
    turn = full.waits(first)
    full.frees(at=a.NOW)
    caller = a.citizen(first)
    token = answer.quoted(turn.entry.id, means=Means(), by=caller, at=NEXT_DAY).token

    with pytest.raises(OfferOver):
        answer.accepted(turn.entry.id, quote_token=token, by=caller, key=a.key(caller), at=NEXT_DAY + MINUTE)


def test_silence_passes_the_place_on_to_the_next() -> None:
    full, (first, second) = Full(), people(2)
    turns = [full.waits(first), full.waits(second, at=LATER)]
    full.frees(at=a.NOW)

    assert expire.offers(at=NEXT_DAY) == 0
    assert expire.offers(at=NEXT_DAY + MINUTE) == 1
    assert [state(turns[0], first), state(turns[1], second)] == [EntryState.WAITING, EntryState.OFFERED]


def test_the_first_no_costs_nothing() -> None:
    full, (first, second) = Full(2), people(2)
    turns = [full.waits(first), full.waits(second, at=LATER)]
    full.frees()
    decline(turns[0], first)
    assert state(turns[1], second) is EntryState.OFFERED

    full.frees()

    assert state(turns[0], first) is EntryState.OFFERED


def test_the_same_place_is_not_offered_again_to_who_let_it_go() -> None:
    full, (first,) = Full(), people(1)
    turn = full.waits(first)
    full.frees()
    decline(turn, first)

    offer.places(full.session.id, at=LATER)

    assert state(turn, first) is EntryState.WAITING


def test_the_second_no_ends_the_wait() -> None:
    full, (first,) = Full(2), people(1)
    turn = full.waits(first)
    for _ in range(2):
        full.frees()
        decline(turn, first)

    assert state(turn, first) is EntryState.DROPPED
    assert full.now() == (0, 0, 0, 0)


def test_the_same_no_sent_twice_is_one() -> None:
    full, (first,) = Full(), people(1)
    turn = full.waits(first)
    full.frees()

    decline(turn, first, named="same")
    again = decline(turn, first, named="same")

    assert (again.entry.state, again.entry.declines) == (EntryState.WAITING, 1)


def test_two_places_are_offered_to_two() -> None:
    full, three = Full(2), people(3)
    turns = [full.waits(person, at=a.NOW + number * MINUTE) for number, person in enumerate(three)]

    full.frees()
    full.frees()

    states = [state(turn, person) for turn, person in zip(turns, three, strict=True)]
    assert states == [EntryState.OFFERED, EntryState.OFFERED, EntryState.WAITING]


def test_a_group_is_not_split_and_what_does_not_fit_is_open_to_all() -> None:
    full, (passer_by,) = Full(2), people(1)
    parent, children = family()
    turn = full.waits(*children, by=a.citizen(parent))

    full.frees()

    assert state(turn, parent) is EntryState.WAITING
    assert a.book(passer_by, full.session, at=LATER).value.session_id == full.session.id


def test_a_group_is_offered_as_many_places_as_it_is() -> None:
    full = Full(2)
    parent, children = family()
    turn = full.waits(*children, by=a.citizen(parent))
    full.frees()
    full.frees()

    bookings = accept(turn, parent).value.items

    assert sorted(booking.person_id for booking in bookings) == sorted(child.id for child in children)
    assert full.now()[:2] == (2, 0)


def test_who_lost_their_booking_by_the_provider_is_asked_first() -> None:
    full, (first, lost) = Full(), people(2)
    early = a.book(lost, _sister(full.session)).value
    manager = a.staff(Role.PROVIDER_MANAGER, early.provider_id)
    close.cancelled(early.id, by=manager, key=a.key(manager), at=a.NOW)
    waiting = full.waits(first)

    turn = full.waits(lost, at=LATER, after_booking_id=early.id)

    assert (position(turn, lost), position(waiting, first)) == (1, 2)


def _sister(session: Session) -> Session:
    """Another session of the same offering."""
    begins = session.starts_at - timedelta(days=1)
    draft = SessionDraft(begins, begins + timedelta(hours=1), 5)
    return publish.sessions(
        session.offering_id, [draft], provider_id=session.provider_id, key=a.key(), at=a.NOW
    ).value.items[0]


def test_who_has_a_sibling_there_comes_before_who_has_not() -> None:
    session = a.session(places=1, starts_at=a.NOW + timedelta(days=9))
    brother, sister, stranger = people(3)
    household.joined(sister.id, with_person_id=brother.id, by=a.OPERATOR, at=a.NOW)
    a.book(brother, session)
    callers = [a.citizen(stranger), a.citizen(sister)]
    groups = [Group(session.id, (stranger.id,)), Group(session.id, (sister.id,))]
    turns = [
        join.line(group, by=caller, key=a.key(caller), at=a.NOW + number * MINUTE).value
        for number, (group, caller) in enumerate(zip(groups, callers, strict=True))
    ]

    assert [position(turns[0], stranger), position(turns[1], sister)] == [2, 1]


def test_nobody_waits_where_there_are_places() -> None:
    session, someone = a.session(places=2), a.person()
    caller = a.citizen(someone)

    with pytest.raises(PlacesFree):
        join.line(Group(session.id, (someone.id,)), by=caller, key=a.key(caller), at=a.NOW)


def test_nobody_waits_twice() -> None:
    full, (first,) = Full(), people(1)
    full.waits(first)

    with pytest.raises(AlreadyWaiting):
        full.waits(first, at=LATER)


def test_who_left_may_wait_again() -> None:
    full, (first,) = Full(), people(1)
    turn = full.waits(first)
    caller = a.citizen(first)
    answer.withdrawn(turn.entry.id, by=caller, key=a.key(caller), at=LATER)

    assert full.waits(first, at=LATER).position == 1


def test_who_leaves_with_an_offer_passes_it_on() -> None:
    full, (first, second) = Full(), people(2)
    turns = [full.waits(first), full.waits(second, at=LATER)]
    full.frees()
    caller = a.citizen(first)

    answer.withdrawn(turns[0].entry.id, by=caller, key=a.key(caller), at=LATER)

    assert [state(turns[0], first), state(turns[1], second)] == [EntryState.LEFT, EntryState.OFFERED]


def test_who_is_busy_then_cannot_wait() -> None:
    full, (first,) = Full(), people(1)
    a.book(first, a.session(starts_at=full.session.starts_at))

    with pytest.raises(Overlapping):
        full.waits(first)


@pytest.mark.parametrize("count", [0, 9])
def test_a_group_is_of_one_to_eight(count: int) -> None:
    caller = a.OPERATOR
    ids: Sequence[str] = [f"person-{number}" for number in range(count)]

    with pytest.raises(GroupInvalid):
        join.line(Group(Full().session.id, tuple(ids)), by=caller, key=a.key(caller), at=a.NOW)


def test_nobody_answers_for_a_stranger() -> None:
    full, (first, stranger) = Full(), people(2)
    turn = full.waits(first)
    full.frees()

    with pytest.raises(NotFound):
        accept(turn, stranger)


def test_an_offer_s_quote_is_no_ordinary_quote() -> None:
    full, (first,) = Full(), people(1)
    turn = full.waits(first)
    full.frees()
    caller = a.citizen(first)
    token = answer.quoted(turn.entry.id, means=Means(), by=caller, at=LATER).token

    with pytest.raises(QuoteInvalid):
        place.booking(token, by=caller, key=a.key(caller), at=LATER)


def test_when_bookings_close_the_wait_is_over() -> None:
    full, (first,) = Full(), people(1)
    turn = full.waits(first)

    expire.offers(at=full.session.book_until_at + MINUTE)

    assert (state(turn, first), full.now()) == (EntryState.CLOSED, (1, 0, 0, 0))


def test_the_job_run_again_ends_nothing_twice() -> None:
    full, (first,) = Full(), people(1)
    full.waits(first)
    full.frees(at=a.NOW)

    assert [expire.offers(at=NEXT_DAY + MINUTE) for _ in range(2)] == [1, 0]


def test_a_person_sees_what_they_wait_for() -> None:
    (first,) = people(1)
    turns = [Full().waits(first), Full().waits(first)]

    listed = read.of_person(first.id, Span(), by=a.citizen(first), at=a.NOW).items

    assert {turn.entry.id for turn in listed} == {turn.entry.id for turn in turns}


def test_the_provider_sees_how_many_wait_and_no_names() -> None:
    full = Full()
    parent, children = family()
    full.waits(*children, by=a.citizen(parent))
    manager = a.staff(Role.PROVIDER_MANAGER, full.session.provider_id)

    length = read.length(full.session.id, by=manager)

    assert (length.entries, length.places) == (1, 2)
