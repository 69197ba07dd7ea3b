"""Funded policies: who is entitled to what, and until when."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from chalicelib.kernel import clock
from chalicelib.kernel.refusals import Conflict, Invalid, Refusal
from chalicelib.kernel.territory import MUNICIPALITIES
from chalicelib.kernel.texts import Amount, Text
from chalicelib.ledger.model import Unit

from .award import Award, AwardKind
from .rules import Rules


class ProgrammeState(StrEnum):
    """The life of a programme."""

    DRAFT = "draft"
    OPEN = "open"
    SUSPENDED = "suspended"
    CLOSED = "closed"


class AmountNotAdmitted(Conflict):
    """The voucher would be larger than the programme grants to one person."""

    detail = Text("La misura concede al massimo {voucher_max}.", "The programme grants at most {voucher_max}.")
    remedy = Text("Riduci l'importo.", "Lower the amount.")


class ProgrammeNotOpen(Conflict):
    """The programme issues no vouchers now."""

    detail = Text("La misura non è aperta.", "The programme is not open.")


class ProgrammeChanged(Conflict):
    """Someone else changed the programme in the meantime."""

    detail = Text(
        "La misura è stata cambiata nel frattempo: ora è alla versione {version}.",
        "The programme was changed in the meantime: it is at version {version} now.",
    )
    remedy = Text("Rileggila e ripeti la modifica.", "Read it again and repeat the change.")


class CommitmentInUse(Conflict):
    """A batch draws on the commitment: what it does not need goes back to the fund by itself."""

    detail = Text(
        "Questo impegno serve a un elenco di buoni in emissione.", "A batch of vouchers draws on this commitment."
    )
    remedy = Text(
        "Aspetta che l'elenco sia concluso: quello che avanza torna al fondo da solo.",
        "Wait until the batch is done: what is left goes back to the fund by itself.",
    )


class ProgrammeStateConflict(Conflict):
    """The programme's state does not allow the change."""

    detail = Text("La misura è {described}.", "The programme is {described}.")


DESCRIBED = {
    ProgrammeState.DRAFT: Text("in bozza", "a draft"),
    ProgrammeState.OPEN: Text("aperta", "open"),
    ProgrammeState.SUSPENDED: Text("sospesa", "suspended"),
    ProgrammeState.CLOSED: Text("chiusa", "closed"),
}
# From where each state is reached. Suspended or closed, a programme issues nothing more; what it issued stands.
REACHED_FROM = {
    ProgrammeState.DRAFT: frozenset[ProgrammeState](),
    ProgrammeState.OPEN: frozenset({ProgrammeState.DRAFT, ProgrammeState.SUSPENDED}),
    ProgrammeState.SUSPENDED: frozenset({ProgrammeState.OPEN}),
    ProgrammeState.CLOSED: frozenset({ProgrammeState.DRAFT, ProgrammeState.OPEN, ProgrammeState.SUSPENDED}),
}

RULES = {
    "age_min": Text("l'età minima supera la massima", "the least age is above the greatest"),
    "expires_on": Text("la scadenza è già passata, o viene prima dell'inizio", "it expires before it begins, or today"),
    "months": Text(
        "manca la durata dei buoni: una scadenza, oppure un numero di mesi",
        "how long vouchers last is missing: a last day, or a number of months",
    ),
    "categories": Text("manca l'area di aiuto", "the area of help is missing"),
    "municipality_codes": Text("un comune è fuori dal territorio", "a municipality is outside the territory"),
    "voucher_max": Text("un buono può superare tutto il fondo", "one voucher may exceed the whole fund"),
    "caps": Text("un limite è fuori dalle aree ammesse", "a cap is for an area that is not admitted"),
    "exclusions": Text("la misura esclude sé stessa", "the programme excludes itself"),
    "award": Text(
        "la tabella degli importi non è completa o non è in ordine, o conta ore",
        "the table of amounts is incomplete or not in order, or counts hours",
    ),
    "alert_to": Text("manca l'indirizzo a cui mandare l'avviso", "the address for the alert is missing"),
}


