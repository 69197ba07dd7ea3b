"""The ledger's items: heads that change under conditions, entries and movements that are only ever added."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from pynamodb.attributes import MapAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from chalicelib.kernel.clock import local_day, stamp
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import CentsAttribute, InstantAttribute, Later, Reads, Record, Stale, Transaction

from .model import Account, AccountClosed, AlreadyResolved, Bucket, Cap, Fold, Kind, Line, Movement, Posting, Unit

HEAD, MOVEMENT = "head", "movement"
ACCOUNT, ENTRIES, MOVEMENTS = "account#", "entries#", "movement#"  # what the keys of each kind of item begin with
OPEN, FROZEN = "open", "frozen"
DAY_SHARDS = 4  # a GSI partition takes 1,000 writes a second: a batch of thousands must not queue for one


class AccountRecord(Record):
    """The head of an account: what its entries add up to, and until when it may be spent."""

    table = "ledger_table"

    unit = UnicodeAttribute()
    state = UnicodeAttribute(default=OPEN)
    usable_until_at = InstantAttribute(null=True)
    available = CentsAttribute(default=0)
    held = CentsAttribute(default=0)
    due = CentsAttribute(default=0)
    paid = CentsAttribute(default=0)
    granted = CentsAttribute(default=0)
    captured = CentsAttribute(default=0)
    lapsed = CentsAttribute(default=0)
    returned = CentsAttribute(default=0)
    transferred = CentsAttribute(default=0)
    uses: MapAttribute[str, int] = MapAttribute(default=dict)


class ByDay(GlobalSecondaryIndex["EntryRecord"]):
    """The entries of an Italian day, in order of time: what a seal covers and a nightly reconciliation looks at."""

    class Meta:
        """The index's name and content."""

        index_name = "by_day"
        projection = KeysOnlyProjection()

    day_shard = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)


class EntryRecord(Record):
    """What one movement did to one account. Added once, never changed."""

    table = "ledger_table"

    by_day = ByDay()
    day_shard = UnicodeAttribute()
    movement_id = UnicodeAttribute()
    kind = UnicodeAttribute()
    at = InstantAttribute()
    by = UnicodeAttribute()
    about = UnicodeAttribute()
    available_change = CentsAttribute(default=0)
    held_change = CentsAttribute(default=0)
    due_change = CentsAttribute(default=0)
    paid_change = CentsAttribute(default=0)


class MovementRecord(Record):
    """That a movement happened: its key is why it can happen only once."""

    table = "ledger_table"

    kind = UnicodeAttribute()
    unit = UnicodeAttribute()
    at = InstantAttribute()


def open_with(
    writes: Transaction,
    movement: Movement,
    openings: "Mapping[str, datetime | None]",
    *,
    guards: "Mapping[str, Guard] | None" = None,
) -> None:
    """Write a movement that is also the opening of some of its accounts, whose heads must not exist yet.

    `openings` says of each until when it can be used.
    """
    for account_id, usable_until_at in openings.items():
        opening: dict[str, Any] = {str(bucket): units for bucket, units in movement.deltas()[account_id].items()}
        opening |= movement.tallies(account_id)
        head = AccountRecord(
            pk=f"{ACCOUNT}{account_id}", sk=HEAD, unit=movement.unit, usable_until_at=usable_until_at, **opening
        )
        writes.create(head, AlreadyResolved(movement_id=movement.id))
    post(writes, movement, guards=guards, opened=openings)


def account(reads: Reads, account_id: str) -> Later[Account]:
    """Ask for an account's head."""
    return reads.ask(AccountRecord, f"{ACCOUNT}{account_id}", HEAD, to_account)


def post(
    writes: Transaction,
    *movements: Movement,
    repeated: Exception | None = None,
    guards: "Mapping[str, Guard] | None" = None,
    opened: Collection[str] = (),
) -> None:
    """Write movements, their entries and the heads they change, each head once.

    A bucket never goes below zero, a funder's apart. `guards` maps an account to the refusal that its head's
    condition raises, made from the account as it stood. The heads of the `opened` accounts are already written.
    """
    for movement in movements:
        writes.create(
            MovementRecord(
                pk=f"{MOVEMENTS}{movement.id}", sk=MOVEMENT, kind=movement.kind, unit=movement.unit, at=movement.at
            ),
            repeated or AlreadyResolved(movement_id=movement.id),
        )
        for account_id, deltas in movement.deltas().items():
            writes.create(_entry(movement, account_id, deltas), AlreadyResolved(movement_id=movement.id))
    touched = dict.fromkeys(account_id for movement in movements for account_id in movement.deltas())
    for account_id in touched:
        if account_id not in opened:
            _change_head(writes, movements, account_id, (guards or {}).get(account_id))


