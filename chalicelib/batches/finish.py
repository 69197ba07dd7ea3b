"""Finishing a batch: what was not issued goes back to the fund, and every line's outcome is told in a report."""

from dataclasses import replace
from datetime import datetime

from chalicelib.kernel.caller import PLATFORM
from chalicelib.kernel.refusals import NotFound
from chalicelib.ledger import model as ledger
from chalicelib.ledger import move
from chalicelib.ledger import read as accounts
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import Reads, Transaction
from chalicelib.runtime.observability import count, event

from . import kept, report, table
from .model import BatchState, progress


def batch(batch_id: str, *, at: datetime) -> None:
    """Close a batch whose slices are all done; done twice, it is closed once."""
    with Reads() as reads:
        asked = table.batch(reads, batch_id)
    batch = asked.must(NotFound())
    results = table.results(batch.id)
    if batch.state is not BatchState.ISSUING or batch.waiting({result.number for result in results}):
        return
    content = report.lines(batch, kept.rows(batch), kept.problems(batch), results)
    sha256 = kept.keep_report(batch, content)
    if dynamodb.until_settled(lambda: _closed(batch_id, sha256, at)):
        done = progress(results)
        count("VouchersIssuedInBatches", done.issued)
        event("batch_done", batch_id=batch.id, issued=done.issued, units=done.units, refused=done.refused)


def _closed(batch_id: str, report_sha256: str, at: datetime) -> bool:
    with Reads() as reads:
        asked = table.batch(reads, batch_id)
        head = accounts.account(reads, ledger.commitment(batch_id))
    batch, account = asked.must(NotFound()), head.must(NotFound())
    if batch.state is not BatchState.ISSUING:
        return False
    with Transaction() as writes:
        done = replace(batch, state=BatchState.DONE, report_sha256=report_sha256, version=batch.version + 1)
        table.move_on(writes, done)
        if account.available:
            move.uncommit(writes, account, programme_id=batch.programme_id, by=PLATFORM.account_id, at=at)
    return True