class ProgrammeInvalid(Invalid):
    """The programme's own rules contradict each other."""

    detail = Text("Le regole della misura non vanno bene: {rule}.", "The rules do not hold together: {rule}.")


@dataclass(frozen=True, slots=True)
class Increase:
    """That a funder added to a programme's budget (cents or minutes), and why."""

    id: str
    programme_id: str
    units: int
    reason: str
    by: str
    at: datetime
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Commitment:
    """Part of a programme's budget, set aside by an act for one purpose (cents or minutes).

    What is `drawn_by` a batch goes back to the fund when that is done, and by no other way.
    """

    id: str
    programme_id: str
    units: int
    act: str
    by: str
    at: datetime
    fingerprint: str
    drawn_by: str = ""


@dataclass(frozen=True, slots=True)
class Programme:
    """A funded policy with rules and a budget. Without `expires_on` it lasts until its funds run out."""

    id: str
    funder_id: str
    title: str
    legal_basis: str
    unit: Unit
    rules: Rules
    budget: int
    voucher_max: int
    from_on: date
    expires_on: date | None
    state: ProgrammeState
    version: int
    fingerprint: str
    months: int | None = None
    award: Award = field(default_factory=Award)
    second_person_above: int | None = None
    alert_below: int | None = None
    alert_to: str | None = None

    def why_not_issue(self, *, on: date, units: int) -> list[Refusal]:
        """Why no voucher can be issued of this size on a day."""
        over = self.expires_on is not None and on > self.expires_on
        if self.state is not ProgrammeState.OPEN or on < self.from_on or over:
            return [ProgrammeNotOpen(programme_id=self.id)]
        if units > self.voucher_max:
            return [AmountNotAdmitted(voucher_max=Amount(self.voucher_max, self.unit))]
        return []

    def why_not_become(self, state: ProgrammeState) -> list[Refusal]:
        """Why its state cannot change so."""
        if state is self.state or self.state in REACHED_FROM[state]:
            return []
        return [ProgrammeStateConflict(programme_id=self.id, state=self.state, described=self.described())]

    def described(self) -> Text:
        """Its state, as people say it."""
        return DESCRIBED[self.state]

    def voucher_expires_on(self, on: date) -> date:
        """The last day of a voucher issued on a day: so many months on, and no later than the programme's own."""
        ends = [clock.months_after(on, self.months)] if self.months else []
        return min([*ends, *([self.expires_on] if self.expires_on else [])])

    def needs_second_person(self, units: int) -> bool:
        """Whether so much is decided by two people."""
        return self.second_person_above is not None and units > self.second_person_above

    def is_low(self, available: int) -> bool:
        """Whether its fund has less left than it asked to be told of; nobody is told of one that issues nothing."""
        return self.state is ProgrammeState.OPEN and self.alert_below is not None and available < self.alert_below


@dataclass(frozen=True, slots=True)
class Version:
    """A programme as it was from an instant on, who made it so and why."""

    programme: Programme
    reason: str
    by: str
    at: datetime
    request_id: str
    fingerprint: str


def check(programme: Programme, *, on: date, before: Programme | None = None) -> None:
    """Raise ProgrammeInvalid for rules that contradict each other; an end that stays as it was `before` may be past."""
    rules, ends = programme.rules, programme.expires_on
    is_new = before is None or ends != before.expires_on
    contradictions = {
        "age_min": rules.age_min > rules.age_max,
        "expires_on": ends is not None and (ends < programme.from_on or (is_new and ends < on)),
        "months": ends is None and not programme.months,
        "categories": not rules.categories,
        "municipality_codes": not set(rules.municipality_codes) <= set(MUNICIPALITIES),
        "voucher_max": programme.voucher_max > programme.budget,
        "caps": not set(rules.caps.category_max) <= set(rules.categories),
        "exclusions": programme.id in {one.programme_id for one in rules.exclusions},
        "award": not programme.award.is_sound()
        or (programme.unit is Unit.MINUTES and programme.award.kind is not AwardKind.NAMED),
        "alert_to": programme.alert_below is not None and not programme.alert_to,
    }
    for name, is_wrong in contradictions.items():
        if is_wrong:
            raise ProgrammeInvalid(field=name, rule=RULES[name])
