"""Whether a place can be taken is decided in the table, as the model says."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.catalogue import browse, session_table, take
from chalicelib.catalogue.model import Scope, Session, SessionState, WaitingListFirst
from chalicelib.catalogue.terms import Terms
from chalicelib.kernel.identifiers import new
from chalicelib.kernel.refusals import Refusal
from chalicelib.kernel.territory import Category
from chalicelib.runtime.dynamodb import Stale, Transaction
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
    lambda places_max, taken, offered, state, notice, list_first: replace(
        ORDINARY,
        id=new(),
        places_max=places_max,
        places_taken=taken,
        places_offered=offered,
        list_first=list_first,
        state=state,
        terms=Terms(book_notice_hours=notice),
    ),
    st.integers(1, 4),
    st.integers(0, 4),
    st.integers(0, 3),
    st.sampled_from([SessionState.OPEN, SessionState.OPEN, SessionState.CANCELLED]),
    st.integers(0, 3),
    st.sampled_from([0, 0, 1]),
)
BEFORE = st.tuples(st.integers(-1, 4), st.sampled_from([-1, 0, 1])).map(
    lambda parts: timedelta(hours=parts[0], microseconds=parts[1])
)


def written(session: Session) -> Session:
    with Transaction() as writes:
        session_table.add_session(writes, session)
    return session


def why_refused(session: Session, before: timedelta, **how: Any) -> type[Exception] | None:
    """What the table says to taking places so long before the beginning."""
    try:
        with Transaction() as writes:
            take.places(writes, session, at=session.starts_at - before, **{"count": 1, **how})
    except (Refusal, Stale) as refused:
        return type(refused)
    return None


@settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SESSIONS, BEFORE, st.integers(1, 3), st.booleans())
def test_model_and_table_agree_on_every_place(session: Session, before: timedelta, count: int, offered: bool) -> None:
    why = session.why_not_take(at=session.starts_at - before, count=count, offered=offered)

    refused = why_refused(written(session), before, count=count, offered=offered)
    assert refused == (type(why[0]) if why else None)


def test_a_place_taken_counts() -> None:
    session = written(ORDINARY)

    why_refused(session, timedelta(hours=3))

    assert browse.session(session.id).places_taken == 1


def test_a_place_given_back_counts() -> None:
    session = written(replace(ORDINARY, places_taken=2))

    with Transaction() as writes:
        take.back(writes, session.id)

    assert browse.session(session.id).places_taken == 1


def test_a_place_given_back_is_first_for_who_waits() -> None:
    session = written(replace(ORDINARY, places_taken=2, in_line=3))

    with Transaction() as writes:
        take.back(writes, session.id)

    now = browse.session(session.id)
    assert (now.places_taken, now.list_first, now.releases) == (1, 3, 1)
    assert why_refused(now, timedelta(hours=3)) is WaitingListFirst


def test_an_offered_place_is_taken_from_those_kept() -> None:
    session = written(replace(ORDINARY, places_taken=2, places_offered=1))

    assert why_refused(session, timedelta(hours=3), offered=True) is None

    now = browse.session(session.id)
    assert (now.places_taken, now.places_offered) == (2, 0)


def test_another_edition_than_was_read_is_read_again() -> None:
    written(ORDINARY)

    assert why_refused(replace(ORDINARY, edition=2), timedelta(hours=3)) is Stale


def test_a_capacity_that_changed_meanwhile_is_read_again_for_several_places() -> None:
    written(replace(ORDINARY, places_max=5))

    assert why_refused(replace(ORDINARY, places_max=4), timedelta(hours=3), count=2) is Stale
