"""Whether a voucher can be held is decided in the table, as the model says."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.kernel.identifiers import new
from chalicelib.kernel.refusals import Refusal
from chalicelib.ledger import model, move
from chalicelib.ledger.journal import Journal
from chalicelib.ledger.model import Account, AlreadyResolved, Bucket, Hold, Unit
from chalicelib.ledger.table import OPEN, AccountRecord
from chalicelib.runtime.dynamodb import Transaction
from tests import builders as a

pytestmark = pytest.mark.usefixtures("aws")

UNTIL = a.NOW + timedelta(days=10)
ACCOUNTS = st.builds(
    lambda available, held, is_open: Account(
        model.voucher(new()),
        Unit.CENTS,
        {Bucket.AVAILABLE: available, Bucket.HELD: held},
        open=is_open,
        usable_until_at=UNTIL,
        granted=available + held,
    ),
    st.integers(0, 40),
    st.integers(0, 40),
    st.booleans(),
)
DELIVERIES = st.sampled_from([timedelta(days=-1), -timedelta(microseconds=1), timedelta(), timedelta(days=1)])


def written(account: Account) -> None:
    record: Any = AccountRecord(
        pk=f"account#{account.id}",
        sk="head",
        unit=account.unit,
        state=OPEN if account.open else "closed",
        usable_until_at=account.usable_until_at,
        available=account.available,
        held=account.held,
        granted=account.granted,
    )
    with Transaction() as writes:
        writes.put(record)


def hold(account: Account, units: int, after_expiry: timedelta) -> type[Refusal] | None:
    """What the table says to holding so much for a delivery so long after the expiry."""
    wanted = Hold(account.id, account.unit, units, new())
    try:
        with Transaction() as writes, Journal(writes) as journal:
            move.hold(journal, wanted, delivered_at=UNTIL + after_expiry, by="me", at=a.NOW)
    except Refusal as refused:
        return type(refused)
    return None


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACCOUNTS, st.integers(1, 41), DELIVERIES)
def test_model_and_table_agree_on_every_hold(account: Account, units: int, after_expiry: timedelta) -> None:
    written(account)
    why = account.why_not_hold(units, UNTIL + after_expiry)

    assert hold(account, units, after_expiry) == (type(why[0]) if why else None)


def resolved(*ways: str) -> Account:
    """A voucher of 100,00 with 20,00 held, after its hold was ended in these ways."""
    holder = a.person()
    voucher = a.voucher(holder, 100_00)
    held = Hold(voucher.account_id, Unit.CENTS, 20_00, "booking")
    with Transaction() as writes, Journal(writes) as journal:
        move.hold(journal, held, delivered_at=a.NOW, by="me", at=a.NOW)
    for way in ways:
        with Transaction() as writes, Journal(writes) as journal:
            if way == "release":
                move.release(journal, held, by="me", at=a.NOW)
            else:
                payable = model.payable("coop", voucher.programme_id)
                move.capture(journal, held, units=15_00, payable_id=payable, by="me", at=a.NOW)
    return a.voucher_account(voucher)


@pytest.mark.parametrize("ways", [("release", "release"), ("release", "capture"), ("capture", "release")])
def test_a_hold_ends_once(ways: tuple[str, str]) -> None:
    with pytest.raises(AlreadyResolved):
        resolved(*ways)


@pytest.mark.parametrize(("way", "available", "captured"), [("release", 100_00, 0), ("capture", 85_00, 15_00)])
def test_a_hold_is_given_back_or_taken(way: str, available: int, captured: int) -> None:
    account = resolved(way)

    assert (account.available, account.held, account.captured) == (available, 0, captured)
