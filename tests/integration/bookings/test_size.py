"""A booking stays under one KB, however long its names: it is written three times, and each started KB costs."""

from datetime import timedelta

from chalicelib.bookings.model import Booking, BookingState, Payment
from chalicelib.bookings.table import BookingRecord, add
from chalicelib.ledger.model import Unit
from chalicelib.runtime.dynamodb import Transaction
from tests import builders as a
from tests.e2e.units import KB, size

NAME, ID = "à" + "x" * 79, "i" * 24


def test_the_longest_booking_fits_one_kb() -> None:
    longest = Booking(
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
        payments=(Payment(ID, ID, Unit.MINUTES, 99_999_999),),
        own_cents=99_999_999,
        state=BookingState.CANCELLED,
        placed_by=ID,
        placed_at=a.NOW,
        fingerprint="f" * 30,
        closed_by_key=ID,
        closed_fingerprint="f" * 30,
        delivered_minutes=480,
    )
    writes = Transaction()
    add(writes, longest)

    item = writes._writes[0]["Put"]["Item"] | BookingRecord(
        closed_by_key=ID, closed_fingerprint="f" * 30, delivered_minutes=480
    ).serialize(null_check=False)
    assert size(item) <= KB
