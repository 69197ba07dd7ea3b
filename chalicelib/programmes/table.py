"""Programmes and their funders: a territory has tens, each funder's in one item collection."""

from pynamodb.attributes import UnicodeAttribute, UnicodeSetAttribute

from chalicelib.kernel.territory import Category
from chalicelib.ledger.model import Unit
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import CentsAttribute, DayAttribute, Later, Reads, Record, Stale, Transaction

from .model import Programme, ProgrammeState, Rules

PROGRAMMES = "programmes"


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
