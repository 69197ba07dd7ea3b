"""What is written to people. Subjects are neutral: they never tell a need or a measure."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum

from chalicelib.kernel import clock
from chalicelib.kernel.texts import Language, Text


class Letter(StrEnum):
    """The letters there are."""

    INVITATION = "invitation"
    RECOVERY = "recovery"
    BOOKED = "booked"
    CANCELLED = "cancelled"
    REMINDER = "reminder"
    EXPIRING = "expiring"
    LOW_BUDGET = "low_budget"
    RECORDED = "recorded"
    REQUESTED = "requested"
    DECLINED = "declined"
    MOVED = "moved"
    OFFERED = "offered"


@dataclass(frozen=True, slots=True)
class QuietHours:
    """The hours of an Italian day in which a person wants no mail; from an hour to the same one means never."""

    from_hour: time = time(21)
    to_hour: time = time(8)

    def holds(self, at: datetime) -> bool:
        """Whether it is quiet at an instant; when they end it no longer is."""
        now = clock.local(at).time()
        if self.from_hour <= self.to_hour:
            return self.from_hour <= now < self.to_hour
        return now >= self.from_hour or now < self.to_hour

    def began_at(self, at: datetime) -> datetime:
        """The instant at which the quiet hours began that hold at an instant."""
        there = clock.local(at)
        return clock.at_local(there.date() - timedelta(days=there.time() < self.from_hour), self.from_hour)

    def ends_at(self, at: datetime) -> datetime:
        """The instant at which the quiet hours end that hold at an instant."""
        there = clock.local(at)
        day = there.date() + timedelta(days=there.time() >= self.to_hour)
        ends_at = clock.at_local(day, self.to_hour)
        # In October an hour comes twice: quiet hours that end in it end the first time, or the second.
        return ends_at if ends_at > at else clock.at_local(day, self.to_hour.replace(fold=1))


@dataclass(frozen=True, slots=True)
class Appointment:
    """What a calendar is told of an appointment: the same uid is the same one, a higher sequence is a later word."""

    uid: str
    sequence: int
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    summary: str
    place: str
    description: str
    link: str
    called_off: bool = False
    alarms: tuple[timedelta, ...] = ()  # how long before it a calendar rings
    again: tuple[tuple[datetime, datetime], ...] = ()  # when else it is: the later meetings of a course


@dataclass(frozen=True, slots=True)
class Notice:
    """One message to one person. Its id is made of what it is about, so that it is sent once.

    In the quiet hours it waits until they end; without them it cannot wait. After `until_at` it says nothing any more.
    """

    id: str
    letter: Letter
    to: str
    language: Language
    facts: dict[str, object] = field(default_factory=dict)
    link: str | None = None
    appointment: Appointment | None = None
    quiet: QuietHours | None = None
    until_at: datetime | None = None


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
    Letter.RECOVERY: Wording(
        Text("Il link che hai chiesto", "The link you asked for"),
        (
            Text(
                "apri il link e scegli una nuova password. Quella di prima non vale più dopo la scelta.",
                "open the link and choose a new password. Once you have chosen, the old one no longer works.",
            ),
            Text(
                "Il link vale una volta sola, fino a {until_at}.",
                "The link works once, until {until_at}.",
            ),
            Text(
                "Non l'hai chiesto tu? Non fare nulla: la tua password resta quella di prima.",
                "You did not ask for it? Do nothing: your password stays as it is.",
            ),
        ),
        Text("Scegli una nuova password", "Choose a new password"),
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
            Text(
                "La disdetta è gratuita fino a {free_until_at}. Dopo ha un costo: lo trovi nella prenotazione.",
                "Cancelling is free until {free_until_at}. Later it has a cost: you find it in the booking.",
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
                "Per una disdetta così vicina resta da pagare il {charged_percent}% del prezzo.",
                "For a cancellation so close, {charged_percent}% of the price is still due.",
            ),
            Text(
                "Avevi usato un buono? Quello che non è dovuto è di nuovo disponibile.",
                "Had you used a voucher? What is not due is available again.",
            ),
        ),
        Text("Cerca un'altra data", "Find another date"),
    ),
    Letter.REQUESTED: Wording(
        Text("La tua richiesta è stata inviata", "Your request was sent"),
        (
            Text("hai chiesto un posto per {starts_at}.", "you asked for a place on {starts_at}."),
            Text(
                "{provider_name} risponde entro {respond_until_at}. Intanto teniamo il posto per te.",
                "{provider_name} answers by {respond_until_at}. Meanwhile we keep the place for you.",
            ),
            Text(
                "Se non arriva una risposta, la richiesta si chiude da sola. Non paghi nulla.",
                "If no answer comes, the request ends by itself. You pay nothing.",
            ),
        ),
        Text("Vedi la richiesta", "See the request"),
    ),
    Letter.DECLINED: Wording(
        Text("La tua richiesta non è stata accolta", "Your request was not accepted"),
        (
            Text(
                "{provider_name} non può accoglierti: {starts_at}.", "{provider_name} cannot receive you: {starts_at}."
            ),
            Text(
                "Non paghi nulla. Avevi usato un buono? L'importo è di nuovo disponibile.",
                "You pay nothing. Had you used a voucher? The amount is available again.",
            ),
        ),
        Text("Cerca un'altra data", "Find another date"),
    ),
    Letter.MOVED: Wording(
        Text("La tua prenotazione è stata spostata", "Your booking was moved"),
        (
            Text(
                "la prenotazione per {starts_at} non vale più: l'hai spostata.",
                "the booking for {starts_at} no longer stands: it was moved.",
            ),
            Text(
                "Per la nuova data ricevi un altro messaggio.",
                "For the new date you receive another message.",
            ),
        ),
        Text("Vedi che cosa è cambiato", "See what has changed"),
    ),
    Letter.REMINDER: Wording(
        Text("Il tuo prossimo appuntamento", "Your next appointment"),
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
