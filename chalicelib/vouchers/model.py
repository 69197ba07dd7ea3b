"""Vouchers: personal, never transferable, good until a day."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from chalicelib.kernel import clock
from chalicelib.kernel.refusals import Conflict, Invalid, Refusal
from chalicelib.kernel.territory import Category
from chalicelib.kernel.texts import Text
from chalicelib.ledger import model as ledger
from chalicelib.ledger.model import Unit
from chalicelib.people.model import Person
from chalicelib.programmes.rules import Rules

from .holdings import Holding

WARN_DAYS = (42, 14, 3)  # before the last day: six weeks to plan, two to book, three for the last call
DUE_SHARDS = 4  # a GSI partition takes 1,000 writes a second: a batch of thousands must not queue for one


class VoucherState(StrEnum):
    """The life of a voucher."""

    PROPOSED = "proposed"  # waits for a second person; nothing is granted yet
    OPEN = "open"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    TRANSFERRED = "transferred"
    EXPIRED = "expired"


class ChangeKind(StrEnum):
    """What is done to a voucher, by whom it is written down."""

    ISSUE = "issue"
    SUSPEND = "suspend"
    REACTIVATE = "reactivate"
    REVOKE = "revoke"
    EXTEND = "extend"
    TRANSFER = "transfer"
    REJECT = "reject"


class NotTheBeneficiary(Conflict):
    """The voucher is someone else's."""

    detail = Text("Il buono è personale: è di un'altra persona.", "The voucher is personal: it is someone else's.")


class VouchersNotAccepted(Conflict):
    """The provider takes no vouchers for this offering."""

    detail = Text("Qui i buoni non sono accettati.", "Vouchers are not accepted here.")
    remedy = Text("Scegli un'altra cooperativa, oppure paga tu.", "Choose another cooperative, or pay by yourself.")


class VoucherStateConflict(Conflict):
    """The voucher's state does not allow the change."""

    detail = Text("Il buono è {described}.", "The voucher is {described}.")


class AnotherIsWaiting(Conflict):
    """A change of this voucher waits for a second person already."""

    detail = Text(
        "Per questo buono c'è già una modifica in attesa di una seconda persona.",
        "A change of this voucher already waits for a second person.",
    )
    remedy = Text("Chiedi a una collega di approvarla o respingerla.", "Ask a colleague to approve or reject it.")


class NothingWaits(Conflict):
    """No change of this voucher waits for a decision."""

    detail = Text("Non c'è nulla da approvare per questo buono.", "Nothing waits for a decision on this voucher.")


class SecondPersonNeeded(Conflict):
    """Who proposed a large change cannot decide on it."""

    detail = Text(
        "Chi ha proposto la modifica non può approvarla: serve una seconda persona.",
        "Who proposed the change cannot approve it: a second person is needed.",
    )
    remedy = Text("Chiedi a una collega dello stesso ente.", "Ask a colleague of the same funder.")


class ExtensionNotAdmitted(Conflict):
    """The new last day is not after the old one, or is after the programme's."""

    detail = Text(
        "La nuova scadenza deve venire dopo {expires_on} e non oltre la fine della misura.",
        "The new last day must come after {expires_on}, and no later than the programme's end.",
    )


class RecipientUnclear(Invalid):
    """A transfer names whom it goes to by id or by codice fiscale, one of them."""

    detail = Text("Indica a chi passa il buono.", "Say who gets the voucher.")
    remedy = Text("Scrivi il codice fiscale di chi lo riceve.", "Give the tax code of who gets it.")


class TransferNotAdmitted(Conflict):
    """The rules, or the household, do not allow what is left to go to this person."""

    detail = Text("Quello che resta non si può trasferire: {why}.", "What is left cannot be transferred: {why}.")


TRANSFER_RULE = Text("la misura non lo permette", "the programme does not allow it")
TRANSFER_HOUSEHOLD = Text("le due persone non vivono insieme", "the two people do not live together")
TRANSFER_SAME = Text("il buono è già di questa persona", "the voucher is this person's already")
TRANSFER_NOTHING = Text("non resta nulla", "nothing is left")

DESCRIBED = {
    VoucherState.PROPOSED: Text("in attesa di approvazione", "waiting for approval"),
    VoucherState.OPEN: Text("attivo", "active"),
    VoucherState.SUSPENDED: Text("sospeso", "suspended"),
    VoucherState.REVOKED: Text("revocato", "revoked"),
    VoucherState.TRANSFERRED: Text("trasferito", "transferred"),
    VoucherState.EXPIRED: Text("scaduto", "expired"),
}
LIVE = frozenset({VoucherState.OPEN, VoucherState.SUSPENDED})
# To which state each change leads (none: it stays), and from which states. Expiry is not here: it comes by itself.
LEADS_TO: dict[ChangeKind, VoucherState | None] = {
    ChangeKind.ISSUE: VoucherState.OPEN,
    ChangeKind.SUSPEND: VoucherState.SUSPENDED,
    ChangeKind.REACTIVATE: VoucherState.OPEN,
    ChangeKind.REVOKE: VoucherState.REVOKED,
    ChangeKind.EXTEND: None,
    ChangeKind.TRANSFER: VoucherState.TRANSFERRED,
    ChangeKind.REJECT: None,
}
ADMITTED_FROM = {
    ChangeKind.ISSUE: frozenset({VoucherState.PROPOSED}),
    ChangeKind.SUSPEND: frozenset({VoucherState.OPEN}),
    ChangeKind.REACTIVATE: frozenset({VoucherState.SUSPENDED}),
    ChangeKind.REVOKE: LIVE,
    ChangeKind.EXTEND: LIVE,
    ChangeKind.TRANSFER: frozenset({VoucherState.OPEN}),
    ChangeKind.REJECT: frozenset(VoucherState),
}
# What protects the fund at once needs no second person, however large the voucher.
DECIDED_BY_TWO = frozenset({ChangeKind.ISSUE, ChangeKind.REVOKE, ChangeKind.EXTEND, ChangeKind.TRANSFER})


