"""A booking as a calendar is told of it."""

from collections.abc import Iterable
from datetime import datetime
from typing import assert_never

from chalicelib.kernel.texts import Language, Text
from chalicelib.notices.model import Appointment
from chalicelib.people.reminders import Lead

from .model import Booking, BookingState

NEUTRAL = Text("Appuntamento con {provider_name}", "Appointment with {provider_name}")
NEUTRAL_FOR = Text("{given_name}: appuntamento con {provider_name}", "{given_name}: appointment with {provider_name}")
TITLED = Text("{title}, con {provider_name}", "{title}, with {provider_name}")
CANCEL_BY = Text("Puoi disdire fino a {cancel_until_at}.", "You can cancel until {cancel_until_at}.")


def uid(booking: Booking) -> str:
    """The name by which every calendar knows a booking, for life."""
    return f"booking-{booking.id}@welfare"


def is_on(booking: Booking) -> bool:
    """Whether it stands in its person's calendar: it is to come, or it was."""
    match booking.state:
        case BookingState.CANCELLED | BookingState.MOVED:
            return False
        case BookingState.REQUESTED | BookingState.DECLINED | BookingState.UNANSWERED:
            return False  # nobody is expected before the provider said yes
        case (
            BookingState.BOOKED
            | BookingState.RECORDED
            | BookingState.CONTESTED
            | BookingState.ATTENDED
            | BookingState.ABSENT
        ):
            return True
        case _:
            assert_never(booking.state)


def mailed(
    booking: Booking, leads: Iterable[Lead], *, language: Language, link: str, for_another: bool, at: datetime
) -> Appointment:
    """For a mail, whose calendar others may see: with whom and where, never what for."""
    return _appointment(booking, NEUTRAL_FOR if for_another else NEUTRAL, leads, language=language, link=link, at=at)


def kept(booking: Booking, leads: Iterable[Lead], *, language: Language, link: str) -> Appointment:
    """For a person's own calendar, at an address that only they know: by its title."""
    return _appointment(booking, TITLED, leads, language=language, link=link, at=booking.placed_at)


def _appointment(
    booking: Booking, summary: Text, leads: Iterable[Lead], *, language: Language, link: str, at: datetime
) -> Appointment:
    facts: dict[str, object] = {
        "given_name": booking.person_given_name,
        "provider_name": booking.provider_name,
        "title": booking.title,
        "cancel_until_at": booking.cancel_until_at,
    }
    may_cancel = booking.state is BookingState.BOOKED
    return Appointment(
        uid=uid(booking),
        sequence=booking.steps,
        changed_at=at,
        starts_at=booking.starts_at,
        ends_at=booking.times[0].ends_at,
        summary=summary.say(language, facts),
        place=booking.place,
        description="\n".join([*([CANCEL_BY.say(language, facts)] if may_cancel else []), link]),
        link=link,
        called_off=not is_on(booking),
        alarms=tuple(lead.span for lead in leads) if may_cancel else (),
        again=tuple((time.starts_at, time.ends_at) for time in booking.times[1:]),
    )
