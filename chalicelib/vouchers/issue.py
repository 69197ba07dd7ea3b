"""Issuing: a programme's fund becomes one person's voucher."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.kernel.caller import Caller
from chalicelib.kernel.clock import local_day
from chalicelib.kernel.identifiers import Outcome, RequestKey
from chalicelib.kernel.refusals import NotFound, refuse_any
from chalicelib.ledger import model as ledger
from chalicelib.ledger import move
from chalicelib.ledger.move import Grant
from chalicelib.people import find as people
from chalicelib.programmes import read as programmes
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import Reads, Transaction

from . import table
from .model import Voucher, VoucherState


@dataclass(frozen=True, slots=True)
class _Wish:
    programme_id: str
    person_id: str
    granted: int
    funder_id: str


def voucher(
    *, programme_id: str, person_id: str, granted: int, funder_id: str, by: Caller, key: RequestKey, at: datetime
) -> Outcome[Voucher]:
    """Issue a voucher of so many cents or minutes against a programme's budget.

    Raises NotFound (person, or another funder's programme), ProgrammeNotOpen, AgeNotAdmitted,
    ResidenceNotAdmitted, AmountNotAdmitted, BudgetExhausted.
    """
    wish = _Wish(programme_id, person_id, granted, funder_id)
    return dynamodb.until_settled(lambda: _issued(wish, by, key, at))


def _issued(wish: _Wish, by: Caller, key: RequestKey, at: datetime) -> Outcome[Voucher]:
    today = local_day(at)
    with Reads() as reads:
        earlier = table.voucher(reads, key.id_for("voucher"))
        asked_programme = programmes.programme(reads, wish.programme_id)
        asked_person = people.person(reads, wish.person_id)
    if found := earlier.found():
        key.match(found.fingerprint)
        return Outcome(found, replayed=True)
    programme, person = asked_programme.must(NotFound()), asked_person.must(NotFound(person_id=wish.person_id))
    if programme.funder_id != wish.funder_id:
        raise NotFound
    refuse_any(
        programme.why_not_issue(on=today, units=wish.granted)
        + programme.rules.why_not_person(born_on=person.born_on, municipality_code=person.municipality_code, on=today)
    )
    voucher = Voucher(
        id=key.id_for("voucher"),
        programme_id=programme.id,
        programme_title=programme.title,
        programme_version=programme.version,
        person_id=person.id,
        unit=programme.unit,
        granted=wish.granted,
        rules=programme.rules,
        issued_at=at,
        expires_on=programme.expires_on,
        state=VoucherState.OPEN,
        fingerprint=key.fingerprint,
    )
    with Transaction() as writes:
        table.add(writes, voucher)
        move.issue(
            writes,
            source=ledger.fund(programme.id),
            grants=[Grant(voucher.id, wish.granted, voucher.usable_until_at)],
            unit=voucher.unit,
            about=voucher.id,
            by=by.account_id,
            at=at,
        )
    return Outcome(voucher)
