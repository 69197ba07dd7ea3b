"""Each comparison by itself: silent where things agree, and naming what differs."""

from dataclasses import replace
from datetime import date

import pytest

from chalicelib.controls import rules
from chalicelib.controls.books import AccountFacts, BookingFacts, MovementFacts, ProgrammeFacts, Trail
from chalicelib.controls.model import Difference, Subject
from chalicelib.ledger.merkle import Finding, Tampering
from chalicelib.ledger.model import Account, Bucket, Unit

V = "voucher:v"
HEAD = Account(
    V,
    Unit.CENTS,
    {Bucket.AVAILABLE: 50, Bucket.HELD: 20},
    granted=100,
    captured=15,
    lapsed=5,
    returned=4,
    transferred=6,
    uses={"month:2027-03": 35},
)
AGREEING = AccountFacts(
    head=HEAD,
    entries=7,
    balances={"available": 50, "held": 20},
    tallies={"granted": 100, "captured": 15, "lapsed": 5, "returned": 4, "transferred": 6},
    programme_id="p",
    granted=100,
    pledged={"b": 20},
    uses={"month:2027-03": 35},
)


def of_account(facts: AccountFacts, account_id: str = V) -> list[tuple[str, int, int]]:
    return [(one.what, one.recorded, one.recomputed) for rule in rules.OF_ACCOUNTS for one in rule(account_id, facts)]


def test_an_account_that_agrees_is_silent() -> None:
    assert of_account(AGREEING) == []


@pytest.mark.parametrize("bucket", list(Bucket))
def test_every_bucket_is_compared_with_the_entries(bucket: Bucket) -> None:
    facts = replace(AGREEING, balances={**AGREEING.balances, bucket: 99})

    assert of_account(facts) == [(bucket, HEAD.balances.get(bucket, 0), 99)]


@pytest.mark.parametrize("tally", rules.TALLIES)
def test_every_counter_is_compared_with_the_entries_of_its_kind(tally: str) -> None:
    facts = replace(AGREEING, tallies={**AGREEING.tallies, tally: 99})

    assert (tally, getattr(HEAD, tally), 99) in of_account(facts)


def test_a_voucher_conserves_what_it_was_granted() -> None:
    head = replace(HEAD, balances={Bucket.AVAILABLE: 51, Bucket.HELD: 20})

    assert ("conservation", 100, 101) in of_account(replace(AGREEING, head=head))


def test_what_is_held_is_compared_with_the_bookings_and_they_are_named() -> None:
    [found] = rules.held_by_bookings(V, replace(AGREEING, pledged={"b": 20, "c": 5}))

    assert (found.recorded, found.recomputed) == (20, 25)
    assert found.evidence == ("booking b: 20", "booking c: 5")


@pytest.mark.parametrize(
    ("by_bookings", "told"),
    [({"month:2027-03": 30}, ("use of month:2027-03", 35, 30)), ({}, ("use of month:2027-03", 35, 0))],
)
def test_what_is_used_of_a_cap_is_compared_with_the_bookings(
    by_bookings: dict[str, int], told: tuple[str, int, int]
) -> None:
    assert of_account(replace(AGREEING, uses=by_bookings)) == [told]


def test_a_use_that_the_head_does_not_know_is_told() -> None:
    assert ("use of x", 0, 7) in of_account(replace(AGREEING, uses={**AGREEING.uses, "x": 7}))


@pytest.mark.parametrize(("granted", "told"), [(90, 90), (None, 0)])
def test_the_voucher_is_compared_with_what_its_account_was_granted(granted: int | None, told: int) -> None:
    assert of_account(replace(AGREEING, granted=granted)) == [("voucher", told, 100)]


def test_a_voucher_that_was_only_proposed_needs_no_account() -> None:
    assert of_account(AccountFacts(granted=100, unfunded=True)) == []
    assert of_account(AccountFacts(granted=100)) == [("voucher", 100, 0)]


def test_other_accounts_are_compared_by_their_buckets_alone() -> None:
    head = Account("fund:p", Unit.CENTS, {Bucket.AVAILABLE: 5})

    assert of_account(AccountFacts(head=head, balances={"available": 5}), "fund:p") == []
    assert of_account(AccountFacts(head=head, balances={"available": 4}), "fund:p") == [("available", 5, 4)]


