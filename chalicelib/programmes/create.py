"""Creating a programme: its rules, and the budget its funder gives it."""

from dataclasses import dataclass
from datetime import date, datetime

from chalicelib.kernel.caller import Caller
from chalicelib.kernel.clock import local_day
from chalicelib.kernel.identifiers import Outcome, RequestKey
from chalicelib.ledger import move
from chalicelib.ledger.model import Unit
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import Reads, Transaction

from . import table
from .model import Programme, ProgrammeState, Rules, check


@dataclass(frozen=True, slots=True)
class ProgrammeDraft:
    """What an officer says of a new programme. Budget and voucher_max are cents or minutes, by the unit."""

    title: str
    legal_basis: str
    unit: Unit
    rules: Rules
    budget: int
    voucher_max: int
    from_on: date
    expires_on: date


def programme(
    draft: ProgrammeDraft, *, funder_id: str, by: Caller, key: RequestKey, at: datetime
) -> Outcome[Programme]:
    """Create a programme, open, with its whole budget in its fund. Raises ProgrammeInvalid."""
    return dynamodb.until_settled(lambda: _created(draft, funder_id, by, key, at))


def _created(draft: ProgrammeDraft, funder_id: str, by: Caller, key: RequestKey, at: datetime) -> Outcome[Programme]:
    programme = Programme(
        id=key.id_for("programme"),
        funder_id=funder_id,
        title=draft.title,
        legal_basis=draft.legal_basis,
        unit=draft.unit,
        rules=draft.rules.normal(),
        budget=draft.budget,
        voucher_max=draft.voucher_max,
        from_on=draft.from_on,
        expires_on=draft.expires_on,
        state=ProgrammeState.OPEN,
        version=1,
        fingerprint=key.fingerprint,
    )
    with Reads() as reads:
        earlier = table.programme(reads, programme.id)
    if found := earlier.found():
        key.match(found.fingerprint)
        return Outcome(found, replayed=True)
    check(programme, on=local_day(at))
    with Transaction() as writes:
        table.add(writes, programme)
        move.endow(
            writes,
            programme_id=programme.id,
            funder_id=funder_id,
            units=programme.budget,
            unit=programme.unit,
            by=by.account_id,
            at=at,
        )
    return Outcome(programme)
