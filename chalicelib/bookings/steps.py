"""The steps of a booking after it is placed: who can take which, when not, and what it becomes."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from chalicelib.kernel.caller import Caller, Role
from chalicelib.kernel.refusals import Conflict, Gone, Invalid, Refusal
from chalicelib.kernel.texts import Text

from .model import Booking, BookingState

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


class TooLateToCancel(Conflict):
    """The time in which a resident can cancel is over."""

    detail = Text("Si poteva disdire fino a {until_at}.", "It could be cancelled until {until_at}.")
    remedy = Text("Telefona alla cooperativa.", "Call the cooperative.")


class TooLateToMove(Conflict):
    """The time in which a resident can move is over."""

    detail = Text("Si poteva spostare fino a {until_at}.", "It could be moved until {until_at}.")
    remedy = Text("Telefona alla cooperativa.", "Call the cooperative.")


class MovesNowhere(Conflict):
    """A booking would be moved to where it is."""

    detail = Text("La prenotazione è già per questo incontro.", "The booking is for this session already.")
    remedy = Text("Scegli un altro incontro.", "Choose another session.")


class NothingRequested(Conflict):
    """The booking does not wait for the provider."""

    detail = Text(
        "Non c'è nulla da confermare: la prenotazione è {described}.", "Nothing to answer: it is {described}."
    )


class TooLateToRespond(Conflict):
    """The provider did not answer the request in time."""

    detail = Text("Si poteva rispondere fino a {until_at}.", "It could be answered until {until_at}.")
    remedy = Text(
        "La persona può chiedere di nuovo: posto e importo sono di nuovo liberi.",
        "The person can ask again: the place and the amount are free again.",
    )


class AlreadyClosed(Conflict):
    """The booking was cancelled, or its attendance recorded."""

    detail = Text("La prenotazione è già chiusa.", "The booking is already closed.")


class NotYetDelivered(Conflict):
    """The session has not begun."""

    detail = Text(
        "La presenza si registra dall'inizio dell'incontro: {starts_at}.",
        "Attendance is recorded from the beginning of the session: {starts_at}.",
    )


class TooManyMinutes(Invalid):
    """More was delivered than was planned."""

    detail = Text(
        "Sono stati prenotati {planned_minutes}: non se ne possono registrare di più.",
        "{planned_minutes} were booked: no more can be recorded.",
    )


class AlreadyRecorded(Conflict):
    """The provider has recorded the same before."""

    detail = Text("È già registrato così: {recorded_minutes}.", "It is recorded so already: {recorded_minutes}.")


class TooManyRecordings(Conflict):
    """The provider has changed its mind too often."""

    detail = Text(
        "Le ore sono già state registrate {times} volte.", "The hours have been recorded {times} times already."
    )
    remedy = Text(
        "Chiedi alla famiglia di segnalare le ore giuste: deciderà l'ente.",
        "Ask the family to contest the hours: the funder will decide.",
    )


class BookingStateConflict(Conflict):
    """The booking is not at this step."""

    detail = Text("Ora non si può: la prenotazione è {described}.", "Not now: the booking is {described}.")
    remedy = Text("Guarda i passaggi della prenotazione.", "Look at the steps of the booking.")


class TooLateToContest(Conflict):
    """The time in which the family can contest is over."""

    detail = Text("Si poteva segnalare fino a {until_on}.", "It could be contested until {until_on}.")
    remedy = Text(
        "Parlane con il tuo Social Point: l'ente può ancora correggere.",
        "Talk to your Social Point: the funder can still correct it.",
    )


class NothingContested(Invalid):
    """The family says no less than what was recorded."""

    detail = Text(
        "La cooperativa ha registrato {recorded_minutes}: si segnala solo se sono di meno.",
        "The provider recorded {recorded_minutes}: contest only if it was less.",
    )
    remedy = Text("Se le ore sono giuste, confermale.", "If the hours are right, confirm them.")


class OutsideContest(Invalid):
    """What is decided lies outside what the two sides say."""

    detail = Text(
        "La decisione sta tra {agreed_minutes} e {recorded_minutes}.",
        "The decision lies between {agreed_minutes} and {recorded_minutes}.",
    )


class CorrectionNotLower(Conflict):
    """A correction would not lower what was captured."""

    detail = Text(
        "Ora risultano {delivered_minutes}: si può solo diminuire.",
        "It stands at {delivered_minutes}: it can only be lowered.",
    )
    remedy = Text("Indica un tempo più breve.", "Give a shorter time.")


class NothingCharged(Conflict):
    """Nothing is due of the booking but for what was delivered."""

    detail = Text("Per questa prenotazione non c'è un addebito.", "Nothing is charged for this booking.")
    remedy = Text(
        "Si rinuncia solo all'addebito per assenza o disdetta tardiva.",
        "Only the charge for an absence or a late cancellation can be waived.",
    )


class CodeNeeded(Invalid):
    """The provider's staff confirm with the family's code."""

    detail = Text("Serve il codice che ha la famiglia.", "The family's code is needed.")
    remedy = Text(
        "Chiedi il codice di sei cifre: è nel messaggio che ha ricevuto.",
        "Ask for the six digits: they are in the message that the family received.",
    )


class CodeWrong(Conflict):
    """The code is not the one of the present recording."""

    detail = Text(
        "Il codice non è giusto. Tentativi rimasti: {tries_left}.", "The code is not right. Tries left: {tries_left}."
    )
    remedy = Text(
        "Usa il codice dell'ultimo messaggio ricevuto dalla famiglia.",
        "Use the code of the last message that the family received.",
    )


class CodeSpent(Gone):
    """The code was told wrong too often: it is dead."""

    detail = Text("Il codice non vale più: troppi tentativi.", "The code is dead: too many tries.")
    remedy = Text(
        "La famiglia può confermare dal sito o al Social Point. Altrimenti le ore valgono dopo {until_on}.",
        "The family can confirm on the site or at a Social Point. Otherwise the hours stand after {until_on}.",
    )


DESCRIBED = {
    BookingState.REQUESTED: Text("in attesa della cooperativa", "waiting for the cooperative"),
    BookingState.DECLINED: Text("non accettata", "declined"),
    BookingState.UNANSWERED: Text("rimasta senza risposta", "left without an answer"),
    BookingState.BOOKED: Text("ancora da svolgere", "still to be delivered"),
    BookingState.CANCELLED: Text("disdetta", "cancelled"),
    BookingState.MOVED: Text("spostata", "moved"),
    BookingState.RECORDED: Text("in attesa della famiglia", "waiting for the family"),
    BookingState.CONTESTED: Text("in attesa dell'ente", "waiting for the funder"),
    BookingState.ATTENDED: Text("conclusa", "settled"),
    BookingState.ABSENT: Text("chiusa come assenza", "closed as an absence"),
}


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
    charged = booking.state in (BookingState.CANCELLED, BookingState.ABSENT) and booking.charged_percent
    return [] if charged else [NothingCharged(booking_id=booking.id, state=booking.state)]


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