def test_each_entry_out_of_its_place_is_named() -> None:
    [found] = rules.filed(V, replace(AGREEING, misfiled=["2027#m"]))

    assert (found.subject, found.subject_id) == (Subject.ENTRY, f"{V} 2027#m")


MOVEMENT = MovementFacts("issue", 0, [("fund:p", "2027#m", "issue"), (V, "2027#m", "issue")])


def of_movement(facts: MovementFacts) -> list[tuple[str, int, int]]:
    return [(one.what, one.recorded, one.recomputed) for rule in rules.OF_MOVEMENTS for one in rule("m", facts)]


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        (MOVEMENT, []),
        (replace(MOVEMENT, total=-5), [("sum of entries", 0, -5)]),
        (replace(MOVEMENT, kind=None), [("recorded", 0, 2)]),
        (replace(MOVEMENT, entries=[]), [("recorded", 1, 0)]),
        (replace(MOVEMENT, kind="lapse"), [("kind", 0, 2)]),
        (replace(MOVEMENT, entries=[*MOVEMENT.entries, (V, "2028#m", "issue")]), [(f"entries of {V}", 1, 2)]),
    ],
    ids=["agrees", "sum", "not recorded", "no entries", "another kind", "doubled"],
)
def test_a_movement_sums_to_zero_is_recorded_once_and_of_one_kind(
    facts: MovementFacts, told: list[tuple[str, int, int]]
) -> None:
    assert of_movement(facts) == told


BOOKING = BookingFacts({V: Trail(20, 0, 15)}, {V: Trail(20, 0, 15)})


def of_booking(facts: BookingFacts) -> list[tuple[str, int, int]]:
    return [(one.what, one.recorded, one.recomputed) for rule in rules.OF_BOOKINGS for one in rule("b", facts)]


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        (BOOKING, []),
        (replace(BOOKING, trails={}), [(f"reserved on {V}", 20, 0), (f"captured on {V}", 15, 0)]),
        (replace(BOOKING, pledges=None), [(f"reserved on {V}", 0, 20), (f"captured on {V}", 0, 15)]),
        (replace(BOOKING, trails={V: Trail(20, -20, 15)}), [(f"held on {V}", 0, -20)]),
        (replace(BOOKING, trails={V: Trail(20, 0, 14)}), [(f"captured on {V}", 15, 14)]),
    ],
    ids=["agrees", "without its hold", "without its booking", "resolved twice", "captured less"],
)
def test_a_booking_tells_what_the_entries_about_it_do(facts: BookingFacts, told: list[tuple[str, int, int]]) -> None:
    assert of_booking(facts) == told


PROGRAMME = ProgrammeFacts(100, 100, 100, 100)


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        (PROGRAMME, []),
        (replace(PROGRAMME, budget=101), [("budget", 101, 100)]),
        (replace(PROGRAMME, budget=None), [("budget", 0, 100)]),
        (replace(PROGRAMME, settled_units=99), [("accounts", 100, 99)]),
    ],
)
def test_a_programme_is_what_was_given_to_it_and_its_accounts_make_it_up(
    facts: ProgrammeFacts, told: list[tuple[str, int, int]]
) -> None:
    found = rules.of_programmes({"p": facts})

    assert [(one.what, one.recorded, one.recomputed) for one in found] == told


@pytest.mark.parametrize(
    ("kind", "amounts"),
    [
        (Tampering.CHANGED, (1, 1)),
        (Tampering.REMOVED, (1, 0)),
        (Tampering.ADDED, (0, 1)),
        (Tampering.REORDERED, (1, 1)),
    ],
)
def test_a_finding_is_told_as_a_difference_of_the_entry(kind: Tampering, amounts: tuple[int, int]) -> None:
    told = rules.told(Finding(date(2027, 3, 1), kind, V, "m", "2027#m"))

    assert told == Difference(Subject.ENTRY, f"{V} 2027#m", kind, *amounts)


def test_a_finding_about_a_day_is_told_of_its_seal() -> None:
    told = rules.told(Finding(date(2027, 3, 1), Tampering.CHAIN))

    assert (told.subject, told.subject_id, told.what) == (Subject.SEAL, "2027-03-01", "chain")
