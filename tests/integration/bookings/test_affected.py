"""What a provider cannot deliver is listed, and moved in one action per person."""

from datetime import date, datetime, timedelta

import pytest

from chalicelib.bookings import affected, place
from chalicelib.bookings.affected import NothingAffected, NowhereElse, Relocation
from chalicelib.bookings.affected_shapes import RelocationView, UndeliverableView
from chalicelib.bookings.lines import Means, TooMuchAtOnce
from chalicelib.bookings.model import Booking
from chalicelib.catalogue import browse, publish
from chalicelib.catalogue.model import Session
from chalicelib.catalogue.publish import SessionDraft
from chalicelib.kernel.caller import Caller
from chalicelib.kernel.paging import Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.kernel.territory import Category
from chalicelib.people import find as people
from chalicelib.people.model import Person
from chalicelib.providers import accredit
from chalicelib.providers.model import AccreditationState, NotAccredited, Provider
from tests import builders as a
from tests import wire

pytestmark = pytest.mark.usefixtures("aws")

IN_NINE_DAYS = a.NOW + timedelta(days=9)
HOUR, WEEK = timedelta(hours=1), timedelta(days=7)


def weekly(coop: Provider, count: int, **more: object) -> list[Session]:
    return [a.session(by=coop, starts_at=IN_NINE_DAYS + week * WEEK, **more) for week in range(count)]  # type: ignore[arg-type]


def suspend(coop: Provider, *, until: date = date(2028, 12, 31), suspended: bool = True) -> None:
    state = AccreditationState.SUSPENDED if suspended else AccreditationState.ACTIVE
    first = date(2026, 1, 1)
    accredit.provider(coop.id, category=Category.SILVER_CARE, from_on=first, to_on=until, state=state)


def listed(coop: Provider, by: Caller = a.OFFICER, span: Span = Span()) -> list[str]:
    return [one.booking.id for one in affected.of_provider(coop.id, span, by=by, at=a.NOW).items]


def quoted(holder: Person, coop: Provider, *, means: Means = Means(), at: datetime = a.NOW) -> Relocation:
    return affected.quoted(holder.id, provider_id=coop.id, means=means, by=a.OPERATOR, at=at)


def moved(relocation: Relocation) -> list[Booking]:
    return list(place.bookings(relocation.quote.token, by=a.OPERATOR, key=a.key(), at=a.NOW).value.items)


def test_a_suspended_provider_s_coming_bookings_are_listed_with_why() -> None:
    holder, coop = a.person(), a.provider()
    booking = a.book(holder, weekly(coop, 1)[0]).value
    a.book(holder, a.session())
    assert listed(coop) == []

    suspend(coop)

    [told] = affected.of_provider(coop.id, Span(), by=a.OFFICER, at=a.NOW).items
    assert (told.booking.id, [type(why) for why in told.reasons]) == (booking.id, [NotAccredited])


def test_only_the_days_after_the_last_one_of_an_accreditation_are_affected() -> None:
    holder, coop = a.person(), a.provider()
    bookings = [a.book(holder, session).value for session in weekly(coop, 3)]

    suspend(coop, until=(IN_NINE_DAYS + WEEK).date(), suspended=False)

    assert listed(coop) == [bookings[2].id]


def test_every_affected_booking_is_listed_once_over_several_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(affected, "SESSIONS_AT_ONCE", 2)
    holder, coop = a.person(), a.provider()
    bookings = [a.book(holder, session).value.id for session in weekly(coop, 5)]
    suspend(coop)

    found, after = list[str](), None
    while True:
        page = affected.of_provider(coop.id, Span(after=after), by=a.OFFICER, at=a.NOW)
        found += [one.booking.id for one in page.items]
        if (after := page.rest) is None:
            break
    assert found == bookings


def test_an_operator_who_looks_leaves_a_trace_with_each_person() -> None:
    holder, coop = a.person(), a.provider()
    a.book(holder, weekly(coop, 1)[0])
    suspend(coop)

    listed(coop, by=a.OPERATOR)

    accesses = people.accesses(holder.id, Span(), by=a.citizen(holder)).items
    assert "provider cannot deliver" in {one.purpose for one in accesses}


def test_the_whole_series_goes_to_the_nearest_in_one_commitment_and_its_money_with_it() -> None:
    holder, coop, other = a.person(), a.provider(), a.provider()
    voucher = a.voucher(holder, 60_00)
    old = [a.book(holder, session, voucher).value for session in weekly(coop, 3)]
    for week in range(3):
        a.session(by=other, starts_at=IN_NINE_DAYS + week * WEEK + HOUR)
    suspend(coop)

    new = moved(quoted(holder, coop))

    assert [booking.starts_at for booking in new] == [booking.starts_at + HOUR for booking in old]
    assert [booking.moved_from for booking in new] == [booking.id for booking in old]
    account = a.voucher_account(voucher)
    assert (account.held, account.available) == (60_00, 0)
    assert [browse.session(booking.session_id).places_taken for booking in old] == [0, 0, 0]


def test_the_difference_in_price_is_shown() -> None:
    holder, coop = a.person(), a.provider()
    a.book(holder, weekly(coop, 1)[0])
    a.session(by=a.provider(), starts_at=IN_NINE_DAYS, price_cents=25_00)
    suspend(coop)

    assert quoted(holder, coop).quote.quote.difference_cents == 5_00


