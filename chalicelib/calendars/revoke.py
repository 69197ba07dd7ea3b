"""Ending an address: from then on it tells nothing."""

from datetime import datetime

from chalicelib.kernel.caller import Caller
from chalicelib.kernel.refusals import NotFound
from chalicelib.people import find as people
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import Transaction

from . import issue, table
from .model import Feed, Owner, OwnerKind


def of_person(person_id: str, *, by: Caller, at: datetime) -> Feed:
    """End the address of a person's calendar. Raises NotFound where there is none, or for a stranger."""
    people.must_see(person_id, what=issue.WHAT, by=by, at=at)
    return _revoked(Owner(OwnerKind.PERSON, person_id), at)


def of_provider(provider_id: str, *, by: Caller, at: datetime) -> Feed:
    """End the address of one's own provider's calendar. Raises NotFound where there is none, or for another's."""
    return _revoked(issue.own_provider(provider_id, by=by), at)


def _revoked(owner: Owner, at: datetime) -> Feed:
    def ended() -> Feed:
        feed = table.present(owner)
        if feed is None:
            raise NotFound
        with Transaction() as writes:
            table.revoke(writes, feed, at=at)
        return feed

    return dynamodb.until_settled(ended)
