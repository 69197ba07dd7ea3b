"""A codice fiscale must be one, and agree with what the operator writes down."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from codicefiscale import codicefiscale

from chalicelib.people.model import (
    BornInFuture,
    ContactMissing,
    NotResident,
    Registration,
    TaxCodeInvalid,
    TaxCodeMismatch,
    normal_tax_code,
)
from tests import builders as a

TODAY = date(2027, 3, 1)
# Synthetic: Mario Rossi, born in Rome on 1 January 1980; then the same person's omocodie.
CODE, BORN_ON, ROME = "RSSMRA80A01H501U", date(1980, 1, 1), "H501"
OMOCODIE = ["RSSMRA80A01H50MM", "RSSMRA80A01H5LMX", "RSSMRAULALMHRLMD"]


def wrong(code: str, born_on: date = BORN_ON, birth_place_code: str = ROME) -> list[type]:
    registration = a.registration(tax_code=code, born_on=born_on, birth_place_code=birth_place_code)
    return [type(why) for why in registration.why_not(on=TODAY)]


def test_the_code_of_the_card_is_right() -> None:
    assert wrong(CODE) == []


@pytest.mark.parametrize("code", OMOCODIE)
def test_letters_may_stand_for_digits(code: str) -> None:
    assert wrong(code) == []


def test_the_code_is_read_as_people_type_it() -> None:
    assert normal_tax_code(" rssmra 80a01 h501u ") == CODE


@pytest.mark.parametrize(
    "code", ["RSSMRA80A01H501V", "RSSMRA80A01H501", "RSSMRA80A01H501UU", "RSSMRA80A72H501J", "1234567890123456", ""]
)
def test_a_code_that_is_not_one_is_refused(code: str) -> None:
    assert wrong(code) == [TaxCodeInvalid]


def test_the_eleven_digits_of_a_company_are_not_a_persons() -> None:
    assert wrong("00743110157") == [TaxCodeInvalid]


def test_a_woman_is_born_on_the_day_less_forty() -> None:
    assert wrong(codicefiscale.encode("Bianchi", "Anna", "F", "17/06/1980", "Tradate"), date(1980, 6, 17), "L319") == []


@pytest.mark.parametrize(
    ("born_on", "place", "fields"),
    [
        (date(1980, 1, 2), ROME, ["born_on"]),
        (date(1981, 1, 1), ROME, ["born_on"]),
        (BORN_ON, "L319", ["birth_place_code"]),
        (date(1980, 2, 1), "L319", ["born_on", "birth_place_code"]),
    ],
)
def test_another_birth_is_named(born_on: date, place: str, fields: list[str]) -> None:
    registration = a.registration(tax_code=CODE, born_on=born_on, birth_place_code=place)

    (mismatch,) = registration.why_not(on=TODAY)

    assert isinstance(mismatch, TaxCodeMismatch)
    assert mismatch.facts["fields"] == fields


def test_a_centenarian_has_the_code_of_a_child() -> None:
    assert wrong(codicefiscale.encode("Verdi", "Ada", "F", "03/02/1921", "Tradate"), date(1921, 2, 3), "L319") == []


def test_the_omocodia_of_another_place_is_still_another_place() -> None:
    assert wrong(OMOCODIE[0], birth_place_code="H502") == [TaxCodeMismatch]


def test_nobody_is_born_tomorrow() -> None:
    tomorrow = TODAY + timedelta(days=1)
    code = a.tax_code(born_on=tomorrow)

    assert wrong(code, tomorrow, "L319") == [BornInFuture]
    assert a.registration(born_on=TODAY).why_not(on=TODAY) == []


def test_every_fault_of_a_registration_is_told_at_once() -> None:
    registration: Registration = replace(a.registration(), tax_code="X", municipality_code="F205", email=None)

    assert [type(why) for why in registration.why_not(on=TODAY)] == [TaxCodeInvalid, NotResident, ContactMissing]
