"""Money, hours and days are written as their readers write them."""

from datetime import UTC, date, datetime

import pytest

from chalicelib.kernel.texts import Amount, Language, Text, day, hours, moment, money

IT, EN = Language.IT, Language.EN


@pytest.mark.parametrize(
    ("cents", "italian", "english"),
    [
        (0, "0,00 €", "€0.00"),
        (5, "0,05 €", "€0.05"),
        (123450, "1.234,50 €", "€1,234.50"),
        (100_000_000, "1.000.000,00 €", "€1,000,000.00"),
        (-1999, "-19,99 €", "-€19.99"),
    ],
)
def test_money_is_written_in_each_language(cents: int, italian: str, english: str) -> None:
    assert (money(cents, IT), money(cents, EN)) == (italian, english)


@pytest.mark.parametrize(
    ("minutes", "written"),
    [(0, "0 h"), (5, "5 min"), (60, "1 h"), (90, "1 h 30 min"), (1441, "24 h 1 min"), (-30, "-30 min")],
)
def test_minutes_are_written_as_hours(minutes: int, written: str) -> None:
    assert hours(minutes) == written


def test_a_day_is_written_in_each_language() -> None:
    first = date(2026, 12, 1)

    assert (day(first, IT), day(first, EN)) == ("martedì 1 dicembre 2026", "Tuesday 1 December 2026")


@pytest.mark.parametrize(("month", "written"), [(3, "ore 10:30"), (4, "ore 11:30")])
def test_a_moment_is_told_on_an_italian_clock(month: int, written: str) -> None:
    assert moment(datetime(2027, month, 2, 9, 30, tzinfo=UTC), IT).endswith(written)


def test_a_moment_near_midnight_belongs_to_the_italian_day() -> None:
    assert moment(datetime(2027, 7, 1, 22, 15, tzinfo=UTC), EN) == "Friday 2 July 2027, at 00:15"


@pytest.mark.parametrize(
    ("name", "fact", "italian", "english"),
    [
        ("price_cents", 2050, "20,50 €", "€20.50"),
        ("planned_minutes", 90, "1 h 30 min", "1 h 30 min"),
        ("left_days", 14, "14 giorni", "14 days"),
        ("left_days", 1, "1 giorno", "1 day"),
        ("last_day_on", date(2027, 3, 1), "lunedì 1 marzo 2027", "Monday 1 March 2027"),
        (
            "starts_at",
            datetime(2027, 3, 1, 9, tzinfo=UTC),
            "lunedì 1 marzo 2027, ore 10:00",
            "Monday 1 March 2027, at 10:00",
        ),
        ("needed", Amount(2050, "cents"), "20,50 €", "€20.50"),
        ("needed", Amount(150, "minutes"), "2 h 30 min", "2 h 30 min"),
        ("municipalities", ["Tradate", "Vedano Olona"], "Tradate, Vedano Olona", "Tradate, Vedano Olona"),
        ("places_max", 12, "12", "12"),
        ("given_name", "Anna {price_cents}", "Anna {price_cents}", "Anna {price_cents}"),
    ],
)
def test_a_fact_is_written_by_the_suffix_of_its_name(name: str, fact: object, italian: str, english: str) -> None:
    text = Text(f"{{{name}}}", f"{{{name}}}")

    assert (text.say(IT, {name: fact}), text.say(EN, {name: fact})) == (italian, english)


def test_a_text_speaks_the_readers_language() -> None:
    text = Text("Ciao {given_name},", "Hello {given_name},")

    assert (text.say(IT, {"given_name": "Anna"}), text.say(EN, {"given_name": "Anna"})) == ("Ciao Anna,", "Hello Anna,")
