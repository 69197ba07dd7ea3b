"""A policy gets its money: a programme with its rules and budget, and a voucher under it."""

from dataclasses import dataclass
from datetime import date, timedelta

from chalicelib.kernel import clock
from chalicelib.kernel.texts import money
from tests.journey.api import Api, ok, refused
from tests.journey.stage import Person
from tests.journey.telling import say

GRANTED_CENTS = 100_00
BUDGET_CENTS = 1_000_00


@dataclass(frozen=True)
class Grant:
    """A programme of the story and its one voucher."""

    programme_id: str
    voucher_id: str


def fund(officer: Api, teresa: Person, grandchild_id: str) -> Grant:
    """Grant Teresa a year of home care; the rules and the budget refuse what they must."""
    care = programme(officer, "Assistenza domiciliare (percorso di prova)", clock.today() + timedelta(days=364))
    path = f"/v1/programmes/{care}/vouchers"
    too_young = officer.post(path, {"person_id": grandchild_id, "granted": GRANTED_CENTS}, key="child")
    refused(too_young, 409, "age_not_admitted")
    too_much = officer.post(path, {"person_id": teresa.id, "granted": BUDGET_CENTS}, key="much")
    refused(too_much, 409, "amount_not_admitted")
    return Grant(care, voucher(officer, care, teresa))


def programme(officer: Api, title: str, expires_on: date) -> str:
    """Create a programme that ends on a day, and return its id."""
    draft = {
        "title": title,
        "legal_basis": "Percorso dimostrativo: nessuna norma",
        "unit": "cents",
        "rules": {"categories": ["silver_care"], "age_min": 65, "age_max": 130, "municipality_codes": ["L319", "C300"]},
        "budget": BUDGET_CENTS,
        "voucher_max": BUDGET_CENTS // 2,
        "from_on": clock.today().isoformat(),
        "expires_on": expires_on.isoformat(),
    }
    created = ok(officer.post("/v1/programmes", draft, key=f"programme-{expires_on}"), 201)
    say(f"programme “{title}”: ages 65 and over, budget {money(BUDGET_CENTS)}, until {expires_on}")
    return str(created["id"])


def voucher(officer: Api, programme_id: str, person: Person) -> str:
    """Issue a voucher under a programme, and return its id."""
    granted = {"person_id": person.id, "granted": GRANTED_CENTS}
    issued = ok(officer.post(f"/v1/programmes/{programme_id}/vouchers", granted, key=f"voucher-{programme_id}"), 201)
    say(f"a voucher of {money(GRANTED_CENTS)} for {person.given_name}, good until {issued['expires_on']}")
    return str(issued["id"])
