"""A voucher passes on over HTTP as an officer has it on paper: to who has this codice fiscale."""

from datetime import date

import pytest

from chalicelib.kernel.caller import Role
from chalicelib.people import household
from chalicelib.people.model import Person
from tests import builders as a
from tests.integration.settlements.test_routes import call

pytestmark = pytest.mark.usefixtures("aws")

TRANSFERS = "/v1/vouchers/{voucher_id}/transfers"
UNKNOWN = a.tax_code(born_on=date(1940, 1, 1), serial=0)


def family() -> tuple[str, str, Person, str]:
    """A voucher's funder and id, another member of the household, and their codice fiscale."""
    code = a.tax_code()
    mother, son = a.person(), a.person(tax_code=code)
    household.joined(son.id, with_person_id=mother.id, by=a.OPERATOR, at=a.NOW)
    programme = a.programme(budget=1000_00, rules={"is_transferable": True})
    return programme.funder_id, a.voucher(mother, 100_00, under=programme).id, son, code


def test_it_goes_to_who_has_the_codice_fiscale_however_it_is_written() -> None:
    funder_id, voucher_id, son, code = family()
    officer = a.staff(Role.PROGRAMME_OFFICER, funder_id)
    passed_on = {"to_tax_code": f" {code.lower()} ", "reason": "La madre non ne ha più bisogno"}

    gone = call("POST", TRANSFERS, officer, passed_on, voucher_id=voucher_id)

    assert gone["state"] == "transferred"
    held = call("GET", "/v1/people/{person_id}/vouchers", a.citizen(son), person_id=son.id)["items"]
    assert [one["account"]["available"] for one in held] == [100_00]


@pytest.mark.parametrize(
    ("to", "refused"),
    [
        ({}, "recipient_unclear"),
        ({"to_tax_code": UNKNOWN, "to_person_id": "someone"}, "recipient_unclear"),
        ({"to_tax_code": "RSSMRA"}, "tax_code_invalid"),
        ({"to_tax_code": UNKNOWN}, "person_not_registered"),
    ],
)
def test_whom_it_goes_to_is_clear_and_known(to: dict[str, str], refused: str) -> None:
    funder_id, voucher_id, _, _ = family()
    officer = a.staff(Role.PROGRAMME_OFFICER, funder_id)

    with pytest.raises(AssertionError, match=refused):
        call("POST", TRANSFERS, officer, {**to, "reason": "Prova"}, voucher_id=voucher_id)
