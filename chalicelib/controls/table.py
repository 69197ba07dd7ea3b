"""Cases by their state, the steps of weekly controls, and until when the nightly ones have looked."""

from datetime import date
from typing import Any

from pynamodb.attributes import ListAttribute, MapAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from chalicelib.kernel.paging import Page, Span
from chalicelib.ledger.model import Unit
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import (
    CentsAttribute,
    DayAttribute,
    InstantAttribute,
    Later,
    Reads,
    Record,
    Stale,
    Transaction,
)

from .model import Case, CaseState, Subject, Turn

CASE, CHANGE, NIGHTLY = "case", "change", "nightly"


class ByState(GlobalSecondaryIndex["CaseRecord"]):
    """The cases in a state, by when they were first found."""

    class Meta:
        """The index's name and content."""

        index_name = "by_state"
        projection = AllProjection()

    state = UnicodeAttribute(hash_key=True)
    found_at = InstantAttribute(range_key=True)


class TurnMap(MapAttribute[str, Any]):
    """One change of a case."""

    state = UnicodeAttribute()
    owner = UnicodeAttribute()
    reason = UnicodeAttribute()
    by = UnicodeAttribute()
    at = InstantAttribute()


class CaseRecord(Record):
    """A difference that somebody answers for, with all that happened to it."""

    table = "controls_table"

    by_state = ByState()
    subject = UnicodeAttribute()
    subject_id = UnicodeAttribute()
    what = UnicodeAttribute()
    recorded = CentsAttribute()
    recomputed = CentsAttribute()
    evidence: ListAttribute[str] = ListAttribute()
    state = UnicodeAttribute()
    owner = UnicodeAttribute()
    found_at = InstantAttribute()
    last_found_at = InstantAttribute()
    history: ListAttribute[TurnMap] = ListAttribute(of=TurnMap)
    version = CentsAttribute()
    unit = UnicodeAttribute(null=True)


class ChangeRecord(Record):
    """That a request has changed a case: it changes no other, and this one once."""

    table = "controls_table"

    case_id = UnicodeAttribute()
    fingerprint = UnicodeAttribute()


class StepRecord(Record):
    """That a step of a weekly control is done."""

    table = "controls_table"


class NightlyRecord(Record):
    """The last day whose changes were reconciled."""

    table = "controls_table"

    until_on = DayAttribute()


def keep(writes: Transaction, case: Case, before: Case | None) -> None:
    """Write a case as it is now, if it is still as it was read. Stale when it is not."""
    record = CaseRecord(
        pk=f"case#{case.id}",
        sk=CASE,
        subject=case.subject,
        subject_id=case.subject_id,
        what=case.what,
        recorded=case.recorded,
        recomputed=case.recomputed,
        evidence=list(case.evidence),
        state=case.state,
        owner=case.owner,
        found_at=case.found_at,
        last_found_at=case.last_found_at,
        history=[_turn(turn) for turn in case.history],
        version=case.version,
        unit=case.unit,
    )
    unchanged = CaseRecord.version == before.version if before else CaseRecord.pk.does_not_exist()
    writes.put_if(record, unchanged, Stale())


def mark(writes: Transaction, change_id: str, case_id: str, fingerprint: str) -> None:
    """Note that a request has changed a case. Stale when a twin was first."""
    record = ChangeRecord(pk=f"change#{change_id}", sk=CHANGE, case_id=case_id, fingerprint=fingerprint)
    writes.create(record, Stale())


def case(reads: Reads, case_id: str) -> Later[Case]:
    """Ask for a case."""
    return reads.ask(CaseRecord, f"case#{case_id}", CASE, _to_case)


def marked(reads: Reads, change_id: str) -> Later[tuple[str, str]]:
    """Ask for the case that a request has changed, and the fingerprint of what it said."""
    return reads.ask(ChangeRecord, f"change#{change_id}", CHANGE, lambda found: (found.case_id, found.fingerprint))


def in_state(state: CaseState, span: Span) -> Page[Case]:
    """The cases in a state, the newest first."""
    return dynamodb.page(CaseRecord.by_state, state, _to_case, span, newest_first=True)


def step_done(run_id: str, step: str) -> None:
    """Note that a step of a weekly control is done; it may have been done before."""
    with Transaction() as writes:
        writes.put(StepRecord(pk=f"run#{run_id}", sk=step))


def steps_done(run_id: str) -> set[str]:
    """The steps of a weekly control that are done."""
    return {record.sk for record in StepRecord.query(f"run#{run_id}", consistent_read=True)}


def reconciled(until_on: date) -> None:
    """Note the last day whose changes were reconciled."""
    with Transaction() as writes:
        writes.put(NightlyRecord(pk=NIGHTLY, sk=NIGHTLY, until_on=until_on))


def reconciled_until() -> date | None:
    """The last day whose changes were reconciled."""
    found = dynamodb.find(NightlyRecord, NIGHTLY, NIGHTLY)
    return found.until_on if found else None


def _turn(turn: Turn) -> TurnMap:
    fields: dict[str, Any] = {"state": turn.state, "owner": turn.owner, "reason": turn.reason, "by": turn.by}
    return TurnMap(**fields, at=turn.at)  # type: ignore[no-untyped-call]


def _to_case(record: CaseRecord) -> Case:
    return Case(
        id=record.pk.removeprefix("case#"),
        subject=Subject(record.subject),
        subject_id=record.subject_id,
        what=record.what,
        recorded=record.recorded,
        recomputed=record.recomputed,
        evidence=tuple(record.evidence),
        state=CaseState(record.state),
        owner=record.owner,
        found_at=record.found_at,
        last_found_at=record.last_found_at,
        history=tuple(
            Turn(CaseState(turn.state), turn.owner, turn.reason, turn.by, turn.at) for turn in record.history
        ),
        version=record.version,
        unit=Unit(record.unit) if record.unit else None,
    )
