"""A calendar is read at a private address, by whoever has it while it is good, and tells nothing of others."""

import re
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest

from chalicelib.bookings import close
from chalicelib.bookings.model import Booking
from chalicelib.calendars import issue, read, revoke, table
from chalicelib.calendars.model import Feed, FeedRevoked, Issued, Owner
from chalicelib.kernel.caller import Caller, Role
from chalicelib.kernel.paging import Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.people import find
from chalicelib.people.model import Person
from chalicelib.runtime.aws import client
from tests import builders as a
from tests import rfc5545

pytestmark = pytest.mark.usefixtures("aws")

ORIGIN = "https://api.example.org/api"
NOON = datetime(2027, 3, 10, 11, 0, tzinfo=UTC)


def word(issued: Issued) -> str:
    """The secret of an address."""
    found = re.fullmatch(rf"{ORIGIN}/v1/calendars/([a-z2-7]{{32}})\.ics", issued.url)
    assert found, issued.url
    return found[1]


def address(someone: Person, by: Caller | None = None, *, at: datetime = a.NOW) -> str:
    return word(issue.of_person(someone.id, origin=ORIGIN, by=by or a.citizen(someone), at=at))


def events(secret: str, *, at: datetime = a.NOW) -> list[rfc5545.Component]:
    text = read.document(secret, at=at)
    assert rfc5545.faults(text) == []
    return rfc5545.calendar(text).parts


def uids(secret: str, *, at: datetime = a.NOW) -> list[str]:
    return [event.values("UID")[0] for event in events(secret, at=at)]


def named(*bookings: Booking) -> list[str]:
    return [f"booking-{booking.id}@welfare" for booking in bookings]


def family() -> tuple[Person, Person]:
    """A parent, and the child they act for."""
    parent = a.person()
    return parent, a.person(born_on=date(2018, 6, 1), email=None, delegate_id=parent.id)


def test_a_person_reads_their_bookings_at_their_address() -> None:
    someone = a.person()
    booking = a.book(someone, a.session(starts_at=NOON)).value
    a.book(a.person(), a.session(starts_at=NOON))

    (event,) = events(address(someone))

    assert event.values("UID") == named(booking)
    assert event.values("DTSTART") == ["20270310T110000Z"]
    assert event.text("SUMMARY") == f"{booking.title}, con {booking.provider_name}"
    assert event.text("LOCATION") == booking.place


def test_the_library_reads_a_feed() -> None:
    someone = a.person()
    booking = a.book(someone, a.session(starts_at=NOON)).value

    (event,) = icalendar.Calendar.from_ical(read.document(address(someone), at=a.NOW)).walk("VEVENT")

    assert (event.decoded("dtstart"), event.decoded("dtend")) == (booking.starts_at, booking.ends_at)


def test_a_mail_and_a_feed_know_a_booking_by_the_same_name() -> None:
    someone = a.person()
    booking = a.book(someone, a.session(starts_at=NOON)).value

    assert uids(address(someone)) == named(booking)


def test_what_was_cancelled_is_left_out() -> None:
    someone = a.person()
    booking = a.book(someone, a.session(starts_at=NOON)).value
    secret = address(someone)
    close.cancelled(booking.id, by=a.OPERATOR, key=a.key(), at=a.NOW)

    assert uids(secret) == []


def test_a_feed_goes_back_thirty_days_and_forward_without_end() -> None:
    someone = a.person()
    near, far = (a.book(someone, a.session(starts_at=at)).value for at in (NOON, NOON + timedelta(days=400)))
    secret = address(someone)

    assert uids(secret, at=NOON + timedelta(days=30)) == named(near, far)
    assert uids(secret, at=NOON + timedelta(days=31)) == named(far)


def test_a_feed_is_the_same_until_something_changes() -> None:
    someone = a.person()
    a.book(someone, a.session(starts_at=NOON))
    secret = address(someone)
    first = read.document(secret, at=a.NOW)

    assert read.document(secret, at=a.NOW + timedelta(hours=9)) == first
    a.book(someone, a.session(starts_at=NOON + timedelta(days=1)))
    assert read.document(secret, at=a.NOW) != first


def test_neither_the_need_nor_the_measure_nor_the_price_is_in_a_feed() -> None:
    scene = a.scene()
    a.book(scene.person, scene.session, scene.voucher)
    text = read.document(address(scene.person), at=a.NOW).lower()

    told = (scene.voucher.id, scene.voucher.programme_id, "silver", "domiciliare", "20,00", "prova", scene.person.id)
    assert [word for word in told if word in text] == []


def test_an_address_has_more_than_128_random_bits() -> None:
    someone = a.person()
    several = {address(someone) for _ in range(5)}

    assert len(several) == 5
    assert all(len(secret) * 5 >= 128 for secret in several)


def test_an_address_is_kept_nowhere() -> None:
    someone = a.person()
    secret = address(someone)

    kept = str([client("dynamodb").scan(TableName=table)["Items"] for table in ("calendars", "people")])

    assert secret not in kept
    assert someone.id in kept


def test_a_new_address_ends_the_earlier_one_at_once() -> None:
    someone = a.person()
    first, second = address(someone), address(someone)

    with pytest.raises(FeedRevoked):
        read.document(first, at=a.NOW)
    assert uids(second) == []


def test_a_revoked_address_is_gone_at_once_and_a_new_one_can_be_made() -> None:
    someone = a.person()
    secret = address(someone)
    revoke.of_person(someone.id, by=a.citizen(someone), at=a.NOW)

    with pytest.raises(FeedRevoked):
        read.document(secret, at=a.NOW)
    with pytest.raises(NotFound):
        read.feed_of_person(someone.id, by=a.citizen(someone), at=a.NOW)
    assert uids(address(someone)) == []


