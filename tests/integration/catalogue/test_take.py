"""Whether a place can be taken is decided in the table, as the model says."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.catalogue import browse, session_table, take
from chalicelib.catalogue.model import QuoteOutdated, Scope, Session, SessionState
from chalicelib.kernel.identifiers import new
from chalicelib.kernel.refusals import Refusal
from chalicelib.kernel.territory import Category
from chalicelib.runtime.dynamodb import Transaction
from tests import builders as a

pytestmark = pytest.mark.usefixtures("aws")

ORDINARY = Session(
    id="session",
    offering_id="offering",
    service_id="service",
    provider_id="coop",
    provider_name="Coop",
    title="Aiuto",
    category=Category.SILVER_CARE,
    scope=Scope.LOCAL,
    municipality_code="L319",
    place="qui",
    starts_at=a.NOW,
    ends_at=a.NOW + timedelta(hours=1),
    price_cents=2000,
    accepts_vouchers=True,
    places_max=2,
)
SESSIONS = st.builds(
    lambda places_max, taken, state, notice: replace(
        ORDINARY, id=new(), places_max=places_max, places_taken=taken, state=state, book_notice_hours=notice
    ),
    st.integers(1, 3),
    st.integers(0, 3),
    st.sampled_from(SessionState),
    st.integers(0, 3),
)
BEFORE = st.tuples(st.integers(-1, 4), st.sampled_from([-1, 0, 1])).map(
    lambda parts: timedelta(hours=parts[0], microseconds=parts[1])
)


def written(session: Session) -> Session:
    with Transaction() as writes:
        session_table.add_session(writes, session)
    return session


def why_refused(session: Session, before: timedelta, **quoted: int) -> type[Refusal] | None:
    """What the table says to taking a place so long before the beginning."""
    said = {"price_cents": session.price_cents, **quoted}
    try:
        with Transaction() as writes:
            at = session.starts_at - before
            take.place(writes, session.id, starts_at=session.starts_at, ends_at=session.ends_at, at=at, **said)
    except Refusal as refused:
        return type(refused)
    return None


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SESSIONS, BEFORE)
def test_model_and_table_agree_on_every_place(session: Session, before: timedelta) -> None:
    why = session.why_not_take(at=session.starts_at - before)

    assert why_refused(written(session), before) == (type(why[0]) if why else None)


def test_a_place_taken_counts() -> None:
    session = written(ORDINARY)

    why_refused(session, timedelta(hours=3))

    assert browse.session(session.id).places_taken == 1


def test_a_place_given_back_counts() -> None:
    session = written(replace(ORDINARY, places_taken=2))

    with Transaction() as writes:
        take.back(writes, session.id)

    assert browse.session(session.id).places_taken == 1


def test_another_price_than_was_quoted_is_refused() -> None:
    assert why_refused(written(ORDINARY), timedelta(hours=3), price_cents=1999) is QuoteOutdated
