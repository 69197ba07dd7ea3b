"""Who asked for it hears that a fund is running low: once, until the budget is increased."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.kernel.clock import end_of_day
from chalicelib.ledger.model import Unit
from chalicelib.programmes import alert, change, commit, increase
from chalicelib.programmes.model import Programme, ProgrammeState
from chalicelib.vouchers import expire
from tests import builders as a
from tests import cloud
from tests.integration.vouchers import nights

pytestmark = pytest.mark.usefixtures("aws")

OFFICE = "ufficio@example.org"


def programme(**changes: Any) -> Programme:
    ordinary: dict[str, Any] = {"budget": 1000_00, "alert_below": 300_00, "alert_to": OFFICE}
    return a.programme(**{**ordinary, **changes})


def spend(under: Programme, granted: int = 800_00) -> None:
    a.voucher(a.person(), granted, under=under)


def mails() -> int:
    """How many mails an alert that runs now leads to."""
    alert.budgets()
    return len(nights.delivered(a.NOW))


def test_a_fund_with_less_than_was_asked_is_told() -> None:
    under = programme()
    spend(under)

    assert alert.budgets() == 1

    (notice,) = cloud.outbox()
    assert (notice["letter"], notice["to"], notice["language"]) == ("low_budget", OFFICE, "it")
    assert notice["facts"] == {
        "title": under.title,
        "left_amount": [200_00, "cents"],
        "below_amount": [300_00, "cents"],
    }
    assert notice["link"] == f"https://portal.example.org/desk/misure/{under.id}"


def test_hours_are_told_as_hours() -> None:
    spend(programme(budget=600, alert_below=120, unit=Unit.MINUTES), 500)
    alert.budgets()

    assert cloud.outbox()[0]["facts"]["left_amount"] == [100, "minutes"]


@pytest.mark.parametrize(("granted", "told"), [(700_00, 0), (700_01, 1)])
def test_the_limit_itself_is_not_below_it(granted: int, told: int) -> None:
    spend(programme(), granted)

    assert alert.budgets() == told


def test_what_an_act_has_set_aside_is_no_longer_in_the_fund() -> None:
    under = programme()
    commit.budget(
        under.id, units=900_00, act="Determina 12", funder_id=a.FUNDER_ID, by=a.OFFICER, key=a.key(), at=a.NOW
    )

    assert alert.budgets() == 1


def test_a_programme_that_asked_for_nothing_is_not_told_of() -> None:
    spend(programme(alert_below=None, alert_to=None))

    assert alert.budgets() == 0


def test_it_is_told_once_however_often_the_job_runs() -> None:
    under = programme()
    spend(under)
    first = mails()
    spend(under, 50_00)

    assert (first, mails(), mails()) == (1, 0, 0)


def test_after_an_increase_it_is_told_again_when_it_is_low_again() -> None:
    under = programme()
    spend(under)
    assert mails() == 1
    increase.budget(
        under.id, units=500_00, reason="Variazione", funder_id=a.FUNDER_ID, by=a.OFFICER, key=a.key(), at=a.NOW
    )

    assert mails() == 0  # 700 are left
    spend(under, 500_00)
    assert mails() == 1


def test_what_lapses_and_is_granted_again_is_not_told_twice() -> None:
    under = programme()
    spend(under)
    assert mails() == 1
    expire.vouchers(at=end_of_day(under.expires_on or a.NOW.date()))
    assert alert.budgets() == 0
    spend(under)

    assert mails() == 0


@pytest.mark.parametrize("changes", [{"alert_to": "altro@example.org"}, {"alert_below": 250_00}])
def test_who_asks_otherwise_is_told_anew(changes: dict[str, Any]) -> None:
    under = programme()
    spend(under)
    assert mails() == 1
    changed(under, **changes)

    assert mails() == 1


@pytest.mark.parametrize("state", [ProgrammeState.SUSPENDED, ProgrammeState.CLOSED])
def test_a_programme_that_issues_nothing_is_not_told_of(state: ProgrammeState) -> None:
    under = programme()
    spend(under)
    changed(under, state=state)

    assert alert.budgets() == 0


def changed(under: Programme, **changes: Any) -> None:
    change.programme(
        under.id,
        version=1,
        changes=changes,
        reason="Verifica",
        funder_id=a.FUNDER_ID,
        by=a.OFFICER,
        key=a.key(),
        at=a.NOW + timedelta(hours=1),
    )
