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
    EXPIRING = "expiring"
    LOW_BUDGET = "low_budget"
    RECORDED = "recorded"
    OFFERED = "offered"


@dataclass(frozen=True, slots=True)
class Notice:
    """One message to one person. Its id is made of what it is about, so that it is sent once."""

    id: str
    letter: Letter
    to: str
    language: Language
    facts: dict[str, object] = field(default_factory=dict)
    link: str | None = None


GREETING = Text("Ciao {given_name},", "Hello {given_name},")
CLOSING = Text(
    "Hai bisogno di aiuto? Passa al tuo Social Point. Siamo lì per ascoltarti.",
    "Do you need help? Come to your Social Point. We are there to listen.",
)
SIGNATURE = Text("Welfare del territorio", "Territorial Welfare")


@dataclass(frozen=True, slots=True)
class Listing:
    """A list inside a letter: the fact that lists, what introduces it, each of it, what is said of an empty one."""

    fact: str
    intro: Text
    each: Text
    none: Text


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a letter. A paragraph is left out when one of its facts is None."""

    subject: Text
    paragraphs: tuple[Text, ...]
    button: Text | None = None
    listing: Listing | None = None
    greeting: Text = GREETING
    closing: Text = CLOSING


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
    Letter.EXPIRING: Wording(
        Text("Una data da ricordare", "A date to remember"),
        (
            Text("sul tuo buono restano {left_amount}.", "your voucher has {left_amount} left."),
            Text(
                "Il buono scade {expires_on}. Tempo rimasto: {left_days}.",
                "The voucher ends on {expires_on}. Time left: {left_days}.",
            ),
            Text("Il buono scade oggi, {today_on}.", "The voucher ends today, {today_on}."),
            Text(
                "La misura concede qualche giorno in più: puoi andare a un incontro fino a {grace_until_on}.",
                "The programme grants some more days: you can go to a session until {grace_until_on}.",
            ),
            Text(
                "Quello che non usi torna al fondo e aiuta altre persone.",
                "What you do not use goes back to the fund and helps other people.",
            ),
        ),
        Text("Cerca un incontro", "Find a session"),
        Listing(
            "plan",
            Text(
                "Ecco che cosa puoi ancora prenotare, un incontro dopo l'altro.",
                "Here is what you can still book, one session after the other.",
            ),
            Text(
                "{starts_at}. {title}, con {provider_name}. Dove: {place}. "
                "Costa {cost_amount}, poi restano {after_amount}.",
                "{starts_at}. {title}, with {provider_name}. Where: {place}. "
                "It costs {cost_amount}, then {after_amount} is left.",
            ),
            Text(
                "Oggi non troviamo posti liberi che il buono può pagare. Chiama il tuo Social Point: cerca con te.",
                "Today we find no free places that the voucher can pay. Call your Social Point: they search with you.",
            ),
        ),
    ),
    Letter.LOW_BUDGET: Wording(
        Text("Un fondo sta per finire", "A fund is running low"),
        (
            Text("nel fondo di «{title}» restano {left_amount}.", "the fund of “{title}” has {left_amount} left."),
            Text(
                "Hai chiesto un avviso quando restano meno di {below_amount}.",
                "You asked to be told when less than {below_amount} is left.",
            ),
            Text(
                "Dal fondo escono i nuovi buoni. Quando è vuoto, non se ne possono dare altri.",
                "New vouchers come out of the fund. When it is empty, no more can be issued.",
            ),
        ),
        Text("Vedi la misura", "See the programme"),
        greeting=Text("Buongiorno,", "Good morning,"),
        closing=Text(
            "Scriviamo di nuovo solo dopo un aumento del fondo.",
            "We write again only after the fund was increased.",
        ),
    ),
    Letter.OFFERED: Wording(
        Text("Si è liberato un posto", "A place is free"),
        (
            Text(
                "aspettavi un posto per {starts_at}: ora c'è.", "you waited for a place on {starts_at}: there is one."
            ),
            Text("Ti aspetta {provider_name}.", "{provider_name} expects you."),
            Text("Lo teniamo per te fino a {until_at}.", "We keep it for you until {until_at}."),
            Text(
                "Non ti serve più? Rispondi di no: la prima volta non perdi il tuo turno.",
                "You no longer need it? Say no: the first time you do not lose your turn.",
            ),
        ),
        Text("Rispondi", "Answer"),
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
