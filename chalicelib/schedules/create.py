"""Creating schedules, and seeing beforehand what they would give."""

from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.access import read as access
from chalicelib.catalogue import browse
from chalicelib.catalogue.model import Offering
from chalicelib.kernel.clock import local_day
from chalicelib.kernel.identifiers import Outcome as Answer
from chalicelib.kernel.identifiers import RequestKey
from chalicelib.kernel.refusals import NotFound
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import Reads, Transaction

from . import holiday, lay, settle, table
from .compare import Outcome
from .model import Schedule, ScheduleInvalid, WorkerUnknown


def schedule(wanted: Schedule, *, provider_id: str, key: RequestKey, at: datetime) -> Answer[Schedule]:
    """Create a schedule of a provider's own offering and make the sessions that are near enough.

    Raises NotFound for another provider's offering, ScheduleInvalid, WorkerUnknown, IdempotencyKeyReused.
    """
    new = replace(wanted, id=key.id_for("schedule"), provider_id=provider_id, fingerprint=key.fingerprint)
    answer = dynamodb.until_settled(lambda: _created(new, key, at))
    settle.brought_about(answer.value.id, at=at)
    return replace(answer, value=_now(answer.value.id))


def preview(wanted: Schedule, *, provider_id: str, at: datetime) -> Outcome:
    """What a schedule would give; nothing is written. Raises as `schedule` does."""
    new = replace(wanted, id="preview", provider_id=provider_id)
    offering = _own_offering(new)
    must_hold(new)
    first, last = settle.window(replace(new, next_on=new.from_on), at=at)
    return settle.foreseen(settle.laid_out(new, offering, first, last, written=False), at=at)


def must_hold(schedule: Schedule, *, before: Schedule | None = None) -> None:
    """Raise ScheduleInvalid or WorkerUnknown for a schedule that contradicts itself or names a foreign worker.

    A stretch that was there before may name somebody who has left: it can still be closed, ended or given to another.
    """
    if faults := schedule.faults():
        raise ScheduleInvalid(what=faults[0])
    new = [stretch for stretch in schedule.stretches if before is None or stretch not in before.stretches]
    for worker_id in {stretch.pattern.worker_id for stretch in new} - {None}:
        must_work_for(schedule.provider_id, worker_id or "")


def must_work_for(provider_id: str, worker_id: str) -> None:
    """Raise WorkerUnknown unless the account is of somebody who works for a provider now."""
    with Reads() as reads:
        asked = access.account(reads, worker_id)
    worker = asked.found()
    if worker is None or not worker.delivers_for(provider_id):
        raise WorkerUnknown(worker_id=worker_id)


def _created(new: Schedule, key: RequestKey, at: datetime) -> Answer[Schedule]:
    with Reads() as reads:
        earlier = table.schedule(reads, new.id)
    if found := earlier.found():
        key.match(found.fingerprint)
        return Answer(found, replayed=True)
    offering = _own_offering(new)
    must_hold(new)
    yesterday = max(local_day(at), new.from_on) - timedelta(days=1)
    first = lay.next_day(new, yesterday, home=offering.municipality_code, holiday_of=holiday.name)
    new = replace(new, next_on=first)
    with Transaction() as writes:
        table.add(writes, new)
    return Answer(new)


def _own_offering(schedule: Schedule) -> Offering:
    offering = browse.latest(schedule.offering_id)
    if offering.provider_id != schedule.provider_id or offering.withdrawn_at:
        raise NotFound
    return offering


def _now(schedule_id: str) -> Schedule:
    with Reads() as reads:
        asked = table.schedule(reads, schedule_id)
    return asked.must(NotFound())
