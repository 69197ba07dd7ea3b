"""The shapes of settlements as they cross the wire."""

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta

from chalicelib.ledger.model import Kind, Unit
from chalicelib.runtime.shapes import END, Body, Iban, Id, Line, ListQuery, View

from .export import Format
from .model import SettlementState, SettlementStepKind, Verdict

MonthText = Annotated[str, Meta(pattern=rf"^20[0-9]{{2}}-(0[1-9]|1[0-2]){END}", description="A month: 2027-03.")]
Revision = Annotated[int, Meta(ge=1, le=9999)]


class SettlementPartView(View, frozen=True, kw_only=True):
    """What is owed under one programme: the sums of its rows. Units are cents or minutes."""

    programme_id: str
    title: str
    unit: Unit
    rows: int
    units: int
    cents: int


class RowContestView(View, frozen=True, kw_only=True):
    """A row that the provider contests; without a verdict it waits for the funder's."""

    movement_id: str
    reason: str
    at: datetime
    verdict: Verdict | None


class SettlementView(View, frozen=True, kw_only=True):
    """What a funder owes a provider for a month, as the current revision says."""

    id: str
    number: str
    revision: int
    month: str
    funder_id: str
    provider_id: str
    provider_name: str
    state: SettlementState
    issued_at: datetime
    answer_until_at: datetime
    parts: list[SettlementPartView]
    total_cents: int
    contests: list[RowContestView]
    sha256: str


class SettlementRowView(View, frozen=True, kw_only=True):
    """One captured movement, or one that reverses it with a minus. The beneficiary is a pseudonym."""

    movement_id: str
    kind: Kind
    at: datetime
    delivered_on: date
    title: str
    beneficiary: str
    programme_id: str
    units: int
    cents: int


class SettlementStepView(View, frozen=True, kw_only=True):
    """What was done to a settlement, by which account, when and why."""

    revision: int
    kind: SettlementStepKind
    by: str
    at: datetime
    reason: str
    movement_id: str | None


class SettlementDifferenceView(View, frozen=True, kw_only=True):
    """Where a settlement and the ledger disagree."""

    revision: int
    programme_id: str
    movement_id: str
    what: str
    recorded: str
    recomputed: str


class NewSettlement(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """With whom, and until the end of which month."""

    provider_id: Id
    month: MonthText


class Acknowledgement(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Nothing needs to be said: an empty object."""


class NewRowContest(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which row is contested, and why."""

    movement_id: Id
    reason: Line


class NewRowResolution(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the contest of a row ends, and why."""

    movement_id: Id
    verdict: Verdict
    reason: Line


class NewRevision(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why corrections are taken in."""

    reason: Line


class NewSettlementApproval(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """From which account the settlement is to be paid, and on which day."""

    debtor_name: Line
    debtor_iban: Iban
    execute_on: date


class NewPayment(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The reference under which it was paid."""

    reason: Line


class NewFile(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the settlement is to be made into, and of which revision (the current one unless named)."""

    format: Format
    revision: Revision | None = None


class SettlementQuery(ListQuery, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whose settlements, for an auditor."""

    funder_id: Id | None = None


class RowQuery(ListQuery, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Of which revision; the current one unless named."""

    revision: Revision | None = None