def test_each_line_says_which_booking_it_moves() -> None:
    holder, coop, other = a.person(), a.provider(), a.provider()
    old = [a.book(holder, session).value for session in weekly(coop, 2)]
    for week in range(2):
        a.session(by=other, starts_at=IN_NINE_DAYS + week * WEEK + HOUR)
    suspend(coop)

    assert [line.moves_booking_id for line in quoted(holder, coop).quote.quotes] == [booking.id for booking in old]


def test_what_is_nearest_but_overlaps_or_is_full_is_passed_over() -> None:
    holder, coop = a.person(), a.provider()
    a.book(holder, weekly(coop, 1)[0])
    busy = a.session(by=a.provider(), starts_at=IN_NINE_DAYS + 2 * HOUR)
    full = a.session(by=a.provider(), starts_at=IN_NINE_DAYS + 3 * HOUR, places=1)
    free = a.session(by=a.provider(), starts_at=IN_NINE_DAYS + 4 * HOUR)
    a.book(holder, a.session(category=Category.YOU_CARE, starts_at=busy.starts_at))
    a.book(a.person(), full)
    suspend(coop)

    assert quoted(holder, coop).quote.quote.session_id == free.id


def test_two_bookings_do_not_go_to_one_place() -> None:
    holder, coop = a.person(), a.provider()
    for hours in (0, 2):
        a.book(holder, a.session(by=coop, starts_at=IN_NINE_DAYS + hours * HOUR))
    for hours in (1, 5):
        a.session(by=a.provider(), starts_at=IN_NINE_DAYS + hours * HOUR)
    suspend(coop)

    new = moved(quoted(holder, coop))

    assert [booking.starts_at - IN_NINE_DAYS for booking in new] == [HOUR, 5 * HOUR]


def test_what_cannot_be_placed_is_told_beside_what_can() -> None:
    holder, coop = a.person(), a.provider()
    old = [a.book(holder, session).value for session in weekly(coop, 2)]
    a.session(by=a.provider(), starts_at=IN_NINE_DAYS)
    suspend(coop)

    relocation = quoted(holder, coop)

    assert len(relocation.quote.quotes) == 1
    assert [one.booking_id for one in relocation.unplaced] == [old[1].id]


def test_where_nothing_is_left_it_says_so() -> None:
    holder, coop = a.person(), a.provider()
    a.book(holder, weekly(coop, 1)[0])
    suspend(coop)

    with pytest.raises(NowhereElse):
        quoted(holder, coop)


def test_a_provider_that_may_deliver_has_nothing_to_be_moved() -> None:
    holder, coop = a.person(), a.provider()
    a.book(holder, weekly(coop, 1)[0])

    with pytest.raises(NothingAffected):
        quoted(holder, coop)


def test_within_the_notice_an_affected_booking_is_moved_all_the_same() -> None:
    holder, coop = a.person(), a.provider()
    a.book(holder, weekly(coop, 1)[0])
    a.session(by=a.provider(), starts_at=IN_NINE_DAYS + HOUR)
    suspend(coop)

    assert quoted(holder, coop, at=IN_NINE_DAYS - 3 * HOUR).quote.quotes


def test_more_than_one_transaction_bears_is_left_for_the_next_time() -> None:
    holder, coop, other = a.person(), a.provider(), a.provider()
    voucher = a.voucher(holder, 500_00)
    for session in weekly(coop, 10):
        a.book(holder, session, voucher)
    first_there = a.session(by=other, starts_at=IN_NINE_DAYS)
    begins = [IN_NINE_DAYS + week * WEEK for week in range(1, 10)]
    drafts = [SessionDraft(at, at + HOUR, 10) for at in begins]
    publish.sessions(first_there.offering_id, drafts, provider_id=other.id, key=a.key(), at=a.NOW)
    suspend(coop)

    first = quoted(holder, coop)
    moved(first)
    second = moved(quoted(holder, coop))

    assert 0 < len(first.quote.quotes) < 10
    assert {type(why) for one in first.unplaced for why in one.reasons} == {TooMuchAtOnce}
    assert len(first.quote.quotes) + len(second) == 10
    assert a.voucher_account(voucher).held == 200_00
    assert listed(coop) == []


def test_a_resident_sees_nothing_of_a_stranger_s() -> None:
    holder, coop, stranger = a.person(), a.provider(), a.citizen(a.person())
    a.book(holder, weekly(coop, 1)[0])
    suspend(coop)

    with pytest.raises(NotFound):
        affected.quoted(holder.id, provider_id=coop.id, means=Means(), by=stranger, at=a.NOW)


def test_what_is_affected_crosses_the_wire_by_first_name() -> None:
    holder, coop = a.person(), a.provider()
    for session in weekly(coop, 2):
        a.book(holder, session)
    a.session(by=a.provider(), starts_at=IN_NINE_DAYS)
    suspend(coop)

    [first, _] = affected.of_provider(coop.id, Span(), by=a.OFFICER, at=a.NOW).items
    told, moves = wire.shown(first, UndeliverableView), wire.shown(quoted(holder, coop), RelocationView)

    assert (told["booking"]["person_given_name"], told["reasons"][0]["code"]) == (holder.given_name, "not_accredited")
    assert (len(moves["quote"]["quotes"]), len(moves["unplaced"])) == (1, 1)
