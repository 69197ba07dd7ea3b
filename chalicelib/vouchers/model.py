"""Vouchers: personal, never transferable, good until a day."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from chalicelib.kernel import clock
from chalicelib.kernel.refusals import Conflict, Refusal
from chalicelib.kernel.territory import Category
from chalicelib.kernel.texts import Text
from chalicelib.ledger import model as ledger
from chalicelib.ledger.model import Unit
from chalicelib.programmes.model import Rules

EXPIRY_SHARDS = 4  # a GSI partition takes 1,000 writes a second: a batch of thousands must not queue for one


class VoucherState(StrEnum):
    """The life of a voucher."""

    OPEN = "open"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    EXPIRED = "expired"


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


DESCRIBED = {
    VoucherState.OPEN: Text("attivo", "active"),
    VoucherState.SUSPENDED: Text("sospeso", "suspended"),
    VoucherState.REVOKED: Text("revocato", "revoked"),
    VoucherState.EXPIRED: Text("scaduto", "expired"),
}
# From where each state is reached. Expiry is not here: it comes by itself.
REACHED_FROM = {
    VoucherState.SUSPENDED: frozenset({VoucherState.OPEN}),
    VoucherState.OPEN: frozenset({VoucherState.SUSPENDED}),
    VoucherState.REVOKED: frozenset({VoucherState.OPEN, VoucherState.SUSPENDED}),
}


@dataclass(frozen=True, slots=True)
class Change:
    """That someone changed a voucher's state, when and why."""

    voucher_id: str
    state: VoucherState
    reason: str
    by: str
    at: datetime
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Voucher:
    """The spendable right of one person under one programme. Its money is in the ledger, under its id."""

    id: str
    programme_id: str
    programme_title: str
    programme_version: int
    person_id: str
    unit: Unit
    granted: int
    rules: Rules
    issued_at: datetime
    expires_on: date
    state: VoucherState
    fingerprint: str

    @property
    def account_id(self) -> str:
        """Its account in the ledger."""
        return ledger.voucher(self.id)

    @property
    def usable_until_at(self) -> datetime:
        """The first instant at which it is worth nothing: midnight in Italy after its last day."""
        return clock.end_of_day(self.expires_on)

    def why_not_become(self, state: VoucherState) -> list[Refusal]:
        """Why its state cannot change so."""
        if self.state in REACHED_FROM[state]:
            return []
        return [VoucherStateConflict(voucher_id=self.id, state=self.state, described=DESCRIBED[self.state])]

    def cost(self, *, price_cents: int, minutes: int) -> int:
        """What a session takes from it: its price, or its length for hour vouchers."""
        return minutes if self.unit is Unit.MINUTES else price_cents

    def why_not(self, *, born_on: date, municipality_code: str, category: Category, on: date) -> list[Refusal]:
        """Every reason why its rules do not cover a delivery to its holder on a day."""
        return self.rules.why_not_category(category) + self.rules.why_not_person(
            born_on=born_on, municipality_code=municipality_code, on=on
        )
