"""Accounts, movements and entries: what may move where, and what always adds up."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import assert_never

from chalicelib.kernel.clock import local_day
from chalicelib.kernel.identifiers import derived
from chalicelib.kernel.refusals import Conflict, Refusal
from chalicelib.kernel.texts import Amount, Text

# How the accounts of vouchers, funds, commitments and of what is owed are told apart.
VOUCHER, FUND, COMMITMENT, PAYABLE = "voucher:", "fund:", "commitment:", "payable:"
LATEST_WRITE = timedelta(minutes=15)  # no request or job lives longer: by then, what bears an instant is written


class Unit(StrEnum):
    """What an account is counted in, for life."""

    CENTS = "cents"
    MINUTES = "minutes"


class Bucket(StrEnum):
    """Where an account's amount stands."""

    AVAILABLE = "available"  # spendable now
    HELD = "held"  # reserved by a booking
    DUE = "due"  # owed to a provider for what was delivered
    PAID = "paid"  # settled with the provider


class Kind(StrEnum):
    """The movements there are."""

    ENDOW = "endow"  # funder → fund
    COMMIT = "commit"  # fund → commitment: set aside by an act
    UNCOMMIT = "uncommit"  # commitment → fund: what it no longer needs
    ISSUE = "issue"  # fund or commitment → vouchers
    HOLD = "hold"  # available → held
    CAPTURE = "capture"  # held → a provider's due, whole or part, the rest released
    RELEASE = "release"  # held → available
    LAPSE = "lapse"  # voucher → fund, at expiry
    RETURN = "return"  # voucher → fund, when it is revoked
    TRANSFER = "transfer"  # voucher → voucher, within a household
    REFUND = "refund"  # a provider's due → voucher: a capture, or part of it, reversed
    SETTLE = "settle"  # due → paid


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


class NothingDue(Conflict):
    """The provider is owed less than the movement takes."""

    detail = Text("Alla cooperativa spetta meno di così.", "The cooperative is owed less than that.")
    remedy = Text("Controlla i movimenti non ancora liquidati.", "Look at the movements not yet settled.")


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
class Use:
    """Units added to (or taken from) what a capped count of an account has used."""

    account_id: str
    count: str
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
    uses: tuple[Use, ...] = ()

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

    def counted(self, account_id: str) -> dict[str, int]:
        """What each capped count of an account grows by."""
        return {use.count: use.units for use in self.uses if use.account_id == account_id}

    def tallies(self, account_id: str) -> dict[str, int]:
        """How a voucher's lifetime counters grow: granted, captured, lapsed, returned, transferred."""
        if not account_id.startswith(VOUCHER):
            return {}
        return tallied(self.kind, sum(self.deltas().get(account_id, {}).values()))


def tallied(kind: Kind, net: int) -> dict[str, int]:
    """How a voucher's lifetime counters grow by a movement that leaves so much more (or less) on its account."""
    match kind:
        case Kind.ISSUE:
            return {"granted": net}
        case Kind.TRANSFER:
            return {"granted": net} if net > 0 else {"transferred": -net}
        case Kind.CAPTURE | Kind.REFUND:
            return {"captured": -net}
        case Kind.LAPSE:
            return {"lapsed": -net}
        case Kind.RETURN:
            return {"returned": -net}
        case Kind.ENDOW | Kind.COMMIT | Kind.UNCOMMIT | Kind.HOLD | Kind.RELEASE | Kind.SETTLE:
            return {}
        case _:
            assert_never(kind)


@dataclass(frozen=True, slots=True)
class Posting:
    """One entry as the ledger keeps it; `filed` says whether the index by day shows it where its instant belongs."""

    account_id: str
    position: str  # <instant>#<movement id>
    movement_id: str
    kind: str
    at: datetime
    about: str
    changes: Mapping[Bucket, int]
    filed: bool = True