NEVER = AccountRecord.pk.does_not_exist() & AccountRecord.pk.exists()  # a cap smaller than what is asked


class Guard:
    """A condition on an account's head besides its balances, the refusal it raises, and whether it freezes the head.

    With `empties` a bucket must have exactly what is taken from it. `caps` bound what its counts come to.
    """

    def __init__(
        self,
        otherwise: Any,
        *,
        delivered_at: datetime | None = None,
        must_be_open: bool = False,
        then_frozen: bool = False,
        empties: bool = False,
        caps: Sequence[Cap] = (),
    ) -> None:
        self.otherwise = otherwise
        self.delivered_at = delivered_at
        self.must_be_open = must_be_open
        self.then_frozen = then_frozen
        self.empties = empties
        self.caps = caps

    def narrow(self, condition: Condition, uses: Mapping[str, int]) -> Condition:
        """The condition, with what this guard adds; `uses` is what each count is about to grow by."""
        if self.must_be_open:
            condition &= AccountRecord.state == OPEN
        if self.delivered_at is not None:
            condition &= AccountRecord.usable_until_at > self.delivered_at
        for cap in dict.fromkeys(self.caps):
            units = uses.get(cap.count, 0)
            if units > 0:
                used = _used(cap.count)
                room = used.does_not_exist() | (used <= cap.units_max - units)
                condition &= room if units <= cap.units_max else NEVER
        return condition


def set_open(writes: Transaction, account_id: str, *, to_open: bool) -> None:
    """Let an account's units be held, or not; what is held already stays so."""
    _set(writes, account_id, AccountRecord.state.set(OPEN if to_open else FROZEN))


def set_end(writes: Transaction, account_id: str, usable_until_at: datetime) -> None:
    """Let an account be used until another instant."""
    _set(writes, account_id, AccountRecord.usable_until_at.set(usable_until_at))


def _set(writes: Transaction, account_id: str, action: Action) -> None:
    head = AccountRecord(pk=f"{ACCOUNT}{account_id}", sk=HEAD)
    writes.change(head, [action], AccountRecord.pk.exists(), Stale())


def check_empty(writes: Transaction, account_id: str) -> None:
    """Let a transaction go through only if an account has nothing available and nothing held. Stale otherwise."""
    empty = (AccountRecord.available == 0) & (AccountRecord.held == 0)
    writes.check(AccountRecord(pk=f"account#{account_id}", sk=HEAD), empty, Stale())


def _change_head(writes: Transaction, movements: Sequence[Movement], account_id: str, guard: Guard | None) -> None:
    head = AccountRecord(pk=f"{ACCOUNT}{account_id}", sk=HEAD)
    deltas, uses, tallies = Counter[Bucket](), Counter[str](), Counter[str]()
    for movement in movements:
        deltas.update(movement.deltas().get(account_id, {}))
        uses.update(movement.counted(account_id))
        tallies.update(movement.tallies(account_id))
    actions: list[Any] = [getattr(AccountRecord, str(bucket)).add(units) for bucket, units in deltas.items() if units]
    actions += [getattr(AccountRecord, name).add(units) for name, units in tallies.items() if units]
    actions += [_used(count).set((_used(count) | 0) + units) for count, units in uses.items() if units]
    condition: Condition = AccountRecord.unit == movements[0].unit
    if account_id.startswith(("payable:", "funder:")):  # opened by their first movement
        actions += [AccountRecord.unit.set(movements[0].unit), AccountRecord.state.set(OPEN)]
        condition |= AccountRecord.pk.does_not_exist()
    for bucket, units in deltas.items():
        if units < 0 and not account_id.startswith("funder:"):
            there = getattr(AccountRecord, str(bucket))
            condition &= there == -units if guard and guard.empties else there >= -units
    if guard:
        condition = guard.narrow(condition, uses)
        actions += [AccountRecord.state.set(FROZEN)] if guard.then_frozen else []
    otherwise = _otherwise(guard.otherwise if guard else AccountClosed(account_id=account_id))
    if actions:
        writes.change(head, actions, condition, otherwise)
    else:  # what one movement takes another gives: only the condition is left
        writes.check(head, condition, otherwise)


