"""What must agree with what: each comparison by itself."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from chalicelib.ledger import model as ledger
from chalicelib.ledger.merkle import Finding, Tampering
from chalicelib.ledger.model import VOUCHER, Bucket

from .books import AccountFacts, BookingFacts, Books, MovementFacts, ProgrammeFacts, Trail
from .model import Difference, Subject

TALLIES = ("granted", "captured", "lapsed", "returned", "transferred")
BUDGET = "budget"
NOTHING = Trail()


@dataclass(frozen=True, slots=True)
class Scope:
    """The subjects that are compared: all that was read of them is there."""

    accounts: frozenset[str] = frozenset()
    movements: frozenset[str] = frozenset()
    bookings: frozenset[str] = frozenset()
    programmes: frozenset[str] = frozenset()


def differences(books: Books, scope: Scope | None = None) -> list[Difference]:
    """Every difference there is, of all subjects or of those in scope, in the order of their names.

    Programmes are not among them: what stands on their accounts may have been read elsewhere.
    """
    wanted = scope or Scope(frozenset(books.accounts), frozenset(books.movements), frozenset(books.bookings))
    found = [
        rule(name, books.accounts.get(name, AccountFacts())) for name in sorted(wanted.accounts) for rule in OF_ACCOUNTS
    ]
    found += [
        rule(name, books.movements.get(name, MovementFacts()))
        for name in sorted(wanted.movements)
        for rule in OF_MOVEMENTS
    ]
    found += [
        rule(name, books.bookings.get(name, BookingFacts())) for name in sorted(wanted.bookings) for rule in OF_BOOKINGS
    ]
    return [difference for differing in found for difference in differing]


def of_programmes(programmes: Mapping[str, ProgrammeFacts], *, whole: bool = True) -> list[Difference]:
    """Where a programme's budget is not what was endowed, or its accounts do not make it up (when all were read)."""
    return [
        difference
        for programme_id, facts in sorted(programmes.items())
        for difference in [*budget(programme_id, facts), *(standing(programme_id, facts) if whole else ())]
    ]


def balances(account_id: str, facts: AccountFacts) -> Iterator[Difference]:
    """Each bucket of the head is what the entries add up to."""
    for bucket in Bucket:
        recorded = facts.head.balances.get(bucket, 0) if facts.head else 0
        yield from _of_account(account_id, bucket, recorded, facts.balances.get(bucket, 0))


def tallies(account_id: str, facts: AccountFacts) -> Iterator[Difference]:
    """Each lifetime counter of a voucher's head is what the entries of its kind add up to."""
    for name in TALLIES if facts.head and account_id.startswith(VOUCHER) else ():
        recorded: int = getattr(facts.head, name)
        yield from _of_account(account_id, name, recorded, facts.tallies.get(name, 0))


def conservation(account_id: str, facts: AccountFacts) -> Iterator[Difference]:
    """What a voucher was granted is what became of it."""
    if facts.head and account_id.startswith(VOUCHER):
        recorded, parts = facts.head.granted, facts.head.parts()
        yield from _of_account(account_id, "conservation", recorded, parts)


def held_by_bookings(account_id: str, facts: AccountFacts) -> Iterator[Difference]:
    """What is held on an account is what its bookings hold."""
    held, pledged = facts.head.held if facts.head else 0, sum(facts.pledged.values())
    evidence = [f"booking {booking_id}: {units}" for booking_id, units in sorted(facts.pledged.items())]
    yield from _of_account(account_id, "held by bookings", held, pledged, *evidence)


def used_by_bookings(account_id: str, facts: AccountFacts) -> Iterator[Difference]:
    """What is used of each capped count of a voucher is what its bookings hold and took under it."""
    recorded = facts.head.uses if facts.head else {}
    for name in sorted({*recorded, *facts.uses}):
        used, by_bookings = recorded.get(name, 0), facts.uses.get(name, 0)
        yield from _of_account(account_id, f"use of {name}", used, by_bookings)


def issued(account_id: str, facts: AccountFacts) -> Iterator[Difference]:
    """A voucher's account was granted what the voucher says; neither is there without the other."""
    never_funded = facts.unfunded and not facts.head and not facts.entries
    if account_id.startswith(VOUCHER) and not never_funded:
        granted = facts.tallies.get("granted", 0)
        yield from _of_account(account_id, "voucher", facts.granted or 0, granted)


def filed(account_id: str, facts: AccountFacts) -> Iterator[Difference]:
    """Each entry stands where its instant and its movement say, and so in the index that a seal is made from."""
    for position in sorted(facts.misfiled):
        yield Difference(Subject.ENTRY, f"{account_id} {position}", "misfiled", 0, 1)


def balanced(movement_id: str, facts: MovementFacts) -> Iterator[Difference]:
    """The entries of a movement sum to zero."""
    on = facts.entries[0][0] if facts.entries else None
    yield from _unless_equal(Subject.MOVEMENT, movement_id, "sum of entries", 0, facts.total, *_entries(facts), on=on)


