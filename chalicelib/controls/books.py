"""What was read of the books, by subject: facts that add up, wherever and in whatever order they were read."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.bookings.model import Booking
from chalicelib.ledger import model as ledger
from chalicelib.ledger.model import VOUCHER, Account, Bucket, Kind, Posting, Recorded
from chalicelib.programmes.model import Programme
from chalicelib.vouchers.model import Voucher, VoucherState

ABOUT_BOOKINGS = frozenset({Kind.HOLD, Kind.CAPTURE, Kind.RELEASE, Kind.REFUND})
UNFUNDED = frozenset({VoucherState.PROPOSED, VoucherState.REVOKED})
KINDS = frozenset(Kind)  # an entry that was tampered with may be of none


@dataclass(slots=True)
class AccountFacts:
    """An account: its head, what its entries add up to, what vouchers and bookings say of it."""

    head: Account | None = None
    entries: int = 0
    balances: dict[str, int] = field(default_factory=dict)
    tallies: dict[str, int] = field(default_factory=dict)
    endowed: int = 0
    settled_units: int = 0  # what was posted up to the run's instant: the same for whoever reads when
    settled_endowed: int = 0
    misfiled: list[str] = field(default_factory=list)
    programme_id: str | None = None
    granted: int | None = None  # by the voucher; None without one
    unfunded: bool = False  # the voucher was only proposed, or revoked: it may never have had money
    pledged: dict[str, int] = field(default_factory=dict)  # what each booking still holds
    uses: dict[str, int] = field(default_factory=dict)  # what bookings use of each capped count

    def absorb(self, other: "AccountFacts") -> None:
        """Add what another reading found."""
        self.head = self.head or other.head
        self.entries += other.entries
        self.endowed += other.endowed
        self.settled_units += other.settled_units
        self.settled_endowed += other.settled_endowed
        self.misfiled += other.misfiled
        self.programme_id = self.programme_id or other.programme_id
        self.granted = other.granted if self.granted is None else self.granted
        self.unfunded = self.unfunded or other.unfunded
        for mine, theirs in (
            (self.balances, other.balances),
            (self.tallies, other.tallies),
            (self.pledged, other.pledged),
            (self.uses, other.uses),
        ):
            _add(mine, theirs)


@dataclass(slots=True)
class MovementFacts:
    """A movement: its record, and the entries that name it."""

    kind: str | None = None  # by its record; None without one
    total: int = 0
    entries: list[tuple[str, str, str]] = field(default_factory=list)  # account, position, kind

    def absorb(self, other: "MovementFacts") -> None:
        """Add what another reading found."""
        self.kind = self.kind or other.kind
        self.total += other.total
        self.entries += other.entries


@dataclass(slots=True)
class Trail:
    """What the entries about a booking did to one voucher's account."""

    reserved: int = 0  # by its hold
    held: int = 0
    captured: int = 0


@dataclass(slots=True)
class BookingFacts:
    """A paid booking: amount, held and captured on each voucher's account as it says, and as the entries do."""

    pledges: dict[str, Trail] | None = None  # None where there is no such booking
    trails: dict[str, Trail] = field(default_factory=dict)

    def absorb(self, other: "BookingFacts") -> None:
        """Add what another reading found."""
        self.pledges = other.pledges if self.pledges is None else self.pledges
        for account_id, theirs in other.trails.items():
            mine = self.trails.setdefault(account_id, Trail())
            mine.reserved += theirs.reserved
            mine.held += theirs.held
            mine.captured += theirs.captured


@dataclass(slots=True)
class ProgrammeFacts:
    """A programme: the budget it says it has, what was endowed, and all that stands on its accounts."""

    budget: int | None = None
    endowed: int = 0
    settled_endowed: int = 0
    settled_units: int = 0

    def absorb(self, other: "ProgrammeFacts") -> None:
        """Add what another reading found."""
        self.budget = other.budget if self.budget is None else self.budget
        self.endowed += other.endowed
        self.settled_endowed += other.settled_endowed
        self.settled_units += other.settled_units


