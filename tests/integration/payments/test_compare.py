"""The job that asks what became of online payments: it finds what no news told."""

import pytest
import time_machine

from chalicelib.payments import pay
from chalicelib.runtime.online import (
    OnlineProviderUnavailable,
)
from tests import builders as a
from tests.integration.payments.scenes import Till, compare_now, tell
from tests.integration.payments.stand_in import StandIn


def test_a_payment_whose_news_were_lost_is_found(stripe: StandIn) -> None:
    till = Till()
    stripe.pay(till.check_out().session_id or "")
    compare_now()

    assert till.now().account.kept_cents == 20_00


def test_a_page_that_was_opened_and_whose_name_was_lost_is_found(stripe: StandIn) -> None:
    till = Till()
    stripe.lost_answers = 1
    with pytest.raises(OnlineProviderUnavailable):
        till.check_out()
    [session_id] = stripe.sessions
    stripe.pay(session_id)
    tell(stripe.about_session("completed", session_id))

    assert till.now().account.kept_cents == 20_00


def test_a_page_of_which_nothing_was_heard_again_is_closed_when_its_time_is_over(stripe: StandIn) -> None:
    till = Till()
    stripe.lost_answers = 1
    with pytest.raises(OnlineProviderUnavailable):
        till.check_out()
    compare_now(at=a.NOW + pay.OPEN_FOR)
    [session] = stripe.sessions.values()

    assert (session["status"], till.now().account.open_checkout) == ("expired", None)


def test_a_page_that_stripe_never_heard_of_is_given_up_when_its_time_is_over(stripe: StandIn) -> None:
    till = Till()
    stripe.down = True
    with pytest.raises(OnlineProviderUnavailable):
        till.check_out()
    stripe.down = False
    later = a.NOW + pay.OPEN_FOR
    with time_machine.travel(later, tick=False):
        compare_now(at=later)

    assert (stripe.sessions, till.now().account.open_checkout) == ({}, None)


def test_one_account_that_cannot_be_compared_hides_no_other(stripe: StandIn) -> None:
    one, other = Till(), Till()
    one.check_out()
    stripe.pay(other.check_out().session_id or "")
    del stripe.sessions[next(iter(stripe.sessions))]
    compare_now()

    assert other.now().account.kept_cents == 20_00


def test_an_account_with_nothing_open_costs_the_job_nothing(stripe: StandIn) -> None:
    Till().paid_online(stripe)
    calls = len(stripe.calls)
    compare_now()

    assert len(stripe.calls) == calls


@pytest.mark.usefixtures("aws")
def test_without_a_key_the_job_has_nothing_to_do() -> None:
    Till()
    compare_now()