def _otherwise(refusal: Any) -> Callable[[dict[str, Any]], Exception]:
    def otherwise(raw: dict[str, Any]) -> Exception:
        if isinstance(refusal, Exception):
            return refusal
        made: Exception = refusal(to_account(AccountRecord.from_raw_data(raw))) if raw else AccountClosed()
        return made

    return otherwise


def _used(count: str) -> Path:
    return Path(["uses", count])


def _entry(movement: Movement, account_id: str, deltas: Mapping[Bucket, int]) -> EntryRecord:
    changes: dict[str, Any] = {f"{bucket}_change": units for bucket, units in deltas.items()}
    return EntryRecord(
        pk=f"{ENTRIES}{account_id}",
        sk=f"{stamp(movement.at)}#{movement.id}",
        day_shard=day_shard(movement.at, movement.id),
        movement_id=movement.id,
        kind=movement.kind,
        at=movement.at,
        by=movement.by,
        about=movement.about,
        **changes,
    )


def to_account(record: AccountRecord) -> Account:
    """The model of a head."""
    return Account(
        id=record.pk.removeprefix(ACCOUNT),
        unit=Unit(record.unit),
        balances={bucket: getattr(record, str(bucket)) for bucket in Bucket},
        open=record.state == OPEN,
        usable_until_at=record.usable_until_at,
        granted=record.granted,
        captured=record.captured,
        lapsed=record.lapsed,
        returned=record.returned,
        transferred=record.transferred,
        uses=dict(record.uses.as_dict()),
    )


def day_shards(on: date) -> list[str]:
    """The partitions of the index by day that hold an Italian day's entries."""
    return [f"{on.isoformat()}#{number}" for number in range(DAY_SHARDS)]


def day_shard(at: datetime, movement_id: str) -> str:
    """The partition of the index by day that holds the entries of a movement."""
    return day_shards(local_day(at))[sum(movement_id.encode()) % DAY_SHARDS]


def folded(account_id: str, until_at: datetime) -> dict[Bucket, int]:
    """What the entries of an account add up to, those of that instant included."""
    fold = Fold()
    # "~" comes after every identifier: all entries of the instant itself are in.
    until = EntryRecord.sk <= f"{stamp(until_at)}#~"
    for changes in dynamodb.everything(EntryRecord, f"{ENTRIES}{account_id}", changes_of, where=until):
        fold.add(account_id, changes.items())
    return {bucket: fold.balance(account_id).get(bucket, 0) for bucket in Bucket}


def postings(account_id: str, from_at: datetime, until_at: datetime) -> list[Posting]:
    """The entries of an account in a span of time, its end excluded, oldest first."""
    when = EntryRecord.sk.between(stamp(from_at), stamp(until_at))  # no entry's key is an instant alone
    return dynamodb.everything(EntryRecord, f"{ENTRIES}{account_id}", to_posting, where=when, consistent=True)


def posting(reads: Reads, account_id: str, at: datetime, movement_id: str) -> Later[Posting]:
    """Ask for what a movement did to an account."""
    return reads.ask(EntryRecord, f"{ENTRIES}{account_id}", f"{stamp(at)}#{movement_id}", to_posting)


def to_line(record: EntryRecord, available_before: int, held_before: int) -> Line:
    """The model of an entry, as a line of a statement."""
    return Line(
        movement_id=record.movement_id,
        kind=Kind(record.kind),
        at=record.at,
        by=record.by,
        about=record.about,
        available_change=record.available_change,
        held_change=record.held_change,
        available_after=available_before + record.available_change,
        held_after=held_before + record.held_change,
    )


def changes_of(entry: EntryRecord) -> dict[Bucket, int]:
    """What an entry changed each bucket by."""
    return {bucket: getattr(entry, f"{bucket}_change") for bucket in Bucket}


def to_posting(entry: EntryRecord) -> Posting:
    """The model of an entry."""
    return Posting(
        account_id=entry.pk.removeprefix(ENTRIES),
        position=entry.sk,
        movement_id=entry.movement_id,
        kind=entry.kind,
        at=entry.at,
        about=entry.about,
        changes=changes_of(entry),
        filed=entry.sk == f"{stamp(entry.at)}#{entry.movement_id}"
        and entry.day_shard == day_shard(entry.at, entry.movement_id),
    )
