"""Issuing: a programme's fund becomes people's vouchers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from chalicelib.kernel.caller import Caller
from chalicelib.kernel.clock import local_day
from chalicelib.kernel.identifiers import Outcome, RequestKey
from chalicelib.kernel.refusals import NotFound, Refusal, refuse_any
from chalicelib.ledger import model as ledger
from chalicelib.ledger import move
from chalicelib.ledger.move import Grant
from chalicelib.people import find as people
from chalicelib.people.model import Person
from chalicelib.programmes import read as programmes
from chalicelib.programmes.award import Facts
from chalicelib.programmes.model import Programme
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import Reads, Transaction

from . import holdings_table, read, table
from .holdings_table import Around
from .model import Change, ChangeKind, Voucher, VoucherState

TOGETHER_MAX = 19  # five writes for each voucher and three for their movement, of the hundred that DynamoDB takes


@dataclass(frozen=True, slots=True)
class _Wish:
    programme_id: str
    person_id: str
    facts: Facts
    reason: str
    funder_id: str


def voucher(
    *,
    programme_id: str,
    person_id: str,
    facts: Facts,
    funder_id: str,
    by: Caller,
    key: RequestKey,
    at: datetime,
    reason: str = "",
) -> Outcome[Voucher]:
    """Issue a voucher against a programme's budget; a large one waits for a second person, and grants nothing yet.

    Raises NotFound (person, or another funder's programme), ProgrammeNotOpen, AgeNotAdmitted, ResidenceNotAdmitted,
    IseeNotAdmitted, FactMissing, AmountGiven, NothingGranted, AmountNotAdmitted, NotCumulable, BudgetExhausted.
    """
    wish = _Wish(programme_id, person_id, facts, reason, funder_id)
    return dynamodb.until_settled(lambda: _issued(wish, by, key, at))


def why_not(programme: Programme, person: Person, facts: Facts, *, on: date) -> list[Refusal]:
    """Every reason why a person is granted nothing on a day, budget and other vouchers apart."""
    why: list[Refusal] = []
    granted = 0
    try:
        granted = programme.award.units(facts)
    except Refusal as refused:
        why.append(refused)
    return (
        why
        + programme.why_not_issue(on=on, units=granted)
        + programme.rules.why_not_person(born_on=person.born_on, municipality_code=person.municipality_code, on=on)
        + programme.rules.why_not_isee(facts.isee_cents)
    )


def draft(programme: Programme, person: Person, granted: int, *, voucher_id: str, at: datetime) -> Voucher:
    """A voucher as it will be, open, under the programme's present version."""
    return Voucher(
        id=voucher_id,
        funder_id=programme.funder_id,
        programme_id=programme.id,
        programme_title=programme.title,
        programme_version=programme.version,
        person_id=person.id,
        household_id=person.household_id,
        unit=programme.unit,
        granted=granted,
        rules=programme.rules,
        issued_at=at,
        expires_on=programme.voucher_expires_on(local_day(at)),
        state=VoucherState.OPEN,
        fingerprint="",
    )


def together(
    writes: Transaction,
    vouchers: Sequence[Voucher],
    arounds: Sequence[Around],
    *,
    source: str,
    about: str,
    by: str,
    at: datetime,
) -> None:
    """Write up to TOGETHER_MAX vouchers of one programme and different households, and move what they grant.

    Raises NotCumulable, BudgetExhausted; Stale when one is there already, or when what was read `around` them has
    changed.
    """
    for one, around in zip(vouchers, arounds, strict=True):
        refuse_any(list(read.why_not_beside(one, around)))
        table.add(writes, one)
        holdings_table.enter(writes, around, one.id, one.holding)
    grant(writes, vouchers, source=source, about=about, by=by, at=at)


def must_not_be(writes: Transaction, voucher_id: str) -> None:
    """Write only if a voucher was not issued. Stale when it was."""
    table.must_not_exist(writes, voucher_id)


def grant(writes: Transaction, vouchers: Sequence[Voucher], *, source: str, about: str, by: str, at: datetime) -> None:
    """Move what vouchers grant out of a fund or a commitment. Raises BudgetExhausted."""
    grants = [Grant(one.id, one.granted, one.usable_until_at) for one in vouchers]
    move.issue(writes, source=source, grants=grants, unit=vouchers[0].unit, about=about, by=by, at=at)


def _issued(wish: _Wish, by: Caller, key: RequestKey, at: datetime) -> Outcome[Voucher]:
    with Reads() as reads:
        earlier = table.voucher(reads, key.id_for("voucher"))
        asked_programme = programmes.programme(reads, wish.programme_id)
        asked_person = people.person(reads, wish.person_id)
    if found := earlier.found():
        key.match(found.fingerprint)
        return Outcome(found, replayed=True)
    programme = programmes.owned(asked_programme, funder_id=wish.funder_id)
    person = asked_person.must(NotFound(person_id=wish.person_id))
    refuse_any(why_not(programme, person, wish.facts, on=local_day(at)))
    granted = programme.award.units(wish.facts)
    voucher = replace(
        draft(programme, person, granted, voucher_id=key.id_for("voucher"), at=at), fingerprint=key.fingerprint
    )
    with Reads() as reads:
        around = holdings_table.around(reads, person.id, person.household_id)
    if programme.needs_second_person(granted):
        return Outcome(_proposed(voucher, around, wish, by, key))
    with Transaction() as writes:
        together(
            writes, [voucher], [around], source=ledger.fund(programme.id), about=voucher.id, by=by.account_id, at=at
        )
    return Outcome(voucher)


def _proposed(voucher: Voucher, around: Around, wish: _Wish, by: Caller, key: RequestKey) -> Voucher:
    refuse_any(list(read.why_not_beside(voucher, around)))
    change = Change(
        voucher.id,
        ChangeKind.ISSUE,
        wish.reason,
        by.account_id,
        voucher.issued_at,
        key.id_for("voucher change"),
        key.fingerprint,
        proposed=True,
    )
    proposed = replace(voucher, state=VoucherState.PROPOSED, waiting=change)
    with Transaction() as writes:
        table.add(writes, proposed)
    return proposed
