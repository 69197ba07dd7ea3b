"""Several places by one quote: a group, a series; all of it in one transaction, or skipping what cannot be."""

from datetime import timedelta

import pytest

from chalicelib.bookings import place, quote
from chalicelib.bookings.lines import LINES_MAX, QuoteInvalid, TooMuchAtOnce, Wish
from chalicelib.bookings.model import Overlapping
from chalicelib.catalogue import browse
from chalicelib.catalogue.model import Session, SessionFull, TooFewPlaces
from chalicelib.catalogue.terms import Meeting, Option
from chalicelib.ledger.model import CapReached, InsufficientBalance
from chalicelib.people.model import Person
from chalicelib.programmes.rules import Caps
from tests import builders as a

pytestmark = pytest.mark.usefixtures("aws")


def weekly(count: int, **more: object) -> list[Session]:
    """One session a week, of one provider."""
    coop = a.provider()
    return [a.session(by=coop, starts_at=a.NOW + timedelta(days=2 + 7 * week), **more) for week in range(count)]  # type: ignore[arg-type]


def committed(quoted: quote.Quoted, by: Person, named: str = "") -> list[object]:
    caller = a.citizen(by)
    return list(place.bookings(quoted.token, by=caller, key=a.key(caller, named), at=a.NOW).value.items)


def family(children: int = 2) -> tuple[Person, list[Person]]:
    parent = a.person(born_on=a.NOW.date().replace(year=1985))
    born_on = a.NOW.date().replace(year=2018)
    return parent, [a.person(born_on=born_on, email=None, delegate_id=parent.id) for _ in range(children)]


def test_a_series_on_one_voucher_is_one_transaction() -> None:
    holder, sessions = a.person(), weekly(10)
    voucher = a.voucher(holder, 250_00)

    quoted = quote.bookings([Wish(session.id, holder.id) for session in sessions], by=a.citizen(holder), at=a.NOW)
    bookings = committed(quoted, holder)

    account = a.voucher_account(voucher)
    assert (len(bookings), account.held, account.available) == (10, 200_00, 50_00)


def test_a_series_longer_than_the_voucher_goes_on_with_own_money() -> None:
    holder, sessions = a.person(), weekly(3)
    a.voucher(holder, 50_00)

    quoted = quote.bookings([Wish(one.id, holder.id) for one in sessions], by=a.citizen(holder), at=a.NOW)

    assert [one.own_cents for one in quoted.quotes] == [0, 0, 10_00]
    assert (quoted.price_cents, quoted.own_cents) == (60_00, 10_00)


def test_the_month_s_cap_counts_over_the_whole_series() -> None:
    holder, sessions = a.person(), weekly(4)  # all in March
    a.voucher(holder, 250_00, under=a.programme(rules={"caps": Caps(month_max=50_00)}))

    quoted = quote.bookings([Wish(one.id, holder.id) for one in sessions], by=a.citizen(holder), at=a.NOW)

    assert [one.own_cents for one in quoted.quotes] == [0, 0, 10_00, 20_00]


def test_two_series_on_one_cap_do_not_exceed_it() -> None:
    holder = a.person()
    voucher = a.voucher(holder, 250_00, under=a.programme(rules={"caps": Caps(month_max=70_00)}))
    caller = a.citizen(holder)
    wishes = [[Wish(one.id, holder.id) for one in weekly(2, occupies=False)] for _ in range(2)]
    quotes = [quote.bookings(wanted, by=caller, at=a.NOW) for wanted in wishes]
    committed(quotes[0], holder)

    with pytest.raises(CapReached):
        committed(quotes[1], holder)
    assert a.voucher_account(voucher).held == 40_00


def test_all_or_nothing_names_what_stands_in_the_way() -> None:
    holder, sessions = a.person(), weekly(3, places=1)
    a.book(a.person(), sessions[1])

    with pytest.raises(SessionFull) as refused:
        quote.bookings([Wish(one.id, holder.id) for one in sessions], by=a.citizen(holder), at=a.NOW)
    assert refused.value.facts["session_id"] == sessions[1].id


def test_best_effort_skips_conflicts_and_says_which() -> None:
    holder, sessions = a.person(), weekly(4, places=1)
    a.book(a.person(), sessions[1])
    a.book(holder, a.session(starts_at=sessions[2].starts_at))

    quoted = quote.bookings(
        [Wish(one.id, holder.id) for one in sessions], by=a.citizen(holder), at=a.NOW, skipping=True
    )

    assert [one.session_id for one in quoted.quotes] == [sessions[0].id, sessions[3].id]
    told = {one.session_id: [type(why) for why in one.reasons] for one in quoted.skipped}
    assert told == {sessions[1].id: [SessionFull], sessions[2].id: [Overlapping]}
    assert len(committed(quoted, holder)) == 2


def test_a_place_lost_between_quote_and_commit_refuses_the_whole_series() -> None:
    holder, sessions = a.person(), weekly(3, places=1)
    voucher = a.voucher(holder, 100_00)
    quoted = quote.bookings([Wish(one.id, holder.id) for one in sessions], by=a.citizen(holder), at=a.NOW)
    a.book(a.person(), sessions[2])

    with pytest.raises(SessionFull):
        committed(quoted, holder)
    assert (a.voucher_account(voucher).held, browse.session(sessions[0].id).places_taken) == (0, 0)


