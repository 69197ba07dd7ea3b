"""Moving a booking: place, time, money and the difference in price, in one transaction."""

from datetime import date, timedelta

import pytest

from chalicelib.bookings import place, quote, read
from chalicelib.bookings.lines import Wish
from chalicelib.bookings.model import Booking, BookingState
from chalicelib.bookings.refusals import AlreadyClosed, MovesNowhere, TooLateToMove
from chalicelib.catalogue import browse
from chalicelib.catalogue.model import QuoteOutdated, Session, SessionFull
from chalicelib.kernel.identifiers import Outcome
from chalicelib.kernel.paging import Page
from chalicelib.kernel.refusals import NotFound
from chalicelib.kernel.territory import Category
from chalicelib.people.model import Person
from chalicelib.programmes.rules import Caps
from chalicelib.providers import accredit
from chalicelib.providers.model import AccreditationState, NotAccredited
from tests import builders as a

pytestmark = pytest.mark.usefixtures("aws")

MINUTE = timedelta(minutes=1)
IN_NINE_DAYS = a.NOW + timedelta(days=9)


def quoted(holder: Person, booking: Booking, to: Session, at: object = a.NOW) -> quote.Quoted:
    wish = Wish(to.id, holder.id, moves_booking_id=booking.id)
    return quote.bookings([wish], by=a.citizen(holder), at=at)  # type: ignore[arg-type]


def moved(holder: Person, booking: Booking, to: Session, *, named: str = "", at: object = a.NOW) -> Outcome[Booking]:
    caller, token = a.citizen(holder), quoted(holder, booking, to, at).token
    return place.booking(token, by=caller, key=a.key(caller, named), at=at)  # type: ignore[arg-type]


def taken(session: Session) -> int:
    return browse.session(session.id).places_taken


def test_a_move_takes_the_new_place_and_gives_the_old_one_back() -> None:
    scene, to = a.scene(), a.session(price_cents=25_00)
    old = a.book(scene.person, scene.session, scene.voucher).value

    new = moved(scene.person, old, to).value

    account = a.voucher_account(scene.voucher)
    assert (taken(scene.session), taken(to)) == (0, 1)
    assert (account.held, account.available) == (25_00, 75_00)
    assert new.moved_from == old.id
    closed = read.booking(old.id, by=a.citizen(scene.person), at=a.NOW)
    assert (closed.state, closed.moved_to) == (BookingState.MOVED, new.id)


def test_the_quote_shows_the_difference() -> None:
    scene, to = a.scene(), a.session(price_cents=25_00)
    old = a.book(scene.person, scene.session, scene.voucher).value

    assert quoted(scene.person, old, to).quote.difference_cents == 5_00


def test_a_voucher_that_the_old_booking_emptied_pays_the_new_one() -> None:
    scene, to = a.scene(granted=20_00), a.session(price_cents=20_00)
    old = a.book(scene.person, scene.session, scene.voucher).value

    new = moved(scene.person, old, to).value

    assert new.own_cents == 0
    assert a.voucher_account(scene.voucher).held == 20_00


def test_a_cap_that_the_old_booking_used_up_is_free_for_the_new_one() -> None:
    holder = a.person()
    voucher = a.voucher(holder, 100_00, under=a.programme(rules={"caps": Caps(month_max=20_00)}))
    old = a.book(holder, a.session(), voucher).value

    new = moved(holder, old, a.session()).value

    assert new.own_cents == 0
    assert sum(a.voucher_account(voucher).uses.values()) == 20_00


def test_within_a_day_a_move_overlaps_nothing_of_its_own() -> None:
    scene = a.scene()
    old = a.book(scene.person, scene.session, scene.voucher).value
    half_an_hour_later = a.session(starts_at=scene.session.starts_at + timedelta(minutes=30))

    assert moved(scene.person, old, half_an_hour_later).value.state is BookingState.BOOKED


def test_a_move_is_taken_back_by_another_move() -> None:
    scene, to = a.scene(), a.session()
    first = a.book(scene.person, scene.session, scene.voucher).value
    second = moved(scene.person, first, to).value

    moved(scene.person, second, scene.session)

    assert (taken(scene.session), taken(to), a.voucher_account(scene.voucher).held) == (1, 0, 20_00)


def test_the_same_move_sent_twice_is_one() -> None:
    scene, to = a.scene(), a.session()
    old = a.book(scene.person, scene.session, scene.voucher).value
    caller, token = a.citizen(scene.person), quoted(scene.person, old, to).token

    outcomes = [place.booking(token, by=caller, key=a.key(caller, "same"), at=a.NOW) for _ in range(2)]

    assert [outcome.replayed for outcome in outcomes] == [False, True]
    assert outcomes[0].value == outcomes[1].value
    assert taken(to) == 1


