"""Accounts, movements and entries: what may move where, and what always adds up."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import assert_never

from chalicelib.kernel.clock import local_day
from chalicelib.kernel.identifiers import derived
from chalicelib.kernel.refusals import Conflict, Refusal
from chalicelib.kernel.texts import Amount, Text

VOUCHER = "voucher:"  # how the account of a voucher is told from a fund's


class Unit(StrEnum):
    """What an account is counted in, for life."""

    CENTS = "cents"
    MINUTES = "minutes"


class Bucket(StrEnum):
    """Where an account's amount stands."""

    AVAILABLE = "available"  # spendable now
    HELD = "held"  # reserved by a booking
    DUE = "due"  # owed to a provider for what was delivered


class Kind(StrEnum):
    """The movements there are."""

    ENDOW = "endow"  # funder → fund
    ISSUE = "issue"  # fund → voucher
    HOLD = "hold"  # available → held
    CAPTURE = "capture"  # held → a provider's due, whole or part, the rest released
    RELEASE = "release"  # held → available
    LAPSE = "lapse"  # voucher → fund, at expiry
    RETURN = "return"  # voucher → fund, when it is revoked


class InsufficientBalance(Conflict):
    """The account has less available than the movement takes."""

    detail = Text(
        "Il buono non basta: servono {needed}, ne restano {available}.",
        "The voucher is not enough: {needed} needed, {available} left.",
    )
    remedy = Text(
        "Scegli una prestazione che costa al massimo {available}, un altro buono, oppure paga tu.",
        "Choose something that costs at most {available}, another voucher, or pay by yourself.",
    )


class ExpiredByThen(Conflict):
    """The voucher will have expired on the day of delivery."""

    detail = Text(
        "Il buono scade prima di quella data: è valido fino a {last_day_on}.",
        "The voucher expires before then: it is valid until {last_day_on}.",
    )
    remedy = Text("Scegli una data entro {last_day_on}.", "Choose a date no later than {last_day_on}.")


class AccountClosed(Conflict):
    """The account no longer takes part in movements."""

    detail = Text("Il buono non è attivo.", "The voucher is not active.")
    remedy = Text("Chiedi al tuo Social Point.", "Ask at your Social Point.")


class AlreadyResolved(Conflict):
    """The hold was captured or released before."""

    detail = Text("Questa prenotazione è già stata chiusa.", "This booking was already settled.")


class BudgetExhausted(Conflict):
    """The fund has less left than the voucher takes."""

    detail = Text(
        "Il fondo della misura non basta: servono {needed}, ne restano {available}.",
        "The programme's fund is not enough: {needed} needed, {available} left.",
    )
    remedy = Text("Riduci l'importo o chiedi di aumentare il fondo.", "Lower the amount or ask for a larger fund.")


@dataclass(frozen=True, slots=True)
class Entry:
    """One side of a movement: units added to (or taken from) a bucket of an account."""

    account_id: str
    bucket: Bucket
    units: int


@dataclass(frozen=True, slots=True)
class Movement:
    """One atomic transfer. Its entries sum to zero, always; it is never changed."""

    id: str
    kind: Kind
    unit: Unit
    at: datetime
    by: str
    about: str
    entries: tuple[Entry, ...]

    def __post_init__(self) -> None:
        """A movement that creates or destroys money is a bug: ValueError."""
        if sum(entry.units for entry in self.entries) or not self.entries:
            raise ValueError(f"the entries of {self.kind} {self.id} do not sum to zero")

    def deltas(self) -> dict[str, dict[Bucket, int]]:
        """What each account's buckets change by."""
        changes: dict[str, dict[Bucket, int]] = defaultdict(dict)
        for entry in self.entries:
            changes[entry.account_id][entry.bucket] = changes[entry.account_id].get(entry.bucket, 0) + entry.units
        return dict(changes)

    def tallies(self, account_id: str) -> dict[str, int]:
        """How a voucher's lifetime counters grow: granted, captured, lapsed."""
        if not account_id.startswith(VOUCHER):
            return {}
        net = sum(self.deltas()[account_id].values())
        match self.kind:
            case Kind.ISSUE:
                return {"granted": net}
            case Kind.CAPTURE:
                return {"captured": -net}
            case Kind.LAPSE:
                return {"lapsed": -net}
            case Kind.RETURN:
                return {"returned": -net}
            case Kind.ENDOW | Kind.HOLD | Kind.RELEASE:
                return {}
            case _:
                assert_never(self.kind)


