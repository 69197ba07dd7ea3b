"""Residents: what makes a registration true, and who may act for whom."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from stdnum.exceptions import ValidationError
from stdnum.it import codicefiscale

from chalicelib.access.model import normal_email
from chalicelib.kernel import clock
from chalicelib.kernel.refusals import Conflict, Forbidden, Invalid, Refusal
from chalicelib.kernel.territory import MUNICIPALITIES
from chalicelib.kernel.texts import Language, Text

ADULT_AGE = 18
OMOCODIA = str.maketrans("LMNPQRSTUV", "0123456789")  # D.M. 23/12/1976: letters that stand for digits


class TaxCodeInvalid(Invalid):
    """The codice fiscale is not one (length, characters, control character)."""

    detail = Text("Il codice fiscale non è valido.", "The tax code is not valid.")
    remedy = Text("Ricopialo dalla tessera sanitaria: 16 caratteri.", "Copy it from the health card: 16 characters.")


class PersonNotRegistered(Conflict):
    """Nobody is registered under this codice fiscale."""

    detail = Text("Nessuno è registrato con questo codice fiscale.", "Nobody is registered under this codice fiscale.")
    remedy = Text("Registra la persona a un Social Point.", "Register the person at a Social Point.")


class TaxCodeMismatch(Invalid):
    """The codice fiscale says another birth date or place than the registration."""

    detail = Text(
        "Il codice fiscale non concorda: controlla {what}.",
        "The tax code does not agree with {what}.",
    )
    remedy = Text("Controlla i dati sulla tessera sanitaria.", "Check the data on the health card.")


class NotResident(Conflict):
    """The person lives outside the territory."""

    detail = Text(
        "Il comune di residenza non fa parte del territorio.", "The municipality is not part of the territory."
    )
    remedy = Text("Indica uno degli otto comuni: {municipalities}.", "Name one of the eight: {municipalities}.")


class ContactMissing(Invalid):
    """Nobody could be reached: neither the person nor a delegate."""

    detail = Text(
        "Serve un'e-mail, oppure una persona delegata già registrata.",
        "An e-mail is needed, or a delegate who is already registered.",
    )


class BornInFuture(Invalid):
    """The birth date is not in the past."""

    detail = Text("La data di nascita non è nel passato.", "The birth date is not in the past.")


class PhoneInvalid(Invalid):
    """The telephone number cannot be one."""

    detail = Text("Il numero di telefono non è valido.", "The telephone number is not valid.")
    remedy = Text("Scrivilo con il prefisso, come 0331 123456.", "Write it with its prefix, like 0331 123456.")


class DelegateNotAdult(Conflict):
    """Only an adult acts for another person."""

    detail = Text("La persona delegata deve essere maggiorenne.", "The delegate must be of age.")


class PersonAlreadyRegistered(Conflict):
    """Someone is registered under this codice fiscale."""

    detail = Text("Questa persona è già registrata.", "This person is already registered.")
    remedy = Text("Cercala con il codice fiscale.", "Find them by their tax code.")


class NotForThisPerson(Forbidden):
    """The caller may not act for this person."""

    detail = Text("Non puoi operare per questa persona.", "You may not act for this person.")
    remedy = Text(
        "Serve una delega in corso: chiedila al tuo Social Point.",
        "You need a delegation that is in force: ask your Social Point for one.",
    )


@dataclass(frozen=True, slots=True)
class Registration:
    """What an operator writes down of a person."""

    tax_code: str
    given_name: str
    family_name: str
    born_on: date
    birth_place_code: str
    municipality_code: str
    language: Language
    email: str | None = None
    phone: str | None = None
    delegate_id: str | None = None

    def why_not(self, *, on: date) -> list[Refusal]:
        """Everything that does not hold together in it."""
        why: list[Refusal] = []
        if self.born_on > on:
            why.append(BornInFuture())
        why += _tax_code_faults(self.tax_code, self.born_on, self.birth_place_code)
        if self.municipality_code not in MUNICIPALITIES:
            why.append(NotResident(municipalities=list(MUNICIPALITIES.values())))
        if not self.email and not self.delegate_id:
            why.append(ContactMissing())
        return why + _contact_faults(self.email, self.phone)


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who lives in the territory."""

    id: str
    given_name: str
    family_name: str
    born_on: date
    municipality_code: str
    language: Language
    email: str | None
    delegate_id: str | None
    registered_at: datetime
    registered_at_desk_id: str
    fingerprint: str
    household_id: str = ""  # who lives together has the same one; alone, the person's own id

    def __post_init__(self) -> None:
        """Who was never said to live with someone lives alone."""
        if not self.household_id:
            object.__setattr__(self, "household_id", self.id)

    def age(self, on: date) -> int:
        """Completed years on a day."""
        return clock.age(self.born_on, on)


