"""Who booked hears of it: when it is placed or cancelled, and when hours are recorded."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import msgspec
import pytest
import time_machine

from chalicelib.bookings import announce, close, code
from chalicelib.bookings.model import Booking
from chalicelib.kernel import clock
from chalicelib.kernel.caller import Caller, Role
from chalicelib.kernel.texts import Language
from chalicelib.notices import outbox, render
from chalicelib.notices.model import Letter, Notice, QuietHours
from chalicelib.runtime.aws import client
from tests import builders as a
from tests import cloud
from tests.integration.bookings.deliveries import Case, confirmed, contested, record, recorded

pytestmark = pytest.mark.usefixtures("aws")

Image = dict[str, Any]


@pytest.fixture(autouse=True)
def at_once() -> Iterator[None]:
    """What happens is told of when it happens, on whatever day the tests run."""
    with time_machine.travel(a.NOW, tick=True):
        yield


def image(booking: Booking) -> Image:
    """The booking's item, as the stream shows it."""
    key = {"pk": {"S": f"booking#{booking.id}"}, "sk": {"S": "booking"}}
    item: Image = client("dynamodb").get_item(TableName="bookings", Key=key)["Item"]
    return item


def cancel(booking: Booking) -> None:
    close.cancelled(booking.id, by=a.OPERATOR, key=a.key(), at=a.NOW)


def booked() -> Booking:
    scene = a.scene()
    return a.book(scene.person, scene.session, scene.voucher).value


def letters() -> list[str]:
    return [notice["letter"] for notice in cloud.outbox()]


def test_a_placed_booking_is_confirmed_to_its_person() -> None:
    scene = a.scene()
    booking = a.book(scene.person, scene.session).value

    announce.change(None, image(booking))

    (notice,) = cloud.outbox()
    assert (notice["letter"], notice["to"], notice["language"]) == ("booked", scene.person.email, "it")
    assert notice["link"] == f"https://portal.example.org/prenotazioni/{booking.id}"
    assert notice["facts"]["given_name"] == scene.person.given_name


def test_a_booking_that_is_told_of_after_it_has_begun_is_not_confirmed_any_more() -> None:
    booking = booked()

    with time_machine.travel(booking.starts_at, tick=False):
        announce.change(None, image(booking))

    assert letters() == []


def test_a_recording_that_stands_is_not_told_any_more() -> None:
    made = recorded().now()
    assert made.confirm_until_at

    with time_machine.travel(made.confirm_until_at, tick=False):
        announce.change(None, image(made))

    assert letters() == []


def test_a_cancelled_booking_is_told() -> None:
    booking = booked()
    before = image(booking)
    cancel(booking)

    announce.change(before, image(booking))

    (notice,) = cloud.outbox()
    assert (notice["letter"], notice["link"]) == ("cancelled", "https://portal.example.org/catalogo")


def test_a_change_that_comes_twice_makes_the_same_notice() -> None:
    new = image(booked())

    announce.change(None, new)
    announce.change(None, new)

    assert len({notice["id"] for notice in cloud.outbox()}) == 1


def test_confirmation_and_cancellation_are_two_notices() -> None:
    booking = booked()
    before = image(booking)
    cancel(booking)
    announce.change(None, before)
    announce.change(before, image(booking))

    assert len({notice["id"] for notice in cloud.outbox()}) == 2


def test_attendance_is_no_mail() -> None:
    booking = booked()
    before = image(booking)
    worker = a.staff(Role.PROVIDER_WORKER, booking.provider_id)
    close.attended(booking.id, delivered_minutes=60, by=worker, key=a.key(worker), at=booking.starts_at)

    announce.change(before, image(booking))

    assert letters() == []


def told(made: Case) -> Notice:
    """The notice that the family is left of the present recording."""
    announce.change(None, image(made.now()))
    (notice,) = cloud.outbox()
    return outbox.taken(msgspec.json.encode(notice).decode())


def test_what_was_recorded_is_told_to_the_family_with_its_code() -> None:
    made = recorded(510, starts_at=datetime(2027, 3, 3, 8, 0, tzinfo=UTC))

    notice = told(made)

    assert (notice.letter, notice.to) == (Letter.RECORDED, made.person.email)
    assert notice.link == f"https://portal.example.org/prenotazioni/{made.booking.id}"
    assert (notice.facts["recorded_minutes"], notice.facts["code"]) == (510, code.of(made.now()))


@pytest.mark.parametrize("words", [("8 h 30 min", "lunedì 8 marzo 2027", "mercoledì 3 marzo 2027, ore 09:00")])
def test_text_and_html_say_how_much_until_when_and_the_code(words: tuple[str, ...]) -> None:
    made = recorded(510, starts_at=datetime(2027, 3, 3, 8, 0, tzinfo=UTC))

    mail = render.notice(told(made))

    for word in (*words, code.of(made.now()), made.booking.provider_name, f"/prenotazioni/{made.booking.id}"):
        assert word in mail.text
        assert word in mail.html


def test_the_code_of_the_mail_is_the_one_that_confirms() -> None:
    made = recorded()
    by = a.staff(Role.PROVIDER_WORKER, made.booking.provider_id)

    assert confirmed(made, by=by, told=str(told(made).facts["code"])).value.delivered_minutes == 510


