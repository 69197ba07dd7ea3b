"""Which entries of the ledger a settlement covers: each captured movement is in one, once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple, Self

from chalicelib.kernel.clock import instant, local_day, stamp, start_of_day
from chalicelib.ledger.model import Kind, Unit

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)  # before any movement there ever was
PARTS_MAX = 25  # each is settled by three writes of one transaction, which takes a hundred


class Month(NamedTuple):
    """A calendar month, as people in Italy live it."""

    year: int
    month: int

    @classmethod
    def of(cls, on: date) -> Self:
        """The month a day belongs to."""
        return cls(on.year, on.month)

    @classmethod
    def read(cls, text: str) -> Self:
        """The month that `str` wrote: 2027-03."""
        year, month = text.split("-")
        return cls(int(year), int(month))

    @classmethod
    def over(cls, at: datetime) -> Self:
        """The last month that had ended at an instant."""
        return cls.of(local_day(at).replace(day=1) - timedelta(days=1))

    def next(self) -> "Month":
        """The month after it."""
        return Month(self.year + self.month // 12, self.month % 12 + 1)

    @property
    def ends_at(self) -> datetime:
        """The first instant, UTC, after it: local midnight."""
        return start_of_day(date(*self.next(), 1))

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02d}"


class Ref(NamedTuple):
    """Which entry of which payable account a row stands for."""

    programme_id: str
    at: datetime
    movement_id: str

    @classmethod
    def read(cls, text: str) -> Self:
        """The reference that `str` wrote."""
        programme_id, at, movement_id = text.split("#")
        return cls(programme_id, instant(at), movement_id)

    def __str__(self) -> str:
        return f"{self.programme_id}#{stamp(self.at)}#{self.movement_id}"


@dataclass(frozen=True, slots=True)
class Row:
    """One captured movement, or one that reverses it with a minus: the programme's units, and the cents it is owed."""

    movement_id: str
    kind: Kind
    at: datetime
    booking_id: str
    delivered_on: date
    title: str
    beneficiary: str
    programme_id: str
    units: int
    cents: int

    @property
    def ref(self) -> str:
        """Which entry of the ledger it stands for."""
        return str(Ref(self.programme_id, self.at, self.movement_id))


@dataclass(frozen=True, slots=True)
class Part:
    """What a settlement owes under one programme: the sums of its rows."""

    programme_id: str
    title: str
    unit: Unit
    rows: int
    units: int
    cents: int


@dataclass(frozen=True, slots=True)
class Scope:
    """Which entries a settlement covers: a span of time, what is in it besides, and what is not."""

    from_at: datetime
    until_at: datetime
    besides: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    def leaving(self, refs: Iterable[str]) -> Self:
        """The same scope without some of its entries."""
        out = set(refs)
        besides = tuple(ref for ref in self.besides if ref not in out)
        return replace(self, besides=besides, without=tuple(sorted({*self.without, *(out - set(self.besides))})))

    def taking(self, refs: Iterable[str]) -> Self:
        """The same scope with entries from outside its span."""
        return replace(self, besides=tuple(sorted({*self.besides, *refs})))


@dataclass(frozen=True, slots=True)
class Chain:
    """How far a funder has settled with a provider. Every entry is in one settlement, carried, or still to come."""

    funder_id: str
    provider_id: str
    until_at: datetime = EARLIEST
    carried: tuple[str, ...] = ()  # before that instant, and in no settlement: they go into the next
    ahead: tuple[str, ...] = ()  # from that instant on, and in a settlement already
    version: int = 0

    def scope(self, until_at: datetime) -> Scope:
        """What the next settlement covers up to an instant."""
        without = tuple(ref for ref in self.ahead if Ref.read(ref).at < until_at)
        return Scope(self.until_at, until_at, self.carried, without)

    def settled(self, until_at: datetime, left: Iterable[str]) -> Self:
        """The chain after a settlement up to an instant that left some entries for the next."""
        ahead = tuple(ref for ref in self.ahead if Ref.read(ref).at >= until_at)
        return replace(self, until_at=until_at, carried=tuple(sorted(left)), ahead=ahead, version=self.version + 1)

    def revised(self, *, left: Iterable[str], taken: Iterable[str]) -> Self:
        """The chain after a revision that took entries in, and left others for the next settlement."""
        carried, ahead, left, taken = set(self.carried), set(self.ahead), set(left), set(taken)
        return replace(
            self,
            carried=tuple(sorted((carried | (left - ahead)) - taken)),
            ahead=tuple(sorted((ahead | (taken - carried)) - left)),
            version=self.version + 1,
        )


def settleable(rows: Iterable[Row]) -> tuple[list[Row], list[Row]]:
    """The rows that can be settled now, and those that wait for the next time.

    A programme whose rows add up to nothing or less waits: it is owed to nobody. So do those beyond PARTS_MAX.
    """
    by_programme: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_programme[row.programme_id].append(row)
    owing = [programme_id for programme_id, own in by_programme.items() if sum(row.units for row in own) > 0]
    now = set(sorted(owing)[:PARTS_MAX])
    kept = [row for programme_id, own in by_programme.items() if programme_id in now for row in own]
    left = [row for programme_id, own in by_programme.items() if programme_id not in now for row in own]
    return sorted(kept, key=order), left


def parts(rows: Iterable[Row], labels: Mapping[str, tuple[str, Unit]]) -> tuple[Part, ...]:
    """The sums of rows, programme by programme. `labels` gives each one's title and unit."""
    by_programme: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_programme[row.programme_id].append(row)
    return tuple(
        Part(
            programme_id, *labels[programme_id], len(own), sum(row.units for row in own), sum(row.cents for row in own)
        )
        for programme_id, own in sorted(by_programme.items())
    )


def order(row: Row) -> tuple[str, datetime, str]:
    """Rows stand by programme, then as the ledger has them."""
    return row.programme_id, row.at, row.movement_id


def corrections(pending: Iterable[Row]) -> list[Row]:
    """The refunds of what was settled before: of deliveries with no capture among the rows that wait."""
    pending = list(pending)
    fresh = {(row.programme_id, row.booking_id) for row in pending if row.kind is Kind.CAPTURE}
    return [row for row in pending if row.kind is Kind.REFUND and (row.programme_id, row.booking_id) not in fresh]
