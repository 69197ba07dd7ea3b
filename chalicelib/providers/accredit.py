"""Accrediting a provider for a category and a period, or suspending it."""

from datetime import date

from chalicelib.kernel.refusals import Invalid, NotFound
from chalicelib.kernel.territory import Category
from chalicelib.kernel.texts import Text
from chalicelib.runtime.dynamodb import Reads, Transaction

from . import table
from .model import Accreditation, AccreditationState


class AccreditationPeriodInvalid(Invalid):
    """The period ends before it begins."""

    detail = Text("Il periodo finisce prima di cominciare.", "The period ends before it begins.")


def provider(
    provider_id: str,
    *,
    category: Category,
    from_on: date,
    to_on: date,
    state: AccreditationState = AccreditationState.ACTIVE,
) -> Accreditation:
    """Give a provider an accreditation, in place of an earlier one for the category.

    Raises NotFound, AccreditationPeriodInvalid.
    """
    if to_on < from_on:
        raise AccreditationPeriodInvalid
    with Reads() as reads:
        asked = table.provider(reads, provider_id)
    asked.must(NotFound())
    accreditation = Accreditation(provider_id, category, from_on, to_on, state)
    with Transaction() as writes:
        table.put_accreditation(writes, accreditation)
    return accreditation