def test_the_same_key_gives_the_same_series() -> None:
    holder, sessions = a.person(), weekly(3)
    voucher = a.voucher(holder, 100_00)
    quoted = quote.bookings([Wish(one.id, holder.id) for one in sessions], by=a.citizen(holder), at=a.NOW)

    assert committed(quoted, holder, "same") == committed(quoted, holder, "same")
    assert a.voucher_account(voucher).held == 60_00


def test_brothers_and_sisters_come_together_each_with_their_own_voucher() -> None:
    parent, children = family()
    vouchers = [a.voucher(child, 100_00) for child in children]
    session = a.session(places=2)

    quoted = quote.bookings([Wish(session.id, child.id) for child in children], by=a.citizen(parent), at=a.NOW)
    committed(quoted, parent)

    assert [a.voucher_account(voucher).held for voucher in vouchers] == [20_00, 20_00]
    assert browse.session(session.id).places_taken == 2


def test_a_group_is_not_split_by_too_few_places() -> None:
    parent, children = family(3)
    session = a.session(places=2)

    with pytest.raises(TooFewPlaces):
        quote.bookings([Wish(session.id, child.id) for child in children], by=a.citizen(parent), at=a.NOW)


def test_a_group_whose_places_went_meanwhile_gets_none() -> None:
    parent, children = family()
    session = a.session(places=2)
    quoted = quote.bookings([Wish(session.id, child.id) for child in children], by=a.citizen(parent), at=a.NOW)
    a.book(a.person(), session)

    with pytest.raises(TooFewPlaces):
        committed(quoted, parent)
    assert browse.session(session.id).places_taken == 1


def test_two_sessions_of_a_series_at_one_time_are_one_too_many() -> None:
    holder = a.person()
    one = a.session()
    other = a.session(starts_at=one.starts_at)

    with pytest.raises(Overlapping):
        quote.bookings([Wish(one.id, holder.id), Wish(other.id, holder.id)], by=a.citizen(holder), at=a.NOW)


def test_a_voucher_that_was_spent_meanwhile_refuses_the_series() -> None:
    holder, sessions = a.person(), weekly(2)
    voucher = a.voucher(holder, 40_00)
    quoted = quote.bookings([Wish(one.id, holder.id) for one in sessions], by=a.citizen(holder), at=a.NOW)
    a.book(holder, a.session(), voucher)

    with pytest.raises(InsufficientBalance):
        committed(quoted, holder)


def test_more_than_a_token_bears_is_told_to_be_split() -> None:
    holder, session = a.person(), a.session()

    with pytest.raises(TooMuchAtOnce):
        quote.bookings([Wish(session.id, holder.id)] * (LINES_MAX + 1), by=a.citizen(holder), at=a.NOW)


def test_the_longest_series_fits_the_token_that_the_interface_takes() -> None:
    holder, sessions = a.person(), weekly(LINES_MAX)
    a.voucher(holder, 10_000_00, under=a.programme(budget=50_000_00, rules={"caps": Caps(month_max=9_000_00)}))

    quoted = quote.bookings([Wish(one.id, holder.id) for one in sessions], by=a.citizen(holder), at=a.NOW)

    assert len(quoted.token) <= 8192
    assert len(committed(quoted, holder)) == LINES_MAX


def test_a_quote_of_several_places_is_not_a_quote_of_one() -> None:
    holder, sessions = a.person(), weekly(2)
    caller = a.citizen(holder)
    quoted = quote.bookings([Wish(one.id, holder.id) for one in sessions], by=caller, at=a.NOW)

    with pytest.raises(QuoteInvalid):
        place.booking(quoted.token, by=caller, key=a.key(caller), at=a.NOW)


def test_a_course_is_one_place_and_busy_on_each_of_its_days() -> None:
    holder = a.person()
    begins = [a.NOW + timedelta(days=2 + 7 * week) for week in range(3)]
    meetings = tuple(Meeting(at, at + timedelta(hours=2)) for at in begins)
    course = a.session(price_cents=120_00, meetings=meetings, starts_at=begins[0])
    booking = a.book(holder, course).value

    assert booking.minutes == 360
    for at in begins:
        with pytest.raises(Overlapping):
            a.book(holder, a.session(starts_at=at + timedelta(hours=1)))


def test_between_its_meetings_a_course_leaves_the_time_free() -> None:
    holder = a.person()
    begins = [a.NOW + timedelta(days=2), a.NOW + timedelta(days=9)]
    a.book(
        holder, a.session(meetings=tuple(Meeting(at, at + timedelta(hours=2)) for at in begins), starts_at=begins[0])
    )

    assert a.book(holder, a.session(starts_at=a.NOW + timedelta(days=3)))


def test_options_and_guests_are_priced_and_kept() -> None:
    holder = a.person()
    party = a.session(
        price_cents=150_00,
        guests_max=15,
        options=(Option("cake", "Torta", 40_00, 2), Option("clown", "Clown", 90_00, 1)),
    )
    caller = a.citizen(holder)
    quoted = quote.bookings([Wish(party.id, holder.id, {"cake": 2}, guests=15)], by=caller, at=a.NOW)
    booking = place.booking(quoted.token, by=caller, key=a.key(caller), at=a.NOW).value

    assert (booking.price_cents, booking.options, booking.guests) == (230_00, {"cake": 2}, 15)