@dataclass(frozen=True, slots=True)
class Account:
    """An account's head: its balances are a cache of its entries."""

    id: str
    unit: Unit
    balances: Mapping[Bucket, int]
    open: bool = True
    usable_until_at: datetime | None = None
    granted: int = 0
    captured: int = 0
    lapsed: int = 0
    returned: int = 0

    @property
    def available(self) -> int:
        """What can be spent now."""
        return self.balances.get(Bucket.AVAILABLE, 0)

    @property
    def held(self) -> int:
        """What bookings have reserved."""
        return self.balances.get(Bucket.HELD, 0)

    def conserves(self) -> bool:
        """Whether a voucher's account adds up: granted = available + held + captured + lapsed + returned."""
        return self.granted == self.parts()

    def parts(self) -> int:
        """All that became of what was granted."""
        return self.available + self.held + self.captured + self.lapsed + self.returned

    def why_not_hold(self, units: int, delivered_at: datetime) -> list[Refusal]:
        """Every reason why this much cannot be reserved for a delivery then. The table's condition says the same."""
        why: list[Refusal] = []
        if not self.open:
            why.append(AccountClosed(voucher_id=self.id.removeprefix(VOUCHER)))
        if self.usable_until_at is not None and delivered_at >= self.usable_until_at:
            why.append(
                ExpiredByThen(voucher_id=self.id.removeprefix(VOUCHER), last_day_on=last_day(self.usable_until_at))
            )
        if self.available < units:
            why.append(InsufficientBalance(**self.shortage(units)))
        return why

    def shortage(self, units: int) -> dict[str, object]:
        """What is needed and what there is, as a refusal tells it."""
        return {"needed": Amount(units, self.unit), "available": Amount(self.available, self.unit)}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a statement: a movement as this account saw it, and what was left after it."""

    movement_id: str
    kind: Kind
    at: datetime
    by: str
    about: str
    available_change: int
    held_change: int
    available_after: int
    held_after: int


@dataclass(frozen=True, slots=True)
class Hold:
    """Units reserved on a voucher's account by a booking."""

    account_id: str
    unit: Unit
    units: int
    booking_id: str

    @property
    def movement_id(self) -> str:
        """The movement that made the hold: one for each booking and account."""
        return derived("hold", self.booking_id, self.account_id)

    @property
    def resolution_id(self) -> str:
        """The one movement that can end the hold."""
        return derived("resolution", self.movement_id)


def last_day(usable_until_at: datetime) -> date:
    """The last day on which an account that closes at this instant can be used."""
    return local_day(usable_until_at - timedelta(microseconds=1))


def fund(programme_id: str) -> str:
    """The account of a programme's budget."""
    return f"fund:{programme_id}"


def voucher(voucher_id: str) -> str:
    """The account of a voucher."""
    return f"{VOUCHER}{voucher_id}"


def funder(funder_id: str) -> str:
    """The account of who pays: what it gave stands there with a minus."""
    return f"funder:{funder_id}"


def payable(provider_id: str, programme_id: str) -> str:
    """The account of what a programme owes a provider."""
    return f"payable:{provider_id}:{programme_id}"


def transfer(units: int, source: tuple[str, Bucket], target: tuple[str, Bucket]) -> tuple[Entry, Entry]:
    """The two entries that take units (more than zero) from one bucket to another."""
    if units <= 0:
        raise ValueError(f"a transfer moves more than nothing, not {units}")
    return Entry(*source, -units), Entry(*target, units)


def hold_entries(hold: Hold) -> tuple[Entry, ...]:
    """Available → held."""
    return transfer(hold.units, (hold.account_id, Bucket.AVAILABLE), (hold.account_id, Bucket.HELD))


def release_entries(hold: Hold) -> tuple[Entry, ...]:
    """Held → available, all of it."""
    return transfer(hold.units, (hold.account_id, Bucket.HELD), (hold.account_id, Bucket.AVAILABLE))


def capture_entries(hold: Hold, captured: int, payable_id: str) -> tuple[Entry, ...]:
    """Held → the provider's due for what was delivered, the rest back to available."""
    if not 0 < captured <= hold.units:
        raise ValueError(f"{captured} of {hold.units} cannot be captured")
    taken = transfer(captured, (hold.account_id, Bucket.HELD), (payable_id, Bucket.DUE))
    if captured == hold.units:
        return taken
    rest = hold.units - captured
    return (*taken, *transfer(rest, (hold.account_id, Bucket.HELD), (hold.account_id, Bucket.AVAILABLE)))


@dataclass(slots=True)
class Fold:
    """Balances recomputed from entries, to be compared with the heads."""

    balances: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))

    def add(self, account_id: str, deltas: Iterable[tuple[str, int]]) -> None:
        """Take in one entry."""
        for bucket, units in deltas:
            self.balances[account_id][bucket] += units

    def balance(self, account_id: str) -> dict[str, int]:
        """What the entries say of an account, without empty buckets."""
        return {bucket: units for bucket, units in self.balances.get(account_id, {}).items() if units}
