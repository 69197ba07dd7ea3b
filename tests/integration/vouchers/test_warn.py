"""Before a voucher expires its holder hears of it: 42, 14 and 3 days ahead, once each."""

from datetime import date, datetime, time, timedelta
from typing import Any

import msgspec
import pytest

from chalicelib.bookings import close
from chalicelib.kernel.caller import Caller
from chalicelib.kernel.clock import at_local, end_of_day
from chalicelib.kernel.texts import Language
from chalicelib.ledger.model import Unit
from chalicelib.notices import deliver
from chalicelib.people import household
from chalicelib.runtime.queues import NotYet
from chalicelib.vouchers import change, expire
from chalicelib.vouchers.model import ChangeKind, Voucher
from tests import builders as a
from tests import cloud
from tests.integration.vouchers import nights
from tests.integration.vouchers.nights import midnight

pytestmark = pytest.mark.usefixtures("aws")

LAST_DAY = date(2027, 6, 30)
STEPS = (42, 14, 3)


def before(days: int) -> datetime:
    """A quarter past midnight, so many days before the last one: when the job runs."""
    return midnight(LAST_DAY - timedelta(days=days)) + timedelta(minutes=15)


def ending(**rules: object) -> Voucher:
    return a.voucher(a.person(), under=a.programme(expires_on=LAST_DAY, rules=rules))


def run(*days: int) -> list[dict[str, Any]]:
    """What the job leaves on some nights before the last day."""
    for one in days:
        expire.vouchers(at=before(one))
    return cloud.outbox()


def left_days(notices: list[dict[str, Any]]) -> list[int]:
    return [notice["facts"]["left_days"] for notice in notices]


@pytest.mark.parametrize("days", STEPS)
def test_a_holder_hears_what_is_left_and_until_when(days: int) -> None:
    holder = a.person(language=Language.EN)
    voucher = a.voucher(holder, 80_00, under=a.programme(expires_on=LAST_DAY))

    (notice,) = run(days)

    assert (notice["letter"], notice["to"], notice["language"]) == ("expiring", holder.email, "en")
    assert notice["link"] == f"https://portal.example.org/en/buoni/{voucher.id}"
    assert {
        "given_name": holder.given_name,
        "left_amount": [80_00, "cents"],
        "expires_on": "2027-06-30",
        "left_days": days,
    }.items() <= notice["facts"].items()


def test_hours_are_told_as_hours() -> None:
    a.voucher(a.person(), 270, under=a.programme(expires_on=LAST_DAY, unit=Unit.MINUTES))

    (notice,) = run(14)

    assert notice["facts"]["left_amount"] == [270, "minutes"]


def test_night_after_night_there_are_three_warnings_and_then_the_lapse() -> None:
    voucher = ending()

    notices = run(*range(120, -1, -1))

    assert left_days(notices) == list(STEPS)
    assert expire.vouchers(at=end_of_day(LAST_DAY)) == 1
    assert a.voucher_account(voucher).lapsed == voucher.granted
    assert cloud.outbox() == []


@pytest.mark.parametrize(
    ("days", "sent"), [(40, [40]), (15, [15]), (14, [14]), (10, [10]), (3, [3]), (1, [1]), (0, [0])]
)
def test_a_job_that_is_late_sends_one_warning_that_is_true(days: int, sent: list[int]) -> None:
    ending()

    assert left_days(run(days, days)) == sent


def test_after_a_late_warning_the_next_one_still_comes_on_its_day() -> None:
    ending()

    assert left_days(run(40, 39, 15, 14, 13, 3, 2)) == [40, 14, 3]


@pytest.mark.parametrize("trouble", nights.TROUBLES)
@pytest.mark.parametrize("days", STEPS)
def test_whatever_happens_to_the_job_one_mail_is_sent(trouble: nights.Night, days: int) -> None:
    ending()

    trouble(before(days))

    assert len(nights.delivered(before(days))) == 1


def test_a_warning_left_at_night_wakes_nobody() -> None:
    ending()
    (left,) = run(42)

    with pytest.raises(NotYet) as early:
        deliver.message(msgspec.json.encode(left).decode(), at=before(42))
    assert early.value.until_at == at_local(LAST_DAY - timedelta(days=42), time(8))


def test_a_crash_before_the_mail_has_left_loses_none() -> None:
    ending()
    with pytest.raises(nights.Crash), nights.once_before("sqs.SendMessage", nights.crash):
        expire.vouchers(at=before(42))
    assert cloud.outbox() == []

    assert left_days(run(41)) == [41]


def test_a_crash_after_the_mail_has_left_and_a_day_lost_send_no_second_one() -> None:
    ending()
    with pytest.raises(nights.Crash), nights.once_before("dynamodb.TransactWriteItems", nights.crash):
        expire.vouchers(at=before(42))
    expire.vouchers(at=before(41))

    assert len(nights.delivered(before(41))) == 1


def test_a_run_that_finds_a_voucher_dealt_with_leaves_it_alone() -> None:
    ending()

    with nights.once_before("dynamodb.BatchGetItem", lambda: nights.once(before(42))):
        expire.vouchers(at=before(42))

    assert len(cloud.outbox()) == 1


def test_a_run_that_is_overtaken_by_a_later_night_takes_nothing_back() -> None:
    ending()

    with nights.once_before("dynamodb.TransactWriteItems", lambda: nights.once(before(14))):
        expire.vouchers(at=before(42))

    assert nights.found_due(before(13)) == 0


def test_a_voucher_issued_after_a_warnings_day_waits_for_the_next() -> None:
    issued = before(14)
    a.voucher(a.person(), under=a.programme(expires_on=LAST_DAY, at=issued), at=issued)

    assert left_days(run(14, 13, 12, 4, 3)) == [3]


