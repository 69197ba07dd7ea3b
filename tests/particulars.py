"""Who somebody is, as a desk writes it down: made up, and nobody whom the platform knows."""

import random
from datetime import date
from typing import Any, Literal

from codicefiscale import codicefiscale

SYLLABLES = ("ba", "ce", "di", "fo", "gu", "la", "me", "ni", "ro", "vu")


def family_name() -> str:
    """A name that nobody has."""
    return "".join(random.choice(SYLLABLES) for _ in range(4)).title()


def of(given_name: str, surname: str, born_on: date, *, gender: Literal["F", "M"] = "F") -> dict[str, Any]:
    """What a desk writes of somebody who was born in Tradate and lives there."""
    return {
        "tax_code": tax_code(given_name, surname, born_on, gender=gender), "given_name": given_name,
        "family_name": surname, "born_on": born_on.isoformat(), "birth_place_code": "L319",
        "municipality_code": "L319",
    }  # fmt: skip


def tax_code(given_name: str, surname: str, born_on: date, *, gender: Literal["F", "M"] = "F") -> str:
    """The codice fiscale of somebody who was born in Tradate."""
    code: str = codicefiscale.encode(
        lastname=surname, firstname=given_name, gender=gender, birthdate=born_on.isoformat(), birthplace="L319"
    )
    return code