@dataclass(frozen=True, slots=True)
class Delegation:
    """The right to act for another person, until it ends."""

    person_id: str
    delegate_id: str
    until_on: date

    def is_in_force(self, *, on: date) -> bool:
        """Whether the delegate may act on that day."""
        return on <= self.until_on


@dataclass(frozen=True, slots=True)
class Access:
    """That someone of the staff looked at a person's data, and why."""

    at: datetime
    by: str
    what: str
    purpose: str
    organisation_id: str | None = None  # for whom they work, as far as it is known


class ChannelKind(StrEnum):
    """By what way someone is reached."""

    EMAIL = "email"
    DESK = "desk"


@dataclass(frozen=True, slots=True)
class Channel:
    """How a person is reached: an address, or the Social Point that registered them."""

    kind: ChannelKind
    at: str


def delegation_ends_on(born_on: date, *, on: date) -> date:
    """The last day of a delegation given today: the eve of the 18th birthday, or five years on for an adult."""
    coming_of_age = _anniversary(born_on, ADULT_AGE)
    return coming_of_age - timedelta(days=1) if coming_of_age > on else _anniversary(on, 5)


def _anniversary(on: date, years: int) -> date:
    try:
        return on.replace(year=on.year + years)
    except ValueError:  # 29 February
        return date(on.year + years, 3, 1)


def normal_tax_code(text: str) -> str:
    """A codice fiscale as it is written on the card. Raises TaxCodeInvalid."""
    try:
        code = str(codicefiscale.validate(text))
    except ValidationError as error:
        raise TaxCodeInvalid from error
    if len(code) != 16:  # stdnum also takes the 11 digits of companies
        raise TaxCodeInvalid
    return code


def normal_phone(text: str) -> str:
    """A telephone number as E.164 writes it; without a country it is Italian. Raises PhoneInvalid."""
    import phonenumbers  # noqa: PLC0415 - only a registration needs it

    try:
        number = phonenumbers.parse(text, "IT")
    except phonenumbers.NumberParseException as error:
        raise PhoneInvalid from error
    if not phonenumbers.is_possible_number(number):
        raise PhoneInvalid
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _contact_faults(email: str | None, phone: str | None) -> list[Refusal]:
    why: list[Refusal] = []
    for text, normal in ((email, normal_email), (phone, normal_phone)):
        try:
            if text:
                normal(text)
        except Invalid as invalid:
            why.append(invalid)
    return why


def _tax_code_faults(text: str, born_on: date, birth_place_code: str) -> list[Refusal]:
    try:
        code = normal_tax_code(text)
    except TaxCodeInvalid as invalid:
        return [invalid]
    said = codicefiscale.get_birth_date(code)
    wrong: dict[str, Text] = {}
    if (said.year % 100, said.month, said.day) != (born_on.year % 100, born_on.month, born_on.day):
        wrong["born_on"] = Text("la data di nascita", "the birth date")
    if code[11] + code[12:15].translate(OMOCODIA) != birth_place_code:
        wrong["birth_place_code"] = Text("il comune di nascita", "the birth place")
    return [TaxCodeMismatch(fields=list(wrong), what=list(wrong.values()))] if wrong else []