def test_a_recording_that_changes_is_told_anew() -> None:
    made = recorded(510)
    before = image(made.now())
    announce.change(None, before)
    record(made, 480)
    announce.change(before, image(made.now()))

    first, second = cloud.outbox()
    assert first["id"] != second["id"]
    assert first["facts"]["code"] != second["facts"]["code"]


def test_a_recording_whose_change_comes_twice_is_told_once() -> None:
    made = recorded()
    announce.change(None, image(made.now()))
    announce.change(None, image(made.now()))

    assert len({notice["id"] for notice in cloud.outbox()}) == 1


def test_what_is_confirmed_or_contested_is_no_mail() -> None:
    for speak in (confirmed, partial(contested, minutes=480)):
        made = recorded()
        before = image(made.now())
        speak(made)

        announce.change(before, image(made.now()))

    assert letters() == []


def test_another_change_of_a_booking_is_no_mail() -> None:
    before = image(booked())

    announce.change(before, {**before, "place": {"S": "altrove"}})
    announce.change(before, None)

    assert letters() == []


def test_a_change_of_an_agenda_is_no_mail() -> None:
    booked()
    items = client("dynamodb").scan(TableName="bookings")["Items"]
    (agenda,) = [item for item in items if item["pk"]["S"].startswith("agenda#")]

    announce.change(None, agenda)

    assert letters() == []


def test_a_childs_mail_goes_to_its_delegate_in_the_childs_language() -> None:
    parent = a.person()
    child = a.person(born_on=date(2018, 6, 1), email=None, delegate_id=parent.id, language=Language.EN)

    announce.change(None, image(a.book(child, a.session()).value))

    (notice,) = cloud.outbox()
    assert (notice["to"], notice["language"]) == (parent.email, "en")
    assert notice["facts"]["given_name"] == child.given_name


def test_a_booking_goes_into_the_calendar_and_a_cancelled_one_out_of_it() -> None:
    booking = booked()
    before = image(booking)
    cancel(booking)
    announce.change(None, before)
    announce.change(before, image(booking))

    first, second = (notice["appointment"] for notice in cloud.outbox())
    assert first["uid"] == second["uid"] == f"booking-{booking.id}@welfare"
    assert (first["sequence"], first["called_off"]) == (0, False)
    assert (second["sequence"], second["called_off"]) == (1, True)


def test_what_was_recorded_is_nothing_for_a_calendar() -> None:
    assert told(recorded()).appointment is None


def test_a_calendar_that_others_see_is_told_with_whom_and_never_what_for() -> None:
    booking = booked()
    announce.change(None, image(booking))

    (notice,) = cloud.outbox()
    assert notice["appointment"]["summary"] == f"Appuntamento con {booking.provider_name}"
    assert booking.title not in str(notice["appointment"])


def test_a_parents_calendar_is_told_which_child_goes() -> None:
    parent = a.person()
    child = a.person(born_on=date(2018, 6, 1), email=None, delegate_id=parent.id)
    booking = a.book(child, a.session()).value

    announce.change(None, image(booking))

    (notice,) = cloud.outbox()
    summary = f"{child.given_name}: appuntamento con {booking.provider_name}"
    assert notice["appointment"]["summary"] == summary


def quiet_of_cancellation(*, by: Caller, now: datetime, starts_at: datetime, patch: pytest.MonkeyPatch) -> Any:
    """The hours in which the letter about a cancellation waits."""
    booking = a.book(a.person(), a.session(starts_at=starts_at)).value
    before = image(booking)
    caller = a.staff(Role.PROVIDER_MANAGER, booking.provider_id) if by.is_a(Role.PROVIDER_MANAGER) else by
    close.cancelled(booking.id, by=caller, key=a.key(caller), at=now)
    patch.setattr(clock, "now", lambda: now)
    announce.change(before, image(booking))
    (notice,) = cloud.outbox()
    return notice["quiet"]


PROVIDER = Caller("provider", frozenset({Role.PROVIDER_MANAGER}))
NIGHT = {"from_hour": "21:00:00", "to_hour": "08:00:00"}
EVENING = datetime(2027, 3, 10, 21, 0, tzinfo=UTC)  # ten in Italy


def test_ones_own_act_is_answered_at_once_also_at_night(monkeypatch: pytest.MonkeyPatch) -> None:
    announce.change(None, image(booked()))
    (placed,) = cloud.outbox()

    assert placed["quiet"] is None
    soon = EVENING + timedelta(days=3)
    assert quiet_of_cancellation(by=a.OPERATOR, now=EVENING, starts_at=soon, patch=monkeypatch) is None


def test_what_a_provider_cancels_at_night_waits_for_the_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    soon = EVENING + timedelta(days=3)

    assert quiet_of_cancellation(by=PROVIDER, now=EVENING, starts_at=soon, patch=monkeypatch) == NIGHT


@pytest.mark.parametrize(("minute", "waits"), [(45, False), (0, True)])
def test_what_is_off_before_one_could_hear_of_it_is_told_at_night(
    minute: int, waits: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    early = datetime(2027, 3, 11, 7 if minute else 8, minute, tzinfo=UTC)  # a quarter to nine, and nine

    found = quiet_of_cancellation(by=PROVIDER, now=EVENING, starts_at=early, patch=monkeypatch)

    assert (found == NIGHT) is waits


def test_a_recording_waits_for_the_morning() -> None:
    assert told(recorded()).quiet == QuietHours()
