"""Giving a calendar an address: the present one is good, every earlier one ends."""

from datetime import datetime

from chalicelib.access import read as access
from chalicelib.kernel.caller import Caller, Role
from chalicelib.kernel.refusals import NotFound
from chalicelib.people import find as people
from chalicelib.runtime import dynamodb
from chalicelib.runtime.dynamodb import Transaction

from . import address, table
from .model import Feed, Issued, Owner, OwnerKind

WHAT = "calendar feed"


def of_person(person_id: str, *, origin: str, by: Caller, at: datetime) -> Issued:
    """A new address for a person's calendar, for themselves, who acts for them, or who has them at the desk.

    Raises NotFound for anyone else.
    """
    people.must_see(person_id, what=WHAT, by=by, at=at)
    acting = not by.is_a(Role.DESK_OPERATOR) and by.account_id != person_id
    owner = Owner(OwnerKind.PERSON, person_id)
    return _issued(owner, origin=origin, by=by, at=at, delegate_id=by.account_id if acting else None)


def of_provider(provider_id: str, *, origin: str, by: Caller, at: datetime) -> Issued:
    """A new address for the calendar of one's own provider. Raises NotFound for another's."""
    return _issued(own_provider(provider_id, by=by), origin=origin, by=by, at=at, delegate_id=None)


def own_provider(provider_id: str, *, by: Caller) -> Owner:
    """One's own provider, as the owner of a calendar. Raises NotFound for another."""
    if access.organisation(by) != provider_id:
        raise NotFound
    return Owner(OwnerKind.PROVIDER, provider_id)


def _issued(owner: Owner, *, origin: str, by: Caller, at: datetime, delegate_id: str | None) -> Issued:
    def made() -> Issued:
        word = address.word()
        feed = Feed(owner, address.digest(word), by.account_id, at, delegate_id)
        with Transaction() as writes:
            table.replace(writes, feed, table.present(owner))
        return Issued(feed, address.url(origin, word))

    return dynamodb.until_settled(made)