@dataclass(frozen=True, slots=True)
class Recorded:
    """That a movement of a kind is recorded: its key is why it can happen only once."""

    movement_id: str
    kind: str
    at: datetime


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
    transferred: int = 0
    uses: Mapping[str, int] = field(default_factory=dict)  # what is held or captured under each capped count

    @property
    def available(self) -> int:
        """What can be spent now."""
        return self.balances.get(Bucket.AVAILABLE, 0)

    @property
    def held(self) -> int:
        """What bookings have reserved."""
        return self.balances.get(Bucket.HELD, 0)

    def conserves(self) -> bool:
        """Whether a voucher's account adds up: what was granted is what became of it."""
        return self.granted == self.parts()

    def parts(self) -> int:
        """All that became of what was granted: available + held + captured + lapsed + returned + transferred."""
        return self.available + self.held + self.captured + self.lapsed + self.returned + self.transferred

    def why_not_hold(self, units: int, delivered_at: datetime, caps: Sequence["Cap"] = ()) -> list[Refusal]:
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
        return why + [
            cap.reached(left=max(0, cap.units_max - used), unit=self.unit)
            for cap in caps
            if (used := self.uses.get(cap.count, 0)) + units > cap.units_max
        ]

    def after(self, movement: Movement) -> "Account":
        """The account once a movement of what it has available or held has been made."""
        balances, uses = Counter(self.balances), Counter(self.uses)
        balances.update(movement.deltas().get(self.id, {}))
        uses.update(movement.counted(self.id))
        return replace(self, balances=dict(balances), uses=dict(uses))

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


class CapReached(Conflict):
    """The voucher may pay only so much of this kind: in a month, in an area, to one provider."""

    detail = Text(
        "Il buono può pagare al massimo {cap} {span}: ne restano {left}.",
        "The voucher pays at most {cap} {span}: {left} left.",
    )
    remedy = Text(
        "Scegli una prestazione che costa al massimo {left}, un altro periodo o un'altra cooperativa.",
        "Choose something that costs at most {left}, another period, or another cooperative.",
    )


@dataclass(frozen=True, slots=True)
class Cap:
    """The most that may be held and captured under one count of a voucher (a month, an area, a provider)."""

    count: str
    units_max: int
    span: Text

    def reached(self, *, left: int, unit: Unit) -> CapReached:
        """The refusal of what would go beyond it."""
        return CapReached(cap=Amount(self.units_max, unit), span=self.span, left=Amount(left, unit))


@dataclass(frozen=True, slots=True)
class Hold:
    """Units reserved on a voucher's account by a booking, and the capped counts that they use up.

    What stays held of a contested delivery is a hold of its own: its `stage` tells it from the booking's first.
    """

    account_id: str
    unit: Unit
    units: int
    booking_id: str
    counts: tuple[str, ...] = ()
    stage: str = ""

    def uses(self, units: int) -> tuple[Use, ...]:
        """The same change of every count that it uses up."""
        return tuple(Use(self.account_id, count, units) for count in self.counts) if units else ()

    @property
    def movement_id(self) -> str:
        """The name of the hold: one for each booking, account and stage."""
        return derived("hold", self.booking_id, self.account_id, *filter(None, (self.stage,)))

    @property
    def resolution_id(self) -> str:
        """The one movement that can end the hold."""
        return derived("resolution", self.movement_id)


def last_day(usable_until_at: datetime) -> date:
    """The last day on which an account that closes at this instant can be used."""
    return local_day(usable_until_at - timedelta(microseconds=1))


def fund(programme_id: str) -> str:
    """The account of a programme's budget."""
    return f"{FUND}{programme_id}"


def voucher(voucher_id: str) -> str:
    """The account of a voucher."""
    return f"{VOUCHER}{voucher_id}"


def funder(funder_id: str) -> str:
    """The account of who pays: what it gave stands there with a minus."""
    return f"funder:{funder_id}"


def commitment(commitment_id: str) -> str:
    """The account of what an act has set aside from a programme's fund."""
    return f"{COMMITMENT}{commitment_id}"


def payable(provider_id: str, programme_id: str) -> str:
    """The account of what a programme owes a provider."""
    return f"{PAYABLE}{provider_id}:{programme_id}"


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


def capture_entries(hold: Hold, captured: int, payable_id: str, *, kept: int = 0) -> tuple[Entry, ...]:
    """Held → the provider's due for what was delivered; `kept` stays held, the rest goes back to available."""
    rest = hold.units - captured - kept
    if captured < 0 or kept < 0 or rest < 0 or (not captured and kept in (0, hold.units)):
        raise ValueError(f"{captured} and {kept} of {hold.units} cannot be captured and kept")
    taken: tuple[Entry, ...] = ()
    if captured:
        taken = transfer(captured, (hold.account_id, Bucket.HELD), (payable_id, Bucket.DUE))
    if rest:
        taken += transfer(rest, (hold.account_id, Bucket.HELD), (hold.account_id, Bucket.AVAILABLE))
    return taken


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
