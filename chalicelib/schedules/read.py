"""Reading schedules, for the provider whose they are."""

from chalicelib.access import read as access
from chalicelib.kernel.caller import Caller
from chalicelib.kernel.paging import Page, Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.runtime.dynamodb import Reads

from . import table
from .model import Schedule


def schedule(schedule_id: str, *, by: Caller) -> Schedule:
    """A schedule of one's own provider. Raises NotFound for another's."""
    with Reads() as reads:
        asked, account = table.schedule(reads, schedule_id), access.account(reads, by.account_id)
    found = asked.must(NotFound())
    if found.provider_id != access.organisation_of(account):
        raise NotFound
    return found


def every(span: Span, *, offering_id: str | None, by: Caller) -> Page[Schedule]:
    """The schedules of one's own provider, or those of one of its offerings."""
    return table.of_provider(access.organisation(by), offering_id, span)