def test_a_voucher_with_nothing_left_is_not_warned() -> None:
    holder = a.person()
    voucher = a.voucher(holder, 20_00, under=a.programme(expires_on=LAST_DAY))
    booking = a.book(holder, a.session(price_cents=2000, starts_at=at_local(LAST_DAY, a.NOW.time())), voucher).value

    assert run(42) == []
    close.cancelled(booking.id, by=a.OPERATOR, key=a.key(), at=before(20))
    assert left_days(run(14)) == [14]


def test_a_suspended_voucher_is_not_warned_until_it_is_reactivated() -> None:
    voucher = ending()
    a.changed(voucher, ChangeKind.SUSPEND)

    assert run(42, 41) == []
    a.changed(voucher, ChangeKind.REACTIVATE, at=before(20))
    assert left_days(run(19, 18)) == [19]


def test_a_voucher_reactivated_after_its_warning_gets_no_second_one() -> None:
    voucher = ending()
    expire.vouchers(at=before(42))
    a.changed(voucher, ChangeKind.SUSPEND, at=before(41))
    a.changed(voucher, ChangeKind.REACTIVATE, at=before(20))
    expire.vouchers(at=before(19))

    assert len(nights.delivered(before(19))) == 1


def test_who_cannot_be_reached_is_passed_over_and_the_voucher_goes_on() -> None:
    parent = a.person()
    child = a.person(email=None, delegate_id=parent.id, born_on=date(2009, 5, 20))
    a.voucher(child, under=a.programme(expires_on=LAST_DAY))

    assert [notice["to"] for notice in run(43, 42)] == [parent.email]
    assert run(14) == []  # of age since 20 May, and without an address
    assert nights.found_due(before(13)) == 0


def test_a_childs_warning_goes_to_its_delegate() -> None:
    parent = a.person()
    child = a.person(email=None, delegate_id=parent.id, born_on=date(2018, 5, 20))
    a.voucher(child, under=a.programme(expires_on=LAST_DAY))

    (notice,) = run(42)

    assert (notice["to"], notice["facts"]["given_name"]) == (parent.email, child.given_name)


def test_an_extended_voucher_is_warned_anew() -> None:
    voucher = a.voucher(a.person(), under=a.programme(expires_on=date(2027, 12, 31), months=4))  # ends on 1 July
    expire.vouchers(at=midnight(date(2027, 5, 20)))
    a.changed(voucher, ChangeKind.EXTEND, expires_on=date(2027, 9, 30), at=midnight(date(2027, 6, 10)))
    for day in (date(2027, 6, 17), date(2027, 8, 19), date(2027, 9, 16), date(2027, 9, 27)):
        expire.vouchers(at=midnight(day))

    ids = nights.delivered(before(0))

    assert [one.removeprefix(f"expiring-{voucher.id}-") for one in ids] == [
        "2027-07-01-42",
        "2027-09-30-42",
        "2027-09-30-14",
        "2027-09-30-3",
    ]


def test_an_extension_in_the_middle_of_a_run_is_not_undone_by_it() -> None:
    voucher = a.voucher(a.person(), under=a.programme(expires_on=date(2027, 12, 31), months=4))
    last_call = midnight(date(2027, 6, 28))

    def extend() -> None:
        a.changed(voucher, ChangeKind.EXTEND, expires_on=date(2027, 9, 30), at=last_call)

    with nights.once_before("dynamodb.TransactWriteItems", extend):
        expire.vouchers(at=last_call)

    cloud.outbox()
    expire.vouchers(at=midnight(date(2027, 8, 18)))
    assert cloud.outbox() == []
    expire.vouchers(at=midnight(date(2027, 8, 19)))
    assert left_days(cloud.outbox()) == [42]


def test_a_revoked_voucher_is_not_warned() -> None:
    a.changed(ending(), ChangeKind.REVOKE)

    assert run(*STEPS) == []


def test_a_transferred_voucher_is_warned_to_who_has_it_now() -> None:
    mother, son = a.person(), a.person()
    household.joined(son.id, with_person_id=mother.id, by=a.OPERATOR, at=a.NOW)
    programme = a.programme(expires_on=LAST_DAY, rules={"is_transferable": True})
    a.changed(a.voucher(mother, under=programme), ChangeKind.TRANSFER, to_person_id=son.id)

    assert [notice["to"] for notice in run(42)] == [son.email]


def test_grace_is_told_and_does_not_move_the_warnings() -> None:
    ending(grace_days=10)

    (notice,) = run(42)

    assert (notice["facts"]["expires_on"], notice["facts"]["grace_until_on"]) == ("2027-06-30", "2027-07-10")


def test_in_the_days_of_grace_nobody_is_warned_and_nothing_lapses() -> None:
    voucher = ending(grace_days=10)

    assert run(-1, -5, -10) == []
    assert a.voucher_account(voucher).available == voucher.granted
    assert expire.vouchers(at=end_of_day(LAST_DAY + timedelta(days=10))) == 1


def test_for_what_a_second_person_rejected_nothing_is_ever_due() -> None:
    programme = a.programme(expires_on=LAST_DAY, second_person_above=50_00)
    rejected(a.voucher(a.person(), under=programme))

    assert nights.found_due(end_of_day(LAST_DAY)) == 0


def rejected(voucher: Voucher) -> None:
    other = Caller("another officer", a.OFFICER.roles)
    key = a.key(other)
    change.decided(voucher.id, approved=False, reason="no", funder_id=a.FUNDER_ID, by=other, key=key, at=a.NOW)
