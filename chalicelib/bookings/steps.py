"""The steps of a booking after it is placed: who can take which, when not, and what it becomes."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from chalicelib.kernel.caller import Caller, Role
from chalicelib.kernel.refusals import Refusal

from .model import Booking, BookingState
from .refusals import (
    DESCRIBED,
    AlreadyClosed,
    AlreadyRecorded,
    BookingStateConflict,
    CodeSpent,
    CodeWrong,
    CorrectionNotLower,
    MovesNowhere,
    NothingCharged,
    NothingContested,
    NothingRequested,
    NotYetDelivered,
    OutsideContest,
    TooLateToCancel,
    TooLateToContest,
    TooLateToMove,
    TooLateToRespond,
    TooManyMinutes,
    TooManyRecordings,
)

CODE_TRIES_MAX = 5  # of a million codes: who mistypes gets through, who guesses does not
RECORDINGS_MAX = 5  # each has a code of its own, to be guessed at, and is a mail to the family


class StepKind(StrEnum):
    """What can happen to a booking."""

    ACCEPTED = "accepted"  # a request, by the provider
    DECLINED = "declined"
    UNANSWERED = "unanswered"
    CANCELLED = "cancelled"
    MOVED = "moved"
    RECORDED = "recorded"
    CONFIRMED = "confirmed"
    CONTESTED = "contested"
    RESOLVED = "resolved"
    CORRECTED = "corrected"
    WAIVED = "waived"


class Party(StrEnum):
    """In whose name a step is taken."""

    FAMILY = "family"
    DESK = "desk"
    PROVIDER = "provider"
    FUNDER = "funder"
    PLATFORM = "platform"  # when the time is over


PARTIES = {
    Role.CITIZEN: Party.FAMILY,
    Role.DESK_OPERATOR: Party.DESK,
    Role.PROVIDER_MANAGER: Party.PROVIDER,
    Role.PROVIDER_WORKER: Party.PROVIDER,
    Role.PROGRAMME_OFFICER: Party.FUNDER,
}


@dataclass(frozen=True, slots=True)
class Step:
    """That something happened to a booking: what, by whom, when and why. It is never changed."""

    id: str
    booking_id: str
    kind: StepKind
    minutes: int | None
    reason: str | None
    party: Party
    by: str
    at: datetime
    fingerprint: str


def party(by: Caller) -> Party:
    """In whose name a caller takes a step."""
    return next((PARTIES[role] for role in sorted(by.roles) if role in PARTIES), Party.PLATFORM)


def cancelled(booking: Booking, *, at: datetime, by_provider: bool) -> Booking:
    """The booking once it is cancelled: what is due by its terms stays due, unless the provider cancels."""
    free = by_provider or booking.state is BookingState.REQUESTED
    percent = 0 if free else booking.terms.charge_percent(booking.starts_at, at=at) or 0
    return replace(booking, state=BookingState.CANCELLED, delivered_minutes=0, charged_percent=percent)


def accepted(booking: Booking) -> Booking:
    """The request once the provider has said yes."""
    return replace(booking, state=BookingState.BOOKED)


def declined(booking: Booking) -> Booking:
    """The request once the provider has said no."""
    return replace(booking, state=BookingState.DECLINED)


def unanswered(booking: Booking) -> Booking:
    """The request once the time to answer it is over."""
    return replace(booking, state=BookingState.UNANSWERED)


def moved(booking: Booking, to_booking_id: str) -> Booking:
    """The booking once another has taken its place."""
    return replace(booking, state=BookingState.MOVED, moved_to=to_booking_id)


def recorded(booking: Booking, minutes: int, *, on: date) -> Booking:
    """The booking once so much is recorded on a day: settled, or for the family to confirm within its days."""
    told = replace(booking, recorded_minutes=minutes)
    if not minutes:  # nobody came: what the terms say is due, of what is still held
        return replace(settled(told, 0), charged_percent=booking.terms.no_show_percent)
    if not booking.confirm_days:
        return settled(told, minutes)
    return replace(told, state=BookingState.RECORDED, confirm_until_on=on + timedelta(days=booking.confirm_days))


def confirmed(booking: Booking) -> Booking:
    """The booking once what was recorded stands: because the family said so, or the time is over."""
    return settled(booking, booking.recorded_minutes or 0)


def contested(booking: Booking, minutes: int) -> Booking:
    """The booking once the family says that only so much was delivered."""
    return replace(booking, state=BookingState.CONTESTED, delivered_minutes=minutes)


def settled(booking: Booking, minutes: int) -> Booking:
    """The booking once it stands that so much was delivered; nothing is an absence."""
    state = BookingState.ATTENDED if minutes else BookingState.ABSENT
    return replace(booking, state=state, delivered_minutes=minutes, confirm_until_on=None)


def waived(booking: Booking) -> Booking:
    """The booking once its provider has given up what was charged."""
    return replace(booking, charged_percent=0)


def why_not_cancel(booking: Booking, *, at: datetime, by_provider: bool) -> list[Refusal]:
    """Why it cannot be cancelled now; the provider is not bound by the notice."""
    if not booking.is_awaited:
        return [AlreadyClosed(booking_id=booking.id, state=booking.state)]
    free = by_provider or booking.state is BookingState.REQUESTED
    if at > booking.cancel_until_at and not free:
        return [TooLateToCancel(booking_id=booking.id, until_at=booking.cancel_until_at)]
    return []


def why_not_move(booking: Booking, *, session_id: str, exempt: bool, at: datetime) -> list[Refusal]:
    """Why it cannot be moved to a session now; where it will not be delivered, no notice is asked."""
    if not booking.is_awaited:
        return [AlreadyClosed(booking_id=booking.id, state=booking.state)]
    if session_id == booking.session_id:
        return [MovesNowhere(booking_id=booking.id)]
    until_at = booking.terms.move_until_at(booking.starts_at)
    if at > until_at and not exempt and booking.state is not BookingState.REQUESTED:
        return [TooLateToMove(booking_id=booking.id, until_at=until_at)]
    return []


def why_not_accept(booking: Booking, *, at: datetime) -> list[Refusal]:
    """Why the provider cannot say yes to it now."""
    if why := why_not_decline(booking):
        return why
    if _is_unanswered(booking, at):
        return [TooLateToRespond(booking_id=booking.id, until_at=booking.respond_until_at)]
    return []


def why_not_decline(booking: Booking) -> list[Refusal]:
    """Why the provider cannot say no to it: late it can, to the same end as its silence."""
    if booking.state is BookingState.REQUESTED:
        return []
    return [NothingRequested(booking_id=booking.id, state=booking.state, described=DESCRIBED[booking.state])]


def why_not_record(booking: Booking, minutes: int, *, at: datetime) -> list[Refusal]:
    """Why this much cannot be recorded as delivered now; a recording can be changed while the family may contest it."""
    waits = booking.state is BookingState.RECORDED and not _time_is_over(booking, at)
    if booking.state is not BookingState.BOOKED and not waits:
        return [AlreadyClosed(booking_id=booking.id, state=booking.state)]
    if at < booking.starts_at:
        return [NotYetDelivered(booking_id=booking.id, starts_at=booking.starts_at)]
    if minutes > booking.minutes:
        return [TooManyMinutes(planned_minutes=booking.minutes)]
    if waits and minutes == booking.recorded_minutes:
        return [AlreadyRecorded(booking_id=booking.id, recorded_minutes=minutes)]
    if minutes and booking.steps >= RECORDINGS_MAX:
        return [TooManyRecordings(booking_id=booking.id, times=booking.steps)]
    return []


def why_not_confirm(booking: Booking) -> list[Refusal]:
    """Why what was recorded cannot be confirmed; when the time is over it can, to the same end."""
    return [] if booking.state is BookingState.RECORDED else [_out_of_step(booking)]


def why_not_contest(booking: Booking, minutes: int, *, at: datetime) -> list[Refusal]:
    """Why the family cannot say now that only so much was delivered."""
    if booking.state is not BookingState.RECORDED:
        return [_out_of_step(booking)]
    if _time_is_over(booking, at):
        return [TooLateToContest(booking_id=booking.id, until_on=booking.confirm_until_on)]
    if minutes >= (booking.recorded_minutes or 0):
        return [NothingContested(recorded_minutes=booking.recorded_minutes)]
    return []


def why_not_resolve(booking: Booking, minutes: int) -> list[Refusal]:
    """Why a contest cannot be decided so: it lies between what the two sides say."""
    if booking.state is not BookingState.CONTESTED:
        return [_out_of_step(booking)]
    agreed, told = booking.delivered_minutes or 0, booking.recorded_minutes or 0
    if not agreed <= minutes <= told:
        return [OutsideContest(agreed_minutes=agreed, recorded_minutes=told)]
    return []


def why_not_correct(booking: Booking, minutes: int) -> list[Refusal]:
    """Why what was captured cannot be corrected so: only downwards, once it is settled."""
    if booking.state is not BookingState.ATTENDED:
        return [_out_of_step(booking)]
    if minutes >= (booking.delivered_minutes or 0):
        return [CorrectionNotLower(booking_id=booking.id, delivered_minutes=booking.delivered_minutes)]
    return []


def why_not_waive(booking: Booking) -> list[Refusal]:
    """Why there is nothing that its provider could give up."""
    return [] if booking.is_charged else [NothingCharged(booking_id=booking.id, state=booking.state)]


def is_unanswered(booking: Booking, *, at: datetime) -> bool:
    """Whether a request was not answered, and no longer can be."""
    return booking.state is BookingState.REQUESTED and _is_unanswered(booking, at)


def is_due(booking: Booking, *, at: datetime) -> bool:
    """Whether what was recorded stands by itself: nobody contested it, and the time is over."""
    return booking.state is BookingState.RECORDED and _time_is_over(booking, at)


def code_wrong(booking: Booking, *, tries: int) -> Refusal:
    """What who has told a wrong code so many times hears."""
    if tries < CODE_TRIES_MAX:
        return CodeWrong(booking_id=booking.id, tries_left=CODE_TRIES_MAX - tries)
    return CodeSpent(booking_id=booking.id, until_on=booking.confirm_until_on)


def _is_unanswered(booking: Booking, at: datetime) -> bool:
    return booking.respond_until_at is not None and at > booking.respond_until_at


def _time_is_over(booking: Booking, at: datetime) -> bool:
    return booking.confirm_until_at is not None and at >= booking.confirm_until_at


def _out_of_step(booking: Booking) -> Refusal:
    return BookingStateConflict(booking_id=booking.id, state=booking.state, described=DESCRIBED[booking.state])
