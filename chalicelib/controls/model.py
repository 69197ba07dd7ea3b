"""Differences, and the cases that they become."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Self

from chalicelib.kernel.caller import Role
from chalicelib.kernel.identifiers import derived
from chalicelib.kernel.refusals import Conflict, Refusal
from chalicelib.kernel.texts import Text
from chalicelib.ledger.model import Unit

FIRST_OWNER = Role.FINANCE_OFFICER  # the role answers for a case until a person takes charge of it


class Subject(StrEnum):
    """What a difference is about."""

    ACCOUNT = "account"
    MOVEMENT = "movement"
    BOOKING = "booking"
    PROGRAMME = "programme"
    ENTRY = "entry"
    SEAL = "seal"
    SETTLEMENT = "settlement"


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two records of the same thing disagree: amounts in the unit of an account, or plain counts without one."""

    subject: Subject
    subject_id: str
    what: str
    recorded: int
    recomputed: int
    evidence: tuple[str, ...] = field(default=(), compare=False)
    account_id: str | None = field(default=None, compare=False)

    @property
    def case_id(self) -> str:
        """The case it belongs to: the same for what differs in the same place, however often it is found."""
        return derived("case", self.subject, self.subject_id, self.what)


@dataclass(frozen=True, slots=True)
class Report:
    """What a reconciliation looked at, and every difference it found."""

    accounts: int
    entries: int
    bookings: int
    differences: list[Difference]


class CaseState(StrEnum):
    """The life of a case."""

    OPEN = "open"
    ASSIGNED = "assigned"
    EXPLAINED = "explained"  # it is known why, and it will go on differing
    CLOSED = "closed"  # it was put right


class CaseStateConflict(Conflict):
    """The case's state does not allow the change."""

    detail = Text("Il caso è {described}.", "The case is {described}.")


DESCRIBED = {
    CaseState.OPEN: Text("aperto: prima qualcuno lo prende in carico", "open: somebody takes charge of it first"),
    CaseState.ASSIGNED: Text("già in carico", "in somebody's charge"),
    CaseState.EXPLAINED: Text("già spiegato", "explained"),
    CaseState.CLOSED: Text("chiuso", "closed"),
}
# From where each state is reached by a person. The platform alone opens a case, or opens a closed one again.
REACHED_FROM = {
    CaseState.ASSIGNED: frozenset({CaseState.OPEN, CaseState.ASSIGNED, CaseState.EXPLAINED}),
    CaseState.EXPLAINED: frozenset({CaseState.ASSIGNED}),
    CaseState.CLOSED: frozenset({CaseState.ASSIGNED, CaseState.EXPLAINED}),
}


@dataclass(frozen=True, slots=True)
class Turn:
    """One change of a case: to which state and owner, by whom, when and why."""

    state: CaseState
    owner: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Case:
    """A difference that somebody answers for until it is explained or put right."""

    id: str
    subject: Subject
    subject_id: str
    what: str
    recorded: int
    recomputed: int
    evidence: tuple[str, ...]
    state: CaseState
    owner: str
    found_at: datetime
    last_found_at: datetime
    history: tuple[Turn, ...]
    version: int
    unit: Unit | None = None  # of what is recorded and recomputed; None for counts

    def why_not_become(self, state: CaseState) -> list[Refusal]:
        """Why a person cannot change its state so."""
        if self.state in REACHED_FROM[state]:
            return []
        return [CaseStateConflict(case_id=self.id, state=self.state, described=DESCRIBED[self.state])]

    def turned(self, turn: Turn) -> Self:
        """The same case after a change."""
        return replace(
            self, state=turn.state, owner=turn.owner, history=(*self.history, turn), version=self.version + 1
        )

    def found_again(self, difference: Difference, unit: Unit | None, *, by: str, at: datetime) -> Self:
        """The same case, found once more: as it is now, and open again if it had been closed."""
        seen = replace(
            self,
            recorded=difference.recorded,
            recomputed=difference.recomputed,
            evidence=difference.evidence,
            last_found_at=at,
            version=self.version + 1,
            unit=unit,
        )
        if self.state is not CaseState.CLOSED:
            return seen
        again = Turn(CaseState.OPEN, self.owner, "found again", by, at)
        return replace(seen, state=CaseState.OPEN, history=(*seen.history, again))


def opened(difference: Difference, unit: Unit | None, *, by: str, at: datetime) -> Case:
    """The case that a difference becomes the first time it is found."""
    first = Turn(CaseState.OPEN, FIRST_OWNER, "found", by, at)
    return Case(
        id=difference.case_id,
        subject=difference.subject,
        subject_id=difference.subject_id,
        what=difference.what,
        recorded=difference.recorded,
        recomputed=difference.recomputed,
        evidence=difference.evidence,
        state=CaseState.OPEN,
        owner=FIRST_OWNER,
        found_at=at,
        last_found_at=at,
        history=(first,),
        version=1,
        unit=unit,
    )
