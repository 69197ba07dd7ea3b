"""Programmes and their funders: a territory has tens, each funder's in one item collection."""

from dataclasses import replace

from pynamodb.attributes import UnicodeAttribute

from chalicelib.kernel.clock import stamp
from chalicelib.kernel.paging import Page, Span
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import (
    CentsAttribute,
    Later,
    Reads,
    Record,
    Stale,
    StructAttribute,
    Transaction,
)

from .model import Commitment, Increase, Programme, Version

PROGRAMMES, INCREASE, COMMITMENT = "programmes", "increase", "commitment"


class ProgrammeRecord(Record):
    """A funded policy as it is now. Its money is in the ledger, under its id."""

    table = "programmes_table"

    version = CentsAttribute()
    state = UnicodeAttribute()
    budget = CentsAttribute()
    terms: StructAttribute[Programme] = StructAttribute(Programme)


class VersionRecord(Record):
    """A programme as it was made by one change, who made it and why. Added once, never changed."""

    table = "programmes_table"

    terms: StructAttribute[Version] = StructAttribute(Version)


class IncreaseRecord(Record):
    """That a budget was increased: once under the request that did it, once in the programme's list."""

    table = "programmes_table"

    terms: StructAttribute[Increase] = StructAttribute(Increase)


class CommitmentRecord(Record):
    """That part of a budget was set aside: once under its own id, once in the programme's list."""

    table = "programmes_table"

    terms: StructAttribute[Commitment] = StructAttribute(Commitment)


def add(writes: Transaction, programme: Programme, version: Version) -> None:
    """Write a new programme and its first version."""
    writes.create(_record(programme), Stale())
    writes.create(_version(version), Stale())


def change(writes: Transaction, version: Version) -> None:
    """Write a programme's next version. Stale when the one it is made from is no longer the latest."""
    record, programme = ProgrammeRecord, version.programme
    writes.change(
        ProgrammeRecord(pk=PROGRAMMES, sk=programme.id),
        [
            record.version.set(programme.version),
            record.state.set(programme.state),
            record.terms.set(programme),
        ],
        (record.version == programme.version - 1) & (record.budget >= programme.voucher_max),
        Stale(),
    )
    writes.create(_version(version), Stale())


def must_be_latest(writes: Transaction, programme: Programme) -> None:
    """Write only if no version of a programme came after the one that was read. Stale otherwise."""
    record = ProgrammeRecord(pk=PROGRAMMES, sk=programme.id)
    writes.check(record, ProgrammeRecord.version == programme.version, Stale())


def version(reads: Reads, programme_id: str, number: int) -> Later[Version]:
    """Ask for one version of a programme."""
    return reads.ask(VersionRecord, f"versions#{programme_id}", f"{number:06d}", lambda record: record.terms)


def versions(programme_id: str, span: Span) -> Page[Version]:
    """The versions of a programme, oldest first."""
    return dynamodb.page(VersionRecord, f"versions#{programme_id}", lambda record: record.terms, span, consistent=True)


def commit(writes: Transaction, commitment: Commitment) -> None:
    """Write a new commitment. Stale when a twin of the same request was first."""
    _keep(writes, CommitmentRecord, COMMITMENT, commitment)


def found_commitment(reads: Reads, commitment_id: str) -> Later[Commitment]:
    """Ask for a commitment."""
    return reads.ask(CommitmentRecord, f"commitment#{commitment_id}", COMMITMENT, lambda record: record.terms)


def commitments(programme_id: str, span: Span) -> Page[Commitment]:
    """The commitments of a programme, oldest first."""
    return dynamodb.page(
        CommitmentRecord, f"commitments#{programme_id}", lambda record: record.terms, span, consistent=True
    )


def increase(writes: Transaction, increase: Increase) -> None:
    """Raise a programme's budget, and keep who did it and why. Stale when a twin was first."""
    writes.change(
        ProgrammeRecord(pk=PROGRAMMES, sk=increase.programme_id),
        [ProgrammeRecord.budget.add(increase.units)],
        ProgrammeRecord.pk.exists(),
        Stale(),
    )
    _keep(writes, IncreaseRecord, INCREASE, increase)


def found_increase(reads: Reads, increase_id: str) -> Later[Increase]:
    """Ask for the increase that a request made."""
    return reads.ask(IncreaseRecord, f"increase#{increase_id}", INCREASE, lambda record: record.terms)


def increases(programme_id: str, span: Span) -> Page[Increase]:
    """The increases of a programme's budget, oldest first."""
    return dynamodb.page(
        IncreaseRecord, f"increases#{programme_id}", lambda record: record.terms, span, consistent=True
    )


def programme(reads: Reads, programme_id: str) -> Later[Programme]:
    """Ask for a programme."""
    return reads.ask(ProgrammeRecord, PROGRAMMES, programme_id, _to_programme)


def every() -> list[Programme]:
    """All programmes."""
    return dynamodb.everything(ProgrammeRecord, PROGRAMMES, _to_programme)


def _keep(
    writes: Transaction,
    record: type[IncreaseRecord | CommitmentRecord],
    kind: str,
    act: Increase | Commitment,
) -> None:
    """Write what was done to a budget: under the request that did it, and in the programme's list."""
    writes.create(record(pk=f"{kind}#{act.id}", sk=kind, terms=act), Stale())
    writes.create(record(pk=f"{kind}s#{act.programme_id}", sk=f"{stamp(act.at)}#{act.id}", terms=act), Stale())


def _record(programme: Programme) -> ProgrammeRecord:
    return ProgrammeRecord(
        pk=PROGRAMMES,
        sk=programme.id,
        version=programme.version,
        state=programme.state,
        budget=programme.budget,
        terms=programme,
    )


def _version(version: Version) -> VersionRecord:
    programme = version.programme
    return VersionRecord(pk=f"versions#{programme.id}", sk=f"{programme.version:06d}", terms=version)


def _to_programme(record: ProgrammeRecord) -> Programme:
    # The budget grows by increases, between versions.
    return replace(record.terms, budget=record.budget)
