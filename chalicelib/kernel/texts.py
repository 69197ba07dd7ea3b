"""What people read, in Italian and in English, with money, hours and dates as each of them writes it."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from string import Formatter
from typing import NamedTuple

from .clock import local


class Language(StrEnum):
    """The languages every text exists in."""

    IT = "it"
    EN = "en"


class Text(NamedTuple):
    """One sentence in each language; `{names}` are facts, written by the suffix of their name."""

    it: str
    en: str

    def say(self, language: Language, facts: Mapping[str, object] | None = None) -> str:
        """The sentence in a language.

        Facts are written by their suffix: `_cents` as euro, `_minutes` as hours, `_days` as a number of days, `_on` as
        a day, `_at` as a local time.
        """
        template = self.en if language is Language.EN else self.it
        written = {name: _written(name, fact, language) for name, fact in (facts or {}).items()}
        return Formatter().vformat(template, (), written)


class Amount(NamedTuple):
    """Cents or minutes, whichever an account is counted in."""

    units: int
    unit: str

    def say(self, language: Language = Language.IT) -> str:
        """The amount as people write it."""
        return hours(self.units) if self.unit == "minutes" else money(self.units, language)


MONTHS = Text(
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "January February March April May June July August September October November December",
)
WEEKDAYS = Text(
    "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
)


def money(cents: int, language: Language = Language.IT) -> str:
    """An amount of cents as people write it: 1.234,50 € or €1,234.50."""
    sign, cents = ("-" if cents < 0 else ""), abs(cents)
    whole, rest = f"{cents // 100:,}", f"{cents % 100:02d}"
    return f"{sign}€{whole}.{rest}" if language is Language.EN else f"{sign}{whole.replace(',', '.')},{rest} €"


def hours(minutes: int) -> str:
    """An amount of minutes as people write it: 1 h 30 min."""
    whole, rest = divmod(abs(minutes), 60)
    parts = [f"{whole} h"] * (whole > 0 or rest == 0) + [f"{rest} min"] * (rest > 0)
    return ("-" if minutes < 0 else "") + " ".join(parts)


def days(count: int, language: Language = Language.IT) -> str:
    """A number of days as people write it: 1 giorno, 14 giorni."""
    one, many = _pick(Text("giorno giorni", "day days"), language).split()
    return f"{count} {one if count == 1 else many}"


def day(on: date, language: Language = Language.IT) -> str:
    """A day as people write it: martedì 1 dicembre 2026."""
    weekday = _pick(WEEKDAYS, language).split()[on.weekday()]
    return f"{weekday} {on.day} {_pick(MONTHS, language).split()[on.month - 1]} {on.year}"


def moment(at: datetime, language: Language = Language.IT) -> str:
    """An instant as people write it, on an Italian clock."""
    there = local(at)
    return f"{day(there.date(), language)}, {'at ' if language is Language.EN else 'ore '}{there:%H:%M}"


def _pick(text: Text, language: Language) -> str:
    return text.en if language is Language.EN else text.it


def _written(name: str, fact: object, language: Language) -> str:
    match fact:
        case Amount():
            return fact.say(language)
        case int() if name.endswith("_cents"):
            return money(fact, language)
        case int() if name.endswith("_minutes"):
            return hours(fact)
        case int() if name.endswith("_days"):
            return days(fact, language)
        case datetime():
            return moment(fact, language)
        case date():
            return day(fact, language)
        case Text():
            return fact.say(language)
        case list() | tuple() | frozenset():
            return ", ".join(_written(name, one, language) for one in fact)
        case _:
            return str(fact)
