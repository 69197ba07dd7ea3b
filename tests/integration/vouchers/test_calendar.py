"""Midnight is Italy's: when clocks change, on 29 February and on 31 December; and whatever happens to the job."""

from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from chalicelib.controls import reconcile
from chalicelib.kernel.clock import local_day
from chalicelib.kernel.refusals import NotFound
from chalicelib.ledger import model as ledger
from chalicelib.ledger.model import ExpiredByThen
from chalicelib.people import find as people
from chalicelib.programmes.model import Programme
from chalicelib.runtime.dynamodb import Reads
from chalicelib.vouchers import expire, read
from chalicelib.vouchers.model import Voucher
from tests import builders as a
from tests import cloud
from tests.integration.vouchers import nights
from tests.integration.vouchers.nights import Night, midnight

FORWARD, BACK = date(2027, 3, 28), date(2027, 10, 31)
LEAP_DAY, NEW_YEARS_EVE = date(2028, 2, 29), date(2027, 12, 31)
MOMENT, DAY = timedelta(microseconds=1), timedelta(days=1)
GRANTED = 80_00

every_odd_day = pytest.mark.parametrize("last_day", [FORWARD, BACK, LEAP_DAY, NEW_YEARS_EVE])


@dataclass(frozen=True)
class Life:
    """A voucher that ends on a day, and its programme."""

    voucher: Voucher
    programme: Programme
    last_day: date
    grace_days: int

    @property
    def ends_at(self) -> datetime:
        """The midnight after its last usable day."""
        return midnight(self.last_day + (self.grace_days + 1) * DAY)

    def outcome(self) -> tuple[object, ...]:
        """All that its last night leaves behind."""
        account = a.voucher_account(self.voucher)
        with Reads() as reads:
            asked = read.voucher(reads, self.voucher.id)
        found = asked.must(NotFound())
        return (
            found.state,
            found.due_on,
            (account.available, account.held, account.lapsed),
            a.account(ledger.fund(self.programme.id)).available,
            reconcile.everything(at=self.ends_at + 90 * DAY).differences,
        )


def life(last_day: date, *, grace_days: int = 0, days: int = 60) -> Life:
    """A voucher issued so many days before its last one."""
    issued = midnight(last_day - days * DAY) + timedelta(hours=10)
    programme = a.programme(expires_on=last_day, at=issued, rules={"grace_days": grace_days})
    return Life(a.voucher(a.person(), GRANTED, under=programme, at=issued), programme, last_day, grace_days)


def lived(one: Life, night: Night, *, late: timedelta = timedelta(minutes=15)) -> tuple[list[str], tuple[object, ...]]:
    """The mails of a voucher's nights, by their warning, and what is there in the end."""
    mailed: list[str] = []
    for at in [*(midnight(one.last_day - days * DAY) for days in (42, 14, 3)), one.ends_at]:
        night(at + late)
        mailed += nights.delivered(at + late)
    return [mail.rpartition("-")[2] for mail in mailed], one.outcome()


@pytest.mark.usefixtures("aws")
@every_odd_day
@pytest.mark.parametrize("days", [42, 14, 3])
def test_a_warning_goes_out_from_midnight_on(last_day: date, days: int) -> None:
    life(last_day)
    its_midnight = midnight(last_day - days * DAY)
    expire.vouchers(at=its_midnight - MOMENT)
    earlier = cloud.outbox()
    expire.vouchers(at=its_midnight)

    assert [notice["facts"]["left_days"] for notice in cloud.outbox()] == [days]
    assert all(notice["facts"]["left_days"] > days for notice in earlier)


@pytest.mark.usefixtures("aws")
@every_odd_day
@pytest.mark.parametrize("grace_days", [0, 10])
def test_a_voucher_is_good_until_midnight_and_lapses_then(last_day: date, grace_days: int) -> None:
    one = life(last_day - grace_days * DAY, grace_days=grace_days)

    assert one.ends_at == midnight(last_day + DAY)
    assert expire.vouchers(at=one.ends_at - MOMENT) == 0
    assert expire.vouchers(at=one.ends_at) == 1


