"""A cooperative publishes its own sessions, together, at times that make sense."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from chalicelib.catalogue import browse, publish
from chalicelib.catalogue.model import Offering, PriceUnit, Service, Session, SessionTimesInvalid
from chalicelib.catalogue.publish import OfferingDraft, SessionDraft
from chalicelib.kernel.clock import at_local
from chalicelib.kernel.identifiers import IdempotencyKeyReused, Outcome
from chalicelib.kernel.paging import Page, Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.kernel.territory import Audience, Category
from tests import builders as a

pytestmark = pytest.mark.usefixtures("aws")

DAY = date(2027, 3, 10)
TEN = at_local(DAY, time(10))
HOUR = timedelta(hours=1)


def offering(unit: PriceUnit = PriceUnit.SESSION, price_cents: int = 2000, name: str = "", said: str = "x") -> Offering:
    service = Service(f"per-{unit}", "Aiuto", Category.SILVER_CARE, Audience.ELDERLY, unit)
    publish.services([service])
    draft = OfferingDraft(service.id, "Aiuto a casa", "Aiuto.", "L319", "a casa", price_cents, accepts_vouchers=True)
    return publish.offering(draft, provider_id=a.provider().id, key=a.key(name=name, fingerprint=said)).value


def draft(starts_at: datetime = TEN, ends_at: datetime | None = None, places: int = 5) -> SessionDraft:
    return SessionDraft(starts_at, ends_at or starts_at + HOUR, places)


def published(shown: Offering, *drafts: SessionDraft, name: str = "", at: datetime = a.NOW) -> Outcome[Page[Session]]:
    return publish.sessions(shown.id, drafts, provider_id=shown.provider_id, key=a.key(name=name), at=at)


def calendar(shown: Offering) -> list[Session]:
    return browse.sessions_of(shown.id, from_on=DAY, to_on=DAY + timedelta(days=30), span=Span()).items


def test_published_sessions_are_in_the_calendar_with_all_their_places() -> None:
    shown = offering()

    found = published(shown, draft(), draft(TEN + HOUR)).value.items

    assert calendar(shown) == found
    assert [(session.places_free, session.price_cents, session.title) for session in found] == [
        (5, 2000, "Aiuto a casa")
    ] * 2


def test_the_same_request_sent_twice_publishes_once() -> None:
    shown = offering()

    first = published(shown, draft(), draft(TEN + HOUR), name="once")
    again = published(shown, draft(), draft(TEN + HOUR), name="once", at=TEN + timedelta(days=1))

    assert (first.value, first.replayed, again.replayed) == (again.value, False, True)
    assert len(calendar(shown)) == 2


def test_a_replay_shows_the_places_that_were_taken_since() -> None:
    shown = offering()
    (session,) = published(shown, draft(), name="once").value.items
    a.book(a.person(), session)

    again = published(shown, draft(), name="once")

    assert (again.replayed, again.value.items[0].places_taken) == (True, 1)


@pytest.mark.parametrize(
    "others",
    [
        [draft(), draft(TEN + 2 * HOUR)],
        [draft(), draft(TEN + HOUR, places=6)],
        [draft(), draft(TEN + HOUR, TEN + 3 * HOUR)],
        [draft(), draft(TEN + HOUR), draft(TEN + 2 * HOUR)],
        [draft()],
    ],
    ids=["other time", "other places", "other end", "one more", "one less"],
)
def test_a_key_used_for_other_sessions_is_refused(others: list[SessionDraft]) -> None:
    shown = offering()
    published(shown, draft(), draft(TEN + HOUR), name="once")

    with pytest.raises(IdempotencyKeyReused):
        published(shown, *others, name="once")
    assert len(calendar(shown)) == 2


def test_one_wrong_session_and_none_is_published() -> None:
    shown = offering()

    with pytest.raises(SessionTimesInvalid) as refused:
        published(shown, draft(), draft(TEN + HOUR + timedelta(minutes=1)))
    assert refused.value.facts == {"starts_at": TEN + HOUR + timedelta(minutes=1)}
    assert calendar(shown) == []


def test_another_providers_offering_is_not_to_be_found() -> None:
    shown = offering()

    for offering_id, provider_id in ((shown.id, a.provider().id), ("nothing", shown.provider_id)):
        with pytest.raises(NotFound):
            publish.sessions(offering_id, [draft()], provider_id=provider_id, key=a.key(), at=a.NOW)


@pytest.mark.parametrize(
    ("starts_at", "ends_at"),
    [
        (TEN + timedelta(minutes=3), TEN + HOUR),
        (TEN, TEN + timedelta(minutes=58)),
        (TEN + timedelta(seconds=1), TEN + HOUR),
        (TEN, TEN),
        (TEN + HOUR, TEN),
        (a.NOW, a.NOW + HOUR),
        (a.NOW - HOUR, a.NOW + HOUR),
        (at_local(DAY, time(23)), at_local(DAY + timedelta(days=1), time(0, 5))),
        (datetime(2027, 3, 10, 22, 30, tzinfo=UTC), datetime(2027, 3, 10, 23, 30, tzinfo=UTC)),
    ],
    ids=["off grid", "end off grid", "seconds", "empty", "backwards", "now", "begun", "over midnight", "one UTC day"],
)
def test_times_that_make_no_sense_are_refused(starts_at: datetime, ends_at: datetime) -> None:
    with pytest.raises(SessionTimesInvalid):
        published(offering(), draft(starts_at, ends_at))


def test_a_session_may_last_until_italian_midnight() -> None:
    evening = draft(at_local(DAY, time(23)), at_local(DAY + timedelta(days=1), time(0)))

    assert published(offering(), evening).value.items[0].minutes == 60


def test_a_session_of_the_night_when_clocks_change_has_its_real_length() -> None:
    night = draft(at_local(date(2027, 3, 28), time(1)), at_local(date(2027, 3, 28), time(4)))

    (session,) = published(offering(PriceUnit.HOUR, 1000), night).value.items

    assert (session.minutes, session.price_cents) == (120, 2000)


@pytest.mark.parametrize(
    ("minutes", "hourly_cents", "cents"),
    [(60, 1999, 1999), (90, 2000, 3000), (45, 2001, 1501), (5, 1803, 150), (10, 1803, 301), (30, 1, 1), (25, 1, 0)],
)
def test_an_hourly_price_is_for_the_length_to_the_nearest_cent_halves_up(
    minutes: int, hourly_cents: int, cents: int
) -> None:
    shown = offering(PriceUnit.HOUR, hourly_cents)

    assert shown.session_price_cents(TEN, TEN + timedelta(minutes=minutes)) == cents


def test_other_prices_are_for_the_session_however_long() -> None:
    assert offering(PriceUnit.COURSE, 9900).session_price_cents(TEN, TEN + 2 * HOUR) == 9900


def test_an_offering_is_published_once_for_each_key() -> None:
    first, again = offering(name="once"), offering(name="once")

    assert first == again
    with pytest.raises(IdempotencyKeyReused):
        offering(name="once", said="other")


def test_an_offering_of_an_unknown_service_or_provider_is_refused() -> None:
    unknown = OfferingDraft("nothing", "Aiuto", "", "L319", "qui", 100, accepts_vouchers=True)

    with pytest.raises(NotFound):
        publish.offering(unknown, provider_id=a.provider().id, key=a.key())
    offering()
    known = OfferingDraft("per-session", "Aiuto", "", "L319", "qui", 100, accepts_vouchers=True)
    with pytest.raises(NotFound):
        publish.offering(known, provider_id="nobody", key=a.key())


def test_kinds_of_help_replace_earlier_versions() -> None:
    def service(title: str) -> Service:
        return Service("aiuto", title, Category.SILVER_CARE, Audience.ELDERLY, PriceUnit.HOUR)

    publish.services([service("Aiuto")])
    publish.services([service("Aiuto in casa")])

    assert browse.services() == [service("Aiuto in casa")]
