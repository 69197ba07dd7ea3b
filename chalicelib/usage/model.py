"""What a programme's money did, day by day and week by week: every figure is a sum of the ledger's entries."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from datetime import date

from chalicelib.kernel.days import monday, mondays
from chalicelib.kernel.territory import Category
from chalicelib.ledger.model import FUND, Bucket, Kind, Posting, Unit, tallied

PEOPLE_MIN = 5  # no group of fewer is shown apart in what crosses organisations
KINDS = frozenset(Kind)  # an entry that was tampered with may be of none: the controls name it


@dataclass(frozen=True, slots=True)
class Flow:
    """What a programme's money did on some days (cents or minutes); the last three are what stands more, or less."""

    endowed: int = 0
    issued: int = 0
    captured: int = 0  # refunds taken off
    lapsed: int = 0
    returned: int = 0
    fund: int = 0
    available: int = 0
    held: int = 0

    def __add__(self, other: "Flow") -> "Flow":
        return Flow(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))

    @property
    def set_aside(self) -> int:
        """What acts have committed and no voucher has drawn yet: the rest of what was endowed."""
        return self.endowed - self.fund - self.available - self.held - self.captured


@dataclass(frozen=True, slots=True)
class Share:
    """What was captured in one area of help, and for whom: each person has one name, which tells nobody who it is."""

    category: Category
    captured: int
    people: frozenset[str]


@dataclass(frozen=True, slots=True)
class Day:
    """What a programme's money did on one Italian day."""

    programme_id: str
    on: date
    flow: Flow
    shares: tuple[Share, ...] = ()


@dataclass(frozen=True, slots=True)
class Week:
    """What a programme's money did in a week (cents or minutes), and how it stood at its end."""

    week_on: date  # its Monday
    issued: int
    captured: int
    lapsed: int
    returned: int
    held: int
    vouchers_left: int
    fund_left: int
    set_aside: int


@dataclass(frozen=True, slots=True)
class Usage:
    """What was captured under a programme in one area of help; None where it would show too few people apart."""

    programme_id: str
    programme_title: str
    category: Category
    unit: Unit
    captured: int | None


@dataclass(frozen=True, slots=True)
class Capture:
    """What one booking's delivery moved to its provider (less than nothing: a refund), where, and for whom."""

    programme_id: str
    category: Category
    units: int
    person: str


def flows(postings: Iterable[Posting], programme_of: Mapping[str, str]) -> dict[str, Flow]:
    """What some entries did to the money of each programme; `programme_of` tells whose a voucher's account is."""
    made: dict[str, Flow] = defaultdict(Flow)
    for posting in postings:
        if posting.account_id.startswith(FUND):
            made[posting.account_id.removeprefix(FUND)] += _of_fund(posting)
        elif programme_id := programme_of.get(posting.account_id):
            made[programme_id] += _of_voucher(posting)
    return dict(made)


def shares(captures: Iterable[Capture]) -> dict[str, tuple[Share, ...]]:
    """What was captured by area of help, programme by programme."""
    units: dict[tuple[str, Category], int] = defaultdict(int)
    people: dict[tuple[str, Category], set[str]] = defaultdict(set)
    for capture in captures:
        key = capture.programme_id, capture.category
        units[key] += capture.units
        people[key].add(capture.person)
    made: dict[str, tuple[Share, ...]] = defaultdict(tuple)
    for programme_id, category in sorted(units):
        key = programme_id, category
        made[programme_id] += (Share(category, units[key], frozenset(people[key])),)
    return dict(made)


def together(found: Iterable[Share]) -> dict[Category, Share]:
    """What was captured on some days of one programme, by area of help: each person is one, on however many days."""
    made: dict[Category, Share] = {}
    for share in found:
        before = made.get(share.category, Share(share.category, 0, frozenset()))
        made[share.category] = Share(share.category, before.captured + share.captured, before.people | share.people)
    return made


def weeks(days: Iterable[Day], *, until_on: date) -> list[Week]:
    """A programme's weeks from its first day until a day, those without movements too; the last may not be over."""
    by_week: dict[date, Flow] = defaultdict(Flow)
    for day in days:
        by_week[monday(day.on)] += day.flow
    if not by_week:
        return []
    made, stands = [], Flow()
    for week_on in mondays(min(by_week), until_on):
        flow = by_week[week_on]
        stands += flow
        made.append(
            Week(
                week_on=week_on,
                issued=flow.issued,
                captured=flow.captured,
                lapsed=flow.lapsed,
                returned=flow.returned,
                held=stands.held,
                vouchers_left=stands.available,
                fund_left=stands.fund,
                set_aside=stands.set_aside,
            )
        )
    return made


def _of_fund(posting: Posting) -> Flow:
    units = posting.changes.get(Bucket.AVAILABLE, 0)
    return Flow(endowed=units if posting.kind == Kind.ENDOW else 0, fund=units)


def _of_voucher(posting: Posting) -> Flow:
    net = sum(posting.changes.values())
    tallies = tallied(Kind(posting.kind), net) if posting.kind in KINDS else {}
    return Flow(
        issued=net if posting.kind == Kind.ISSUE else 0,  # what is handed on in a family was issued before
        captured=tallies.get("captured", 0),
        lapsed=tallies.get("lapsed", 0),
        returned=tallies.get("returned", 0),
        available=posting.changes.get(Bucket.AVAILABLE, 0),
        held=posting.changes.get(Bucket.HELD, 0),
    )
