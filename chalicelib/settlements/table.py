"""Settlements by funder and by provider, their revisions and steps, and how far each funder has settled."""

from typing import Any

from pynamodb.attributes import UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from chalicelib.kernel.clock import stamp
from chalicelib.kernel.paging import Page, Span
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import (
    CentsAttribute,
    InstantAttribute,
    Later,
    Reads,
    Record,
    Stale,
    StructAttribute,
    Transaction,
)

from .coverage import Chain
from .model import Settlement, SettlementStepKind, Step

SETTLEMENT, STEP = "settlement", "step"


class ByFunder(GlobalSecondaryIndex["SettlementRecord"]):
    """A funder's settlements, by their numbers."""

    class Meta:
        """The index's name and content."""

        index_name = "by_funder"
        projection = AllProjection()

    funder_id = UnicodeAttribute(hash_key=True)
    number = UnicodeAttribute(range_key=True)


class ByProvider(GlobalSecondaryIndex["SettlementRecord"]):
    """A provider's settlements with all funders, by their numbers."""

    class Meta:
        """The index's name and content."""

        index_name = "by_provider"
        projection = AllProjection()

    provider_id = UnicodeAttribute(hash_key=True)
    number = UnicodeAttribute(range_key=True)


class SettlementRecord(Record):
    """A settlement as it is now. Its content is written whole, never in part."""

    table = "settlements_table"

    by_funder = ByFunder()
    by_provider = ByProvider()
    funder_id = UnicodeAttribute()
    provider_id = UnicodeAttribute()
    number = UnicodeAttribute()
    version = CentsAttribute()
    content: StructAttribute[Settlement] = StructAttribute(Settlement)


class RevisionRecord(Record):
    """A settlement as it was when a revision of it was issued. Added once, never changed."""

    table = "settlements_table"

    content: StructAttribute[Settlement] = StructAttribute(Settlement)


class StepRecord(Record):
    """What was done to a settlement: once under the request that did it, once in its history."""

    table = "settlements_table"

    settlement_id = UnicodeAttribute()
    revision = CentsAttribute()
    kind = UnicodeAttribute()
    by = UnicodeAttribute()
    at = InstantAttribute()
    reason = UnicodeAttribute()
    movement_id = UnicodeAttribute(null=True)
    fingerprint = UnicodeAttribute()


class ChainRecord(Record):
    """How far a funder has settled with a provider."""

    table = "settlements_table"

    until_at = InstantAttribute()
    carried: StructAttribute[tuple[str, ...]] = StructAttribute(tuple[str, ...])
    ahead: StructAttribute[tuple[str, ...]] = StructAttribute(tuple[str, ...])
    version = CentsAttribute()


class CounterRecord(Record):
    """The last number that a funder gave in a year."""

    table = "settlements_table"

    last = CentsAttribute()


def put(writes: Transaction, settlement: Settlement) -> None:
    """Write a settlement over the version before its own. Stale when another was written meanwhile."""
    record = SettlementRecord(
        pk=f"settlement#{settlement.id}",
        sk=SETTLEMENT,
        funder_id=settlement.funder_id,
        provider_id=settlement.provider_id,
        number=settlement.number,
        version=settlement.version,
        content=settlement,
    )
    _put_over(writes, record, SettlementRecord, settlement.version)


def add_revision(writes: Transaction, settlement: Settlement) -> None:
    """Keep a settlement as it is issued or revised."""
    record = RevisionRecord(pk=f"revisions#{settlement.id}", sk=f"{settlement.revision:04d}", content=settlement)
    writes.create(record, Stale())


def add_step(writes: Transaction, step: Step, step_id: str) -> None:
    """Keep what was done. Stale when a twin of the same request was first."""
    record: dict[str, Any] = {
        "settlement_id": step.settlement_id,
        "revision": step.revision,
        "kind": step.kind,
        "by": step.by,
        "at": step.at,
        "reason": step.reason,
        "movement_id": step.movement_id,
        "fingerprint": step.fingerprint,
    }
    history = f"{stamp(step.at)}#{step_id}"
    writes.create(StepRecord(pk=f"step#{step_id}", sk=STEP, **record), Stale())
    writes.create(StepRecord(pk=f"steps#{step.settlement_id}", sk=history, **record), Stale())


