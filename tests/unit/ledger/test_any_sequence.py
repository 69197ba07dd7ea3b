"""Any sequence of movements keeps every amount somewhere."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, multiple, rule

from chalicelib.ledger import model
from chalicelib.ledger.model import Account, Bucket, Entry, Hold, Kind, Movement, Unit

AT = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
FUND, BUDGET, PAYABLE = model.fund("p"), 1_000_00, model.payable("c", "p")
EXPIRES_AT = AT + timedelta(days=30)
WITHIN = EXPIRES_AT - timedelta(days=1)


@dataclass
class Books:
    """The ledger as a dictionary: balances and counters that follow the movements and nothing else."""

    balances: dict[str, dict[Bucket, int]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))
    tallies: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))
    entries: list[Entry] = field(default_factory=list)

    def post(self, kind: Kind, about: str, entries: tuple[Entry, ...]) -> None:
        movement = Movement(f"{kind}-{len(self.entries)}", kind, Unit.CENTS, AT, "me", about, entries)
        self.entries += movement.entries
        for account_id, deltas in movement.deltas().items():
            for bucket, units in deltas.items():
                self.balances[account_id][bucket] += units
            for name, units in movement.tallies(account_id).items():
                self.tallies[account_id][name] += units

    def account(self, account_id: str) -> Account:
        tallies = self.tallies[account_id]
        return Account(
            account_id,
            Unit.CENTS,
            dict(self.balances[account_id]),
            usable_until_at=EXPIRES_AT,
            granted=tallies["granted"],
            captured=tallies["captured"],
            lapsed=tallies["lapsed"],
        )


class AnySequence(RuleBasedStateMachine):
    """Issue, hold, capture, release, lapse: in whatever order chance gives."""

    vouchers = Bundle("vouchers")
    holds = Bundle("holds")

    @initialize()
    def endow(self) -> None:
        self.books = Books()
        self.issued: list[str] = []
        self.lapsed: set[str] = set()
        self.placed = 0
        source = (f"{model.funder('f')}:cents", Bucket.AVAILABLE)
        self.books.post(Kind.ENDOW, "p", model.transfer(BUDGET, source, (FUND, Bucket.AVAILABLE)))

    @rule(target=vouchers, units=st.integers(1, 400_00))
    def issue(self, units: int) -> object:
        if self.books.account(FUND).available < units:
            return multiple()
        voucher = model.voucher(f"v{len(self.issued)}")
        self.books.post(
            Kind.ISSUE, voucher, model.transfer(units, (FUND, Bucket.AVAILABLE), (voucher, Bucket.AVAILABLE))
        )
        self.issued.append(voucher)
        return voucher

    @rule(target=holds, voucher=vouchers, units=st.integers(1, 100_00))
    def hold(self, voucher: str, units: int) -> object:
        delivered_at = EXPIRES_AT if voucher in self.lapsed else WITHIN
        if self.books.account(voucher).why_not_hold(units, delivered_at):
            return multiple()
        self.placed += 1
        hold = Hold(voucher, Unit.CENTS, units, f"b{self.placed}")
        self.books.post(Kind.HOLD, hold.booking_id, model.hold_entries(hold))
        return hold

    @rule(hold=consumes(holds), tenths=st.integers(1, 10))
    def capture(self, hold: Hold, tenths: int) -> None:
        part = max(1, hold.units * tenths // 10)
        self.books.post(Kind.CAPTURE, hold.booking_id, model.capture_entries(hold, part, PAYABLE))

    @rule(hold=consumes(holds))
    def release(self, hold: Hold) -> None:
        self.books.post(Kind.RELEASE, hold.booking_id, model.release_entries(hold))

    @rule(voucher=vouchers)
    def lapse(self, voucher: str) -> None:
        self.lapsed.add(voucher)
        if left := self.books.account(voucher).available:
            self.books.post(
                Kind.LAPSE, voucher, model.transfer(left, (voucher, Bucket.AVAILABLE), (FUND, Bucket.AVAILABLE))
            )

    @invariant()
    def every_voucher_conserves(self) -> None:
        assert all(self.books.account(voucher).conserves() for voucher in self.issued)

    @invariant()
    def no_bucket_is_negative_but_the_funders(self) -> None:
        for account_id, buckets in self.books.balances.items():
            assert account_id.startswith("funder:") or min(buckets.values(), default=0) >= 0, account_id

    @invariant()
    def all_entries_sum_to_zero(self) -> None:
        assert sum(entry.units for entry in self.books.entries) == 0

    @invariant()
    def the_budget_is_all_there(self) -> None:
        granted = sum(self.books.account(voucher).granted for voucher in self.issued)
        lapsed = sum(self.books.account(voucher).lapsed for voucher in self.issued)
        assert self.books.account(FUND).available == BUDGET - granted + lapsed

    @invariant()
    def providers_are_owed_what_was_captured(self) -> None:
        captured = sum(self.books.account(voucher).captured for voucher in self.issued)
        assert self.books.balances[PAYABLE][Bucket.DUE] == captured

    @invariant()
    def balances_are_what_the_entries_say(self) -> None:
        fold = model.Fold()
        for entry in self.books.entries:
            fold.add(entry.account_id, [(entry.bucket, entry.units)])
        for account_id, buckets in self.books.balances.items():
            assert fold.balance(account_id) == {bucket: units for bucket, units in buckets.items() if units}


TestAnySequence = AnySequence.TestCase
TestAnySequence.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)


def test_a_voucher_that_has_expired_holds_nothing_more() -> None:
    account = replace(Books().account("voucher:v"), balances={Bucket.AVAILABLE: 100})

    assert account.why_not_hold(1, WITHIN) == []
    assert [type(why) for why in account.why_not_hold(1, EXPIRES_AT)] == [model.ExpiredByThen]
