"""Settlements: rows and totals, states, and who may take the next step."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Self

from chalicelib.kernel.refusals import Conflict, Refusal
from chalicelib.kernel.texts import Text
from chalicelib.ledger.model import LATEST_WRITE

from .coverage import Month, Part, Row, Scope

CONTESTS_MAX = 100  # they are kept with the settlement, which is one item
ANSWER_DAYS = 15  # half of the thirty in which a public body pays (D.Lgs. 231/2002, art. 4 c. 2)


class SettlementState(StrEnum):
    """The life of a settlement's current revision."""

    ISSUED = "issued"
    ACKNOWLEDGED = "acknowledged"
    CONTESTED = "contested"
    APPROVED = "approved"
    PAID = "paid"
    VOID = "void"  # every row of it was taken out


class Verdict(StrEnum):
    """How a contest ends."""

    STANDS = "stands"
    TAKEN_OUT = "taken_out"


class SettlementStepKind(StrEnum):
    """What can be done to a settlement."""

    ISSUED = "issued"
    ACKNOWLEDGED = "acknowledged"
    CONTESTED = "contested"
    RESOLVED = "resolved"
    REVISED = "revised"
    APPROVED = "approved"
    PAID = "paid"


BY_PROVIDER = frozenset(
    {SettlementStepKind.ACKNOWLEDGED, SettlementStepKind.CONTESTED}
)  # all the others are its funder's

DESCRIBED = {
    SettlementState.ISSUED: Text("emesso, in attesa della cooperativa", "issued, and waits for the provider"),
    SettlementState.ACKNOWLEDGED: Text("già accettato dalla cooperativa", "already acknowledged by the provider"),
    SettlementState.CONTESTED: Text("contestato", "contested"),
    SettlementState.APPROVED: Text("già approvato", "already approved"),
    SettlementState.PAID: Text("già pagato", "already paid"),
    SettlementState.VOID: Text("annullato", "void"),
}


class SettlementStateConflict(Conflict):
    """The settlement's state does not allow the step."""

    detail = Text(
        "Questo passo ora non si può fare: il rendiconto è {described}.",
        "This cannot be done now: the settlement is {described}.",
    )


class MonthNotOver(Conflict):
    """The month has not ended, or only minutes ago: movements of it may still be written."""

    detail = Text("Il mese non è ancora chiuso.", "The month is not over yet.")
    remedy = Text("Riprova da {until_at}.", "Try again from {until_at} on.")


class NothingToSettle(Conflict):
    """Nothing was delivered that is not in another settlement."""

    detail = Text("Non c'è nulla da liquidare alla cooperativa.", "There is nothing to settle with the provider.")


class AlreadySettled(Conflict):
    """The month has its settlement, or a later month has."""

    detail = Text("Il mese è già stato rendicontato.", "The month is already settled.")
    remedy = Text("Le correzioni vanno in una nuova revisione.", "Corrections go into a new revision.")


class RowUnknown(Conflict):
    """The settlement has no such row."""

    detail = Text("Il rendiconto non ha questa riga.", "The settlement has no such row.")


class RowAlreadyContested(Conflict):
    """The row is contested, or was and is resolved."""

    detail = Text("Questa riga è già stata contestata.", "This row was already contested.")


class TooManyContests(Conflict):
    """More rows are contested than a settlement keeps."""

    detail = Text("Ci sono già troppe righe contestate.", "Too many rows are already contested.")
    remedy = Text("Attendi che siano risolte.", "Wait until they are resolved.")


class RowNotContested(Conflict):
    """There is no open contest of that row."""

    detail = Text("Su questa riga non c'è una contestazione aperta.", "There is no open contest of this row.")


class ContestsOpen(Conflict):
    """Contested rows wait for the funder's decision."""

    detail = Text("Ci sono righe contestate da risolvere.", "Contested rows wait to be resolved.")
    remedy = Text("Chiedi all'ufficio della misura di decidere.", "Ask the programme's office to decide.")


class AnswerPending(Conflict):
    """The provider has not answered, and still has time to."""

    detail = Text(
        "La cooperativa non ha ancora risposto: può farlo fino a {until_at}.",
        "The provider has not answered yet: it can until {until_at}.",
    )


class IssuedByYou(Conflict):
    """Who issued or revised a settlement does not approve it."""

    detail = Text(
        "Chi ha emesso o rivisto il rendiconto non può approvarlo.",
        "Who issued or revised the settlement cannot approve it.",
    )
    remedy = Text("Chiedi a una collega o a un collega.", "Ask a colleague.")