def put_chain(writes: Transaction, chain: Chain) -> None:
    """Write how far a funder has settled, over the version before. Stale when it has gone on meanwhile."""
    record = ChainRecord(
        pk=f"chain#{chain.funder_id}",
        sk=chain.provider_id,
        until_at=chain.until_at,
        carried=chain.carried,
        ahead=chain.ahead,
        version=chain.version,
    )
    _put_over(writes, record, ChainRecord, chain.version)


def take_number(writes: Transaction, funder_id: str, year: int, serial: int) -> None:
    """Take a funder's next number of a year. Stale when another settlement took it."""
    record = CounterRecord(pk=f"numbers#{funder_id}", sk=str(year), last=serial)
    fresh = CounterRecord.pk.does_not_exist()
    writes.put_if(record, CounterRecord.last == serial - 1 if serial > 1 else fresh, Stale())


def settlement(reads: Reads, settlement_id: str) -> Later[Settlement]:
    """Ask for a settlement."""
    return reads.ask(SettlementRecord, f"settlement#{settlement_id}", SETTLEMENT, _to_settlement)


def revision(reads: Reads, settlement_id: str, number: int) -> Later[Settlement]:
    """Ask for a settlement as a revision of it was issued."""
    return reads.ask(RevisionRecord, f"revisions#{settlement_id}", f"{number:04d}", _to_settlement)


def found_step(reads: Reads, step_id: str) -> Later[Step]:
    """Ask for the step that a request took."""
    return reads.ask(StepRecord, f"step#{step_id}", STEP, _to_step)


def chain(reads: Reads, funder_id: str, provider_id: str) -> Later[Chain]:
    """Ask how far a funder has settled with a provider."""
    return reads.ask(ChainRecord, f"chain#{funder_id}", provider_id, _to_chain)


def last_number(reads: Reads, funder_id: str, year: int) -> Later[int]:
    """Ask for the last number that a funder gave in a year."""
    return reads.ask(CounterRecord, f"numbers#{funder_id}", str(year), lambda record: record.last)


def of_funder(funder_id: str, span: Span) -> Page[Settlement]:
    """A funder's settlements, the latest numbers first."""
    return dynamodb.page(SettlementRecord.by_funder, funder_id, _to_settlement, span, newest_first=True)


def of_provider(provider_id: str, span: Span) -> Page[Settlement]:
    """A provider's settlements, the latest numbers first."""
    return dynamodb.page(SettlementRecord.by_provider, provider_id, _to_settlement, span, newest_first=True)


def every_of(funder_id: str, provider_id: str) -> list[Settlement]:
    """All settlements of a funder with a provider: one a month."""
    every = dynamodb.everything(SettlementRecord.by_provider, provider_id, _to_settlement)
    return [settlement for settlement in every if settlement.funder_id == funder_id]


def revisions(settlement_id: str) -> list[Settlement]:
    """Every revision of a settlement as it was issued, the first one first."""
    return dynamodb.everything(RevisionRecord, f"revisions#{settlement_id}", _to_settlement, consistent=True)


def steps(settlement_id: str, span: Span) -> Page[Step]:
    """What was done to a settlement, oldest first."""
    return dynamodb.page(StepRecord, f"steps#{settlement_id}", _to_step, span, consistent=True)


def _put_over(
    writes: Transaction, record: Record, kind: type[SettlementRecord] | type[ChainRecord], version: int
) -> None:
    if version > 1:
        writes.put_if(record, kind.version == version - 1, Stale())
    else:
        writes.create(record, Stale())


def _to_settlement(record: SettlementRecord | RevisionRecord) -> Settlement:
    return record.content


def _to_step(record: StepRecord) -> Step:
    return Step(
        settlement_id=record.settlement_id,
        revision=record.revision,
        kind=SettlementStepKind(record.kind),
        by=record.by,
        at=record.at,
        reason=record.reason,
        movement_id=record.movement_id,
        fingerprint=record.fingerprint,
    )


def _to_chain(record: ChainRecord) -> Chain:
    return Chain(
        funder_id=record.pk.removeprefix("chain#"),
        provider_id=record.sk,
        until_at=record.until_at,
        carried=record.carried,
        ahead=record.ahead,
        version=record.version,
    )
