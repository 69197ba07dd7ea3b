"""Series: the same hour week after week by one quote; calling off one, or the rest."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

import msgspec
import pytest

from chalicelib.bookings import close, place, quote, series, table
from chalicelib.bookings.lines import Means, Wish
from chalicelib.bookings.model import Booking, BookingState, Overlapping
from chalicelib.bookings.quote import Quoted
from chalicelib.bookings.recurrence import NoSessionThen, Recurrence
from chalicelib.bookings.refusals import AlreadyClosed, TooLateToCancel
from chalicelib.bookings.series import Wanted
from chalicelib.bookings.series_shapes import NewSeriesQuote, SeriesEndView, SeriesQuotedView
from chalicelib.catalogue import browse, publish
from chalicelib.catalogue.model import Session, SessionFull
from chalicelib.catalogue.publish import SessionDraft
from chalicelib.catalogue.terms import ORDINARY_TERMS, Band, Terms
from chalicelib.kernel import clock
from chalicelib.kernel.identifiers import IdempotencyKeyReused
from chalicelib.kernel.refusals import NotFound
from chalicelib.kernel.weekdays import Weekday
from chalicelib.people.model import Person
from tests import builders as a
from tests import wire

pytestmark = pytest.mark.usefixtures("aws")

FIRST = date(2027, 3, 16)  # a Tuesday; on the 28th the clocks change
FIVE = time(17)


def tuesdays(weeks: Iterable[int], *, places: int = 10, terms: Terms = ORDINARY_TERMS) -> list[Session]:
    """Sessions of one offering, on Tuesdays at five by the Italian clock."""
    first = a.session(places=places, starts_at=_at(0), terms=terms)
    drafts = [SessionDraft(_at(week), _at(week) + timedelta(hours=1), places, terms=terms) for week in weeks if week]
    coop, key = first.provider_id, a.key()
    return [first, *publish.sessions(first.offering_id, drafts, provider_id=coop, key=key, at=a.NOW).value.items]


def _at(week: int) -> datetime:
    return clock.at_local(FIRST + timedelta(days=7 * week), FIVE)


def quoted(holder: Person, of: Session, count: int, *, skipping: bool = False) -> Quoted:
    wanted = Wanted(of.offering_id, holder.id, Recurrence((Weekday.TUESDAY,), FIVE, FIRST, count=count))
    return series.quoted(wanted, means=Means(), skipping=skipping, by=a.citizen(holder), at=a.NOW)


def booked(holder: Person, of: Session, count: int) -> list[Booking]:
    caller = a.citizen(holder)
    return list(place.bookings(quoted(holder, of, count).token, by=caller, key=a.key(caller), at=a.NOW).value.items)


def state(booking: Booking) -> BookingState:
    [found] = table.several([booking.id])
    return found.state


def test_ten_tuesdays_at_five_are_one_quote_over_the_change_of_clocks() -> None:
    holder, [first, *_] = a.person(), tuesdays(range(10))

    bookings = booked(holder, first, 10)

    assert [clock.local(booking.starts_at).time() for booking in bookings] == [FIVE] * 10
    assert len({booking.together_id for booking in bookings}) == 1


def test_weeks_without_a_session_are_told() -> None:
    holder, [first, *_] = a.person(), tuesdays([0, 1, 3])

    told = quoted(holder, first, 4, skipping=True)

    assert (len(told.quotes), told.missing, told.skipped) == (3, (_at(2),), ())


def test_all_or_nothing_refuses_a_series_with_a_holiday() -> None:
    holder, [first, *_] = a.person(), tuesdays([0, 1, 3])

    with pytest.raises(NoSessionThen) as refused:
        quoted(holder, first, 4)
    assert refused.value.facts["starts_at"] == _at(2)


def test_conflicts_are_skipped_and_told_with_their_reasons() -> None:
    holder, sessions = a.person(), tuesdays(range(4), places=1)
    a.book(a.person(), sessions[1])
    a.book(holder, a.session(starts_at=_at(2)))

    told = quoted(holder, sessions[0], 4, skipping=True)

    reasons = {one.session_id: [type(why) for why in one.reasons] for one in told.skipped}
    assert reasons == {sessions[1].id: [SessionFull], sessions[2].id: [Overlapping]}
    assert [one.session_id for one in told.quotes] == [sessions[0].id, sessions[3].id]


def test_a_series_of_which_nothing_is_there_is_refused_even_best_effort() -> None:
    holder, session = a.person(), a.session()

    with pytest.raises(NoSessionThen):
        quoted(holder, session, 3, skipping=True)


def test_where_two_begin_together_the_one_with_a_place_is_taken() -> None:
    holder, first = a.person(), a.session(places=1, starts_at=_at(0))
    twin = SessionDraft(_at(0), _at(0) + timedelta(hours=1), 1)
    [other] = publish.sessions(
        first.offering_id, [twin], provider_id=first.provider_id, key=a.key(), at=a.NOW
    ).value.items
    a.book(a.person(), first)

    assert quoted(holder, first, 1).quote.session_id == other.id


def test_one_is_cancelled_and_the_others_stay() -> None:
    holder, [first, *_] = a.person(), tuesdays(range(3))
    bookings = booked(holder, first, 3)
    caller = a.citizen(holder)

    close.cancelled(bookings[1].id, by=caller, key=a.key(caller), at=a.NOW)

    assert [state(one) for one in bookings] == [BookingState.BOOKED, BookingState.CANCELLED, BookingState.BOOKED]


def test_the_rest_is_cancelled_and_places_and_money_go_back() -> None:
    holder, sessions = a.person(), tuesdays(range(4))
    voucher = a.voucher(holder, 80_00)
    bookings = booked(holder, sessions[0], 4)
    caller = a.citizen(holder)

    ended = series.cancelled(bookings[1].id, by=caller, key=a.key(caller), at=a.NOW).value.items

    assert [(one.booking.id, one.booking.state, one.reasons) for one in ended] == [
        (booking.id, BookingState.CANCELLED, ()) for booking in bookings[1:]
    ]
    assert (state(bookings[0]), a.voucher_account(voucher).held) == (BookingState.BOOKED, 20_00)
    assert [browse.session(session.id).places_taken for session in sessions] == [1, 0, 0, 0]


def test_each_of_the_rest_is_charged_by_its_own_band() -> None:
    terms = Terms(bands=(Band(7 * 24, 0), Band(24, 50)))
    holder, [first, *_] = a.person(), tuesdays(range(3), terms=terms)
    voucher = a.voucher(holder, 60_00)
    bookings = booked(holder, first, 3)
    caller = a.citizen(holder)

    at = _at(0) - timedelta(days=2)
    ended = series.cancelled(bookings[0].id, by=caller, key=a.key(caller), at=at).value.items

    assert [one.booking.charged_percent for one in ended] == [50, 0, 0]
    assert a.voucher_account(voucher).available == 50_00


def test_what_is_too_late_or_closed_is_told_and_the_rest_cancelled() -> None:
    holder, [first, *_] = a.person(), tuesdays(range(3))
    bookings = booked(holder, first, 3)
    caller = a.citizen(holder)
    close.cancelled(bookings[1].id, by=caller, key=a.key(caller), at=a.NOW)

    at = _at(0) - timedelta(hours=23)
    ended = series.cancelled(bookings[0].id, by=caller, key=a.key(caller), at=at).value.items

    assert [[type(why) for why in one.reasons] for one in ended] == [[TooLateToCancel], [AlreadyClosed], []]


def test_sent_again_after_a_crash_in_the_middle_it_ends_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    holder, [first, *_] = a.person(), tuesdays(range(4))
    voucher = a.voucher(holder, 80_00)
    bookings = booked(holder, first, 4)
    caller, real, done = a.citizen(holder), close.cancelled, list[str]()
    key = a.key(caller, "same")

    def crashing(booking_id: str, **more: object) -> object:
        if len(done) == 2:
            raise RuntimeError
        done.append(booking_id)
        return real(booking_id, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(close, "cancelled", crashing)
    with pytest.raises(RuntimeError):
        series.cancelled(bookings[0].id, by=caller, key=key, at=a.NOW)
    monkeypatch.undo()
    again = series.cancelled(bookings[0].id, by=caller, key=key, at=a.NOW)
    once_more = series.cancelled(bookings[0].id, by=caller, key=key, at=a.NOW)

    assert [one.reasons for one in again.value.items] == [(), (), (), ()]
    assert (again.replayed, once_more.replayed) == (False, True)
    assert [one.booking for one in once_more.value.items] == [one.booking for one in again.value.items]
    assert (a.voucher_account(voucher).held, a.voucher_account(voucher).available) == (0, 80_00)


def test_the_same_key_for_another_wish_is_refused() -> None:
    holder, [first, *_] = a.person(), tuesdays(range(2))
    bookings = booked(holder, first, 2)
    caller = a.citizen(holder)
    series.cancelled(bookings[0].id, by=caller, key=a.key(caller, "one"), at=a.NOW)

    with pytest.raises(IdempotencyKeyReused):
        series.cancelled(bookings[0].id, by=caller, key=a.key(caller, "one", "other"), at=a.NOW)


def test_what_was_moved_stays_part_of_the_series() -> None:
    holder, [first, *_] = a.person(), tuesdays(range(3))
    bookings = booked(holder, first, 3)
    caller, elsewhere = a.citizen(holder), a.session(starts_at=_at(1) + timedelta(days=1))
    wish = Wish(elsewhere.id, holder.id, moves_booking_id=bookings[1].id)
    token = quote.bookings([wish], by=caller, at=a.NOW).token
    moved = place.booking(token, by=caller, key=a.key(caller), at=a.NOW).value

    ended = series.cancelled(bookings[0].id, by=caller, key=a.key(caller), at=a.NOW).value.items

    assert [one.booking.id for one in ended] == [bookings[0].id, moved.id, bookings[2].id]


def test_a_brother_s_series_stays() -> None:
    parent = a.person(born_on=date(1985, 1, 1))
    children = [a.person(born_on=date(2018, 6, 1), email=None, delegate_id=parent.id) for _ in range(2)]
    caller, sessions = a.citizen(parent), tuesdays(range(2))
    wishes = [Wish(session.id, child.id) for child in children for session in sessions]
    token = quote.bookings(wishes, by=caller, at=a.NOW).token
    bookings = place.bookings(token, by=caller, key=a.key(caller), at=a.NOW).value.items

    series.cancelled(bookings[0].id, by=caller, key=a.key(caller), at=a.NOW)

    assert [state(one) is BookingState.BOOKED for one in bookings] == [False, False, True, True]


def test_a_booking_by_itself_is_a_series_of_one() -> None:
    scene = a.scene()
    booking = a.book(scene.person, scene.session, scene.voucher).value
    a.book(scene.person, a.session())
    caller = a.citizen(scene.person)

    assert len(series.cancelled(booking.id, by=caller, key=a.key(caller), at=a.NOW).value.items) == 1


def test_nobody_calls_off_a_stranger_s_series() -> None:
    holder, [first, *_] = a.person(), tuesdays(range(2))
    bookings, stranger = booked(holder, first, 2), a.citizen(a.person())

    with pytest.raises(NotFound):
        series.cancelled(bookings[0].id, by=stranger, key=a.key(stranger), at=a.NOW)


def test_a_series_is_asked_for_and_told_over_the_wire() -> None:
    holder, [first, *_] = a.person(), tuesdays([0, 2])
    asked = {
        "offering_id": first.offering_id,
        "person_id": holder.id,
        "weekdays": ["tuesday"],
        "starts": "17:00",
        "from_on": "2027-03-16",
        "to_on": "2027-03-30",
        "skipping": True,
    }
    body = msgspec.convert(asked, NewSeriesQuote)
    caller = a.citizen(holder)

    told = series.quoted(body.wanted, means=body.means, skipping=body.skipping, by=caller, at=a.NOW)
    shown = wire.shown(told, SeriesQuotedView)

    assert (len(shown["quotes"]), shown["missing"]) == (2, ["2027-03-23T16:00:00Z"])
    bookings = place.bookings(shown["token"], by=caller, key=a.key(caller), at=a.NOW).value.items
    late = _at(2) - timedelta(hours=1)
    ended = series.cancelled(bookings[0].id, by=caller, key=a.key(caller), at=late)
    assert wire.shown(ended.value, SeriesEndView)["items"][0]["reasons"][0]["code"] == "too_late_to_cancel"
