"""Italian holidays, and the patron saint of each municipality of the territory."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from chalicelib.kernel.territory import MUNICIPALITIES


@dataclass(frozen=True, slots=True)
class PatronSaint:
    """The day of a municipality's patron saint; `demo` marks one that is invented."""

    name: str
    month: int
    day: int
    demo: bool = False


# Public registers (it.wikipedia.org, sapere.it, comuni-italiani.it); none of them names Gornate Olona's.
PATRON_SAINTS = {
    "C273": PatronSaint("Santa Maria Addolorata", 9, 15),
    "C300": PatronSaint("Beata Vergine del Rosario", 10, 7),
    "E104": PatronSaint("San Martino", 11, 11, demo=True),
    "E665": PatronSaint("Santi Pietro e Paolo", 6, 29),
    "L319": PatronSaint("Santo Stefano", 12, 26),
    "L703": PatronSaint("San Maurizio", 9, 22),
    "L733": PatronSaint("Santi Filippo e Giacomo", 5, 3),
    "L734": PatronSaint("San Giorgio", 4, 23),
}


def name(on: date, municipality_code: str | None) -> str | None:
    """What is celebrated on a day in a municipality, in Italian; None on an ordinary day.

    Services that are for the whole territory keep the national holidays alone.
    """
    national = _of_italy(on.year).get(on)
    saint = PATRON_SAINTS.get(municipality_code or "")
    local = f"{saint.name}, {MUNICIPALITIES[municipality_code or '']}" if saint and _is(saint, on) else None
    return national or local


def _is(saint: PatronSaint, on: date) -> bool:
    return (saint.month, saint.day) == (on.month, on.day)


@cache
def _of_italy(year: int) -> dict[date, str]:
    from holidays.countries.italy import Italy  # noqa: PLC0415 - half a second, for who generates or previews

    return dict(Italy(years=year, language="it_IT"))
