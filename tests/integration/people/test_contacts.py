"""A contact that reaches nobody is refused at the desk, where it can still be corrected."""

import pytest

from chalicelib.access.model import EmailInvalid, normal_email
from chalicelib.people.model import PhoneInvalid, normal_phone


@pytest.mark.parametrize("text", ["anna@localhost", "anna@@example.org", "anna@example..org"])
def test_an_address_that_cannot_be_one_is_refused(text: str) -> None:
    with pytest.raises(EmailInvalid):
        normal_email(text)


def test_an_address_has_one_spelling() -> None:
    assert normal_email("Anna@EXAMPLE.org") == "Anna@example.org"


@pytest.mark.parametrize(("text", "written"), [("0331 123456", "+390331123456"), ("+39 333 1234567", "+393331234567")])
def test_a_number_is_kept_as_the_standard_writes_it(text: str, written: str) -> None:
    assert normal_phone(text) == written


def test_a_number_that_cannot_be_one_is_refused() -> None:
    with pytest.raises(PhoneInvalid):
        normal_phone("12")