class NothingToCorrect(Conflict):
    """No correction waits to be taken in."""

    detail = Text("Non ci sono correzioni da inserire.", "There are no corrections to take in.")


@dataclass(frozen=True, slots=True)
class Contest:
    """That the provider contests a row and why, and what the funder decided."""

    movement_id: str
    reason: str
    at: datetime
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Instruction:
    """From which account to which, and on which day, a settlement is to be paid."""

    debtor_name: str
    debtor_iban: str
    creditor_iban: str
    execute_on: date
    approved_at: datetime


@dataclass(frozen=True, slots=True)
class Step:
    """What was done to a settlement, by whom, when and why."""

    settlement_id: str
    revision: int
    kind: SettlementStepKind
    by: str
    at: datetime
    reason: str
    movement_id: str | None
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a funder owes a provider, as its current revision says. Its rows are in a document under its digest."""

    id: str
    funder_id: str
    provider_id: str
    provider_name: str
    month: str
    serial: int
    revision: int
    scope: Scope
    parts: tuple[Part, ...]
    sha256: str
    issued_at: datetime
    authors: tuple[str, ...]
    state: SettlementState = SettlementState.ISSUED
    contests: tuple[Contest, ...] = ()
    instruction: Instruction | None = None
    version: int = 1

    @property
    def number(self) -> str:
        """Its number among its funder's, in the year of its month: 2027/0001."""
        return f"{Month.read(self.month).year}/{self.serial:04d}"

    @property
    def total_cents(self) -> int:
        """What the funder owes."""
        return sum(part.cents for part in self.parts)

    @property
    def open_contests(self) -> list[str]:
        """The contested rows that wait for a decision."""
        return [contest.movement_id for contest in self.contests if contest.verdict is None]

    @property
    def answer_until_at(self) -> datetime:
        """Until when the provider can answer; silence then counts as consent."""
        return self.issued_at + timedelta(days=ANSWER_DAYS)

    def why_not(self, *admitted: SettlementState) -> list[Refusal]:
        """Why a step cannot be taken that starts from these states."""
        if self.state in admitted:
            return []
        return [SettlementStateConflict(settlement_id=self.id, state=self.state, described=DESCRIBED[self.state])]

    def why_not_contest(self, movement_id: str, *, rows: Iterable[Row]) -> list[Refusal]:
        """Why the provider cannot contest a row."""
        why = self.why_not(SettlementState.ISSUED, SettlementState.CONTESTED)
        if movement_id in {contest.movement_id for contest in self.contests}:
            why.append(RowAlreadyContested(movement_id=movement_id))
        elif len(self.contests) >= CONTESTS_MAX:
            why.append(TooManyContests(contests_max=CONTESTS_MAX))
        if movement_id not in {row.movement_id for row in rows}:
            why.append(RowUnknown(movement_id=movement_id))
        return why

    def why_not_resolve(self, movement_id: str) -> list[Refusal]:
        """Why the contest of a row cannot be resolved."""
        why = self.why_not(SettlementState.CONTESTED)
        if not why and movement_id not in self.open_contests:
            why.append(RowNotContested(movement_id=movement_id))
        return why

    def why_not_approve(self, *, by: str, at: datetime) -> list[Refusal]:
        """Why it cannot be approved: by its author, unanswered, or with open contests."""
        state = SettlementState
        why = self.why_not(state.ACKNOWLEDGED, state.CONTESTED, state.ISSUED)
        if self.open_contests:
            why.append(ContestsOpen(movement_ids=self.open_contests))
        if self.state is state.ISSUED and at < self.answer_until_at:
            why.append(AnswerPending(settlement_id=self.id, until_at=self.answer_until_at))
        if by in self.authors:
            why.append(IssuedByYou(settlement_id=self.id))
        return why

    def resolved(self, movement_id: str, verdict: Verdict) -> Self:
        """The same settlement with a contest decided."""
        contests = tuple(
            replace(contest, verdict=verdict) if contest.movement_id == movement_id else contest
            for contest in self.contests
        )
        return replace(self, contests=contests)


@dataclass(frozen=True, slots=True)
class Document:
    """The rows of a settlement's revision: the same entries give the same document, always."""

    settlement_id: str
    revision: int
    funder_id: str
    provider_id: str
    provider_name: str
    month: str
    scope: Scope
    parts: tuple[Part, ...]
    rows: tuple[Row, ...]


def why_not_over(month: Month, *, at: datetime) -> list[Refusal]:
    """Why a month cannot be settled yet."""
    closed_at = month.ends_at + LATEST_WRITE
    return [MonthNotOver(month=str(month), until_at=closed_at)] if at < closed_at else []
