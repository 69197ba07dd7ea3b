"""Reconciling: entries, balances, bookings, vouchers, programmes must tell the same. It reports, it never repairs."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime

from chalicelib.kernel.clock import local_day, stamp
from chalicelib.kernel.days import A_DAY, every
from chalicelib.runtime import reports
from chalicelib.runtime.observability import count, event

from . import gather, rules, table, track
from .books import Books, ProgrammeFacts
from .model import Difference, Report, Subject
from .rules import Scope

DAYS_MAX = 31  # a job that was away for longer leaves the rest to the weekly control, which reads everything


def everything(*, at: datetime) -> Report:
    """Compare all there is, at once and in this process, and change nothing. For a ledger that fits into memory.

    What concerns several accounts is compared as it stood at `at`.
    """

    def compare() -> Report:
        books = gather.everything(until_at=at)
        return report(books, rules.differences(books) + rules.of_programmes(books.by_programme()))

    return _lasting(compare)


def changes(*, at: datetime) -> Report:
    """Compare what changed on the days that ended since the last run, and the bookings to be delivered today.

    The differences become cases, a metric and a report in the bucket. Run again, it looks at yesterday again.
    """
    yesterday = local_day(at) - A_DAY
    on_days = _days_since(table.reconciled_until(), yesterday)

    def compare() -> Report:
        scope = gather.scope_of(on_days, delivered_on=local_day(at))
        books = gather.some(scope)
        budgets = {name: facts for name, facts in books.by_programme().items() if name in scope.programmes}
        return report(books, rules.differences(books, scope) + rules.of_programmes(budgets, whole=False), scope)

    found = _lasting(compare)
    told(found, f"reconciliation/{stamp(at)[:10]}.json", at=at)
    table.reconciled(yesterday)
    return found


def told(found: Report, name: str, *, at: datetime) -> int:
    """Keep a report, open a case for each difference, and count those that nobody has explained; returns how many."""
    key = reports.keep(name, found)
    unexplained = track.cases(found.differences, at=at)
    count("ReconciliationDrift", unexplained)
    event(
        "ledger_reconciled",
        report=key,
        accounts=found.accounts,
        entries=found.entries,
        differences=len(found.differences),
        unexplained=unexplained,
    )
    return unexplained


def confirmed(books: Books) -> list[Difference]:
    """The differences in what was read that are still there when all that they concern is read once more."""
    found = rules.differences(books)
    accounts = frozenset(one.subject_id for one in found if one.subject is Subject.ACCOUNT)
    named = {one.subject_id for one in found if one.subject is Subject.BOOKING}
    pledged = {booking_id for name in accounts for booking_id in books.accounts[name].pledged}
    scope = Scope(accounts=accounts, bookings=frozenset(named | pledged))
    again = rules.differences(gather.some(scope), scope)
    # Entries and movements are never changed: only what has a head or a state can have been caught on the way.
    return [one for one in found if one.subject not in {Subject.ACCOUNT, Subject.BOOKING} or one in again]


def of_programmes(programmes: Mapping[str, ProgrammeFacts]) -> list[Difference]:
    """Where a programme does not add up; a budget that differs is read once more."""
    found = rules.of_programmes(programmes)
    scope = Scope(programmes=frozenset(one.subject_id for one in found if one.what == rules.BUDGET))
    again = rules.of_programmes(gather.some(scope).by_programme(), whole=False) if scope.programmes else []
    return [one for one in found if one.what != rules.BUDGET or one in again]


def report(books: Books, differences: list[Difference], scope: Scope | None = None) -> Report:
    """What was looked at (all that was read, or what is in scope), with the differences found in it."""
    seen = [facts for name, facts in books.accounts.items() if scope is None or name in scope.accounts]
    return Report(
        accounts=sum(facts.head is not None for facts in seen),
        entries=sum(facts.entries for facts in seen),
        bookings=len(books.bookings if scope is None else scope.bookings),
        differences=differences,
    )


def _lasting(compare: Callable[[], Report]) -> Report:
    """What is found twice: a booking made while the books are read can look like a difference."""
    first = compare()
    if not first.differences:
        return first
    again = compare()
    return replace(again, differences=[one for one in again.differences if one in first.differences])


def _days_since(last: date | None, yesterday: date) -> list[date]:
    first = min(last + A_DAY, yesterday) if last else yesterday
    return list(every(max(first, yesterday - (DAYS_MAX - 1) * A_DAY), yesterday))
