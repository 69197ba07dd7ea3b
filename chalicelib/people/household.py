"""Households: who lives together, as the desk is told."""

from dataclasses import replace
from datetime import datetime

from chalicelib.kernel.caller import Caller
from chalicelib.kernel.refusals import NotFound
from chalicelib.runtime.dynamodb import Reads, Transaction

from . import table
from .model import Access, Person


def joined(person_id: str, *, with_person_id: str, by: Caller, at: datetime) -> Person:
    """Record that a person lives with another from now on, or, with themselves, alone. Raises NotFound.

    Measures that exclude each other within a household look at who lives together on the day of the request.
    """
    with Reads() as reads:
        asked, other = table.person(reads, person_id), table.person(reads, with_person_id)
    person = asked.must(NotFound(person_id=person_id))
    home = person.id if with_person_id == person_id else other.must(NotFound(person_id=with_person_id)).household_id
    with Transaction() as writes:
        table.live_in(writes, person_id, home)
        table.add_access(writes, person_id, Access(at, by.account_id, "household", "who lives together, at the desk"))
    return replace(person, household_id=home)
