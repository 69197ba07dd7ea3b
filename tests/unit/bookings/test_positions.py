"""However a booking comes to its end, its payment is split as one capture of the final time would have split it."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.bookings import advance, steps
from chalicelib.bookings.advance import Wish
from chalicelib.bookings.model import Booking, BookingState, Payment, captured_part
from chalicelib.bookings.steps import StepKind
from chalicelib.kernel.caller import PLATFORM
from chalicelib.kernel.identifiers import RequestKey
from chalicelib.ledger.journal import Journal
from chalicelib.ledger.model import Unit
from chalicelib.runtime.dynamodb import Transaction

AT = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
PLANNED = st.integers(1, 1440)
AMOUNTS = st.integers(1, 10_000_000)


@dataclass
class Books:
    """What the movements of one booking have made of its voucher and its provider's due."""

    units: Counter[str] = field(default_factory=Counter)
    movements: list[str] = field(default_factory=list)

    def advance(self, before: Booking, after: Booking) -> Booking:
        """Take a step, and enter what the ledger is told to write."""
        key = RequestKey("me", f"step {before.steps}", "")
        writes = Transaction()
        with Journal(writes) as journal:
            advance._move(writes, journal, before, after, Wish(before.id, StepKind.RECORDED, PLATFORM, key, AT))
        for item in (write["Put"]["Item"] for write in writes._writes if "Put" in write):
            kind, _, name = item["pk"]["S"].partition("#")
            if kind == "movement":
                self.movements.append(name)
            else:
                owner = name.partition(":")[0]
                for bucket in ("available", "held", "due"):
                    self.units[f"{owner} {bucket}"] += int(item[f"{bucket}_change"]["N"])
        return replace(after, steps=before.steps + 1)

    def stands(self, booking: Booking) -> None:
        """The books say what the booking says, and no movement was made twice."""
        (paid,) = booking.payments
        position = booking.position(paid)
        assert self.units["payable due"] == position.captured
        assert self.units["voucher held"] == position.held
        assert self.units["voucher available"] == -position.captured - position.held
        assert sum(hold.units for hold in booking.holds()) == position.held
        assert len(set(self.movements)) == len(self.movements)


def placed(amount: int, planned: int) -> tuple[Books, Booking]:
    """A booking as it is placed, with its hold in the books."""
    booking = Booking(
        id="booking",
        session_id="session",
        person_id="person",
        person_given_name="Anna",
        provider_id="coop",
        provider_name="Melograno",
        title="Aiuto",
        place="a casa",
        starts_at=AT,
        ends_at=AT + timedelta(minutes=planned),
        cancel_until_at=AT,
        price_cents=amount,
        payments=(Payment("voucher", "programme", Unit.CENTS, amount, confirm_days=5),),
        own_cents=0,
        state=BookingState.BOOKED,
        placed_by="person",
        placed_at=AT,
        fingerprint="",
    )
    return Books(Counter({"voucher available": -amount, "voucher held": amount})), booking


@given(st.data(), AMOUNTS, PLANNED)
def test_contested_resolved_and_corrected_parts_add_up_to_one_capture(
    data: st.DataObject, amount: int, planned: int
) -> None:
    told = data.draw(st.integers(1, planned), "recorded")
    agreed = data.draw(st.integers(0, told - 1), "the family's")
    final = data.draw(st.integers(agreed, told), "resolved")
    corrected = data.draw(st.integers(0, final), "corrected")
    books, booking = placed(amount, planned)

    booking = books.advance(booking, steps.recorded(booking, told, on=AT.date()))
    books.stands(booking)
    booking = books.advance(booking, steps.contested(booking, agreed))
    books.stands(booking)
    booking = books.advance(booking, steps.settled(booking, final))
    books.stands(booking)
    booking = books.advance(booking, steps.settled(booking, corrected))
    books.stands(booking)

    due = captured_part(amount, planned_minutes=planned, delivered_minutes=corrected)
    assert (books.units["payable due"], books.units["voucher held"]) == (due, 0)


@given(st.data(), AMOUNTS, PLANNED)
def test_recorded_anew_and_confirmed_is_one_capture_of_the_last_recording(
    data: st.DataObject, amount: int, planned: int
) -> None:
    first, last = data.draw(st.integers(1, planned)), data.draw(st.integers(1, planned))
    books, booking = placed(amount, planned)

    for minutes in (first, last):
        booking = books.advance(booking, steps.recorded(booking, minutes, on=AT.date()))
        books.stands(booking)
    booking = books.advance(booking, steps.confirmed(booking))

    books.stands(booking)
    assert books.units["payable due"] == captured_part(amount, planned_minutes=planned, delivered_minutes=last)
    assert len(books.movements) == 1


@given(st.data(), AMOUNTS, PLANNED)
def test_a_contest_holds_no_more_than_what_is_contested(data: st.DataObject, amount: int, planned: int) -> None:
    told = data.draw(st.integers(1, planned), "recorded")
    agreed = data.draw(st.integers(0, told - 1), "the family's")
    _, booking = placed(amount, planned)

    contested = steps.contested(steps.recorded(booking, told, on=AT.date()), agreed)

    (paid,) = contested.payments
    position = contested.position(paid)
    assert position.captured == captured_part(amount, planned_minutes=planned, delivered_minutes=agreed)
    whole = captured_part(amount, planned_minutes=planned, delivered_minutes=told)
    assert position.captured + position.held == whole
