"""Whatever the order, and however often it is told: the news of one payment come to one account."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.payments import model, news
from chalicelib.payments.model import Account
from chalicelib.payments.online import Checkout, CheckoutState
from chalicelib.runtime.online import Paid, Payment, SessionDispute, SessionRefund

AT = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
CHECKOUT = Checkout("checkout", "booking", 20_00, CheckoutState.OPEN, AT, AT + timedelta(minutes=31), "cs", None, "url")
BEFORE = Account("booking", "coop", "booking", checkouts=(CHECKOUT,))

PAGES = st.sampled_from(
    [
        [Paid.OPEN, Paid.EXPIRED],
        [Paid.OPEN, Paid.PAID],
        [Paid.OPEN, Paid.PENDING, Paid.PAID],
        [Paid.OPEN, Paid.PENDING, Paid.FAILED],
    ]
)
REFUND_LIVES = st.sampled_from(
    [
        ["pending"],
        ["pending", "succeeded"],
        ["pending", "failed"],
        ["pending", "succeeded", "failed"],
        ["succeeded"],
    ]
)
DISPUTE_LIVES = st.sampled_from(
    [["inquiry"], ["open"], ["open", "won"], ["open", "lost"], ["inquiry", "open", "won"], ["inquiry", "open", "lost"]]
)


@st.composite
def lives(draw: st.DrawFn) -> list[Payment]:
    """All that Stripe says of one payment, one after the other, as it comes to be."""
    now = Payment("cs", "checkout", "booking", None, Paid.OPEN, 0, "eur", "payment")
    told = [now]
    for page in draw(PAGES)[1:]:
        paid = page is Paid.PAID
        intent = None if page is Paid.EXPIRED else "pi"
        now = replace(now, paid=page, intent_id=intent, received_cents=20_00 if paid else 0)
        told.append(now)
    if now.paid is not Paid.PAID:
        return told
    steps = [
        *(("refund", number, stage) for number in range(draw(st.integers(0, 3))) for stage in draw(REFUND_LIVES)),
        *(("dispute", 0, stage) for _ in range(draw(st.integers(0, 1))) for stage in draw(DISPUTE_LIVES)),
    ]
    for kind, number, stage in steps:
        if kind == "refund":
            kept = tuple(one for one in now.refunds if one.id != f"re_{number}")
            ours = None if number == 2 else f"ours-{number}"
            now = replace(now, refunds=(*kept, SessionRefund(f"re_{number}", ours, 3_00 + number, stage)))
        else:
            now = replace(now, disputes=(SessionDispute("dp", 20_00, stage),))
        told.append(now)
    return told


def after(told: list[Payment]) -> Account:
    """The account that has heard all this."""
    account = BEFORE
    for payment in told:
        account = news.heard(account, payment, at=AT)
    return account


def sums(account: Account) -> object:
    """All that anybody is told or decides by."""
    [checkout] = account.checkouts
    return (
        account.kept_cents,
        account.received_cents,
        account.refunded_cents,
        account.refunding_cents,
        account.free_cents(model.receipt_id("pi")),
        checkout.state,
        {(one.id, one.state, one.amount_cents) for one in account.refunds},
        {(one.id, one.state) for one in account.disputes},
    )


@given(told=lives(), data=st.data())
def test_any_order_and_repetition_of_what_was_told_comes_to_the_same(told: list[Payment], data: st.DataObject) -> None:
    again = data.draw(st.lists(st.sampled_from(told), max_size=6))
    shuffled = data.draw(st.permutations([*told, *again]))

    assert sums(after(shuffled)) == sums(after(told))


@given(told=lives())
def test_the_last_news_alone_say_it_all(told: list[Payment]) -> None:
    assert sums(after(told[-1:])) == sums(after(told))


@given(told=lives(), data=st.data())
def test_an_entry_is_never_changed_and_never_made_twice(told: list[Payment], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations([*told, *told]))
    states = [after(shuffled[:count]) for count in range(len(shuffled) + 1)]

    for earlier, later in pairwise(states):
        assert later.entries[: len(earlier.entries)] == earlier.entries
        assert len({entry.id for entry in later.entries}) == len(later.entries)


@given(told=lives(), data=st.data())
def test_an_account_never_has_less_than_nothing_nor_more_than_came(told: list[Payment], data: st.DataObject) -> None:
    settled = [one for one in told if not one.disputes]  # a bank may take back what was refunded already
    for count in range(len(settled)):
        account = after(data.draw(st.permutations(settled))[:count])
        assert 0 <= account.kept_cents <= 20_00
