"""Where a provider is paid: the last thing that was said counts, and everything that was said is kept."""

from datetime import timedelta

import pytest

from chalicelib.kernel.identifiers import IdempotencyKeyReused, Outcome
from chalicelib.kernel.refusals import NotFound
from chalicelib.providers import assign, read
from chalicelib.providers.model import BankAccount, IbanInvalid
from tests import builders as a

pytestmark = pytest.mark.usefixtures("aws")

ONE, OTHER = "IT60X0542811101000000123456", "IT40S0542811101000000123456"


def assigned(provider_id: str, iban: str, *, named: str = "", days: int = 0) -> Outcome[BankAccount]:
    key = a.key(a.OFFICER, named)
    return assign.bank_account(provider_id, iban=iban, by=a.OFFICER, key=key, at=a.NOW + timedelta(days=days))


def test_nobody_said_yet_where_a_new_provider_is_paid() -> None:
    assert read.bank_account(a.provider().id) is None


def test_the_last_account_counts() -> None:
    coop = a.provider()
    assigned(coop.id, ONE)
    last = assigned(coop.id, OTHER, days=1).value

    assert read.bank_account(coop.id) == last
    assert (last.iban, last.by) == (OTHER, a.OFFICER.account_id)


def test_an_iban_is_kept_without_spaces_and_in_capitals() -> None:
    assert assigned(a.provider().id, "it60 x054 2811 1010 0000 0123 456").value.iban == ONE


@pytest.mark.parametrize("iban", ["IT60X0542811101000000123457", "IT60X05428", "XX00000000000000000"])
def test_an_iban_that_cannot_be_one_is_refused(iban: str) -> None:
    with pytest.raises(IbanInvalid):
        assigned(a.provider().id, iban)


def test_the_same_request_again_changes_nothing() -> None:
    coop = a.provider()
    first = assigned(coop.id, ONE, named="once")
    assigned(coop.id, OTHER, days=1)

    again = assigned(coop.id, ONE, named="once", days=2)

    assert (again.value, again.replayed) == (first.value, True)
    assert read.bank_account(coop.id) != first.value


def test_a_key_assigns_to_one_provider_only() -> None:
    assigned(a.provider().id, ONE, named="once")

    with pytest.raises(IdempotencyKeyReused):
        assigned(a.provider().id, ONE, named="once")


def test_an_unknown_provider_is_not_to_be_found() -> None:
    with pytest.raises(NotFound):
        assigned("none", ONE)
