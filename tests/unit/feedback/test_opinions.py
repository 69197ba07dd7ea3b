"""Which comments could tell who wrote them."""

import time

import pytest

from chalicelib.feedback.model import Opinion, Task


def names_somebody(comment: str | None) -> bool:
    return Opinion(Task.BOOKING, 5, comment).names_somebody


@pytest.mark.parametrize(
    "comment",
    [
        "Scrivetemi: anna.bianchi@example.org",
        "sono BNCNNA50E44L319X",
        "bncnna50e44l319x",
        "il mio codice è BNCNNARLEQQLPMVX",  # omocodia
        "chiamatemi al 0331 123456",
        "347-1234567",
        "+39 347.123.4567",
    ],
)
def test_addresses_tax_codes_and_telephone_numbers_name_somebody(comment: str) -> None:
    assert names_somebody(comment)


@pytest.mark.parametrize(
    "comment",
    [
        None,
        "",
        "Facile!",
        "Il 24/11/2026 alle 10:30 non c'era posto",
        "2000 euro, 15 minuti",
        "@ Tradate",
        "ottimo servizio",
    ],
)
def test_ordinary_words_dates_and_amounts_name_nobody(comment: str | None) -> None:
    assert not names_somebody(comment)


@pytest.mark.parametrize("unit", ["@", "a@", "@.", "a", "1a", "a.", "1 "])
def test_no_comment_keeps_the_platform_busy(unit: str) -> None:
    before = time.process_time()
    names_somebody(unit * 4000)
    assert time.process_time() - before < 1
