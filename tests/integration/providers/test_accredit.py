"""An accreditation counts on the day of delivery, for the model and for the table alike."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.kernel.refusals import NotFound
from chalicelib.kernel.territory import Category
from chalicelib.providers import accredit, read, table
from chalicelib.providers.accredit import AccreditationPeriodInvalid
from chalicelib.providers.model import Accreditation, AccreditationState, NotAccredited, why_not
from chalicelib.runtime.dynamodb import Transaction
from tests import builders as a

pytestmark = pytest.mark.usefixtures("aws")

DAY = date(2027, 3, 1)
DAYS = st.integers(-3, 3).map(lambda days: DAY + timedelta(days=days))
ACCREDITATIONS = st.builds(
    Accreditation, st.just("coop"), st.just(Category.SILVER_CARE), DAYS, DAYS, st.sampled_from(AccreditationState)
)


def the_table_refuses(on: date) -> bool:
    try:
        with Transaction() as writes:
            read.must_be_accredited(
                writes, "coop", Category.SILVER_CARE, from_on=on, to_on=on, otherwise=NotAccredited()
            )
    except NotAccredited:
        return True
    return False


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACCREDITATIONS, DAYS)
def test_model_and_table_agree_on_every_day(accreditation: Accreditation, on: date) -> None:
    with Transaction() as writes:
        table.put_accreditation(writes, accreditation)

    assert the_table_refuses(on) == (not accreditation.covers(on))


def test_who_was_never_accredited_is_refused_by_both() -> None:
    assert the_table_refuses(DAY)
    assert [type(why) for why in why_not(None, provider_id="coop", provider_name="Coop", on=DAY)] == [NotAccredited]


def test_a_suspended_accreditation_covers_no_day() -> None:
    active = Accreditation("coop", Category.SILVER_CARE, DAY, DAY)

    assert active.covers(DAY)
    assert not replace(active, state=AccreditationState.SUSPENDED).covers(DAY)


def test_a_new_accreditation_takes_the_place_of_the_earlier_one() -> None:
    coop = a.provider()

    accredit.provider(coop.id, category=Category.SILVER_CARE, from_on=DAY, to_on=DAY)

    assert read.accreditations(coop.id) == [Accreditation(coop.id, Category.SILVER_CARE, DAY, DAY)]


def test_an_accreditation_does_not_end_before_it_begins() -> None:
    with pytest.raises(AccreditationPeriodInvalid):
        accredit.provider(a.provider().id, category=Category.SILVER_CARE, from_on=DAY, to_on=DAY - timedelta(days=1))


def test_nobody_unknown_is_accredited() -> None:
    with pytest.raises(NotFound):
        accredit.provider("nobody", category=Category.SILVER_CARE, from_on=DAY, to_on=DAY)
