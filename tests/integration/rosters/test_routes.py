"""A provider's day over HTTP, as its people go through it."""

import pytest
import time_machine

from chalicelib.catalogue.terms import Terms
from chalicelib.kernel.caller import Caller, Role
from tests.integration.rosters.days import TEN, TUESDAY, Coop, booked
from tests.integration.settlements.test_routes import call

pytestmark = pytest.mark.usefixtures("aws")


def test_a_day_goes_its_whole_way_over_http() -> None:
    coop = Coop()
    where = coop.session()
    came, missed = booked(where, "Anna"), booked(where, "Bruno")
    family = Caller(came.person_id, frozenset({Role.CITIZEN}))
    one = {"booking_id": came.id}
    with time_machine.travel(TEN, tick=False):
        code = call("GET", "/v1/bookings/{booking_id}/check-in-code", family, **one)
        arrived = call("POST", "/v1/check-ins", coop.worker, {"token": code["token"]})
        lines = [{"booking_id": came.id, "delivered_minutes": arrived["proposed_minutes"]}]
        lines += [{"booking_id": missed.id, "delivered_minutes": 0}, {"booking_id": "nobody", "delivered_minutes": 1}]
        sheet = "/v1/sessions/{session_id}/attendance"
        recorded = call("POST", sheet, coop.worker, {"lines": lines}, session_id=where.id)["lines"]
        notes = "/v1/bookings/{booking_id}/notes"
        call("POST", notes, coop.worker, {"text": "Suonare due volte", "for_family": False}, **one)
        call("POST", notes, coop.worker, {"text": "Tutto bene", "for_family": True}, **one)
        read = call("GET", notes, family, **one)["items"]
        file = call("POST", "/v1/rosters/files", coop.manager, {"from_on": str(TUESDAY), "to_on": str(TUESDAY)})

    assert (arrived["person_given_name"], arrived["checked_in_at"]) == ("Anna", "2027-03-09T09:00:00Z")
    assert [(line["state"], [reason["code"] for reason in line["reasons"]]) for line in recorded] == [
        ("attended", []),
        ("absent", []),
        (None, ["not_found"]),
    ]
    assert [note["text"] for note in read] == ["Tutto bene"]
    assert len(file["sha256"]) == 64


def test_a_roster_says_what_an_absence_has_charged_until_it_is_given_up() -> None:
    coop = Coop()
    where = coop.session(price_cents=20_00, terms=Terms(no_show_percent=80))
    one, day = {"booking_id": booked(where).id}, f"/v1/rosters?from_on={TUESDAY}&to_on={TUESDAY}"
    with time_machine.travel(TEN, tick=False):
        call("POST", "/v1/bookings/{booking_id}/attendance", coop.worker, {"delivered_minutes": 0}, **one)
        charged = call("GET", day, coop.worker)["items"][0]["lines"][0]
        call("POST", "/v1/bookings/{booking_id}/waiver", coop.manager, {"reason": "Era in ospedale"}, **one)
        waived = call("GET", day, coop.manager)["items"][0]["lines"][0]

    assert (charged["state"], charged["charged_percent"], charged["charged_cents"]) == ("absent", 80, 16_00)
    assert (waived["state"], waived["charged_percent"], waived["charged_cents"]) == ("absent", 0, 0)
