"""Settlements, for the provider they pay, the funder who pays, and who audits them."""

from collections.abc import Sequence

from chalicelib.access import read as access
from chalicelib.kernel.caller import Caller, Role
from chalicelib.kernel.paging import Page, Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.runtime.dynamodb import Reads

from . import archive, table
from .coverage import Row
from .model import Settlement, Step


def settlement(settlement_id: str, *, by: Caller) -> Settlement:
    """A settlement of one's own provider or funder; an auditor sees all. Raises NotFound."""
    with Reads() as reads:
        asked = table.settlement(reads, settlement_id)
        account = access.account(reads, by.account_id)
    found = asked.must(NotFound())
    own = access.organisation_of(account) in (found.provider_id, found.funder_id)
    if not own and not by.is_a(Role.AUDITOR):
        raise NotFound
    return found


def revision(settlement_id: str, number: int | None, *, by: Caller) -> Settlement:
    """A settlement as one of its revisions was issued, the current one unless named. Raises NotFound."""
    current = settlement(settlement_id, by=by)
    if number is None or number == current.revision:
        return current
    with Reads() as reads:
        later = table.revision(reads, settlement_id, number)
    return later.must(NotFound())


def every(span: Span, *, by: Caller, funder_id: str | None = None) -> Page[Settlement]:
    """One's own settlements, the latest numbers first; an auditor may name another funder."""
    organisation_id = access.organisation(by)
    if by.is_a(Role.PROVIDER_MANAGER):
        return table.of_provider(organisation_id, span)
    return table.of_funder(funder_id if funder_id and by.is_a(Role.AUDITOR) else organisation_id, span)


def rows(settlement_id: str, number: int | None, span: Span, *, by: Caller) -> Page[Row]:
    """The rows of a revision. Raises NotFound, DocumentAltered."""
    found: Sequence[Row] = archive.opened(revision(settlement_id, number, by=by)).rows
    start = int((span.after or {}).get("row", "0"))
    end = start + span.limit
    return Page(list(found[start:end]), {"row": str(end)} if end < len(found) else None)


def steps(settlement_id: str, span: Span, *, by: Caller) -> Page[Step]:
    """What was done to a settlement, by whom, when and why, oldest first. Raises NotFound."""
    return table.steps(settlement(settlement_id, by=by).id, span)
