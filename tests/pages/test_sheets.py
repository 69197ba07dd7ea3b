"""Lists that leave as a sheet: amounts in the unit that their column names, instants as clocks in Italy showed them."""

from typing import Any

import pytest
from playwright.sync_api import Route

from chalicelib.kernel.caller import Role
from tests.pages.browser import Visitor
from tests.pages.conftest import Territory, Visit
from tests.pages.reading import sheet
from tests.pages.stage import Stage

HOSTILE = '=HYPERLINK("http://x.example";"1,5")'


def edited(visitor: Visitor, address: str, *rows: dict[str, Any]) -> None:
    """Let the platform's first rows of a list say something else, one by one."""

    def answer(route: Route) -> None:
        told = route.fetch().json()
        told["items"] = [row | changes for row, changes in zip(told["items"], rows, strict=False)]
        route.fulfill(json=told)

    visitor.page.route(address, answer)


@pytest.mark.parametrize(
    ("language", "euro", "hours"), [("it", "Fondo (euro)", "Fondo (ore)"), ("en", "Budget (euro)", "Budget (hours)")]
)
def test_euro_and_hours_leave_apart_under_names_that_say_so(
    visit: Visit, territory: Territory, language: str, euro: str, hours: str
) -> None:
    with visit(as_=territory.account(Role.PROGRAMME_OFFICER), language=language) as visitor:
        edited(
            visitor, "**/v1/programmes", {"title": HOSTILE, "budget": 1250, "unit": "cents"},
            {"title": "Ore", "budget": 100, "unit": "minutes"},
            {"title": "Tanto", "budget": 123_456_705, "unit": "cents"},
        )  # fmt: skip
        visitor.open("/desk/misure")
        rows = sheet(visitor)
    title = next(iter(rows[0]))
    assert {row[title]: (row[euro], row[hours]) for row in rows} == {
        f"'{HOSTILE}": ("12,50", ""),
        "Ore": ("", "1,67"),
        "Tanto": ("1234567,05", ""),
    }


def test_a_list_in_one_unit_has_one_column_and_its_instants_are_those_of_clocks_in_italy(
    visit: Visit, territory: Territory, stage: Stage
) -> None:
    [programme] = [
        one["id"] for one in stage.staff(Role.PROGRAMME_OFFICER).all("/v1/programmes") if one["title"] == "Doposcuola"
    ]
    with visit(as_=territory.account(Role.PROGRAMME_OFFICER), service_workers="block") as visitor:
        increase = {"id": "one", "at": "2026-11-26T23:30:00Z", "units": -50, "reason": "-1+1"}
        visitor.page.route("**/increases?*", lambda route: route.fulfill(json={"items": [increase], "next": None}))
        visitor.open(f"/desk/misure/{programme}/fondi")
        [row] = sheet(visitor)
    assert list(row.values()) == ["2026-11-27 00:30", "-0,50", "'-1+1"]
    assert list(row)[1] == "Importo (euro)"
