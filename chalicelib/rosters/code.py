"""The check-in code of a booking: what its person shows at the door, and the provider's staff scan."""

import io
from dataclasses import dataclass
from datetime import datetime

from chalicelib.bookings import read as bookings
from chalicelib.bookings.model import Booking, BookingState
from chalicelib.bookings.refusals import DESCRIBED
from chalicelib.kernel import identifiers
from chalicelib.kernel.caller import Caller
from chalicelib.runtime import secrets

from .model import CheckInCodeInvalid, NotExpected

GROUP = 4  # how many characters are read aloud in one breath
QUIET_ZONE = 4  # modules of white around the code (ISO/IEC 18004)


@dataclass(frozen=True, slots=True)
class Code:
    """A booking's check-in code, to be scanned, and to be read aloud where it cannot be."""

    booking: Booking
    token: str

    @property
    def spelt(self) -> str:
        """The token in groups, for people."""
        return " ".join(self.token[start : start + GROUP] for start in range(0, len(self.token), GROUP))

    @property
    def svg(self) -> str:
        """The token as a QR code that every phone reads: an SVG element with a title."""
        import segno  # noqa: PLC0415 - only who asks for a code needs it

        drawn = io.BytesIO()
        segno.make(self.token, error="m", micro=False).save(
            drawn,
            kind="svg",
            xmldecl=False,
            scale=8,
            border=QUIET_ZONE,
            light="#fff",
            title="Codice di ingresso",
            desc=self.spelt,
        )
        return drawn.getvalue().decode()


def of(booking_id: str, *, by: Caller, at: datetime) -> Code:
    """The code of a booking of one's own: the same on every day, good as long as the booking stands.

    Raises NotFound, NotExpected.
    """
    booking = bookings.booking(booking_id, by=by, at=at)
    if booking.state is not BookingState.BOOKED:
        raise NotExpected(booking_id=booking.id, state=booking.state, described=DESCRIBED[booking.state])
    return Code(booking, token(booking.id))


def token(booking_id: str) -> str:
    """What only this platform can make of a booking: capitals, digits and a stop, which make small QR codes."""
    return f"{booking_id}.{_signature(booking_id)}".upper()


def booking_id_of(told: str) -> str:
    """The booking that a token is of, however it was scanned or typed. Raises CheckInCodeInvalid."""
    booking_id, _, signature = "".join(told.split()).lower().partition(".")
    if not secrets.same(signature, _signature(booking_id)):
        raise CheckInCodeInvalid
    return booking_id


def _signature(booking_id: str) -> str:
    return identifiers.derived("check in", secrets.keyed_digest("check in", booking_id))
