"""The nightly reconciliation: ledger and bookings must tell the same."""

from collections import Counter
from datetime import datetime

from chalicelib.kernel.clock import stamp
from chalicelib.ledger import reconcile
from chalicelib.ledger.reconcile import Report
from chalicelib.runtime import reports
from chalicelib.runtime.observability import count, event

from . import table


def ledger(*, at: datetime) -> Report:
    """Compare, report the differences as a metric and as a report in the bucket, and change nothing.

    A booking made while it runs can show as a difference: what is found is looked at once more before it is told.
    """
    report = _compared()
    if report.differences:
        again = _compared()
        lasting = [difference for difference in report.differences if difference in again.differences]
        report = Report(again.accounts, again.entries, lasting)
    key = reports.keep(f"reconciliation/{stamp(at)[:10]}.json", report)
    count("ReconciliationDrift", len(report.differences))
    event("ledger_reconciled", report=key, accounts=report.accounts, differences=len(report.differences))
    return report


def _compared() -> Report:
    held: Counter[str] = Counter()
    for booking in table.every():
        for hold in booking.holds():
            held[hold.account_id] += hold.units
    return reconcile.balances(held)
