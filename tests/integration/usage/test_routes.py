"""What the people of an institution ask for over HTTP, and are told."""

from datetime import timedelta

import pytest
import time_machine

from chalicelib.kernel.caller import Role
from chalicelib.kernel.clock import end_of_day, local_day
from chalicelib.kernel.territory import Category
from chalicelib.usage import count
from tests import builders as a
from tests.integration.controls import story
from tests.integration.settlements.test_routes import call

pytestmark = pytest.mark.usefixtures("aws")

TODAY = local_day(story.OVER)
LATER = end_of_day(TODAY) + timedelta(hours=4)
PERIOD = f"from_on={local_day(a.NOW)}&to_on={TODAY}"


def test_a_funder_looks_at_its_programme_its_areas_of_help_and_its_vouchers() -> None:
    told = story.told()
    count.days(at=LATER)
    officer = a.staff(Role.PROGRAMME_OFFICER, a.FUNDER_ID)
    one = {"programme_id": told.programme.id}
    with time_machine.travel(LATER, tick=False):
        burn_down = call("GET", "/v1/programmes/{programme_id}/burn-down", officer, **one)
        areas = call("GET", f"/v1/usage/categories?{PERIOD}", officer)
        open_ones = call("GET", "/v1/programmes/{programme_id}/vouchers?state=open", officer, **one)
        every = call("GET", "/v1/programmes/{programme_id}/vouchers?limit=100", officer, **one)

    captured = sum(week["captured"] for week in burn_down["weeks"])
    assert burn_down["left"] == told.programme.budget - captured
    assert burn_down["forecast"]["too_early"] is True
    assert [(row["category"], row["captured"]) for row in areas["rows"]] == [(Category.SILVER_CARE, captured)]
    assert sum(listed["account"]["captured"] for listed in every["items"]) == captured
    assert {listed["voucher"]["state"] for listed in open_ones["items"]} <= {"open"}
    assert len(open_ones["items"]) < len(every["items"])


def test_a_cooperative_looks_at_its_places() -> None:
    told = story.told()
    count.days(at=LATER)
    manager = a.staff(Role.PROVIDER_MANAGER, told.standing.provider_id)
    with time_machine.travel(LATER, tick=False):
        weeks = call("GET", f"/v1/usage/occupancy?{PERIOD}", manager)["weeks"]

    assert sum(week["sessions"] for week in weeks) == 5
    assert [sum(week[what] for week in weeks) for what in ("attended", "absent", "cancelled")] == [2, 1, 1]