def test_two_moves_of_one_booking_are_one() -> None:
    scene, to, elsewhere = a.scene(), a.session(), a.session()
    old = a.book(scene.person, scene.session, scene.voucher).value
    caller = a.citizen(scene.person)
    tokens = [quoted(scene.person, old, one).token for one in (to, elsewhere)]
    place.booking(tokens[0], by=caller, key=a.key(caller), at=a.NOW)

    with pytest.raises(AlreadyClosed):
        place.booking(tokens[1], by=caller, key=a.key(caller), at=a.NOW)
    assert (taken(to), taken(elsewhere)) == (1, 0)


def test_until_the_very_minute_of_the_notice_a_resident_moves() -> None:
    scene, to = a.scene(), a.session(starts_at=IN_NINE_DAYS + timedelta(days=9))
    session = a.session(starts_at=IN_NINE_DAYS)
    old = a.book(scene.person, session, scene.voucher).value
    last = IN_NINE_DAYS - timedelta(hours=24)

    with pytest.raises(TooLateToMove):
        moved(scene.person, old, to, at=last + MINUTE)
    assert moved(scene.person, old, to, at=last).value.state is BookingState.BOOKED


def test_what_the_provider_may_no_longer_deliver_moves_without_notice() -> None:
    scene, session = a.scene(), a.session(starts_at=IN_NINE_DAYS)
    old = a.book(scene.person, session, scene.voucher).value
    accredit.provider(
        session.provider_id,
        category=Category.SILVER_CARE,
        from_on=date(2026, 1, 1),
        to_on=date(2028, 1, 1),
        state=AccreditationState.SUSPENDED,
    )

    new = moved(
        scene.person, old, a.session(starts_at=IN_NINE_DAYS + MINUTE * 30), at=IN_NINE_DAYS - timedelta(hours=3)
    )

    assert new.value.state is BookingState.BOOKED
    assert a.voucher_account(scene.voucher).held == 20_00


def test_a_move_to_a_full_session_leaves_everything_as_it_was() -> None:
    scene, full = a.scene(), a.session(places=1)
    old = a.book(scene.person, scene.session, scene.voucher).value
    token = quoted(scene.person, old, full).token
    a.book(a.person(), full)
    caller = a.citizen(scene.person)

    with pytest.raises(SessionFull):
        place.booking(token, by=caller, key=a.key(caller), at=a.NOW)
    assert (taken(scene.session), a.voucher_account(scene.voucher).held) == (1, 20_00)


def test_a_booking_is_not_moved_to_where_it_is() -> None:
    scene = a.scene()
    old = a.book(scene.person, scene.session, scene.voucher).value

    with pytest.raises(MovesNowhere):
        quoted(scene.person, old, scene.session)


def test_nobody_moves_a_stranger_s_booking() -> None:
    scene, stranger = a.scene(), a.person()
    old = a.book(scene.person, scene.session, scene.voucher).value

    with pytest.raises(NotFound):
        quoted(stranger, old, a.session())


def test_a_booking_that_went_a_step_on_outdates_the_move() -> None:
    scene, to = a.scene(), a.session()
    old = a.book(scene.person, scene.session, scene.voucher).value
    token = quoted(scene.person, old, to).token
    back = moved(scene.person, old, a.session()).value
    caller = a.citizen(scene.person)

    with pytest.raises((AlreadyClosed, QuoteOutdated)):
        place.booking(token, by=caller, key=a.key(caller), at=a.NOW)
    assert back.state is BookingState.BOOKED


def test_brother_and_sister_exchange_their_places() -> None:
    parent = a.person(born_on=date(1985, 1, 1))
    children = [a.person(born_on=date(2018, 6, 1), email=None, delegate_id=parent.id) for _ in range(2)]
    caller, sessions = a.citizen(parent), [a.session(places=1), a.session(places=1)]
    bookings = []
    for child, session in zip(children, sessions, strict=True):
        token = quote.booking(session.id, person_id=child.id, by=caller, at=a.NOW).token
        bookings.append(place.booking(token, by=caller, key=a.key(caller), at=a.NOW).value)
    wishes = [
        Wish(sessions[1].id, children[0].id, moves_booking_id=bookings[0].id),
        Wish(sessions[0].id, children[1].id, moves_booking_id=bookings[1].id),
    ]

    exchanged: Page[Booking] = place.bookings(
        quote.bookings(wishes, by=caller, at=a.NOW).token, by=caller, key=a.key(caller), at=a.NOW
    ).value

    assert [booking.session_id for booking in exchanged.items] == [sessions[1].id, sessions[0].id]
    assert [taken(session) for session in sessions] == [1, 1]


def test_a_move_to_a_provider_that_may_not_deliver_is_refused() -> None:
    scene = a.scene()
    old = a.book(scene.person, scene.session, scene.voucher).value
    elsewhere = a.session(by=a.provider(until=a.NOW.date()), starts_at=IN_NINE_DAYS)

    with pytest.raises(NotAccredited):
        quoted(scene.person, old, elsewhere)