def test_what_was_revoked_cannot_be_revoked_again() -> None:
    someone = a.person()
    address(someone)
    revoke.of_person(someone.id, by=a.citizen(someone), at=a.NOW)

    with pytest.raises(NotFound):
        revoke.of_person(someone.id, by=a.citizen(someone), at=a.NOW)


@pytest.mark.parametrize("guess", ["a" * 32, "", "a" * 31, "A" * 32, "present", "person#1", "1" * 32])
def test_a_guess_finds_nothing(guess: str) -> None:
    with pytest.raises(NotFound):
        read.document(guess, at=a.NOW)


def test_who_acts_for_a_child_makes_an_address_for_the_child_alone() -> None:
    parent, child = family()
    a.book(parent, a.session(starts_at=NOON))
    booking = a.book(child, a.session(starts_at=NOON)).value

    secret = address(child, a.citizen(parent))

    assert uids(secret) == named(booking)
    assert rfc5545.calendar(read.document(secret, at=a.NOW)).text("NAME") == f"Appuntamenti di {child.given_name}"


def test_one_address_for_each_person_leaves_the_others_good() -> None:
    parent, child = family()
    own = address(parent)
    address(child, a.citizen(parent))

    assert uids(own) == []


def test_when_the_delegation_ends_the_delegates_address_ends_with_it() -> None:
    parent, child = family()
    secret = address(child, a.citizen(parent))
    last_day = datetime(2036, 5, 31, 12, 0, tzinfo=UTC)

    assert uids(secret, at=last_day) == []
    with pytest.raises(FeedRevoked):
        read.document(secret, at=last_day + timedelta(days=1))


@pytest.mark.parametrize("act", ["issue", "see", "revoke"])
def test_a_stranger_is_told_of_nobody(act: str) -> None:
    someone, stranger = a.person(), a.citizen(a.person())
    address(someone)

    with pytest.raises(NotFound):
        if act == "issue":
            address(someone, stranger)
        elif act == "see":
            read.feed_of_person(someone.id, by=stranger, at=a.NOW)
        else:
            revoke.of_person(someone.id, by=stranger, at=a.NOW)


def test_an_operator_makes_an_address_at_the_desk_and_leaves_a_trace() -> None:
    someone = a.person()
    secret = address(someone, a.OPERATOR)

    traces = find.accesses(someone.id, Span(), by=a.citizen(someone)).items
    assert uids(secret) == []
    assert ("operator", "calendar feed") in [(trace.by, trace.what) for trace in traces]


def test_an_operator_who_lives_here_too_makes_it_for_the_person_and_not_for_themselves() -> None:
    someone = a.person()
    operator = Caller(a.person().id, frozenset({Role.CITIZEN, Role.DESK_OPERATOR}))

    assert uids(address(someone, operator)) == []


def test_two_addresses_made_at_once_leave_one_good(monkeypatch: pytest.MonkeyPatch) -> None:
    someone = a.person()
    really = table.present
    made: list[str] = []

    def meanwhile(owner: Owner) -> Feed | None:
        found = really(owner)
        monkeypatch.setattr(table, "present", really)
        made.append(address(someone))
        return found

    monkeypatch.setattr(table, "present", meanwhile)
    last = address(someone)

    assert uids(last) == []
    with pytest.raises(FeedRevoked):
        read.document(made[0], at=a.NOW)


def manager(provider_id: str) -> Caller:
    return a.staff(Role.PROVIDER_MANAGER, provider_id)


def test_a_provider_reads_its_sessions_with_how_many_come_and_no_names() -> None:
    coop = a.provider()
    session = a.session(starts_at=NOON, places=3, by=coop)
    a.session(starts_at=NOON)
    someone = a.person(given_name="Guglielmina")
    booking = a.book(someone, session).value
    secret = word(issue.of_provider(coop.id, origin=ORIGIN, by=manager(coop.id), at=a.NOW))

    (event,) = events(secret)
    text = read.document(secret, at=a.NOW)

    assert event.values("UID") == [f"session-{session.id}@welfare"]
    assert event.text("SUMMARY") == f"{session.title} (1/3)"
    assert not [told for told in ("Guglielmina", someone.id, booking.id) if told in text]


def test_a_providers_feed_goes_back_thirty_days_in_order_of_time() -> None:
    coop = a.provider()
    late, early = (a.session(starts_at=at, by=coop) for at in (NOON + timedelta(days=40), NOON))
    secret = word(issue.of_provider(coop.id, origin=ORIGIN, by=manager(coop.id), at=a.NOW))

    assert uids(secret) == [f"session-{one.id}@welfare" for one in (early, late)]
    assert uids(secret, at=NOON + timedelta(days=31)) == [f"session-{late.id}@welfare"]


def test_another_providers_manager_is_told_of_nothing() -> None:
    coop, other = a.provider(), a.provider()

    with pytest.raises(NotFound):
        issue.of_provider(coop.id, origin=ORIGIN, by=manager(other.id), at=a.NOW)


def test_a_providers_address_ends_when_its_manager_ends_it() -> None:
    coop = a.provider()
    by = manager(coop.id)
    secret = word(issue.of_provider(coop.id, origin=ORIGIN, by=by, at=a.NOW))
    assert read.feed_of_provider(coop.id, by=by).made_by == by.account_id
    revoke.of_provider(coop.id, by=by, at=a.NOW)

    with pytest.raises(FeedRevoked):
        read.document(secret, at=a.NOW)
