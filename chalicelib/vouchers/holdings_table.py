"""What vouchers people and households have: an item for each, moved on under its version."""

from collections.abc import Iterable
from dataclasses import dataclass

from chalicelib.programmes.rules import Reach
from chalicelib.runtime.dynamodb import CentsAttribute, Later, Reads, Record, Stale, StructAttribute, Transaction

from .holdings import Holding, Holdings

HOLDINGS = "holdings"


class HoldingsRecord(Record):
    """The vouchers of a person or of a household that are not over."""

    table = "vouchers_table"

    live: StructAttribute[dict[str, Holding]] = StructAttribute(dict[str, Holding])
    version = CentsAttribute()


@dataclass(frozen=True, slots=True)
class Around:
    """Whose vouchers matter to one: its holder's, and those of the household."""

    person_id: str
    household_id: str
    person: Later[Holdings]
    household: Later[Holdings]

    def found(self) -> list[tuple[Reach, str, Holdings]]:
        """What was read, by reach; none where nothing was ever issued."""
        return [
            (Reach.PERSON, self.person_id, self.person.found() or Holdings()),
            (Reach.HOUSEHOLD, self.household_id, self.household.found() or Holdings()),
        ]


def around(reads: Reads, person_id: str, household_id: str) -> Around:
    """Ask for the vouchers of a person and of a household."""
    return Around(
        person_id,
        household_id,
        reads.ask(HoldingsRecord, _key(Reach.PERSON, person_id), HOLDINGS, _to_holdings),
        reads.ask(HoldingsRecord, _key(Reach.HOUSEHOLD, household_id), HOLDINGS, _to_holdings),
    )


def move_on(writes: Transaction, reach: Reach, of_id: str, before: Holdings, after: Holdings) -> None:
    """Write what someone has from now on. Stale when it has changed since it was read."""
    if after.live == before.live:
        return
    record = HoldingsRecord(pk=_key(reach, of_id), sk=HOLDINGS, live=dict(after.live), version=before.version + 1)
    unchanged = HoldingsRecord.version == before.version
    writes.put_if(record, unchanged if before.version else HoldingsRecord.pk.does_not_exist(), Stale())


def enter(writes: Transaction, around: Around, voucher_id: str, holding: Holding) -> None:
    """Write that a voucher is there. Stale when what was read has changed."""
    for reach, of_id, before in around.found():
        move_on(writes, reach, of_id, before, before.with_one(voucher_id, holding))


def leave(writes: Transaction, around: Around, voucher_ids: Iterable[str]) -> None:
    """Write that vouchers are over. Stale when what was read has changed."""
    for reach, of_id, before in around.found():
        after = before
        for voucher_id in voucher_ids:
            after = after.without(voucher_id)
        move_on(writes, reach, of_id, before, after)


def _key(reach: Reach, of_id: str) -> str:
    return f"holdings#{reach}#{of_id}"


def _to_holdings(record: HoldingsRecord) -> Holdings:
    return Holdings(record.live, record.version)