@pytest.mark.usefixtures("aws")
@every_odd_day
@pytest.mark.parametrize("grace_days", [0, 10])
def test_a_session_is_admitted_up_to_midnight_and_refused_from_then_on(last_day: date, grace_days: int) -> None:
    one = life(last_day - grace_days * DAY, grace_days=grace_days)
    holder = people.by_id(one.voucher.person_id)
    five = timedelta(minutes=5)
    evening, night = (a.session(starts_at=at, minutes=5) for at in (one.ends_at - five, one.ends_at))

    with pytest.raises(ExpiredByThen):
        a.book(holder, night, one.voucher)
    assert a.book(holder, evening, one.voucher).value.payments


@pytest.mark.usefixtures("aws")
@every_odd_day
@pytest.mark.parametrize("trouble", nights.TROUBLES)
def test_trouble_with_the_job_leaves_the_same_state_and_no_second_mail(last_day: date, trouble: Night) -> None:
    smooth = lived(life(last_day, grace_days=2), nights.once)
    troubled = lived(life(last_day, grace_days=2), trouble)

    assert smooth[0] == ["42", "14", "3"]
    assert troubled == smooth


@pytest.mark.usefixtures("aws")
@every_odd_day
def test_a_job_that_is_days_late_leaves_the_same_state_and_no_second_mail(last_day: date) -> None:
    smooth = lived(life(last_day), nights.once)

    assert lived(life(last_day), nights.twice, late=timedelta(days=2, hours=9)) == smooth


@dataclass(frozen=True)
class Run:
    """One start of the job, at some hour after the voucher was issued, and where it ends badly."""

    hours: int
    crash_before: str | None

    def __call__(self, issued: datetime) -> list[dict[str, Any]]:
        """Run it, and return what it left in the outbox."""
        with ExitStack() as stack:
            stack.enter_context(suppress(nights.Crash))
            if self.crash_before:
                stack.enter_context(nights.once_before(self.crash_before, nights.crash))
            expire.vouchers(at=issued + timedelta(hours=self.hours))
        return cloud.outbox()


RUNS = st.lists(
    st.builds(
        Run,
        st.integers(0, 24 * 90),
        st.none() | st.sampled_from(["dynamodb.TransactWriteItems", "sqs.SendMessage", "dynamodb.BatchGetItem"]),
    ),
    max_size=8,
).map(lambda runs: sorted(runs, key=lambda run: run.hours))


@pytest.fixture(scope="module")
def tables(furnished_aws: dict[str, dict[str, Any]]) -> Iterator[dict[str, dict[str, Any]]]:
    yield furnished_aws
    cloud.empty(furnished_aws)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=set(Phase) - {Phase.shrink},  # an example is a life of its own: to shrink one takes minutes
)
@given(
    last_day=st.dates(date(2027, 5, 1), date(2028, 12, 31)),
    days=st.integers(0, 70),
    grace_days=st.sampled_from([0, 0, 5]),
    runs=RUNS,
)
def test_whenever_the_job_runs_each_warning_is_sent_once_and_true_and_nothing_is_lost(
    tables: dict[str, dict[str, Any]], last_day: date, days: int, grace_days: int, runs: list[Run]
) -> None:
    cloud.empty(tables)
    one = life(last_day, grace_days=grace_days, days=days)
    issued = one.voucher.issued_at
    first: dict[int, int] = {}  # for each warning, the days left that its mail says
    for run in runs:
        for notice in run(issued):
            left, step = notice["facts"]["left_days"], int(notice["id"].rpartition("-")[2])
            assert left == (last_day - local_day(issued + timedelta(hours=run.hours))).days
            assert step == min(days for days in (42, 14, 3) if left <= days)
            first.setdefault(step, left)  # a twin under the same id is not sent

    assert list(first) == sorted(first, reverse=True)
    assert all(step < days for step in first)  # none whose day was past when it was issued
    expire.vouchers(at=max(one.ends_at, issued + timedelta(hours=runs[-1].hours if runs else 0)))
    assert cloud.outbox() == []
    assert one.outcome() == ("expired", None, (0, 0, GRANTED), one.programme.budget, [])
