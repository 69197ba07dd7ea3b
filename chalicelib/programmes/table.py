"""Programmes and their funders: a territory has tens, each funder's in one item collection."""

from typing import Any

from pynamodb.attributes import UnicodeAttribute, UnicodeSetAttribute

from chalicelib.kernel.clock import stamp
from chalicelib.kernel.paging import Page, Span
from chalicelib.kernel.territory import Category
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

from .model import Increase, Programme, ProgrammeState, Rules

PROGRAMMES, INCREASE = "programmes", "increase"


class ProgrammeRecord(Record):
    """A funded policy. Its money is in the ledger, under its id."""

    table = "programmes_table"

    funder_id = UnicodeAttribute()
    title = UnicodeAttribute()
    legal_basis = UnicodeAttribute()
    unit = UnicodeAttribute()
    categories: UnicodeSetAttribute = UnicodeSetAttribute()
    age_min = CentsAttribute()
    age_max = CentsAttribute()
    municipality_codes: UnicodeSetAttribute = UnicodeSetAttribute()
    budget = CentsAttribute()
    voucher_max = CentsAttribute()
    from_on = DayAttribute()
    expires_on = DayAttribute()
    state = UnicodeAttribute()
    version = CentsAttribute()
    fingerprint = UnicodeAttribute()


class IncreaseRecord(Record):
    """That a budget was increased: once under the request that did it, once in the programme's history."""

    table = "programmes_table"

    programme_id = UnicodeAttribute()
    units = CentsAttribute()
    reason = UnicodeAttribute()
    by = UnicodeAttribute()
    at = InstantAttribute()
    fingerprint = UnicodeAttribute()


def add(writes: Transaction, programme: Programme) -> None:
    """Write a new programme."""
    record = ProgrammeRecord(
        pk=PROGRAMMES,
        sk=programme.id,
        funder_id=programme.funder_id,
        title=programme.title,
        legal_basis=programme.legal_basis,
        unit=programme.unit,
        categories={str(category) for category in programme.rules.categories},
        age_min=programme.rules.age_min,
        age_max=programme.rules.age_max,
        municipality_codes=set(programme.rules.municipality_codes),
        budget=programme.budget,
        voucher_max=programme.voucher_max,
        from_on=programme.from_on,
        expires_on=programme.expires_on,
        state=programme.state,
        version=programme.version,
        fingerprint=programme.fingerprint,
    )
    writes.create(record, Stale())


def increase(writes: Transaction, increase: Increase) -> None:
    """Raise a programme's budget, and keep who did it and why. Stale when a twin was first."""
    writes.change(
        ProgrammeRecord(pk=PROGRAMMES, sk=increase.programme_id),
        [ProgrammeRecord.budget.add(increase.units)],
        ProgrammeRecord.pk.exists(),
        Stale(),
    )
    record: dict[str, Any] = {
        "programme_id": increase.programme_id,
        "units": increase.units,
        "reason": increase.reason,
        "by": increase.by,
        "at": increase.at,
        "fingerprint": increase.fingerprint,
    }
    history = f"{stamp(increase.at)}#{increase.id}"
    writes.create(IncreaseRecord(pk=f"increase#{increase.id}", sk=INCREASE, **record), Stale())
    writes.create(IncreaseRecord(pk=f"increases#{increase.programme_id}", sk=history, **record), Stale())


def found_increase(reads: Reads, increase_id: str) -> Later[Increase]:
    """Ask for the increase that a request made."""
    return reads.ask(IncreaseRecord, f"increase#{increase_id}", INCREASE, _to_increase)


def increases(programme_id: str, span: Span) -> Page[Increase]:
    """The increases of a programme's budget, oldest first."""
    return dynamodb.page(IncreaseRecord, f"increases#{programme_id}", _to_increase, span, consistent=True)


def programme(reads: Reads, programme_id: str) -> Later[Programme]:
    """Ask for a programme."""
    return reads.ask(ProgrammeRecord, PROGRAMMES, programme_id, _to_programme)


def every() -> list[Programme]:
    """All programmes."""
    return dynamodb.everything(ProgrammeRecord, PROGRAMMES, _to_programme)


def _to_programme(record: ProgrammeRecord) -> Programme:
    return Programme(
        id=record.sk,
        funder_id=record.funder_id,
        title=record.title,
        legal_basis=record.legal_basis,
        unit=Unit(record.unit),
        rules=Rules(
            categories=tuple(sorted(Category(category) for category in record.categories)),
            age_min=record.age_min,
            age_max=record.age_max,
            municipality_codes=tuple(sorted(record.municipality_codes)),
        ),
        budget=record.budget,
        voucher_max=record.voucher_max,
        from_on=record.from_on,
        expires_on=record.expires_on,
        state=ProgrammeState(record.state),
        version=record.version,
        fingerprint=record.fingerprint,
    )


def _to_increase(record: IncreaseRecord) -> Increase:
    return Increase(
        id=record.pk.removeprefix("increase#") if record.sk == INCREASE else record.sk.partition("#")[2],
        programme_id=record.programme_id,
        units=record.units,
        reason=record.reason,
        by=record.by,
        at=record.at,
        fingerprint=record.fingerprint,
    )