@dataclass(slots=True)
class Books:
    """Facts by subject. What was read in parts is absorbed into one, or split again by subject."""

    accounts: dict[str, AccountFacts] = field(default_factory=dict)
    movements: dict[str, MovementFacts] = field(default_factory=dict)
    bookings: dict[str, BookingFacts] = field(default_factory=dict)
    programmes: dict[str, ProgrammeFacts] = field(default_factory=dict)

    def take(self, kept: Account | Posting | Recorded, *, until_at: datetime | None = None) -> None:
        """Take in an item of the ledger.

        What concerns several accounts leaves out what was posted after `until_at`: it may have been read in part.
        """
        match kept:
            case Account():
                self._account(kept.id).head = kept
            case Recorded() if until_at is None or kept.at <= until_at:
                self._movement(kept.movement_id).kind = kept.kind
            case Posting():
                self._post(kept, settled=until_at is None or kept.at <= until_at)
            case _:
                pass  # recorded too late for this run

    def take_booking(self, booking: Booking) -> None:
        """Take in what a booking says of the vouchers that pay it; one without a voucher says nothing."""
        if not booking.payments:
            return
        told: dict[str, Trail] = {}
        for paid in booking.payments:
            account_id, stands = ledger.voucher(paid.voucher_id), booking.position(paid)
            told[account_id] = Trail(paid.amount, stands.held, stands.captured)
            account = self._account(account_id)
            if stands.held:
                _add(account.pledged, {booking.id: stands.held})
            _add(account.uses, dict.fromkeys(paid.counts, stands.held + stands.captured))
        self.bookings.setdefault(booking.id, BookingFacts()).pledges = told

    def take_voucher(self, voucher: Voucher) -> None:
        """Take in a voucher: its programme, and what it says was granted."""
        account = self._account(voucher.account_id)
        account.programme_id, account.granted = voucher.programme_id, voucher.granted
        account.unfunded = voucher.state in UNFUNDED

    def take_programme(self, programme: Programme) -> None:
        """Take in a programme's budget."""
        self.programmes.setdefault(programme.id, ProgrammeFacts()).budget = programme.budget

    def absorb(self, other: "Books") -> None:
        """Add what another reading found."""
        for account_id, account in other.accounts.items():
            self._account(account_id).absorb(account)
        for movement_id, movement in other.movements.items():
            self._movement(movement_id).absorb(movement)
        for booking_id, booking in other.bookings.items():
            self.bookings.setdefault(booking_id, BookingFacts()).absorb(booking)
        for programme_id, programme in other.programmes.items():
            self.programmes.setdefault(programme_id, ProgrammeFacts()).absorb(programme)

    def part(self, number: int, parts: int) -> "Books":
        """The subjects that fall to one of so many parts: each to exactly one, the same in every reading."""
        return Books(
            {name: facts for name, facts in self.accounts.items() if _part_of(name, parts) == number},
            {name: facts for name, facts in self.movements.items() if _part_of(name, parts) == number},
            {name: facts for name, facts in self.bookings.items() if _part_of(name, parts) == number},
            {name: facts for name, facts in self.programmes.items() if _part_of(name, parts) == number},
        )

    def by_programme(self) -> dict[str, ProgrammeFacts]:
        """Each programme with all that stands on the accounts here that are its own."""
        found = Books()
        found.absorb(Books(programmes=self.programmes))
        for account_id, account in self.accounts.items():
            if programme_id := _programme_of(account_id, account):
                found.programmes.setdefault(programme_id, ProgrammeFacts()).absorb(
                    ProgrammeFacts(None, account.endowed, account.settled_endowed, account.settled_units)
                )
        return found.programmes

    def _account(self, account_id: str) -> AccountFacts:
        return self.accounts.setdefault(account_id, AccountFacts())

    def _movement(self, movement_id: str) -> MovementFacts:
        return self.movements.setdefault(movement_id, MovementFacts())

    def _post(self, posting: Posting, *, settled: bool) -> None:
        account, net = self._account(posting.account_id), sum(posting.changes.values())
        account.entries += 1
        _add(account.balances, posting.changes)
        if not posting.filed:
            account.misfiled.append(posting.position)
        if posting.account_id.startswith(VOUCHER) and posting.kind in KINDS:
            _add(account.tallies, ledger.tallied(Kind(posting.kind), net))
            if posting.kind in ABOUT_BOOKINGS:
                self._follow(posting, net)
        endowed = net if posting.kind == Kind.ENDOW and posting.account_id.startswith(ledger.FUND) else 0
        account.endowed += endowed
        if posting.kind == Kind.COMMIT and posting.account_id.startswith(ledger.COMMITMENT):
            account.programme_id = posting.about
        if settled:
            account.settled_units += net
            account.settled_endowed += endowed
            movement = self._movement(posting.movement_id)
            movement.total += net
            movement.entries.append((posting.account_id, posting.position, posting.kind))

    def _follow(self, posting: Posting, net: int) -> None:
        """Follow what an entry about a booking did to a voucher's account."""
        trails = self.bookings.setdefault(posting.about, BookingFacts()).trails
        trail = trails.setdefault(posting.account_id, Trail())
        held = posting.changes.get(Bucket.HELD, 0)
        trail.held += held
        trail.captured -= net
        trail.reserved += held if posting.kind == Kind.HOLD else 0


def _add(mine: dict[str, int], theirs: Mapping[str, int] | Mapping[Bucket, int]) -> None:
    for name, units in theirs.items():
        mine[str(name)] = mine.get(str(name), 0) + units


def _part_of(subject_id: str, parts: int) -> int:
    return zlib.crc32(subject_id.encode()) % parts


def _programme_of(account_id: str, account: AccountFacts) -> str | None:
    """The programme that an account belongs to; None for a funder's, and for a voucher that nobody knows."""
    if account_id.startswith(ledger.FUND):
        return account_id.removeprefix(ledger.FUND)
    if account_id.startswith(ledger.PAYABLE):
        return account_id.rpartition(":")[2]
    return account.programme_id
