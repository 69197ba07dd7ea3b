"""A booking stays under one KB, however long its names: it is written three times, and each started KB costs."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.bookings.model import Booking, BookingState, Payment
from chalicelib.bookings.table import BookingRecord, add
from chalicelib.ledger.model import Unit
from chalicelib.runtime.dynamodb import Transaction
from tests import builders as a
from tests.e2e.units import KB, size

NAME, ID = "à" + "x" * 79, "i" * 24
COUNTS = ("month:2027-03", f"provider:{ID}", "category:house_pet_care")


def longest(counts: tuple[str, ...] = ()) -> Booking:
    return Booking(
        id=ID,
        session_id=ID,
        person_id=ID,
        person_given_name=NAME,
        provider_id=ID,
        provider_name=NAME,
        title=NAME,
        place=NAME,
        starts_at=a.NOW,
        ends_at=a.NOW + timedelta(hours=8),
        cancel_until_at=a.NOW,
        price_cents=99_999_999,
        payments=(Payment(ID, ID, Unit.MINUTES, 99_999_999, counts, confirm_days=60),),
        own_cents=99_999_999,
        state=BookingState.BOOKED,
        placed_by=ID,
        placed_at=a.NOW,
        fingerprint="f" * 30,
    )


def placed(booking: Booking) -> dict[str, Any]:
    writes = Transaction()
    add(writes, booking)
    item: dict[str, Any] = writes._writes[0]["Put"]["Item"]
    return item


def test_the_longest_booking_under_every_cap_fits_one_kb_when_it_is_placed() -> None:
    assert size(placed(longest(COUNTS))) <= KB


@pytest.mark.parametrize("state", list(BookingState))
def test_the_longest_booking_fits_one_kb_at_every_step(state: BookingState) -> None:
    booking = replace(longest(), state=state)
    later = BookingRecord(
        state=state,
        delivered_minutes=480,
        recorded_minutes=480,
        awaits=booking.awaits,
        confirm_until_on=a.NOW.date() if booking.awaits else None,
        steps=99,
    )

    assert size(placed(booking) | later.serialize(null_check=False)) <= KB
