"""What is written to people. Subjects are neutral: they never tell a need or a measure."""

from dataclasses import dataclass, field
from enum import StrEnum

from chalicelib.kernel.texts import Language, Text


class Letter(StrEnum):
    """The letters there are."""

    INVITATION = "invitation"
    BOOKED = "booked"
    CANCELLED = "cancelled"
    REMINDER = "reminder"
    RECORDED = "recorded"


@dataclass(frozen=True, slots=True)
class Notice:
    """One message to one person. Its id is made of what it is about, so that it is sent once."""

    id: str
    letter: Letter
    to: str
    language: Language
    facts: dict[str, object] = field(default_factory=dict)
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a letter."""

    subject: Text
    paragraphs: tuple[Text, ...]
    button: Text | None = None


GREETING = Text("Ciao {given_name},", "Hello {given_name},")
CLOSING = Text(
    "Hai bisogno di aiuto? Passa al tuo Social Point. Siamo lì per ascoltarti.",
    "Do you need help? Come to your Social Point. We are there to listen.",
)
SIGNATURE = Text("Welfare del territorio", "Territorial Welfare")

WORDINGS: dict[Letter, Wording] = {
    Letter.INVITATION: Wording(
        Text("Il tuo accesso è pronto", "Your account is ready"),
        (
            Text(
                "ti diamo il benvenuto. Per entrare la prima volta scegli una password.",
                "welcome. To enter for the first time, choose a password.",
            ),
            Text(
                "Il link vale una volta sola, fino a {until_at}.",
                "The link works once, until {until_at}.",
            ),
            Text(
                "Non hai chiesto tu l'accesso? Non fare nulla: senza password nessuno può entrare.",
                "You did not ask for an account? Do nothing: without a password nobody can enter.",
            ),
        ),
        Text("Scegli la password", "Choose a password"),
    ),
    Letter.BOOKED: Wording(
        Text("La tua prenotazione è confermata", "Your booking is confirmed"),
        (
            Text("il posto è tuo: {starts_at}.", "the place is yours: {starts_at}."),
            Text("Ti aspetta {provider_name}. Dove: {place}.", "{provider_name} expects you. Where: {place}."),
            Text(
                "Non puoi venire? Disdici entro {cancel_until_at}: il posto va a un'altra persona.",
                "You cannot come? Cancel by {cancel_until_at}: the place goes to someone else.",
            ),
        ),
        Text("Vedi la prenotazione", "See the booking"),
    ),
    Letter.CANCELLED: Wording(
        Text("La tua prenotazione è stata disdetta", "Your booking was cancelled"),
        (
            Text(
                "la prenotazione per {starts_at} è stata disdetta.",
                "the booking for {starts_at} was cancelled.",
            ),
            Text(
                "Avevi usato un buono? L'importo è di nuovo disponibile.",
                "Had you used a voucher? The amount is available again.",
            ),
        ),
        Text("Cerca un'altra data", "Find another date"),
    ),
    Letter.REMINDER: Wording(
        Text("Ti aspettiamo domani", "We expect you tomorrow"),
        (
            Text("ti ricordiamo l'appuntamento: {starts_at}.", "a reminder of your appointment: {starts_at}."),
            Text("Ti aspetta {provider_name}. Dove: {place}.", "{provider_name} expects you. Where: {place}."),
        ),
        Text("Vedi la prenotazione", "See the booking"),
    ),
    Letter.RECORDED: Wording(
        Text("Controlla il tempo registrato", "Check the time that was recorded"),
        (
            Text(
                "per l'incontro di {starts_at}, {provider_name} ha registrato {recorded_minutes}.",
                "for the session of {starts_at}, {provider_name} recorded {recorded_minutes}.",
            ),
            Text(
                "È giusto? Conferma dal sito. Oppure di' questo codice a chi lavora con te: {code}.",
                "Is it right? Confirm on the site. Or tell this code to who works with you: {code}.",
            ),
            Text(
                "È di meno? Dillo dal sito o al Social Point entro {confirm_until_on}. "
                "Intanto si paga solo la parte certa.",
                "Was it less? Say so on the site or at a Social Point by {confirm_until_on}. "
                "Meanwhile only what is certain is paid.",
            ),
            Text(
                "Se non fai nulla, dopo quel giorno il tempo registrato vale.",
                "If you do nothing, after that day what was recorded stands.",
            ),
        ),
        Text("Controlla e rispondi", "Check and answer"),
    ),
}
