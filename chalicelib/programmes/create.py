"""Creating a programme: its rules, and the budget its funder gives it."""

from dataclasses import dataclass, field
from datetime import date, datetime

from chalicelib.kernel.caller import Caller
from chalicelib.kernel.clock import local_day
from chalicelib.kernel.identifiers import Outcome, RequestKey
from chalicelib.ledger import move
from chalicelib.ledger.model import Unit
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import Reads, Transaction

from . import table
from .award import Award
from .model import Programme, ProgrammeState, Version, check
from .rules import Rules


@dataclass(frozen=True, slots=True)
class ProgrammeDraft:
    """What an officer says of a new programme. Amounts are cents or minutes, by the unit."""

    title: str
    legal_basis: str
    unit: Unit
    rules: Rules
    budget: int
    voucher_max: int
    from_on: date
    expires_on: date | None = None
    months: int | None = None
    award: Award = field(default_factory=Award)
    second_person_above: int | None = None
    alert_below: int | None = None
    alert_to: str | None = None
    state: ProgrammeState = ProgrammeState.OPEN


def programme(
    draft: ProgrammeDraft, *, funder_id: str, by: Caller, key: RequestKey, at: datetime
) -> Outcome[Programme]:
    """Create a programme, open or as a draft, with its whole budget in its fund. Raises ProgrammeInvalid."""
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
        state=draft.state,
        version=1,
        fingerprint=key.fingerprint,
        months=draft.months,
        award=draft.award,
        second_person_above=draft.second_person_above,
        alert_below=draft.alert_below,
        alert_to=draft.alert_to,
    )
    with Reads() as reads:
        earlier = table.programme(reads, programme.id)
    if found := earlier.found():
        key.match(found.fingerprint)
        return Outcome(found, replayed=True)
    check(programme, on=local_day(at))
    with Transaction() as writes:
        table.add(writes, programme, Version(programme, "", by.account_id, at, key.id_for("version"), key.fingerprint))
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
