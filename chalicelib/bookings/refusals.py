"""Why a step of a booking cannot be taken."""

from chalicelib.kernel.refusals import Conflict, Gone, Invalid
from chalicelib.kernel.texts import Text

from .model import BookingState


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
