"""What settlements are about: deliveries of a cooperative, paid by a funder's programmes."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from chalicelib.bookings import close, place, quote
from chalicelib.bookings.model import Booking
from chalicelib.kernel.caller import Caller, Role
from chalicelib.ledger import model as ledger
from chalicelib.ledger import move
from chalicelib.ledger.journal import Journal
from chalicelib.ledger.model import Bucket, Hold, Kind
from chalicelib.people.model import Person
from chalicelib.programmes.model import Programme
from chalicelib.providers import assign
from chalicelib.providers.model import Provider
from chalicelib.runtime.dynamodb import Transaction
from chalicelib.settlements import answer, approve, archive, issue, pay, read, revise
from chalicelib.settlements.coverage import Row
from chalicelib.settlements.model import Settlement, Verdict
from chalicelib.vouchers.model import Voucher
from tests import builders as a

MARCH, APRIL = "2027-03", "2027-04"
IN_APRIL = datetime(2027, 4, 2, 3, 0, tzinfo=UTC)  # when the job settles March
IN_MAY = datetime(2027, 5, 2, 3, 0, tzinfo=UTC)
IBAN = "IT60X0542811101000000123456"
DEBTOR_IBAN = "IT40S0542811101000000123456"


@dataclass
class District:
    """A cooperative, a programme of a funder, and a resident with a voucher."""

    coop: Provider = field(default_factory=a.provider)
    programme: Programme = field(default_factory=a.programme)
    holder: Person = field(default_factory=a.person)
    voucher: Voucher = field(init=False)
    manager: Caller = field(init=False)
    officer: Caller = field(init=False)
    finance: Caller = field(init=False)

    def __post_init__(self) -> None:
        self.voucher = a.voucher(self.holder, 1_000_00, under=self.programme)
        self.manager = a.staff(Role.PROVIDER_MANAGER, self.coop.id)
        self.officer = a.staff(Role.PROGRAMME_OFFICER, a.FUNDER_ID)
        self.finance = a.staff(Role.FINANCE_OFFICER, a.FUNDER_ID)

    @property
    def payable(self) -> str:
        return ledger.payable(self.coop.id, self.programme.id)

    def due(self) -> int:
        return a.account(self.payable).balances[Bucket.DUE]

    def paid(self) -> int:
        return a.account(self.payable).balances[Bucket.PAID]

    def deliver(
        self,
        on: date = date(2027, 3, 10),
        *,
        price_cents: int = 2000,
        minutes: int = 60,
        of: int = 60,
        voucher: Voucher | None = None,
        recorded_at: datetime | None = None,
    ) -> Booking:
        """A session booked, and its attendance recorded as it begins or later."""
        starts_at = datetime(on.year, on.month, on.day, 8, tzinfo=UTC)
        session = a.session(by=self.coop, price_cents=price_cents, starts_at=starts_at, minutes=of)
        booking = self.book(session.id, voucher or self.voucher)
        return close.attended(
            booking.id, delivered_minutes=minutes, by=self.manager, key=a.key(self.manager), at=recorded_at or starts_at
        ).value

    def book(self, session_id: str, voucher: Voucher) -> Booking:
        caller = a.citizen(self.holder)
        quoted = quote.booking(session_id, person_id=self.holder.id, voucher_id=voucher.id, by=caller, at=a.NOW)
        return place.booking(quoted.token, by=caller, key=a.key(caller), at=a.NOW).value

    def refund(self, booking: Booking, units: int, *, at: datetime) -> None:
        [paid] = booking.payments
        with Transaction() as writes, Journal(writes) as journal:
            move.refund(
                journal,
                Hold(ledger.voucher(paid.voucher_id), paid.unit, paid.amount, booking.id),
                refund_id=f"refund-{a.number()}",
                units=units,
                payable_id=self.payable,
                by="officer",
                at=at,
            )

    def issue(self, month: str = MARCH, *, at: datetime = IN_APRIL, named: str = "") -> Settlement:
        return issue.settlement(
            funder_id=a.FUNDER_ID,
            provider_id=self.coop.id,
            month=month,
            by=self.officer,
            key=a.key(self.officer, named),
            at=at,
        ).value

    def acknowledge(self, settlement: Settlement, *, at: datetime = IN_APRIL, named: str = "") -> Settlement:
        return answer.acknowledged(settlement.id, by=self.manager, key=a.key(self.manager, named), at=at).value

    def contest(self, settlement: Settlement, movement_id: str, *, at: datetime = IN_APRIL) -> Settlement:
        return answer.contested(
            settlement.id,
            movement_id=movement_id,
            reason="Quel giorno le ore erano di più.",
            by=self.manager,
            key=a.key(self.manager),
            at=at,
        ).value

    def approve(
        self, settlement: Settlement, *, by: Caller | None = None, at: datetime = IN_APRIL, named: str = ""
    ) -> Settlement:
        finance = by or self.finance
        assign.bank_account(self.coop.id, iban=IBAN, by=self.officer, key=a.key(self.officer, "iban"), at=a.NOW)
        return approve.settlement(
            settlement.id,
            debtor_name="Ufficio di Piano - Città di Tradate",
            debtor_iban=DEBTOR_IBAN,
            execute_on=date(2027, 4, 20),
            by=finance,
            key=a.key(finance, named),
            at=at,
        ).value

    def pay(self, settlement: Settlement, *, at: datetime = IN_APRIL, named: str = "") -> Settlement:
        key = a.key(self.finance, named)
        return pay.settlement(settlement.id, reason="Mandato 12", by=self.finance, key=key, at=at).value

    def paid_settlement(self, month: str = MARCH, *, at: datetime = IN_APRIL) -> Settlement:
        """A settlement with everything done that can be."""
        return self.pay(self.approve(self.acknowledge(self.issue(month, at=at), at=at), at=at), at=at)

    def again(self, settlement: Settlement) -> Settlement:
        """The settlement as it is now."""
        return read.settlement(settlement.id, by=self.officer)


def rows(settlement: Settlement) -> list[Row]:
    """The rows of a settlement's current revision."""
    return list(archive.opened(settlement).rows)


def bookings_of(settlement: Settlement) -> list[str]:
    """Which bookings a settlement's rows are about, in order."""
    return [row.booking_id for row in rows(settlement)]


def amounts(settlement: Settlement) -> list[tuple[Kind, int]]:
    """The kinds and units of a settlement's rows."""
    return [(row.kind, row.units) for row in rows(settlement)]


def issued(district: District, *, deliveries: int = 1) -> Settlement:
    """The settlement of a month with so many deliveries of 20 euro."""
    for day in range(deliveries):
        district.deliver(date(2027, 3, 10 + day), price_cents=2000)
    return district.issue()


def resolve(district: District, settlement: Settlement, movement_id: str, verdict: Verdict) -> Settlement:
    """The funder decides about a contested row."""
    return revise.contest(
        settlement.id,
        movement_id=movement_id,
        verdict=verdict,
        reason="Sentita la cooperativa.",
        by=district.officer,
        key=a.key(district.officer),
        at=IN_APRIL,
    ).value


def correct(district: District, settlement: Settlement) -> Settlement:
    """The funder issues it anew, with what was refunded since."""
    return revise.settlement(
        settlement.id, reason="Storno.", by=district.officer, key=a.key(district.officer), at=IN_APRIL
    ).value