@dataclass(frozen=True, slots=True)
class Change:
    """That someone changed a voucher, or proposes to: what, when, why, and the second person where there was one."""

    voucher_id: str
    kind: ChangeKind
    reason: str
    by: str
    at: datetime
    id: str
    fingerprint: str
    expires_on: date | None = None
    to_person_id: str | None = None
    decided_by: str | None = None
    proposed: bool = False  # it waits for a second person, or did


@dataclass(frozen=True, slots=True)
class Voucher:
    """The spendable right of one person under one programme. Its money is in the ledger, under its id."""

    id: str
    funder_id: str
    programme_id: str
    programme_title: str
    programme_version: int
    person_id: str
    household_id: str
    unit: Unit
    granted: int
    rules: Rules
    issued_at: datetime
    expires_on: date
    state: VoucherState
    fingerprint: str
    waiting: Change | None = None
    due_on: date | None = field(default=None, compare=False)  # when the nightly job looks at it next

    @property
    def account_id(self) -> str:
        """Its account in the ledger."""
        return ledger.voucher(self.id)

    @property
    def last_usable_on(self) -> date:
        """The last day on which it can be used: grace included, but not once it was revoked or transferred."""
        grace = self.rules.grace_days if self.state not in (VoucherState.REVOKED, VoucherState.TRANSFERRED) else 0
        return self.expires_on + timedelta(days=grace)

    @property
    def usable_until_at(self) -> datetime:
        """The first instant at which it is worth nothing: midnight in Italy after its last usable day."""
        return clock.end_of_day(self.last_usable_on)

    def due_after(self, on: date) -> date:
        """The first day after one on which something is due for it: a warning, or its lapse."""
        warnings = [self.expires_on - timedelta(days=days) for days in WARN_DAYS] if self.state in LIVE else []
        return next((day for day in warnings if day > on), self.last_usable_on + timedelta(days=1))

    def warning_on(self, on: date) -> int | None:
        """The most urgent warning whose day has come, by its days before the last day; none in the days of grace."""
        left = (self.expires_on - on).days
        return min((days for days in WARN_DAYS if 0 <= left <= days), default=None)

    @property
    def holding(self) -> Holding:
        """What it is to the other vouchers of its holder and household."""
        return Holding(self.programme_id, self.programme_title, self.rules.exclusions)

    def why_not_change(self, kind: ChangeKind) -> list[Refusal]:
        """Why this cannot be done to it now."""
        if self.state in ADMITTED_FROM[kind]:
            return []
        return [VoucherStateConflict(voucher_id=self.id, state=self.state, described=DESCRIBED[self.state])]

    def why_not_extend(self, expires_on: date, programme_ends_on: date | None) -> list[Refusal]:
        """Why its last day cannot become this one."""
        if expires_on > self.expires_on and (programme_ends_on is None or expires_on <= programme_ends_on):
            return []
        return [ExtensionNotAdmitted(voucher_id=self.id, expires_on=self.expires_on)]

    def why_not_transfer(self, to: Person, *, available: int, on: date) -> list[Refusal]:
        """Why what is left of it cannot go to a person."""
        reasons = (
            (not self.rules.is_transferable, TRANSFER_RULE),
            (to.id == self.person_id, TRANSFER_SAME),
            (to.household_id != self.household_id, TRANSFER_HOUSEHOLD),
            (available <= 0, TRANSFER_NOTHING),
        )
        why: list[Refusal] = [TransferNotAdmitted(voucher_id=self.id, why=text) for stands, text in reasons if stands]
        return why + self.rules.why_not_person(born_on=to.born_on, municipality_code=to.municipality_code, on=on)

    def cost(self, *, price_cents: int, minutes: int) -> int:
        """What a session takes from it: its price, or its length for hour vouchers."""
        return minutes if self.unit is Unit.MINUTES else price_cents

    def why_not(self, holder: Person, *, category: Category, service_id: str, on: date) -> list[Refusal]:
        """Every reason why its rules do not cover a delivery to its holder on a day."""
        return (
            self.rules.why_not_category(category)
            + self.rules.why_not_service(service_id)
            + self.rules.why_not_person(born_on=holder.born_on, municipality_code=holder.municipality_code, on=on)
        )


@dataclass(frozen=True, slots=True)
class Outline:
    """A voucher without whose it is."""

    id: str
    unit: Unit
    state: VoucherState
    issued_on: date
    expires_on: date

    @property
    def account_id(self) -> str:
        """Its account in the ledger."""
        return ledger.voucher(self.id)
