"""Whatever is captured, refunded, settled, contested and revised: each entry is in one settlement, once, or waits."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from chalicelib.ledger.model import Kind, Unit
from chalicelib.settlements import coverage
from chalicelib.settlements.coverage import EARLIEST, Chain, Month, Part, Ref, Row, Scope


@dataclass
class Kept:
    """A settlement as far as coverage goes: its scope and the rows of its document."""

    scope: Scope
    rows: list[Row]


class Books(RuleBasedStateMachine):
    """A ledger with two programmes, and the settlements made of it."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[Row] = []
        self.settled: list[Kept] = []
        self.chain = Chain("funder", "provider")
        self.now = datetime(2027, 1, 1, tzinfo=EARLIEST.tzinfo)

    @rule(programme_id=st.sampled_from("pq"), units=st.integers(1, 50))
    def capture(self, programme_id: str, units: int) -> None:
        self._add(Kind.CAPTURE, programme_id, f"booking-{len(self.entries)}", units)

    @precondition(lambda self: any(row.kind is Kind.CAPTURE for row in self.entries))
    @rule(data=st.data())
    def refund(self, data: st.DataObject) -> None:
        of = data.draw(st.sampled_from([row for row in self.entries if row.kind is Kind.CAPTURE]))
        self._add(Kind.REFUND, of.programme_id, of.booking_id, -data.draw(st.integers(1, of.units)))

    def _add(self, kind: Kind, programme_id: str, booking_id: str, units: int) -> None:
        self.now += timedelta(hours=1)
        movement_id = f"movement-{len(self.entries)}"
        self.entries.append(
            Row(movement_id, kind, self.now, booking_id, date(2027, 1, 1), "", "", programme_id, units, units)
        )

    @rule()
    def settle(self) -> None:
        self.now += timedelta(hours=1)
        scope = self.chain.scope(self.now)
        kept, waiting = coverage.settleable(self._covered(scope))
        if kept:
            left = [row.ref for row in waiting]
            self.settled.append(Kept(scope.leaving(left), kept))
            self.chain = self.chain.settled(self.now, left)

    @precondition(lambda self: any(one.rows for one in self.settled))
    @rule(data=st.data())
    def take_out(self, data: st.DataObject) -> None:
        one = data.draw(st.sampled_from([one for one in self.settled if one.rows]))
        row = data.draw(st.sampled_from(one.rows))
        self._revise(one, [each for each in one.rows if each != row])

    @precondition(lambda self: any(one.rows for one in self.settled))
    @rule(data=st.data())
    def correct(self, data: st.DataObject) -> None:
        one = data.draw(st.sampled_from([one for one in self.settled if one.rows]))
        self.now += timedelta(hours=1)
        self._revise(one, [*one.rows, *coverage.corrections(self._covered(self.chain.scope(self.now)))])

    def _revise(self, one: Kept, wanted: list[Row]) -> None:
        kept, _ = coverage.settleable(wanted)
        had, has = {row.ref for row in one.rows}, {row.ref for row in kept}
        one.scope = one.scope.leaving(had - has).taking(has - had)
        self.chain = self.chain.revised(left=had - has, taken=has - had)
        one.rows = kept

    def _covered(self, scope: Scope) -> list[Row]:
        within = [row for row in self.entries if scope.from_at <= row.at < scope.until_at]
        besides = [row for row in self.entries if row.ref in scope.besides]
        found = [row for row in within if row.ref not in scope.without] + besides
        return sorted(found, key=coverage.order)

    @invariant()
    def every_entry_is_settled_once_or_waits(self) -> None:
        pending = self._covered(self.chain.scope(self.now + timedelta(hours=1)))
        told = Counter(row.ref for one in self.settled for row in one.rows) + Counter(row.ref for row in pending)
        assert told == Counter(row.ref for row in self.entries)

    @invariant()
    def a_scope_gives_its_rows_again(self) -> None:
        for one in self.settled:
            assert self._covered(one.scope) == one.rows

    @invariant()
    def no_programme_is_settled_below_nothing(self) -> None:
        for one in self.settled:
            for part in coverage.parts(one.rows, {"p": ("P", Unit.CENTS), "q": ("Q", Unit.CENTS)}):
                assert part.units > 0


def test_any_sequence_settles_each_entry_once() -> None:
    run_state_machine_as_test(Books, settings=settings(max_examples=60, stateful_step_count=40, deadline=None))


def row(programme_id: str = "p", units: int = 10, kind: Kind = Kind.CAPTURE, booking_id: str = "b") -> Row:
    return Row("m", kind, EARLIEST, booking_id, date(2027, 1, 1), "", "", programme_id, units, units * 2)


def test_a_reference_is_read_as_it_was_written() -> None:
    ref = Ref("programme", datetime(2027, 3, 1, 9, 30, 0, 5, tzinfo=EARLIEST.tzinfo), "movement")

    assert Ref.read(str(ref)) == ref


def test_the_sums_of_a_part_are_those_of_its_rows() -> None:
    rows = [row(units=10), row(units=-3, kind=Kind.REFUND)]

    assert coverage.parts(rows, {"p": ("Misura", Unit.MINUTES)}) == (Part("p", "Misura", Unit.MINUTES, 2, 7, 14),)


def test_more_programmes_than_one_payment_takes_wait() -> None:
    rows = [row(f"p{number:02d}") for number in range(coverage.PARTS_MAX + 2)]

    kept, waiting = coverage.settleable(rows)

    assert (len(kept), [one.programme_id for one in waiting]) == (coverage.PARTS_MAX, ["p25", "p26"])


def test_a_refund_of_what_still_waits_is_no_correction() -> None:
    fresh = row(booking_id="new")
    refund, other = (replace(row(units=-1, kind=Kind.REFUND), booking_id=name) for name in ("new", "old"))

    assert coverage.corrections([fresh, refund, other]) == [other]


def test_a_month_ends_at_local_midnight_also_across_daylight_saving() -> None:
    ends = [Month(2027, month).ends_at for month in (2, 3, 10, 12)]

    assert [f"{end:%m-%d %H:%M}" for end in ends] == ["02-28 23:00", "03-31 22:00", "10-31 23:00", "12-31 23:00"]