def recorded_once(movement_id: str, facts: MovementFacts) -> Iterator[Difference]:
    """A movement with entries is recorded, one that is recorded has entries, no account has two of them."""
    if facts.kind is None or not facts.entries:
        known = int(facts.kind is not None)
        yield Difference(Subject.MOVEMENT, movement_id, "recorded", known, len(facts.entries), _entries(facts))
    accounts = [account_id for account_id, _, _ in facts.entries]
    for account_id in sorted({one for one in accounts if accounts.count(one) > 1}):
        times = accounts.count(account_id)
        yield Difference(Subject.MOVEMENT, movement_id, f"entries of {account_id}", 1, times, _entries(facts))


def of_its_kind(movement_id: str, facts: MovementFacts) -> Iterator[Difference]:
    """Every entry of a movement is of the movement's kind."""
    if facts.kind is not None and (strange := sum(kind != facts.kind for _, _, kind in facts.entries)):
        yield Difference(Subject.MOVEMENT, movement_id, "kind", 0, strange, _entries(facts))


def reserved(booking_id: str, facts: BookingFacts) -> Iterator[Difference]:
    """A paid booking has its hold in the ledger, of the amount agreed; a hold has its booking."""
    yield from _compared(booking_id, "reserved", facts, lambda one: one.reserved)


def held(booking_id: str, facts: BookingFacts) -> Iterator[Difference]:
    """What stands held for a booking is what it says: less means that a hold was resolved twice."""
    yield from _compared(booking_id, "held", facts, lambda one: one.held)


def captured(booking_id: str, facts: BookingFacts) -> Iterator[Difference]:
    """What was taken for a booking is what it says was delivered."""
    yield from _compared(booking_id, "captured", facts, lambda one: one.captured)


def budget(programme_id: str, facts: ProgrammeFacts) -> Iterator[Difference]:
    """A programme's budget is what its funder has given."""
    yield from _of_programme(programme_id, BUDGET, facts.budget or 0, facts.endowed)


def standing(programme_id: str, facts: ProgrammeFacts) -> Iterator[Difference]:
    """A programme's fund, commitments, vouchers and payables make up what its funder has given."""
    yield from _of_programme(programme_id, "accounts", facts.settled_endowed, facts.settled_units)


OF_ACCOUNTS: tuple[Callable[[str, AccountFacts], Iterator[Difference]], ...] = (
    balances,
    tallies,
    conservation,
    held_by_bookings,
    used_by_bookings,
    issued,
    filed,
)
OF_MOVEMENTS: tuple[Callable[[str, MovementFacts], Iterator[Difference]], ...] = (balanced, recorded_once, of_its_kind)
OF_BOOKINGS: tuple[Callable[[str, BookingFacts], Iterator[Difference]], ...] = (reserved, held, captured)


def told(finding: Finding) -> Difference:
    """What a verification found, as a difference."""
    if not finding.account_id:
        return Difference(Subject.SEAL, finding.day.isoformat(), finding.kind, 1, 0)
    evidence = (
        f"day {finding.day}",
        f"movement {finding.movement_id}",
        *([f"now at {finding.now_at}"] if finding.now_at else []),
    )
    there = Tampering.ADDED, Tampering.REORDERED, Tampering.CHANGED
    entry = f"{finding.account_id} {finding.position}"
    sealed, found = int(finding.kind is not Tampering.ADDED), int(finding.kind in there)
    return Difference(Subject.ENTRY, entry, finding.kind, sealed, found, evidence)


def _compared(booking_id: str, what: str, facts: BookingFacts, amount: Callable[[Trail], int]) -> Iterator[Difference]:
    pledges = facts.pledges or {}
    for account_id in sorted({*pledges, *facts.trails}):
        says, entries = amount(pledges.get(account_id, NOTHING)), amount(facts.trails.get(account_id, NOTHING))
        known = "the booking is there" if facts.pledges is not None else "there is no such booking"
        yield from _unless_equal(
            Subject.BOOKING, booking_id, f"{what} on {account_id}", says, entries, known, on=account_id
        )


def _of_account(account_id: str, what: str, recorded: int, recomputed: int, *evidence: str) -> Iterator[Difference]:
    return _unless_equal(Subject.ACCOUNT, account_id, what, recorded, recomputed, *evidence, on=account_id)


def _of_programme(programme_id: str, what: str, recorded: int, recomputed: int) -> Iterator[Difference]:
    on = ledger.fund(programme_id)
    return _unless_equal(Subject.PROGRAMME, programme_id, what, recorded, recomputed, on=on)


def _unless_equal(
    subject: Subject, subject_id: str, what: str, recorded: int, recomputed: int, *evidence: str, on: str | None
) -> Iterator[Difference]:
    """The difference between two amounts in the unit of an account."""
    if recorded != recomputed:
        yield Difference(subject, subject_id, str(what), recorded, recomputed, evidence, on)


def _entries(facts: MovementFacts) -> tuple[str, ...]:
    return tuple(f"{kind} of {account_id} at {position}" for account_id, position, kind in sorted(facts.entries))
