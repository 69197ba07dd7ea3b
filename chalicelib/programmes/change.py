"""Changing a programme: its rules or its state, always as a new version with a reason and an author."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from chalicelib.kernel.caller import Caller
from chalicelib.kernel.clock import local_day
from chalicelib.kernel.identifiers import Outcome, RequestKey
from chalicelib.kernel.refusals import refuse_any
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import Reads, Transaction

from . import read, table
from .model import Programme, ProgrammeChanged, ProgrammeState, ProgrammeStateConflict, Version, check


@dataclass(frozen=True, slots=True)
class _Wish:
    programme_id: str
    version: int
    changes: Mapping[str, Any]
    reason: str
    funder_id: str
    by: Caller
    key: RequestKey
    at: datetime


def programme(
    programme_id: str,
    *,
    version: int,
    changes: Mapping[str, Any],
    reason: str,
    funder_id: str,
    by: Caller,
    key: RequestKey,
    at: datetime,
) -> Outcome[Programme]:
    """Make the next version of a programme of one's own funder out of the version that was read.

    What was issued before keeps the version it was issued under. Raises NotFound, ProgrammeChanged,
    ProgrammeStateConflict, ProgrammeInvalid, IdempotencyKeyReused.
    """
    wish = _Wish(programme_id, version, changes, reason, funder_id, by, key, at)
    return dynamodb.until_settled(lambda: _changed(wish))


def _changed(wish: _Wish) -> Outcome[Programme]:
    with Reads() as reads:
        asked = table.programme(reads, wish.programme_id)
        following = table.version(reads, wish.programme_id, wish.version + 1)
    programme, request_id = read.owned(asked, funder_id=wish.funder_id), wish.key.id_for("version")
    if (made := following.found()) and made.request_id == request_id:
        wish.key.match(made.fingerprint)
        return Outcome(made.programme, replayed=True)
    if programme.version != wish.version:
        raise ProgrammeChanged(version=programme.version)
    state = ProgrammeState(wish.changes.get("state", programme.state))
    if programme.state is ProgrammeState.CLOSED:
        raise ProgrammeStateConflict(programme_id=programme.id, state=state, described=programme.described())
    refuse_any(programme.why_not_become(state))
    changed = replace(programme, **{**wish.changes, "version": programme.version + 1})
    changed = replace(changed, rules=changed.rules.normal())
    check(changed, on=local_day(wish.at), before=programme)
    with Transaction() as writes:
        version = Version(changed, wish.reason, wish.by.account_id, wish.at, request_id, wish.key.fingerprint)
        table.change(writes, version)
    return Outcome(changed)
